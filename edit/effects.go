package edit

import (
	"cmp"
	"context"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// Effect is what a change does to the least list of one goal. Both sides are of what is enough, for somebody who knows nothing.
type Effect struct {
	Goal          graph.Subject // after the change; if it is gone then, before it
	Before, After *graph.ReadingList
}

// Minutes is by how many minutes the list gets longer; below 0: shorter.
func (e Effect) Minutes() int { return total(e.After) - total(e.Before) }

func total(l *graph.ReadingList) int {
	if l == nil {
		return 0
	}
	return l.Minutes.Total
}

// Effects compares the lists of those goals that a plan may change: what it touches and all that needs that. Of these it looks at
// the nearest, `most` of them, and says how many it left out. Only lists that become different come back: what changes most first.
func Effects(ctx context.Context, before *graph.Snapshot, plan *Plan, most int) (effects []Effect, left int, err error) {
	goals := goalsOf(before, plan)
	left = max(0, len(goals)-most)
	for _, id := range goals[:len(goals)-left] {
		if ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		e := Effect{}
		if s := before.Subject(id); counts(s) {
			e.Goal, e.Before = s, before.ReadBefore([]graph.Subject{s}, graph.ReadOptions{})
		}
		if s := plan.After.Snapshot.Subject(id); counts(s) {
			e.Goal, e.After = s, plan.After.Snapshot.ReadBefore([]graph.Subject{s}, graph.ReadOptions{})
		}
		if e.Goal != nil && !slices.Equal(reading(e.Before), reading(e.After)) {
			effects = append(effects, e)
		}
	}
	size := func(e Effect) int { return max(e.Minutes(), -e.Minutes()) }
	slices.SortStableFunc(effects, func(a, b Effect) int { return cmp.Compare(size(b), size(a)) })
	return effects, left, nil
}

// counts says that somebody could ask for a thing: rejected and suggested concepts are no goals.
func counts(s graph.Subject) bool {
	c, isConcept := s.(graph.Concept)
	return s != nil && (!isConcept || c.Status() == graph.Accepted)
}

// reading lists what a list has one read and understand, as ids, with the minutes.
func reading(l *graph.ReadingList) []graph.ID {
	if l == nil {
		return []graph.ID{"nothing"}
	}
	var ids []graph.ID
	for i := range l.Steps {
		if step := &l.Steps[i]; step.Read != nil {
			ids = append(ids, step.Read.ID())
		}
		for _, c := range l.Steps[i].Covers {
			ids = append(ids, c.ID())
		}
	}
	return ids
}

// goalsOf lists what a plan touches, then what needs that before or after, the nearest first.
func goalsOf(before *graph.Snapshot, plan *Plan) []graph.ID {
	var goals []graph.ID
	seen := map[graph.ID]bool{}
	add := func(id graph.ID) {
		if !seen[id] {
			seen[id] = true
			goals = append(goals, id)
		}
	}
	touched := touchedBy(&plan.Batch)
	for _, id := range touched {
		add(id)
	}
	for _, s := range []*graph.Snapshot{before, plan.After.Snapshot} {
		for _, id := range touched {
			if subject := s.Subject(id); subject != nil {
				for _, l := range s.AllNeededBy(subject, graph.ReadOptions{}) {
					add(l.After().ID())
				}
			}
		}
	}
	return goals
}

// touchedBy lists the concepts and articles whose own needs or teaching a batch may change, in the order of the batch.
func touchedBy(b *graph.Batch) []graph.ID {
	var ids []graph.ID
	add := func(key graph.ClaimKey) {
		switch key.Kind {
		case graph.OfConcept, graph.OfArticle, graph.OfLink, graph.OfDecision:
			ids = append(ids, key.A)
		case graph.OfMention:
			ids = append(ids, key.B, key.A)
		}
	}
	for _, d := range b.Decide {
		add(d.Key().ClaimKey())
	}
	for _, key := range b.Undecide {
		add(key.ClaimKey())
	}
	for i := range b.Sources {
		for _, c := range b.Sources[i].Claims() {
			add(c.Key())
		}
	}
	for i := range b.Patch {
		for _, c := range b.Patch[i].Put.Claims() {
			add(c.Key())
		}
		for _, key := range b.Patch[i].Remove {
			add(key)
		}
	}
	return ids
}
