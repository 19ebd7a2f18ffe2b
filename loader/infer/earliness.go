package infer

import (
	"math"

	"github.com/readfirst/readfirst/internal/learn"
)

// How much a word of a name, the beginning of one and a word of a text count when earliness is learned: what is one thing
// in a name is told in many words of a text. They were chosen on tracks that were left out.
const (
	nameWeight   = 6.0
	prefixWeight = 3.0
	textWeight   = 3.0
	titleWeight  = 1.5
	lengthWeight = 3.0 / 8
	prefixLength = 4
)

// Kinds of words, as they begin the names of features.
const (
	nameWord = "name:"
	namePart = "name begins:"
	textWord = "text:"
	textSize = "length"
)

// word is a feature of one concept by name.
type word struct {
	name  string
	value float64
}

// words are what a concept's name and text say on how early it is taught, wherever that is: each once.
func (t *texts) words(c *Concept, i int) []word {
	values := map[string]float64{}
	for _, s := range nameStems(c.Name) {
		values[nameWord+s] += nameWeight
		values[namePart+s[:min(prefixLength, len(s))]] += prefixWeight
		values[textWord+s] += titleWeight
	}
	squares := 0.0
	for _, c := range t.of[i].prose {
		if !common[t.stems[c.stem]] {
			squares += soften(c.n) * soften(c.n)
		}
	}
	for _, c := range t.of[i].prose {
		if s := t.stems[c.stem]; !common[s] && len(s) > 1 {
			values[textWord+s] += textWeight * soften(c.n) / math.Sqrt(squares)
		}
	}
	values[textSize] = lengthWeight * math.Log1p(float64(t.of[i].length))
	list := make([]word, 0, len(values))
	for name, value := range sorted(values) {
		list = append(list, word{name, value})
	}
	return list
}

// numberedWords are the words that a model knows, by their places in it, ascending.
func numberedWords(words []word, number map[string]int) []learn.Value {
	var values []learn.Value
	for _, w := range words {
		if n, ok := number[w.name]; ok {
			values = append(values, learn.Value{Feature: n, Value: w.value})
		}
	}
	return values
}
