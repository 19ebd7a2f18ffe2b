package loader

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
)

// wholes are pairs with a slash that people take for one thing.
var wholes = []string{"async/await", "and/or", "client/server", "ci/cd", "gnu/linux", "input/output", "key/value", "map/reduce",
	"pub/sub", "ssl/tls", "tcp/ip", "true/false", "try/catch"}

// keyConcepts says which concepts an item of a list of key concepts names.
// One that the vocabulary lacks is claimed as a suggestion.
func (b *documentClaims) keyConcepts(d *document, key listing.Line) []graph.ID {
	if ids := b.known(key.Text); len(ids) > 0 {
		return ids
	}
	parts := slashParts(key.Text)
	knownParts := 0
	for _, part := range parts {
		knownParts += b2i(len(b.known(part)) > 0)
	}
	if len(parts) < 2 || knownParts < len(parts) && !splits(key.Text, parts) {
		return b.suggest(d, key.Text, key.Number)
	}
	var ids []graph.ID
	for _, part := range parts {
		if known := b.known(part); len(known) > 0 {
			ids = append(ids, known...)
		} else {
			ids = append(ids, b.suggest(d, part, key.Number)...)
		}
	}
	return ids
}

// known finds a key in the vocabulary: as a name or alias, else as a form of one.
func (b *documentClaims) known(key string) []graph.ID {
	m, _ := first(key, b.names.concepts...)
	if m.Subject != nil && b.vocabulary.known[m.Subject.ID()] {
		return []graph.ID{m.Subject.ID()}
	}
	if ids := b.vocabulary.whole(key); len(ids) > 0 {
		return ids
	}
	if id := graph.NewID(graph.KindConcept, graph.Slug(key)); b.vocabulary.known[id] {
		return []graph.ID{id}
	}
	return nil
}

// What somebody lists as a concept is hardly ever none.
const listedConfidence = 0.9

var listedSignals = []graph.Signal{{Name: "listed", Weight: 2.197}}

// suggest claims a concept by its name, for a person to accept or reject.
func (b *documentClaims) suggest(d *document, name string, line int) []graph.ID {
	id := graph.NewID(graph.KindConcept, graph.Slug(name))
	if id.Kind() == graph.KindNone {
		return nil
	}
	b.claims.Concepts = append(b.claims.Concepts, graph.ConceptClaim{
		ID: id, Name: name, Match: ruleOf(name), Origin: graph.Inferred, Place: d.at(line), Confidence: listedConfidence, Signals: listedSignals})
	return []graph.ID{id}
}

// ruleOf guesses how a name is looked for in texts: a single capitalised word may
// be an everyday word in other texts, and a name with signs or capitals
// within is written in one way only.
func ruleOf(name string) graph.MatchRule {
	if strings.ContainsFunc(name, unicode.IsSpace) {
		return graph.MatchPhrase
	}
	first, size := utf8.DecodeRuneInString(name)
	rest := name[size:]
	switch {
	case strings.ContainsFunc(rest, unicode.IsUpper), strings.ContainsFunc(name, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) }):
		return graph.MatchExact
	case unicode.IsUpper(first):
		return graph.MatchCode
	}
	return graph.MatchPhrase
}

func slashParts(key string) []string {
	parts := strings.Split(key, "/")
	for i, part := range parts {
		if parts[i] = strings.TrimSpace(part); parts[i] == "" {
			return nil
		}
	}
	return parts
}

// splits says that the parts of a key that nobody knows are things of their
// own: single words of more than one letter, and no standing phrase.
func splits(key string, parts []string) bool {
	if slices.Contains(wholes, strings.ToLower(strings.ReplaceAll(key, " ", ""))) {
		return false
	}
	return !slices.ContainsFunc(parts, func(part string) bool {
		return strings.ContainsFunc(part, unicode.IsSpace) || utf8.RuneCountInString(part) < 2 || !strings.ContainsFunc(part, unicode.IsLetter)
	})
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
