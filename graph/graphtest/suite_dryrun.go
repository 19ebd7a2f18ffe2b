package graphtest

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// dry is the same batch as a dry run.
func dry(b *graph.Batch) *graph.Batch {
	d := *b
	d.DryRun = true
	return &d
}

// A dry run tells what the same batch does then, with old and new whole, and leaves nothing behind.
func testDryRun(t *testing.T, open Open) {
	store := open(t, Options{})
	no := graph.Decision{After: conceptID("pin"), Before: conceptID("future"), Status: graph.Rejected, Why: "no"}
	first := numbered("n1", load(everyField(), says("book", concept("pin"))))
	first.Decide = []graph.Decision{no}
	wantForetold(t, store, first, 0)

	next := everyField()
	next.Source.Location = "elsewhere/"
	next.Concepts[0].Summary = "Stays where it is."
	next.Articles[0].Text += "More.\n"
	next.Mentions[0].Evidence = next.Mentions[0].Evidence[:1]
	next.Links = next.Links[:1]
	second := numbered("n2", load(next))
	second.Unload, second.Undecide = []string{"book"}, []graph.DecisionKey{no.Key()}
	second.Decide = []graph.Decision{{After: conceptID("future"), Status: graph.Accepted}}
	wantForetold(t, store, second, 1)

	wantUnchanged(t, apply(t, store, dry(load(next))), 2)
	same(t, "the change of a load in the history", apply(t, store, second), apply(t, store, dry(second)))
}

// wantForetold tries a batch, applies it, and checks that it was foretold.
func wantForetold(t *testing.T, store graph.Store, b *graph.Batch, before graph.Revision) {
	t.Helper()
	was, past := read(t, store), history(t, store, 0, 10)
	tried := apply(t, store, dry(b))
	wantRevision(t, store, before)
	same(t, "the state after a dry run", was, read(t, store))
	same(t, "the history after a dry run", past, history(t, store, 0, 10))
	wantNew(t, b, tried)
	same(t, "what the dry run told", tried, apply(t, store, b))
}

// wantNew checks that each edit has what the batch says.
func wantNew(t *testing.T, b *graph.Batch, tried *graph.Change) {
	t.Helper()
	said := map[string]any{}
	for i := range b.Sources {
		for _, c := range b.Sources[i].Claims() {
			said[b.Sources[i].Source.ID+" "+keyText(t, c.Key())] = c
		}
	}
	for _, d := range b.Decide {
		said[d.Source+" "+keyText(t, d.Key().ClaimKey())] = &d
	}
	for _, e := range tried.Edits {
		var got any
		switch {
		case e.New != nil:
			got = e.New
		case e.Decided != nil:
			got = e.Decided
		}
		if got == nil != (e.Op == graph.Removed) {
			t.Errorf("%s %s comes with %v", e.Op, e.Key, got)
		}
		if e.Op != graph.Removed {
			same(t, "what is to stand at "+e.Key.String(), said[e.Source+" "+keyText(t, e.Key)], got)
		}
	}
}

// keyText tells keys apart that read alike.
func keyText(t *testing.T, key graph.ClaimKey) string {
	t.Helper()
	text, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A dry run is refused for what Apply would be refused for.
func testDryRunRefused(t *testing.T, open Open) {
	store := open(t, Options{MaxRows: 6})
	apply(t, store, load(says("book", concepts("a", "b")...), says("notes", needs("a", "b"))))
	unload := &graph.Batch{Unload: []string{"book"}}
	wantFaults(t, store, dry(unload), faultsOf(t, refused(t, store, unload))...)
	if err := refused(t, store, dry(load(says("new", concepts("a", "b", "c", "d", "e", "f", "g")...)))); !errors.Is(err, graph.ErrTooLarge) {
		t.Errorf("a dry run over the limit gives %v, want graph.ErrTooLarge", err)
	}
	old := graph.Revision(0)
	late := load(says("new", concept("a")))
	late.Base = &old
	if err := refused(t, store, dry(late)); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("a dry run on an old revision gives %v, want graph.ErrConflict", err)
	}
	wantRevision(t, store, 1)
}
