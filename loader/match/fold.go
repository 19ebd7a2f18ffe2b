package match

import (
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A folder brings words into the form they are compared in. Its buffers are
// its own: one goroutine at a time.
type folder struct {
	caser     cases.Caser
	a, b      []byte
	spellings []byte
}

func newFolder() *folder {
	return &folder{caser: cases.Fold(), a: make([]byte, 0, 128), b: make([]byte, 128)}
}

// fold returns word in NFKC and folded case (Unicode 16, chapter 3.13, close
// to toNFKC_Casefold), without invisible characters and with one sort of
// apostrophe. The result is valid until the next call.
func (f *folder) fold(word []byte) []byte {
	if f.foldCommon(word) {
		return f.b
	}
	f.a = f.a[:0]
	for i := 0; i < len(word); {
		r, size := utf8.DecodeRune(word[i:])
		f.a = appendPlain(f.a, r, word[i:i+size])
		i += size
	}
	f.b = norm.NFKC.Append(f.b[:0], f.a...)
	f.a = f.caseFold(f.a[:0], f.b)
	f.b = norm.NFKC.Append(f.b[:0], f.a...)
	return f.b
}

// foldCommon folds word into f.b if all of it are common letters, whose folded
// form is one character that doesn't depend on its neighbours, and reports
// whether they are. It is ten times as fast as the general way.
func (f *folder) foldCommon(word []byte) bool {
	f.b = f.b[:0]
	for i := 0; i < len(word); {
		if c := word[i]; c < utf8.RuneSelf {
			f.b = append(f.b, lower[c])
			i++
			continue
		}
		r, size := utf8.DecodeRune(word[i:])
		if r = foldRune(r); r < 0 {
			return false
		}
		f.b = utf8.AppendRune(f.b, r)
		i += size
	}
	return true
}

// foldRune returns the folded form of the common letters of Western Europe,
// Greek and Cyrillic, and -1 for all others.
func foldRune(r rune) rune {
	switch {
	case r == '’':
		return '\''
	case 'à' <= r && r <= 'þ' && r != '÷', 'α' <= r && r <= 'ω' && r != 'ς', 'а' <= r && r <= 'џ':
		return r
	case 'À' <= r && r <= 'Þ' && r != '×', 'Α' <= r && r <= 'Ω' && r != 0x3a2, 'А' <= r && r <= 'Я':
		return r + 0x20
	case 'Ѐ' <= r && r <= 'Џ':
		return r + 0x50
	}
	return -1
}

// caseFold appends src in folded case to dst.
func (f *folder) caseFold(dst, src []byte) []byte {
	for room := 2*len(src) + 8; ; room *= 2 {
		if cap(dst) < room {
			dst = make([]byte, 0, room)
		}
		n, _, err := f.caser.Transform(dst[:room], src, true)
		if err == nil {
			return dst[:n]
		}
	}
}

// appendPlain appends r, whose bytes are raw, as names are compared: nothing
// for what can't be seen, and the plain apostrophe for the typographic ones.
func appendPlain(dst []byte, r rune, raw []byte) []byte {
	if r < utf8.RuneSelf {
		return append(dst, raw...)
	}
	switch classOf(r) {
	case invisible:
		return dst
	case apostrophe:
		return append(dst, '\'')
	}
	return append(dst, raw...)
}

// spelling returns s, valid UTF-8, in the form in which exact spellings are
// compared: NFC, one space for each stretch of white space, plain dashes and
// apostrophes. The result is valid until the next call.
func (f *folder) spelling(s []byte) []byte {
	f.spellings = f.spellings[:0]
	ascii, spaced := true, false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		c := classOf(r)
		if c == space || c == newline {
			if !spaced {
				f.spellings = append(f.spellings, ' ')
			}
		} else if c == dash {
			f.spellings = append(f.spellings, '-')
		} else {
			f.spellings = appendPlain(f.spellings, r, s[i:i+size])
			ascii = ascii && r < utf8.RuneSelf
		}
		spaced = c == space || c == newline
		i += size
	}
	if ascii {
		return f.spellings
	}
	f.b = norm.NFC.Append(f.b[:0], f.spellings...)
	return f.b
}
