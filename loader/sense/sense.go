// Package sense tells names from everyday words by their context: whether Send is the trait or the verb.
//
// [match.Matcher] finds all places that are spelled like a name; those that it is not sure of get a score here, from 0 to 1, by
// a small model of what stands around them, of the code around and of the other places of the same name
// (docs/decisions/0021-mentions-in-context.md). Nothing is allocated for a place but its [Found].
package sense

import (
	_ "embed"
	"encoding/json"
	"errors"
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
	marked bool    // its prose marks code
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
	sort    uint8   // see Model
	starts  bool    // it begins a sentence
	syntax  syntax  // of a place in code
	headed  bool    // the heading above has the name
}

// IsName says that the place is taken for the name.
func (f *Found) IsName() bool { return f.Score >= Threshold }

// Model scores places: of names with capitals and of names in small letters, which are told apart by other things.
type Model [2]scorer

// scorer has the two models of one sort of names.
type scorer struct{ first, second *learn.Linear }

// small is the place in a Model of names in small letters.
const small = 1

// sortOf gives the place in a Model for a name in doubt.
func sortOf(name []byte) uint8 {
	if shapeOf(name) == noToken {
		return small
	}
	return 0
}

//go:embed weights.json
var weightsFile []byte

// Weights are a model as it is stored.
type Weights struct {
	// Command and Data say how it came about.
	Command string   `json:"command"`
	Data    []string `json:"data"`

	Capital Pair `json:"capital"` // of names with capitals
	Small   Pair `json:"small"`   // of names in small letters
}

// Pair are the weights for one sort of names: First scores a place by itself, Second by that and by the other places of the name.
type Pair struct {
	First  *learn.Model `json:"first"`
	Second *learn.Model `json:"second"`
}

// stored reads the weights that the program has in it.
func stored() (*Weights, error) {
	w := new(Weights)
	if err := json.Unmarshal(weightsFile, w); err != nil {
		return nil, err
	}
	_, err := w.Model()
	return w, err
}

// Default gives the model that the program has in it.
var Default = sync.OnceValue(func() *Model {
	w, err := stored()
	if err != nil {
		panic(fmt.Sprintf("the weights of loader/sense: %v", err)) // a test reads them
	}
	m, err := w.Model()
	if err != nil {
		panic(err)
	}
	return m
})

// Model makes the model ready; weights of other features are an error.
func (w *Weights) Model() (*Model, error) {
	m := new(Model)
	for i, pair := range []Pair{w.Capital, w.Small} {
		if pair.First == nil || pair.Second == nil {
			return nil, errors.New("some are missing: train them again")
		}
		var err error
		if m[i].first, err = pair.First.For(firstNames()); err != nil {
			return nil, err
		}
		if m[i].second, err = pair.Second.For(secondNames[:]); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// IsEveryday says that a name is spelled like a word of everyday technical English, apart from its case.
func IsEveryday(name string) bool {
	_, listed := words().find([]byte(name))
	return listed
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
