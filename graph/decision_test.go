package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph"
)

// The worked cases of docs/decisions/0014-decisions-in-files-and-in-the-store.md.
func TestRuling(t *testing.T) {
	for name, test := range map[string]struct {
		sources []string
		want    string
	}{
		"the store's alone":          {[]string{""}, ""},
		"a file before the store":    {[]string{"", "notes"}, "notes"},
		"the store before a bundled": {[]string{"corpus:rust", ""}, ""},
		"files by name":              {[]string{"notes", "", "book", "corpus:rust"}, "book"},
		"bundled by name":            {[]string{"corpus:rust", "corpus:go"}, "corpus:go"},
	} {
		var decisions []graph.Decision
		for _, source := range test.sources {
			decisions = append(decisions, graph.Decision{After: "concept:a", Before: "concept:b", Source: source},
				graph.Decision{After: "concept:a", Source: "z" + source})
		}
		ruling := graph.Ruling(decisions)
		if d := ruling[graph.Judged{After: "concept:a", Before: "concept:b"}]; d.Source != test.want || len(ruling) != 2 {
			t.Errorf("%s: %+v rules", name, d)
		}
	}
}

// A decision counts as a whole, and snapshots tell whose it is.
func TestRulingInSnapshot(t *testing.T) {
	state := new(graph.State).With(&graph.Batch{
		Sources: []graph.SourceClaims{{Source: graph.Source{ID: "notes"},
			Concepts: []graph.ConceptClaim{{ID: "concept:a", Name: "A"}, {ID: "concept:b", Name: "B"}},
			Links:    []graph.LinkClaim{{After: "concept:a", Before: "concept:b", Reason: "said"}}}},
		Decide: []graph.Decision{
			{After: "concept:a", Before: "concept:b", Set: graph.Edited{Reason: new("edited")}, By: "ada"},
			{After: "concept:a", Before: "concept:b", Source: "notes", Status: graph.Rejected, By: "ben"},
		}})
	link := graph.NewSnapshot(state).Links()[0]
	d, ok := link.Decision()
	if link.Status() != graph.Rejected || link.Why() != "said" || !ok || d.By != "ben" {
		t.Errorf("%s, %q, %+v", link.Status(), link.Why(), d)
	}
	without := graph.NewSnapshot(state.Without("notes").With(&graph.Batch{Sources: state.Sources}))
	link = without.Links()[0]
	if d, ok := link.Decision(); link.Status() != graph.Accepted || link.Why() != "edited" || !ok || d.By != "ada" {
		t.Errorf("without the file: %s, %q, %+v", link.Status(), link.Why(), d)
	}
	if _, ok := link.After().(graph.Concept).Decision(); ok {
		t.Error("a decision on a link is one on its end")
	}
}

func TestUnedited(t *testing.T) {
	state := new(graph.State).With(&graph.Batch{Sources: []graph.SourceClaims{
		{Source: graph.Source{ID: "book"},
			Concepts: []graph.ConceptClaim{{ID: "concept:a", Name: "Ay", Summary: "A letter."}, {ID: "concept:b", Name: "B"}},
			Links: []graph.LinkClaim{{After: "concept:a", Before: "concept:b", Reason: "alone"},
				{After: "concept:a", Before: "concept:b", AnyOf: "x", Need: graph.Recommended}, {After: "concept:b", Before: "concept:a"}}},
		{Source: graph.Source{ID: "notes", DecisionsIn: "/notes"},
			Concepts: []graph.ConceptClaim{{ID: "concept:a", Name: "A"}},
			Links:    []graph.LinkClaim{{After: "concept:a", Before: "concept:b", Need: graph.Recommended}}},
	}, Decide: []graph.Decision{{After: "concept:a", Set: graph.Edited{Name: new("Aleph")}}}})
	all := func(*graph.Source) bool { return true }
	notes := func(s *graph.Source) bool { return s.DecisionsIn == "/notes" }
	required, recommended := graph.Required, graph.Recommended
	for _, test := range []struct {
		on     graph.Judged
		counts func(*graph.Source) bool
		want   graph.Edited
		ok     bool
	}{
		{graph.Judged{After: "concept:a"}, all, graph.Edited{Name: new("Ay"), Aliases: &[]string{"A"}, Summary: new("A letter."), Module: new(""), External: &[]graph.ExternalID{}}, true},
		{graph.Judged{After: "concept:a"}, notes, graph.Edited{Name: new("A"), Aliases: &[]string{}, Summary: new(""), Module: new(""), External: &[]graph.ExternalID{}}, true},
		{graph.Judged{After: "concept:a", Before: "concept:b"}, all, graph.Edited{Need: &required, Reason: new("alone")}, true},
		{graph.Judged{After: "concept:a", Before: "concept:b"}, notes, graph.Edited{Need: &recommended, Reason: new("")}, true},
		{graph.Judged{After: "concept:b"}, notes, graph.Edited{}, false},
		{graph.Judged{After: "concept:z", Before: "concept:b"}, all, graph.Edited{}, false},
	} {
		got, ok := state.Unedited(test.on, test.counts)
		if diff := cmp.Diff(test.want, got); diff != "" || ok != test.ok {
			t.Errorf("%v: %v\n%s", test.on, ok, diff)
		}
	}
}

func TestVoices(t *testing.T) {
	concept, article := graph.ConceptClaim{ID: "concept:a", Name: "A"}, graph.ArticleClaim{ID: "article:a", Title: "A"}
	guess := concept
	guess.Origin = graph.Inferred
	link := graph.LinkClaim{After: "article:a", Before: "concept:a"}
	grouped := link
	grouped.AnyOf = "x"
	state := new(graph.State).With(&graph.Batch{Sources: []graph.SourceClaims{
		{Source: graph.Source{ID: "a"}, Concepts: []graph.ConceptClaim{guess}, Articles: []graph.ArticleClaim{article}},
		{Source: graph.Source{ID: "corpus:x"}, Concepts: []graph.ConceptClaim{concept}, Articles: []graph.ArticleClaim{article}, Links: []graph.LinkClaim{link, grouped}},
		{Source: graph.Source{ID: "z"}, Concepts: []graph.ConceptClaim{concept}},
	}})
	for on, want := range map[graph.Judged][]string{
		{After: "concept:a"}:                      {"z", "corpus:x", "a"},
		{After: "article:a"}:                      {"a", "corpus:x"},
		{After: "article:a", Before: "concept:a"}: {"corpus:x"},
		{After: "concept:b"}:                      nil,
	} {
		var got []string
		for _, source := range state.Voices(on) {
			got = append(got, source.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v: %s", on, diff)
		}
	}
	if s := state.Source("z"); s == nil || s.ID != "z" || state.Source("b") != nil {
		t.Error("sources aren't found by their ids")
	}
}
