package loader

import (
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/match"
)

// vocabulary finds concepts in texts: the accepted ones of the store and those
// that this load's pages describe, of one namespace.
type vocabulary struct {
	matcher  *match.Matcher
	concepts []word // by the number that the matcher gives
	known    map[graph.ID]bool
}

// word is a concept as texts have it.
type word struct {
	id   graph.ID
	rule graph.MatchRule
}

// newVocabulary collects names. Of a concept that both sides know, both sides' names count.
func newVocabulary(n *names, namespace string) *vocabulary {
	v := &vocabulary{known: map[graph.ID]bool{}}
	var patterns []match.Pattern
	add := func(c graph.Concept) {
		if c.ID().Namespace() != namespace {
			return
		}
		number := int32(len(v.concepts))
		v.concepts = append(v.concepts, word{c.ID(), c.Match()})
		v.known[c.ID()] = true
		for _, name := range append([]string{c.Name()}, c.Aliases()...) {
			patterns = append(patterns, match.Pattern{Name: name, Rule: rules[c.Match()], Concept: number})
		}
	}
	for _, c := range n.own.Concepts() {
		add(c)
	}
	for _, c := range n.base.Concepts() {
		if c.Status() == graph.Accepted {
			add(c)
		}
	}
	v.matcher = match.New(patterns)
	return v
}

var rules = [...]match.Rule{graph.MatchPhrase: match.Phrase, graph.MatchExact: match.Exact, graph.MatchCode: match.Code}

// occurrence is a place where a text names a concept.
type occurrence struct {
	word
	start, end int // bytes of the file
}

// find gives the occurrences in a block in order of place. A concept is found
// once at a place, though both sides may have the name.
func (v *vocabulary) find(b match.Block) []occurrence {
	var found []occurrence
	for _, m := range v.matcher.Find(nil, b) {
		o := occurrence{v.concepts[m.Concept], m.Start, m.End}
		if m.Sense < match.Unlikely && !alreadyAt(found, o) {
			found = append(found, o)
		}
	}
	return found
}

func alreadyAt(found []occurrence, o occurrence) bool {
	for i := len(found) - 1; i >= 0 && found[i].start == o.start; i-- {
		if found[i].id == o.id {
			return true
		}
	}
	return false
}

// whole gives the concepts whose name the whole text is.
func (v *vocabulary) whole(text string) []graph.ID {
	var ids []graph.ID
	for _, o := range v.find(match.Block{Text: []byte(text), Kind: match.KeyConcepts}) {
		if o.start == 0 && o.end == len(text) {
			ids = append(ids, o.id)
		}
	}
	return ids
}
