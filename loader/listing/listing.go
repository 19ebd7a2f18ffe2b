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

// Key is one item of a list of key concepts.
type Key = Line

// Entry is one thing to read.
type Entry struct {
	Title       Line // without series and part
	Series      string
	Part        int
	Description []Line
	KeyLine     Line // the whole list of key concepts
	Keys        []Key
	Status      string // of a chapter, as written
	Readable    bool   // false: announced only
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
	starts, live := 0, 0
	for i, line := range lines {
		if head, ok := chapterHead(line.Text); ok && goesOn(lines, i) {
			if head.number == starts+1 || head.status != "" {
				starts++
			}
			live += b2i(head.status != "")
		}
	}
	if live > 0 || starts > 1 {
		return Chapters
	}
	for i, line := range lines {
		if isTagLine(line.Text) || parseTitle(line.Text).part > 0 && i+1 < len(lines) {
			return TagPage
		}
	}
	return Unknown
}

// goesOn says that there is a line behind lines[i] that could be a title.
func goesOn(lines []Line, i int) bool {
	for _, line := range lines[i+1:] {
		if line.Given() {
			return true
		}
	}
	return false
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

const bom = "\uFEFF"

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
