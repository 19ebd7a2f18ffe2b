package graph

// dominators gives the nodes that every way from the goal (a node of which all are
// reached) down to what needs nothing passes, but for the goal itself: the nearest first. Node i needs
// to[start[i]:start[i+1]]. A loop that nothing leads out of begins ways too.
//
// Seen from a source before all that needs nothing they are the goal's dominators; the
// immediate ones are found by iteration (Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm", 2001).
func dominators(start, to []int32, goal int32) []int32 {
	d := newDominance(start, to)
	d.walk()
	for d.improve() {
	}
	var list []int32
	for v := d.idom[goal]; v != d.source; v = d.idom[v] {
		list = append(list, v)
	}
	return list
}

type dominance struct {
	start, to []int32
	neededBy  [][]int32
	first     []bool // nodes that the source leads to
	source    int32
	order     []int32 // postorder of the walk from the source in reading order
	place     []int32 // of each node in it
	idom      []int32 // immediate dominators; -1: not known yet
}

func newDominance(start, to []int32) *dominance {
	n := len(start) - 1
	d := &dominance{start: start, to: to, neededBy: make([][]int32, n+1), first: make([]bool, n), source: int32(n),
		place: make([]int32, n+1), idom: make([]int32, n+1)}
	var c components
	c.find(start, to)
	leads := make([]bool, c.count) // to another component
	for v := range int32(n) {
		for _, w := range to[start[v]:start[v+1]] {
			d.neededBy[w] = append(d.neededBy[w], v)
			leads[c.of[v]] = leads[c.of[v]] || c.of[w] != c.of[v]
		}
	}
	for v := range int32(n) {
		if !leads[c.of[v]] {
			d.first[v] = true
			d.neededBy[d.source] = append(d.neededBy[d.source], v)
		}
	}
	for i := range d.idom {
		d.idom[i] = -1
	}
	d.idom[d.source] = d.source
	return d
}

// walk puts the nodes in postorder.
func (d *dominance) walk() {
	type frame struct {
		node int32
		next int
	}
	seen := make([]bool, len(d.place))
	seen[d.source] = true
	stack := []frame{{d.source, 0}}
	for len(stack) > 0 {
		f := &stack[len(stack)-1]
		if f.next == len(d.neededBy[f.node]) {
			d.place[f.node] = int32(len(d.order))
			d.order = append(d.order, f.node)
			stack = stack[:len(stack)-1]
			continue
		}
		w := d.neededBy[f.node][f.next]
		f.next++
		if !seen[w] {
			seen[w] = true
			stack = append(stack, frame{w, 0})
		}
	}
}

// improve takes every node's immediate dominator anew from what it needs; false if nothing has changed.
func (d *dominance) improve() (changed bool) {
	for i := len(d.order) - 2; i >= 0; i-- { // reverse postorder, without the source
		v := d.order[i]
		dom := int32(-1)
		if d.first[v] {
			dom = d.source
		}
		for _, w := range d.to[d.start[v]:d.start[v+1]] {
			if d.idom[w] >= 0 {
				dom = d.meet(dom, w)
			}
		}
		if d.idom[v] != dom {
			d.idom[v], changed = dom, true
		}
	}
	return changed
}

// meet is the nearest common dominator of two nodes; a may be -1.
func (d *dominance) meet(a, b int32) int32 {
	if a < 0 {
		return b
	}
	for a != b {
		for d.place[a] < d.place[b] {
			a = d.idom[a]
		}
		for d.place[b] < d.place[a] {
			b = d.idom[b]
		}
	}
	return a
}
