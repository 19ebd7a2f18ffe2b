package neo4jstore

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// BenchmarkFirstLoad holds the first load of a source against what Neo4j can do
// at best: the same facts as bare nodes and relationships, in batches of CREATE,
// without claims, checks, comparison, history and one transaction around it.
// The two take turns, and the ratio is of the totals.
func BenchmarkFirstLoad(b *testing.B) {
	for _, size := range []struct{ concepts, links int }{{10_000, 80_000}} {
		b.Run(fmt.Sprintf("%dconcepts%dlinks", size.concepts, size.links), func(b *testing.B) {
			server := neo4jtest.Start(b)
			server.Lock(b)
			store := openStore(b, server, Options{})
			source := graphtest.Large(size.concepts, size.links)
			var ours, bare float64
			for b.Loop() {
				bare += createBare(b, store, &source)
				ours += firstLoad(b, store, &source)
			}
			rows := float64(source.Rows() * b.N)
			b.ReportMetric(rows/ours, "rows/s")
			b.ReportMetric(rows/bare, "bare-rows/s")
			b.ReportMetric(bare/ours, "of-bare")
		})
	}
}

// firstLoad loads a source, takes it out again, and gives the seconds of the load.
func firstLoad(b *testing.B, store *Store, source *graph.SourceClaims) float64 {
	b.Helper()
	began := time.Now()
	if _, err := store.Apply(b.Context(), &graph.Batch{Sources: []graph.SourceClaims{*source}}); err != nil {
		b.Fatal(err)
	}
	took := time.Since(began).Seconds()
	if _, err := store.Apply(b.Context(), &graph.Batch{Unload: []string{source.Source.ID}}); err != nil {
		b.Fatal(err)
	}
	return took
}

// batchRows is the size of a bare batch: larger ones aren't faster.
const batchRows = 5000

// createBare creates a node for each concept and a relationship for each link,
// with the properties that readers see, and gives the seconds it took.
func createBare(b *testing.B, store *Store, source *graph.SourceClaims) float64 {
	b.Helper()
	began := time.Now()
	var rows []any
	for i := range source.Concepts {
		c := &source.Concepts[i]
		p := conceptNode(graph.MergeConcept([]graph.From[graph.ConceptClaim]{{Source: source.Source.ID, Claim: c}}, nil))
		p["id"] = string(c.ID)
		rows = append(rows, map[string]any(p))
	}
	createBatches(b, store, "UNWIND $rows AS row CREATE (n:Subject:Concept) SET n = row", rows)
	rows = nil
	for i := range source.Links {
		l := &source.Links[i]
		p := linkKind.props(l)
		p["source"], p["status"] = source.Source.ID, graph.Accepted.String()
		rows = append(rows, params{"a": string(l.After), "b": string(l.Before), "p": p})
	}
	createBatches(b, store, "UNWIND $rows AS row MATCH (a:Subject {id: row.a}) MATCH (n:Subject {id: row.b}) CREATE (a)-[r:PREREQUISITE]->(n) SET r = row.p", rows)
	took := time.Since(began).Seconds()
	createBatches(b, store, "MATCH (n:Subject) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS", []any{nil})
	return took
}

// createBatches runs a statement for each batch of rows, in a transaction of its own.
func createBatches(b *testing.B, store *Store, cypher string, rows []any) {
	b.Helper()
	session := store.session(b.Context(), neo4j.AccessModeWrite)
	defer closeQuietly(b.Context(), session)
	for batch := range slices.Chunk(rows, batchRows) {
		result, err := session.Run(b.Context(), cypher, params{"rows": batch})
		if err == nil {
			_, err = result.Consume(b.Context())
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
