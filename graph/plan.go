package graph

import (
	"slices"
	"sync"
)

// plan works out one reading list. It numbers what is needed from 0 (its
// nodes) and keeps everything about nodes in slices that are used again for
// the next list; the slices by subject are cleared node by node.
type plan struct {
	s     *Snapshot
	opt   ReadOptions
	goals []int32

	// by subject
	known []knowledge
	node  []int32        // 1 + the subject's node; 0: not needed
	read  []int32        // 1 + the step that reads the article; 0: none
	must  map[int32]bool // articles that have to be read, though they may not be to learn from; see mustRead
	// what was marked, to be cleared
	knew     []int32
	articles []int32

	// the needs graph: nodes[i] needs to[start[i]:start[i+1]]
	nodes   []int32 // subjects
	start   []int32
	to      []int32
	link    []int32    // the link behind each edge
	group   []int32    // 0: plain; else the edges of a node with this number are alternatives
	brings  []bool     // the edge is a need of the teacher that was foreseen, not of the node
	teacher []int32    // the article foreseen to teach each node; -1: none
	waits   rows       // what each node waits for: its needs and more, see bundle
	parts   components // first of the needs, then of what waits for what

	// choices that were taken back to avoid loops; nil until one is
	dropped map[int32]bool    // links
	banned  map[[2]int32]bool // concept, article
	choice  *choice           // of the least list; nil: everything
	without map[int32]bool    // articles not to learn from, alternatives not to take

	steps    []planned
	covered  []int32 // by node: 1 + the step that covers it; 0: none
	order    []int32 // components in the order of emission
	teachers []int32
}

type knowledge uint8

const (
	unknown knowledge = iota
	told
	assumed
)

// planned is a step in the making.
type planned struct {
	read   int32 // article, -1: none
	also   []int32
	covers []int32 // subjects
	layer  int32
	needed bool // some goal depends on it
	asked  bool // for an article of its own, not just for what it teaches
	goal   bool
}

// articles lists what the step reads.
func (st *planned) articles() []int32 {
	if st.read < 0 {
		return nil
	}
	return append([]int32{st.read}, st.also...)
}

var plans = sync.Pool{New: func() any { return new(plan) }}

func newPlan(s *Snapshot, opt ReadOptions) *plan {
	p := plans.Get().(*plan)
	p.s, p.opt = s, opt
	if n := s.subjects(); len(p.node) < n {
		p.known, p.node, p.read = make([]knowledge, n), make([]int32, n), make([]int32, n)
	}
	return p
}

func (p *plan) release() {
	p.clearNodes()
	for _, v := range p.knew {
		p.known[v] = unknown
	}
	p.forgetArticles()
	p.s, p.opt, p.must, p.dropped, p.banned, p.choice, p.without = nil, ReadOptions{}, nil, nil, nil, nil, nil
	p.knew, p.goals, p.steps = p.knew[:0], p.goals[:0], p.steps[:0]
	plans.Put(p)
}

// forgetArticles unmarks what is read.
func (p *plan) forgetArticles() {
	for _, a := range p.articles {
		p.read[a] = 0
	}
	p.articles = p.articles[:0]
}

func (p *plan) clearNodes() {
	for _, v := range p.nodes {
		p.node[v] = 0
	}
	p.nodes, p.start, p.to = p.nodes[:0], p.start[:0], p.to[:0]
	p.link, p.group, p.brings, p.teacher = p.link[:0], p.group[:0], p.brings[:0], p.teacher[:0]
}

// allowed says that an article may be read to learn from.
func (p *plan) allowed(article int32) bool {
	return !p.without[article] && (p.opt.Within == nil || p.must[article] || p.opt.Within(Article{p.s, article}))
}

// mustRead finds the articles that are read wherever they are from: goals, and what such articles require without an
// alternative. What they teach isn't learned elsewhere.
func (p *plan) mustRead() {
	if p.opt.Within == nil {
		return
	}
	p.must = map[int32]bool{}
	queue := slices.Clone(p.goals)
	for i := 0; i < len(queue); i++ {
		v := queue[i]
		if p.s.isConcept(v) || p.known[v] != unknown || p.must[v] {
			continue
		}
		p.must[v] = true
		for l, end := p.s.needsOf(v); l < end; l++ {
			if p.active(l) && p.s.links.fact[l].Need == Required && p.onlyChoice(l) {
				queue = append(queue, p.s.links.before[l])
			}
		}
	}
}

