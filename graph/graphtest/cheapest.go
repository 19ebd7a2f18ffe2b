package graphtest

import (
	"cmp"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// Cost counts what a list costs, the most important first.
type Cost [5]int

// What a list costs.
const (
	PassedOver = iota // taught, but by nothing on the list in its turn
	Untaught
	Closed // articles that can't be opened
	MinutesSpent
	ArticlesRead
)

// Compare orders costs.
func (c Cost) Compare(other Cost) int { return slices.Compare(c[:], other[:]) }

// CostOf counts what a list costs that was made under the options.
func CostOf(list *graph.ReadingList, opt graph.ReadOptions) Cost {
	var c Cost
	mayTeach := NewRules(opt).MayTeach(list.Goals)
	for _, step := range list.Steps {
		read := step.Also
		if step.Read != nil {
			read = append([]graph.Article{*step.Read}, read...)
		}
		for _, a := range read {
			c = c.plus(a, opt.Speed)
		}
		for _, x := range step.Covers {
			if !slices.ContainsFunc(read, func(a graph.Article) bool { return Teaches(a, x) }) {
				c = c.summary(x, mayTeach)
			}
		}
	}
	return c
}

func (c Cost) plus(a graph.Article, speed int) Cost {
	if !a.Readable() {
		c[Closed]++
	}
	c[MinutesSpent] += a.MinutesAt(speed).Total
	c[ArticlesRead]++
	return c
}

func (c Cost) summary(x graph.Concept, mayTeach func(graph.Article) bool) Cost {
	if slices.ContainsFunc(x.TaughtIn(), mayTeach) {
		c[PassedOver]++
	} else {
		c[Untaught]++
	}
	return c
}

// Cheapest goes all ways through a small graph, cheapest first (Dijkstra), until one reaches the goals, and gives its
// cost; false if none does, as where a loop is in all ways. It takes no notice of what may be read (Within).
func Cheapest(s *graph.Snapshot, goals []graph.Subject, opt graph.ReadOptions) (Cost, bool) {
	r := &reader{Rules: NewRules(opt), concepts: s.Concepts(), articles: s.Articles()}
	return r.cheapest(goals)
}

// reader tries all ways.
type reader struct {
	*Rules
	concepts []graph.Concept
	articles []graph.Article
}

// state says what has been covered, read to learn from, and read with all that is needed for it, as sets of bits.
type state struct{ covered, read, strict uint64 }

func (r *reader) has(st state, x graph.Subject) bool {
	if r.Known[x] {
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
	return !slices.ContainsFunc(r.Conditions(x), func(condition []graph.Subject) bool {
		return !slices.ContainsFunc(condition, func(m graph.Subject) bool { return r.has(st, m) || but != nil && Teaches(but, m) })
	})
}

// after reads an article: it covers what it teaches and can be understood.
func (r *reader) after(st state, number int, strict bool) (state, bool) {
	a := r.articles[number]
	if r.Known[a] || (st.read|st.strict)>>number&1 == 1 || !r.met(st, a, nil) {
		return st, false
	}
	for _, c := range a.Teaches() {
		if strict && !r.Known[c] && !rejected(c) && !r.met(st, c, a) {
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
			if st.covered>>i&1 == 0 && !r.Known[c] && Teaches(a, c) && r.met(st, c, nil) {
				st.covered |= 1 << i
				again = true
			}
		}
	}
	return st, true
}

func (r *reader) cheapest(goals []graph.Subject) (Cost, bool) {
	best := map[state]Cost{{}: {}}
	done := map[state]bool{}
	for {
		var at *state
		for st, c := range best {
			if !done[st] && (at == nil || cmp.Or(c.Compare(best[*at]), compareStates(st, *at)) < 0) {
				at = &st
			}
		}
		if at == nil {
			return Cost{}, false
		}
		st, c := *at, best[*at]
		done[st] = true
		if !slices.ContainsFunc(goals, func(g graph.Subject) bool { return !r.has(st, g) }) {
			return c, true
		}
		try := func(next state, c Cost) {
			if have, ok := best[next]; !ok || c.Compare(have) < 0 {
				best[next] = c
			}
		}
		for i, x := range r.concepts {
			if st.covered>>i&1 == 0 && !r.Known[x] && r.met(st, x, nil) {
				next := st
				next.covered |= 1 << i
				try(next, c.summary(x, func(graph.Article) bool { return true }))
			}
		}
		for i, a := range r.articles {
			for _, strict := range []bool{false, true} {
				if next, ok := r.after(st, i, strict); ok {
					try(next, c.plus(a, r.Options.Speed))
				}
			}
		}
	}
}

func compareStates(a, b state) int {
	return cmp.Or(cmp.Compare(a.covered, b.covered), cmp.Compare(a.read, b.read), cmp.Compare(a.strict, b.strict))
}
