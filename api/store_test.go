package api_test

import (
	"cmp"
	"context"
	"encoding/json"
	"reflect"
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
	history  []graph.Change
	failure  error // of every reading
	readings int   // of quotes, texts and changes
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
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := b.Validate(); err != nil {
		return nil, err
	}
	if b.Base != nil && *b.Base != m.state.Revision {
		return nil, graph.ErrConflict
	}
	next := m.state.With(b)
	if err := dangling(next); err != nil {
		return nil, err
	}
	c := &graph.Change{Revision: next.Revision, By: b.By, Why: b.Why, Load: b.Load, Edits: differences(m.state, next)}
	if c.Empty() {
		c.Revision--
	} else if !b.DryRun {
		m.state, m.history = next, append(m.history, *c)
	}
	return c, nil
}

// dangling faults references to what nothing claims.
func dangling(s *graph.State) error {
	there := map[graph.ID]bool{}
	for i := range s.Sources {
		for _, c := range s.Sources[i].Claims() {
			there[c.Key().A] = there[c.Key().A] || c.Key().B == ""
		}
	}
	var faults graph.Faults
	for i := range s.Sources {
		for _, c := range s.Sources[i].Claims() {
			for _, id := range graph.References(c) {
				if !there[id] {
					faults = append(faults, graph.DanglingFault(s.Sources[i].Source.ID, c.Key(), c.At(), id))
				}
			}
		}
	}
	return faults.Err()
}

// differences lists what is different between two states, by source, then key.
func differences(was, is *graph.State) []graph.Edit {
	type where struct {
		source string
		key    graph.ClaimKey
	}
	list := func(s *graph.State) map[where]any {
		all := map[where]any{}
		for i := range s.Sources {
			for _, c := range s.Sources[i].Claims() {
				all[where{s.Sources[i].Source.ID, c.Key()}] = c
			}
		}
		for _, d := range s.Decisions {
			all[where{d.Source, d.Key().ClaimKey()}] = &d
		}
		return all
	}
	old, now := list(was), list(is)
	var edits []graph.Edit
	for at, before := range old {
		op, after := graph.Removed, now[at]
		if after != nil {
			op = graph.Changed
		}
		if !reflect.DeepEqual(before, after) {
			text, _ := json.Marshal(before)
			edits = append(edits, graph.Edit{Op: op, Source: at.source, Key: at.key, Old: text})
		}
	}
	for at := range now {
		if old[at] == nil {
			edits = append(edits, graph.Edit{Op: graph.Added, Source: at.source, Key: at.key})
		}
	}
	slices.SortFunc(edits, func(a, b graph.Edit) int { return cmp.Or(cmp.Compare(a.Source, b.Source), a.Key.Compare(b.Key)) })
	return edits
}

func (m *memory) History(_ context.Context, after graph.Revision, limit int) ([]graph.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.readings++
	var found []graph.Change
	for _, c := range m.history {
		if c.Revision > after && len(found) < limit {
			found = append(found, c)
		}
	}
	return found, m.failure
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
	quotes := map[graph.ClaimKey][]graph.Evidence{}
	for _, source := range m.state.Sources {
		for _, c := range source.Mentions {
			key := graph.ClaimKey{Kind: graph.OfMention, A: c.Article, B: c.Concept}
			quotes[key] = append(quotes[key], c.Evidence...)
		}
		for _, c := range source.Links {
			key := graph.ClaimKey{Kind: graph.OfLink, A: c.After, B: c.Before}
			quotes[key] = append(quotes[key], c.Evidence...)
		}
	}
	lists := make([][]graph.Evidence, len(keys))
	for i, key := range keys {
		lists[i] = quotes[key]
	}
	return lists, m.failure
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

// SearchTexts finds texts by the definition of what an index finds; the longer the text, the better.
func (m *memory) SearchTexts(_ context.Context, q graph.Query) ([]graph.TextHit, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.readings++
	claims := map[graph.ID][]graph.From[graph.ArticleClaim]{}
	for _, source := range m.state.Sources {
		for i := range source.Articles {
			c := &source.Articles[i]
			claims[c.ID] = append(claims[c.ID], graph.From[graph.ArticleClaim]{Source: source.Source.ID, Claim: c})
		}
	}
	var hits []graph.TextHit
	for id, on := range claims {
		if terms := graph.TermsOf(on); terms != nil && terms.Hold(q) {
			hits = append(hits, graph.TextHit{Article: id, Score: float64(len(terms.Text))})
		}
	}
	return hits, m.failure
}
