package graph

// ordering puts a graph of needs in order as far as that can be done. Node v
// needs to[e] for each e of start[v]:start[v+1]; edges of v with one group
// above 0 are alternatives, of which one is enough.
//
// First everything is ordered that can be (forward chaining over AND/OR needs; Dowling
// and Gallier, "Linear-time algorithms for testing the satisfiability of
// propositional Horn formulae", 1984). What is left is blocked by loops: a strongly connected component of
// the unmet needs that none of them leaves is one. Its members come at once, and then it goes on.
type ordering struct {
	start, to, group []int32

	at    []int32 // when each node comes, from 1; the members of a loop come at one time
	loops []knot

	from  []int32 // the node that has the edge
	back  rows    // the edges that lead to a node
	met   []bool  // the edge's need, or that of its group, is met
	unmet []int32 // plain needs and groups of a node that nothing meets yet
	queue []int32
	time  int32
	left  int
	moved []bool // a group of the node was met since loops were last looked for
}

// knot is one loop: its nodes and the edges among them that make it.
type knot struct{ nodes, edges []int32 }

// newOrdering orders the nodes. Of nodes that can come at one time, those
// with higher numbers come first.
func newOrdering(start, to, group []int32) *ordering {
	n := len(start) - 1
	o := &ordering{start: start, to: to, group: group, at: make([]int32, n), from: make([]int32, len(to)),
		back: rowsBy(to, n), met: make([]bool, len(to)), unmet: make([]int32, n), moved: make([]bool, n), left: n}
	for v := int32(n) - 1; v >= 0; v-- {
		for e := start[v]; e < start[v+1]; e++ {
			o.from[e] = v
			if !o.isAlternative(v, e) {
				o.unmet[v]++
			}
		}
		if o.unmet[v] == 0 {
			o.come(v)
		}
	}
	for o.drain(); o.left > 0; {
		o.closeLoops()
	}
	return o
}

// isAlternative says that an earlier edge of v stands for the edge's group already.
func (o *ordering) isAlternative(v, e int32) bool {
	if o.group[e] == 0 {
		return false
	}
	for other := o.start[v]; other < e; other++ {
		if o.group[other] == o.group[e] {
			return true
		}
	}
	return false
}

func (o *ordering) come(v int32) {
	o.time++
	o.at[v] = o.time
	o.left--
	o.queue = append(o.queue, v)
}

// drain orders all that what has come makes possible.
func (o *ordering) drain() {
	for ; len(o.queue) > 0; o.queue = o.queue[1:] {
		edges := o.back.row(o.queue[0])
		for i := len(edges) - 1; i >= 0; i-- {
			o.meet(edges[i])
		}
	}
}

// meet notes that what the edge leads to has come.
func (o *ordering) meet(e int32) {
	v := o.from[e]
	if o.met[e] || o.at[v] > 0 {
		return
	}
	o.met[e] = true
	if o.group[e] > 0 {
		o.moved[v] = true
		for other := o.start[v]; other < o.start[v+1]; other++ {
			o.met[other] = o.met[other] || o.group[other] == o.group[e]
		}
	}
	if o.unmet[v]--; o.unmet[v] == 0 {
		o.come(v)
	}
}

// closeLoops finds what blocks the rest and lets it come. Components lead to lower ones only, so one pass
// does for all but those that a lower one has given a way out.
func (o *ordering) closeLoops() {
	clear(o.moved)
	start, to := make([]int32, len(o.start)), []int32(nil)
	for v := range int32(len(o.at)) {
		for e := o.start[v]; e < o.start[v+1] && o.at[v] == 0; e++ {
			if !o.met[e] {
				to = append(to, o.to[e])
			}
		}
		start[v+1] = int32(len(to))
	}
	var c components
	c.find(start, to)
	members := rowsBy(c.of, int(c.count))
	for component := range c.count {
		if nodes := members.row(component); len(nodes) > 1 {
			o.closeLoop(nodes, c.of)
		}
	}
}

// closeLoop lets a component come at once if it is still a loop.
func (o *ordering) closeLoop(nodes, component []int32) {
	var edges []int32
	for _, v := range nodes {
		if o.at[v] > 0 || o.moved[v] {
			return
		}
		for e := o.start[v]; e < o.start[v+1]; e++ {
			if o.met[e] {
				continue
			}
			if component[o.to[e]] != component[v] {
				return
			}
			edges = append(edges, e)
		}
	}
	o.loops = append(o.loops, knot{nodes, edges})
	o.time++
	for _, v := range nodes {
		o.at[v] = o.time
	}
	o.left -= len(nodes)
	o.queue = append(o.queue, nodes...)
	o.drain()
}
