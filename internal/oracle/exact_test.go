package oracle

import (
	"fmt"
	"slices"
	"sync"

	"github.com/crillab/gophersat/solver"
	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// exact is the definition of the least list (docs/decisions/0018) as a problem of 0 and 1: clauses, and a price to be as low
// as can be. Its things are the concepts and articles that could be on a list, and for each there is a variable: the concept is covered, the
// article is read. The order is one of things, too: an article before what it covers.
type exact struct {
	question
	rules    *graphtest.Rules
	mayTeach func(graph.Article) bool
	clauses  [][]int
	last     int // variable

	things []graph.Subject // what could be on a list
	on     map[graph.Subject]int
	strict map[graph.Subject]int             // by article: it is read with all that it needs if it is a goal or required
	by     map[pair]int                      // by concept and article: the one is covered by the other
	alone  map[graph.Subject]int             // by concept: its summary stands in
	knot   map[graph.Subject]int             // things with the same number could need each other
	first  map[pair]int                      // by things of one knot: the one comes before the other; the negative the other way round
	needs  map[graph.Subject][]need          // what each thing needs to be on the list
	taught map[graph.Subject][]graph.Subject // by concept: the articles that may teach it
}

// gophersat's solvers share a buffer: one at a time, or they take each other's clauses.
var solving sync.Mutex

type node = gonum.Node

type pair [2]graph.Subject

// need is a condition of a thing: one of the members has to be there.
type need struct {
	members []graph.Subject
	soft    bool // at any time
}

// newExact writes the question down; false if a loop is in it that no choice avoids, which the definition leaves to other rules.
func newExact(q question) (*exact, bool) {
	rules := graphtest.NewRules(q.opt)
	e := &exact{question: q, rules: rules, mayTeach: rules.MayTeach(q.goals), on: map[graph.Subject]int{}, strict: map[graph.Subject]int{},
		by: map[pair]int{}, alone: map[graph.Subject]int{}, knot: map[graph.Subject]int{}, first: map[pair]int{},
		needs: map[graph.Subject][]need{}, taught: map[graph.Subject][]graph.Subject{}}
	e.gather()
	hard := *e.rules
	hard.Options.Recommended = false
	if len(hard.Loops(e.things)) > 0 {
		return nil, false
	}
	e.findKnots()
	for _, c := range e.things {
		for _, a := range e.taught[c] {
			e.by[pair{c, a}] = e.variable()
		}
	}
	for _, x := range e.things {
		if c, ok := x.(graph.Concept); ok {
			e.cover(c)
		} else {
			e.read(x.(graph.Article))
		}
	}
	for _, g := range q.goals {
		if !e.rules.Known[g] {
			e.clause(e.has(g))
		}
	}
	return e, true
}

func (e *exact) variable() int {
	e.last++
	return e.last
}

func (e *exact) clause(literals ...int) { e.clauses = append(e.clauses, literals) }

// gather finds the things that could be on a list.
func (e *exact) gather() {
	add := func(x graph.Subject) {
		if e.on[x] == 0 && !e.rules.Known[x] {
			e.on[x] = e.variable()
			e.things = append(e.things, x)
		}
	}
	asked := func(x graph.Subject) { // for itself
		add(x)
		if _, ok := x.(graph.Article); ok && !e.rules.Known[x] && e.strict[x] == 0 {
			e.strict[x] = e.variable()
			for _, n := range e.needsTaught(x) {
				for _, m := range n.members {
					add(m)
				}
			}
		}
	}
	for _, g := range e.goals {
		asked(g)
	}
	for i := 0; i < len(e.things); i++ {
		x := e.things[i]
		e.needs[x] = e.needsOf(x)
		for _, n := range e.needs[x] {
			for _, m := range n.members {
				asked(m)
			}
		}
		if c, ok := x.(graph.Concept); ok {
			for _, a := range c.TaughtIn() {
				if !e.rules.Known[a] && e.mayTeach(a) {
					e.taught[c] = append(e.taught[c], a)
					add(a)
				}
			}
		}
	}
}

// needsOf lists the conditions of a thing's own.
func (e *exact) needsOf(x graph.Subject) []need {
	hard := *e.rules
	hard.Options.Recommended = false
	var needs []need
	required := hard.Conditions(x)
	for _, members := range e.rules.Conditions(x) {
		soft := !slices.ContainsFunc(required, func(r []graph.Subject) bool { return slices.Equal(r, members) })
		needs = append(needs, need{members, soft})
	}
	return needs
}

// needsTaught lists what the concepts that an article teaches need and it doesn't teach.
func (e *exact) needsTaught(article graph.Subject) []need {
	var needs []need
	for _, c := range article.(graph.Article).Teaches() {
		if e.rules.Known[c] || c.Status() == graph.Rejected {
			continue
		}
		for _, n := range e.needsOf(c) {
			if !slices.ContainsFunc(n.members, func(m graph.Subject) bool { return graphtest.Teaches(article, m) }) {
				needs = append(needs, n)
			}
		}
	}
	return needs
}

// has is the variable that says that a thing is there for what needs it.
func (e *exact) has(x graph.Subject) int {
	if v := e.strict[x]; v != 0 {
		return v
	}
	return e.on[x]
}

// findKnots puts things into one knot that could need each other by some choice: only they have an order to be chosen.
func (e *exact) findKnots() {
	g := simple.NewDirectedGraph()
	number := map[graph.Subject]int64{}
	for i, x := range e.things {
		number[x] = int64(i)
		g.AddNode(simple.Node(i))
	}
	edge := func(after, before graph.Subject) {
		if after != before {
			g.SetEdge(g.NewEdge(simple.Node(number[after]), simple.Node(number[before])))
		}
	}
	edges := func(after graph.Subject, needs []need) {
		for _, n := range needs {
			for _, m := range n.members {
				if !n.soft {
					edge(after, m)
				}
			}
		}
	}
	for _, x := range e.things {
		edges(x, e.needs[x])
		for _, a := range e.taught[x] {
			edge(x, a)
			edges(a, e.needs[x])
		}
		if e.strict[x] != 0 {
			edges(x, e.needsTaught(x))
		}
	}
	for i, nodes := range topo.TarjanSCC(g) {
		slices.SortFunc(nodes, func(a, b node) int { return int(a.ID() - b.ID()) })
		for _, n := range nodes {
			e.knot[e.things[n.ID()]] = i
		}
		e.order(nodes)
	}
}

// order makes the things of a knot have an order: any two have one, and no three go round.
func (e *exact) order(nodes []node) {
	var things []graph.Subject
	for _, n := range nodes {
		x := e.things[n.ID()]
		for _, y := range things {
			v := e.variable()
			e.first[pair{y, x}], e.first[pair{x, y}] = v, -v
		}
		things = append(things, x)
	}
	for i, x := range things {
		for j, y := range things[:i] {
			for _, z := range things[:j] {
				xy, yz, zx := e.before(x, y), e.before(y, z), e.before(z, x)
				e.clause(-xy, -yz, -zx)
				e.clause(xy, yz, zx)
			}
		}
	}
}

// before is the literal that one thing comes before another of its knot.
func (e *exact) before(x, y graph.Subject) int { return e.first[pair{x, y}] }

// come wants x before y, if all the conditions (literals) hold. What could only need x does so anyway.
func (e *exact) come(x, y graph.Subject, or ...int) {
	switch {
	case x == y:
		e.clause(or...)
	case e.knot[x] == e.knot[y]:
		e.clause(append(or, e.before(x, y))...)
	}
}

// meet wants a member of the condition before x, if the variable holds, and gives the variable of each member: it is the one.
func (e *exact) meet(n need, x graph.Subject, when int) []int {
	ones := make([]int, len(n.members))
	clause := []int{-when}
	for i, m := range n.members {
		ones[i] = e.variable()
		e.clause(-ones[i], e.has(m))
		if !n.soft {
			e.come(m, x, -ones[i])
		}
		clause = append(clause, ones[i])
	}
	e.clause(clause...)
	return ones
}

// cover says when a concept is covered.
func (e *exact) cover(c graph.Concept) {
	e.alone[c] = e.variable()
	e.clause(-e.alone[c], e.on[c])
	ways := []int{-e.on[c], e.alone[c]}
	for _, a := range e.taught[c] {
		by := e.by[pair{c, a}]
		e.clause(-by, e.on[a])
		e.clause(-by, e.on[c])
		e.come(a, c, -by)
		ways = append(ways, by)
	}
	e.clause(ways...)
	for _, n := range e.needs[c] {
		ones := e.meet(n, c, e.on[c])
		for _, a := range e.taught[c] {
			e.inTurn(n, ones, c, a)
		}
	}
}

// inTurn says that what meets a condition of a concept is there before the article that covers the concept, or is covered by it, too.
func (e *exact) inTurn(n need, ones []int, c, a graph.Subject) {
	by := e.by[pair{c, a}]
	for i, m := range n.members {
		also := e.by[pair{m, a}]
		switch {
		case n.soft:
		case also != 0:
			e.come(m, a, -ones[i], -by, also)
		default:
			e.come(m, a, -ones[i], -by)
		}
	}
}

// read says when an article is read.
func (e *exact) read(a graph.Article) {
	for _, n := range e.needs[a] {
		e.meet(n, a, e.on[a])
	}
	strict := e.strict[a]
	if strict == 0 {
		return
	}
	e.clause(-strict, e.on[a])
	for _, n := range e.needsTaught(a) {
		e.meet(n, a, strict)
	}
}

// least solves the problem: what the least list costs. The solver's word isn't taken for it that the answer is one.
func (e *exact) least() (graphtest.Cost, error) {
	var minutes, articles, concepts int
	for _, x := range e.things {
		if a, ok := x.(graph.Article); ok {
			minutes += a.Minutes().Total
			articles++
		} else {
			concepts++
		}
	}
	unit := graphtest.Cost{} // the price of one of each
	unit[graphtest.ArticlesRead] = 1
	unit[graphtest.MinutesSpent] = articles + 1
	unit[graphtest.Closed] = unit[graphtest.MinutesSpent] * (minutes + 1)
	unit[graphtest.Untaught] = unit[graphtest.Closed] * (articles + 1)
	unit[graphtest.PassedOver] = unit[graphtest.Untaught] * (concepts + 1)
	var literals []solver.Lit
	var weights []int
	cost := map[int]graphtest.Cost{}
	for _, x := range e.things {
		v, c := e.price(x)
		cost[v] = c
		literals, weights = append(literals, solver.IntToLit(int32(v))), append(weights, 0)
		for i := range c {
			weights[len(weights)-1] += c[i] * unit[i]
		}
	}
	problem := solver.ParseSliceNb(e.clauses, e.last)
	problem.SetCostFunc(literals, weights)
	solving.Lock()
	result := solver.New(problem).Optimal(nil, nil)
	solving.Unlock()
	if result.Status != solver.Sat {
		return graphtest.Cost{}, fmt.Errorf("the solver says %v", result.Status)
	}
	holds := func(literal int) bool { return result.Model[max(literal, -literal)-1] == (literal > 0) }
	for _, c := range e.clauses {
		if !slices.ContainsFunc(c, holds) {
			return graphtest.Cost{}, fmt.Errorf("the solver's answer is none: %v", c)
		}
	}
	var total graphtest.Cost
	for v, c := range cost {
		for i := range c {
			if holds(v) {
				total[i] += c[i]
			}
		}
	}
	return total, nil
}

// price gives the variable of a thing that costs something, and what.
func (e *exact) price(x graph.Subject) (int, graphtest.Cost) {
	var c graphtest.Cost
	if a, ok := x.(graph.Article); ok {
		c[graphtest.ArticlesRead], c[graphtest.MinutesSpent] = 1, a.Minutes().Total
		if !a.Readable() {
			c[graphtest.Closed] = 1
		}
		return e.on[x], c
	}
	if len(e.taught[x]) > 0 {
		c[graphtest.PassedOver] = 1
	} else {
		c[graphtest.Untaught] = 1
	}
	return e.alone[x], c
}
