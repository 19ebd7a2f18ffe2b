package graph_test

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// oracle answers from the rules in docs/decisions, as naively as they are written there.
type oracle struct {
	s     *graph.Snapshot
	opt   graph.ReadOptions
	known map[graph.Subject]bool
	plain bool // only needs without an alternative
}

func rejected(x graph.Subject) bool {
	c, ok := x.(graph.Concept)
	return ok && c.Status() == graph.Rejected
}

func (o *oracle) active(l graph.Link) bool {
	return !rejected(l.Before()) && (l.Need() == graph.Required || o.opt.Recommended) &&
		(l.Status() == graph.Accepted || l.Status() == graph.Suggested && o.opt.Suggested)
}

// conditions gives, for each plain need and each any-of group of a thing that nothing known meets, what meets it.
func (o *oracle) conditions(x graph.Subject) [][]graph.Subject {
	groups := map[string][]graph.Subject{}
	var conditions [][]graph.Subject
	for _, l := range x.Needs() {
		switch {
		case !o.active(l):
		case l.AnyOf() != "":
			groups[l.AnyOf()] = append(groups[l.AnyOf()], l.Before())
		case !o.known[l.Before()]:
			conditions = append(conditions, []graph.Subject{l.Before()})
		}
	}
	for _, members := range groups {
		if !slices.ContainsFunc(members, func(m graph.Subject) bool { return o.known[m] }) {
			conditions = append(conditions, members)
		}
	}
	if o.plain {
		conditions = slices.DeleteFunc(conditions, func(c []graph.Subject) bool { return len(c) > 1 })
	}
	return conditions
}

func (o *oracle) plainly() *oracle { return &oracle{o.s, o.opt, o.known, true} }

// mayLoop lists the things that could be in a loop by some choice of
// alternatives and teachers.
func (o *oracle) mayLoop(things []graph.Subject) []graph.Subject {
	to := map[graph.Subject][]graph.Subject{}
	for _, x := range things {
		to[x] = slices.Concat(o.conditions(x)...)
		for _, y := range things {
			if teaches(x, y) || teaches(y, x) && len(o.conditions(y)) > 0 {
				to[x] = append(to[x], y)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(things), func(x graph.Subject) bool { return !slices.Contains(reach(to, x), x) })
}

// learn gives what is known: what is told, what known articles teach and what known things plainly require.
func (o *oracle) learn() {
	o.known = map[graph.Subject]bool{}
	for _, x := range o.opt.Knowing {
		o.known[x] = true
	}
	required := oracle{s: o.s, opt: o.opt, known: map[graph.Subject]bool{}}
	required.opt.Recommended = false
	for again := true; again; {
		again = false
		learn := func(x graph.Subject) {
			again = again || !o.known[x]
			o.known[x] = true
		}
		for x := range o.known {
			if a, ok := x.(graph.Article); ok {
				for _, m := range a.Mentions() {
					if m.Role() == graph.Teaches {
						learn(m.Concept())
					}
				}
			}
			if o.opt.OnlyAsTold {
				continue
			}
			for _, condition := range required.conditions(x) {
				if len(condition) == 1 {
					learn(condition[0])
				}
			}
		}
	}
}

// needed gives the goals and all they need, up to what is known: by rules 2 and
// 3, without what only the articles that teach something ask for.
func (o *oracle) needed(goals []graph.Subject) map[graph.Subject]bool {
	needed := map[graph.Subject]bool{}
	var need func(x graph.Subject)
	needs := func(x graph.Subject, but graph.Subject) {
		for _, condition := range o.conditions(x) {
			if slices.ContainsFunc(condition, func(m graph.Subject) bool { return teaches(but, m) }) {
				continue
			}
			for _, m := range condition {
				need(m)
			}
		}
	}
	need = func(x graph.Subject) {
		if o.known[x] || needed[x] {
			return
		}
		needed[x] = true
		needs(x, nil)
		if a, ok := x.(graph.Article); ok {
			for _, c := range a.Teaches() {
				if !o.known[c] {
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

func teaches(a, c graph.Subject) bool {
	article, ok := a.(graph.Article)
	return ok && slices.ContainsFunc(article.Mentions(), func(m graph.Mention) bool {
		return m.Concept() == c && m.Role() == graph.Teaches
	})
}

// loops gives the sets of things that no choice among alternatives can put in
// order: whatever can come next comes; when nothing can, the sets that block
// each other and wait for nothing else are loops, and come at once.
func (o *oracle) loops(things []graph.Subject) [][]graph.Subject {
	var loops [][]graph.Subject
	done := map[graph.Subject]bool{}
	for {
		waits := map[graph.Subject][]graph.Subject{} // for what each thing waits, directly
		for _, x := range things {
			if done[x] {
				continue
			}
			waits[x] = []graph.Subject{}
			for _, condition := range o.conditions(x) {
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
			if set := reach(waits, x); !done[x] && slices.ContainsFunc(set, func(y graph.Subject) bool { return y == x }) &&
				!slices.ContainsFunc(set, func(y graph.Subject) bool { return !slices.Contains(reach(waits, y), x) }) {
				loops = append(loops, set)
				for _, y := range set {
					done[y] = true
				}
			}
		}
	}
}

// reach lists what is reached from x in one or more steps.
func reach(to map[graph.Subject][]graph.Subject, x graph.Subject) []graph.Subject {
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
