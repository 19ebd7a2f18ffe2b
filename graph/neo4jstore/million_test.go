package neo4jstore

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// TestMillion loads a million rows into a server with the memory of docker-compose.yml, and prints what it took. It wants LONG=1.
func TestMillion(t *testing.T) {
	if os.Getenv("LONG") != "1" {
		t.Skip("a million rows are loaded with LONG=1")
	}
	server := neo4jtest.Reserve(t)
	server.Memory("2g", 1400<<20)
	server.Restart()
	store := openStore(t, server.Server, Options{})
	source := graphtest.Large(200_000, 800_000)
	batch := &graph.Batch{By: "ada", Load: "million", Sources: []graph.SourceClaims{source}}
	step := func(name string, do func()) {
		began := time.Now()
		do()
		took := time.Since(began)
		t.Logf("%-22s %6.1f s, %7.0f rows/s; this process had %s at most, Neo4j %s",
			name, took.Seconds(), float64(source.Rows())/took.Seconds(), most("self"), most(fmt.Sprint(server.PID())))
	}
	apply := func(b *graph.Batch, edits int) {
		t.Helper()
		change, err := store.Apply(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		if len(change.Edits) != edits {
			t.Fatalf("%d edits, want %d", len(change.Edits), edits)
		}
	}
	watching, stop := context.WithCancel(t.Context())
	var watcher sync.WaitGroup
	watcher.Go(func() { watchRelationships(t, watching, server.Server) })
	step("first load", func() { apply(batch, source.Rows()+1) })
	stop()
	watcher.Wait()
	step("read", func() {
		state, err := store.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		bare := graphtest.Large(200_000, 800_000)
		for i := range bare.Links {
			bare.Links[i].Evidence = nil
		}
		want := (&graph.State{}).With(&graph.Batch{Sources: []graph.SourceClaims{bare}})
		if !reflect.DeepEqual(want, state) {
			t.Error("the graph isn't what was loaded")
		}
	})
	batch.Load = ""
	step("the same again", func() { apply(batch, 0) })
	source.Concepts[7].Name = "Renamed"
	step("one changed", func() { apply(batch, 1) })
	step("unload", func() { apply(&graph.Batch{Unload: []string{source.Source.ID}}, source.Rows()+1) })
}

// watchRelationships sees to it that people's Cypher meets nothing of a load before its commit.
func watchRelationships(t *testing.T, ctx context.Context, server neo4jtest.Server) {
	driver := server.Driver(t)
	looks := 0
	for ctx.Err() == nil {
		var seen [2]int64
		for i, cypher := range []string{"MATCH ()-[r:PREREQUISITE|MENTIONS|CLAIMS]->() RETURN count(r)", "MATCH (m:ReadfirstMeta) RETURN m.revision"} {
			result, err := neo4j.ExecuteQuery(ctx, driver, cypher, nil, neo4j.EagerResultTransformer)
			if err != nil {
				break
			}
			seen[i], _, _ = neo4j.GetRecordValue[int64](result.Records[0], result.Keys[0])
		}
		if looks++; ctx.Err() == nil && seen[0] > 0 && seen[1] == 0 {
			t.Errorf("%d arrows before the commit", seen[0])
			return
		}
	}
	t.Logf("looked %d times", looks)
}

// most is how much memory a process has had at most.
func most(pid string) string {
	status, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return "an unknown amount"
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}
