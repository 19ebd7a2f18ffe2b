package neo4jtest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/rogpeppe/go-internal/lockedfile"
)

// holders are the tests of this process that have a database, by its lock file.
var holders struct {
	sync.Mutex
	names map[string]string
}

// Lock gives the test, with its subtests, the database for itself until it ends, and empty: without nodes, constraints and
// indexes (the two token look-up indexes of every new database stay). It waits for other tests and other processes.
// A database that was given by its address and holds data that no test has left there is refused, not emptied.
func (s Server) Lock(t testing.TB) {
	t.Helper()
	s.mustNotHave(t)
	unlock, err := lockedfile.MutexAt(s.lockFile).Lock()
	if err != nil {
		t.Fatal(err)
	}
	holders.Lock()
	if holders.names == nil {
		holders.names = map[string]string{}
	}
	holders.names[s.lockFile] = t.Name()
	holders.Unlock()
	t.Cleanup(func() {
		holders.Lock()
		delete(holders.names, s.lockFile)
		holders.Unlock()
		unlock()
	})

	driver := s.Driver(t)
	if s.dirtFile != "" {
		s.claim(t, driver)
	}
	if err := wipe(t.Context(), driver); err != nil {
		t.Fatalf("emptying the database: %v", err)
	}
	if s.dirtFile != "" {
		t.Cleanup(func() {
			if err := wipe(context.WithoutCancel(t.Context()), driver); err != nil {
				t.Errorf("emptying the database: %v", err)
				return
			}
			if err := os.Remove(s.dirtFile); err != nil {
				t.Error(err)
			}
		})
	}
}

// mustNotHave stops a test that would wait for itself.
func (s Server) mustNotHave(t testing.TB) {
	t.Helper()
	holders.Lock()
	defer holders.Unlock()
	if holder, ok := holders.names[s.lockFile]; ok && (t.Name() == holder || strings.HasPrefix(t.Name(), holder+"/")) {
		t.Fatalf("%s has the database already", holder)
	}
}

// claim notes that what is in a given database from now on is ours to delete.
func (s Server) claim(t testing.TB, driver neo4j.DriverWithContext) {
	t.Helper()
	if isThere(s.dirtFile) {
		return // a test was killed before it could clean up
	}
	result, err := neo4j.ExecuteQuery(t.Context(), driver, "MATCH (n) RETURN count(n) AS nodes", nil, neo4j.EagerResultTransformer)
	if err != nil {
		t.Fatal(err)
	}
	if nodes, _, err := neo4j.GetRecordValue[int64](result.Records[0], "nodes"); err != nil || nodes > 0 {
		t.Fatalf("the database at %s holds %d nodes, which tests would delete: give them an empty one", s.URI, nodes)
	}
	if err := os.WriteFile(s.dirtFile, nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

// wipe empties a database, in several transactions.
func wipe(ctx context.Context, driver neo4j.DriverWithContext) error {
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	for _, kind := range []struct{ list, drop string }{
		{"SHOW CONSTRAINTS YIELD name", "DROP CONSTRAINT `%s` IF EXISTS"},
		{"SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name", "DROP INDEX `%s` IF EXISTS"},
	} {
		records, err := run(ctx, session, kind.list)
		if err != nil {
			return err
		}
		for _, record := range records {
			name, _, err := neo4j.GetRecordValue[string](record, "name")
			if err != nil {
				return err
			}
			if _, err := run(ctx, session, fmt.Sprintf(kind.drop, strings.ReplaceAll(name, "`", "``"))); err != nil {
				return err
			}
		}
	}
	_, err := run(ctx, session, "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
	return err
}

// run executes a statement in a transaction of its own, which CALL … IN TRANSACTIONS wants.
func run(ctx context.Context, session neo4j.SessionWithContext, cypher string) ([]*neo4j.Record, error) {
	result, err := session.Run(ctx, cypher, nil)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}
