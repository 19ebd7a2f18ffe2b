package neo4jstore

import (
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// locked has the database for a test and its subtests; what it gives empties it
// for each of them. The schema stays, and the record of it: to prepare a database takes longer than most tests.
func locked(t testing.TB, o func(test string) Options) (fresh func(testing.TB) graphtest.Open) {
	server := neo4jtest.Start(t)
	server.Lock(t)
	store := openStore(t, server, Options{})
	return func(t testing.TB) graphtest.Open {
		for _, cypher := range []string{
			"MATCH (n) WHERE NOT (n:ReadfirstMeta OR n:ReadfirstLock) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS",
			"MATCH (m:ReadfirstMeta), (l:ReadfirstLock) SET m = {id: m.id, schema: m.schema, revision: 0}, l = {id: l.id}",
		} {
			change(t, store, cypher)
		}
		return func(t testing.TB, asked graphtest.Options) graph.Store {
			o := o(t.Name())
			o.MaxRows, o.commit = asked.MaxRows, asked.Commit
			return openStore(t, server, o)
		}
	}
}

// change runs a statement as another tool would.
func change(t testing.TB, s *Store, cypher string) {
	t.Helper()
	session := s.session(t.Context(), neo4j.AccessModeWrite)
	defer closeQuietly(t.Context(), session)
	result, err := session.Run(t.Context(), cypher, nil)
	if err == nil {
		_, err = result.Consume(t.Context())
	}
	if err != nil {
		t.Fatal(err)
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

func TestStore(t *testing.T) {
	graphtest.TestStore(t, locked(t, func(string) Options { return Options{} }))
}

// TestStaged writes with loads that are staged nearly always, in parts of a few rows.
func TestStaged(t *testing.T) {
	graphtest.TestWriting(t, locked(t, func(test string) Options {
		switch _, name, _ := strings.Cut(test, "/"); name {
		case "TenThousandRows":
			return Options{StageRows: 6000}
		case "NeverTorn", "ByteOrder", "AwkwardText":
			return Options{StageRows: 100}
		}
		return Options{StageRows: 8}
	}))
}

func BenchmarkStore(b *testing.B) {
	graphtest.BenchmarkStore(b, locked(b, func(string) Options { return Options{} }), 100_000, 100_000)
}

func BenchmarkSearch(b *testing.B) {
	graphtest.BenchmarkSearch(b, locked(b, func(string) Options { return Options{} }), 10_000)
}
