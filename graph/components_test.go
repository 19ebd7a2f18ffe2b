package graph

import (
	"testing"

	"pgregory.net/rapid"
)

// Components hold exactly what reaches each other, and lead to lower ones.
func TestComponents(t *testing.T) {
	var c components // used again and again, as by plans
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "nodes")
		start, to := []int32{0}, []int32(nil)
		reach := make([][]bool, n)
		for v := range n {
			reach[v] = make([]bool, n)
			for _, w := range rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 3).Draw(t, "edges") {
				to = append(to, int32(w))
				reach[v][w] = true
			}
			start = append(start, int32(len(to)))
		}
		for k := range n { // Warshall
			for v := range n {
				for w := range n {
					reach[v][w] = reach[v][w] || reach[v][k] && reach[k][w]
				}
			}
		}
		c.find(start, to)
		seen := map[int32]bool{}
		for v := range n {
			seen[c.of[v]] = true
			for w := range n {
				if together := v == w || reach[v][w] && reach[w][v]; together != (c.of[v] == c.of[w]) {
					t.Fatalf("%d and %d: together %v, components %v", v, w, together, c.of)
				}
				if reach[v][w] && c.of[v] < c.of[w] {
					t.Fatalf("%d leads to %d, components %v", v, w, c.of)
				}
			}
		}
		if len(seen) != int(c.count) {
			t.Fatalf("%d components, %d counted", len(seen), c.count)
		}
	})
}
