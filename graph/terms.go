package graph

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxTerm is how many characters of a term count. Full-text indexes have
// limits of their own, none as low.
const maxTerm = 64

// Terms cuts a text into the terms that full-text search compares, parted by
// single spaces. A full-text index that holds these and splits them at nothing
// but spaces finds what every other one finds; decision 0015 has cases.
//
// A term is a run of letters, digits and marks, or one character of a script that
// has no spaces between words; "+" and "#" right behind a run belong to
// it (C++, C#). Terms are compatibility-composed and without case, Latin, Greek and
// Cyrillic letters also without marks.
func Terms(text string) string {
	if text == "" {
		return ""
	}
	terms := make([]byte, 0, len(text)+len(text)/8)
	eachTerm(text, func(term []byte, _, _ int) {
		if len(terms) > 0 {
			terms = append(terms, ' ')
		}
		terms = append(terms, term...)
	})
	return string(terms)
}

// eachTerm calls do for each term of a text, which is valid until the next
// call, and the place of what it was made of.
func eachTerm(text string, do func(term []byte, start, end int)) {
	term := make([]byte, 0, 4*maxTerm)
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if !beginsTerm(r) {
			i += size
			continue
		}
		end := endOfTerm(text, i, r)
		if term = appendTerm(term[:0], text[i:end]); len(term) > 0 {
			do(term, i, end)
		}
		i = end
	}
}

// endOfTerm says where the term ends that begins at i with the character r.
func endOfTerm(text string, i int, r rune) int {
	single := isSingle(r)
	end := i + utf8.RuneLen(r)
	for end < len(text) {
		r, size := rune(text[end]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[end:])
		}
		if !goesOn(r) && (single || !beginsTerm(r) || isSingle(r)) {
			break
		}
		end += size
	}
	if single {
		return end
	}
	return end + suffix(text[end:])
}

// suffix is the length of the "+" and "#" that belong to the name before them.
func suffix(rest string) int {
	n := 0
	for n < len(rest) && n < 2 && (rest[n] == '+' || rest[n] == '#') {
		n++
	}
	if n > 0 {
		if r, _ := utf8.DecodeRuneInString(rest[n:]); beginsTerm(r) {
			return 0
		}
	}
	return n
}

func beginsTerm(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// goesOn says that a character belongs to the one before it: marks, the voice
// marks of half-width Japanese, and what isn't seen.
func goesOn(r rune) bool {
	return r >= utf8.RuneSelf && (unicode.IsMark(r) || r == 0xff9e || r == 0xff9f || isInvisible(r))
}

func isInvisible(r rune) bool {
	switch r {
	case 0x00ad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff:
		return true
	}
	return false
}

// singles are the scripts whose characters are terms by themselves. Korean has
// spaces, but glues its particles to the words.
var singles = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
	unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

func isSingle(r rune) bool {
	return r >= 0x0e00 && (r == 'ー' || r == 'ｰ' || unicode.In(r, singles...)) // Thai is the first of them
}

// appendTerm appends the form in which a run of characters is compared; nothing if none of it counts.
func appendTerm(to []byte, run string) []byte {
	start := len(to)
	for i := 0; i < len(run); i++ {
		c := run[i]
		switch {
		case c >= utf8.RuneSelf:
			return appendTermRunes(to[:start], run)
		case i == maxTerm:
			return to
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}

func appendTermRunes(to []byte, run string) []byte {
	run = limited(run, 4*maxTerm) // enough for maxTerm characters with marks; it bounds the work
	var base rune
	var kept []rune
	for _, r := range norm.NFD.String(caseless(run)) {
		switch {
		case r == '+' || r == '#':
		case unicode.Is(unicode.Mn, r) && unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic):
			continue
		case !isWordRune(r) || unicode.Is(unicode.Variation_Selector, r):
			continue // compatibility forms bring signs with them: ⑴ is (1)
		case !unicode.IsMark(r):
			base = r
		}
		if plain, ok := withoutStroke[r]; ok {
			kept = append(kept, plain...)
		} else {
			kept = append(kept, r)
		}
	}
	if base == 0 {
		return to
	}
	return append(to, limited(norm.NFC.String(string(kept)), maxTerm)...)
}

// withoutStroke has the letters that are a plain letter with something to it, and yet don't decompose.
var withoutStroke = map[rune][]rune{
	'ø': []rune("o"), 'ł': []rune("l"), 'đ': []rune("d"), 'ħ': []rune("h"), 'ŧ': []rune("t"),
	'æ': []rune("ae"), 'œ': []rune("oe"), 'ı': []rune("i"),
}

// limited is the beginning of a text, of at most n characters.
func limited(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
