package graph

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
)

// Steps that the search for the least list may take: branches within parts of
// the problem, more where many questions are open, and choices that turned out to have no order, of small problems more.
const (
	leastSteps    = 20_000
	leastStepSize = 500
	leastCuts     = 50
	leastCutWork  = 10_000
	leastRepairs  = 30_000 // articles chosen again in a local search
)

// choice is what the least list is made of.
type choice struct {
	teacher map[int32]int32 // see solution
	loose   bool            // the solution has no order: another teacher may be taken where one has no turn
	bound   weight          // no list costs less
	unit    weights
}

// chooseLeast decides which articles are read and which alternatives are
// taken, so that the list is the least; the plan keeps to it.
//
// It solves the problem without regard to order first, which bounds it from below, and puts the
// solution in order. What has no order has a circle of choices, and every solution that has one does without at
// least one of them: so each is banned in turn and the problem solved anew, the most promising first. The
// first solution that has an order is the least.
func (p *plan) chooseLeast() {
	q := newLeastProblem(p)
	s := newLeastSearch(q)
	s.steps = leastSteps
	best, bound := s.best()
	p.choice = &choice{teacher: best.teacher, loose: best.loose, bound: bound, unit: q.unit}
	for group, before := range best.taken {
		for l, end := p.s.needsOf(group.after); l < end; l++ {
			if p.s.links.group[l] == group.group && p.s.links.before[l] != before {
				p.drop(l)
			}
		}
	}
	p.forgetArticles()
}

// spent is the price of the list that the plan has made.
func (p *plan) spent() weight {
	u, total := p.choice.unit, weight(0)
	for i := range p.steps {
		st := &p.steps[i]
		if !st.needed {
			continue
		}
		for _, a := range st.articles() {
			f := p.s.article(a)
			total += weight(unreadable(f))*u.closed + weight(minutesAt(f, p.opt.Speed).Total)*u.minute + u.article
		}
		for _, c := range st.covers {
			switch {
			case slices.ContainsFunc(st.articles(), func(a int32) bool { return p.s.teaches(a, c) }):
			case p.teachable(c):
				total += u.passed
			default:
				total += u.untaught
			}
		}
	}
	return total
}

// teachable says that some article that may be read teaches the concept.
func (p *plan) teachable(concept int32) bool {
	return slices.ContainsFunc(p.s.mentions.in.row(concept), func(m int32) bool {
		return p.s.mentions.role[m] == Teaches && p.allowed(p.s.mentions.article[m])
	})
}

// candidate is a set of bans, to be tried in order of its bound; of equal ones the largest, since it is
// the nearest to an order, and of these the first.
type candidate struct {
	bans   []ban // in order
	bound  weight
	number int
}

type candidates []candidate

func (c candidates) Len() int { return len(c) }
func (c candidates) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(c[i].bound, c[j].bound), cmp.Compare(len(c[j].bans), len(c[i].bans)), cmp.Compare(c[i].number, c[j].number)) < 0
}
func (c candidates) Swap(i, j int) { c[i], c[j] = c[j], c[i] }

// Push is for heap.
func (c *candidates) Push(x any) { *c = append(*c, x.(candidate)) }

// Pop is for heap.
func (c *candidates) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

// solution is a choice that was noted down.
type solution struct {
	teacher map[int32]int32 // by concept: the article that is to teach it; -1: its summary stands in
	taken   map[alternatives]int32
	spent   weight
	loose   bool // it has no order
}

// alternatives are the any-of group of a subject.
type alternatives struct{ after, group int32 }

// best finds the least choice that has an order, and a lower bound for all of them. If the
// tries run out before there is any, it is the first choice, without regard to order, and
// nothing is proven: the plan lets summaries stand in for what has no turn.
func (s *leastSearch) best() (best *solution, bound weight) {
	open, seen := candidates{{}}, map[string]bool{}
	bound = noWeight
	cuts := max(leastCuts, leastCutWork/(1+len(s.node)+len(s.art)))
	for tried := 0; len(open) > 0 && tried < cuts; tried++ {
		c := heap.Pop(&open).(candidate)
		if best != nil && c.bound >= best.spent {
			return best, min(bound, best.spent)
		}
		if !s.begin(c.bans) {
			continue
		}
		least := s.solve()
		if least == noWeight || best != nil && least >= best.spent {
			continue
		}
		o := newLeastOrder(s)
		if o.run() {
			bound = min(bound, max(least, c.bound))
			if best == nil || s.spent < best.spent {
				best = o.note()
			}
			continue
		}
		for _, b := range o.conflict() {
			next := candidate{withBan(c.bans, b), max(least, c.bound), len(seen)}
			if key := fmt.Sprint(next.bans); !seen[key] {
				seen[key] = true
				heap.Push(&open, next)
			}
		}
	}
	if len(open) > 0 {
		bound = min(bound, open[0].bound)
	}
	if best != nil {
		return best, min(bound, best.spent)
	}
	s.begin(nil)
	s.solve()
	o := newLeastOrder(s)
	o.run()
	return o.noteLoosely(), 0
}

