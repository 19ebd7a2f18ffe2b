package graph_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

func heldBy(s *graph.SourceClaims) []graph.Held {
	var held []graph.Held
	for _, c := range s.Claims() {
		held = append(held, graph.Held{Key: c.Key(), Digest: graph.Digest(c)})
	}
	return held
}

func editLines(edits []graph.Edit) []string {
	lines := []string{}
	for _, e := range edits {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", e.Op, e.Source, e.Key.A, e.Key.B))
	}
	return lines
}

func TestDiff(t *testing.T) {
	old := graph.SourceClaims{Source: graph.Source{ID: "s"},
		Concepts: []graph.ConceptClaim{{ID: "concept:b", Name: "B"}, {ID: "concept:a", Name: "A"}, {ID: "concept:c", Name: "C"}},
		Links:    []graph.LinkClaim{{After: "concept:a", Before: "concept:b"}, {After: "concept:a", Before: "concept:b", Origin: graph.Inferred}}}
	shall := graph.SourceClaims{Source: graph.Source{ID: "s", Location: "elsewhere"},
		Concepts: []graph.ConceptClaim{{ID: "concept:d", Name: "D"}, {ID: "concept:a", Name: "A"}, {ID: "concept:b", Name: "new"}},
		Links:    []graph.LinkClaim{{After: "concept:a", Before: "concept:b", Reason: "because"}}}
	held := heldBy(&old)
	for range 2 { // in any order of what is held
		want := []string{"CHANGED s s ", "CHANGED s concept:b ", "REMOVED s concept:c ", "ADDED s concept:d ",
			"CHANGED s concept:a concept:b", "REMOVED s concept:a concept:b"}
		if diff := cmp.Diff(want, editLines(graph.Diff("s", held, &shall))); diff != "" {
			t.Errorf("edits (-want +got):\n%s", diff)
		}
		slices.Reverse(held)
	}
	if edits := graph.Diff("s", held, &old); len(edits) != 0 {
		t.Errorf("the same again: %v", editLines(edits))
	}
	if edits := graph.Diff("s", held, nil); len(edits) != len(held) || slices.ContainsFunc(edits, func(e graph.Edit) bool { return e.Op != graph.Removed }) {
		t.Errorf("unloaded: %v", editLines(edits))
	}
	if edits := graph.Diff("s", nil, &shall); len(edits) != shall.Rows()+1 {
		t.Errorf("loaded: %v", editLines(edits))
	}
}

// Whatever a source claimed and shall claim, the edits lead from the one to the
// other, in the order of keys.
func TestDiffRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, shall := &drawState(t).Sources[0], &drawState(t).Sources[0]
		now := map[graph.ClaimKey]string{}
		for _, h := range heldBy(old) {
			now[h.Key] = h.Digest
		}
		edits := graph.Diff("a", heldBy(old), shall)
		for i, e := range edits {
			if i > 0 && edits[i-1].Key.Compare(e.Key) >= 0 {
				t.Fatalf("edits out of order: %v", editLines(edits))
			}
			digest, held := now[e.Key]
			switch {
			case held != (e.Op != graph.Added), e.Op == graph.Changed && graph.Digest(e.New) == digest:
				t.Fatalf("%s of %s", e.Op, e.Key)
			case e.Op == graph.Removed:
				delete(now, e.Key)
			default:
				now[e.Key] = graph.Digest(e.New)
			}
		}
		want := map[graph.ClaimKey]string{}
		for _, h := range heldBy(shall) {
			want[h.Key] = h.Digest
		}
		if diff := cmp.Diff(want, now); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestChangeCount(t *testing.T) {
	c := graph.Change{Edits: []graph.Edit{
		{Op: graph.Added, Key: graph.ClaimKey{Kind: graph.OfConcept}}, {Op: graph.Added, Key: graph.ClaimKey{Kind: graph.OfLink}},
		{Op: graph.Removed, Key: graph.ClaimKey{Kind: graph.OfConcept}}, {Op: graph.Changed, Key: graph.ClaimKey{Kind: graph.OfConcept}}}}
	if a, ch, r := c.Count(graph.OfConcept); a != 1 || ch != 1 || r != 1 || c.Empty() {
		t.Error(a, ch, r, c.Empty())
	}
	if a, ch, r := c.Count(graph.OfSeries); a+ch+r != 0 {
		t.Error(a, ch, r)
	}
}

