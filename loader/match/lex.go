package match

import (
	"bytes"
	"unicode/utf8"
)

// A tokenKind says what a token is.
type tokenKind uint8

const (
	_           tokenKind = iota
	wordToken             // letters and digits, or one glyph
	symbolToken           // one symbol with its marks
	slashToken            // a slash, which may have spaces around it
	gapToken              // something that no match crosses
)

// A token is a piece of text that names are made of.
type token struct {
	start, end int
	hash       uint32 // of the lower-case bytes; set if ascii
	form       int32  // its number in the vocabulary, set by whoever looks it up
	class      int32  // likewise
	kind       tokenKind
	// joined: nothing stands between this and the token before, and one of
	// the two is a symbol, so that a name must have them joined as well.
	joined bool
	ascii  bool
}

// A lexer cuts text into tokens. Names and texts go through the same one.
type lexer struct {
	text   []byte
	pos    int
	spaced bool // something separates the token from what comes now
	token       // the last one
}

// next reads the next token and reports whether there is one.
func (l *lexer) next() bool {
	for l.pos < len(l.text) {
		c, size := byteClass[l.text[l.pos]], 1
		switch c { // what most text is made of
		case letter:
			return l.word()
		case space:
			l.separate(1)
			continue
		case beyond:
			if c, size = classAt(l.text, l.pos); size == 0 {
				return l.emit(gapToken, 1)
			}
		}
		switch c {
		case letter:
			return l.word()
		case glyph:
			return l.emit(wordToken, l.extent(size))
		case space:
			l.separate(size)
		case newline:
			if l.separate(size); l.blankLine() {
				return l.emit(gapToken, 0)
			}
		case invisible:
			l.pos += size
		case dash:
			if !l.hyphen(size) {
				return l.symbol(size)
			}
		default:
			if l.text[l.pos] != '.' || !l.abbreviated() {
				return l.symbol(size)
			}
			l.separate(size)
		}
	}
	return false
}

// emit makes a token of the next size bytes.
func (l *lexer) emit(kind tokenKind, size int) bool {
	l.joined = !l.spaced && (kind == symbolToken && (l.kind == wordToken || l.kind == symbolToken) ||
		kind == wordToken && l.kind == symbolToken)
	l.start, l.kind, l.ascii, l.spaced = l.pos, kind, false, false
	l.pos += size
	l.end = l.pos
	return true
}

// separate passes over size bytes that stand between tokens.
func (l *lexer) separate(size int) {
	l.pos += size
	l.spaced = true
}

// word reads a word. This is the inner loop of all reading.
func (l *lexer) word() bool {
	hash, end := uint32(hashSeed), l.pos
	for end < len(l.text) {
		c := wordByte[l.text[end]]
		if c == 0 {
			break
		}
		hash = (hash ^ uint32(c)) * hashPrime
		end++
	}
	if end < len(l.text) && (l.text[end] >= utf8.RuneSelf || l.text[end] == '\'') {
		return l.longWord(end)
	}
	l.emit(wordToken, end-l.pos)
	l.hash, l.ascii = hash, true
	return true
}

// longWord reads on from end in a word after which an apostrophe or a
// character beyond ASCII stands. A possessive ending is passed over.
func (l *lexer) longWord(end int) bool {
	for n := 1; n > 0; end += n {
		n = wordPart(l.text, end)
	}
	word := l.text[l.pos:end]
	l.emit(wordToken, len(word))
	l.hash, l.ascii = hashLower(word)
	l.ending()
	return true
}

// wordPart returns how many bytes at i go on with a word: 0 if they don't.
// Invisible characters and apostrophes do so only if letters follow.
func wordPart(text []byte, i int) int {
	c, size := classAt(text, i)
	switch c {
	case letter:
		return size
	case apostrophe:
		if letterAfter(text, i+size) && !possessive(text, i+size) {
			return size
		}
	case invisible:
		for n := size; size > 0; n += size {
			if c, size = classAt(text, i+n); c == letter {
				return n
			} else if c != invisible {
				return 0
			}
		}
	}
	return 0
}

// letterAfter reports whether a letter, not a digit, stands at i.
func letterAfter(text []byte, i int) bool {
	c, _ := classAt(text, i)
	return c == letter && (text[i] < '0' || text[i] > '9')
}

