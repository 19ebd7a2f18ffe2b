package graphtest

import (
	"slices"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

func testEmpty(t *testing.T, open Open) {
	store := open(t, Options{})
	wantRevision(t, store, 0)
	state := read(t, store)
	if state.Revision != 0 || len(state.Sources) != 0 || len(state.Decisions) != 0 {
		t.Errorf("an empty store reads as %+v", state)
	}
	wantUnchanged(t, apply(t, store, load()), 0)
	wantUnchanged(t, apply(t, store, &graph.Batch{Unload: []string{"nobody"}}), 0)
	wantUnchanged(t, apply(t, store, &graph.Batch{Undecide: []graph.DecisionKey{{After: conceptID("pin")}}}), 0)
	wantRevision(t, store, 0)
}

// everyField is a source with a value in every field of every sort of claim.
func everyField() graph.SourceClaims {
	place := func(line int) graph.Place { return graph.Place{File: "notes/pin.md", Line: line} }
	quote := []graph.Evidence{
		{Quote: "A Pin keeps its Future where it is.", Heading: "Why", In: articleID("pin"), Place: place(12)},
		{Quote: "Futures are polled."},
	}
	all := says("notes",
		&graph.ConceptClaim{ID: conceptID("pin"), Name: "Pin", Aliases: []string{"pinning", "Pin<P>"}, Summary: "Stays put.",
			Module: "std::pin", Match: graph.MatchCode, Together: []graph.ID{conceptID("future")},
			External: []graph.ExternalID{{System: "case", ID: "7f3e"}, {System: "case", ID: "7f3f"}}, Origin: graph.Import, Place: place(1)},
		&graph.ConceptClaim{ID: conceptID("future"), Name: "Future", Match: graph.MatchExact, Origin: graph.Inferred, Confidence: 0.7,
			Signals: []graph.Signal{{Name: "code", Weight: 1.5}, {Name: "heading", Weight: -0.25}}},
		&graph.ArticleClaim{ID: articleID("pin"), Title: "Pinning down", URL: "https://example.com/pin?a=1&b=2", Author: "Ada",
			Date: "May 2024", Lang: "en", Series: seriesID("async"), Part: 3, Minutes: 9, Words: 2100, Summary: "A talk.",
			Text: "# Pinning down\n\nA Pin keeps its Future where it is.\n", Origin: graph.SeriesOf, Place: place(2)},
		&graph.SeriesClaim{ID: seriesID("async"), Name: "Async from below", Origin: graph.Import, Place: place(3)},
		&graph.MentionClaim{Article: articleID("pin"), Concept: conceptID("pin"), Role: graph.Teaches, Count: 17, Salience: 1.0 / 3,
			Evidence: quote, Place: place(4), Signals: []graph.Signal{{Name: "defined", Weight: 2}}},
		&graph.MentionClaim{Article: articleID("pin"), Concept: conceptID("future"), Role: graph.Uses, Count: 1, Salience: 0.1},
		&graph.LinkClaim{After: conceptID("pin"), Before: conceptID("future"), AnyOf: "g1", Origin: graph.Inferred, Need: graph.Recommended,
			Reason: "Only futures move.", Confidence: 0.1 + 0.2, Evidence: quote, Place: place(5)},
		&graph.LinkClaim{After: articleID("pin"), Before: conceptID("future")},
	)
	all.Source.Version, all.Source.DecisionsIn = "1f", "/home/ada/notes"
	all.Source.Audiences = []graph.AudienceClaim{{Name: "old hands", Knows: []graph.ID{conceptID("pin"), articleID("pin")}}}
	return all
}

func testEveryField(t *testing.T, open Open) {
	store, notes := open(t, Options{}), everyField()
	change := apply(t, store, load(notes))
	if change.Revision != 1 || len(change.Edits) != notes.Rows()+1 {
		t.Errorf("revision %d with %d edits, want 1 with %d", change.Revision, len(change.Edits), notes.Rows()+1)
	}
	wantSources(t, store, notes)
	wantSources(t, open(t, Options{}), notes)
	wantUnchanged(t, apply(t, store, load(notes)), 1)
}

func testIdempotent(t *testing.T, open Open) {
	store, notes := open(t, Options{}), everyField()
	wantEdits(t, apply(t, store, load(says("book", concept("pin")))), "ADDED book book", "ADDED book concept:pin")
	apply(t, store, load(notes))
	wantUnchanged(t, apply(t, store, load(notes)), 2)
	wantUnchanged(t, apply(t, open(t, Options{}), load(says("book", concept("pin")), everyField())), 2)
	wantRevision(t, store, 2)

	turned := everyField()
	slices.Reverse(turned.Concepts)
	slices.Reverse(turned.Mentions)
	slices.Reverse(turned.Links)
	wantUnchanged(t, apply(t, store, load(turned)), 2)
}

func testOnlyTheDifference(t *testing.T, open Open) {
	store := open(t, Options{})
	apply(t, store, load(says("notes", append(concepts("a", "b", "c"), needs("a", "b"), article("x"), teaches("x", "a"))...)))

	renamed := concept("b")
	renamed.Name = "Bee"
	weighed := needs("a", "b")
	weighed.Need = graph.Recommended
	next := says("notes", concept("a"), renamed, concept("d"), weighed, needs("d", "a"), article("x"))
	change := apply(t, store, load(next))
	wantEdits(t, change,
		"CHANGED notes concept:b",
		"REMOVED notes concept:c",
		"ADDED notes concept:d",
		"REMOVED notes article:x concept:a",
		"CHANGED notes concept:a concept:b AUTHOR",
		"ADDED notes concept:d concept:a AUTHOR")
	if change.Revision != 2 {
		t.Errorf("revision %d, want 2", change.Revision)
	}
	wantSources(t, store, next)

	moved := next
	moved.Source.Location = "elsewhere/"
	wantEdits(t, apply(t, store, load(moved)), "CHANGED notes notes")
	wantSources(t, store, moved)
}

// A fact stands while at least one source claims it.
func testSharedFacts(t *testing.T, open Open) {
	store := open(t, Options{})
	all := append(concepts("a", "b"), needs("a", "b"), article("x"), teaches("x", "a"))
	notes, book := says("notes", all...), says("book", all...)
	change := apply(t, store, load(notes, book))
	if change.Revision != 1 || len(change.Edits) != 12 || change.Edits[0].Source != "book" {
		t.Errorf("two sources in one batch: revision %d, %d edits, want 1 and 12, by source", change.Revision, len(change.Edits))
	}
	wantSources(t, store, book, notes)

	replaced := says("notes", concept("c"))
	apply(t, store, load(replaced))
	wantSources(t, store, book, replaced)

	apply(t, store, &graph.Batch{Unload: []string{"notes"}})
	wantSources(t, store, book)
	apply(t, store, load(notes))
	apply(t, store, &graph.Batch{Unload: []string{"book"}})
	wantSources(t, store, notes)
	wantRevision(t, store, 5)
}

// Links of the same ends stand side by side if their origin, group or source differs.
func testParallelLinks(t *testing.T, open Open) {
	store := open(t, Options{})
	link := func(origin graph.Origin, group string) *graph.LinkClaim {
		l := needs("a", "b")
		l.Origin, l.AnyOf = origin, group
		return l
	}
	ends := concepts("a", "b")
	all := says("notes", append(ends, link(graph.Inferred, ""), link(graph.SeriesOf, ""), link(graph.Author, "z"),
		link(graph.Author, ""), link(graph.Import, ""), link(graph.Author, "a b"))...)
	other := says("other", link(graph.Author, ""), link(graph.Author, "z"))
	apply(t, store, load(all, other))
	wantSources(t, store, all, other)

	fewer := says("notes", append(ends, link(graph.Author, "z"), link(graph.Import, ""))...)
	wantEdits(t, apply(t, store, load(fewer)),
		"REMOVED notes concept:a concept:b AUTHOR",
		"REMOVED notes concept:a concept:b AUTHOR a b",
		"REMOVED notes concept:a concept:b INFERRED",
		"REMOVED notes concept:a concept:b SERIES")
	wantSources(t, store, fewer, other)
}

func testUnload(t *testing.T, open Open) {
	store := open(t, Options{})
	notes, empty := says("notes", append(concepts("a", "b"), needs("a", "b"))...), says("empty")
	apply(t, store, load(notes, empty))
	wantSources(t, store, empty, notes)

	book := says("book", concept("c"))
	swap := load(book)
	swap.Unload = []string{"notes", "nobody", "notes"}
	wantEdits(t, apply(t, store, swap),
		"ADDED book book", "ADDED book concept:c",
		"REMOVED notes notes", "REMOVED notes concept:a", "REMOVED notes concept:b", "REMOVED notes concept:a concept:b AUTHOR")
	wantSources(t, store, book, empty)
	wantUnchanged(t, apply(t, store, &graph.Batch{Unload: []string{"notes"}}), 2)
	wantEdits(t, apply(t, store, &graph.Batch{Unload: []string{"empty"}}), "REMOVED empty empty")
	wantSources(t, store, book)
}

func testLoops(t *testing.T, open Open) {
	store := open(t, Options{})
	loop := says("notes", append(concepts("a", "b", "c"), needs("a", "b"), needs("b", "c"), needs("c", "a"), needs("b", "a"))...)
	apply(t, store, load(loop))
	wantSources(t, store, loop)
}
