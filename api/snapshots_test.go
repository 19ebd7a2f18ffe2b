package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// following runs f while a store is followed, in a bubble where time only passes when all wait.
func following(t *testing.T, store *memory, log *strings.Builder, f func(t *testing.T, s *api.Snapshots)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		s := api.NewSnapshots(store, slog.New(slog.NewTextHandler(log, nil)), 0)
		ended := make(chan struct{})
		go func() { s.Follow(ctx); close(ended) }()
		synctest.Wait()
		f(t, s)
		stop()
		<-ended
	})
}

func (m *memory) grow(i int) {
	batch := &graph.Batch{Sources: []graph.SourceClaims{{Source: graph.Source{ID: "more"},
		Concepts: []graph.ConceptClaim{{ID: "concept:more", Name: fmt.Sprint("More ", i)}}}}}
	m.set(func(m *memory) { m.state = m.state.With(batch) })
}

func TestFollow(t *testing.T) {
	store := filled(t)
	var log strings.Builder
	following(t, store, &log, func(t *testing.T, s *api.Snapshots) {
		first := s.Current()
		if first == nil || first.Revision() != 1 {
			t.Fatal("no snapshot at once")
		}
		time.Sleep(time.Minute)
		if s.Current() != first || store.reads != 1 {
			t.Errorf("%d readings of a store that stands still", store.reads)
		}
		for i := range 3 {
			store.grow(i)
			time.Sleep(600 * time.Millisecond)
			if got := s.Current().Revision(); int(got) != i+2 {
				t.Errorf("revision %d, want %d", got, i+2)
			}
		}
	})
}

func TestFollowThroughTrouble(t *testing.T) {
	store := filled(t)
	var log strings.Builder
	following(t, store, &log, func(t *testing.T, s *api.Snapshots) {
		before := s.Current()
		store.set(func(m *memory) { m.failure = fmt.Errorf("neo4j.example: %w", graph.ErrUnavailable) })
		gone := time.Now().UTC()
		time.Sleep(10 * time.Minute)
		if s.Current() != before || s.Ready() != nil {
			t.Error("the last snapshot isn't served while the store is gone")
		}
		h := api.New(s, api.Options{Log: quiet})
		var status struct {
			Status, Why, Since string
			Stale              bool
		}
		w := get(t, h, "http://localhost/readyz")
		if err := json.Unmarshal(w.Body.Bytes(), &status); err != nil || w.Code != 200 || status.Status != "ready" || !status.Stale || status.Why != "the store is not available" {
			t.Errorf("/readyz: %d %s", w.Code, w.Body)
		}
		if since, err := time.Parse(time.RFC3339, status.Since); err != nil || since.Sub(gone).Abs() > 2*time.Second {
			t.Errorf("stale since %s, gone since %s", status.Since, gone)
		}
		asked := store.readings
		if w := post(t, h, `{"query":"{ concept(name: \"Pin\") { needs { evidence { quote } } } }"}`); decode(t, w).code() != model.Unavailable || store.readings != asked {
			t.Errorf("a quote, with %d knocks at a store that is known to be gone: %s", store.readings-asked, w.Body)
		}
		if w := post(t, h, `{"query":"{ revision concept(name: \"Pin\") { needs { why } } }"}`); w.Code != 200 || !strings.Contains(w.Body.String(), `"revision":1`) {
			t.Errorf("what the snapshot has: %d %s", w.Code, w.Body)
		}
		store.grow(1)
		store.set(func(m *memory) { m.failure = nil })
		time.Sleep(6 * time.Second)
		if s.Current().Revision() != 2 {
			t.Error("the store isn't followed after it came back")
		}
		if w := get(t, h, "http://localhost/readyz"); strings.Contains(w.Body.String(), "stale") {
			t.Errorf("/readyz: %s", w.Body)
		}
	})
	if lost, found := strings.Count(log.String(), "can't be read"), strings.Count(log.String(), "again"); lost != 1 || found != 2 {
		t.Errorf("10 minutes of trouble are logged as:\n%s", &log)
	}
}

// silent is a store that says nothing until somebody goes on.
type silent struct{ *memory }

