package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// mostReasons is how many reasons a step shows; the others are counted.
const mostReasons = 2

// writeList writes a reading list for people.
func (a *app) writeList(snapshot *graph.Snapshot, list *graph.ReadingList, options graph.ReadOptions) {
	s := a.sheet()
	if len(list.Steps)+len(list.Later) == 0 {
		s.text("", fmt.Sprintf("Nothing is left to read before %s: it is known, or follows from what is.", named(list.Goals)), plain)
	} else {
		s.text("", fmt.Sprintf("What to read before %s: %s", named(list.Goals), size(list)), s.bold)
	}
	if len(options.Knowing) > 0 {
		s.text("Known: ", named(options.Knowing), plain)
	}
	if len(list.Assumed) > 0 {
		s.text("Taken as known with it: ", named(list.Assumed), plain)
	}
	if len(options.Knowing) > 0 {
		writeSaved(s, snapshot, list, options)
	}
	number := len(list.Earlier)
	for rest := list.Steps; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Layer == rest[0].Layer {
			n++
		}
		s.line()
		s.line(s.bold.Render(layerTitle(rest[0].Layer, n)))
		for _, step := range rest[:n] {
			number++
			a.writeStep(s, number, step, list.Goals)
		}
		rest = rest[n:]
	}
	writeRest(s, "Before these: ", list.Earlier)
	writeRest(s, "No time for: ", list.Later)
	writeRemarks(s, list)
}

// size says how much there is to read, and how much is only named.
func size(list *graph.ReadingList) string {
	steps, minutes := whole(list)
	if steps == len(list.Steps) {
		return count(steps, "step") + ", " + duration(minutes)
	}
	return fmt.Sprintf("%d of %s, %s of %s", len(list.Steps), count(steps, "step"), duration(list.Minutes), duration(minutes))
}

// whole counts the steps of a list together with those that are only named, and their minutes.
func whole(list *graph.ReadingList) (steps int, minutes graph.Minutes) {
	minutes = list.Minutes
	for _, step := range slices.Concat(list.Earlier, list.Later) {
		minutes.Total += step.Minutes.Total
		minutes.Guessed += step.Minutes.Guessed
	}
	return len(list.Earlier) + len(list.Steps) + len(list.Later), minutes
}

// writeSaved says what the reader is spared by what is known.
func writeSaved(s *sheet, snapshot *graph.Snapshot, list *graph.ReadingList, options graph.ReadOptions) {
	options.Knowing, options.Budget, options.Nearest = nil, 0, 0
	all := snapshot.ReadBefore(list.Goals, options)
	steps, minutes := whole(list)
	if len(all.Steps) > steps || all.Minutes.Total > minutes.Total {
		s.text("Saved by that: ", fmt.Sprintf("%s, %s", count(max(0, len(all.Steps)-steps), "step"), duration(graph.Minutes{Total: all.Minutes.Total - minutes.Total})), plain)
	}
}

// writeRest names the steps that were left out.
func writeRest(s *sheet, head string, steps []graph.Step) {
	if len(steps) == 0 {
		return
	}
	s.line()
	s.text(head, nameList(steps, " and ", func(step graph.Step) string {
		if step.Read == nil {
			return "the summary of " + named(step.Covers)
		}
		return fmt.Sprintf("%s (%s)", step.Read.Name(), duration(step.Minutes))
	}), plain)
}

func layerTitle(layer, steps int) string {
	title := "Then"
	if layer == 1 {
		title = "Begin with"
	}
	switch {
	case steps == 2:
		return title + ", in either order"
	case steps > 2:
		return title + ", in any order"
	}
	return title
}

func (a *app) writeStep(s *sheet, number int, step graph.Step, goals []graph.Subject) {
	head := fmt.Sprintf("%3d. ", number)
	mark := ""
	if step.IsGoal {
		mark = "  " + s.accent.Render("← your goal")
	}
	indent := strings.Repeat(" ", len(head))
	if step.Read == nil {
		s.line(head, s.bold.Render("Summary of "+clean(named(step.Covers))), mark)
		for _, c := range step.Covers {
			s.line(indent, a.showCommand(c))
		}
	} else {
		for i, article := range append([]graph.Article{*step.Read}, step.Also...) {
			a.writeReading(s, head, article, step.MinutesOf(article), mark)
			if i == 0 {
				head, mark = indent, ""
			}
		}
		s.text(indent+"covers: ", named(step.Covers), plain)
	}
	writeReasons(s, indent, step, goals)
}

// writeReading writes what to read, how long it takes, and where it is.
func (a *app) writeReading(s *sheet, head string, article graph.Article, minutes graph.Minutes, mark string) {
	s.line(head, s.bold.Render(clean(article.Name())), "  ", s.faint.Render(duration(minutes)), mark)
	s.line(strings.Repeat(" ", len(head)), s.accent.Render(a.where(article)))
}

// where says how to get at an article.
func (a *app) where(article graph.Article) string {
	switch series, inSeries := article.Series(); {
	case article.URL() != "":
		return clean(article.URL())
	case article.HasText():
		return a.showCommand(article)
	case inSeries && article.Part() > 0:
		return fmt.Sprintf("%s, part %d (no address known)", clean(series.Name()), article.Part())
	case inSeries:
		return clean(series.Name()) + " (no address known)"
	}
	return "no address known"
}

