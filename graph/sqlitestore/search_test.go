package sqlitestore

import (
	"path/filepath"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// What an older version has stored is indexed when its file is brought up to date.
func TestIndexAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	store := open(t, path, Options{})
	if _, err := store.Apply(t.Context(), graphtest.FixtureBatch()); err != nil {
		t.Fatal(err)
	}
	before := searched(t, store, "the waker")
	mustExec(t, raw(t, path), `INSERT INTO terms (terms) VALUES ('delete-all'); DELETE FROM indexed`)
	if none := searched(t, store, "the waker"); len(before) != 1 || len(none) != 0 {
		t.Fatalf("found %v, and %v without an index", before, none)
	}
	tx, err := store.writer.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := indexAll(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if again := searched(t, store, "the waker"); len(again) != 1 || again[0].Article != "article:wakers" {
		t.Errorf("found %v after indexing all", again)
	}
}

// An index that lacks an article, or has one too many, is mended by the next load that touches it.
func TestIndexIsMended(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	store := open(t, path, Options{})
	batch := graphtest.FixtureBatch()
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	mustExec(t, raw(t, path), `DELETE FROM terms; UPDATE articles SET digest = ''`)
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if again := searched(t, store, "the waker"); len(again) != 1 {
		t.Errorf("found %v", again)
	}
}

func searched(t *testing.T, store *Store, text string) []graph.TextHit {
	t.Helper()
	hits, err := store.SearchTexts(t.Context(), graph.NewQuery(text))
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// Whatever is typed is text to FTS5, too.
func FuzzSearchTexts(f *testing.F) {
	for _, text := range []string{"waker", `"`, "NEAR(a b)", "title:a", "a* -b ^c {d}", "C++ #", "\x00", "\xff", "'; DROP TABLE terms; --", "所有権"} {
		f.Add(text)
	}
	store := open(f, filepath.Join(f.TempDir(), "store.db"), Options{})
	if _, err := store.Apply(f.Context(), graphtest.FixtureBatch()); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) { searched(t, store, text) })
}
