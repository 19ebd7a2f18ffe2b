package sqlitestore

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// killedAt, in the environment, makes TestKilled the process that is killed.
const killedAt = "READFIRST_TEST_KILLED_AT"

// A load that is killed leaves the old graph or the new one, and can be repeated.
func TestKilled(t *testing.T) {
	if path := os.Getenv("READFIRST_TEST_KILLED_STORE"); path != "" {
		applyAndDie(t, path, os.Getenv(killedAt))
	}
	for at, revision := range map[string]graph.Revision{"before the commit": 0, "after the commit": 1} {
		t.Run(at, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
			process.Env = append(os.Environ(), "READFIRST_TEST_KILLED_STORE="+path, killedAt+"="+at)
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