// active says that a link counts under the options.
func (p *plan) active(l int32) bool {
	f := &p.s.links.fact[l]
	return (f.Status == Accepted || f.Status == Suggested && p.opt.Suggested) &&
		(f.Need == Required || p.opt.Recommended) &&
		!p.s.rejected(p.s.links.before[l]) && (p.dropped == nil || !p.dropped[l]) &&
		(p.without == nil || p.s.links.group[l] == 0 || !p.without[p.s.links.before[l]])
}

// know marks what is known and what is thereby assumed.
func (p *plan) know(opt ReadOptions) {
	mark := func(v int32, how knowledge) {
		if p.known[v] == unknown {
			p.known[v] = how
			p.knew = append(p.knew, v)
		}
	}
	for _, k := range opt.Knowing {
		mark(k.number(), told)
	}
	for i := 0; i < len(p.knew); i++ {
		v := p.knew[i]
		if !p.s.isConcept(v) {
			for m, end := p.s.mentionsIn(v); m < end; m++ {
				if p.s.mentions.role[m] == Teaches {
					mark(p.s.mentions.concept[m], assumed)
				}
			}
		}
		if opt.OnlyAsTold {
			continue
		}
		for l, end := p.s.needsOf(v); l < end; l++ {
			if p.active(l) && p.s.links.fact[l].Need == Required && p.onlyChoice(l) {
				mark(p.s.links.before[l], assumed)
			}
		}
	}
}

// onlyChoice says that a link has no alternative: it is known only of such a
// link that whoever knows After knows Before.
func (p *plan) onlyChoice(l int32) bool {
	links := &p.s.links
	if links.group[l] == 0 {
		return true
	}
	for other, end := p.s.needsOf(links.after[l]); other < end; other++ {
		if other != l && links.group[other] == links.group[l] && p.active(other) {
			return false
		}
	}
	return true
}

// settle finds what is needed, and takes back choices until all loops that are left are real.
func (p *plan) settle() {
	for {
		p.clearNodes()
		p.gather()
		p.parts.find(p.start, p.to)
		if !p.dropRecommended() && !p.banTeachers() && !p.dropAlternatives() {
			break
		}
	}
	p.bundle()
}

// gather makes nodes of the goals and of all they need, breadth first.
func (p *plan) gather() {
	for _, g := range p.goals {
		p.need(g)
	}
	for i := 0; i < len(p.nodes); i++ {
		p.start = append(p.start, int32(len(p.to)))
		v := p.nodes[i]
		p.addNeeds(v, -1, false)
		teacher := int32(-1)
		if !p.s.isConcept(v) {
			p.addTaughtNeeds(v)
		} else if teacher = p.foreseen(v); teacher >= 0 {
			p.addNeeds(teacher, -1, true)
		}
		p.teacher = append(p.teacher, teacher)
	}
	p.start = append(p.start, int32(len(p.to)))
}

// need gives the subject's node, a new one if it has none; -1 if it is known.
func (p *plan) need(v int32) int32 {
	if p.known[v] != unknown {
		return -1
	}
	if p.node[v] == 0 {
		p.nodes = append(p.nodes, v)
		p.node[v] = int32(len(p.nodes))
	}
	return p.node[v] - 1
}

// addNeeds adds the active needs of v as edges of the node in the making, but for what
// the article `but` teaches itself.
func (p *plan) addNeeds(v, but int32, brings bool) {
	links := &p.s.links
	groups := int32(0) // a node has edges of several subjects, whose groups are numbered on
	for e := p.start[len(p.start)-1]; e < int32(len(p.to)); e++ {
		groups = max(groups, p.group[e])
	}
	for l, end := p.s.needsOf(v); l < end; l++ {
		if !p.active(l) || links.group[l] > 0 && p.groupMet(l, but) {
			continue
		}
		before := links.before[l]
		if but >= 0 && p.s.isConcept(before) && p.s.teaches(but, before) {
			continue
		}
		if n := p.need(before); n >= 0 {
			group := links.group[l]
			if group > 0 {
				group += groups
			}
			p.to, p.link = append(p.to, n), append(p.link, l)
			p.group, p.brings = append(p.group, group), append(p.brings, brings)
		}
	}
}

// addTaughtNeeds adds what the concepts that an article teaches need and it doesn't teach.
func (p *plan) addTaughtNeeds(article int32) {
	for m, end := p.s.mentionsIn(article); m < end; m++ {
		concept := p.s.mentions.concept[m]
		if p.s.mentions.role[m] == Teaches && p.known[concept] == unknown && !p.s.rejected(concept) {
			p.addNeeds(concept, article, false)
		}
	}
}

