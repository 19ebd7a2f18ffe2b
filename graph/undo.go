package graph

import (
	"encoding/json"
	"fmt"
)

// Obstacle is why an edit can't be undone: a later change edited the same claim or decision, or a source
// that the edit's change added.
type Obstacle struct {
	Edit  Edit   // of the change that is to be undone
	Since Change // the later change, without its edits
}

// Undo gives the batch that takes a change back, or what stands in its way. later are all changes after
// it, oldest first.
//
// What the change removed or replaced is put back as it was, and what it added is removed; of what it doesn't name
// nothing is touched. Everything that it edited must be as it left it. The batch may still be refused by Apply,
// since what came later may need what is to go. docs/decisions/0025-changes-over-the-api.md has worked cases.
func Undo(c *Change, later []Change) (*Batch, []Obstacle) {
	if obstacles := obstaclesTo(c, later); len(obstacles) > 0 {
		return nil, obstacles
	}
	u := undoing{batch: &Batch{Why: fmt.Sprintf("undid revision %d", c.Revision)}, patch: map[string]*Patch{}, unloaded: map[string]bool{}}
	for i := range c.Edits {
		if e := &c.Edits[i]; e.Key.Kind == OfSource && e.Op == Added {
			u.unloaded[e.Source] = true
			u.batch.Unload = append(u.batch.Unload, e.Source)
		}
	}
	for i := range c.Edits {
		if e := &c.Edits[i]; e.Key.Kind == OfDecision {
			u.decision(e)
		} else if !u.unloaded[e.Source] {
			u.claim(e)
		}
	}
	for _, source := range u.order {
		u.batch.Patch = append(u.batch.Patch, *u.patch[source])
	}
	return u.batch, nil
}

// obstaclesTo lists the edits that can't be undone, each with the first later change in its way.
func obstaclesTo(c *Change, later []Change) []Obstacle {
	type where struct {
		source string
		key    ClaimKey
	}
	since, touched := map[where]*Change{}, map[string]*Change{}
	for i := range later {
		for j := range later[i].Edits {
			e := &later[i].Edits[j]
			if at := (where{e.Source, e.Key}); since[at] == nil {
				since[at] = &later[i]
			}
			if touched[e.Source] == nil {
				touched[e.Source] = &later[i]
			}
		}
	}
	var obstacles []Obstacle
	for i := range c.Edits {
		e := &c.Edits[i]
		by := since[where{e.Source, e.Key}]
		if by == nil && e.Key.Kind == OfSource && e.Op == Added {
			by = touched[e.Source] // all of it would go, and there is more of it now
		}
		if by != nil {
			obstacles = append(obstacles, Obstacle{*e, Change{Revision: by.Revision, By: by.By, Why: by.Why, Load: by.Load}})
		}
	}
	return obstacles
}

// undoing is a batch in the making.
type undoing struct {
	batch    *Batch
	patch    map[string]*Patch
	order    []string // the sources of the patches, as they come
	unloaded map[string]bool
}

func (u *undoing) decision(e *Edit) {
	if e.Op == Added {
		if !u.unloaded[e.Source] {
			u.batch.Undecide = append(u.batch.Undecide, DecisionKey{After: e.Key.A, Before: e.Key.B, Source: e.Source})
		}
		return
	}
	var d Decision
	mustRead(e.Old, &d)
	u.batch.Decide = append(u.batch.Decide, d)
}

func (u *undoing) claim(e *Edit) {
	p := u.patch[e.Source]
	if p == nil {
		p = &Patch{Put: SourceClaims{Source: Source{ID: e.Source}}}
		u.patch[e.Source] = p
		u.order = append(u.order, e.Source)
	}
	if e.Op == Added {
		p.Remove = append(p.Remove, e.Key)
		return
	}
	was := NewClaim(e.Key.Kind)
	mustRead(e.Old, was)
	switch was := was.(type) {
	case *Source:
		p.Put.Source, p.Record = *was, true
	case *ConceptClaim:
		p.Put.Concepts = append(p.Put.Concepts, *was)
	case *ArticleClaim:
		p.Put.Articles = append(p.Put.Articles, *was)
	case *SeriesClaim:
		p.Put.Series = append(p.Put.Series, *was)
	case *MentionClaim:
		p.Put.Mentions = append(p.Put.Mentions, *was)
	case *LinkClaim:
		p.Put.Links = append(p.Put.Links, *was)
	}
}

// mustRead reads what a store wrote into an edit.
func mustRead(old []byte, v any) {
	if err := json.Unmarshal(old, v); err != nil {
		panic("graph: an edit's old state is no JSON of its sort: " + err.Error()) // stores write what they read
	}
}
