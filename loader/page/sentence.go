package page

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxQuote is the most bytes that a quoted sentence has.
const MaxQuote = 300

// Sentence quotes the sentence around the bytes from start to end of the
// file (which lie in the block) in one line. Of a code block it quotes the line.
func (b *Block) Sentence(start, end int) string {
	start, end = start-b.Offset, end-b.Offset
	if b.IsCode {
		from := 1 + bytes.LastIndexByte(b.Text[:start], '\n')
		to := len(b.Text)
		if n := bytes.IndexByte(b.Text[end:], '\n'); n >= 0 {
			to = end + n
		}
		return b.shorten(from, start, end, to)
	}
	const far = 4 * MaxQuote // sentences that go on beyond are cut anyway
	from := wordStart(b.Text, max(0, start-far), start)
	rest := b.Text[:min(len(b.Text), end+far)]
	for at := sentenceEnd(rest, from); at <= start; at = sentenceEnd(rest, from) {
		from = at
	}
	return b.shorten(from, start, end, max(end, sentenceEnd(rest, max(from, end-1))))
}

// sentenceEnd gives where the sentence that goes on at a byte ends: behind a full stop,
// question or exclamation mark with its closing marks, if white space and no
// small letter follows (the end of an abbreviation).
func sentenceEnd(text []byte, at int) int {
	for at < len(text) {
		switch c := text[at]; {
		case c == '.' || c == '!' || c == '?':
			at++
		case c < utf8.RuneSelf:
			at++
			continue
		default:
			r, size := utf8.DecodeRune(text[at:])
			at += size
			if r == '。' || r == '！' || r == '？' {
				return at
			}
			if r != '…' {
				continue
			}
		}
		end := at
		for end < len(text) && strings.ContainsRune(".!?…\"'’”»)]*_`", firstRune(text[end:])) {
			_, size := utf8.DecodeRune(text[end:])
			end += size
		}
		next := bytes.TrimLeftFunc(text[end:], unicode.IsSpace)
		if len(next) == 0 || len(next) < len(text)-end && !unicode.IsLower(firstRune(next)) {
			return end
		}
	}
	return len(text)
}

func firstRune(b []byte) rune {
	r, _ := utf8.DecodeRune(b)
	return r
}

// shorten quotes from..to, or so much of it around start..end as a quote may have.
func (b *Block) shorten(from, start, end, to int) string {
	quote := b.quote(from, to)
	if len(quote) <= MaxQuote {
		return quote
	}
	const mark, room = "…", 120
	end = min(end, start+room)
	cutFrom := wordStart(b.Text, max(from, start-room), start)
	cutTo := wordEnd(b.Text, min(to, end+room), end)
	quote = b.quote(cutFrom, cutTo)
	if cutFrom > from {
		quote = mark + quote
	}
	if cutTo < to {
		quote += mark
	}
	return clip(quote, MaxQuote)
}

// wordStart gives the first start of a word at or behind a byte, before a limit.
func wordStart(text []byte, at, limit int) int {
	for ; at > 0 && at < limit; at++ {
		if text[at-1] == ' ' || text[at-1] == '\n' {
			return at
		}
	}
	return limit * b2i(at > 0)
}

// wordEnd gives the last end of a word at or before a byte, behind a limit.
func wordEnd(text []byte, at, limit int) int {
	for ; at < len(text) && at > limit; at-- {
		if text[at] == ' ' || text[at] == '\n' {
			return at
		}
	}
	return max(at, limit)
}

// clip cuts a text to a number of bytes, between characters.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	const mark = "…"
	most -= len(mark)
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + mark
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
