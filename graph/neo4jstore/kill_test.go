package neo4jstore

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// The environment of a process that is to be killed says where its server is.
const (
	killedURI      = "READFIRST_TEST_KILLED_URI"
	killedUser     = "READFIRST_TEST_KILLED_USER"
	killedPassword = "READFIRST_TEST_KILLED_PASSWORD"
)

// A load that is killed leaves the old graph or the new one, and can be repeated.
func TestKilled(t *testing.T) { testKilled(t, Options{}) }

// The same where loads are staged, in many parts.
func TestKilledStaged(t *testing.T) { testKilled(t, Options{StageRows: 600}) }

func testKilled(t *testing.T, o Options) {
	server := neo4jtest.Server{URI: os.Getenv(killedURI), User: os.Getenv(killedUser), Password: os.Getenv(killedPassword)}
	if server.URI == "" {
		server = neo4jtest.Start(t)
		server.Lock(t)
	}
	graphtest.Killed(t, graphtest.Kills{Moments: graphtest.Moments(), Rows: 2000,
		Env:  []string{killedURI + "=" + server.URI, killedUser + "=" + server.User, killedPassword + "=" + server.Password},
		Open: func(t testing.TB) graph.Store { return openStore(t, server, o) }})
}

// The server is killed while a load is being written, at moments drawn over the whole load.
func TestServerKilled(t *testing.T) {
	const rows = 2000
	server := neo4jtest.StartPrivate(t)
	moments := 2
	if os.Getenv("LONG") == "1" {
		moments = 25
	}
	open := func() *Store { return openStore(t, server.Server, Options{StageRows: 600}) }
	load := func(version int) (took time.Duration) {
		began := time.Now()
		if _, err := open().Apply(t.Context(), graphtest.Killable(version, rows)); err != nil {
			t.Fatalf("version %d: %v", version, err)
		}
		return time.Since(began)
	}
	load(1)
	took, left := load(2), [2]int{}
	for i := range moments {
		version := i + 3
		store, loaded := open(), make(chan error, 1)
		go func() {
			_, err := store.Apply(t.Context(), graphtest.Killable(version, rows))
			loaded <- err
		}()
		<-time.After(time.Duration(rand.Int64N(int64(took)))) // the moment
		server.Kill()
		err := <-loaded
		server.Restart()
		which := graphtest.WantOneOf(t, open(), rows, version-1, version)
		if left[which]++; err == nil && which == 0 {
			t.Fatal("a load that was done is gone")
		}
		load(version)
		graphtest.WantOneOf(t, open(), rows, version)
	}
	t.Logf("the server was killed %d times within %v: %d left the old graph, %d the new one", moments, took, left[0], left[1])
}
