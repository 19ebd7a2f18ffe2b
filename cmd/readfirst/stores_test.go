package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

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
	_, shared := onNeo4j(t)
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
		one, other := command(t, sqlite, args...), command(t, shared, args...)
		if diff := cmp.Diff(one, other); diff != "" {
			t.Errorf("readfirst %q: SQLite (-) and Neo4j (+) differ:\n%s", args, diff)
		}
	}
}

// Tables go out of both stores and come back into both the same way.
func TestSameTablesFromBothStores(t *testing.T) {
	_, shared := onNeo4j(t)
	sqlite := emptyHome(t, "READFIRST_STORE=sqlite:"+filepath.Join(t.TempDir(), "graph.db"))
	folder, tables := knots(t, true), t.TempDir()
	concepts, links := filepath.Join(tables, "concepts.csv"), filepath.Join(tables, "links.csv")
	both := func(want string, args ...string) {
		t.Helper()
		one, other := command(t, sqlite, args...), command(t, shared, args...)
		if diff := cmp.Diff(one, other); diff != "" || !strings.Contains(one, want) {
			t.Errorf("readfirst %q: want %q; SQLite (-) and Neo4j (+):\n%s%s", args, want, one, diff)
		}
	}
	exported := func() string {
		t.Helper()
		text := ""
		for i, env := range [][]string{sqlite, shared} {
			command(t, env, "export", "--format", "csv", "-o", tables)
			now := readFile(t, concepts) + readFile(t, links)
			if i > 0 && now != text {
				t.Errorf("SQLite exports\n%s\nNeo4j\n%s", text, now)
			}
			text = now
		}
		return text
	}
	both("3 concepts", "load", folder, "--source", "knots")
	first := exported()
	both("No change", "import", concepts, links, "--delete-missing")

	edited := strings.Replace(readFile(t, concepts), "Joining rope for good.", "Joining for good.", 1)
	pages(t, tables, "edited.csv", edited, "fewer.csv", "id,name\nconcept:splicing,Splicing\nconcept:rope-lay,Rope lay\n,Hitch\n")
	both("“Joining rope for good.” → “Joining for good.”", "import", filepath.Join(tables, "edited.csv"), "--yes", "--by", "ann")
	both("No change", "import", filepath.Join(tables, "edited.csv"))
	both("No change", "load", folder, "--source", "knots")
	both("Joining for good.", "concepts", "splicing", "--json")
	both("+ Hitch", "import", filepath.Join(tables, "fewer.csv"), "--delete-missing", "--yes", "--by", "ann")
	both("- Hitch", "import", filepath.Join(tables, "edited.csv"), "--delete-missing", "--yes", "--by", "ann")
	if now := exported(); now == first || !strings.Contains(now, "Joining for good.") || strings.Contains(now, "Hitch") {
		t.Errorf("exported after all that:\n%s", now)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestCtrlCOnNeo4j stops a load of several transactions before its commit: the graph is what it was, and the next load sweeps what is left.
func TestCtrlCOnNeo4j(t *testing.T) {
	server, env := onNeo4j(t)
	env = append(env, "READFIRST_NEO4J_STAGE_ROWS=1")
	few, more := knots(t, false), knots(t, true)
	command(t, env, "load", few, "--source", "knots")
	before := command(t, env, "before", "Splicing", "--json")

	driver := server.Driver(t)
	staged := func() int64 {
		t.Helper()
		result, err := neo4j.ExecuteQuery(t.Context(), driver, "MATCH (l:Staged) RETURN count(l) AS n", nil, neo4j.EagerResultTransformer)
		if err != nil {
			t.Fatal(err)
		}
		n, _, err := neo4j.GetRecordValue[int64](result.Records[0], "n")
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	session := driver.NewSession(t.Context(), neo4j.SessionConfig{})
	defer session.Close(t.Context())
	writing, err := session.BeginTransaction(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	held, err := writing.Run(t.Context(), "CREATE (:Change {revision: 2})", nil) // whoever wants to write the second change waits for this one's end
	if err == nil {
		_, err = held.Consume(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	load := exec.CommandContext(t.Context(), "readfirst", "load", more, "--source", "knots")
	var said strings.Builder
	load.Env, load.Stderr = env, &said
	if err := load.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- load.Wait() }()
	for pieces := int64(0); pieces < 2 && len(ended) == 0; { // of its log
		pieces = staged()
	}
	if err := load.Process.Signal(os.Interrupt); err != nil {
		t.Fatalf("%v: %s", err, &said)
	}
	var exit *exec.ExitError
	if err := <-ended; !errors.As(err, &exit) || exit.ExitCode() != 128+int(syscall.SIGINT) || said.String() != "readfirst: stopped before the end: nothing was changed\n" {
		t.Errorf("the load ended with %v: %s", err, &said)
	}
	if err := writing.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now := command(t, env, "before", "Splicing", "--json"); now != before {
		t.Errorf("the graph was\n%s\nand is\n%s", before, now)
	}
	if n := staged(); n < 2 {
		t.Errorf("%d pieces of a log are left, which tests nothing", n)
	}
	if text := command(t, env, "load", few, "--source", "knots"); !strings.Contains(text, "No change") {
		t.Errorf("the old pages again: %s", text)
	}
	if n := staged(); n != 0 {
		t.Errorf("%d pieces of a log are left", n)
	}
	command(t, env, "load", more, "--source", "knots")
	if now := command(t, env, "before", "Splicing", "--json"); !strings.Contains(now, `"Bend"`) {
		t.Errorf("after the load: %s", now)
	}
}

func TestServeFollowsLoadsOnNeo4j(t *testing.T) {
	_, env := onNeo4j(t)
	followLoads(t, env)
}
