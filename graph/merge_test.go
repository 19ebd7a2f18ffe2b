package graph_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// In whatever order a state has its sources and claims, it is the same graph.
func TestMergeInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := drawState(t)
		shuffled := &graph.State{Revision: state.Revision, Sources: rapid.Permutation(state.Sources).Draw(t, "sources"), Decisions: state.Decisions}
		for i := range shuffled.Sources {
			s := &shuffled.Sources[i]
			s.Concepts = rapid.Permutation(s.Concepts).Draw(t, "concepts")
			s.Articles = rapid.Permutation(s.Articles).Draw(t, "articles")
			s.Mentions = rapid.Permutation(s.Mentions).Draw(t, "mentions")
			s.Links = rapid.Permutation(s.Links).Draw(t, "links")
		}
		want, got := graph.NewSnapshot(state), graph.NewSnapshot(shuffled)
		if diff := cmp.Diff(graphtest.FormatGraph(want), graphtest.FormatGraph(got)); diff != "" {
			t.Fatal(diff)
		}
		goals := drawSubjects(t, want, 1, 2, "goals")
		same := make([]graph.Subject, len(goals))
		for i, g := range goals {
			same[i] = got.Subject(g.ID())
		}
		if diff := cmp.Diff(graphtest.FormatList(want.ReadBefore(goals, graph.ReadOptions{})), graphtest.FormatList(got.ReadBefore(same, graph.ReadOptions{}))); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A snapshot's rows lead both ways: what a thing needs is needed by it.
func TestRowsBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		var needs, neededBy []graph.Link
		for _, x := range subjects(s) {
			needs = append(needs, x.Needs()...)
			neededBy = append(neededBy, x.NeededBy()...)
			if s.Subject(x.ID()) != x {
				t.Fatalf("%s isn't found by its id", x.ID())
			}
		}
		if !slices.Equal(needs, s.Links()) || len(neededBy) != len(needs) {
			t.Fatal("the needs of all are not all links")
		}
		for _, l := range neededBy {
			if !slices.Contains(l.Before().NeededBy(), l) || !slices.Contains(l.After().Needs(), l) {
				t.Fatalf("%s is not at its ends", l.ID())
			}
		}
		for _, a := range s.Articles() {
			for _, m := range a.Mentions() {
				if m.Article() != a || !slices.Contains(m.Concept().Mentions(), m) {
					t.Fatal("a mention is not at its ends")
				}
				if taught := slices.Contains(m.Concept().TaughtIn(), a); taught != (m.Role() == graph.Teaches) {
					t.Fatalf("%s is taught in %s: %v", m.Concept().ID(), a.ID(), taught)
				}
			}
		}
	})
}

// The inferred claims of a link count only where no other is.
func TestMergeLink(t *testing.T) {
	claims := func(all ...graph.LinkClaim) []graph.From[graph.LinkClaim] {
		list := make([]graph.From[graph.LinkClaim], len(all))
		for i := range all {
			list[i] = graph.From[graph.LinkClaim]{Source: string(rune('z' - i)), Claim: &all[i]}
		}
		return list
	}
	guess := graph.LinkClaim{Origin: graph.Inferred, Confidence: 0.9, Reason: "a guess"}
	for name, test := range map[string]struct {
		claims   []graph.From[graph.LinkClaim]
		decision *graph.Decision
		want     graph.LinkFact
	}{
		"a guess":              {claims(guess), nil, graph.LinkFact{Origin: graph.Inferred, Status: graph.Suggested, Confidence: 0.9, Reason: "a guess"}},
		"beside a recommended": {claims(guess, graph.LinkClaim{Need: graph.Recommended}), nil, graph.LinkFact{Need: graph.Recommended}},
		"beside an imported":   {claims(guess, graph.LinkClaim{Origin: graph.Import, Reason: "a table"}), nil, graph.LinkFact{Origin: graph.Import, Reason: "a table"}},
		"two guesses": {claims(graph.LinkClaim{Origin: graph.Inferred, Confidence: 0.95, Need: graph.Recommended}, guess), nil,
			graph.LinkFact{Origin: graph.Inferred, Status: graph.Suggested, Confidence: 0.99, Reason: "a guess"}},
		"accepted": {claims(guess), &graph.Decision{}, graph.LinkFact{Origin: graph.Inferred, Confidence: 0.9, Reason: "a guess"}},
		"put back": {claims(graph.LinkClaim{}), &graph.Decision{Status: graph.Suggested}, graph.LinkFact{Status: graph.Suggested}},
		"edited": {claims(graph.LinkClaim{Reason: "old"}), &graph.Decision{Status: graph.Rejected, Set: graph.Edited{Need: new(graph.Recommended), Reason: new("")}},
			graph.LinkFact{Status: graph.Rejected, Need: graph.Recommended}},
	} {
		if diff := cmp.Diff(test.want, graph.MergeLink(test.claims, test.decision)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
