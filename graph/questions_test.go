package graph_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// waysBetween gives all ways over active links from one thing back to another, each as names; loops are not gone round.
func waysBetween(o *graphtest.Rules, to, from graph.Subject) [][]graph.Link {
	var found [][]graph.Link
	var walk func(at graph.Subject, way []graph.Link, seen map[graph.Subject]bool)
	walk = func(at graph.Subject, way []graph.Link, seen map[graph.Subject]bool) {
		if at == from {
			if len(way) > 0 {
				found = append(found, slices.Clone(way))
			}
			return
		}
		seen[at] = true
		for _, l := range at.Needs() {
			if o.Active(l) && !seen[l.Before()] {
				walk(l.Before(), append([]graph.Link{l}, way...), seen)
			}
		}
		delete(seen, at)
	}
	walk(to, nil, map[graph.Subject]bool{})
	return found
}

func TestRandomPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		ends, opt := drawSubjects(t, s, 2, 2, "ends"), drawOptions(t, s)
		most := rapid.IntRange(0, 8).Draw(t, "most")
		o := &graphtest.Rules{Options: opt}
		want := waysBetween(o, ends[1], ends[0])
		got := s.Paths(ends[0], ends[1], opt, most)
		if len(got) != min(most, len(want)) {
			t.Fatalf("%d paths, want %d of %d", len(got), min(most, len(want)), len(want))
		}
		var lengths []int
		for _, w := range want {
			lengths = append(lengths, len(w))
		}
		slices.Sort(lengths)
		for i, p := range got {
			if len(p.Links) != lengths[i] {
				t.Fatalf("path %d has %d links, want %d", i, len(p.Links), lengths[i])
			}
			if !slices.ContainsFunc(want, func(w []graph.Link) bool { return slices.Equal(w, p.Links) }) {
				t.Fatalf("path %d is none", i)
			}
			for _, other := range got[:i] {
				if slices.Equal(other.Links, p.Links) {
					t.Fatalf("path %d is there twice", i)
				}
			}
		}
	})
}

func TestRandomReady(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		opt := drawOptions(t, s)
		o := graphtest.NewRules(opt)
		want := map[graph.Concept]bool{}
		for _, c := range s.Concepts() {
			if fits := c.Status() == graph.Accepted || c.Status() == graph.Suggested && opt.Suggested; fits && !o.Known[c] && len(o.Conditions(c)) == 0 {
				want[c] = true
			}
		}
		steps := s.Ready(opt, 100)
		for _, step := range steps {
			if step.Read != nil && (o.Known[*step.Read] || len(o.Conditions(*step.Read)) > 0) {
				t.Fatalf("%s can't be read yet", step.Read.Name())
			}
			for _, c := range step.Covers {
				if !want[c] {
					t.Fatalf("%s can't be learned, or is there twice", c.Name())
				}
				if step.Read != nil && !graphtest.Teaches(*step.Read, c) {
					t.Fatalf("%s doesn't teach %s", step.Read.Name(), c.Name())
				}
				delete(want, c)
			}
		}
		if len(want) > 0 {
			t.Fatalf("%d are left out", len(want))
		}
		if few := s.Ready(opt, 1); len(few) != min(1, len(steps)) || len(few) == 1 && !same(few[0], steps[0]) {
			t.Fatal("the first one is another when only one is asked for")
		}
	})
}

func TestRandomBottlenecks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		goal := drawSubjects(t, s, 1, 1, "goal")[0]
		to := map[graph.Subject][]graph.Subject{}
		var o graphtest.Rules
		for _, x := range subjects(s) {
			for _, l := range x.Needs() {
				if o.Active(l) {
					to[x] = append(to[x], l.Before())
				}
			}
		}
		check := func(within []graph.Subject, got []graph.Bottleneck, all func(graph.Subject) bool) {
			found := map[graph.Subject]graph.Bottleneck{}
			for _, b := range got {
				found[b.Subject] = b
			}
			for _, x := range within {
				blocks := 0
				for _, y := range within {
					if x != y && slices.Contains(graphtest.Reach(to, y), x) {
						blocks++
					}
				}
				if found[x].Blocks != blocks || found[x].AllRoads != all(x) {
					t.Fatalf("%s: %+v, want %d, %v", x.Name(), found[x], blocks, all(x))
				}
			}
		}
		check(subjects(s), s.Bottlenecks(nil, 100), func(graph.Subject) bool { return false })
		within := append(slices.DeleteFunc(graphtest.Reach(to, goal), func(x graph.Subject) bool { return x == goal }), goal)
		check(within, s.Bottlenecks(goal, 100), func(x graph.Subject) bool { return x != goal && onAllRoads(to, within, goal, x) })
	})
}

// onAllRoads says that without x nothing that needs nothing (or only its own loop) is reached from the goal.
func onAllRoads(to map[graph.Subject][]graph.Subject, within []graph.Subject, goal, x graph.Subject) bool {
	last := func(y graph.Subject) bool {
		return !slices.ContainsFunc(graphtest.Reach(to, y), func(z graph.Subject) bool { return z != y && !slices.Contains(graphtest.Reach(to, z), y) })
	}
	without := map[graph.Subject][]graph.Subject{}
	for y, needs := range to {
		if y != x {
			without[y] = slices.DeleteFunc(slices.Clone(needs), func(z graph.Subject) bool { return z == x })
		}
	}
	return !slices.ContainsFunc(append(graphtest.Reach(without, goal), goal), last)
}

func TestRandomComparisons(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		left, right, opt := drawSubjects(t, s, 1, 2, "left"), drawSubjects(t, s, 1, 2, "right"), drawOptions(t, s)
		c := s.Compare(left, right, opt)
		l, r := onList(s.ReadBefore(left, opt)), onList(s.ReadBefore(right, opt))
		for _, x := range subjects(s) {
			for what, want := range map[*[]graph.Subject]bool{&c.Shared: l[x] && r[x], &c.OnlyLeft: l[x] && !r[x], &c.OnlyRight: r[x] && !l[x]} {
				if slices.Contains(*what, x) != want {
					t.Fatalf("%s is on the wrong side", x.Name())
				}
			}
		}
		if c.MinutesLeft != s.ReadBefore(left, opt).Minutes {
			t.Fatal("the minutes are others")
		}
		if same := s.CompareItems(left, left); len(same.OnlyLeft)+len(same.OnlyRight) > 0 {
			t.Fatal("a curriculum differs from itself")
		}
	})
}
