package graph_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
)

// Reduced links lead from step to step as all links do, and none of them could be spared.
func TestRandomLinksOfLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		goals, opt := drawSubjects(t, s, 1, 2, "goals"), drawOptions(t, s)
		opt.Cover = rapid.SampledFrom([]graph.Cover{graph.Least, graph.Everything}).Draw(t, "cover")
		list := s.ReadBefore(goals, opt)
		all, reduced := between(list, list.Links(false)), between(list, list.Links(true))
		want := ways(all, len(list.Steps))
		if got := ways(reduced, len(list.Steps)); !slices.Equal(got, want) {
			t.Fatalf("reduced links lead elsewhere\n%s", show(s, goals, opt, list))
		}
		for pair := range reduced {
			without := map[[2]int]bool{}
			for other := range reduced {
				without[other] = other != pair
			}
			if slices.Equal(ways(without, len(list.Steps)), want) {
				t.Fatalf("the links from step %d to %d can be spared\n%s", pair[0]+1, pair[1]+1, show(s, goals, opt, list))
			}
		}
		total := 0
		for i, layer := range list.Layers() {
			if total += len(layer.Steps); i > 0 && layer.Number <= list.Layers()[i-1].Number {
				t.Fatal("layers are out of order")
			}
		}
		if total != len(list.Steps) {
			t.Fatalf("the layers have %d steps, want %d", total, len(list.Steps))
		}
	})
}

// between gives the pairs of different steps that links lead between.
func between(list *graph.ReadingList, links []graph.Link) map[[2]int]bool {
	step := func(x graph.Subject) int {
		return slices.IndexFunc(list.Steps, func(st graph.Step) bool {
			c, isConcept := x.(graph.Concept)
			a, isArticle := x.(graph.Article)
			return isConcept && slices.Contains(st.Covers, c) || isArticle && (st.Read != nil && *st.Read == a || slices.Contains(st.Also, a))
		})
	}
	pairs := map[[2]int]bool{}
	for _, l := range links {
		if pair := [2]int{step(l.Before()), step(l.After())}; pair[0] != pair[1] {
			pairs[pair] = true
		}
	}
	return pairs
}

// ways says, for each two steps, whether a way leads from one to the other.
func ways(pairs map[[2]int]bool, n int) []bool {
	to := make([]bool, n*n)
	for pair, there := range pairs {
		to[pair[0]*n+pair[1]] = there
	}
	for k := range n {
		for i := range n {
			for j := range n {
				to[i*n+j] = to[i*n+j] || to[i*n+k] && to[k*n+j]
			}
		}
	}
	return to
}
