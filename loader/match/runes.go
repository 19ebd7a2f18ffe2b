package match

import (
	"unicode"
	"unicode/utf8"
)

// A class says what a character is to the lexer.
type class uint8

const (
	symbol class = iota
	letter       // letters, digits, the underscore, combining marks
	glyph        // a letter of a script without spaces between words
	space
	newline
	dash       // joins words as a space does
	apostrophe // ' and the typographic ’
	invisible  // soft hyphens, zero-width characters, variation selectors
	beyond     // not ASCII: see classOf
)

// byteClass has the class of each byte that starts a character.
var byteClass = func() (t [256]class) {
	for c := range t {
		switch {
		case c >= utf8.RuneSelf:
			t[c] = beyond
		case c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z':
			t[c] = letter
		case c == '\n':
			t[c] = newline
		case c <= ' ' || c == 0x7f || c == '`':
			t[c] = space
		}
	}
	t['-'], t['\''] = dash, apostrophe
	return t
}()

// lower maps ASCII capitals to small letters and all other bytes to themselves.
var lower = func() (t [256]byte) {
	for c := range t {
		t[c] = byte(c)
		if 'A' <= c && c <= 'Z' {
			t[c] += 'a' - 'A'
		}
	}
	return t
}()

// wordByte maps the ASCII characters of words to lower case and all else to 0.
var wordByte = func() (t [256]byte) {
	for c := range t {
		if byteClass[c] == letter {
			t[c] = lower[c]
		}
	}
	return t
}()

// spaceless are the scripts whose letters are glyphs. Korean has spaces, but
// glues its particles to the words.
var spaceless = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
	unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// classOf returns the class of any character.
func classOf(r rune) class {
	if r < utf8.RuneSelf {
		return byteClass[r]
	}
	switch r {
	case '‘', '’', 'ʼ':
		return apostrophe
	case '‐', '‑', '‒', '–', '−':
		return dash
	case '・', '･', '\u2028', '\u2029': // the dot between Japanese loan words; line ends
		return space
	case 'ー', 'ｰ':
		return glyph
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return invisible
	}
	switch {
	case unicode.IsSpace(r):
		return space
	case unicode.Is(unicode.Variation_Selector, r):
		return invisible
	case unicode.IsMark(r) || unicode.Is(unicode.Nd, r):
		return letter
	case !unicode.IsLetter(r):
		return symbol
	case r >= 0x0e00 && unicode.In(r, spaceless...): // Thai is the first of them
		return glyph
	}
	return letter
}

// extends reports whether r belongs to the glyph or symbol before it: a
// combining mark, a vowel or final of decomposed Korean, a voice mark of
// half-width Japanese.
func extends(r rune) bool {
	return unicode.IsMark(r) || 0x1160 <= r && r <= 0x11ff || r == 0xff9e || r == 0xff9f
}

// classAt returns the class of the character at i in text and its size in
// bytes, which is 0 at the end and for a byte that is no character.
func classAt(text []byte, i int) (class, int) {
	if i >= len(text) {
		return symbol, 0
	}
	if c := byteClass[text[i]]; c != beyond {
		return c, 1
	}
	r, size := utf8.DecodeRune(text[i:])
	if r == utf8.RuneError && size == 1 {
		return symbol, 0
	}
	return classOf(r), size
}

// wordAt reports whether a word starts or goes on at i.
func wordAt(text []byte, i int) bool {
	c, _ := classAt(text, i)
	return c == letter || c == glyph
}

// wordBefore reports whether the character that ends at i is of a word.
func wordBefore(text []byte, i int) bool {
	r, _ := utf8.DecodeLastRune(text[:i])
	c := classOf(r)
	return i > 0 && (c == letter || c == glyph)
}
