package neo4jstore

import (
	"fmt"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// Neo4j keeps a plan for a while, also one that was made when the database held so little that going through all of it cost nothing: then
// each of thousands of rows goes through all that has been loaded since. So no statement that takes rows may be planned like that.
func TestPlansOnSmallDatabases(t *testing.T) {
	server := neo4jtest.Start(t)
	server.Lock(t)
	store := openStore(t, server, Options{})
	driver := server.Driver(t)
	statements := []string{
		writeSources, removeSources, writeStatus, writeDecisions, removeDecisions, writeTerms, removeNodes, linksOnKeys + " RETURN collect(r.source)",
		quotesOf, textsOf, writeLog, writeEdited, logParts, logPart,
	}
	for _, label := range []string{"Subject", "Series"} {
		statements = append(statements, fmt.Sprintf(addClaims, label), fmt.Sprintf(findNodes, label), fmt.Sprintf(areClaimed, label),
			fmt.Sprintf(claimedByOthers, label), fmt.Sprintf(claimsOnKeys, label)+" RETURN collect(a.id)")
	}
	for _, things := range [][2]any{{"Subject", "Concept"}, {"Subject", "Article"}, {"Series", "Series"}} {
		statements = append(statements, fmt.Sprintf(writeThings, things[:]...), fmt.Sprintf(addThings, things[:]...))
	}
	for i := range kinds {
		k := &kinds[i]
		statements = append(statements, fmt.Sprintf(removeClaims, relationship(k.of)), fmt.Sprintf(changeClaims, relationship(k.of)), addStatement(k.of), fetchOldStatement(k))
	}
	for _, ask := range leftBehindAsks {
		statements = append(statements, ask.statement())
	}
	given := params{"rows": nil, "keys": nil, "ends": nil, "ids": nil, "loaded": nil, "replaced": nil, "token": "", "part": 0, "first": "", "last": ""}
	for _, size := range [][2]int{{0, 0}, {10, 10}, {200, 10}} {
		if _, err := store.Apply(t.Context(), &graph.Batch{Sources: []graph.SourceClaims{graphtest.Large(size[0], size[1])}}); err != nil {
			t.Fatal(err)
		}
		if _, err := neo4j.ExecuteQuery(t.Context(), driver, "CALL db.clearQueryCaches()", nil, neo4j.EagerResultTransformer); err != nil {
			t.Fatal(err)
		}
		for _, cypher := range statements {
			result, err := neo4j.ExecuteQuery(t.Context(), driver, "EXPLAIN "+cypher, given, neo4j.EagerResultTransformer)
			if err != nil {
				t.Fatal(err)
			}
			if all := scans(result.Summary.Plan()); len(all) > 0 {
				t.Errorf("with %d concepts and %d links\n%s\nis planned with %s", size[0], size[1], cypher, strings.Join(all, ", "))
			}
		}
	}
}

// scans are the steps of a plan that go through all nodes or relationships of a sort.
func scans(plan neo4j.Plan) []string {
	var all []string
	if operator, _, _ := strings.Cut(plan.Operator(), "@"); strings.HasSuffix(operator, "Scan") {
		all = append(all, operator)
	}
	for _, child := range plan.Children() {
		all = append(all, scans(child)...)
	}
	return all
}
