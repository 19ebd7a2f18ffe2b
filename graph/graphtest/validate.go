package graphtest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// Validate checks a reading list against what a reading list is, without
// knowing how it was made (what is needed at all is for a test's oracle to say): whoever reads the steps in order never meets a
// thing before what it needs, reads nothing for nothing, and reaches the goals. It reports everything
// that is wrong.
func Validate(list *graph.ReadingList, s *graph.Snapshot, goals []graph.Subject, opt graph.ReadOptions) error {
	v := listValidator{list: list, s: s, opt: opt, step: map[graph.Subject]int{}}
	v.knowledge()
	v.place()
	v.goals(goals)
	for i := range list.Steps {
		v.content(i)
	}
	v.needs(goals)
	v.summary(goals)
	v.loops()
	return errors.Join(v.wrong...)
}

type listValidator struct {
	list  *graph.ReadingList
	s     *graph.Snapshot
	opt   graph.ReadOptions
	known map[graph.Subject]bool
	step  map[graph.Subject]int // where each thing is covered or read
	wrong []error
}

func (v *listValidator) fault(format string, args ...any) {
	v.wrong = append(v.wrong, fmt.Errorf(format, args...))
}

func rejected(x graph.Subject) bool {
	c, ok := x.(graph.Concept)
	return ok && c.Status() == graph.Rejected
}

func (v *listValidator) active(l graph.Link) bool {
	return (l.Status() == graph.Accepted || v.opt.Suggested && l.Status() == graph.Suggested) &&
		(l.Need() == graph.Required || v.opt.Recommended) && !rejected(l.Before())
}

// group lists the active links of the link's any-of group, itself too; of a plain one just itself.
func (v *listValidator) group(l graph.Link) []graph.Link {
	if l.AnyOf() == "" {
		return []graph.Link{l}
	}
	return slices.DeleteFunc(l.After().Needs(), func(o graph.Link) bool { return o.AnyOf() != l.AnyOf() || !v.active(o) })
}

// knowledge works out what the reader knows, and checks what is said to be assumed.
func (v *listValidator) knowledge() {
	v.known = map[graph.Subject]bool{}
	var queue []graph.Subject
	learn := func(x graph.Subject) {
		if !v.known[x] {
			v.known[x] = true
			queue = append(queue, x)
		}
	}
	for _, x := range v.opt.Knowing {
		learn(x)
	}
	told := len(queue)
	for i := 0; i < len(queue); i++ {
		if a, ok := queue[i].(graph.Article); ok {
			for _, m := range a.Mentions() {
				if m.Role() == graph.Teaches {
					learn(m.Concept())
				}
			}
		}
		for _, l := range queue[i].Needs() {
			if !v.opt.OnlyAsTold && v.active(l) && l.Need() == graph.Required && len(v.group(l)) == 1 {
				learn(l.Before())
			}
		}
	}
	var assumed []graph.Concept
	for _, x := range queue[told:] {
		if c, ok := x.(graph.Concept); ok && !rejected(c) {
			assumed = append(assumed, c)
		}
	}
	v.equal("assumed", assumed, v.list.Assumed)
}

// equal compares two sets of concepts; the second must be in order of ids.
func (v *listValidator) equal(what string, want, got []graph.Concept) {
	byID := func(a, b graph.Concept) int { return compareIDs(a, b) }
	slices.SortFunc(want, byID)
	if !slices.Equal(want, got) {
		v.fault("%s: %v, want %v", what, conceptNames(got), conceptNames(want))
	}
}

func compareIDs(a, b graph.Subject) int {
	switch {
	case a.ID() < b.ID():
		return -1
	case a.ID() > b.ID():
		return 1
	}
	return 0
}

// reads lists what a step reads.
func reads(step *graph.Step) []graph.Article {
	if step.Read == nil {
		return nil
	}
	return append([]graph.Article{*step.Read}, step.Also...)
}

// place notes where everything is covered and read: once.
func (v *listValidator) place() {
	for i := range v.list.Steps {
		step := &v.list.Steps[i]
		var all []graph.Subject
		for _, c := range step.Covers {
			all = append(all, c)
		}
		for _, a := range reads(step) {
			all = append(all, a)
		}
		for _, x := range all {
			if first, again := v.step[x]; again {
				v.fault("step %d: %s is already in step %d", i, x.ID(), first)
			}
			if v.known[x] {
				v.fault("step %d: %s is known", i, x.ID())
			}
			v.step[x] = i
		}
	}
}

func (v *listValidator) goals(goals []graph.Subject) {
	open := false
	for _, g := range goals {
		if v.known[g] {
			continue
		}
		open = true
		if i, ok := v.step[g]; !ok {
			v.fault("the goal %s is not on the list", g.ID())
		} else if !v.list.Steps[i].IsGoal {
			v.fault("step %d covers the goal %s and doesn't say so", i, g.ID())
		}
	}
	if !open && len(v.list.Steps) > 0 {
		v.fault("the goals are known, yet there is something to read")
	}
	if len(goals) == 1 && open && !v.list.Steps[len(v.list.Steps)-1].IsGoal {
		v.fault("the goal's own reading is not the last")
	}
	for i := range v.list.Steps {
		covers := func(g graph.Subject) bool { at, ok := v.step[g]; return ok && at == i }
		if v.list.Steps[i].IsGoal && !slices.ContainsFunc(goals, covers) {
			v.fault("step %d covers no goal and says it does", i)
		}
	}
}

// content checks that a step's articles teach what it covers, and its time.
func (v *listValidator) content(i int) {
	step := &v.list.Steps[i]
	if step.Read == nil && len(step.Covers) == 0 {
		v.fault("step %d is empty", i)
	}
	if !slices.IsSortedFunc(step.Covers, func(a, b graph.Concept) int { return compareIDs(a, b) }) {
		v.fault("step %d: what it covers is not in order", i)
	}
	var time graph.Minutes
	for _, a := range reads(step) {
		time = time.Plus(a.MinutesAt(v.opt.Speed))
	}
	if time != step.Minutes {
		v.fault("step %d takes %v, want %v", i, step.Minutes, time)
	}
	for _, c := range step.Covers {
		if step.Read != nil && !v.inLoop(c) && !slices.ContainsFunc(reads(step), func(a graph.Article) bool { return Teaches(a, c) }) {
			v.fault("step %d: no article teaches %s", i, c.ID())
		}
		if step.Read == nil && len(step.Covers) > 1 && !v.inLoop(c) {
			v.fault("step %d: %s shares a summary", i, c.ID())
		}
	}
}

func (v *listValidator) inLoop(x graph.Subject) bool {
	return slices.ContainsFunc(v.list.Loops, func(l graph.Loop) bool { return slices.Contains(l.Members, x) })
}