// groupMet says that a member of the link's any-of group is known, or taught by the article `but`.
func (p *plan) groupMet(l, but int32) bool {
	links := &p.s.links
	for other, end := p.s.needsOf(links.after[l]); other < end; other++ {
		if links.group[other] != links.group[l] || !p.active(other) {
			continue
		}
		before := links.before[other]
		if p.known[before] != unknown || but >= 0 && p.s.isConcept(before) && p.s.teaches(but, before) {
			return true
		}
	}
	return false
}

// foreseen is the article that is to teach the concept when its turn comes, so
// that what the article itself requires is on the list: the best readable one
// with the fewest needs. -1: none.
func (p *plan) foreseen(concept int32) int32 {
	if p.choice != nil {
		article, chosen := p.choice.teacher[concept]
		if chosen && article >= 0 && !p.banned[[2]int32{concept, article}] {
			return article
		}
		if !p.choice.loose {
			return -1
		}
	}
	best, bestNeeds, bestMention := int32(-1), 0, int32(0)
	for _, m := range p.s.mentions.in.row(concept) {
		a := p.s.mentions.article[m]
		if p.s.mentions.role[m] != Teaches || !p.allowed(a) || p.banned != nil && p.banned[[2]int32{concept, a}] {
			continue
		}
		needs := p.ownNeeds(a)
		if best >= 0 {
			c := unreadable(p.s.article(a)) - unreadable(p.s.article(best))
			if c == 0 {
				c = needs - bestNeeds
			}
			if c > 0 || c == 0 && p.s.teacherOrder(m, bestMention) > 0 {
				continue
			}
		}
		best, bestNeeds, bestMention = a, needs, m
	}
	return best
}

// ownNeeds counts the unmet needs that an article states itself.
func (p *plan) ownNeeds(article int32) int {
	count := 0
	for l, end := p.s.needsOf(article); l < end; l++ {
		if p.active(l) && p.known[p.s.links.before[l]] == unknown {
			count++
		}
	}
	return count
}

// loopEdges calls visit for each edge between different nodes of one component.
func (p *plan) loopEdges(visit func(from, edge int32)) {
	if int(p.parts.count) == len(p.nodes) {
		return
	}
	for v := range int32(len(p.nodes)) {
		for e := p.start[v]; e < p.start[v+1]; e++ {
			if p.parts.of[p.to[e]] == p.parts.of[v] && p.to[e] != v {
				visit(v, e)
			}
		}
	}
}

func (p *plan) drop(l int32) {
	if p.dropped == nil {
		p.dropped = map[int32]bool{}
	}
	p.dropped[l] = true
}

// dropRecommended takes recommended links out of loops: they ask for an order, they don't force it.
func (p *plan) dropRecommended() (changed bool) {
	p.loopEdges(func(_, e int32) {
		if p.s.links.fact[p.link[e]].Need == Recommended {
			p.drop(p.link[e])
			changed = true
		}
	})
	return changed
}

// banTeachers gives up teachers that need the concept they would teach, or what can only come after it.
func (p *plan) banTeachers() (changed bool) {
	for v := range int32(len(p.nodes)) {
		for e := p.start[v]; e < p.start[v+1]; e++ {
			if p.brings[e] && p.parts.of[p.to[e]] == p.parts.of[v] {
				if p.banned == nil {
					p.banned = map[[2]int32]bool{}
				}
				p.banned[[2]int32{p.nodes[v], p.s.links.after[p.link[e]]}] = true
				changed = true
			}
		}
	}
	return changed
}

// dropAlternatives takes alternatives out of loops that another alternative
// avoids: within loops, what can be ordered by some choice is ordered, and
// alternatives that come later than what they are for are dropped.
func (p *plan) dropAlternatives() (changed bool) {
	some := false
	p.loopEdges(func(_, e int32) { some = some || p.group[e] > 0 })
	if !some {
		return false
	}
	order := newOrdering(p.start, p.to, p.group)
	inLoop := map[int32]bool{}
	for _, knot := range order.loops {
		for _, e := range knot.edges {
			inLoop[e] = true
		}
	}
	p.loopEdges(func(v, e int32) {
		if p.group[e] > 0 && !inLoop[e] && order.at[p.to[e]] >= order.at[v] {
			p.drop(p.link[e])
			changed = true
		}
	})
	return changed
}
