package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"fixture": fixture, "exits": exits},
	})
}

// fixture FILE puts the drawn graph of package graphtest into an SQLite file.
func fixture(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	s, err := sqlitestore.Open(ctx, ts.MkAbs(args[0]), sqlitestore.Options{})
	ts.Check(err)
	_, err = s.Apply(ctx, graphtest.FixtureBatch())
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
