package graph

import (
	"cmp"
	"slices"
)

// schedule turns the needs graph into steps: component by component in layers,
// each concept that nothing covers yet brings its step.
func (p *plan) schedule() {
	p.covered = grown(p.covered, len(p.nodes))
	clear(p.covered)
	members := rowsBy(p.parts.of, int(p.parts.count))
	for _, component := range p.layered(members) {
		nodes := members.row(component)
		switch {
		case len(nodes) > 1:
			p.stepForLoop(nodes)
		case p.covered[nodes[0]] != 0: // by an earlier step
		case p.s.isConcept(p.nodes[nodes[0]]):
			p.stepForConcept(nodes[0])
		default:
			p.stepForArticle(nodes[0])
		}
	}
	p.prune()
}

// layered orders components by layer, then by the first id.
func (p *plan) layered(members rows) []int32 {
	layer := make([]int32, p.parts.count) // a component leads to lower numbers only
	first := make([]int32, p.parts.count)
	p.order = grown(p.order, int(p.parts.count))
	for c := range p.parts.count {
		p.order[c] = c
		first[c] = int32(len(p.node))
		for _, v := range members.row(c) {
			first[c] = min(first[c], p.nodes[v])
			for _, w := range p.waits.row(v) {
				if need := p.parts.of[w]; need != c {
					layer[c] = max(layer[c], layer[need]+1)
				}
			}
		}
	}
	slices.SortFunc(p.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(layer[a], layer[b]), cmp.Compare(first[a], first[b]))
	})
	return p.order
}

// begin opens a step that reads the article (-1: none) and gives its number plus one.
func (p *plan) begin(article int32) int32 {
	if n := len(p.steps); n < cap(p.steps) { // the memory of an earlier plan
		p.steps = p.steps[:n+1]
		p.steps[n] = planned{read: article, covers: p.steps[n].covers[:0]}
	} else {
		p.steps = append(p.steps, planned{read: article})
	}
	p.markRead(article)
	return int32(len(p.steps))
}

func (p *plan) markRead(article int32) {
	if article < 0 {
		return
	}
	p.read[article] = int32(len(p.steps))
	p.articles = append(p.articles, article)
	if p.isNeeded(article) {
		p.covered[p.node[article]-1] = int32(len(p.steps))
	}
}

// cover marks a node as covered by the last step.
func (p *plan) cover(v int32) {
	p.covered[v] = int32(len(p.steps))
	if p.s.isConcept(p.nodes[v]) {
		step := &p.steps[len(p.steps)-1]
		step.covers = append(step.covers, p.nodes[v])
	}
}

func (p *plan) stepForConcept(v int32) {
	article := p.teacherFor(p.nodes[v])
	p.begin(article)
	p.cover(v)
	if article >= 0 {
		p.coverTaught(article)
	}
}

func (p *plan) stepForArticle(v int32) {
	article := p.nodes[v]
	p.begin(article)
	p.cover(v)
	p.coverTaught(article)
}

// stepForLoop makes one step of things that need each other: their articles,
// and articles that teach the members, those that teach the most of what is left first.
func (p *plan) stepForLoop(nodes []int32) {
	var reads []int32
	left := 0
	for _, v := range nodes {
		switch {
		case p.covered[v] != 0:
		case p.s.isConcept(p.nodes[v]):
			left++
		default:
			reads = append(reads, p.nodes[v])
		}
	}
	step := p.begin(-1)
	for _, v := range nodes {
		if p.covered[v] == 0 {
			p.cover(v)
		}
	}
	taught := map[int32]bool{}
	for _, a := range reads {
		p.markRead(a)
		p.markTaught(a, nodes, taught)
	}
	for len(taught) < left {
		a := p.bestForLoop(nodes, step, taught)
		if a < 0 {
			break
		}
		reads = append(reads, a)
		p.markRead(a)
		p.markTaught(a, nodes, taught)
	}
	last := &p.steps[len(p.steps)-1]
	if len(reads) > 0 {
		last.read, last.also = reads[0], reads[1:]
	}
	for _, a := range reads {
		p.coverTaught(a)
	}
}

