package loader

import (
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/match"
	"github.com/readfirst/readfirst/loader/sense"
)

// vocabulary finds concepts in texts: the accepted ones of the store and those
// that this load's pages describe, of one namespace.
type vocabulary struct {
	matcher  *match.Matcher
	finder   *sense.Finder // of the same names
	concepts []word        // by the number that the matcher gives
	known    map[graph.ID]bool
}

// word is a concept as texts have it.
type word struct {
	id   graph.ID
	name string
	rule graph.MatchRule
}

// newVocabulary collects names. Of a concept that both sides know, both sides' names count.
func newVocabulary(n *names, namespace string) *vocabulary {
	var words wordList
	for _, c := range n.own.Concepts() {
		words.add(c, namespace)
	}
	for _, c := range n.base.Concepts() {
		if c.Status() == graph.Accepted {
			words.add(c, namespace)
		}
	}
	return words.vocabulary()
}

// wordList gathers a vocabulary.
type wordList struct {
	concepts []word
	patterns []match.Pattern
}

func (l *wordList) add(c graph.Concept, namespace string) {
	if c.ID().Namespace() == namespace {
		l.addNames(word{c.ID(), c.Name(), c.Match()}, c.Aliases())
	}
}

func (l *wordList) addNames(w word, aliases []string) {
	number := int32(len(l.concepts))
	l.concepts = append(l.concepts, w)
	for _, name := range append([]string{w.name}, aliases...) {
		l.patterns = append(l.patterns, match.Pattern{Name: name, Rule: rules[w.rule], Concept: number})
	}
}

func (l *wordList) vocabulary() *vocabulary {
	v := &vocabulary{concepts: l.concepts, matcher: match.New(l.patterns), known: map[graph.ID]bool{}}
	for _, w := range l.concepts {
		v.known[w.id] = true
	}
	v.finder = sense.NewFinder(v.matcher, len(l.concepts), sense.Default())
	return v
}

var rules = [...]match.Rule{graph.MatchPhrase: match.Phrase, graph.MatchExact: match.Exact, graph.MatchCode: match.Code}

// occurrence is a place where a text names a concept.
type occurrence struct {
	word
	start, end int // bytes of the file
}

// find gives the occurrences in a title or a list, in order of place, by their spelling alone. A concept is
// found once at a place, though both sides may have the name.
func (v *vocabulary) find(b match.Block) []occurrence {
	var found []occurrence
	for _, m := range v.matcher.Find(nil, b) {
		if m.Sense < match.Unlikely {
			found = v.appendNew(found, m)
		}
	}
	return found
}

// names gives the occurrences among what may be names.
func (v *vocabulary) names(found []sense.Found) []occurrence {
	var names []occurrence
	for i := range found {
		if found[i].IsName() {
			names = v.appendNew(names, found[i].Match)
		}
	}
	return names
}

// appendNew appends a match, unless its concept is already found there.
func (v *vocabulary) appendNew(found []occurrence, m match.Match) []occurrence {
	if o := (occurrence{v.concepts[m.Concept], m.Start, m.End}); !alreadyAt(found, o) {
		found = append(found, o)
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
