package graphtest

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// Rules answers from the rules in docs/decisions, as naively as they are written there: an oracle for tests on
// small graphs.
type Rules struct {
	Options graph.ReadOptions
	Known   map[graph.Subject]bool
	Plain   bool // only needs without an alternative count
}

// NewRules gives the rules for a reader who knows what the options say.
func NewRules(opt graph.ReadOptions) *Rules {
	r := &Rules{Options: opt}
	r.learn()
	return r
}

// Active says that a link counts under the options.
func (r *Rules) Active(l graph.Link) bool {
	return !rejected(l.Before()) && (l.Need() == graph.Required || r.Options.Recommended) &&
		(l.Status() == graph.Accepted || l.Status() == graph.Suggested && r.Options.Suggested)
}

// Conditions gives, for each plain need and each any-of group of a thing that nothing known meets, what meets it.
func (r *Rules) Conditions(x graph.Subject) [][]graph.Subject {
	var conditions [][]graph.Subject
	at := map[string]int{} // the place of each group
	for _, l := range x.Needs() {
		if !r.Active(l) {
			continue
		}
		if i, ok := at[l.AnyOf()]; ok && l.AnyOf() != "" {
			conditions[i] = append(conditions[i], l.Before())
			continue
		}
		at[l.AnyOf()] = len(conditions)
		conditions = append(conditions, []graph.Subject{l.Before()})
	}
	return slices.DeleteFunc(conditions, func(c []graph.Subject) bool {
		return r.Plain && len(c) > 1 || slices.ContainsFunc(c, func(m graph.Subject) bool { return r.Known[m] })
	})
}

// MayLoop lists the things that could be in a loop by some choice of
// alternatives and teachers.
func (r *Rules) MayLoop(things []graph.Subject) []graph.Subject {
	to := map[graph.Subject][]graph.Subject{}
	for _, x := range things {
		to[x] = slices.Concat(r.Conditions(x)...)
		for _, y := range things {
			if Teaches(x, y) || Teaches(y, x) && len(r.Conditions(y)) > 0 {
				to[x] = append(to[x], y)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(things), func(x graph.Subject) bool { return !slices.Contains(Reach(to, x), x) })
}

// learn gives what is known: what is told, what known articles teach and what known things plainly require.
func (r *Rules) learn() {
	r.Known = map[graph.Subject]bool{}
	for _, x := range r.Options.Knowing {
		r.Known[x] = true
	}
	required := Rules{Options: r.Options, Known: map[graph.Subject]bool{}}
	required.Options.Recommended = false
	for again := true; again; {
		again = false
		learn := func(x graph.Subject) {
			again = again || !r.Known[x]
			r.Known[x] = true
		}
		for x := range r.Known {
			if a, ok := x.(graph.Article); ok {
				for _, m := range a.Mentions() {
					if m.Role() == graph.Teaches {
						learn(m.Concept())
					}
				}
			}
			if r.Options.OnlyAsTold {
				continue
			}
			for _, condition := range required.Conditions(x) {
				if len(condition) == 1 {
					learn(condition[0])
				}
			}
		}
	}
}

// MayTeach says which articles may be read to learn from: those within what the options say, and those that have to be read
// wherever they are from, goals and what such articles require without an alternative.
func (r *Rules) MayTeach(goals []graph.Subject) func(graph.Article) bool {
	plainly := Rules{Options: r.Options, Known: r.Known, Plain: true}
	plainly.Options.Recommended = false
	must := slices.Clone(goals)
	for i := 0; i < len(must); i++ {
		if _, ok := must[i].(graph.Article); !ok || r.Known[must[i]] {
			continue
		}
		for _, members := range plainly.Conditions(must[i]) {
			if !slices.Contains(must, members[0]) {
				must = append(must, members[0])
			}
		}
	}
	return func(a graph.Article) bool {
		return r.Options.Within == nil || r.Options.Within(a) || slices.Contains(must, graph.Subject(a))
	}
}

// Needed gives the goals and all they need, up to what is known: by rules 2 and
// 3, without what only the articles that teach something ask for.
func (r *Rules) Needed(goals []graph.Subject) map[graph.Subject]bool {
	needed := map[graph.Subject]bool{}
	var need func(x graph.Subject)
	needs := func(x graph.Subject, but graph.Subject) {
		for _, condition := range r.Conditions(x) {
			if slices.ContainsFunc(condition, func(m graph.Subject) bool { return Teaches(but, m) }) {
				continue
			}
			for _, m := range condition {
				need(m)
			}
		}
	}
	need = func(x graph.Subject) {
		if r.Known[x] || needed[x] {
			return
		}
		needed[x] = true
		needs(x, nil)
		if a, ok := x.(graph.Article); ok {
			for _, c := range a.Teaches() {
				if !r.Known[c] {
					needs(c, a)
				}
			}
		}
	}
	for _, g := range goals {
		need(g)
	}
	return needed
}

// Loops gives the sets of things that no choice among alternatives can put in
// order: whatever can come next comes; when nothing can, the sets that block
// each other and wait for nothing else are loops, and come at once.
func (r *Rules) Loops(things []graph.Subject) [][]graph.Subject {
	var loops [][]graph.Subject
	done := map[graph.Subject]bool{}
	for {
		waits := map[graph.Subject][]graph.Subject{} // for what each thing waits, directly
		for _, x := range things {
			if done[x] {
				continue
			}
			waits[x] = []graph.Subject{}
			for _, condition := range r.Conditions(x) {
				if !slices.ContainsFunc(condition, func(m graph.Subject) bool { return done[m] }) {
					waits[x] = append(waits[x], condition...)
				}
			}
		}
		if len(waits) == 0 {
			return loops
		}
		progress := false
		for x, blockers := range waits {
			if len(blockers) == 0 {
				done[x], progress = true, true
			}
		}
		if progress {
			continue
		}
		for _, x := range things {
			if set := Reach(waits, x); !done[x] && slices.ContainsFunc(set, func(y graph.Subject) bool { return y == x }) &&
				!slices.ContainsFunc(set, func(y graph.Subject) bool { return !slices.Contains(Reach(waits, y), x) }) {
				loops = append(loops, set)
				for _, y := range set {
					done[y] = true
				}
			}
		}
	}
}

// Reach lists what is reached from x in one or more steps.
func Reach(to map[graph.Subject][]graph.Subject, x graph.Subject) []graph.Subject {
	seen := map[graph.Subject]bool{}
	var list []graph.Subject
	for queue := []graph.Subject{x}; len(queue) > 0; queue = queue[1:] {
		for _, y := range to[queue[0]] {
			if !seen[y] {
				seen[y] = true
				list = append(list, y)
				queue = append(queue, y)
			}
		}
	}
	return list
}
