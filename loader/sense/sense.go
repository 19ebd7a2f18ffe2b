// Package sense tells names from everyday words by their context: whether Send is the trait or the verb.
//
// [match.Matcher] finds all places that are spelled like a name; those that it is not sure of get a score here, from 0 to 1, by
// a small model of what stands around them, of the code around and of the other places of the same name
// (docs/decisions/0021-mentions-in-context.md). Nothing is allocated for a place but its [Found].
package sense

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader/match"
)

// Threshold is the score from which on a place is taken for the name.
const Threshold = 0.5

// Page is the text of one article.
type Page struct {
	Title  string
	Blocks []Block

	// Found has the places where names may be, ascending by block and place. [Finder.Scan] finds and [Finder.Weigh] scores them.
	Found []Found

	titled []int32 // the concepts that the title may name
}

// Block is a piece of a page's text.
type Block struct {
	match.Block
	Level int // 1 to 6 for headings
}

// Found is a place where a name may be.
type Found struct {
	match.Match
	Block int32   // its place among the page's blocks
	Score float64 // how likely it is the name; 1 where that is sure

	logOdds float64 // by the place alone
	syntax  syntax  // of a place in code
	headed  bool    // the heading above has the name
}

// IsName says that the place is taken for the name.
func (f *Found) IsName() bool { return f.Score >= Threshold }

// Model scores places.
type Model struct {
	first, second *learn.Linear
}

//go:embed weights.json
var weightsFile []byte

// Weights are a model as it is stored: First scores a place by itself, Second by that and by the other places of the name.
type Weights struct {
	First  *learn.Model `json:"first"`
	Second *learn.Model `json:"second"`
}

// Default gives the model that the program has in it.
var Default = sync.OnceValue(func() *Model {
	var w Weights
	if err := json.Unmarshal(weightsFile, &w); err != nil {
		panic(fmt.Sprintf("the weights of loader/sense can't be read: %v", err)) // a test loads them
	}
	m, err := w.Model()
	if err != nil {
		panic(fmt.Sprintf("the weights of loader/sense: %v", err))
	}
	return m
})

// Model makes the model ready; weights of other features are an error.
func (w *Weights) Model() (*Model, error) {
	first, err := w.First.For(firstNames())
	if err != nil {
		return nil, err
	}
	second, err := w.Second.For(secondNames[:])
	if err != nil {
		return nil, err
	}
	return &Model{first, second}, nil
}

// Finder finds and scores the names of one vocabulary. It may be used by several goroutines at once.
type Finder struct {
	matcher  *match.Matcher
	model    *Model
	concepts int // more than the highest number of a concept
	pool     sync.Pool
}

// NewFinder returns a finder of the matcher's names; concepts is more than the highest of their numbers. Without a model
// nothing can be weighed.
func NewFinder(m *match.Matcher, concepts int, model *Model) *Finder {
	f := &Finder{matcher: m, model: model, concepts: concepts}
	f.pool.New = func() any { return &desk{counts: make([]counts, concepts)} }
	return f
}

var words = sync.OnceValue(newLexicon)