// possessive reports whether the s at i, which follows an apostrophe, is a
// possessive ending.
func possessive(text []byte, i int) bool {
	return i < len(text) && lower[text[i]] == 's' && !wordAt(text, i+1)
}

// ending passes over the possessive ending of the word just read: an
// apostrophe with s, or one alone after s and before a space.
func (l *lexer) ending() {
	c, size := classAt(l.text, l.pos)
	if c != apostrophe {
		return
	}
	after := l.pos + size
	if possessive(l.text, after) {
		l.separate(size + 1)
		return
	}
	next, _ := classAt(l.text, after)
	if lower[l.text[l.pos-1]] == 's' && after < len(l.text) && (next == space || next == newline) {
		l.separate(size)
	}
}

// extent returns the size of the character at pos with the marks on it.
func (l *lexer) extent(size int) int {
	for l.pos+size < len(l.text) && l.text[l.pos+size] >= utf8.RuneSelf {
		r, n := utf8.DecodeRune(l.text[l.pos+size:])
		if !extends(r) {
			break
		}
		size += n
	}
	return size
}

// symbol reads a symbol. An address is passed over from its "://" on.
func (l *lexer) symbol(size int) bool {
	c := l.text[l.pos]
	if c == ':' && address(l.text, l.pos) {
		n := bytes.IndexAny(l.text[l.pos:], " \t\r\n<>\"`)]}")
		if n < 0 {
			n = len(l.text) - l.pos
		}
		return l.emit(gapToken, n)
	}
	kind := symbolToken
	if c == '/' {
		kind = slashToken
	}
	if end := l.pos + size; end < len(l.text) && l.text[end] >= utf8.RuneSelf {
		size = l.extent(size)
	}
	if size > 1 {
		return l.emit(kind, size)
	}
	l.emit(kind, 1)
	l.hash, l.ascii = (hashSeed^uint32(c))*hashPrime, true
	return true
}

// address reports whether the scheme of an address ends at i.
func address(text []byte, i int) bool {
	return text[i] == ':' && i > 0 && byteClass[text[i-1]] == letter && bytes.HasPrefix(text[i:], []byte("://"))
}

// hyphen passes over a dash that joins two words, where a line may end after
// it, and reports whether it is one.
func (l *lexer) hyphen(size int) bool {
	if l.spaced || l.kind != wordToken {
		return false
	}
	i := l.pos + size
	if c, n := classAt(l.text, i); c == newline {
		i += n
		for c, n = classAt(l.text, i); c == space; c, n = classAt(l.text, i) {
			i += n
		}
	}
	if !wordAt(l.text, i) {
		return false
	}
	l.pos, l.spaced = i, true
	return true
}

// blankLine reports whether the line that starts at pos is empty.
func (l *lexer) blankLine() bool {
	for i := l.pos; i < len(l.text); i++ {
		switch l.text[i] {
		case '\n':
			return true
		case ' ', '\t', '\r':
		default:
			return false
		}
	}
	return false
}

// abbreviated reports whether the full stop at pos is that of an abbreviation
// within a sentence.
func (l *lexer) abbreviated() bool {
	if l.spaced || l.kind != wordToken {
		return false
	}
	after, _ := classAt(l.text, l.pos+1)
	return (after == space || after == newline) && isAbbreviation(l.text[l.start:l.pos])
}

// abbreviations after which a sentence goes on. "etc." is not among them: it
// ends sentences as often as not.
var abbreviations = map[string]bool{
	"vs": true, "cf": true, "e.g": true, "i.e": true, "eg": true, "ie": true, "viz": true, "resp": true,
	"approx": true, "incl": true, "dr": true, "mr": true, "mrs": true, "prof": true, "st": true,
	"fig": true, "eq": true, "ch": true, "vol": true, "al": true, "ca": true,
}

// isAbbreviation reports whether word, without its full stop, is one.
func isAbbreviation(word []byte) bool {
	var room [8]byte
	if len(word) > len(room) {
		return false
	}
	for i, c := range word {
		room[i] = lower[c]
	}
	return abbreviations[string(room[:len(word)])]
}
