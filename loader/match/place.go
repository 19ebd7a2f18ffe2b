package match

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A verdict says whether a pattern matches, the better the higher.
type verdict uint8

const (
	refused   verdict = iota
	inflected         // in another form than the name's
	written           // as the name is, apart from case
)

// allow returns v if p may stand at s in b, and else refused. spelled tells
// whether the spelling there is that of the name.
func (b *Block) allow(p *pattern, s Span, v verdict, spelled func() bool) verdict {
	code := b.isCode(s)
	if !whole(b.Text, s, code) {
		return refused
	}
	rule := p.rule
	if rule == Code && b.Kind == KeyConcepts {
		rule = Phrase
	}
	ok := false
	switch rule {
	case Phrase:
		ok = code || !dotted(b.Text, s)
	case Exact:
		ok = v == written && (code || !dotted(b.Text, s)) && spelled()
	case Code:
		ok = v == written && spelled() || v == inflected && !code && p.look > plain && b.isPlural(p, s)
	}
	if !ok {
		return refused
	}
	return v
}

// isPlural reports whether the spelling of p, and a plural ending, stand at s.
func (b *Block) isPlural(p *pattern, s Span) bool {
	ending, ok := strings.CutPrefix(string(b.Text[s.Start:s.End]), p.spelling)
	return ok && (ending == "s" || ending == "es")
}

// senseOf returns the sense of p, which may stand at s with the verdict v.
func (b *Block) senseOf(p *pattern, s Span, v verdict) Sense {
	switch {
	case p.rule != Code || p.look == marked || b.Kind == KeyConcepts || b.isCode(s) || v == written && b.hasSyntax(s):
		return Sure
	case v == written && p.look == capital && (b.only(s) || !StartsSentence(b.Text[:s.Start])):
		return Likely
	}
	return Unlikely
}

// hasSyntax reports whether what stands at s is code by what is joined to it: a
// path (Option::Some) or arguments of a type (Rc<T>).
func (b *Block) hasSyntax(s Span) bool {
	before, after := b.Text[:s.Start], b.Text[s.End:]
	if bytes.HasPrefix(after, []byte("::")) || bytes.HasSuffix(before, []byte("::")) {
		return true
	}
	const longest = 60
	if len(after) < 3 || after[0] != '<' || blank(after[1]) {
		return false
	}
	end := bytes.IndexAny(after[:min(len(after), longest)], ">\n")
	return end > 1 && after[end] == '>'
}

// isCode reports whether all of s is code.
func (b *Block) isCode(s Span) bool {
	if b.Kind == CodeBlock {
		return true
	}
	i := sort.Search(len(b.Code), func(i int) bool { return b.Code[i].End >= s.End })
	return i < len(b.Code) && b.Code[i].Start <= s.Start
}

// whole reports whether what stands at s isn't part of a longer name: symbols
// next to a word can make it another (C, C++ and C#; static and 'static).
// Letters never do, since tokens are whole words.
func whole(text []byte, s Span, code bool) bool {
	last, _ := utf8.DecodeLastRune(text[s.Start:s.End])
	if c := classOf(last); c == letter || c == glyph {
		if continued(text, s.End, code) {
			return false
		}
	} else if s.End < len(text) && text[s.End] == text[s.End-1] {
		return false // && is not &
	}
	if first, _ := classAt(text, s.Start); first == apostrophe {
		return !closed(text, s.End) // else a quoted word
	} else if first != letter && first != glyph {
		return s.Start == 0 || text[s.Start-1] != text[s.Start]
	}
	lifetime := code && s.Start > 0 && text[s.Start-1] == '\'' && !closed(text, s.End)
	return !lifetime
}

// closed reports whether a closing quotation mark stands at i.
func closed(text []byte, i int) bool {
	c, size := classAt(text, i)
	return c == apostrophe && !possessive(text, i+size)
}

// continued reports whether symbols after the word that ends at i make it
// another name (C++, C#, in prose B+) or the scheme of an address.
func continued(text []byte, i int, code bool) bool {
	if i == len(text) {
		return false
	}
	switch text[i] {
	case '#':
		return !wordAt(text, i+1)
	case '+':
		return bytes.HasPrefix(text[i+1:], []byte("+")) || !code && !wordAt(text, i+1)
	case ':':
		return address(text, i)
	}
	return false
}

// dotted reports whether a dot ties what stands at s to a word next to it, as
// in file names, addresses and calls (Node.js, pin.rs). Before a capital it is
// taken for the end of a sentence whose space was forgotten.
func dotted(text []byte, s Span) bool {
	if s.End < len(text) && text[s.End] == '.' && wordAt(text, s.End+1) && !capitalAt(text, s.End+1) {
		return true
	}
	return s.Start > 0 && text[s.Start-1] == '.' && wordBefore(text, s.Start-1) &&
		wordAt(text, s.Start) && !capitalAt(text, s.Start)
}

func capitalAt(text []byte, i int) bool {
	r, _ := utf8.DecodeRune(text[i:])
	return unicode.IsUpper(r)
}

// A look says how far a spelling alone tells a name from everyday words.
type look uint8

const (
	plain   look = iota // could be any word
	capital             // could start a sentence
	marked              // is no everyday word
)

// lookOf returns the look of a name.
func lookOf(name string) look {
	l, before := plain, ' '
	for _, r := range name {
		inner := unicode.IsLetter(before) || unicode.IsMark(before)
		switch {
		case unicode.IsUpper(r) && inner:
			return marked
		case unicode.IsUpper(r):
			l = capital
		case unicode.IsLetter(r) || unicode.IsMark(r) || r == ' ':
		case r != '-' && r != '\'' || !inner: // digits and symbols; 'static, --release
			return marked
		}
		before = r
	}
	return l
}

// only reports whether there is nothing else in the block.
func (b *Block) only(s Span) bool {
	for _, c := range slices.Backward(b.Text[:s.Start]) {
		if !blank(c) {
			return false
		}
	}
	return !slices.ContainsFunc(b.Text[s.End:], func(c byte) bool { return !blank(c) })
}

func blank(c byte) bool { return byteClass[c] == space || byteClass[c] == newline }

// StartsSentence reports whether a word after the text before is the first of its
// sentence: going back over what is no word, there is the start, an empty line
// or the end of a sentence.
func StartsSentence(before []byte) bool {
	breaks := 0
	for i := len(before); i > 0; {
		r, size := utf8.DecodeLastRune(before[:i])
		i -= size
		switch {
		case r == '\n':
			if breaks++; breaks > 1 {
				return true
			}
		case (r == '!' || r == '?') && i+1 == len(before): // !Send
		case r == '!' || r == '?' || r == '…' || r == '。' || r == '！' || r == '？':
			return true
		case r == '.' && i+1 < len(before):
			return !shortened(before[:i])
		case wordBefore(before, i+size):
			return false
		}
	}
	return true
}

// shortened reports whether the word at the end of text, before a full stop,
// is an abbreviation or an initial.
func shortened(text []byte) bool {
	i := len(text)
	for i > 0 && (text[i-1] == '.' || byteClass[text[i-1]] == letter) {
		i--
	}
	word := text[i:]
	return len(word) == 1 && (word[0] < '0' || word[0] > '9') || isAbbreviation(word)
}
