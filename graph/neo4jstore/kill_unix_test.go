//go:build unix

package neo4jstore

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// The loader is stopped in the middle of its transaction (SIGSTOP). After a while Neo4j takes the lock from it; others go on, and when
// it goes on itself it can't commit what it has compared with an older graph.
func TestLoaderStopped(t *testing.T) {
	if uri := os.Getenv(killedURI); uri != "" {
		beStopped(t, neo4jtest.Server{URI: uri, User: os.Getenv(killedUser), Password: os.Getenv(killedPassword)})
		return
	}
	server := neo4jtest.Start(t)
	server.Lock(t)
	store := openStore(t, server, Options{})
	process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLoaderStopped$")
	process.Env = append(os.Environ(), killedURI+"="+server.URI, killedUser+"="+server.User, killedPassword+"="+server.Password)
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "in the transaction" {
		t.Log(lines.Text())
	}
	signal := func(s os.Signal) {
		t.Helper()
		if err := process.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	signal(syscall.SIGSTOP)
	if change, err := store.Apply(t.Context(), graphtest.FixtureBatch()); err != nil || change.Revision != 1 {
		t.Errorf("beside a stopped loader: %+v, %v", change, err)
	}
	signal(syscall.SIGCONT)
	for lines.Scan() && lines.Text() != "a conflict" {
		t.Log(lines.Text())
	}
	if err := process.Wait(); err != nil {
		t.Errorf("the stopped process: %v", err)
	}
	if revision, err := store.Revision(t.Context()); err != nil || revision != 1 {
		t.Errorf("revision %d, %v", revision, err)
	}
}

// beStopped is the process that is stopped: before its commit it waits until the graph has moved on.
func beStopped(t *testing.T, server neo4jtest.Server) {
	watching := openStore(t, server, Options{})
	store := openStore(t, server, Options{longest: 5 * time.Second, commit: func(commit func() error) error {
		fmt.Println("in the transaction")
		for {
			if revision, err := watching.Revision(t.Context()); err != nil || revision > 0 {
				break
			}
		}
		return commit()
	}})
	b := graphtest.Killable(1, 100)
	b.Base = new(graph.Revision)
	change, err := store.Apply(t.Context(), b)
	if !errors.Is(err, graph.ErrConflict) {
		t.Fatalf("a stopped load was applied: %+v, %v", change, err)
	}
	fmt.Println("a conflict")
}
