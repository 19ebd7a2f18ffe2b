package graphtest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// FormatGraph writes the merged graph down, a fact a line.
func FormatGraph(s *graph.Snapshot) string {
	var b strings.Builder
	for _, c := range s.Concepts() {
		fmt.Fprintf(&b, "concept %s [%s]%s\n", c.Name(), c.ID().Slug(), options(
			status(c.Status()), list("aka", c.Aliases()), word("module", c.Module()), word("match", strings.TrimPrefix(lower(c.Match()), "phrase")),
			external(c), word("summary", c.Summary())))
		formatLinks(&b, c.Needs())
	}
	for _, a := range s.Articles() {
		fmt.Fprintf(&b, "article %s [%s]%s\n", a.Name(), a.ID().Slug(), options(
			partOf(a), minutes(a.Minutes()), word("author", a.Author()), word("lang", a.Lang()), unreadable(a)))
		for _, m := range a.Mentions() {
			fmt.Fprintf(&b, "    %s %s %v\n", lower(m.Role()), m.Concept().Name(), m.Salience())
		}
		formatLinks(&b, a.Needs())
	}
	for _, r := range s.Series() {
		var parts []string
		for _, a := range r.Articles() {
			parts = append(parts, strconv.Itoa(a.Part()))
		}
		fmt.Fprintf(&b, "series %s%s\n", r.Name(), options(list("parts", parts), list("missing", texts(r.MissingParts()))))
	}
	for _, loop := range s.Loops() {
		b.WriteString(formatLoop(loop))
	}
	return b.String()
}

func formatLinks(b *strings.Builder, links []graph.Link) {
	for _, l := range links {
		verb := "needs"
		if l.Need() == graph.Recommended {
			verb = "recommends"
		}
		confidence := ""
		if c, ok := l.Confidence(); ok {
			confidence = fmt.Sprint(c)
		}
		fmt.Fprintf(b, "    %s %s%s\n", verb, l.Before().Name(), options(word("any", l.AnyOf()),
			lower(l.Origin()), confidence, status(l.Status()), word("because", l.Why())))
	}
}

// FormatList writes a reading list down: for each step its layer, what is
// read, what it covers, and below it why it is there.
func FormatList(l *graph.ReadingList) string {
	var b strings.Builder
	for _, step := range l.Steps {
		read := "(summary)"
		if step.Read != nil {
			read = step.Read.Name()
		}
		for _, a := range step.Also {
			read += " + " + a.Name()
		}
		goal := ""
		if step.IsGoal {
			goal = "goal"
		}
		fmt.Fprintf(&b, "%d  %s%s\n", step.Layer, read, options(list("covers", conceptNames(step.Covers)), minutes(step.Minutes), goal))
		for _, link := range step.Because {
			fmt.Fprintf(&b, "       %s\n", linkText(link))
		}
	}
	if len(l.Steps) == 0 {
		b.WriteString("nothing\n")
	} else {
		fmt.Fprintln(&b, minutes(l.Minutes))
	}
	for _, line := range []string{list("untaught", conceptNames(l.Untaught)), list("assumed", conceptNames(l.Assumed))} {
		if line != "" {
			fmt.Fprintln(&b, line)
		}
	}
	for _, loop := range l.Loops {
		b.WriteString(formatLoop(loop))
	}
	if l.MaxSaving > 0 {
		fmt.Fprintln(&b, "could be shorter by", l.MaxSaving, "min")
	}
	if l.Withheld > 0 {
		fmt.Fprintln(&b, "withheld", l.Withheld)
	}
	return b.String()
}

// ParseQuestion reads "before Pin, Waker knowing Ownership recommended suggested only-as-told least". Without "least" the
// cover is EVERYTHING.
func ParseQuestion(s *graph.Snapshot, text string) (goals []graph.Subject, opt graph.ReadOptions, err error) {
	rest, ok := strings.CutPrefix(text, "before ")
	if !ok {
		return nil, opt, fmt.Errorf("%q is no question", text)
	}
	least := false
	for again := true; again; {
		again = false
		for flag, set := range map[string]*bool{" recommended": &opt.Recommended, " suggested": &opt.Suggested, " only-as-told": &opt.OnlyAsTold, " least": &least} {
			if cut, found := strings.CutSuffix(rest, flag); found {
				rest, *set, again = cut, true, true
			}
		}
	}
	targets, known, _ := strings.Cut(rest, " knowing ")
	find := func(names string) (found []graph.Subject) {
		for _, name := range splitList(names) {
			m := s.Lookup(name)
			if m.Subject == nil {
				err = fmt.Errorf("nothing, or not one thing, is called %q", name)
				continue
			}
			found = append(found, m.Subject)
		}
		return found
	}
	goals, opt.Knowing = find(targets), find(known)
	if !least {
		opt.Cover = graph.Everything
	}
	return goals, opt, err
}

func formatLoop(loop graph.Loop) string {
	var members []string
	for _, m := range loop.Members {
		members = append(members, m.Name())
	}
	intended := ""
	if loop.Intended {
		intended = "intended"
	}
	return list("loop", members) + options(intended) + "\n"
}

func linkText(l graph.Link) string {
	verb := " needs "
	if l.Need() == graph.Recommended {
		verb = " recommends "
	}
	return l.After().Name() + verb + l.Before().Name()
}

// options joins what there is of the texts behind a colon.
func options(texts ...string) string {
	var given []string
	for _, text := range texts {
		if text != "" {
			given = append(given, text)
		}
	}
	if given == nil {
		return ""
	}
	return " : " + strings.Join(given, ", ")
}

func word(key, value string) string {
	if value == "" {
		return ""
	}
	return key + " " + value
}

func list(key string, values []string) string { return word(key, strings.Join(values, ", ")) }

func lower(v fmt.Stringer) string { return strings.ToLower(v.String()) }

func status(s graph.Status) string { return strings.TrimPrefix(lower(s), "accepted") }

func minutes(m graph.Minutes) string {
	text := fmt.Sprintf("%d min", m.Total)
	if m.Guessed > 0 {
		text += fmt.Sprintf(" (%d guessed)", m.Guessed)
	}
	return text
}

func partOf(a graph.Article) string {
	if r, ok := a.Series(); ok {
		return fmt.Sprintf("%s %d", r.Name(), a.Part())
	}
	return ""
}

func unreadable(a graph.Article) string {
	if a.Readable() {
		return ""
	}
	return "nothing to open"
}

func external(c graph.Concept) string {
	var ids []string
	for _, e := range c.ExternalIDs() {
		ids = append(ids, e.System+" "+e.ID)
	}
	return list("external", ids)
}

func conceptNames(concepts []graph.Concept) []string {
	names := make([]string, len(concepts))
	for i, c := range concepts {
		names[i] = c.Name()
	}
	return names
}

func texts(numbers []int) []string {
	list := make([]string, len(numbers))
	for i, n := range numbers {
		list[i] = strconv.Itoa(n)
	}
	return list
}
