package graphtest

import (
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// Audiences belong to their source's record: a change of them is a change, they go with
// the source, and what they know may come and go.
func testAudiences(t *testing.T, open Open) {
	store := open(t, Options{})
	notes := says("notes", append(concepts("a", "b"), article("x"))...)
	notes.Source.Audiences = []graph.AudienceClaim{
		{Name: "new here"},
		{Name: "Ω-Team, at \"home\"", Knows: []graph.ID{conceptID("b"), articleID("x"), conceptID("a"), conceptID("nowhere")}},
		{Name: "others", Knows: []graph.ID{conceptID("b")}},
	}
	apply(t, store, load(notes))
	wantSources(t, store, notes)
	wantUnchanged(t, apply(t, open(t, Options{}), load(notes)), 1)

	next := notes
	next.Source.Audiences = []graph.AudienceClaim{notes.Source.Audiences[2], notes.Source.Audiences[1]}
	wantEdits(t, apply(t, store, load(next)), "CHANGED notes notes")
	wantSources(t, store, next)
	none := notes
	none.Source.Audiences = nil
	wantEdits(t, apply(t, store, load(none)), "CHANGED notes notes")
	wantSources(t, store, none)
	apply(t, store, load(notes))

	gone := says("notes")
	gone.Source.Audiences = notes.Source.Audiences
	apply(t, store, load(gone))
	wantSources(t, store, gone)
	apply(t, store, &graph.Batch{Unload: []string{"notes"}})
	wantSources(t, store)

	twice := load(says("notes"))
	twice.Sources[0].Source.Audiences = []graph.AudienceClaim{{Name: "Old hands"}, {Name: "old-hands"}}
	wantFaults(t, store, twice, faultsOf(t, twice.Validate())...)
}
