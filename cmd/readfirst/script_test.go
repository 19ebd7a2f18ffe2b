package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/sqlitestore"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"readfirst": main})
}

// TestScripts runs testdata/script: what people type, and what they see then.
// Every script has a home of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir+"/home")
			env.Setenv("XDG_DATA_HOME", "")
			return os.Mkdir(env.WorkDir+"/home", 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"fixture": fixture, "older": older, "exits": exits},
	})
}

// fixture FILE puts the drawn graph of package graphtest into an SQLite file.
func fixture(ts *testscript.TestScript, _ bool, args []string) {
	apply(ts, args[0], graphtest.FixtureBatch())
}

// older FILE puts a corpus of one concept into an SQLite file, as an older program would have done.
func older(ts *testscript.TestScript, _ bool, args []string) {
	apply(ts, args[0], &graph.Batch{Sources: []graph.SourceClaims{{Source: graph.Source{ID: corpus.Rust},
		Concepts: []graph.ConceptClaim{{ID: "concept:future", Name: "Future"}}}}})
}

func apply(ts *testscript.TestScript, file string, batch *graph.Batch) {
	ctx := context.Background()
	file = ts.MkAbs(file)
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o700))
	s, err := sqlitestore.Open(ctx, file, sqlitestore.Options{})
	ts.Check(err)
	_, err = s.Apply(ctx, batch)
	ts.Check(err)
	ts.Check(s.Close())
}

// exits CODE COMMAND... runs a command that must end with just this code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	code := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}
