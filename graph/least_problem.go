package graph

import (
	"math/bits"
	"slices"
)

// leastProblem is the question for the least list as an AND/OR graph, in
// numbers of its own: nodes (what may have to be covered: concepts, and
// articles that are asked for themselves), articles (what may be read), and
// conditions (of a node or an article: one of their members must be covered before it).
//
// A node that is on the list needs all its conditions and one of its teachers,
// or, if no teacher is left, its summary as a stand-in. An article that is
// read needs its own conditions.
type leastProblem struct {
	p     *plan
	goals []int32 // nodes

	node []int32 // subject of each node
	art  []int32 // subject of each article
	cost []weight
	unit weights

	nodeConds []span // of each node; its conditions lie side by side
	artConds  []span
	conds     []condition
	owner     []int32 // the node that has each condition; articles are numbered behind the nodes
	member    []int32 // of all conditions, as spans of it
	memberOf  rows    // by node: places in member

	teacher  []int32 // articles that teach each node, best first, as spans
	teachers []span  // by node, places in teacher
	teaches  rows    // by article: places in teacher
	taught   []int32 // the node of each place in teacher
	condOf   []int32 // the condition of each place in member

	event []int32 // nodes of one loop have the same number from 1; 0: in none
}

// span is a stretch of a list: from, and up to but without to.
type span struct{ from, to int32 }

// condition is met when one of its members is covered.
type condition struct {
	members span
	soft    bool  // it asks for its members, but not for an order (recommended, or within a loop)
	after   int32 // the subject whose need it is, and
	group   int32 // its group there; 0: plain
	link    int32 // the first link behind it
}

// weight is the price of a list or of a part of one: concepts passed over
// (taught, but by no article in their turn), then untaught ones, then articles
// that can't be opened, then minutes, then articles, each in bits of its own, so
// that comparing numbers compares in that order and adding adds all five.
type weight uint64

// weights are the prices of one of each.
type weights struct {
	passed, untaught, closed, minute, article weight
}

// newWeights gives every part room for all that a problem could add up.
func newWeights(nodes, articles, minutes int) weights {
	room := func(n int) int { return bits.Len(uint(n)) }
	atMinutes, atPassed := room(articles), room(nodes)
	if atMinutes+room(minutes)+room(articles)+2*atPassed > 64 {
		atMinutes, atPassed = 0, 0 // so large that the finest and the coarsest difference have to give way
	}
	atClosed := atMinutes + room(minutes)
	atUntaught := atClosed + room(articles)
	u := weights{passed: 1 << (atUntaught + atPassed), untaught: 1 << atUntaught, closed: 1 << atClosed, minute: 1 << atMinutes}
	if atMinutes > 0 {
		u.article = 1
	}
	return u
}

// standIn is the price of a summary in the place of an article.
func (q *leastProblem) standIn(node int32) weight {
	if q.teachers[node].from == q.teachers[node].to {
		return q.unit.untaught
	}
	return q.unit.passed
}

// minutes are those of a weight.
func (u weights) minutes(w weight) int { return int(w % u.closed / u.minute) }

// before is the part of a weight that counts before minutes.
func (u weights) before(w weight) weight { return w / u.closed }

// newLeastProblem gathers all that could be on a list for the plan's goals.
func newLeastProblem(p *plan) *leastProblem {
	q := &leastProblem{p: p}
	for _, g := range p.goals {
		if n := p.need(g); n >= 0 {
			q.goals = append(q.goals, n)
		}
	}
	for i, a := 0, 0; i < len(p.nodes) || a < len(q.art); {
		if i < len(p.nodes) {
			q.addNode(int32(i))
			i++
			continue
		}
		q.addArticle(int32(a))
		a++
	}
	q.node = append(q.node, p.nodes...)
	q.index()
	q.price()
	q.closeLoops()
	return q
}

func (q *leastProblem) addNode(n int32) {
	p, v := q.p, q.p.nodes[n]
	from, firstTeacher := int32(len(q.conds)), int32(len(q.teacher))
	q.addConditions(v, -1)
	if p.s.isConcept(v) {
		p.teachers = p.s.appendTeachers(p.teachers[:0], v)
		for _, article := range p.teachers {
			if p.known[article] == unknown && p.allowed(article) {
				q.teacher = append(q.teacher, q.article(article))
				q.taught = append(q.taught, n)
			}
		}
	} else {
		for m, end := p.s.mentionsIn(v); m < end; m++ {
			concept := p.s.mentions.concept[m]
			if p.s.mentions.role[m] == Teaches && p.known[concept] == unknown && !p.s.rejected(concept) {
				q.addConditions(concept, v)
			}
		}
		q.teacher = append(q.teacher, q.article(v))
		q.taught = append(q.taught, n)
	}
	q.nodeConds = append(q.nodeConds, span{from, int32(len(q.conds))})
	q.teachers = append(q.teachers, span{firstTeacher, int32(len(q.teacher))})
}

// addArticle adds what an article that is only to teach requires itself.
func (q *leastProblem) addArticle(a int32) {
	from := int32(len(q.conds))
	q.addConditions(q.art[a], -1)
	q.artConds = append(q.artConds, span{from, int32(len(q.conds))})
}

