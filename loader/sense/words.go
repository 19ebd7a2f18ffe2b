package sense

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// words.txt has classes of words that say what their neighbours are, made by hand. everyday.txt has the words of
// everyday technical English, the most frequent first, as a command counted them: go run ./internal/train words.
var (
	//go:embed words.txt
	classesText string
	//go:embed everyday.txt
	everydayText string
)

// A lexicon knows words in small letters. It never changes.
type lexicon struct {
	words   map[string]entry
	tokens  []string // the names of the token features: classes first, then single words
	classes int      // how many of them are classes
}

// entry is a word: its class and itself among the token features (-1: none), and
// its place in the list of everyday words, from 1 on (0: not listed).
type entry struct {
	class, itself int16
	rank          int16
	function      bool // it is one of those that hold sentences together
}

// Token features that are no classes of words.
const (
	noToken = -1
	edge    = iota - 1 // where the text ends, or an empty line is
	comma              // , ;
	stop               // . ! ? …
	colon
	open  // ( [ {
	shut  // ) ] }
	quote // " and its kin
	slash
	dash
	angle // < > =
	sign  // any other
	number
	capital   // Like
	capitals  // FFI
	codeLike  // poll_next, RefCell
	endsLy    // small letters, by their ending
	endsIng   //
	endsEd    //
	endsS     //
	everyday  // any other listed word
	otherWord // any other
	firstClass
)

var tokenNames = [firstClass]string{"edge", "comma", "stop", "colon", "open", "shut", "quote", "slash", "dash", "angle", "sign",
	"number", "Capital", "CAPITALS", "codeLike", "-ly", "-ing", "-ed", "-s", "everyday", "word"}

// newLexicon reads the lists.
func newLexicon() *lexicon {
	l := &lexicon{words: map[string]entry{}, tokens: tokenNames[:]}
	type class struct {
		words []string
		each  bool
	}
	var all []class
	for line := range strings.Lines(classesText) {
		name, words, found := strings.Cut(line, ":")
		if !found || strings.HasPrefix(line, "#") {
			continue
		}
		name, each := strings.CutPrefix(name, "each ")
		l.tokens = append(l.tokens, "~"+name)
		all = append(all, class{strings.Fields(words), each})
	}
	l.classes = len(l.tokens)
	for i, c := range all {
		for _, w := range c.words {
			if _, known := l.words[w]; known {
				continue
			}
			e := entry{class: int16(firstClass + i), itself: noToken, function: c.each && i < functionClasses}
			if c.each {
				e.itself = int16(len(l.tokens))
				l.tokens = append(l.tokens, w)
			}
			l.words[w] = e
		}
	}
	rank := int16(0)
	for w := range strings.FieldsSeq(everydayText) {
		rank++
		e, known := l.words[w]
		if !known {
			e = entry{class: noToken, itself: noToken}
		}
		e.rank = rank
		l.words[w] = e
	}
	return l
}

var everydayWords = sync.OnceValue(newLexicon)

// Everyday gives a word's place among the words of everyday technical English, the most frequent first, from 1 on; 0 if
// it isn't one of the 4,000.
func Everyday(word string) int {
	e, _ := everydayWords().find([]byte(word))
	switch {
	case e.rank > 0:
		return int(e.rank)
	case e.function:
		return 1
	}
	return 0
}

// functionClasses is how many classes, the first ones, hold sentences together.
const functionClasses = 13

// find looks a word up, in any case.
func (l *lexicon) find(word []byte) (entry, bool) {
	var room [24]byte
	if len(word) > len(room) {
		return entry{class: noToken, itself: noToken}, false
	}
	n := 0
	for _, c := range word {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		room[n] = c
		n++
	}
	e, ok := l.words[string(room[:n])]
	if !ok {
		e = entry{class: noToken, itself: noToken}
	}
	return e, ok
}

// A kind is what token features a token has: a class or what stands for one, itself as a word, and how it is written; noToken where it hasn't.
type kind struct{ class, itself, shape int16 }

// word says what a word is.
func (l *lexicon) word(text []byte) kind {
	k := kind{class: otherWord, itself: noToken, shape: shapeOf(text)}
	e, listed := l.find(text)
	if e.function && k.shape == capital {
		k.shape = noToken // it begins a sentence, most likely
	}
	switch k.itself = e.itself; {
	case e.class != noToken:
		k.class = e.class
	case k.shape == codeLike || k.shape == number:
		k.class = noToken
	case hasEnd(text, "ly"):
		k.class = endsLy
	case hasEnd(text, "ing"):
		k.class = endsIng
	case hasEnd(text, "ed"):
		k.class = endsEd
	case hasEnd(text, "s") && !hasEnd(text, "ss"):
		k.class = endsS
	case listed:
		k.class = everyday
	}
	return k
}

func hasEnd(text []byte, end string) bool {
	return len(text) > len(end)+1 && string(text[len(text)-len(end):]) == end
}

// shapeOf says how a word is written; noToken: in small letters.
func shapeOf(text []byte) int16 {
	first, inner, lowers, signs := text[0], 0, 0, 0
	for i, c := range text {
		switch {
		case 'A' <= c && c <= 'Z':
			if i > 0 {
				inner++
			}
		case 'a' <= c && c <= 'z' || c >= utf8.RuneSelf:
			lowers++
		case c == '_' || '0' <= c && c <= '9':
			signs++
		}
	}
	isCapital := 'A' <= first && first <= 'Z'
	switch {
	case '0' <= first && first <= '9':
		return number
	case signs > 0 || inner > 0 && lowers > 0:
		return codeLike
	case isCapital && inner > 0:
		return capitals
	case isCapital:
		return capital
	}
	return noToken
}

// sign says what a mark is.
func signOf(r rune) int16 {
	switch r {
	case ',', ';', '、':
		return comma
	case '.', '!', '?', '…', '。':
		return stop
	case ':':
		return colon
	case '(', '[', '{':
		return open
	case ')', ']', '}':
		return shut
	case '"', '“', '”', '„', '«', '»', '\'', '‘', '’':
		return quote
	case '/', '|':
		return slash
	case '-', '–', '—':
		return dash
	case '<', '>', '=':
		return angle
	}
	return sign
}