func (silent) Revision(ctx context.Context) (graph.Revision, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

func TestSilentStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := api.NewSnapshots(silent{filled(t)}, quiet, 0)
		began := time.Now()
		if err := s.Refresh(t.Context()); !errors.Is(err, graph.ErrUnavailable) || !strings.Contains(err.Error(), "no answer within 5s") || time.Since(began) != 5*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}

func TestNotReady(t *testing.T) {
	store := filled(t)
	store.failure = fmt.Errorf("bolt://ada@neo4j.example:7687: %w", graph.ErrUnavailable)
	var log strings.Builder
	following(t, store, &log, func(t *testing.T, s *api.Snapshots) {
		h := api.New(s, api.Options{Log: quiet})
		if w := get(t, h, "http://localhost/readyz"); w.Code != 503 || !strings.Contains(w.Body.String(), "the store is not available") || strings.Contains(w.Body.String(), "ada") {
			t.Errorf("/readyz: %d %s", w.Code, w.Body)
		}
		if w := get(t, h, "http://localhost/healthz"); w.Code != 200 {
			t.Errorf("/healthz: %d", w.Code)
		}
		if w := get(t, h, "http://localhost/"); w.Code != 200 || !strings.Contains(w.Body.String(), "the store is not available") {
			t.Errorf("/: %d %s", w.Code, w.Body)
		}
		if w := post(t, h, `{"query":"{ revision }"}`); w.Code != 503 || decode(t, w).code() != model.Unavailable {
			t.Errorf("/graphql: %d %s", w.Code, w.Body)
		}
		store.set(func(m *memory) { m.failure = nil })
		time.Sleep(6 * time.Second)
		if w := get(t, h, "http://localhost/readyz"); w.Code != 200 || !strings.Contains(w.Body.String(), `"revision":1`) {
			t.Errorf("/readyz: %d %s", w.Code, w.Body)
		}
	})
}

func TestUnread(t *testing.T) {
	s := api.NewSnapshots(filled(t), quiet, 0)
	if err := s.Ready(); err == nil || err.Error() != "the graph is being read" {
		t.Error(err)
	}
	broken := filled(t)
	broken.failure = errors.New("open /home/ada/graph.db: no")
	s = api.NewSnapshots(broken, quiet, 0)
	if err := s.Refresh(t.Context()); err == nil {
		t.Error("no error")
	}
	if err := s.Ready(); err == nil || strings.Contains(err.Error(), "ada") {
		t.Error(err)
	}
}

// TestNeverBack puts an old copy of the graph into the store.
func TestNeverBack(t *testing.T) {
	store := filled(t)
	old := store.state
	store.grow(1)
	var log strings.Builder
	following(t, store, &log, func(t *testing.T, s *api.Snapshots) {
		store.set(func(m *memory) { m.state = old })
		time.Sleep(time.Minute)
		if s.Current().Revision() != 2 {
			t.Error("time runs backwards")
		}
		store.grow(2)
		store.grow(3)
		time.Sleep(time.Second)
		if s.Current().Revision() != 3 {
			t.Error("the store isn't followed any more")
		}
	})
	if strings.Count(log.String(), "went back") != 1 {
		t.Errorf("logged:\n%s", &log)
	}
}

// stateless is a store that gives a state of which no snapshot can be made.
type stateless struct{ *memory }

func (stateless) Read(context.Context) (*graph.State, error) { return nil, nil }

func TestInvalidState(t *testing.T) {
	s := api.NewSnapshots(stateless{filled(t)}, quiet, 0)
	if err := s.Refresh(t.Context()); !errors.Is(err, graph.ErrCorrupt) {
		t.Error(err)
	}
	if s.Current() != nil || s.Ready() == nil {
		t.Error("something invalid is served")
	}
}

func TestFollowEndsAtOnce(t *testing.T) {
	store := filled(t)
	var log strings.Builder
	following(t, store, &log, func(*testing.T, *api.Snapshots) {})
	if strings.Contains(log.String(), "WARN") {
		t.Errorf("an orderly end is logged as trouble:\n%s", &log)
	}
}
