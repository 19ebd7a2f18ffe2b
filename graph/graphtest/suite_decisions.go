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

// Decisions in files belong to sources: each file has its own word on a thing, no load of
// claims touches it, and it goes with its source.
func testDecisionsOfSources(t *testing.T, open Open) {
	store := open(t, Options{})
	notes := says("notes", append(concepts("a", "b"), needs("a", "b"))...)
	notes.Source.DecisionsIn = "/home/ada/notes"
	book := says("book", append(concepts("a", "b"), needs("a", "b"))...)
	reason, was := "Better.", ""
	need, before := graph.Recommended, graph.Required
	own := graph.Decision{After: conceptID("a"), Before: conceptID("b"), By: "ada"}
	inNotes, inBook := own, own
	inNotes.Source, inNotes.Status, inNotes.Why = "notes", graph.Rejected, "Not so."
	inNotes.Set, inNotes.Was = graph.Edited{Reason: &reason, Need: &need}, graph.Edited{Reason: &was, Need: &before, AnyOf: &reason}
	inBook.Source = "book"
	onConcept := graph.Decision{After: conceptID("b"), Source: "notes", Set: graph.Edited{Name: &reason},
		Was: graph.Edited{Name: &reason, Aliases: &[]string{}, Summary: &was, Module: &was, External: &[]graph.ExternalID{{System: "case", ID: "1"}}}}

	first := load(notes, book)
	first.Decide = []graph.Decision{inNotes, onConcept, own, inBook}
	change := apply(t, store, first)
	var made []string
	for _, e := range change.Edits {
		if e.Key.Kind == graph.OfDecision {
			made = append(made, e.Source+" "+string(e.Key.A+" "+e.Key.B))
		}
	}
	same(t, "what was decided, by source", []string{" concept:a concept:b", "book concept:a concept:b",
		"notes concept:a concept:b", "notes concept:b "}, made)
	wantDecisions(t, store, own, inBook, inNotes, onConcept)
	wantSources(t, store, book, notes)

	wantUnchanged(t, apply(t, store, load(notes)), 1) // claims alone; decisions stay
	inNotes.Was = graph.Edited{}
	wantEdits(t, apply(t, store, &graph.Batch{Decide: []graph.Decision{inNotes, inBook}, Undecide: []graph.DecisionKey{
		{After: conceptID("b")}, {After: conceptID("a"), Before: conceptID("b"), Source: "others"}}}), "CHANGED notes concept:a concept:b")
	wantEdits(t, apply(t, store, &graph.Batch{Undecide: []graph.DecisionKey{onConcept.Key(), inBook.Key()}}),
		"REMOVED book concept:a concept:b", "REMOVED notes concept:b")
	wantDecisions(t, store, own, inNotes)

	change = apply(t, store, &graph.Batch{Unload: []string{"notes"}, Decide: []graph.Decision{inBook}})
	wantEdits(t, change, "ADDED book concept:a concept:b", "REMOVED notes notes", "REMOVED notes concept:a", "REMOVED notes concept:b",
		"REMOVED notes concept:a concept:b AUTHOR", "REMOVED notes concept:a concept:b")
	wantDecisions(t, open(t, Options{}), own, inBook)
	wantEdits(t, apply(t, store, &graph.Batch{Unload: []string{"book"}}), "REMOVED book book", "REMOVED book concept:a",
		"REMOVED book concept:b", "REMOVED book concept:a concept:b AUTHOR", "REMOVED book concept:a concept:b")
	wantDecisions(t, store, own)
	wantSources(t, store)
}
