package sqlitestore

import (
	"path/filepath"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

func TestSuite(t *testing.T) { graphtest.TestStore(t, fresh) }

func BenchmarkStore(b *testing.B) { graphtest.BenchmarkStore(b, fresh, 30_000, 100_000) }

func BenchmarkSearch(b *testing.B) { graphtest.BenchmarkSearch(b, fresh, 10_000) }

// fresh is an empty file, and what opens stores on it.
func fresh(t testing.TB) graphtest.Open {
	path := filepath.Join(t.TempDir(), "store.db")
	return func(t testing.TB, o graphtest.Options) graph.Store {
		return open(t, path, Options{MaxRows: o.MaxRows, commit: o.Commit})
	}
}

func open(t testing.TB, path string, o Options) *Store {
	t.Helper()
	store, err := Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return store
}