// withBan adds a ban in its place, in memory of its own.
func withBan(bans []ban, b ban) []ban {
	i, _ := slices.BinarySearchFunc(bans, b, func(a, b ban) int {
		return cmp.Or(cmp.Compare(a.what, b.what), cmp.Compare(a.place, b.place))
	})
	return slices.Insert(slices.Clone(bans), i, b)
}

// note writes the choice down: teachers, and of alternatives the first that came.
func (o *leastOrder) note() *solution {
	n := &solution{teacher: make(map[int32]int32, len(o.node)), taken: map[alternatives]int32{}, spent: o.spent}
	for x, v := range o.node {
		if o.nodeIs[x] != chosen || !o.p.s.isConcept(v) {
			continue
		}
		n.teacher[v] = -1
		if i := o.teacherOf[x]; i >= 0 {
			n.teacher[v] = o.art[o.teacher[i]]
		}
	}
	// What a concept itself takes counts more than what an article takes that asks for the concept's needs.
	for _, own := range []bool{true, false} {
		for c := range int32(len(o.conds)) {
			key := alternatives{o.conds[c].after, o.conds[c].group}
			if _, have := n.taken[key]; !have && key.group > 0 && o.isChosen(o.owner[c]) && own == o.isOwn(c) {
				n.taken[key] = o.node[o.taken(c)]
			}
		}
	}
	return n
}

// isOwn says that a condition is asked by the thing that has it.
func (o *leastOrder) isOwn(c int32) bool {
	owner := int(o.owner[c])
	return owner < len(o.node) && o.node[owner] == o.conds[c].after || owner >= len(o.node) && o.art[owner-len(o.node)] == o.conds[c].after
}

// noteLoosely writes down a choice that has no order: teachers where they have a turn, and of alternatives the first that came; of those
// that didn't come the one that can come first if teachers are left aside, so that none makes a loop.
func (o *leastOrder) noteLoosely() *solution {
	n := o.note()
	n.loose = true
	start, to, group, _ := o.hardNeeds()
	at := newOrdering(start, to, group).at
	clear(n.taken)
	for _, came := range []bool{true, false} {
		for c := range int32(len(o.conds)) {
			key := alternatives{o.conds[c].after, o.conds[c].group}
			if _, have := n.taken[key]; have || key.group == 0 || came != (o.firstMember(c) >= 0 && o.isChosen(o.owner[c])) {
				continue
			}
			if came {
				n.taken[key] = o.node[o.taken(c)]
				continue
			}
			m := o.conds[c].members
			n.taken[key] = o.node[slices.MinFunc(o.member[m.from:m.to], func(a, b int32) int { return cmp.Compare(at[a], at[b]) })]
		}
	}
	return n
}

// isChosen says that a node or, behind the nodes, an article is on the list.
func (s *leastSearch) isChosen(x int32) bool {
	if int(x) < len(s.node) {
		return s.nodeIs[x] == chosen
	}
	return s.artIs[int(x)-len(s.node)] == chosen
}

// taken is the member that meets a condition: the first that came, else the first that is on the list.
func (o *leastOrder) taken(c int32) int32 {
	if i := o.firstMember(c); i >= 0 {
		return o.member[i]
	}
	m := o.conds[c].members
	for i := m.from; i < m.to; i++ {
		if !o.noMember[i] && o.nodeIs[o.member[i]] == chosen {
			return o.member[i]
		}
	}
	return o.member[m.from]
}

// maxSaving is by how many minutes a list could still be shorter that passes over, leaves untaught and leaves
// closed no more than this one.
func (p *plan) maxSaving(list *ReadingList) int {
	c := p.choice
	if c == nil || len(list.Steps) == 0 {
		return 0
	}
	spent := p.spent()
	if c.unit.before(spent) > c.unit.before(c.bound) {
		return max(1, list.Minutes.Total) // nothing is known of lists that do better in that
	}
	return max(0, list.Minutes.Total-c.unit.minutes(c.bound))
}
