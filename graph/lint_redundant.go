package graph

import (
	"runtime"
	"slices"
	"sync"
)

// findRedundant finds plain required links that others imply: of what a thing needs, something else needs it, directly or
// not, over links of the same sort. What is in a loop is left to that rule.
func (l *linter) findRedundant() {
	start, to, link := l.s.plainNeeds()
	var c components
	c.find(start, to)
	redundant := redundantEdges(start, to, &c)
	for _, e := range redundant {
		k := Link{l.s, link[e]}
		l.add([]Subject{k.After()}, []Link{k}, "%s needs %s, which other things that it needs need already", k.After().Name(), k.Before().Name())
	}
}

// plainNeeds gives the accepted required links without alternatives, in compressed rows.
func (s *Snapshot) plainNeeds() (start, to, link []int32) {
	allStart, allTo, group, allLink := s.acceptedNeeds()
	start = make([]int32, len(allStart))
	for v := range int32(s.subjects()) {
		for e := allStart[v]; e < allStart[v+1]; e++ {
			if group[e] == 0 {
				to, link = append(to, allTo[e]), append(link, allLink[e])
			}
		}
		start[v+1] = int32(len(to))
	}
	return start, to, link
}

// redundantEdges gives, in ascending order, the edges that others imply. Each round takes a block of 256 components, marks which of them each
// node leads to, and notes where two edges of a node lead to one. A component leads to lower ones only, so one pass upwards does.
func redundantEdges(start, to []int32, c *components) []int32 {
	const words = 4
	const block = 64 * words
	members := rowsBy(c.of, int(c.count))
	var found []int32
	var lock sync.Mutex
	var wait sync.WaitGroup
	blocks := (int(c.count) + block - 1) / block
	next := make(chan int32, blocks)
	for b := range blocks {
		next <- int32(b)
	}
	close(next)
	for range min(runtime.GOMAXPROCS(0), blocks) {
		wait.Go(func() {
			marks := make([][words]uint64, c.count)
			var mine []int32
			for b := range next {
				mine = append(mine, redundantInto(b*block, min(b*block+block, c.count), start, to, c, members, marks)...)
			}
			lock.Lock()
			found = append(found, mine...)
			lock.Unlock()
		})
	}
	wait.Wait()
	slices.Sort(found)
	return found
}

// redundantInto finds those that lead to the components from first up to last.
func redundantInto(first, last int32, start, to []int32, c *components, members rows, marks [][4]uint64) []int32 {
	var found []int32
	clear(marks[first:])
	for comp := first; comp < c.count; comp++ {
		var once, twice [4]uint64
		nodes := members.row(comp)
		for _, v := range nodes {
			for e := start[v]; e < start[v+1]; e++ {
				need := c.of[to[e]]
				if need == comp || need < first {
					continue
				}
				for w, m := range marks[need] {
					twice[w] |= once[w] & m
					once[w] |= m
				}
			}
		}
		if len(nodes) == 1 && twice != ([4]uint64{}) {
			v := nodes[0]
			for e := start[v]; e < start[v+1]; e++ {
				need := c.of[to[e]]
				if bit := need - first; need >= first && need < last && twice[bit/64]&(1<<(bit%64)) != 0 && len(members.row(need)) == 1 {
					found = append(found, e)
				}
			}
		}
		if comp < last {
			once[(comp-first)/64] |= 1 << ((comp - first) % 64)
		}
		marks[comp] = once
	}
	return found
}
