// Package listing reads saved listing pages as text: a blog's tag page and a
// chapter index. docs/formats.md describes both shapes.
package listing

import (
	"strings"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

// Shape tells the two sorts of listings.
type Shape uint8

// The shapes.
const (
	Unknown  Shape = iota
	TagPage        // newest first: a title line, a description line
	Chapters       // number and status, title, description, key concepts, "Read"
)

// Line is a line's text without white space around it, and where it stands.
type Line struct {
	Text   string
	Number int // counted from 1
	Offset int // of the first byte of Text in the file
}

// Given says that the listing has the line.
func (l Line) Given() bool { return l.Text != "" }

// Entry is one thing to read.
type Entry struct {
	Title       Line // without series and part
	Series      string
	Part        int
	Description []Line
	KeyLine     Line   // the whole list of key concepts
	Keys        []Line // its items
	Status      string // of a chapter, as written
	Readable    bool   // false: announced only

	// Of listings that have links and dates.
	URL  string // the article's web address; "" if it can't be told
	Path string // where it is within the site, as the link says; "" if that names a host
	Date string
}

// Listing is what one page lists, in its order.
type Listing struct {
	Shape    Shape
	Entries  []Entry
	Warnings graph.Faults // with lines only
}

// Parse reads a listing of the given shape.
func Parse(data string, shape Shape) *Listing {
	lines := splitLines(data)
	l := &Listing{Shape: shape}
	if shape == Chapters {
		l.parseChapters(lines)
	} else {
		l.parseTagPage(lines)
	}
	return l
}

// Detect finds the shape from the content.
func Detect(data string) Shape {
	lines := splitLines(data)
	if looksLikeChapters(lines) {
		return Chapters
	}
	for _, line := range lines {
		if isTagLine(line.Text) || parseTitle(line.Text).part > 0 {
			return TagPage
		}
	}
	return Unknown
}

// looksLikeChapters says that there is a chapter with a known status, or that
// several bare numbers count up, or several numbers with words and several "Read"s.
func looksLikeChapters(lines []Line) bool {
	if hasStatuses(lines) {
		return true
	}
	numbers, reads := 0, 0
	for _, i := range chapterStarts(lines) {
		if h, _ := chapterHead(lines[i].Text); h.words == "" {
			numbers++
		}
	}
	for _, line := range lines {
		reads += b2i(readLine.MatchString(line.Text))
	}
	return numbers > 1 || reads > 1 && len(chapterStarts(lines)) > 1
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (l *Listing) warn(line int, do, format string, args ...any) {
	l.Warnings.Add(graph.Place{Line: line}, do, format, args...)
}

// splitLines cuts a file into lines; empty ones stay, since they part things.
func splitLines(data string) []Line {
	var lines []Line
	for number, at := 1, 0; at < len(data); number++ {
		text := data[at:]
		next := len(data)
		if end := strings.IndexByte(text, '\n'); end >= 0 {
			text, next = text[:end], at+end+1
		}
		left := strings.TrimLeftFunc(text, isSpace)
		lines = append(lines, Line{
			Text:   strings.TrimRightFunc(left, isSpace),
			Number: number,
			Offset: at + len(text) - len(left),
		})
		at = next
	}
	return lines
}

func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\r', '\v', '\f', '\u00A0', '\u200B', '\u2003', '\u2009', '\u202F', '\uFEFF':
		return true
	}
	return false
}

// part gives a stretch of a line as a line of its own, trimmed.
func (l Line) part(from, to int) Line {
	text := l.Text[from:to]
	left := strings.TrimLeftFunc(text, isSpace)
	return Line{strings.TrimRightFunc(left, isSpace), l.Number, l.Offset + from + len(text) - len(left)}
}

// endsSentence says that a line ends as a sentence does.
func endsSentence(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, `"'”’»)`))
	return strings.ContainsRune(".!?…。！？", r)
}
