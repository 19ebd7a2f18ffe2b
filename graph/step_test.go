package graph_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// A budget and a limit cut a list without losing or moving anything.
func TestRandomCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		goals, opt := drawSubjects(t, s, 1, 2, "goals"), drawOptions(t, s)
		whole := s.ReadBefore(goals, opt)
		opt.Budget = rapid.IntRange(0, 30).Draw(t, "budget")
		opt.Nearest = rapid.IntRange(0, 4).Draw(t, "nearest")
		cut := s.ReadBefore(goals, opt)
		if opt.Budget > 0 && cut.Minutes.Total > opt.Budget {
			t.Fatalf("%d minutes, more than %d", cut.Minutes.Total, opt.Budget)
		}
		if opt.Nearest > 0 && len(cut.Steps)+len(cut.Later) > opt.Nearest {
			t.Fatalf("%d steps, more than %d", len(cut.Steps)+len(cut.Later), opt.Nearest)
		}
		if opt.Budget > 0 && len(cut.Later) > 0 && cut.Minutes.Total+cut.Later[0].Minutes.Total <= opt.Budget {
			t.Fatal("one more step would fit")
		}
		all := slices.Concat(cut.Earlier, cut.Steps, cut.Later)
		if len(all) != len(whole.Steps) {
			t.Fatalf("%d steps, want %d", len(all), len(whole.Steps))
		}
		for i, step := range slices.Concat(cut.Steps, cut.Later) {
			at := slices.IndexFunc(whole.Steps, func(w graph.Step) bool { return same(w, step) })
			if at < 0 || i > 0 && at == 0 {
				t.Fatal("a step is not the list's")
			}
		}
	})
}

func same(a, b graph.Step) bool {
	return slices.Equal(a.Covers, b.Covers) && (a.Read == nil) == (b.Read == nil) && (a.Read == nil || *a.Read == *b.Read)
}

// What would do instead is a list of its own, and costs no less than a proven one.
func TestRandomInstead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		goals, opt := drawSubjects(t, s, 1, 2, "goals"), drawOptions(t, s)
		opt.Cover = graph.Least
		list := s.ReadBefore(goals, opt)
		for i := range list.Steps {
			for _, a := range list.Steps[i].Instead() {
				for _, step := range a.Steps {
					if step.Read != nil && list.Steps[i].Read != nil && *step.Read == *list.Steps[i].Read {
						t.Fatalf("%s instead of itself\n%s", step.Read.Name(), show(s, goals, opt, list))
					}
				}
			}
		}
	})
}

func TestInstead(t *testing.T) {
	state, err := graphtest.ParseGraph(`source notes
concept Goal
concept X
concept Y
Goal needs X or Y
article On X : 5 min, 100 words
article Also on X : 8 min, 100 words
article On Y : 12 min, 100 words
article On the goal : 3 min, 100 words
On X teaches X
Also on X teaches X
On Y teaches Y
On the goal teaches Goal`)
	if err != nil {
		t.Fatal(err)
	}
	s := graph.NewSnapshot(state)
	list := s.ReadBefore([]graph.Subject{s.Lookup("Goal").Subject}, graph.ReadOptions{})
	instead := list.Steps[0].Instead()
	if len(instead) != 2 || instead[0].Extra != 3 || instead[0].Steps[0].Read.Name() != "Also on X" ||
		instead[1].Extra != 7 || instead[1].Steps[0].Read.Name() != "On Y" {
		t.Errorf("%+v", instead)
	}
	unlocks := list.Steps[0].Unlocks()
	if len(unlocks) != 1 || unlocks[0].Name() != "Goal" {
		t.Errorf("%v", unlocks)
	}
}
