package main

import (
	"bufio"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

// What differs is in what is shown of two long texts, and no character is cut in two.
func TestAround(t *testing.T) {
	long := strings.Repeat("ж—", 60)
	for _, c := range []struct{ was, is, wantWas, wantIs string }{
		{"short", "shorter", "short", "shorter"},
		{long + "old end", long + "new end", "old end", "new end"},
		{"old " + long, "new " + long, "old ", "new "},
		{long + "x", long, "x", "…"},
		{"", long, "", "ж"},
	} {
		was, is := around(c.was, c.is)
		if !strings.Contains(was, c.wantWas) || !strings.Contains(is, c.wantIs) || !utf8.ValidString(was+is) || len(was) > 90 || len(is) > 90 {
			t.Errorf("%q %q\nbecome %q\n%q", c.was, c.is, was, is)
		}
	}
}

func TestDifference(t *testing.T) {
	change := &graph.Change{Revision: 3, Edits: []graph.Edit{
		{Op: graph.Changed, Key: graph.ClaimKey{Kind: graph.OfDecision, A: "concept:pin", B: "concept:drop"},
			Old:     []byte(`{"after":"concept:pin","before":"concept:drop","status":"ACCEPTED"}`),
			Decided: &graph.Decision{After: "concept:pin", Before: "concept:drop", Status: graph.Rejected, Why: "It's the other way."}},
		{Op: graph.Changed, Source: "notes", Key: graph.ClaimKey{Kind: graph.OfConcept, A: "concept:pin"},
			Old: []byte(`{"id":"concept:pin","name":"Pin","aliases":["a","b"],"match":"PHRASE","origin":"AUTHOR","place":{"file":"pin.md"}}`),
			New: &graph.ConceptClaim{ID: "concept:pin", Name: "Pin", Aliases: []string{"b", "a"},
				External: []graph.ExternalID{{System: "case", ID: "1"}}, Place: graph.Place{File: "pin.md", Line: 2}}},
		{Op: graph.Removed, Source: "notes", Key: graph.ClaimKey{Kind: graph.OfLink, A: "concept:pin", B: "concept:drop", Tag: "INFERRED a b"},
			Old: []byte(`{"after":"concept:pin","before":"concept:drop"}`)},
	}}
	var text strings.Builder
	a := &app{out: bufio.NewWriter(&text), screen: screen{width: widest}}
	a.writeDifference(a.sheet(), change, false)
	if err := a.out.Flush(); err != nil {
		t.Fatal(err)
	}
	want := `People's decisions
  Decisions
    ~ pin needs drop
        status: ACCEPTED → REJECTED
        why: nothing → “It's the other way.”
notes
  Concepts
    ~ Pin  concept:pin
        aliases: in another order
        external: + id 1, system case
        place: pin.md → pin.md:2
  Links
    - pin needs drop (INFERRED one of a b)
`
	if text.String() != want {
		t.Errorf("%s", text.String())
	}
}