func TestEnums(t *testing.T) {
	for want, value := range map[string]interface {
		fmt.Stringer
		MarshalText() ([]byte, error)
	}{
		"AUTHOR": graph.Author, "IMPORT": graph.Import, "SERIES": graph.SeriesOf, "INFERRED": graph.Inferred,
		"REQUIRED": graph.Required, "RECOMMENDED": graph.Recommended, "ACCEPTED": graph.Accepted, "SUGGESTED": graph.Suggested,
		"REJECTED": graph.Rejected, "TEACHES": graph.Teaches, "USES": graph.Uses, "PHRASE": graph.MatchPhrase, "EXACT": graph.MatchExact,
		"CODE": graph.MatchCode, "ADDED": graph.Added, "CHANGED": graph.Changed, "REMOVED": graph.Removed,
	} {
		if text, err := value.MarshalText(); string(text) != want || err != nil || value.String() != want {
			t.Errorf("%s is written %s, %v", want, text, err)
		}
	}
	var claim graph.LinkClaim
	if err := json.Unmarshal([]byte(`{"origin":"INFERRED","need":"RECOMMENDED"}`), &claim); err != nil || claim.Origin != graph.Inferred || claim.Need != graph.Recommended {
		t.Error(claim, err)
	}
	for _, text := range []string{`{"origin":"inferred"}`, `{"need":""}`, `{"need":"MAYBE"}`} {
		if err := json.Unmarshal([]byte(text), &claim); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}

func TestReferences(t *testing.T) {
	for want, claim := range map[string]graph.Claim{
		"[]":                    &graph.ConceptClaim{ID: "concept:a"},
		"[series:s]":            &graph.ArticleClaim{ID: "article:a", Series: "series:s"},
		"[article:a concept:c]": &graph.MentionClaim{Article: "article:a", Concept: "concept:c"},
		"[concept:a concept:b]": &graph.LinkClaim{After: "concept:a", Before: "concept:b"},
	} {
		if got := fmt.Sprint(graph.References(claim)); got != want {
			t.Errorf("%s refers to %s, want %s", claim.Key(), got, want)
		}
	}
	fault := graph.DanglingFault("notes", (&graph.LinkClaim{After: "concept:a", Before: "concept:b"}).Key(), graph.Place{File: "a.md", Line: 2}, "concept:b")
	if got := fault.Error(); !strings.HasPrefix(got, `a.md:2: the link from concept:b to concept:a (source "notes") refers to concept:b, which no source claims: load`) {
		t.Error(got)
	}
}

func TestStateWith(t *testing.T) {
	batch := graphtest.FixtureBatch()
	state := new(graph.State).With(batch)
	again := state.With(&graph.Batch{
		Sources:  []graph.SourceClaims{{Source: graph.Source{ID: "a"}, Concepts: []graph.ConceptClaim{{ID: "concept:z"}, {ID: "concept:y"}}}},
		Unload:   []string{"notes", "nobody"},
		Undecide: []graph.DecisionKey{{After: "concept:ownership", Before: "concept:borrowing"}, {After: "concept:x"}},
		Decide:   []graph.Decision{{After: "concept:z", Before: "concept:a"}, {After: "concept:b"}, {After: "concept:z"}},
	})
	var sources, decisions []string
	for _, s := range again.Sources {
		sources = append(sources, s.Source.ID)
	}
	for _, d := range again.Decisions {
		decisions = append(decisions, string(d.After+" "+d.Before))
	}
	if diff := cmp.Diff([]string{"a", "corpus:rust"}, sources); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"concept:b ", "concept:z ", "concept:z concept:a"}, decisions); diff != "" {
		t.Error(diff)
	}
	if again.Revision != 2 || again.Sources[0].Concepts[0].ID != "concept:y" {
		t.Error("revision or order", again.Revision, again.Sources[0].Concepts)
	}
	if len(state.Sources) != 2 || len(state.Decisions) != 1 || state.Revision != 1 {
		t.Error("the old state has changed")
	}
	// What links and mentions of the rest dangle on is left out of a snapshot.
	s := graph.NewSnapshot(state.Without("notes"))
	if got := graphtest.FormatGraph(s); !strings.Contains(got, "teaches Generators") || strings.Contains(got, "Borrowing") {
		t.Error(got)
	}
}

func TestSummary(t *testing.T) {
	key := func(op graph.Op, kind graph.ClaimKind) graph.Edit {
		return graph.Edit{Op: op, Key: graph.ClaimKey{Kind: kind}}
	}
	for want, edits := range map[string][]graph.Edit{
		"changed nothing": nil,
		"added 2 concepts, 1 link and 1 decision; changed 1 article; removed 2 series": {
			key(graph.Added, graph.OfLink), key(graph.Added, graph.OfConcept), key(graph.Added, graph.OfConcept), key(graph.Removed, graph.OfSeries),
			key(graph.Changed, graph.OfArticle), key(graph.Added, graph.OfDecision), key(graph.Removed, graph.OfSeries),
		},
	} {
		if got := (&graph.Change{Edits: edits}).Summary(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