func (p *plan) markTaught(article int32, nodes []int32, taught map[int32]bool) {
	for _, v := range nodes {
		if c := p.nodes[v]; p.s.isConcept(c) && p.s.teaches(article, c) {
			taught[c] = true
		}
	}
}

// bestForLoop is the unread article, its needs met, that can be opened rather than not, and then teaches the
// most members not taught yet; of equals the best teacher of the first such member. -1: none.
func (p *plan) bestForLoop(nodes []int32, step int32, taught map[int32]bool) int32 {
	best, bestCount := int32(-1), 0
	for _, v := range nodes {
		c := p.nodes[v]
		if !p.s.isConcept(c) || taught[c] || p.covered[v] != step {
			continue
		}
		for _, a := range p.mayTeach(nil, c) {
			if p.read[a] != 0 || !p.ownNeedsMet(a) {
				continue
			}
			count := -len(nodes) * unreadable(p.s.article(a))
			for _, w := range nodes {
				if d := p.nodes[w]; p.s.isConcept(d) && !taught[d] && p.s.teaches(a, d) {
					count++
				}
			}
			if best < 0 || count > bestCount {
				best, bestCount = a, count
			}
		}
	}
	return best
}

// mayTeach appends the articles that may be read for a concept, best first: the one that was chosen, or all.
func (p *plan) mayTeach(list []int32, concept int32) []int32 {
	if p.choice != nil {
		if article := p.foreseen(concept); article >= 0 {
			list = append(list, article)
		}
		if !p.choice.loose {
			return list
		}
	}
	list = p.s.appendTeachers(list, concept)
	return slices.DeleteFunc(list, func(a int32) bool { return !p.allowed(a) })
}

// teacherFor picks the article for a concept whose turn it is: of those not read
// yet and whose own needs are met, a readable one before others, then one all of whose needed concepts
// can be covered now (else it would be read too early for the rest), then the best teacher.
func (p *plan) teacherFor(concept int32) int32 {
	p.teachers = p.mayTeach(p.teachers[:0], concept)
	best, bestRank := int32(-1), 0
	for _, a := range p.teachers {
		if p.read[a] != 0 || !p.ownNeedsMet(a) {
			continue
		}
		rank := 2 * unreadable(p.s.article(a))
		if p.tooEarly(a) {
			rank++
		}
		if best < 0 || rank < bestRank {
			best, bestRank = a, rank
		}
	}
	return best
}

// ownNeedsMet says that all that an article itself requires is known or
// covered, and if it is itself needed, all that it needs then.
func (p *plan) ownNeedsMet(article int32) bool {
	if n := p.node[article]; n > 0 && !p.needsCovered(n-1) {
		return false
	}
	links := &p.s.links
	for l, end := p.s.needsOf(article); l < end; l++ {
		if !p.active(l) || p.has(links.before[l]) || links.group[l] > 0 && p.groupHas(l) {
			continue
		}
		return false
	}
	return true
}

// has says that a subject is known or covered.
func (p *plan) has(v int32) bool {
	return p.known[v] != unknown || p.read[v] != 0 || p.node[v] > 0 && p.covered[p.node[v]-1] != 0
}

func (p *plan) groupHas(l int32) bool {
	links := &p.s.links
	for other, end := p.s.needsOf(links.after[l]); other < end; other++ {
		if links.group[other] == links.group[l] && p.active(other) && p.has(links.before[other]) {
			return true
		}
	}
	return false
}