// writeReasons writes why a step is on the list: what needs it, most telling first.
func writeReasons(s *sheet, indent string, step graph.Step, goals []graph.Subject) {
	links := tellingLinks(step.Because, goals)
	for i, l := range links[:min(len(links), mostReasons)] {
		more := ""
		if left := len(links) - mostReasons; left > 0 && i == mostReasons-1 {
			more = fmt.Sprintf(" (+%d more)", left)
		}
		s.text(indent+"for "+clean(l.After().Name())+": ", reason(l, step.Covers)+more, s.faint)
	}
}

// tellingLinks puts a step's links into the order in which they tell something: first those to a goal, then
// those with a reason. What says the same of the same thing, as alternatives do, is told once.
func tellingLinks(because []graph.Link, goals []graph.Subject) []graph.Link {
	var links []graph.Link
	for _, l := range because {
		if !slices.ContainsFunc(links, func(k graph.Link) bool { return k.After() == l.After() && k.Why() == l.Why() && l.Why() != "" }) {
			links = append(links, l)
		}
	}
	weight := func(l graph.Link) int {
		w := 0
		if !slices.Contains(goals, l.After()) {
			w += 2
		}
		if l.Why() == "" {
			w++
		}
		return w
	}
	slices.SortStableFunc(links, func(x, y graph.Link) int { return weight(x) - weight(y) })
	return links
}

// reason says why a link is there, in a sentence.
func reason(l graph.Link, covered []graph.Concept) string {
	why := l.Why()
	if why == "" {
		why = "it needs " + l.Before().Name() + "."
		if l.Need() == graph.Recommended {
			why = l.Before().Name() + " helps with it."
		}
	}
	_, decided := l.Decision()
	if confidence, inferred := l.Confidence(); inferred && (!decided || l.Status() != graph.Accepted) {
		why += fmt.Sprintf(" (a guess from texts, %.0f %% sure)", 100*confidence)
	}
	others := slices.DeleteFunc(alternatives(l), func(other graph.Subject) bool {
		c, ok := other.(graph.Concept)
		return ok && slices.Contains(covered, c)
	})
	if len(others) > 0 {
		why += fmt.Sprintf(" (%s would do instead)", nameList(others, " or ", graph.Subject.Name))
	}
	return why
}

// alternatives lists what would do in place of what a link asks for.
func alternatives(l graph.Link) []graph.Subject {
	var others []graph.Subject
	if l.AnyOf() == "" {
		return nil
	}
	for _, other := range l.After().Needs() {
		if other.AnyOf() == l.AnyOf() && other != l && other.Status() != graph.Rejected {
			others = append(others, other.Before())
		}
	}
	return others
}

// writeRemarks says what a reader should know of the list's limits.
func writeRemarks(s *sheet, list *graph.ReadingList) {
	var remarks [][2]string
	remark := func(head, format string, args ...any) {
		remarks = append(remarks, [2]string{head, fmt.Sprintf(format, args...)})
	}
	if n := len(list.Untaught); n > 0 {
		remark("Untaught: ", "no article teaches %s, so %s", named(list.Untaught), verb(n, "its summary stands in", "their summaries stand in"))
	}
	for _, loop := range list.Loops {
		what := "need each other, so they are one step"
		if !loop.Intended {
			what += "; nobody declared that, so a link among them may be wrong"
		}
		remark("Loop: ", "%s %s (%s)", named(loop.Members), what, wayRound(loop))
	}
	if list.Withheld > 0 {
		remark("Left out: ", "%s that %s for a person's word; --suggested follows them",
			count(list.Withheld, "suggested link"), verb(list.Withheld, "waits", "wait"))
	}
	if list.MaxSaving > 0 {
		remark("Not proven: ", "a list that is up to %d minutes shorter may exist", list.MaxSaving)
	}
	if list.Minutes.Guessed > 0 {
		remark("Guessed: ", "%d of the %d minutes, for articles whose text is not at hand", list.Minutes.Guessed, list.Minutes.Total)
	}
	if len(remarks) > 0 {
		s.line()
	}
	for _, r := range remarks {
		s.text(r[0], r[1], plain)
	}
}

// wayRound shows a loop in reading order, back to where it began.
func wayRound(loop graph.Loop) string {
	way := loop.Shortest()
	if len(way) == 0 {
		return "no way round"
	}
	names := []string{way[0].Before().Name()}
	for _, l := range way {
		names = append(names, l.After().Name())
	}
	return strings.Join(names, " → ")
}

func duration(m graph.Minutes) string {
	text := fmt.Sprintf("%d min", m.Total)
	if m.Total >= 60 {
		text = fmt.Sprintf("%d h %d min", m.Total/60, m.Total%60)
	}
	switch m.Guessed {
	case 0:
		return text
	case m.Total:
		return "about " + text + " (guessed)"
	}
	return text + " (partly guessed)"
}

func count(n int, thing string) string {
	return fmt.Sprintf("%d %s", n, verb(n, thing, thing+"s"))
}

// verb chooses between the forms for one and for several.
func verb(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
