package model

import "github.com/readfirst/readfirst/graph"

// Node is anything with an id.
type Node interface{ ID() graph.ID }

// ReadingList is a reading list and what the question named in vain.
type ReadingList struct {
	*graph.ReadingList
	Unresolved []Match
}

// Match is what a name was found to mean.
type Match struct{ graph.Match }

// Name gives the name as asked for, which may be empty.
func (m Match) Name() Given { return Given(m.Match.Name) }

// Evidence is a quote and what it stands in.
type Evidence struct {
	graph.Evidence
	In graph.Subject // nil if that isn't in the graph
}

// URL gives the address of what the quote stands in; "" if unknown.
func (e Evidence) URL() string {
	if e.In == nil {
		return ""
	}
	return e.In.URL()
}

// Answer is the answer to a typed question.
type Answer struct {
	Understood string // "": it wasn't
	Unresolved []Match
	Examples   []string
	List       *ReadingList
	Ready      []graph.Step
	Paths      []graph.Path
	Subject    graph.Subject
	Comparison *graph.Comparison
}

// Check is what is to be said of a curriculum.
type Check struct {
	*graph.Check
	Repaired []RepairedItem
}

// RepairedItem is an item in a repaired order, or an addition.
type RepairedItem struct {
	Position *int // nil: added
	Name     Given
	Subject  graph.Subject // nil if the name is unknown
	Module   string
	Moved    bool
	Added    bool
}

// NewCheck puts names to the repaired order.
func NewCheck(check *graph.Check, items []graph.Item) Check {
	c := Check{check, make([]RepairedItem, len(check.Order))}
	for i, p := range check.Order {
		c.Repaired[i] = RepairedItem{Subject: p.Subject, Module: p.Module, Moved: p.Moved, Added: p.Added()}
		if p.Added() {
			c.Repaired[i].Name = Given(p.Subject.Name())
			continue
		}
		position := p.Item + 1
		c.Repaired[i].Position, c.Repaired[i].Name = &position, Given(items[p.Item].Name)
	}
	return c
}
