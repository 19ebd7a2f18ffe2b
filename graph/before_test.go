package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// Random lists hold what a reading list promises.
func TestRandomLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		goals, opt := drawSubjects(t, s, 1, 2, "goals"), drawOptions(t, s)
		list := s.ReadBefore(goals, opt)
		if err := graphtest.Validate(list, s, goals, opt); err != nil {
			t.Fatalf("%v\n%s", err, show(s, goals, opt, list))
		}
	})
}

// What is on a random list is what the rules ask for, and its loops are those
// that no choice avoids.
func TestRandomListsAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		goals, opt := drawSubjects(t, s, 1, 2, "goals"), drawOptions(t, s)
		opt.Cover = graph.Everything
		list := s.ReadBefore(goals, opt)
		all := graphtest.NewRules(opt)
		// What can give way to avoid a loop is left out of what must be there.
		forced := graphtest.Rules{Options: opt, Known: all.Known}
		forced.Options.Recommended = false
		on := onList(list)
		plainly := graphtest.Rules{Options: forced.Options, Known: all.Known, Plain: true}
		must := plainly.Needed(goals)
		if len(all.Loops(subjects(s))) == 0 && len(all.MayLoop(subjects(s))) == 0 {
			must = all.Needed(goals)
		}
		for x := range must {
			if !on[x] {
				t.Fatalf("%s is not on the list\n%s", x.Name(), show(s, goals, opt, list))
			}
		}
		var want []string
		for _, loop := range forced.Loops(subjects(s)) {
			absent := func(m graph.Subject) bool { return !on[m] }
			if !slices.ContainsFunc(loop, absent) && !taughtAsOne(on, loop) {
				want = append(want, fmt.Sprint(sortedNames(loop)))
			}
		}
		var got []string
		for _, loop := range list.Loops {
			if !taughtAsOne(on, loop.Members) {
				got = append(got, fmt.Sprint(sortedNames(loop.Members)))
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Fatalf("loops %v, want %v\n%s", got, want, show(s, goals, opt, list))
		}
	})
}

// taughtAsOne says that one article on the list teaches all members: one that is needed itself may
// bring them although nothing needs them.
func taughtAsOne(on map[graph.Subject]bool, members []graph.Subject) bool {
	for x := range on {
		if !slices.ContainsFunc(members, func(m graph.Subject) bool { return !graphtest.Teaches(x, m) }) {
			return true
		}
	}
	return false
}

func subjects(s *graph.Snapshot) []graph.Subject {
	var all []graph.Subject
	for _, c := range s.Concepts() {
		all = append(all, c)
	}
	for _, a := range s.Articles() {
		all = append(all, a)
	}
	return all
}

// onList gives all that a list covers and reads.
func onList(list *graph.ReadingList) map[graph.Subject]bool {
	on := map[graph.Subject]bool{}
	for _, step := range list.Steps {
		for _, c := range step.Covers {
			on[c] = true
		}
		if step.Read != nil {
			on[*step.Read] = true
		}
		for _, a := range step.Also {
			on[a] = true
		}
	}
	return on
}

func show(s *graph.Snapshot, goals []graph.Subject, opt graph.ReadOptions, list *graph.ReadingList) string {
	return fmt.Sprintf("%sbefore %v knowing %v cover %v, recommended %v, suggested %v, only as told %v\n%s", graphtest.FormatGraph(s),
		sortedNames(goals), sortedNames(opt.Knowing), opt.Cover, opt.Recommended, opt.Suggested, opt.OnlyAsTold, graphtest.FormatList(list))
}

func sortedNames(subjects []graph.Subject) []string {
	names := make([]string, len(subjects))
	for i, x := range subjects {
		names[i] = x.Name()
	}
	slices.Sort(names)
	return names
}