// article gives the article's number. The plan's marks of what is read are borrowed for that.
func (q *leastProblem) article(v int32) int32 {
	if q.p.read[v] == 0 {
		q.art = append(q.art, v)
		q.p.read[v] = int32(len(q.art))
		q.p.articles = append(q.p.articles, v)
	}
	return q.p.read[v] - 1
}

// addConditions adds the active needs of v, but for what is known and what the article `but` teaches itself.
func (q *leastProblem) addConditions(v, but int32) {
	p, links := q.p, &q.p.s.links
	first := len(q.conds)
	for l, end := p.s.needsOf(v); l < end; l++ {
		if !p.active(l) || but >= 0 && p.s.isConcept(links.before[l]) && p.s.teaches(but, links.before[l]) {
			continue
		}
		group := links.group[l]
		if group > 0 && (p.groupMet(l, but) || q.hasGroup(first, group)) {
			continue
		}
		from := int32(len(q.member))
		for other := l; other < end; other++ {
			if other != l && (group == 0 || links.group[other] != group || !p.active(other)) {
				continue
			}
			if n := p.need(links.before[other]); n >= 0 {
				q.member = append(q.member, n)
				q.condOf = append(q.condOf, int32(len(q.conds)))
			}
		}
		if members := (span{from, int32(len(q.member))}); members.from < members.to {
			q.conds = append(q.conds, condition{members: members, soft: p.s.links.fact[l].Need == Recommended, after: v, group: group, link: l})
		}
	}
}

// hasGroup says that one of the conditions from the first on is the group's.
func (q *leastProblem) hasGroup(first int, group int32) bool {
	return slices.ContainsFunc(q.conds[first:], func(c condition) bool { return c.group == group })
}

func (q *leastProblem) index() {
	q.memberOf = rowsBy(q.member, len(q.node))
	q.teaches = rowsBy(q.teacher, len(q.art))
	q.owner = make([]int32, len(q.conds))
	for x := range int32(len(q.node) + len(q.art)) {
		for c, conds := q.condsOf(x).from, q.condsOf(x); c < conds.to; c++ {
			q.owner[c] = x
		}
	}
}

// condsOf gives the conditions of a node or, behind the nodes, of an article.
func (q *leastProblem) condsOf(x int32) span {
	if int(x) < len(q.node) {
		return q.nodeConds[x]
	}
	return q.artConds[int(x)-len(q.node)]
}

func (q *leastProblem) price() {
	minutes := 0
	for _, a := range q.art {
		minutes += minutesAt(q.p.s.article(a), q.p.opt.Speed).Total
	}
	q.unit = newWeights(len(q.node), len(q.art), minutes)
	q.cost = make([]weight, len(q.art))
	for i, a := range q.art {
		f := q.p.s.article(a)
		q.cost[i] = weight(unreadable(f))*q.unit.closed + weight(minutesAt(f, q.p.opt.Speed).Total)*q.unit.minute + q.unit.article
	}
}

// closeLoops finds the loops that no choice avoids, and makes each one event. What can be had without
// a loop isn't had with one: where a condition has such members, the others are no members any more.
func (q *leastProblem) closeLoops() {
	q.event = make([]int32, len(q.node))
	start, to, group, of := q.hardNeeds()
	var c components
	c.find(start, to)
	if int(c.count) == len(q.node) {
		return
	}
	order := newOrdering(start, to, group)
	if len(order.loops) == 0 {
		return
	}
	first := order.at[order.loops[0].nodes[0]] // what comes earlier comes without a loop
	for i, knot := range order.loops {
		for _, n := range knot.nodes {
			q.event[n] = int32(i + 1)
		}
		for _, e := range knot.edges {
			q.conds[of[e]].soft = true
		}
	}
	for i := range q.conds {
		q.onlyLoopFree(&q.conds[i], order.at, first)
	}
	for i := range q.member { // what was taken out is nobody's
		if c := &q.conds[q.condOf[i]]; int32(i) >= c.members.to {
			q.condOf[i] = -1
		}
	}
	q.memberOf = rowsBy(q.member, len(q.node))
}

// onlyLoopFree moves the members of a condition that come before any loop to
// its front and cuts off the others.
func (q *leastProblem) onlyLoopFree(c *condition, at []int32, first int32) {
	kept := c.members.from
	for i := c.members.from; i < c.members.to; i++ {
		if m := q.member[i]; at[m] < first {
			q.member[kept], q.member[i] = m, q.member[kept]
			kept++
		}
	}
	if kept > c.members.from {
		c.members.to = kept
	}
}

// hardNeeds gives the nodes' conditions that ask for an order, as [newOrdering] takes them, and the
// condition of each edge.
func (q *leastProblem) hardNeeds() (start, to, group, of []int32) {
	start = make([]int32, 1, len(q.node)+1)
	for n := range q.node {
		for c := q.nodeConds[n].from; c < q.nodeConds[n].to; c++ {
			if q.conds[c].soft {
				continue
			}
			m := q.conds[c].members
			for i := m.from; i < m.to; i++ {
				number := int32(0)
				if m.to-m.from > 1 {
					number = c + 1
				}
				to, group, of = append(to, q.member[i]), append(group, number), append(of, c)
			}
		}
		start = append(start, int32(len(to)))
	}
	return start, to, group, of
}
