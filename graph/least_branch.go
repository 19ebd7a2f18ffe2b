package graph

import "slices"

// solve finds the cheapest choice under the bans: what must be is drawn first
// (begin has done it), what is left falls into parts that share nothing, and each
// part is searched by itself. It leaves the choice in the search's state and
// gives a lower bound for it, equal to what it spends if it is proven.
func (s *leastSearch) solve() (bound weight) {
	bound = s.spent
	for _, part := range s.split() {
		spent := s.spent
		b := s.solvePart(part)
		if b == noWeight {
			return noWeight
		}
		bound += b - spent
	}
	return bound
}

// split groups the open ORs into parts that have no article and no node in common, in the order of their first OR.
func (s *leastSearch) split() [][]int32 {
	var open []int32
	for _, or := range s.pending {
		if s.met[or] == 0 {
			open = append(open, or)
		}
	}
	if len(open) == 0 {
		return nil
	}
	set := newUnion(len(s.node) + len(s.art))
	seen := make([]bool, len(s.node)+len(s.art))
	var stack []int32
	touch := func(from, to int32) {
		set.join(from, to)
		if !seen[to] {
			seen[to] = true
			stack = append(stack, to)
		}
	}
	article := func(a int32) int32 { return int32(len(s.node)) + a }
	spread := func(or, from int32) {
		if int(or) < len(s.node) {
			s.eachTeacher(or, func(a int32) { touch(from, article(a)) })
		} else {
			s.eachMember(or, func(n int32) { touch(from, n) })
		}
	}
	home := make([]int32, len(open)) // something that the OR could choose
	for i, or := range open {
		home[i] = -1
		first := func(x int32) {
			if home[i] < 0 {
				home[i] = x
			}
			touch(home[i], x)
		}
		if int(or) < len(s.node) {
			s.eachTeacher(or, func(a int32) { first(article(a)) })
		} else {
			s.eachMember(or, first)
		}
	}
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if int(x) < len(s.node) {
			spread(x, x)
		}
		for c, conds := s.condsOf(x).from, s.condsOf(x); c < conds.to; c++ {
			if s.met[len(s.node)+int(c)] == 0 {
				spread(int32(len(s.node))+c, x)
			}
		}
	}
	number := map[int32]int{}
	var parts [][]int32
	for i, or := range open {
		root := set.find(home[i])
		n, ok := number[root]
		if !ok {
			n = len(parts)
			number[root] = n
			parts = append(parts, nil)
		}
		parts[n] = append(parts[n], or)
	}
	return parts
}

// part is the search through one part of the problem.
type part struct {
	*leastSearch
	ors  []int32 // open ones at its beginning
	from int     // those that came since are pending from here on
	best weight
	arts []int32 // of the best choice
	node []int32
	cut  bool // the steps ran out
}

// solvePart searches one part, leaves its best choice made and gives a lower
// bound of what is spent then; noWeight if there is none.
func (s *leastSearch) solvePart(ors []int32) (bound weight) {
	p := part{leastSearch: s, ors: ors, from: len(s.pending), best: noWeight}
	bound, _ = p.bound()
	bound += s.spent
	mark := len(s.trail)
	p.search()
	s.undo(mark)
	if p.best == noWeight {
		if p.cut && p.dive() { // not one leaf was reached: go straight down once
			p.improve(mark)
			return bound
		}
		s.undo(mark)
		return noWeight
	}
	p.replay()
	if !p.cut {
		return p.best
	}
	p.improve(mark)
	return bound
}

// replay makes the best choice again.
func (p *part) replay() {
	for _, n := range p.node {
		p.chooseNode(n)
	}
	for _, a := range p.arts {
		p.chooseArticle(a)
	}
	p.propagate()
	for or, open := p.pick(); open; or, open = p.pick() { // what stood in when articles were excluded
		p.eachTeacher(or, p.excludeArticle)
		p.propagate()
	}
}

// keep notes the choice at hand as the best one.
func (p *part) keep(mark int) {
	p.best = p.spent
	p.arts, p.node = p.arts[:0], p.node[:0]
	for _, t := range p.trail[mark:] {
		switch t.what {
		case artChosen:
			p.arts = append(p.arts, t.number)
		case nodeChosen:
			p.node = append(p.node, t.number)
		}
	}
}

// search goes through all choices that could be better than the best one so far.
func (p *part) search() { p.searchFrom(len(p.trail)) }

func (p *part) searchFrom(mark int) {
	bound, questions := p.bound()
	if p.steps -= 1 + questions*questions/leastStepSize; p.steps < 0 {
		p.cut = true
		return
	}
	if p.best != noWeight && p.spent+bound >= p.best {
		return
	}
	or, open := p.pick()
	if !open {
		if p.spent < p.best {
			p.keep(mark)
		}
		return
	}
	x := p.choose(or)
	at := len(p.trail)
	p.take(or, x)
	if p.propagate() {
		p.searchFrom(mark)
	}
	p.undo(at)
	if p.cut {
		return
	}
	p.leave(or, x)
	if p.propagate() {
		p.searchFrom(mark)
	}
	p.undo(at)
}

