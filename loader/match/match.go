// Package match finds the names of concepts in text.
//
// A [Matcher] is built once from all names and reads each [Block] of text
// once, whatever their number: names are paths in a trie over tokens (words
// and symbols, not bytes), and at each place the longest name wins, from left
// to right, without overlaps. Names are found as whole words; how freely a
// name may be written is its [Rule].
//
// # What counts as the same name
//
// Letters are compared after Unicode case folding and NFKC, so that composed,
// decomposed and full-width letters agree; soft hyphens and zero-width
// characters don't count. Between two words white space, one line break, a
// hyphen or short dash, a possessive ending, a backtick and the full stop of
// an abbreviation ("Rc vs. Arc") all are the same separator. Symbols belong
// to the name and must stand where the name has them ("C++" is not "C + +"),
// except that a slash may have spaces around it ("async / await"). A sentence
// end, a comma or any other symbol that the name doesn't have, and an empty
// line, end every match. Addresses ("https://…") are not read.
//
// Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese are written without
// spaces between words, or with endings attached: each of their characters is
// a token, and names are found anywhere in a run of them.
//
// A name that ends in an empty bracket pair is found with filled brackets too:
// "poll()" in poll(cx), "#[repr]" in #[repr(C)]; the match then ends before
// the bracket.
package match

import "sync"

// A Rule says how freely a name may be written.
type Rule uint8

const (
	// Phrase allows any case and, for English words, inflected forms: plural,
	// -ing and -ed (see the rule in inflect.go).
	Phrase Rule = iota
	// Exact allows only the spelling of the name.
	Exact
	// Code is for names from source code that may be everyday words too. In
	// code the spelling must be the name's own, since there Send and send are
	// different things. In a key-concept list it is written as freely as a
	// Phrase. In prose it must be spelled exactly, or be the plural of that if
	// it has a capital, and one with a symbol, digit, underscore or inner
	// capital ("RefCell", "select!", "i32"), or one with a path or arguments joined
	// to it (Option::Some, Rc<T>), is no everyday word. Any other may be one: its
	// Sense says how much speaks for the name.
	Code
)

// A Sense says whether what is spelled like a name is meant as one.
type Sense uint8

const (
	// Sure is all that the rule takes for the name.
	Sure Sense = iota
	// Likely is a Code name in prose that its spelling and place alone set apart
	// from an everyday word: capitals at the start of words ("Send") within a
	// sentence, or as the whole block.
	Likely
	// Unlikely is any other: capitals where a sentence begins, plain lower-case
	// words ("move"), plurals ("Boxes").
	Unlikely
)

// A Pattern is one name of one concept.
type Pattern struct {
	// Name is how the name is written. One without any letter, digit or
	// symbol, or with invalid UTF-8, matches nothing.
	Name string
	Rule Rule
	// Concept is the caller's number for the concept; several names may share it.
	Concept int32
}

// A Kind says what sort of text a block is.
type Kind uint8

const (
	// Prose is running text, perhaps with code spans.
	Prose Kind = iota
	// KeyConcepts is a list of the concepts a text is about.
	KeyConcepts
	// CodeBlock is source code throughout.
	CodeBlock
)

// A Span is the bytes from Start up to, not including, End.
type Span struct{ Start, End int }

// A Block is a stretch of text that no match crosses the ends of: a
// paragraph, heading, list item or table cell.
//
// Text is a piece of the original file, byte for byte, so that places in it
// are places in the file. Whoever has markup in it that isn't to be read (a
// link's address, the stars of emphasis, the quote mark of a continued line)
// overwrites those bytes with spaces in a copy: any run of spaces is one
// separator.
type Block struct {
	Text []byte
	// Offset is where Text starts in the file, in bytes.
	Offset int
	// Code holds the code spans within Text, ascending and apart; with or
	// without their backticks.
	Code []Span
	Kind Kind
}

// A Match is one place where a name of a concept was found.
type Match struct {
	Concept int32
	// Start and End are the bytes of the file (Block.Offset is included);
	// both lie between characters. A possessive ending isn't part of a match.
	Start, End int
	// Code is true if all of the match is code.
	Code bool
	// Inflected is true if what stands there is a form of the name.
	Inflected bool
	Sense     Sense
}

// A Matcher finds names. It never changes and may be used by several
// goroutines at once.
type Matcher struct {
	vocabulary
	trie
	patterns []pattern // by node, then by concept
	steps    []step
}

// New returns a matcher for patterns. Patterns may share names and concepts.
func New(patterns []Pattern) *Matcher {
	b := newBuilder(len(patterns))
	for _, p := range patterns {
		b.add(p)
	}
	return b.build()
}

// Find appends the matches in b to dst, by place and then by concept, and
// returns the extended slice.
//
// Where several concepts share what is written there is a match for each; but
// a name that stands there as it is beats one that was inflected: in
// "pinning" the name "pinning" is found, the name "pin" is not.
func (m *Matcher) Find(dst []Match, b Block) []Match {
	f := finders.Get().(*finder)
	f.m, f.block, f.dst = m, b, dst
	f.read()
	dst = f.dst
	f.m, f.block, f.dst = nil, Block{}, nil
	finders.Put(f)
	return dst
}

var finders = sync.Pool{New: func() any { return &finder{folder: newFolder()} }}
