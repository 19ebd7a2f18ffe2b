package graph

// union tells which numbers were joined (a disjoint-set forest with path halving).
type union []int32

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = int32(i)
	}
	return u
}

func (u union) find(x int32) int32 {
	for u[x] != x {
		u[x] = u[u[x]]
		x = u[x]
	}
	return x
}

// join puts x and y together, under the lower number.
func (u union) join(x, y int32) {
	x, y = u.find(x), u.find(y)
	u[max(x, y)] = min(x, y)
}
