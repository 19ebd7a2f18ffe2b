package match

import "strings"

// A pattern is a name as the matcher knows it.
type pattern struct {
	concept int32
	rule    Rule
	look    look
	// tail tokens at the end are looked at but are no part of the match.
	tail     uint8
	first, n int32  // its steps
	spelling string // see folder.spelling; of Exact and Code only
}

// A step is one token of a name: its word in the vocabulary, the form that the
// name has it in, and whether it is joined to the one before.
type step struct {
	word, form int32
	joined     bool
}

// A builder makes a matcher.
type builder struct {
	lexicon
	*folder
	patterns []pattern
	steps    []step
	room     []token // of cut
}

// newBuilder returns one with room for n patterns.
func newBuilder(n int) *builder {
	return &builder{lexicon: newLexicon(n), folder: newFolder(), patterns: make([]pattern, 0, n)}
}

// add takes a name in, and with it the form in which its brackets are filled.
func (b *builder) add(p Pattern) {
	b.enter(p, []byte(p.Name), 0)
	if name := opened(p.Name); name != nil {
		b.enter(p, name, 1)
	}
}

// opened returns the start of what a name looks like with its empty brackets
// filled, up to the opening bracket: poll( for poll(), #[repr( for #[repr].
// Other names have none.
func opened(name string) []byte {
	if call, ok := strings.CutSuffix(name, "()"); ok {
		return []byte(call + "(")
	}
	if attribute, ok := strings.CutSuffix(name, "]"); ok && strings.HasPrefix(name, "#[") {
		return []byte(attribute + "(")
	}
	return nil
}

// enter takes in a name whose last tail tokens are no part of matches.
func (b *builder) enter(p Pattern, name []byte, tail int) {
	tokens := b.cut(name)
	if len(tokens) <= tail {
		return
	}
	q := pattern{concept: p.Concept, rule: p.Rule, tail: uint8(tail), first: int32(len(b.steps)), n: int32(len(tokens))}
	for _, t := range tokens {
		written := name[t.start:t.end]
		w := b.word(written, b.fold(written))
		b.steps = append(b.steps, step{w, b.words[w].form, t.joined})
	}
	if p.Rule != Phrase {
		q.spelling = string(b.spelling(name[tokens[0].start:tokens[len(tokens)-1-tail].end]))
		q.look = lookOf(q.spelling)
	}
	b.patterns = append(b.patterns, q)
}

// cut returns the tokens of a name: none if it has what no match can have.
// They are valid until the next call.
func (b *builder) cut(name []byte) []token {
	b.room = b.room[:0]
	for l := (lexer{text: name}); l.next(); {
		if l.kind == gapToken {
			return nil
		}
		b.room = append(b.room, l.token)
	}
	return b.room
}
