package graph_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// A least list costs what the cheapest way costs that a search through all ways finds.
func TestRandomLeastListsAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		goals, opt := drawSubjects(t, s, 1, 2, "goals"), drawOptions(t, s)
		opt.Cover, opt.Recommended = graph.Least, false
		list := s.ReadBefore(goals, opt)
		if len(graphtest.NewRules(opt).Loops(subjects(s))) > 0 {
			return // the way through a loop is TestRandomLists' to check
		}
		want, ok := graphtest.Cheapest(s, goals, opt)
		if !ok {
			t.Fatalf("no way to the goals\n%s", show(s, goals, opt, list))
		}
		got := graphtest.CostOf(list, opt)
		if got != want && list.MaxSaving == 0 || got.Compare(want) < 0 || list.Minutes.Total-list.MaxSaving > want[graphtest.MinutesSpent] {
			t.Fatalf("costs %v, want %v (could be shorter by %d)\n%s", got, want, list.MaxSaving, show(s, goals, opt, list))
		}
		if len(list.Loops) > 0 {
			t.Fatalf("a loop, where there is a way without\n%s", show(s, goals, opt, list))
		}
	})
}
