package graphtest

import (
	"encoding/json"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// history gives the changes that the store remembers, or skips the test.
func history(t *testing.T, store graph.Store, after graph.Revision, limit int) []graph.Change {
	t.Helper()
	historian, ok := store.(graph.Historian)
	if !ok {
		t.Skip("this store tells no history: it is no graph.Historian")
	}
	changes, err := historian.History(t.Context(), after, limit)
	if err != nil {
		t.Fatalf("History: %v", err)
	}
	return changes
}

func testHistory(t *testing.T, open Open) {
	store := open(t, Options{})
	same(t, "an empty history", []graph.Change(nil), history(t, store, 0, 10))

	var made []graph.Change
	for _, b := range []*graph.Batch{
		{By: "ada", Why: "first", Load: "l1", Sources: []graph.SourceClaims{everyField()}},
		{By: "ben", Sources: []graph.SourceClaims{says("book", concepts("pin", "future")...)}},
		{By: "ben", Why: "nothing new", Load: "l2", Sources: []graph.SourceClaims{everyField()}},
		{Why: "a word", Load: "l3", Decide: []graph.Decision{{After: conceptID("pin"), Why: "known"}}},
		{Unload: []string{"notes"}},
	} {
		change := apply(t, store, b)
		if change.By != b.By || change.Why != b.Why || change.Load != b.Load {
			t.Errorf("a change by %q, why %q, load %q came back as %q, %q, %q", b.By, b.Why, b.Load, change.By, change.Why, change.Load)
		}
		if !change.Empty() {
			made = append(made, *change)
		}
	}
	same(t, "all changes", made, history(t, store, 0, 10))
	same(t, "the middle", made[1:3], history(t, store, 1, 2))
	same(t, "the last", made[3:], history(t, open(t, Options{}), 3, 1))
	same(t, "after the last", []graph.Change(nil), history(t, store, 4, 10))
}

// What stood there before is kept whole, with texts and quotes.
func testOld(t *testing.T, open Open) {
	store, notes := open(t, Options{}), everyField()
	no := graph.Decision{After: conceptID("pin"), Before: conceptID("future"), Status: graph.Rejected, Why: "no"}
	first := load(notes)
	first.Decide = []graph.Decision{no}
	for _, e := range apply(t, store, first).Edits {
		if e.Old != nil {
			t.Errorf("%s was added and has %s before it", e.Key, e.Old)
		}
	}
	wantOld := func(change *graph.Change) {
		t.Helper()
		before := map[graph.ClaimKey]any{{Kind: graph.OfDecision, A: no.After, B: no.Before}: no}
		for _, c := range notes.Claims() {
			before[c.Key()] = c
		}
		for _, e := range change.Edits {
			want, err := json.Marshal(before[e.Key])
			if err != nil {
				t.Fatal(err)
			}
			same(t, "what was before at "+e.Key.String(), string(want), string(e.Old))
		}
		if len(change.Edits) != len(before) {
			t.Errorf("%d edits, want %d", len(change.Edits), len(before))
		}
	}

	changed := everyField()
	changed.Source.Location = "elsewhere/"
	for i := range changed.Concepts {
		changed.Concepts[i].Name += "!"
	}
	for i := range changed.Articles {
		changed.Articles[i].Text += "!"
	}
	for i := range changed.Series {
		changed.Series[i].Place.Line++
	}
	for i := range changed.Mentions {
		changed.Mentions[i].Evidence = []graph.Evidence{quote("other")}
	}
	for i := range changed.Links {
		changed.Links[i].Evidence = []graph.Evidence{quote("other")}
	}
	yes := no
	yes.Status = graph.Accepted
	second := load(changed)
	second.Decide = []graph.Decision{yes}
	wantOld(apply(t, store, second))
	wantSources(t, store, changed)

	notes, no = changed, yes
	wantOld(apply(t, store, &graph.Batch{Unload: []string{"notes"}, Undecide: []graph.DecisionKey{yes.Key()}}))
	wantSources(t, store)
}
