package api

import (
	"context"
	"sync"

	"github.com/readfirst/readfirst/api/gen"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
)

// maxAskedText is the most bytes of a text that concepts are looked for in.
const maxAskedText = 256 << 10

// finders keeps what finds the concepts of the snapshot at hand in texts.
type finders struct {
	mu       sync.Mutex
	snapshot *graph.Snapshot
	finder   *loader.Finder
}

// of gives the finder of a snapshot. Whoever comes first makes it, and the others wait.
func (f *finders) of(s *graph.Snapshot) *loader.Finder {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.snapshot != s {
		f.snapshot, f.finder = s, loader.NewFinder(s)
	}
	return f.finder
}

var markups = map[gen.TextFormat]loader.Markup{gen.TextFormatMarkdown: loader.Markdown, gen.TextFormatHTML: loader.HTMLText, gen.TextFormatPlain: loader.Plain}

func (queryResolver) MentionsIn(ctx context.Context, text string, format gen.TextFormat) ([]model.TextMention, error) {
	if len(text) > maxAskedText {
		return nil, model.Errorf(model.Limit, "`text` has %d bytes, more than %d: ask for a part of it", len(text), maxAskedText)
	}
	found := requestOf(ctx).finders.of(snapshotOf(ctx)).Find(text, markups[format])
	before := model.UTF16(text)
	mentions := make([]model.TextMention, len(found))
	for i, m := range found {
		mentions[i] = model.TextMention{Concept: m.Concept, Role: m.Role, Count: m.Count, Salience: m.Salience, Places: make([]model.TextPlace, len(m.Places))}
		for j, p := range m.Places {
			place := model.TextPlace{Line: p.Line, Heading: p.Heading, Quote: model.Given(p.Quote)}
			if p.End > 0 {
				place.Start, place.End = &before[p.Start], &before[p.End]
			}
			mentions[i].Places[j] = place
		}
	}
	return mentions, nil
}

func (textMentionResolver) Places(_ context.Context, m *model.TextMention, first int) ([]model.TextPlace, error) {
	if err := checkFirst(first); err != nil {
		return nil, err
	}
	return m.Places[:min(first, len(m.Places))], nil
}
