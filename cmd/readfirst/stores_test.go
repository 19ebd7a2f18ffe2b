package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// onNeo4j is the environment of a user whose store is an empty Neo4j.
func onNeo4j(t *testing.T) (neo4jtest.Server, []string) {
	t.Helper()
	server := neo4jtest.Start(t)
	server.Lock(t)
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte(server.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return server, emptyHome(t, "READFIRST_STORE="+server.URI, "READFIRST_NEO4J_USER="+server.User, "READFIRST_NEO4J_PASSWORD_FILE="+password)
}

// invented is a listing that names an article of the bundled catalogue as its site would, and others.
const invented = `Rust internals

Three chapters, two of them invented.

01Live

The borrow checker

What it lets pass, told by somebody else.

MIR · NLL · ferris spotting
Read
02Live

Async runtime & Pin

Told by somebody else, too.

Future · Pin · crab walking
Read
03Soon

Ferris in the mirror

Not written yet.

mirrors
`

// Both stores give the same answers, byte for byte, also where a listing and the catalogue meet in one article.
func TestSameAnswersFromBothStores(t *testing.T) {
	_, neo4j := onNeo4j(t)
	sqlite := emptyHome(t, "READFIRST_STORE=sqlite:"+filepath.Join(t.TempDir(), "graph.db"))
	listing := filepath.Join(pages(t, t.TempDir(), "saved.txt", invented), "saved.txt")
	for _, args := range [][]string{
		{"load", "corpus:rust", "--json"},
		{"load", listing, "--json"},
		{"load", "corpus:rust", listing, "--json"}, // no change
		{"before", "Pin", "--json"},
		{"before", "Pin"},
		{"before", "Send", "select!", "--knowing", "ownership,borrowing,nonsense", "--recommended", "--suggested", "--json"},
		{"concepts", "--json"},
		{"concepts", "future", "--json"},
		{"concepts", "crab walking", "--json"},
		{"articles", "--json"},
		{"articles", "async-runtime-and-pin", "--json"},
		{"articles", "pin-a-promise-not-to-move", "--json"},
		{"articles", "pin-a-promise-not-to-move"},
		{"suggestions", "--json"},
		{"reject", "ferris spotting", "--why", "No concept.", "--by", "ann", "--json"},
		{"edit", "pin", "--needs", "future", "--need", "recommended", "--reason", "It helps.", "--by", "ann", "--json"},
		{"edit", "future", "--name", "Futures", "--aliases", "", "--by", "ann"},
		{"accept", "crab walking", "--by", "ann"},
		{"load", "corpus:rust", "--json"}, // no change
		{"concepts", "pin", "--json"},
		{"concepts", "future", "--json"},
		{"before", "Pin", "--recommended", "--json"},
		{"suggestions"},
		{"reject", "ferris spotting", "--undo"},
		{"search", "async", "-n", "6"},
		{"search", "all exclusive borrows"},
		{"search", "block stays where C++", "--json"},
	} {
		one, other := command(t, sqlite, args...), command(t, neo4j, args...)
		if diff := cmp.Diff(one, other); diff != "" {
			t.Errorf("readfirst %q: SQLite (-) and Neo4j (+) differ:\n%s", args, diff)
		}
	}
}

func TestServeFollowsLoadsOnNeo4j(t *testing.T) {
	_, env := onNeo4j(t)
	followLoads(t, env)
}
