package sense

import (
	"bytes"
	"unicode/utf8"

	"github.com/readfirst/readfirst/loader/match"
)

// A place is where a candidate stands in its block, and what is around it.
type place struct {
	text       []byte
	start, end int
	before     [2]kind // the tokens before it, the nearest first
	after      [2]kind
	alone      bool // there is nothing else in the block
	starts     bool // it begins a sentence, of more than itself
	opens      bool // it begins one, or follows a mark after which one may begin
}

// look reads the surroundings of the bytes from start to end of a block.
func (p *place) look(l *lexicon, text []byte, start, end int) {
	p.text, p.start, p.end = text, start, end
	at := start
	for i := range p.before {
		p.before[i], at = l.before(text, at)
	}
	at = p.behind()
	for i := range p.after {
		p.after[i], at = l.after(text, at)
	}
	p.alone = p.before[0].class == edge && p.after[0].class == edge
	p.starts = !p.alone && match.StartsSentence(text[:start])
	if p.opens = p.starts; p.alone {
		return
	}
	switch p.before[0].class {
	case edge, colon, open, quote, dash, slash:
		p.opens = true
	}
}

// behind is where the text goes on: behind a possessive ending.
func (p *place) behind() int {
	rest := p.text[p.end:]
	for _, ending := range []string{"'s", "’s"} {
		if bytes.HasPrefix(rest, []byte(ending)) {
			return p.end + len(ending)
		}
	}
	return p.end
}

// isBlank says that a byte is white space, or the mark of code, which says nothing of a neighbour.
func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '`' }

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf
}

// before reads the token that ends before a byte, and tells where that begins.
func (l *lexicon) before(text []byte, at int) (kind, int) {
	breaks := 0
	for at > 0 && isBlank(text[at-1]) {
		at--
		if text[at] == '\n' {
			breaks++
		}
	}
	if at == 0 || breaks > 1 {
		return kind{edge, noToken, noToken}, 0
	}
	end := at
	for at > 0 && isWord(text[at-1]) {
		at--
	}
	if at < end && text[at] < utf8.RuneSelf || at < end && isLetters(text[at:end]) {
		if at > 1 && text[at-1] == '\'' && isWord(text[at-2]) { // don't, and the s of a possessive
			for at--; at > 0 && isWord(text[at-1]); {
				at--
			}
		}
		return l.word(possessed(text[at:end])), at
	}
	r, size := utf8.DecodeLastRune(text[:end])
	return kind{signOf(r), noToken, noToken}, end - size
}

// after reads the token that begins at or behind a byte, and tells where it ends.
func (l *lexicon) after(text []byte, at int) (kind, int) {
	breaks := 0
	for at < len(text) && isBlank(text[at]) {
		if text[at] == '\n' {
			breaks++
		}
		at++
	}
	if at == len(text) || breaks > 1 {
		return kind{edge, noToken, noToken}, len(text)
	}
	start := at
	for at < len(text) && (isWord(text[at]) || text[at] == '\'' && at > start && at+1 < len(text) && isWord(text[at+1])) {
		at++
	}
	if at > start && (text[start] < utf8.RuneSelf || isLetters(text[start:at])) {
		return l.word(possessed(text[start:at])), at
	}
	r, size := utf8.DecodeRune(text[start:])
	return kind{signOf(r), noToken, noToken}, start + size
}

// isLetters says that a piece which begins beyond ASCII is a word, not a dash or a quotation mark.
func isLetters(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return r >= 0xc0 && (r < 0x2000 || r >= 0x2e80) && r != '×' && r != '÷'
}

// possessed takes a possessive ending away.
func possessed(word []byte) []byte {
	if n := len(word); n > 2 && word[n-2] == '\'' && word[n-1] == 's' {
		return word[:n-2]
	}
	return word
}
