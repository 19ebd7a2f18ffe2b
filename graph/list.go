package graph

import (
	"cmp"
	"slices"
)

// list writes the plan down as the answer.
func (p *plan) list() *ReadingList {
	list := &ReadingList{Revision: p.s.revision, Goals: p.s.handles(p.goals)}
	order := p.readingOrder()
	p.coverByTheWay(order)
	because := p.because(order)
	list.Steps = make([]Step, len(order))
	var covered int
	for _, n := range order {
		covered += len(p.steps[n].covers)
	}
	concepts, articles := make([]Concept, 0, covered), make([]Article, 0, len(order)) // shared by the steps
	for i, n := range order {
		st := &p.steps[n]
		slices.Sort(st.covers)
		first := len(concepts)
		for _, c := range st.covers {
			concepts = append(concepts, Concept{p.s, c})
			if !p.taught(c) {
				list.Untaught = append(list.Untaught, Concept{p.s, c})
			}
		}
		step := &list.Steps[i]
		*step = Step{Layer: int(st.layer), IsGoal: st.goal, Because: because[i], Covers: concepts[first:len(concepts):len(concepts)]}
		if st.read >= 0 {
			articles = append(articles, Article{p.s, st.read})
			step.Read = &articles[len(articles)-1]
			step.Minutes = step.Read.MinutesAt(p.opt.Speed)
		}
		for _, a := range st.also {
			step.Also = append(step.Also, Article{p.s, a})
			step.Minutes = step.Minutes.Plus(Article{p.s, a}.MinutesAt(p.opt.Speed))
		}
		list.Minutes = list.Minutes.Plus(step.Minutes)
	}
	list.Loops = p.loops()
	list.Assumed = p.assumed()
	list.Withheld = p.withheld()
	return list
}

// readingOrder lists the needed steps by layer, and within one as they were made.
func (p *plan) readingOrder() []int32 {
	order := make([]int32, 0, len(p.steps))
	for i := range p.steps {
		if p.steps[i].needed {
			order = append(order, int32(i))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(p.steps[a].layer, p.steps[b].layer) })
	return order
}

// because gives, for each step of the order, the links by which other needed steps depend
// on it, by number. All of them share one piece of memory.
func (p *plan) because(order []int32) [][]Link {
	type reason struct{ step, link int32 }
	reasons := make([]reason, 0, 2*len(p.link))
	for _, n := range order {
		p.dependsOn(n, func(other, link int32) { reasons = append(reasons, reason{other, link}) })
	}
	reasons = countingSort(reasons, len(p.steps), func(r *reason) int32 { return r.step })
	for rest := reasons; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].step == rest[0].step {
			n++
		}
		slices.SortFunc(rest[:n], func(a, b reason) int { return cmp.Compare(a.link, b.link) })
		rest = rest[n:]
	}
	reasons = slices.Compact(reasons)
	memory := make([]Link, len(reasons))
	first := make([]int, len(p.steps)+1)
	for i, r := range reasons {
		memory[i] = Link{p.s, r.link}
		first[r.step+1]++
	}
	for i := range p.steps {
		first[i+1] += first[i]
	}
	lists := make([][]Link, len(order))
	for i, n := range order {
		lists[i] = memory[first[n]:first[n+1]:first[n+1]]
	}
	return lists
}

// coverByTheWay adds to the steps, in reading order, what the articles that are goals or asked for
// themselves teach and nothing on the list needs, as far as it is accepted. What it needs in turn comes before them.
func (p *plan) coverByTheWay(order []int32) {
	seen := map[int32]bool{}
	for _, n := range order {
		st := &p.steps[n]
		if !st.asked {
			continue
		}
		for _, article := range st.articles() {
			for m, end := p.s.mentionsIn(article); p.isNeeded(article) && m < end; m++ {
				c := p.s.mentions.concept[m]
				if p.s.mentions.role[m] == Teaches && !p.onList(c) && p.known[c] == unknown && p.s.accepted(c) && !seen[c] {
					seen[c] = true
					st.covers = append(st.covers, c)
				}
			}
		}
	}
}

func (p *plan) onList(v int32) bool {
	step := p.stepOf(v)
	return step >= 0 && p.steps[step].needed
}

func (p *plan) taught(concept int32) bool {
	return slices.ContainsFunc(p.s.mentions.in.row(concept), func(m int32) bool { return p.s.mentions.role[m] == Teaches })
}

// loops lists the loops among what the needed steps cover.
func (p *plan) loops() []Loop {
	if int(p.parts.count) == len(p.nodes) {
		return nil
	}
	members := rowsBy(p.parts.of, int(p.parts.count))
	var loops []Loop
	for c := range p.parts.count {
		nodes := members.row(c)
		if len(nodes) < 2 || !p.steps[p.covered[nodes[0]]-1].needed {
			continue
		}
		var subjects, links []int32
		for _, v := range nodes {
			subjects = append(subjects, p.nodes[v])
			for e := p.start[v]; e < p.start[v+1]; e++ {
				if p.parts.of[p.to[e]] == c {
					links = append(links, p.link[e])
				}
			}
		}
		slices.Sort(links)
		loops = append(loops, p.s.newLoop(subjects, slices.Compact(links)))
	}
	slices.SortFunc(loops, func(a, b Loop) int { return cmp.Compare(a.Members[0].number(), b.Members[0].number()) })
	return loops
}

// assumed lists the concepts that are known because something known requires or teaches them, by id; the rejected are not spoken of.
func (p *plan) assumed() []Concept {
	var numbers []int32
	for _, v := range p.knew {
		if p.known[v] == assumed && p.s.isConcept(v) && !p.s.rejected(v) {
			numbers = append(numbers, v)
		}
	}
	slices.Sort(numbers)
	list := make([]Concept, len(numbers))
	for i, c := range numbers {
		list[i] = Concept{p.s, c}
	}
	return list
}

// withheld counts the suggested links into what the list covers and reads that were left out.
func (p *plan) withheld() int {
	if p.opt.Suggested {
		return 0
	}
	count := 0
	add := func(v int32) {
		for l, end := p.s.needsOf(v); l < end; l++ {
			f := &p.s.links.fact[l]
			before := p.s.links.before[l]
			if f.Status == Suggested && (f.Need == Required || p.opt.Recommended) && p.known[before] == unknown && !p.s.rejected(before) {
				count++
			}
		}
	}
	for i := range p.steps {
		if !p.steps[i].needed {
			continue
		}
		for _, v := range p.steps[i].covers {
			add(v)
		}
		for _, v := range p.steps[i].also {
			add(v)
		}
		if p.steps[i].read >= 0 {
			add(p.steps[i].read)
		}
	}
	return count
}
