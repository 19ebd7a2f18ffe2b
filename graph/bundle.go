package graph

// An article is read once, so it should come when all that it is to teach can
// be understood. bundle holds back each concept until then, and lets go of what would make
// a loop of it: that concept is taught alone, before its article's others.

// bundle gives, in compressed rows, what each node waits for: its needs, and
// the needs of whatever else its foreseen teacher is foreseen to teach; and
// finds the components of that.
func (p *plan) bundle() {
	alone := map[int32]bool{} // nodes that can't wait
	for {
		p.waitFor(alone)
		p.parts.find(p.waits.start, p.waits.item)
		changed := false
		for v := range int32(len(p.nodes)) {
			needs := int(p.start[v+1] - p.start[v])
			row := p.waits.row(v)
			for _, w := range row[needs:] {
				if p.parts.of[w] == p.parts.of[v] && !alone[v] {
					alone[v], changed = true, true
				}
			}
		}
		if !changed {
			return
		}
	}
}

// waitFor fills the rows of what each node waits for, its own needs first.
func (p *plan) waitFor(alone map[int32]bool) {
	p.waits.start, p.waits.item = p.waits.start[:0], p.waits.item[:0]
	for v := range int32(len(p.nodes)) {
		p.waits.start = append(p.waits.start, int32(len(p.waits.item)))
		p.waits.item = append(p.waits.item, p.to[p.start[v]:p.start[v+1]]...)
		if article := p.teacher[v]; article >= 0 && !alone[v] {
			p.waitWith(v, article)
		}
	}
	p.waits.start = append(p.waits.start, int32(len(p.waits.item)))
}

// waitWith adds what the others wait for that are foreseen to be covered by the article.
func (p *plan) waitWith(v, article int32) {
	add := func(other int32) {
		for e := p.start[other]; e < p.start[other+1]; e++ {
			if w := p.nodes[p.to[e]]; !p.brings[e] && p.to[e] != v && !(p.s.isConcept(w) && p.s.teaches(article, w)) {
				p.waits.item = append(p.waits.item, p.to[e])
			}
		}
	}
	if p.isNeeded(article) {
		add(p.node[article] - 1)
	}
	for m, end := p.s.mentionsIn(article); m < end; m++ {
		if n := p.node[p.s.mentions.concept[m]]; n > 0 && n-1 != v && p.teacher[n-1] == article && p.s.mentions.role[m] == Teaches {
			add(n - 1)
		}
	}
}
