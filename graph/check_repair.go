package graph

import (
	"math/bits"
	"slices"
)

// A repaired order moves as few items as possible. The items that stay, in their order, must be such that none
// needs, directly or not, one that stays behind it. If each need has one thing that meets it, needs are a partial
// order, and so are the pairs that stand the wrong way round in it; the most items that can stay are a largest
// antichain of those, which bipartite matching finds (Dilworth, "A decomposition theorem for partially ordered
// sets", 1950; König, 1931). Where several things could meet a need, each is tried in turn, by branch and bound:
// a choice only adds to the order, so it never allows fewer moves.

// maxRepairs bounds how many orders are tried, in items.
const maxRepairs = 40_000

// repairer looks for the order. Nodes are numbered in the curriculum's order, additions behind.
type repairer struct {
	c     *course
	real  int        // nodes that are items
	preds [][]int32  // what has to come before each node, by what was chosen
	bits  [][]uint64 // the same, with all that has to come before that; by node
	steps int
	best  []int32 // the order so far
	stay  []bool
	moves int
}

// repair gives the repaired order, the number of moves, and whether that is proven to be the least.
func (c *course) repair() (order []Placed, moves int, fewest bool) {
	r := repairer{c: c, real: len(c.nodes), preds: make([][]int32, len(c.nodes)), steps: maxRepairs}
	for r.real > 0 && c.nodes[r.real-1].item < 0 {
		r.real--
	}
	r.moves = r.real + 1
	for v := range c.nodes {
		for _, n := range c.nodes[v].needs {
			if !n.dropped && len(n.from) == 1 {
				r.preds[v] = append(r.preds[v], n.from[0])
			}
		}
	}
	r.search()
	fewest = r.steps > 0
	if r.best == nil {
		r.fallBack()
	}
	return r.place(), r.moves, fewest
}

// search tries the order that the choices so far lead to, and each way to meet the first need that it leaves unmet.
func (r *repairer) search() {
	if r.steps -= len(r.preds) + 1; r.steps <= 0 && r.best != nil || !r.close() {
		return
	}
	stay := r.largestStay()
	moves := 0
	for _, stays := range stay {
		moves += 1 - b2i(stays)
	}
	if moves >= r.moves {
		return
	}
	order := r.order(stay)
	v, unmet := r.firstUnmet(order)
	if unmet == nil {
		r.best, r.stay, r.moves = order, stay, moves
		return
	}
	for _, from := range unmet.from {
		if r.steps <= 0 {
			return
		}
		r.preds[v] = append(r.preds[v], from)
		r.search()
		r.preds[v] = r.preds[v][:len(r.preds[v])-1]
	}
}

// fallBack takes the order in which everything can come, each need met by what comes first in it.
func (r *repairer) fallBack() {
	start, to, group := []int32{0}, []int32(nil), []int32(nil)
	for v := range r.preds {
		for i, n := range r.c.nodes[v].needs {
			for _, from := range n.from {
				if !n.dropped {
					to, group = append(to, from), append(group, int32(i)+1)
				}
			}
		}
		start = append(start, int32(len(to)))
	}
	at := newOrdering(start, to, group).at
	for v := range r.preds {
		for _, n := range r.c.nodes[v].needs {
			if !n.dropped && len(n.from) > 1 {
				r.preds[v] = append(r.preds[v], slices.MinFunc(n.from, func(a, b int32) int { return int(at[a] - at[b]) }))
			}
		}
	}
	r.close()
	r.stay = r.largestStay()
	r.best = r.order(r.stay)
	r.moves = 0
	for _, stays := range r.stay {
		r.moves += 1 - b2i(stays)
	}
}

// close works out all that has to come before each node; false: something would have to come before itself.
func (r *repairer) close() bool {
	n := len(r.preds)
	start, to := []int32{0}, []int32(nil)
	for _, preds := range r.preds {
		to = append(to, preds...)
		start = append(start, int32(len(to)))
	}
	var parts components
	parts.find(start, to)
	if int(parts.count) < n {
		return false
	}
	words := (n + 63) / 64
	memory := make([]uint64, n*words)
	r.bits = make([][]uint64, n)
	at := make([]int32, n)
	for v, component := range parts.of {
		at[component] = int32(v)
	}
	for _, v := range at { // what is needed has a lower component
		row := memory[int(v)*words : (int(v)+1)*words]
		for _, p := range r.preds[v] {
			row[p/64] |= 1 << (p % 64)
			for w, b := range r.bits[p] {
				row[w] |= b
			}
		}
		r.bits[v] = row
	}
	return true
}

