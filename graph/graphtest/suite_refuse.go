package graphtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// refused checks that a batch is refused and leaves nothing behind.
func refused(t *testing.T, store graph.Store, b *graph.Batch) error {
	t.Helper()
	before := read(t, store)
	change, err := store.Apply(t.Context(), b)
	if err == nil {
		t.Fatalf("Apply accepted it: %d edits", len(change.Edits))
	}
	same(t, "the state after a refused batch", before, read(t, store))
	return err
}

func faultsOf(t *testing.T, err error) graph.Faults {
	t.Helper()
	var faults graph.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("refused without faults: %v", err)
	}
	return faults
}

// wantFaults checks that a batch is refused with exactly these faults, in any order.
func wantFaults(t *testing.T, store graph.Store, b *graph.Batch, want ...graph.Fault) {
	t.Helper()
	got := faultsOf(t, refused(t, store, b))
	compare := func(a, b graph.Fault) int { return strings.Compare(a.Error(), b.Error()) }
	slices.SortFunc(want, compare)
	got = slices.SortedFunc(slices.Values(got), compare)
	same(t, "the faults", graph.Faults(want), got)
}

func testInvalid(t *testing.T, open Open) {
	store := open(t, Options{})
	apply(t, store, load(says("notes", append(concepts("a", "b"), needs("a", "b"))...)))
	self := load(says("notes", append(concepts("a", "b"), needs("a", "a"))...))
	wantFaults(t, store, self, faultsOf(t, self.Validate())...)
	twice := load(says("notes", concepts("a", "a")...), says("notes"))
	wantFaults(t, store, twice, faultsOf(t, twice.Validate())...)
	wantRevision(t, store, 1)
}

func testDangling(t *testing.T, open Open) {
	store := open(t, Options{})
	at := func(line int) graph.Place { return graph.Place{File: "notes.md", Line: line} }
	link, mention, part := needs("a", "b"), teaches("x", "c"), article("y")
	link.Place, mention.Place, part.Place, part.Series = at(1), at(2), at(3), seriesID("s")
	wantFaults(t, store, load(says("notes", concept("a"), link, mention, part)),
		graph.DanglingFault("notes", link.Key(), at(1), conceptID("b")),
		graph.DanglingFault("notes", mention.Key(), at(2), conceptID("c")),
		graph.DanglingFault("notes", mention.Key(), at(2), articleID("x")),
		graph.DanglingFault("notes", part.Key(), at(3), seriesID("s")))
	wantRevision(t, store, 0)

	whole := append(concepts("a", "b", "c"), link, mention, article("x"), part, series("s"))
	apply(t, store, load(says("notes", whole...)))
	lost := *part
	lost.Series = seriesID("lost")
	wantFaults(t, store, load(says("notes", concept("a"), concept("c"), link, mention, article("x"), &lost)),
		graph.DanglingFault("notes", link.Key(), at(1), conceptID("b")),
		graph.DanglingFault("notes", part.Key(), at(3), seriesID("lost")))
}

// What one source no longer claims, others may refer to.
func testDanglingElsewhere(t *testing.T, open Open) {
	store := open(t, Options{})
	part := article("y")
	part.Series = seriesID("s")
	book := says("book", append(concepts("a", "b"), article("x"), series("s"))...)
	link, mention := needs("c", "b"), teaches("x", "c")
	apply(t, store, load(book,
		says("notes", concept("c"), concept("a"), link, mention, part),
		says("other", needs("a", "b"))))

	faults := []graph.Fault{
		graph.DanglingFault("notes", part.Key(), graph.Place{}, seriesID("s")),
		graph.DanglingFault("notes", link.Key(), graph.Place{}, conceptID("b")),
		graph.DanglingFault("notes", mention.Key(), graph.Place{}, articleID("x")),
		graph.DanglingFault("other", needs("a", "b").Key(), graph.Place{}, conceptID("b")),
	}
	wantFaults(t, store, &graph.Batch{Unload: []string{"book"}}, faults...)
	wantFaults(t, store, load(says("book", concept("a"))), faults...)

	again := load(says("new", needs("a", "b"))) // refers to what goes away in the same batch
	again.Unload = []string{"book", "notes"}
	wantFaults(t, store, again,
		graph.DanglingFault("new", needs("a", "b").Key(), graph.Place{}, conceptID("a")),
		graph.DanglingFault("new", needs("a", "b").Key(), graph.Place{}, conceptID("b")),
		graph.DanglingFault("other", needs("a", "b").Key(), graph.Place{}, conceptID("a")),
		graph.DanglingFault("other", needs("a", "b").Key(), graph.Place{}, conceptID("b")))
	wantRevision(t, store, 1)
}

