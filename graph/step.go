package graph

import (
	"cmp"
	"slices"
)

// Unlocks lists the concepts that directly require something the step covers, by id: what it opens.
func (step Step) Unlocks() []Concept {
	var opened []int32
	for _, c := range step.Covers {
		for _, l := range c.s.links.neededBy.row(c.i) {
			after := c.s.links.after[l]
			f := &c.s.links.fact[l]
			if f.Status == Accepted && f.Need == Required && c.s.isConcept(after) && !c.s.rejected(after) && !slices.Contains(step.Covers, Concept{c.s, after}) {
				opened = append(opened, after)
			}
		}
	}
	slices.Sort(opened)
	opened = slices.Compact(opened)
	list := make([]Concept, len(opened))
	for i, c := range opened {
		list[i] = Concept{step.Covers[0].s, c}
	}
	return list
}

// Alternative is what would do instead of a step.
type Alternative struct {
	Steps []Step // those of the other list that this one doesn't have, in reading order
	Extra int    // by how many minutes the whole list would be longer
}

// Instead says what would do instead of the step, the cheapest first: the list
// without its article, and without each concept that it covers as an alternative to
// others. What would leave more concepts without an article is no alternative. Each is a list worked out anew.
// Only the steps of a list with cover LEAST have any.
func (step Step) Instead() []Alternative {
	l := step.list
	if l == nil || l.ask.opt.Cover != Least {
		return nil
	}
	s := l.ask.s
	var found []Alternative
	try := func(without int32) {
		other := s.readBefore(l.ask.goals, l.ask.opt, map[int32]bool{without: true})
		if a := (Alternative{l.newSteps(other), other.Minutes.Total - l.whole()}); len(a.Steps) > 0 && other.summaries() <= l.summaries() &&
			!slices.ContainsFunc(found, func(b Alternative) bool { return sameSteps(a.Steps, b.Steps) }) {
			found = append(found, a)
		}
	}
	if step.Read != nil && !slices.ContainsFunc(l.ask.goals, func(g Subject) bool { return g == Subject(*step.Read) }) {
		try(step.Read.i)
	}
	for _, link := range step.Because {
		if before := link.s.links.before[link.i]; link.s.links.group[link.i] > 0 && s.isConcept(before) {
			try(before)
		}
	}
	slices.SortStableFunc(found, func(a, b Alternative) int { return cmp.Compare(a.Extra, b.Extra) })
	return found
}

// all is the whole list, also what a budget or limit left out.
func (l *ReadingList) all() []Step { return slices.Concat(l.Earlier, l.Steps, l.Later) }

func (l *ReadingList) whole() int {
	total := 0
	for _, s := range l.all() {
		total += s.Minutes.Total
	}
	return total
}

// summaries counts the concepts that no article of their step teaches.
func (l *ReadingList) summaries() int {
	count := 0
	for _, s := range l.all() {
		if s.Read == nil {
			count += len(s.Covers)
		}
	}
	return count
}

// newSteps lists the steps of another list that read what this one doesn't, or cover without an article what this one doesn't so.
func (l *ReadingList) newSteps(other *ReadingList) []Step {
	return slices.DeleteFunc(slices.Clone(other.Steps), func(s Step) bool {
		return slices.ContainsFunc(l.all(), func(have Step) bool { return sameReading(have, s) })
	})
}

func sameReading(a, b Step) bool {
	if a.Read == nil || b.Read == nil {
		return a.Read == nil && b.Read == nil && slices.Equal(a.Covers, b.Covers)
	}
	return *a.Read == *b.Read
}

func sameSteps(a, b []Step) bool { return slices.EqualFunc(a, b, sameReading) }

// keepNearest leaves out all but n steps: it counts the links from a goal back, over what each step is there for.
func (l *ReadingList) keepNearest(n int) {
	if n <= 0 || n >= len(l.Steps) {
		return
	}
	far := l.distances()
	order := make([]int, len(l.Steps))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(far[a], far[b]), cmp.Compare(b, a)) })
	keep := make([]bool, len(l.Steps))
	for _, i := range order[:n] {
		keep[i] = true
	}
	steps := l.Steps
	l.Steps, l.Minutes = nil, Minutes{}
	for i, step := range steps {
		if keep[i] {
			l.Steps = append(l.Steps, step)
			l.Minutes = l.Minutes.Plus(step.Minutes)
		} else {
			l.Earlier = append(l.Earlier, step)
		}
	}
}

// distances gives each step's least number of links to a goal's step.
func (l *ReadingList) distances() []int {
	at := map[Subject]int{}
	for i, step := range l.Steps {
		for _, c := range step.Covers {
			at[c] = i
		}
		if step.Read != nil {
			at[*step.Read] = i
		}
		for _, a := range step.Also {
			at[a] = i
		}
	}
	far := make([]int, len(l.Steps))
	for i := len(l.Steps) - 1; i >= 0; i-- { // what a step is there for comes after it
		if l.Steps[i].IsGoal {
			continue
		}
		far[i] = len(l.Steps)
		for _, link := range l.Steps[i].Because {
			if later, on := at[link.After()]; on && later > i {
				far[i] = min(far[i], far[later]+1)
			}
		}
	}
	return far
}

// keepWithin keeps the longest beginning of the list that fits into the minutes.
func (l *ReadingList) keepWithin(budget int) {
	if budget <= 0 {
		return
	}
	n, minutes := 0, Minutes{}
	for n < len(l.Steps) {
		next := minutes.Plus(l.Steps[n].Minutes)
		if next.Total > budget {
			break
		}
		minutes = next
		n++
	}
	l.Steps, l.Later, l.Minutes = l.Steps[:n:n], l.Steps[n:], minutes
}
