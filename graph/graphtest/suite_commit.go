package graphtest

import (
	"context"
	"errors"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

var errLost = errors.New("the connection was lost")

// numbered is a batch with a number of its own.
func numbered(number string, b *graph.Batch) *graph.Batch {
	b.Load = number
	return b
}

// wantOnce checks that a batch was applied once: by what Apply gave, by the
// history and by the revision.
func wantOnce(t *testing.T, store graph.Store, b *graph.Batch, change *graph.Change) {
	t.Helper()
	wantRevision(t, store, 1)
	wantSources(t, store, b.Sources...)
	same(t, "the change of the same load", change, apply(t, store, b))
	same(t, "the history", []graph.Change{*change}, history(t, store, 0, 10))
	if change.Revision != 1 || len(change.Edits) != b.Rows()+len(b.Sources) {
		t.Errorf("the change is of revision %d with %d edits", change.Revision, len(change.Edits))
	}
}

func testSameLoad(t *testing.T, open Open) {
	store := open(t, Options{})
	var base graph.Revision
	b := numbered("n1", load(everyField()))
	b.Base = &base
	change := apply(t, store, b)
	wantOnce(t, open(t, Options{}), b, change)

	other := numbered("n1", load(says("book", concept("a"))))
	same(t, "another batch of the same number", change, apply(t, store, other))
	wantSources(t, store, everyField())
	apply(t, store, numbered("n2", other))
	same(t, "the first load after the second", change, apply(t, store, b))
	wantRevision(t, store, 2)
}

func testLostAcknowledgement(t *testing.T, open Open) {
	lost := open(t, Options{Commit: func(commit func() error) error {
		if err := commit(); err != nil {
			return err
		}
		return errLost
	}})
	b := numbered("n1", load(everyField()))
	wantOnce(t, lost, b, apply(t, lost, b))

	// Without a number Apply can't know; but it must not be applied twice.
	unnumbered := load(says("book", concept("a")))
	if _, err := lost.Apply(t.Context(), unnumbered); err != nil && errors.Is(err, graph.ErrConflict) {
		t.Errorf("an unknown outcome is no conflict: %v", err)
	}
	wantUnchanged(t, apply(t, open(t, Options{}), unnumbered), 2)
}

func testLostBeforeCommit(t *testing.T, open Open) {
	calls := 0
	store := open(t, Options{Commit: func(commit func() error) error {
		if calls++; calls == 1 {
			return errLost
		}
		return commit()
	}})
	b := numbered("n1", load(everyField()))
	wantOnce(t, store, b, apply(t, store, b))
	if calls != 2 {
		t.Errorf("%d commits were tried, want 2", calls)
	}
}

func testLostForGood(t *testing.T, open Open) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	calls := 0
	store := open(t, Options{Commit: func(func() error) error {
		if calls++; calls == 3 {
			cancel()
		}
		return errLost
	}})
	b := numbered("n1", load(everyField()))
	if change, err := store.Apply(ctx, b); err == nil {
		t.Errorf("Apply says that it made revision %d over a connection that never was", change.Revision)
	}
	wantRevision(t, store, 0)
	good := open(t, Options{})
	wantSources(t, good)
	wantOnce(t, good, b, apply(t, good, b))
}
