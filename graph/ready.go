package graph

import (
	"cmp"
	"slices"
)

// Ready gives what can be learned next, up to so many steps: concepts that are not known and all of whose
// needs are, each with the best article whose own needs are met as well, which brings the others
// that it teaches along; where there is none, with its summary.
//
// First comes what opens most: the most concepts that lack nothing else, then the most that need it, then by id.
func (s *Snapshot) Ready(opt ReadOptions, most int) []Step {
	p := newPlan(s, opt)
	defer p.release()
	p.know(opt)
	ready := p.readyConcepts()
	isReady := make(map[int32]bool, len(ready))
	for _, c := range ready {
		isReady[c.concept] = true
	}
	var steps []Step
	for _, c := range ready {
		if len(steps) >= most {
			break
		}
		if isReady[c.concept] {
			steps = append(steps, p.nextStep(c.concept, isReady))
		}
	}
	return steps
}

// readyConcept is a concept that can be learned, and what it opens.
type readyConcept struct {
	concept     int32
	opens, near int // concepts that lack nothing else; that need it
}

func (p *plan) readyConcepts() []readyConcept {
	var ready []readyConcept
	seen := map[int32]bool{}
	consider := func(c int32) {
		if seen[c] || !p.canBeLearned(c) {
			return
		}
		seen[c] = true
		r := readyConcept{concept: c}
		for _, l := range p.s.links.neededBy.row(c) {
			after := p.s.links.after[l]
			if p.active(l) && p.s.isConcept(after) && p.known[after] == unknown && !p.s.rejected(after) {
				r.near++
				r.opens += b2i(p.lacksOnly(after, c))
			}
		}
		ready = append(ready, r)
	}
	if p.opt.Recommended || p.opt.Suggested {
		for c := range int32(len(p.s.concepts)) {
			consider(c)
		}
	} else {
		for _, c := range p.s.roots() {
			consider(c)
		}
		for _, k := range p.knew {
			for _, l := range p.s.links.neededBy.row(k) {
				if after := p.s.links.after[l]; p.s.isConcept(after) {
					consider(after)
				}
			}
		}
	}
	slices.SortFunc(ready, func(a, b readyConcept) int {
		return cmp.Or(cmp.Compare(b.opens, a.opens), cmp.Compare(b.near, a.near), cmp.Compare(a.concept, b.concept))
	})
	return ready
}

// findRoots lists the concepts without an accepted required need.
func (s *Snapshot) findRoots() []int32 {
	p := newPlan(s, ReadOptions{})
	defer p.release()
	var roots []int32
	for c := range int32(len(s.concepts)) {
		if p.lacksOnly(c, -1) {
			roots = append(roots, c)
		}
	}
	return roots
}

// canBeLearned says that a concept is not known, and all it needs is.
func (p *plan) canBeLearned(c int32) bool {
	status := p.s.concepts[c].Status
	return p.known[c] == unknown && (status == Accepted || status == Suggested && p.opt.Suggested) && p.lacksOnly(c, -1)
}

// lacksOnly says that all needs of a subject are known, or would be if the other one were.
func (p *plan) lacksOnly(v, other int32) bool {
	links := &p.s.links
	for l, end := p.s.needsOf(v); l < end; l++ {
		if !p.active(l) || links.before[l] == other || p.known[links.before[l]] != unknown {
			continue
		}
		if links.group[l] == 0 || !p.groupKnown(l, other) {
			return false
		}
	}
	return true
}

// groupKnown says that a member of the link's group is known, or is the other one.
func (p *plan) groupKnown(l, other int32) bool {
	links := &p.s.links
	for m, end := p.s.needsOf(links.after[l]); m < end; m++ {
		if links.group[m] == links.group[l] && p.active(m) && (links.before[m] == other || p.known[links.before[m]] != unknown) {
			return true
		}
	}
	return false
}

// nextStep makes the step for a concept that can be learned, and takes what it covers off those that are left.
func (p *plan) nextStep(concept int32, left map[int32]bool) Step {
	step := Step{Layer: 1, Covers: []Concept{{p.s, concept}}}
	p.teachers = p.s.appendTeachers(p.teachers[:0], concept)
	i := slices.IndexFunc(p.teachers, func(a int32) bool { return p.known[a] == unknown && p.allowed(a) && p.lacksOnly(a, -1) })
	if i >= 0 {
		read := Article{p.s, p.teachers[i]}
		step.Read, step.Minutes, step.Covers = &read, read.MinutesAt(p.opt.Speed), nil
		for _, c := range read.Teaches() {
			if left[c.i] {
				step.Covers = append(step.Covers, c)
			}
		}
	}
	for _, c := range step.Covers {
		delete(left, c.i)
	}
	return step
}
