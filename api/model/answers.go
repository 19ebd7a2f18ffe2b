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
