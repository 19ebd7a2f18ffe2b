package graph

// components finds the strongly connected components of a small graph in
// compressed rows: node i leads to to[start[i]:start[i+1]]. Components are
// numbered so that each leads only to lower ones: with edges from a thing to
// what it needs, ascending numbers are a reading order.
//
// Tarjan, "Depth-first search and linear graph algorithms", 1972, with an
// explicit stack.
type components struct {
	of    []int32 // the component of each node
	count int32

	index, low   []int32
	stack, frame []int32
	next         []int32
}

func (c *components) find(start, to []int32) {
	n := len(start) - 1
	c.of, c.index, c.low, c.next = grown(c.of, n), grown(c.index, n), grown(c.low, n), grown(c.next, n)
	c.stack, c.frame, c.count = c.stack[:0], c.frame[:0], 0
	clear(c.index)
	var time int32
	for root := range int32(n) {
		if c.index[root] != 0 {
			continue
		}
		c.frame = append(c.frame, root)
		for len(c.frame) > 0 {
			v := c.frame[len(c.frame)-1]
			if c.index[v] == 0 {
				time++
				c.index[v], c.low[v], c.next[v], c.of[v] = time, time, start[v], -1
				c.stack = append(c.stack, v)
			}
			if c.descend(v, start, to) {
				continue
			}
			c.frame = c.frame[:len(c.frame)-1]
			if c.low[v] == c.index[v] {
				c.close(v)
			}
			if len(c.frame) > 0 {
				parent := c.frame[len(c.frame)-1]
				c.low[parent] = min(c.low[parent], c.low[v])
			}
		}
	}
}

// descend goes on with v's edges, and says whether it entered a new node.
func (c *components) descend(v int32, start, to []int32) bool {
	for ; c.next[v] < start[v+1]; c.next[v]++ {
		w := to[c.next[v]]
		if c.index[w] == 0 {
			c.frame = append(c.frame, w)
			c.next[v]++
			return true
		}
		if c.of[w] < 0 { // still on the stack
			c.low[v] = min(c.low[v], c.index[w])
		}
	}
	return false
}

// close makes a component of v and all above it on the stack.
func (c *components) close(v int32) {
	for {
		w := c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		c.of[w] = c.count
		if w == v {
			break
		}
	}
	c.count++
}

// grown gives a slice of length n, in the old memory if that is enough. What is
// in it is undefined.
func grown[E any](s []E, n int) []E {
	if cap(s) < n {
		return make([]E, n, n+n/2)
	}
	return s[:n]
}
