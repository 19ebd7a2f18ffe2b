package model

import (
	"context"
	"slices"

	"github.com/readfirst/readfirst/edit"
	"github.com/readfirst/readfirst/graph"
)

// AnyPayload is one of the payloads.
type AnyPayload interface{ Change() *Change }

// Payload is what became of a mutation.
type Payload struct {
	Done       *edit.Done
	Shown      *graph.Snapshot // the graph that the answer is of
	Revision   graph.Revision
	UserErrors []UserError
	Warnings   []string // of a load
}

// The payloads under the names that the schema has for them.
type (
	// ConceptPayload is what became of a mutation of a concept.
	ConceptPayload struct{ *Payload }
	// ArticlePayload is what became of a mutation of an article.
	ArticlePayload struct{ *Payload }
	// LinkPayload is what became of a mutation of a link.
	LinkPayload struct{ *Payload }
	// LoadPayload is what became of loading a source.
	LoadPayload struct{ *Payload }
	// UndoPayload is what became of taking a change back.
	UndoPayload struct {
		*Payload
		Note string
	}
)

// Change gives what was done; nil: nothing.
func (p *Payload) Change() *Change {
	if p.Done.Change == nil || p.Done.Change.Empty() {
		return nil
	}
	return &Change{p.Done.Change}
}

// Made gives the revision that the mutation has led to; 0 if it has changed nothing.
func (p *Payload) Made() graph.Revision {
	if p.Change() == nil || p.Revision != p.Done.Change.Revision {
		return 0 // refused, no difference, or a dry run
	}
	return p.Revision
}

// Codes lists why the mutation was refused, each reason once; none if it wasn't.
func (p *Payload) Codes() []string {
	var codes []string
	for _, e := range p.UserErrors {
		codes = append(codes, e.Code.String())
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// on gives the number-th thing that the mutation is about; nil if it was refused or is gone.
func (p *Payload) on(number int) graph.Subject {
	if p.Done.Plan == nil || len(p.Done.Plan.On) <= number {
		return nil
	}
	return p.Shown.Subject(p.Done.Plan.On[number])
}

// Concept gives the concept; nil if it was refused or is gone.
func (p ConceptPayload) Concept() *graph.Concept {
	if c, ok := p.on(0).(graph.Concept); ok {
		return &c
	}
	return nil
}

// Article gives the article; nil if it was refused or is gone.
func (p ArticlePayload) Article() *graph.Article {
	if a, ok := p.on(0).(graph.Article); ok {
		return &a
	}
	return nil
}

// Links gives the links; none if it was refused or they are gone.
func (p LinkPayload) Links() []graph.Link {
	after, before := p.on(0), p.on(1)
	var links []graph.Link
	if after != nil && before != nil {
		for _, l := range after.Needs() {
			if l.Before() == before {
				links = append(links, l)
			}
		}
	}
	return links
}

// UserError is a reason why a change was refused.
type UserError struct {
	Code     edit.Code
	Message  string
	Field    []string
	Subjects []graph.Subject
	Links    []graph.Link
}

// Effects says whose reading lists change.
type Effects struct {
	Lists []Effect
	Left  int
}

// Effect is how the least reading list of a goal changes.
type Effect struct {
	Goal                        graph.Subject
	MinutesBefore, MinutesAfter *int
	Extra                       int
}

// most goals that effects are worked out for
const mostGoals = 50

// Effects works out whose reading lists change.
func (p *Payload) Effects(ctx context.Context) (Effects, error) {
	var effects Effects
	if p.Done.Plan == nil || p.Done.Change.Empty() {
		return effects, nil
	}
	list, left, err := edit.Effects(ctx, p.Done.Before.Snapshot, p.Done.Plan, mostGoals)
	effects.Left = left
	for _, e := range list {
		effects.Lists = append(effects.Lists, Effect{e.Goal, minutesOf(e.Before), minutesOf(e.After), e.Minutes()})
	}
	return effects, err
}

func minutesOf(l *graph.ReadingList) *int {
	if l == nil {
		return nil
	}
	return &l.Minutes.Total
}
