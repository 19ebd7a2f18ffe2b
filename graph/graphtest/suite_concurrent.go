package graphtest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// Two processes write by turns: each batch gets a revision of its own.
func testTwoWriters(t *testing.T, open Open) {
	const each = 8
	stores := []graph.Store{open(t, Options{}), open(t, Options{})}
	var all sync.WaitGroup
	var lock sync.Mutex
	made := map[graph.Revision]graph.Change{}
	var want []graph.SourceClaims
	for w, store := range stores {
		for i := range each {
			source := says(fmt.Sprintf("writer%d-%d", w, i), append(concepts("a", "b"), needs("a", "b"))...)
			want = append(want, source)
			all.Go(func() {
				change, err := store.Apply(t.Context(), load(source))
				if err != nil {
					t.Errorf("Apply beside other writers: %v", err)
					return
				}
				lock.Lock()
				defer lock.Unlock()
				made[change.Revision] = *change
			})
		}
	}
	all.Wait()
	if len(made) != len(want) {
		t.Errorf("%d batches made %d revisions", len(want), len(made))
	}
	wantSources(t, stores[0], want...)
	for _, change := range history(t, stores[1], 0, 100) {
		same(t, fmt.Sprint("revision ", change.Revision), made[change.Revision], change)
	}
}

// A second writer begins while the first one's transaction is open, waits for
// it, and compares with what the first one wrote.
func testWaitingWriter(t *testing.T, open Open) {
	second := open(t, Options{})
	var all sync.WaitGroup
	var waited *graph.Change
	first := open(t, Options{Commit: func(commit func() error) error {
		all.Go(func() {
			var err error
			if waited, err = second.Apply(t.Context(), load(says("notes", concepts("a", "b")...))); err != nil {
				t.Errorf("the waiting writer: %v", err)
			}
		})
		return commit()
	}})
	apply(t, first, load(says("notes", concepts("a", "c")...)))
	all.Wait()
	if waited == nil {
		return
	}
	wantEdits(t, waited, "ADDED notes concept:b", "REMOVED notes concept:c")
	wantRevision(t, first, 2)
}

// Of several batches worked out on one revision, one wins.
func testOneBase(t *testing.T, open Open) {
	stores := []graph.Store{open(t, Options{}), open(t, Options{})}
	errs := make([]error, 6)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			var base graph.Revision
			b := load(says("notes", concept(fmt.Sprint("c", i))))
			b.Base = &base
			_, errs[i] = stores[i%2].Apply(t.Context(), b)
		})
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, graph.ErrConflict):
			t.Errorf("a batch that lost gives %v, want graph.ErrConflict", err)
		}
	}
	if won != 1 {
		t.Errorf("%d batches on revision 0 were accepted, want 1", won)
	}
	wantRevision(t, stores[0], 1)
}

// What isn't committed isn't seen, and nobody waits to read.
func testReadWhileWriting(t *testing.T, open Open) {
	reader := open(t, Options{})
	old, next := says("notes", concepts("a", "b")...), says("notes", concepts("b", "c")...)
	apply(t, reader, load(old))
	writer := open(t, Options{Commit: func(commit func() error) error {
		wantRevision(t, reader, 1)
		wantSources(t, reader, old)
		err := commit()
		wantRevision(t, reader, 2)
		wantSources(t, reader, next)
		return err
	}})
	apply(t, writer, load(next))
}

// Every state that is read is of one revision throughout.
func testNeverTorn(t *testing.T, open Open) {
	writer, other := open(t, Options{}), open(t, Options{})
	const revisions = 10
	apply(t, writer, version(1))
	done := make(chan struct{})
	var readers sync.WaitGroup
	for _, store := range []graph.Store{writer, other} {
		readers.Go(func() {
			for last := graph.Revision(1); ; {
				state, err := store.Read(t.Context())
				if err != nil {
					t.Errorf("Read beside a writer: %v", err)
					return
				}
				if torn := tornness(state); torn != "" || state.Revision < last {
					t.Errorf("after revision %d, a state of revision %d: %s", last, state.Revision, torn)
					return
				}
				last = state.Revision
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := 2; i <= revisions; i++ {
		apply(t, writer, version(i))
	}
	close(done)
	readers.Wait()
}

// version is a batch of which every claim and decision tells its number.
func version(n int) *graph.Batch {
	const size = 30
	label := fmt.Sprint("v", n)
	batch := load()
	for _, id := range []string{"book", "notes"} {
		var claims []graph.Claim
		for i := range size {
			c := concept(fmt.Sprint("c", i))
			c.Module = label
			l := needs(fmt.Sprint("c", i), fmt.Sprint("c", (i+1)%size))
			l.Reason = label
			claims = append(claims, c, l)
		}
		claims = append(claims, concept(label)) // comes and goes
		source := says(id, claims...)
		source.Source.Location = label
		batch.Sources = append(batch.Sources, source)
	}
	batch.Decide = []graph.Decision{{After: conceptID("c0"), Why: label}}
	return batch
}

// tornness says what in a state is not of its revision's [version].
func tornness(state *graph.State) string {
	want := version(int(state.Revision))
	label := want.Decide[0].Why
	var torn []string
	check := func(got, what string) {
		if got != label {
			torn = append(torn, what+" is of "+got)
		}
	}
	if len(state.Sources) != len(want.Sources) || len(state.Decisions) != 1 {
		return fmt.Sprintf("%d sources and %d decisions", len(state.Sources), len(state.Decisions))
	}
	check(state.Decisions[0].Why, "the decision")
	for i, source := range state.Sources {
		check(source.Source.Location, source.Source.ID)
		if source.Rows() != want.Sources[i].Rows() {
			torn = append(torn, fmt.Sprintf("%s has %d claims", source.Source.ID, source.Rows()))
		}
		for _, c := range source.Concepts {
			if c.Module != "" {
				check(c.Module, string(c.ID))
			} else {
				check(c.ID.Slug(), string(c.ID))
			}
		}
		for _, l := range source.Links {
			check(l.Reason, l.Key().String())
		}
	}
	return strings.Join(torn[:min(3, len(torn))], "; ")
}