func (p *part) take(or, x int32) {
	if int(or) < len(p.leastProblem.node) {
		p.chooseArticle(x)
	} else {
		p.chooseNode(x)
	}
}

func (p *part) leave(or, x int32) {
	if int(or) < len(p.leastProblem.node) {
		p.excludeArticle(x)
	} else {
		p.excludeNode(x)
	}
}

// open visits the part's open ORs.
func (p *part) open(visit func(or int32) bool) {
	for _, or := range p.ors {
		if p.met[or] == 0 && !visit(or) {
			return
		}
	}
	for _, or := range p.pending[p.from:] {
		if p.met[or] == 0 && !visit(or) {
			return
		}
	}
}

// pick is the open OR with the fewest alternatives, the first of these.
func (p *part) pick() (best int32, open bool) {
	p.open(func(or int32) bool {
		if !open || p.left[or] < p.left[best] {
			best, open = or, true
		}
		return p.left[best] > 2
	})
	return best, open
}

// choose is the alternative that looks best: the article that costs least for each
// open question it answers, or the member that asks for least itself.
func (p *part) choose(or int32) int32 {
	best, bestPrice, bestCount := int32(-1), weight(0), weight(1)
	consider := func(x int32, price, count weight) {
		// price/count < bestPrice/bestCount, without dividing
		if best < 0 || price/count < bestPrice/bestCount {
			best, bestPrice, bestCount = x, price, count
		}
	}
	if int(or) < len(p.leastProblem.node) {
		p.eachTeacher(or, func(a int32) {
			count := weight(0)
			for _, i := range p.teaches.row(a) {
				if n := p.taught[i]; !p.noTeacher[i] && p.asked[n] && p.met[n] == 0 {
					count++
				}
			}
			consider(a, p.cost[a]+p.unit.minute*weight(p.artConds[a].to-p.artConds[a].from), max(count, 1))
		})
		return best
	}
	p.eachMember(or, func(n int32) { consider(n, p.guess(n), 1) })
	return best
}

// guess is what choosing a node will cost at least by itself: its cheapest teacher, and a little for each condition.
func (p *part) guess(n int32) weight {
	price := weight(0)
	if p.met[n] == 0 {
		price = p.standIn(n)
		p.eachTeacher(n, func(a int32) { price = min(price, p.cost[a]) })
	}
	return price + p.unit.minute*weight(p.leastProblem.nodeConds[n].to-p.leastProblem.nodeConds[n].from)
}

// bound is what the open questions will cost at least: each takes what it can from the prices of
// the articles that could answer it, which leaves less for the next (dual
// ascent for set covering; Balas and Ho, "Set covering algorithms using cutting
// planes, heuristics, and subgradient optimization", 1980). It counts them, too.
func (p *part) bound() (total weight, questions int) {
	p.open(func(or int32) bool {
		questions++
		if int(or) >= len(p.leastProblem.node) {
			return true
		}
		least := noWeight
		if p.mayPass[or] {
			least = p.standIn(or)
		}
		p.eachTeacher(or, func(a int32) { least = min(least, p.price(a)) })
		if least == 0 || least == noWeight {
			return true
		}
		total += least
		p.eachTeacher(or, func(a int32) {
			if p.residual[a] == 0 {
				p.touched = append(p.touched, a)
			}
			p.residual[a] += least
		})
		return true
	})
	for _, a := range p.touched {
		p.residual[a] = 0
	}
	p.touched = p.touched[:0]
	return total, questions
}

// price is what is left of an article's price. (residual has what was taken.)
func (p *part) price(a int32) weight { return p.cost[a] - min(p.cost[a], p.residual[a]) }

// dive makes one choice after the other without looking back.
func (p *part) dive() bool {
	for {
		or, open := p.pick()
		if !open {
			return true
		}
		x := p.choose(or)
		at := len(p.trail)
		p.take(or, x)
		if p.propagate() {
			continue
		}
		p.undo(at)
		p.leave(or, x)
		if !p.propagate() {
			return false
		}
	}
}

// improve is a local search: it does without each chosen article in turn, makes
// the other choices again greedily, and keeps what is better, until all were tried in vain or it has chosen often enough.
func (p *part) improve(mark int) {
	p.keep(mark)
	left := leastRepairs
	for i, vain := 0, 0; vain < len(p.arts) && left > 0; i, vain = i+1, vain+1 {
		out, others := p.arts[i%len(p.arts)], slices.Clone(p.arts)
		left -= len(others)
		p.undo(mark)
		p.excludeArticle(out)
		ok := p.propagate()
		for _, a := range others {
			if ok && a != out && p.useful(a) {
				p.chooseArticle(a)
				ok = p.propagate()
			}
		}
		if ok && p.dive() && p.spent < p.best {
			p.keep(mark)
			vain = -1
		}
	}
	p.undo(mark)
	p.replay()
}

// useful says that an article answers an open question.
func (p *part) useful(a int32) bool {
	return slices.ContainsFunc(p.teaches.row(a), func(i int32) bool {
		n := p.taught[i]
		return !p.noTeacher[i] && p.artIs[a] == undecided && p.asked[n] && p.met[n] == 0
	})
}
