package graph

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Kind tells the three kinds of things that have an id.
type Kind uint8

// The kinds. The zero Kind belongs to ids that are none.
const (
	KindNone Kind = iota
	KindConcept
	KindArticle
	KindSeries
)

var kindNames = [...]string{"", "concept", "article", "series"}

// String gives the word that ids of this kind begin with.
func (k Kind) String() string { return kindNames[k] }

// ID names one thing for ever: "concept:pin", "article:example.com/pin",
// "series:rust-internals". Ids are unique over all kinds, are made once (see
// [Slug]) and survive a rename of the thing.
type ID string

// NewID joins a kind and a slug.
func NewID(k Kind, slug string) ID { return ID(k.String() + ":" + slug) }

// Kind reads the kind off the id; KindNone if it has none or nothing follows it.
func (id ID) Kind() Kind {
	word, slug, _ := strings.Cut(string(id), ":")
	if slug == "" {
		return KindNone
	}
	for k := KindConcept; k <= KindSeries; k++ {
		if kindNames[k] == word {
			return k
		}
	}
	return KindNone
}

// Slug is the id without its kind.
func (id ID) Slug() string {
	_, slug, _ := strings.Cut(string(id), ":")
	return slug
}

// Namespace is the part of a concept's slug before its first slash: "exercism-go" of
// "concept:exercism-go/maps". The names of concepts in a namespace mean something only there. It is
// "" for all others, and for what is no concept.
func (id ID) Namespace() string {
	if id.Kind() != KindConcept {
		return ""
	}
	namespace, _, within := strings.Cut(id.Slug(), "/")
	if !within {
		return ""
	}
	return namespace
}

// WellFormed says that an id has a kind and a slug of the characters that slugs are
// made of, addresses included: no capitals, no spaces. Ids that people write have to be.
func (id ID) WellFormed() bool {
	return id.Kind() != KindNone && !strings.ContainsFunc(id.Slug(), func(r rune) bool {
		return unicode.IsUpper(r) || !isWordRune(r) && !strings.ContainsRune("-._~/:?=&%@+", r)
	})
}

var foldCase = cases.Fold()

// caseless gives the compatibility-composed form without case. Folding can
// leave what composes, so it is composed again.
func caseless(s string) string {
	return norm.NFKC.String(strings.Map(cherokee, foldCase.String(norm.NFKC.String(s))))
}

// cherokee turns small Cherokee letters into capitals: these fold to capitals by Unicode's table,
// while x/text exchanges the two.
func cherokee(r rune) rune {
	switch {
	case 0xab70 <= r && r <= 0xabbf:
		return r - 0xab70 + 0x13a0
	case 0x13f8 <= r && r <= 0x13fd:
		return r - 8
	}
	return r
}

// Fold brings a name into the form in which names are compared when case and
// typography don't matter: compatibility-composed, case-folded, with every run
// of white space, hyphens, dashes and underscores as one space, and typographic
// apostrophes as plain ones.
func Fold(name string) string {
	if isPlain(name) {
		return name
	}
	return string(appendFold(nil, name))
}

// asciiFold has each ASCII character's folded form; 0 for those that only separate words.
var asciiFold = func() (fold [utf8.RuneSelf]byte) {
	for c := range fold {
		if r := rune(c); r != '-' && r != '_' && !unicode.IsSpace(r) {
			fold[c] = byte(unicode.ToLower(r))
		}
	}
	return fold
}()

// appendFold appends the folded name.
func appendFold(to []byte, name string) []byte {
	start, gap := len(to), false
	for i := 0; i < len(name); i++ {
		if name[i] >= utf8.RuneSelf {
			return appendFoldRunes(to[:start], caseless(name))
		}
		c := asciiFold[name[i]]
		if c == 0 {
			gap = len(to) > start
			continue
		}
		if gap {
			to = append(to, ' ')
			gap = false
		}
		to = append(to, c)
	}
	return to
}