// tooEarly says that the article is foreseen to teach a needed concept whose needs are neither met nor taught by it.
func (p *plan) tooEarly(article int32) bool {
	for m, end := p.s.mentionsIn(article); m < end; m++ {
		n := p.node[p.s.mentions.concept[m]]
		if p.s.mentions.role[m] != Teaches || n == 0 || p.covered[n-1] != 0 || p.teacher[n-1] != article {
			continue
		}
		for e := p.start[n-1]; e < p.start[n]; e++ {
			before := p.nodes[p.to[e]]
			if p.covered[p.to[e]] == 0 && !p.brings[e] && !(p.s.isConcept(before) && p.s.teaches(article, before)) {
				return true
			}
		}
	}
	return false
}

// coverTaught lets the step at hand cover every needed concept that the article teaches
// and whose needs are met, until there is no more.
func (p *plan) coverTaught(article int32) {
	for again := true; again; {
		again = false
		for m, end := p.s.mentionsIn(article); m < end; m++ {
			n := p.node[p.s.mentions.concept[m]]
			if p.s.mentions.role[m] == Teaches && n > 0 && p.covered[n-1] == 0 && p.needsCovered(n-1) {
				p.cover(n - 1)
				again = true
			}
		}
	}
}

// needsCovered says that all needs of a node's own are covered; all alternatives of a group are wanted.
func (p *plan) needsCovered(v int32) bool {
	for e := p.start[v]; e < p.start[v+1]; e++ {
		if !p.brings[e] && p.covered[p.to[e]] == 0 {
			return false
		}
	}
	return true
}

// dependsOn calls visit for each need of what a step covers or reads that an earlier step meets. (A
// later one can meet a need too: that of an article which was content with another alternative.)
func (p *plan) dependsOn(step int32, visit func(other, link int32)) {
	links := &p.s.links
	need := func(l int32) {
		if other := p.stepOf(links.before[l]); other >= 0 && other < step {
			visit(other, l)
		}
	}
	ofNode := func(v int32) {
		for e := p.start[v]; e < p.start[v+1]; e++ {
			if !p.brings[e] {
				need(p.link[e])
			}
		}
	}
	st := &p.steps[step]
	for _, c := range st.covers {
		if n := p.node[c]; n > 0 {
			ofNode(n - 1)
		}
	}
	for i := -1; i < len(st.also); i++ {
		article := st.read
		if i >= 0 {
			article = st.also[i]
		}
		if article < 0 {
			continue
		}
		if p.isNeeded(article) && st.asked {
			ofNode(p.node[article] - 1)
			continue
		}
		for l, end := p.s.needsOf(article); l < end; l++ {
			if p.active(l) && !(links.group[l] > 0 && p.groupMet(l, -1)) {
				need(l)
			}
		}
	}
}

// stepOf is the step that covers or reads the subject; -1: none.
func (p *plan) stepOf(v int32) int32 {
	if n := p.node[v]; n > 0 && p.covered[n-1] > 0 {
		return p.covered[n-1] - 1
	}
	return p.read[v] - 1
}

// isNeeded says that a subject is a goal or was found to be needed itself: an article, not just as a teacher.
func (p *plan) isNeeded(v int32) bool { return p.node[v] > 0 }

// prune keeps the steps that lead to a goal, puts them in layers and orders them.
func (p *plan) prune() {
	for _, g := range p.goals {
		if n := p.node[g]; n > 0 {
			step := &p.steps[p.covered[n-1]-1]
			step.goal, step.needed = true, true
			step.asked = step.asked || !p.s.isConcept(g)
		}
	}
	for i := len(p.steps) - 1; i >= 0; i-- { // what a step depends on comes before it
		if p.steps[i].needed {
			p.dependsOn(int32(i), func(other, link int32) {
				step := &p.steps[other]
				step.needed = true
				step.asked = step.asked || !p.s.isConcept(p.s.links.before[link])
			})
		}
	}
	for i := range p.steps {
		st := &p.steps[i]
		st.layer = 1
		if st.needed {
			p.dependsOn(int32(i), func(other, _ int32) { st.layer = max(st.layer, p.steps[other].layer+1) })
		}
	}
}
