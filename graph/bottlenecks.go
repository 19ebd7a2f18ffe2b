package graph

import (
	"cmp"
	"math/bits"
	"runtime"
	"slices"
	"sync"
)

// Bottleneck is something that much depends on.
type Bottleneck struct {
	Subject Subject
	Blocks  int // things that need it, directly or not
	// AllRoads: every way from what needs nothing to the goal passes it (it dominates the goal).
	AllRoads bool
}

// Bottlenecks gives what the way to a goal hangs on: of all it requires, first what all roads pass, then
// what most of the rest needs. Without a goal (nil) it is what most of the graph depends on. Only
// required accepted links count, alternatives like any.
func (s *Snapshot) Bottlenecks(goal Subject, most int) []Bottleneck {
	start, to, _, _ := s.acceptedNeeds()
	nodes := s.all()
	var all map[int32]bool
	if goal != nil {
		nodes, start, to = restrict(start, to, goal.number())
		all = map[int32]bool{}
		for _, v := range dominators(start, to, 0) {
			all[v] = true
		}
	}
	var c components
	c.find(start, to)
	counts := dependents(start, to, &c)
	list := make([]Bottleneck, 0, len(nodes))
	for v, subject := range nodes {
		if counts[v] > 0 {
			list = append(list, Bottleneck{s.handle(subject), counts[v], all[int32(v)]})
		}
	}
	slices.SortFunc(list, func(a, b Bottleneck) int {
		return cmp.Or(cmp.Compare(b2i(b.AllRoads), b2i(a.AllRoads)), cmp.Compare(b.Blocks, a.Blocks), cmp.Compare(a.Subject.number(), b.Subject.number()))
	})
	return list[:min(max(most, 0), len(list))]
}

func (s *Snapshot) all() []int32 {
	nodes := make([]int32, s.subjects())
	for i := range nodes {
		nodes[i] = int32(i)
	}
	return nodes
}

// restrict gives the part of a graph that is reached from a node, which becomes node 0.
func restrict(start, to []int32, from int32) (nodes, newStart, newTo []int32) {
	number := map[int32]int32{from: 0}
	nodes = []int32{from}
	newStart = []int32{0}
	for i := 0; i < len(nodes); i++ {
		for _, w := range to[start[nodes[i]]:start[nodes[i]+1]] {
			n, ok := number[w]
			if !ok {
				n = int32(len(nodes))
				number[w] = n
				nodes = append(nodes, w)
			}
			newTo = append(newTo, n)
		}
		newStart = append(newStart, int32(len(newTo)))
	}
	return nodes, newStart, newTo
}

// dependents counts, for each node, the others that need it, directly or not. Node i needs to[start[i]:start[i+1]], and c are
// its components. Each round takes a block of 256 nodes and marks, component by component, which of them need it.
func dependents(start, to []int32, c *components) []int {
	const words = 4
	n := len(start) - 1
	members := rowsBy(c.of, int(c.count))
	counts := make([]int, n)
	blocks := (n + 64*words - 1) / (64 * words)
	total := make([][]int32, 0, runtime.GOMAXPROCS(0))
	var lock sync.Mutex
	var wait sync.WaitGroup
	next := make(chan int, blocks)
	for b := range blocks {
		next <- b
	}
	close(next)
	for range min(runtime.GOMAXPROCS(0), max(blocks, 1)) {
		wait.Go(func() {
			mine := make([]int32, c.count)
			marks := make([][words]uint64, c.count)
			for b := range next {
				markBlock(b*64*words, start, to, c, members, marks, mine)
			}
			lock.Lock()
			total = append(total, mine)
			lock.Unlock()
		})
	}
	wait.Wait()
	for v := range n {
		for _, mine := range total {
			counts[v] += int(mine[c.of[v]])
		}
		counts[v]-- // itself
	}
	return counts
}

// markBlock marks for each component which of the nodes from `first` on need it or are in it, and adds up their number. What needs a
// component has a higher number, so going down sees all marks in time.
func markBlock(first int, start, to []int32, c *components, members rows, marks [][4]uint64, count []int32) {
	clear(marks)
	last := min(first+256, len(start)-1)
	top := int32(0)
	for v := first; v < last; v++ {
		bit := v - first
		marks[c.of[v]][bit/64] |= 1 << (bit % 64)
		top = max(top, c.of[v])
	}
	for comp := top; comp >= 0; comp-- {
		m := marks[comp]
		if m == ([4]uint64{}) {
			continue
		}
		count[comp] += int32(bits.OnesCount64(m[0]) + bits.OnesCount64(m[1]) + bits.OnesCount64(m[2]) + bits.OnesCount64(m[3]))
		for _, v := range members.row(comp) {
			for e := start[v]; e < start[v+1]; e++ {
				if need := c.of[to[e]]; need != comp {
					for w := range m {
						marks[need][w] |= m[w]
					}
				}
			}
		}
	}
}
