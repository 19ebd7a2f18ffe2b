package graphtest

import (
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// wantDecisions checks the store's decisions, which are given in their order.
func wantDecisions(t *testing.T, store graph.Store, want ...graph.Decision) {
	t.Helper()
	same(t, "the decisions", want, read(t, store).Decisions)
}

func testDecisions(t *testing.T, open Open) {
	store := open(t, Options{})
	apply(t, store, load(says("notes", append(concepts("a", "b"), needs("a", "b"))...)))

	name, summary, need, group, reason := "Alpha", "", graph.Recommended, "", "It helps."
	onConcept := graph.Decision{After: conceptID("a"), Status: graph.Accepted, By: "ada", Why: "Known.",
		Set: graph.Edited{Name: &name, Aliases: &[]string{"A", "α"}, Summary: &summary, Module: &name,
			External: &[]graph.ExternalID{{System: "wikidata", ID: "Q9887"}, {System: "case", ID: "1"}}}}
	cleared := graph.Decision{After: conceptID("b"), Status: graph.Accepted,
		Set: graph.Edited{Aliases: &[]string{}, Module: &summary, External: &[]graph.ExternalID{}}}
	onLink := graph.Decision{After: conceptID("a"), Before: conceptID("b"), Status: graph.Rejected, By: "ada",
		Set: graph.Edited{Need: &need, AnyOf: &group, Reason: &reason}}
	onNothing := graph.Decision{After: articleID("x"), Before: articleID("y"), Status: graph.Suggested}

	change := apply(t, store, &graph.Batch{Decide: []graph.Decision{onLink, cleared, onConcept, onNothing}})
	wantEdits(t, change, "ADDED article:x article:y", "ADDED concept:a", "ADDED concept:a concept:b", "ADDED concept:b")
	for _, e := range change.Edits {
		if e.Key.Kind != graph.OfDecision || e.Source != "" {
			t.Errorf("an edit of a decision has kind %s and source %q", e.Key.Kind, e.Source)
		}
	}
	wantDecisions(t, store, onNothing, onConcept, onLink, cleared)
	wantUnchanged(t, apply(t, store, &graph.Batch{Decide: []graph.Decision{onConcept, onLink, cleared}}), 2)

	onLink.Status, onLink.Set = graph.Accepted, graph.Edited{}
	wantEdits(t, apply(t, store, &graph.Batch{
		Decide: []graph.Decision{onConcept, onLink},
		Undecide: []graph.DecisionKey{onNothing.Key(), cleared.Key(), {After: conceptID("c")},
			onLink.Key()}, // made anew in the same batch, so it stays
	}), "REMOVED article:x article:y", "CHANGED concept:a concept:b", "REMOVED concept:b")
	wantDecisions(t, store, onConcept, onLink)
	wantRevision(t, store, 3)
}

func testDecisionsOutlive(t *testing.T, open Open) {
	store := open(t, Options{})
	notes := says("notes", append(concepts("a", "b"), needs("a", "b"))...)
	no := graph.Decision{After: conceptID("a"), Before: conceptID("b"), Status: graph.Rejected, By: "ada", Why: "Not so."}
	both := load(notes)
	both.Decide = []graph.Decision{no}
	apply(t, store, both)

	fewer := says("notes", concepts("a")...)
	apply(t, store, load(fewer))
	wantDecisions(t, store, no)
	apply(t, store, &graph.Batch{Unload: []string{"notes"}})
	wantDecisions(t, store, no)
	wantSources(t, store)
	apply(t, store, load(notes, says("book", append(concepts("a", "b"), needs("a", "b"))...)))
	wantDecisions(t, store, no)
	wantDecisions(t, open(t, Options{}), no)
}
