package graph

import "slices"

// sorter puts nodes in order: those that stay in theirs, the others as near to their places as
// what they need, and what needs them, allows.
type sorter struct {
	r       *repairer
	stay    []bool
	whole   map[string]bool // modules of which something stays
	emitted []bool
	order   []int32
	waiting []int32 // their place has come, but not yet what they need
}

// order puts all nodes in order.
func (r *repairer) order(stay []bool) []int32 {
	s := sorter{r: r, stay: stay, whole: map[string]bool{}, emitted: make([]bool, len(r.preds))}
	for v, stays := range stay {
		if stays {
			s.whole[s.module(int32(v))] = true
		}
	}
	for v := range int32(r.real) {
		switch {
		case s.emitted[v]:
		case stay[v]:
			s.emit(v)
		case s.ready(v):
			s.put(v)
		default:
			s.waiting = append(s.waiting, v)
		}
	}
	for v := range int32(len(r.preds)) {
		s.emit(v) // additions that nothing needs any more
	}
	return s.order
}

func (s *sorter) module(v int32) string {
	if item := s.r.c.nodes[v].item; item >= 0 {
		return s.r.c.items[item].Module
	}
	return ""
}

func (s *sorter) ready(v int32) bool {
	return !slices.ContainsFunc(s.r.preds[v], func(p int32) bool { return !s.emitted[p] })
}

// emit puts a node behind all that it needs.
func (s *sorter) emit(v int32) {
	if s.emitted[v] {
		return
	}
	preds := slices.Clone(s.r.preds[v])
	slices.Sort(preds)
	for _, p := range preds {
		if !s.emitted[p] {
			s.emit(p)
			s.bringModule(p)
		}
	}
	if !s.emitted[v] {
		s.put(v)
	}
}

// put puts a node at the end, and then those that only waited for it.
func (s *sorter) put(v int32) {
	s.emitted[v] = true
	s.order = append(s.order, v)
	for i := 0; i < len(s.waiting); i++ {
		if w := s.waiting[i]; !s.emitted[w] && s.ready(w) {
			s.waiting = slices.Delete(s.waiting, i, i+1)
			s.put(w)
			i = -1
		}
	}
}

// bringModule lets the rest of a module follow one that was drawn forward, if nothing of it stays: it moves as a whole.
func (s *sorter) bringModule(v int32) {
	module := s.module(v)
	if module == "" || s.whole[module] {
		return
	}
	for w := range int32(s.r.real) {
		if !s.emitted[w] && s.module(w) == module && s.ready(w) {
			s.put(w)
		}
	}
}

// place writes the best order down: with names that mean nothing in their places, and each item under a heading.
func (r *repairer) place() []Placed {
	var list []Placed
	lost := r.lost()
	list = append(list, lost[-1]...)
	for _, v := range r.best {
		n := &r.c.nodes[v]
		p := Placed{Item: n.item, Subject: r.c.s.handle(n.subject)}
		if n.item >= 0 {
			p.Module, p.Moved = r.c.items[n.item].Module, !r.stay[v]
		}
		list = append(list, p)
		if n.item >= 0 {
			list = append(list, lost[n.item]...)
		}
	}
	headings(list)
	return list
}

// lost lists the items whose names mean nothing, by the item with a meaning that they follow; -1: none.
func (r *repairer) lost() map[int][]Placed {
	lost := map[int][]Placed{}
	last, seen := -1, map[Subject]bool{}
	for i, item := range r.c.items {
		switch {
		case item.Subject == nil:
			lost[last] = append(lost[last], Placed{Item: i, Module: item.Module})
		case !seen[item.Subject]:
			seen[item.Subject] = true
			last = i
		}
	}
	return lost
}

// headings keeps modules together: a run of moved items apart from the rest of their module comes under the heading
// of what follows, or of what is before if nothing does; so do additions. What has no heading comes before all headings.
func headings(list []Placed) {
	runs := runsOf(list)
	home := map[string]int{} // the run that has each module's heading
	plain := -1              // the last run without a heading that stays
	for i, r := range runs {
		best, ok := home[r.module]
		switch {
		case r.added:
		case !ok || r.fixed && !runs[best].fixed || r.fixed == runs[best].fixed && r.to-r.from > runs[best].to-runs[best].from:
			home[r.module] = i
		}
		if r.fixed && r.module == "" {
			plain = i
		}
	}
	keeps := func(i int) bool {
		r := runs[i]
		return !r.added && (r.fixed || home[r.module] == i) && (r.module == "" || i > plain) && (r.module != "" || i == 0 || r.fixed)
	}
	for i := len(runs) - 1; i >= 0; i-- {
		if keeps(i) {
			continue
		}
		from := i + 1
		if from == len(runs) {
			from--
			for from >= 0 && !keeps(from) {
				from--
			}
		}
		for k := runs[i].from; from >= 0 && k < runs[i].to; k++ {
			list[k].Module = list[runs[from].from].Module
		}
	}
}

// moduleRun is neighbours of one module, or an addition.
type moduleRun struct {
	from, to     int
	module       string
	fixed, added bool // something in it stays in its place; it is an addition
}

func runsOf(list []Placed) []moduleRun {
	var runs []moduleRun
	for i, p := range list {
		if n := len(runs) - 1; n >= 0 && !p.Added() && !runs[n].added && runs[n].module == p.Module {
			runs[n].to, runs[n].fixed = i+1, runs[n].fixed || !p.Moved
			continue
		}
		runs = append(runs, moduleRun{i, i + 1, p.Module, !p.Added() && !p.Moved, p.Added()})
	}
	return runs
}
