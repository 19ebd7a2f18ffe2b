package api_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// memory is a store in memory that can fail, stand still and go back in time.
type memory struct {
	mu       sync.Mutex
	state    *graph.State
	failure  error // of every reading
	readings int   // of quotes and texts
	reads    int   // of states
	onQuotes func(context.Context) error
}

// filled is a store with the fixture in it.
func filled(t testing.TB) *memory {
	t.Helper()
	m := &memory{state: &graph.State{}}
	if _, err := m.Apply(t.Context(), graphtest.FixtureBatch()); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *memory) set(change func(*memory)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(m)
}

func (m *memory) Apply(_ context.Context, b *graph.Batch) (*graph.Change, error) {
	if err := b.Validate(); err != nil {
		return nil, err
	}
	m.set(func(m *memory) { m.state = m.state.With(b) })
	return &graph.Change{}, nil
}

func (m *memory) Revision(context.Context) (graph.Revision, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state.Revision, m.failure
}

func (m *memory) Read(context.Context) (*graph.State, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	return m.state, m.failure
}

func (m *memory) Close() error { return nil }

func (m *memory) Evidence(ctx context.Context, keys []graph.ClaimKey) ([][]graph.Evidence, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.readings++
	if m.onQuotes != nil {
		if err := m.onQuotes(ctx); err != nil {
			return nil, err
		}
	}
	lists := make([][]graph.Evidence, len(keys))
	for _, source := range m.state.Sources {
		for _, c := range source.Mentions {
			add(lists, keys, graph.OfMention, c.Article, c.Concept, c.Evidence)
		}
		for _, c := range source.Links {
			add(lists, keys, graph.OfLink, c.After, c.Before, c.Evidence)
		}
	}
	return lists, m.failure
}

func add(lists [][]graph.Evidence, keys []graph.ClaimKey, kind graph.ClaimKind, a, b graph.ID, quotes []graph.Evidence) {
	if i := slices.Index(keys, graph.ClaimKey{Kind: kind, A: a, B: b}); i >= 0 {
		lists[i] = append(lists[i], quotes...)
	}
}

func (m *memory) Texts(_ context.Context, ids []graph.ID) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.readings++
	texts := make([]string, len(ids))
	for _, source := range m.state.Sources {
		for _, c := range source.Articles {
			if i := slices.Index(ids, c.ID); i >= 0 && texts[i] == "" {
				texts[i] = c.Text
			}
		}
	}
	return texts, m.failure
}