// An end may move from one source to another, and go together with what refers to it.
func testNotDangling(t *testing.T, open Open) {
	store := open(t, Options{})
	apply(t, store, load(says("book", concepts("a", "b")...), says("notes", needs("a", "b"))))
	moved := load(says("new", concepts("a", "b")...))
	moved.Unload = []string{"book"}
	apply(t, store, moved)
	apply(t, store, load(says("new", concept("a")), says("late", concept("b"))))
	apply(t, store, &graph.Batch{Unload: []string{"late", "new", "notes"}})
	wantSources(t, store)
	wantRevision(t, store, 4)

	apply(t, store, load(says("notes", append(concepts("a", "b"), needs("a", "b"))...)))
	apply(t, store, load(says("notes", concepts("a", "c")...)))
	wantRevision(t, store, 6)
}

func testTooLarge(t *testing.T, open Open) {
	small := open(t, Options{MaxRows: 20})
	slugs := make([]string, 40)
	for i := range slugs {
		slugs[i] = fmt.Sprint("c", i)
	}
	apply(t, small, load(says("notes", concepts(slugs[:10]...)...)))
	if err := refused(t, small, load(says("notes", concepts(slugs...)...))); !errors.Is(err, graph.ErrTooLarge) {
		t.Errorf("a batch over the limit gives %v, want graph.ErrTooLarge", err)
	}
	apply(t, open(t, Options{}), load(says("notes", concepts(slugs...)...)))
	wantRevision(t, small, 2)
}

func testConflict(t *testing.T, open Open) {
	store := open(t, Options{})
	on := func(base graph.Revision, b *graph.Batch) *graph.Batch {
		b.Base = &base
		return b
	}
	apply(t, store, on(0, load(says("notes", concept("a")))))
	for _, base := range []graph.Revision{0, 2} {
		err := refused(t, store, on(base, load(says("notes", concept("b")))))
		if !errors.Is(err, graph.ErrConflict) {
			t.Errorf("a batch on revision %d gives %v, want graph.ErrConflict", base, err)
		}
	}
	apply(t, store, on(1, load(says("notes", concept("b")))))
	wantUnchanged(t, apply(t, store, on(2, load(says("notes", concept("b"))))), 2)
}

func testCancelled(t *testing.T, open Open) {
	store := open(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	want := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s with a cancelled context gives %v, want context.Canceled", what, err)
		}
	}
	_, err := store.Apply(ctx, load(says("notes", concept("a"))))
	want("Apply", err)
	_, err = store.Revision(ctx)
	want("Revision", err)
	_, err = store.Read(ctx)
	want("Read", err)
	if reader, ok := store.(graph.EvidenceReader); ok {
		_, err = reader.Evidence(ctx, []graph.ClaimKey{needs("a", "b").Key()})
		want("Evidence", err)
	}
	if reader, ok := store.(graph.TextReader); ok {
		_, err = reader.Texts(ctx, []graph.ID{articleID("x")})
		want("Texts", err)
	}
	if historian, ok := store.(graph.Historian); ok {
		_, err = historian.History(ctx, 0, 1)
		want("History", err)
	}
	wantRevision(t, store, 0)
	apply(t, store, load(says("notes", concept("a"))))
}
