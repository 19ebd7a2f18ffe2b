package graph_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
)

// A least list costs what the cheapest way costs that a search through all ways finds.
func TestRandomLeastListsAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		goals, opt := drawSubjects(t, s, 1, 2, "goals"), drawOptions(t, s)
		opt.Cover, opt.Recommended = graph.Least, false
		list := s.ReadBefore(goals, opt)
		r := newReader(s, opt)
		if len(r.loops(subjects(s))) > 0 {
			return // the way through a loop is TestRandomLists' to check
		}
		want, ok := r.cheapest(goals)
		if !ok {
			t.Fatalf("no way to the goals\n%s", show(s, goals, opt, list))
		}
		got := costOf(list)
		if got != want && list.MaxSaving == 0 || compareCosts(got, want) < 0 || list.Minutes.Total-list.MaxSaving > want[minutesSpent] {
			t.Fatalf("costs %v, want %v (could be shorter by %d)\n%s", got, want, list.MaxSaving, show(s, goals, opt, list))
		}
		if len(list.Loops) > 0 {
			t.Fatalf("a loop, where there is a way without\n%s", show(s, goals, opt, list))
		}
	})
}

// cost counts what a list costs, the most important first.
type cost [5]int

const (
	passedOver = iota // taught, but by nothing on the list in its turn
	untaught
	closed // articles that can't be opened
	minutesSpent
	articlesRead
)

func compareCosts(a, b cost) int { return slices.Compare(a[:], b[:]) }

func costOf(list *graph.ReadingList) cost {
	var c cost
	for _, step := range list.Steps {
		read := step.Also
		if step.Read != nil {
			read = append([]graph.Article{*step.Read}, read...)
		}
		for _, a := range read {
			c = c.plus(a)
		}
		for _, x := range step.Covers {
			if !slices.ContainsFunc(read, func(a graph.Article) bool { return teaches(a, x) }) {
				c = c.summary(x)
			}
		}
	}
	return c
}

func (c cost) plus(a graph.Article) cost {
	if !a.Readable() {
		c[closed]++
	}
	c[minutesSpent] += a.Minutes().Total
	c[articlesRead]++
	return c
}

func (c cost) summary(x graph.Concept) cost {
	if x.Untaught() {
		c[untaught]++
	} else {
		c[passedOver]++
	}
	return c
}

// reader goes all ways through a small graph, cheapest first (Dijkstra).
type reader struct {
	oracle
	concepts []graph.Concept
	articles []graph.Article
}

// state says what has been covered, read to learn from, and read with all that is needed for it, as sets of bits.
type state struct{ covered, read, strict uint64 }

func newReader(s *graph.Snapshot, opt graph.ReadOptions) *reader {
	r := &reader{oracle: oracle{s: s, opt: opt}, articles: s.Articles()}
	r.learn()
	r.concepts = s.Concepts()
	return r
}

func (r *reader) has(st state, x graph.Subject) bool {
	if r.known[x] {
		return true
	}
	if i := slices.Index(r.concepts, asConcept(x)); i >= 0 {
		return st.covered>>i&1 == 1
	}
	a, ok := x.(graph.Article)
	return ok && st.strict>>slices.Index(r.articles, a)&1 == 1
}

func asConcept(x graph.Subject) graph.Concept {
	c, _ := x.(graph.Concept)
	return c
}

// met says that all conditions of x are met; what the article `but` teaches meets them, too.
func (r *reader) met(st state, x, but graph.Subject) bool {
	return !slices.ContainsFunc(r.conditions(x), func(condition []graph.Subject) bool {
		return !slices.ContainsFunc(condition, func(m graph.Subject) bool { return r.has(st, m) || but != nil && teaches(but, m) })
	})
}

// after reads an article: it covers what it teaches and can be understood.
func (r *reader) after(st state, number int, strict bool) (state, bool) {
	a := r.articles[number]
	if r.known[a] || (st.read|st.strict)>>number&1 == 1 || !r.met(st, a, nil) {
		return st, false
	}
	for _, c := range a.Teaches() {
		if strict && !r.known[c] && !rejected(c) && !r.met(st, c, a) {
			return st, false
		}
	}
	if strict {
		st.strict |= 1 << number
	} else {
		st.read |= 1 << number
	}
	for again := true; again; {
		again = false
		for i, c := range r.concepts {
			if st.covered>>i&1 == 0 && !r.known[c] && teaches(a, c) && r.met(st, c, nil) {
				st.covered |= 1 << i
				again = true
			}
		}
	}
	return st, true
}

func (r *reader) cheapest(goals []graph.Subject) (cost, bool) {
	best := map[state]cost{{}: {}}
	done := map[state]bool{}
	for {
		var at *state
		for st, c := range best {
			if !done[st] && (at == nil || cmp.Or(compareCosts(c, best[*at]), compareStates(st, *at)) < 0) {
				at = &st
			}
		}
		if at == nil {
			return cost{}, false
		}
		st, c := *at, best[*at]
		done[st] = true
		if !slices.ContainsFunc(goals, func(g graph.Subject) bool { return !r.has(st, g) }) {
			return c, true
		}
		try := func(next state, c cost) {
			if have, ok := best[next]; !ok || compareCosts(c, have) < 0 {
				best[next] = c
			}
		}
		for i, x := range r.concepts {
			if st.covered>>i&1 == 0 && !r.known[x] && r.met(st, x, nil) {
				next := st
				next.covered |= 1 << i
				try(next, c.summary(x))
			}
		}
		for i, a := range r.articles {
			for _, strict := range []bool{false, true} {
				if next, ok := r.after(st, i, strict); ok {
					try(next, c.plus(a))
				}
			}
		}
	}
}

func compareStates(a, b state) int {
	return cmp.Or(cmp.Compare(a.covered, b.covered), cmp.Compare(a.read, b.read), cmp.Compare(a.strict, b.strict))
}
