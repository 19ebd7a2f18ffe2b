package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// A repaired order with its additions has no faults of order, whatever the curriculum; and where nothing is missing, no
// other order without such faults leaves more items in their places.
func TestRandomRepairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		subjects := rapid.SliceOfNDistinct(rapid.SampledFrom(subjects(s)), 1, 6, func(x graph.Subject) graph.Subject { return x }).Draw(t, "items")
		items := itemsOf(subjects)
		for i := range items {
			items[i].Module = fmt.Sprint(i * rapid.IntRange(1, 3).Draw(t, "modules") / 4)
		}
		opt := graph.CheckOptions{ReadOptions: drawOptions(t, s), Goals: subjects[len(subjects)-1:]}
		opt.Within = nil
		check := s.Check(items, opt)
		told := func() string {
			return fmt.Sprintf("%s%sgoals %v knowing %v recommended %v suggested %v only as told %v", graphtest.FormatGraph(s), graphtest.FormatCheck(items, check),
				sortedNames(opt.Goals), sortedNames(opt.Knowing), opt.Recommended, opt.Suggested, opt.OnlyAsTold)
		}
		repaired := make([]graph.Subject, len(check.Order))
		for i, p := range check.Order {
			repaired[i] = p.Subject
		}
		again := s.Check(itemsOf(repaired), opt)
		if faults := ofOrder(again); len(faults) > 0 {
			t.Fatalf("the repaired order has faults: %+v\n%s", faults, told())
		}
		if moved := len(subjects) - longestKept(subjects, repaired); moved != check.Moves {
			t.Fatalf("%d items are moved\n%s", moved, told())
		}
		if again.Moves != 0 {
			t.Fatalf("the repaired order is repaired again\n%s", told())
		}
		if slices.ContainsFunc(check.Order, graph.Placed.Added) || !check.Fewest {
			return
		}
		for order := range permutations(subjects) {
			if moved := len(subjects) - longestKept(subjects, order); moved < check.Moves && len(ofOrder(s.Check(itemsOf(order), opt))) == 0 {
				t.Fatalf("%v has %d moves\n%s", names(order), moved, told())
			}
		}
	})
}

func itemsOf(subjects []graph.Subject) []graph.Item {
	items := make([]graph.Item, len(subjects))
	for i, x := range subjects {
		items[i].Match = graph.Match{Name: x.Name(), Subject: x}
	}
	return items
}

// ofOrder gives the faults that a repaired order mustn't have.
func ofOrder(c *graph.Check) []graph.CheckFault {
	return slices.DeleteFunc(slices.Clone(c.Faults), func(f graph.CheckFault) bool {
		return f.Severity == graph.Note || !slices.Contains([]string{graph.RuleUsedEarly, graph.RuleMissing, graph.RuleRepeated}, f.Rule)
	})
}

// longestKept is the length of a longest common subsequence.
func longestKept(a, b []graph.Subject) int {
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			best[i+1][j+1] = max(best[i][j+1], best[i+1][j])
			if a[i] == b[j] {
				best[i+1][j+1] = best[i][j] + 1
			}
		}
	}
	return best[len(a)][len(b)]
}

// permutations gives all orders of some things.
func permutations[E any](list []E) func(yield func([]E) bool) {
	return func(yield func([]E) bool) {
		var from func(done, left []E) bool
		from = func(done, left []E) bool {
			if len(left) == 0 {
				return yield(done)
			}
			for i := range left {
				if !from(append(slices.Clone(done), left[i]), slices.Delete(slices.Clone(left), i, i+1)) {
					return false
				}
			}
			return true
		}
		from(nil, list)
	}
}

func names(subjects []graph.Subject) []string {
	list := make([]string, len(subjects))
	for i, x := range subjects {
		list[i] = x.Name()
	}
	return list
}
