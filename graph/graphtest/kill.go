package graphtest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/readfirst/readfirst/graph"
)

// killedVersion, in the environment, makes a process one that is to be killed.
const killedVersion = "READFIRST_TEST_KILLED_VERSION"

// Kills says how loads are killed.
type Kills struct {
	Moments int // that are drawn
	Rows    int // of a load, about
	// Open opens a store, in the test's process and in those that are killed.
	Open func(t testing.TB) graph.Store
	// Env is added to the environment of those that are killed; their test, of the same name, has to call [Killed] too.
	Env []string
}

// Moments is how many moments the tests of kills draw: a few, or a hundred with LONG=1.
func Moments() int {
	if os.Getenv("LONG") == "1" {
		return 100
	}
	return 5
}

// Killed has other processes load one graph after the other into a store, and kills each with SIGKILL at a moment that is drawn over
// the whole load. Each time the store must have the old graph or the new one, whole, and the same load must succeed afterwards.
func Killed(t *testing.T, how Kills) {
	if version := os.Getenv(killedVersion); version != "" {
		beKilled(t, how, version)
		return
	}
	store := how.Open(t)
	apply(t, store, Killable(1, how.Rows))
	_, took := how.load(t, 2, time.Hour) // lives on
	left := [2]int{}
	for version := 3; left[0]+left[1] < how.Moments; version++ {
		lived, lasted := how.load(t, version, time.Duration(rand.Int64N(int64(took)*6/5))) // also a little after
		which := WantOneOf(t, store, how.Rows, version-1, version)
		if lived { // the machine is less busy than it was
			took = lasted
		} else {
			took = max(took, lasted)
			left[which]++
		}
		change := apply(t, store, Killable(version, how.Rows))
		if change.Revision != graph.Revision(version) || WantOneOf(t, store, how.Rows, version) != 0 {
			t.Fatalf("the same load again made revision %d, want %d", change.Revision, version)
		}
	}
	t.Logf("%d loads were killed within %v: %d left the old graph, %d the new one", how.Moments, took, left[0], left[1])
}

// load has another process apply a version, and kills it after a while, counted from when it begins to apply. It
// says whether the process lived to the end, and how long it took it.
func (how Kills) load(t *testing.T, version int, after time.Duration) (lived bool, took time.Duration) {
	t.Helper()
	process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	process.Env = append(append(os.Environ(), how.Env...), killedVersion+"="+strconv.Itoa(version))
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "begin" {
		t.Log(lines.Text())
	}
	began := time.Now()
	killer := time.AfterFunc(after, func() { _ = process.Process.Kill() })
	for lines.Scan() && lines.Text() != "end" {
		t.Log(lines.Text())
	}
	took = time.Since(began)
	lived = killer.Stop()
	if err := process.Wait(); err != nil && lived {
		t.Fatalf("the process that wasn't killed: %v", err)
	}
	return lived, took
}

// beKilled is the process that is killed.
func beKilled(t *testing.T, how Kills, version string) {
	n, err := strconv.Atoi(version)
	if err != nil {
		t.Fatal(err)
	}
	store, batch := how.Open(t), Killable(n, how.Rows)
	fmt.Println("begin")
	if _, err := store.Apply(context.WithoutCancel(t.Context()), batch); err != nil {
		t.Fatal(err)
	}
	fmt.Println("end")
}

// WantOneOf checks that a store has exactly the graph of one of some versions, and says which.
func WantOneOf(t *testing.T, store graph.Store, rows int, versions ...int) int {
	t.Helper()
	state := read(t, store)
	for i, version := range versions {
		batch := Killable(version, rows)
		want := (&graph.State{}).With(batch)
		want.Revision = graph.Revision(version)
		if reflect.DeepEqual(want, state) {
			changes := history(t, store, want.Revision-1, 10)
			if len(changes) != 1 || changes[0].Load != batch.Load {
				t.Fatalf("the history of revision %d is %d changes", want.Revision, len(changes))
			}
			return i
		}
	}
	counts := make([]string, len(state.Sources))
	for i := range state.Sources {
		counts[i] = fmt.Sprintf("%s: %d claims", state.Sources[i].Source.ID, state.Sources[i].Rows())
	}
	t.Fatalf("the store is at revision %d with %s, which is none of the versions %v", state.Revision, strings.Join(counts, ", "), versions)
	return 0
}

// Killable is a batch of about so many rows, of which each version adds, changes, removes and leaves alone a part.
func Killable(version, rows int) *graph.Batch {
	label := fmt.Sprint("v", version)
	slug := func(i int) string { return fmt.Sprintf("c%05d", i) }
	things := max(rows/16, 2) * 4
	var claims []graph.Claim
	for i := range things {
		id := slug(i)
		if i%4 == 0 {
			id += "-" + label // comes and goes
		}
		c := concept(id)
		if i%4 == 1 {
			c.Module = label // is changed
		}
		claims = append(claims, c)
	}
	end := func(i int) string { return slug(i%things/4*4 + 2) } // is always there
	for i := range rows - things {
		l := needs(end(i*4), end(i*4+4+i*4/things*4))
		if l.After == l.Before {
			continue
		}
		if l.AnyOf = strconv.Itoa(i); i%4 == 0 {
			l.AnyOf += " " + label
		}
		if i%4 == 1 {
			l.Reason = label
		}
		claims = append(claims, l)
	}
	b := load(says("killed", claims...), says("other", concept(slug(1)), concept(label)))
	b.Load = "killed " + label
	b.Decide = []graph.Decision{{After: conceptID(slug(2)), Status: graph.Accepted, Why: label}}
	return b
}