// appendFoldRunes is appendFold for a name, without case, of more than ASCII.
func appendFoldRunes(to []byte, name string) []byte {
	start, gap := len(to), false
	for _, r := range name {
		switch {
		case r == '_', unicode.IsSpace(r), unicode.Is(unicode.Pd, r):
			gap = len(to) > start
			continue
		case r == '’' || r == '‘':
			r = '\''
		}
		if gap {
			to = append(to, ' ')
			gap = false
		}
		to = utf8.AppendRune(to, r)
	}
	return to
}

// isPlain says that a name is its own folded form: lower-case ASCII words with
// single spaces. It spares most names the slow way.
func isPlain(name string) bool {
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case c == ' ' && i > 0 && i < len(name)-1 && name[i-1] != ' ':
		default:
			return false
		}
	}
	return true
}

// Slug makes the part of an id that comes from a name. The rule, also in
// docs/formats.md: compatibility-compose and fold case; letters, digits and
// marks of any script stay; an apostrophe inside a word goes away; a symbol
// that is part of a name is spelled out, so that C, C++ and C# differ:
//
//	"+" and "#" right after a letter, digit, "+" or "#"   plus, sharp   (C++, C#)
//	"+" standing alone                                    plus          (Send + Sync)
//	"&" standing alone, "&" before a letter               and, ref      (&T)
//	"'" before a letter that no "'" closes                tick          ('static)
//	"*" before a letter                                   ptr           (*const T)
//
// everything else, "#[" and "]" too, separates words. A name of symbols only
// is spelled by its code points ("?" is "u3f"). The empty name has no slug.
func Slug(name string) string {
	runes := []rune(caseless(strings.TrimSpace(name)))
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, string(word))
			word = word[:0]
		}
	}
	for i, r := range runes {
		switch {
		case isWordRune(r):
			word = append(word, r)
		case isApostrophe(r) && len(word) > 0 && isWordRune(at(runes, i+1)):
			// inside a word: "don't" is one word
		default:
			flush()
			if spoken := symbolWord(runes, i); spoken != "" {
				words = append(words, spoken)
			}
		}
	}
	flush()
	if len(words) == 0 {
		for _, r := range runes {
			if !unicode.IsSpace(r) {
				words = append(words, codePoint(r))
			}
		}
	}
	return strings.Join(words, "-")
}

// symbolWord is the word for the symbol at runes[i], or "" if it only separates.
func symbolWord(runes []rune, i int) string {
	r, before, after := runes[i], at(runes, i-1), at(runes, i+1)
	attached := isWordRune(before) || before == '+' || before == '#'
	alone := isGap(before) && isGap(after)
	switch {
	case r == '+' && (attached && !isWordRune(after) || alone):
		return "plus"
	case r == '#' && attached:
		return "sharp"
	case r == '&' && alone:
		return "and"
	case r == '&' && !isWordRune(before) && (isWordRune(after) || isApostrophe(after)):
		return "ref"
	case r == '*' && !isWordRune(before) && isWordRune(after):
		return "ptr"
	case isApostrophe(r) && !isWordRune(before) && isWordRune(after) && !closes(runes[i+1:]):
		return "tick"
	}
	return ""
}

// closes says that an apostrophe ends a word of the rest: the opening one was a quotation mark.
func closes(rest []rune) bool {
	for i, r := range rest {
		if isApostrophe(r) && !isWordRune(at(rest, i+1)) {
			return true
		}
	}
	return false
}

func at(runes []rune, i int) rune {
	if i < 0 || i >= len(runes) {
		return ' '
	}
	return runes[i]
}

func isWordRune(r rune) bool   { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }
func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' }
func isGap(r rune) bool        { return unicode.IsSpace(r) }

func codePoint(r rune) string {
	const hex = "0123456789abcdef"
	var digits []byte
	for v := uint32(r); v > 0 || len(digits) == 0; v >>= 4 {
		digits = append([]byte{hex[v&15]}, digits...)
	}
	return "u" + string(digits)
}
