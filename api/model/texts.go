package model

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

// TextMention is what a text that isn't stored does with a concept.
type TextMention struct {
	Concept  graph.Concept
	Role     graph.Role
	Count    int
	Salience float64
	Places   []TextPlace
}

// TextPlace is where a text names a concept.
type TextPlace struct {
	Start, End *int // in UTF-16 code units; nil: unknown
	Line       int
	Heading    string
	Quote      Given
}

// UTF16 gives, for each byte of a text and for its end, how many UTF-16 code units come before its character.
func UTF16(text string) []int {
	before := make([]int, len(text)+1)
	units := 0
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		for range size {
			before[at] = units
			at++
		}
		units += utf16.RuneLen(r)
	}
	before[len(text)] = units
	return before
}
