package neo4jstore

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// count gives the one number that a statement returns.
func count(t *testing.T, s *Store, cypher string) (n int) {
	t.Helper()
	err := s.read(t.Context(), func(ctx context.Context, tx runner) (err error) {
		n, err = queryInt(ctx, tx, cypher, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const (
	countArrows  = "MATCH ()-[r:PREREQUISITE|MENTIONS|CLAIMS]->() RETURN count(r)"
	countPending = "MATCH (m:ReadfirstMeta) WHERE m.pending IS NOT NULL RETURN count(m)"
)

// readings is all that a store's readers say of the fixture.
type readings struct {
	state    *graph.State
	evidence [][]graph.Evidence
	texts    []string
}

func readAll(t *testing.T, s *Store, b *graph.Batch) (r readings) {
	t.Helper()
	var err error
	if r.state, err = s.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	var keys []graph.ClaimKey
	var articles []graph.ID
	for i := range b.Sources {
		for _, c := range b.Sources[i].Claims() {
			switch key := c.Key(); key.Kind {
			case graph.OfMention, graph.OfLink:
				keys = append(keys, key)
			case graph.OfArticle:
				articles = append(articles, key.A)
			}
		}
	}
	if r.evidence, err = s.Evidence(t.Context(), keys); err != nil {
		t.Fatal(err)
	}
	if r.texts, err = s.Texts(t.Context(), articles); err != nil {
		t.Fatal(err)
	}
	return r
}

// A staged load that was committed and then called off is the graph, for all that answers questions, though nothing of it is in
// place; whoever applies something next, if it changes nothing, puts it there.
func TestCommittedButNotInPlace(t *testing.T) {
	server := neo4jtest.Start(t)
	server.Lock(t)
	second := graphtest.FixtureBatch()
	for i := range second.Sources {
		s := &second.Sources[i]
		for j := range s.Concepts {
			s.Concepts[j].Summary = "Other words."
		}
		s.Links = s.Links[:len(s.Links)/2]
		for j := range s.Links {
			s.Links[j].Evidence = []graph.Evidence{{Quote: "Other words."}}
		}
	}
	other := openStore(t, server, Options{})

	wantLeft := func(b *graph.Batch) {
		t.Helper()
		arrows := count(t, other, countArrows)
		ctx, callOff := context.WithCancel(t.Context())
		store := openStore(t, server, Options{StageRows: 8, commit: func(commit func() error) error {
			defer callOff()
			return commit()
		}})
		change, err := store.Apply(ctx, b)
		if err != nil || change.Empty() {
			t.Fatalf("%+v, %v", change, err)
		}
		if n := count(t, other, countPending); n != 1 {
			t.Fatalf("%d logs are pending", n)
		}
		if now := count(t, other, countArrows); now != arrows {
			t.Errorf("%d arrows have become %d", arrows, now)
		}
		before := readAll(t, other, b)
		if revision, err := other.Revision(t.Context()); err != nil || revision != change.Revision || before.state.Revision != revision {
			t.Errorf("revision %d, %v; want %d", revision, err, change.Revision)
		}
		if _, err := other.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		if pending, staged := count(t, other, countPending), count(t, other, anyStaged); pending+staged != 0 {
			t.Errorf("%d logs are pending, %d pieces are left", pending, staged)
		}
		if after := readAll(t, other, b); !reflect.DeepEqual(before, after) {
			t.Errorf("before all was in place:\n%+v\nthen:\n%+v", before, after)
		}
	}
	wantLeft(graphtest.FixtureBatch())
	wantLeft(second)
	all := &graph.Batch{}
	for _, s := range second.Sources {
		all.Unload = append(all.Unload, s.Source.ID)
	}
	wantLeft(all)
	if n := count(t, other, countArrows); n != 0 {
		t.Errorf("%d arrows are left", n)
	}
}

// A log that was never committed is swept by whoever applies something next.
func TestNeverCommitted(t *testing.T) {
	server := neo4jtest.Start(t)
	server.Lock(t)
	ctx, callOff := context.WithCancel(t.Context())
	store := openStore(t, server, Options{StageRows: 8, commit: func(func() error) error {
		callOff()
		return errors.New("lost")
	}})
	if change, err := store.Apply(ctx, graphtest.FixtureBatch()); err == nil {
		t.Fatalf("%+v, %v", change, err)
	}
	other := openStore(t, server, Options{})
	if staged, arrows := count(t, other, anyStaged), count(t, other, countArrows); staged == 0 || arrows != 0 {
		t.Fatalf("%d pieces of a log, %d arrows", staged, arrows)
	}
	if state, err := other.Read(t.Context()); err != nil || state.Revision != 0 || len(state.Sources) > 0 {
		t.Errorf("%+v, %v", state, err)
	}
	if change, err := other.Apply(t.Context(), graphtest.FixtureBatch()); err != nil || change.Revision != 1 {
		t.Errorf("%+v, %v", change, err)
	}
	if n := count(t, other, anyStaged); n != 0 {
		t.Errorf("%d pieces are left", n)
	}
}
