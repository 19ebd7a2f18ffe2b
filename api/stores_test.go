package api_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
	"github.com/readfirst/readfirst/graph/neo4jstore"
	"github.com/readfirst/readfirst/graph/sqlitestore"
)

// TestStores runs the queries of testdata on the real stores: both must give
// the answers in the files, byte for byte. Two servers follow each.
func TestStores(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "graph.db")
		testStore(t, func() (graph.Store, error) {
			return sqlitestore.Open(t.Context(), file, sqlitestore.Options{})
		})
	})
	t.Run("neo4j", func(t *testing.T) {
		server := neo4jtest.Start(t)
		server.Lock(t)
		testStore(t, func() (graph.Store, error) {
			return neo4jstore.Open(t.Context(), server.URI, neo4jstore.Options{User: server.User, Password: server.Password})
		})
	})
}

// testStore tests with stores that open opens on one database, as different processes do.
func testStore(t *testing.T, open func() (graph.Store, error)) {
	opened := func() graph.Store {
		store, err := open()
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
	loader := opened()
	if _, err := loader.Apply(t.Context(), graphtest.FixtureBatch()); err != nil {
		t.Fatal(err)
	}
	testQueries(t, opened())
	testSession(t, opened())
	testFollowed(t, loader, opened(), opened())
}

// testFollowed loads through one store and wants to see it through others.
func testFollowed(t *testing.T, loader graph.Store, servers ...graph.Store) {
	var followed []*api.Snapshots
	for _, store := range servers {
		s := api.NewSnapshots(store, quiet, 0)
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		followed = append(followed, s)
	}
	news := graph.SourceClaims{Source: graph.Source{ID: "news"}, Concepts: []graph.ConceptClaim{{ID: "concept:news", Name: "News"}}}
	change, err := loader.Apply(t.Context(), &graph.Batch{By: "ada", Why: "a test", Sources: []graph.SourceClaims{news}})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range followed {
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		body := ask(t, api.New(s, api.Options{Log: quiet}), `{ revision concept(name: "news") { id } }`)
		if want := fmt.Sprintf(`{"data":{"revision":%d,"concept":{"id":"concept:news"}}}`+"\n", change.Revision); body != want {
			t.Errorf("server %d: %s", i, body)
		}
	}
}
