// Package infer works out from texts what needs what: which concepts must be understood before which others, how sure
// that is, why, and where it can be read. docs/decisions/0022-inferred-links.md has the reasons for its ways.
//
// It goes through these stages, a file each: words are cut and stemmed (stem.go) and counted for each concept (texts.go,
// bag.go), signs are measured for pairs of concepts (signals.go, phrases.go, order.go), the models weigh them (model.go,
// train.go), and from what they say the links are chosen that a graph can hold (choose.go).
package infer

import (
	"cmp"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// Material is what one source says, as far as inference reads it. Concepts and articles are spoken of by their places in it.
type Material struct {
	Concepts []Concept
	Articles []Article
	// Known are the links that people made, from what needs to what is needed: nothing is inferred that they say already. Places
	// beyond the concepts are things that the source doesn't have, over which others hang together.
	Known [][2]int
}

// Concept is something to understand.
type Concept struct {
	ID      graph.ID
	Name    string
	Aliases []string
	Match   graph.MatchRule
	Summary string
}

// names are all names of the concept.
func (c *Concept) names() []string { return append([]string{c.Name}, c.Aliases...) }

// Article is something to read.
type Article struct {
	ID     graph.ID
	Title  string
	File   string // within the source
	Series graph.ID
	Part   int // 0: in no order
	Blocks []page.Block
	// Mentions are the concepts that it deals with, each once.
	Mentions []Mention
	// Sightings are the places in its blocks where concepts are named, in their order.
	Sightings []Sighting
	// LinksTo are the articles that its text has links to.
	LinksTo []int
}

// place is where something of the article stands within the source.
func (a *Article) place(p page.Place) graph.Place {
	return graph.Place{File: cmp.Or(p.File, a.File), Line: p.Line}
}

// Mention is an article's dealing with a concept.
type Mention struct {
	Concept  int
	Teaches  bool
	Count    int
	Evidence []graph.Evidence
}

// Sighting is a place where a concept is named: bytes of the file that the block is of.
type Sighting struct {
	Block, Concept int
	Start, End     int
}