// largestStay says which items stay: as many as can.
func (r *repairer) largestStay() []bool {
	m := newMatching(r.real, r.bits)
	fromRight := m.reachable()
	stay := make([]bool, r.real)
	for v := range stay {
		stay[v] = m.left[v] && !fromRight[v]
	}
	return stay
}

// matching pairs nodes of a relation: v with u behind it that has to come before it. Each is once on the left and once on the right.
type matching struct {
	rows  [][]uint64
	match []int32 // the node on the left that is paired with each on the right; -1: none
	free  []uint64
	left  []bool // reached by alternating ways from what is unpaired on the left
}

func newMatching(n int, bits [][]uint64) *matching {
	m := &matching{rows: make([][]uint64, n), match: make([]int32, n), free: make([]uint64, (n+63)/64), left: make([]bool, n)}
	for v := range n {
		m.match[v] = -1
		row := make([]uint64, len(m.free))
		copy(row, bits[v][:len(m.free)])
		keepBetween(row, v+1, n)
		m.rows[v] = row
	}
	for v := range n {
		m.allFree()
		m.augment(int32(v))
	}
	return m
}

func (m *matching) allFree() {
	for i := range m.free {
		m.free[i] = ^uint64(0)
	}
}

// keepBetween clears the bits below from and from `to` on.
func keepBetween(row []uint64, from, to int) {
	for w := range row {
		low, high := max(from-64*w, 0), min(to-64*w, 64)
		if low >= 64 || high <= 0 || low >= high {
			row[w] = 0
			continue
		}
		row[w] &= ^uint64(0) << low & (^uint64(0) >> (64 - high))
	}
}

// augment pairs v, if need be by pairing others anew (Kuhn, "The Hungarian method", 1955).
func (m *matching) augment(v int32) bool {
	for w, b := range m.rows[v] {
		for b &= m.free[w]; b != 0; b &= m.free[w] {
			u := int32(64*w + bits.TrailingZeros64(b))
			m.free[w] &^= 1 << (u % 64)
			if m.match[u] < 0 || m.augment(m.match[u]) {
				m.match[u] = v
				return true
			}
			b = m.rows[v][w]
		}
	}
	return false
}

// reachable notes what alternating ways reach from the unpaired on the left, and gives what they reach on the right.
func (m *matching) reachable() []bool {
	paired := make([]bool, len(m.match))
	for _, v := range m.match {
		if v >= 0 {
			paired[v] = true
		}
	}
	right := make([]bool, len(m.match))
	var queue []int32
	for v := range m.left {
		if !paired[v] {
			m.left[v] = true
			queue = append(queue, int32(v))
		}
	}
	m.allFree()
	for ; len(queue) > 0; queue = queue[1:] {
		for w, b := range m.rows[queue[0]] {
			for b &= m.free[w]; b != 0; b &= b - 1 {
				u := 64*w + bits.TrailingZeros64(b)
				m.free[w] &^= 1 << (u % 64)
				right[u] = true
				if v := m.match[u]; v >= 0 && !m.left[v] {
					m.left[v] = true
					queue = append(queue, v)
				}
			}
		}
	}
	return right
}

// firstUnmet finds the first need with several ways to meet it that an order doesn't meet.
func (r *repairer) firstUnmet(order []int32) (int32, *courseNeed) {
	at := make([]int, len(order))
	for i, v := range order {
		at[v] = i
	}
	for _, v := range order {
		for i := range r.c.nodes[v].needs {
			n := &r.c.nodes[v].needs[i]
			if !n.dropped && len(n.from) > 1 && !slices.ContainsFunc(n.from, func(from int32) bool { return at[from] < at[v] }) {
				return v, n
			}
		}
	}
	return -1, nil
}
