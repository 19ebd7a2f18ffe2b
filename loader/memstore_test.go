package loader

import (
	"context"
	"reflect"
	"slices"
	"sync"

	"github.com/readfirst/readfirst/graph"
)

// memStore is a store in memory, enough for loads: it applies whole batches.
type memStore struct {
	mu        sync.Mutex
	state     graph.State
	conflicts int // so many Apply calls find that somebody else was faster
}

func (m *memStore) Read(context.Context) (*graph.State, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	state := m.state
	return &state, nil
}

func (m *memStore) Revision(context.Context) (graph.Revision, error) { return m.state.Revision, nil }

func (m *memStore) Close() error { return nil }

func (m *memStore) Apply(_ context.Context, b *graph.Batch) (*graph.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.conflicts > 0 {
		m.conflicts--
		m.state.Revision++
	}
	if b.Base != nil && *b.Base != m.state.Revision {
		return nil, graph.ErrConflict
	}
	if err := b.Validate(); err != nil {
		return nil, err
	}
	next := m.state.With(b)
	change := &graph.Change{Revision: m.state.Revision, By: b.By, Why: b.Why}
	if reflect.DeepEqual(next.Sources, m.state.Sources) && slices.EqualFunc(next.Decisions, m.state.Decisions, func(a, b graph.Decision) bool { return reflect.DeepEqual(a, b) }) {
		return change, nil
	}
	change.Revision = next.Revision
	change.Edits = make([]graph.Edit, 1)
	m.state = *next
	return change, nil
}
