package neo4jstore

import (
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// fresh empties the database and gives what opens stores on it.
func fresh(t testing.TB) graphtest.Open {
	server := neo4jtest.Start(t)
	server.Lock(t)
	return func(t testing.TB, o graphtest.Options) graph.Store {
		return openStore(t, server, Options{MaxRows: o.MaxRows, commit: o.Commit})
	}
}

func openStore(t testing.TB, server neo4jtest.Server, o Options) *Store {
	t.Helper()
	o.User, o.Password = server.User, server.Password
	store, err := Open(t.Context(), server.URI, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

func TestStore(t *testing.T) { graphtest.TestStore(t, fresh) }

func BenchmarkStore(b *testing.B) { graphtest.BenchmarkStore(b, fresh, 100_000, 100_000) }

func BenchmarkSearch(b *testing.B) { graphtest.BenchmarkSearch(b, fresh, 10_000) }
