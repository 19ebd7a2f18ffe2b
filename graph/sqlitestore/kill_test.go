package sqlitestore

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

const (
	// killedStore, in the environment of a process that is to be killed, is its file.
	killedStore = "READFIRST_TEST_KILLED_STORE"
	// killedAt is when it kills itself.
	killedAt = "READFIRST_TEST_KILLED_AT"
)

// A load that is killed leaves the old graph or the new one, and can be repeated.
func TestKilled(t *testing.T) {
	path := os.Getenv(killedStore)
	if path == "" {
		path = filepath.Join(t.TempDir(), "store.db")
	}
	graphtest.Killed(t, graphtest.Kills{Moments: graphtest.Moments(), Rows: 10_000, Env: []string{killedStore + "=" + path},
		Open: func(t testing.TB) graph.Store { return open(t, path, Options{}) }})
}

// The same at the moments that matter most.
func TestKilledAtTheCommit(t *testing.T) {
	if path := os.Getenv(killedStore); path != "" {
		applyAndDie(t, path, os.Getenv(killedAt))
	}
	for at, revision := range map[string]graph.Revision{"before the commit": 0, "after the commit": 1} {
		t.Run(at, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledAtTheCommit$")
			process.Env = append(os.Environ(), killedStore+"="+path, killedAt+"="+at)
			if output, err := process.CombinedOutput(); err == nil {
				t.Fatalf("the process lived on: %s", output)
			}
			store := open(t, path, Options{})
			state, err := store.Read(t.Context())
			if err != nil || state.Revision != revision || (len(state.Sources) > 0) != (revision > 0) {
				t.Fatalf("a killed load leaves %+v, %v; want revision %d", state, err, revision)
			}
			if found := searched(t, store, "the waker"); len(found) != int(revision) {
				t.Errorf("a killed load leaves %v to be found, at revision %d", found, revision)
			}
			change, err := store.Apply(t.Context(), killedBatch())
			if err != nil || change.Revision != 1 || change.Empty() {
				t.Errorf("the same load again: %+v, %v", change, err)
			}
		})
	}
}

func killedBatch() *graph.Batch {
	b := graphtest.FixtureBatch()
	b.Load = "killed"
	return b
}

// applyAndDie is the other process.
func applyAndDie(t *testing.T, path, at string) {
	store := open(t, path, Options{commit: func(commit func() error) error {
		if at == "after the commit" {
			if err := commit(); err != nil {
				t.Error(err)
			}
		}
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		t.Errorf("it can't be killed: %v", err)
		select {} // the end comes from outside
	}})
	_, err := store.Apply(t.Context(), killedBatch())
	t.Fatalf("still here: %v", err)
}
