package page

import (
	"bytes"
	"sort"
)

// Composed is a page's text as a reader gets it: the page's own file, with what
// it includes of other files in its place.
type Composed struct {
	Text   []byte
	Pieces []Piece // ascending by At, the first at 0; none: all of the text is the page's file
}

// Piece is a stretch of a composed text that stands in a file as it stands here.
type Piece struct {
	At     int    // where it begins in the text, in bytes
	File   string // within the source; "": the page's own
	Offset int    // where it begins in the file, in bytes
	Line   int    // and on which line
	Made   bool   // the text stands nowhere: this is the place of what makes it
}

// Place is where a byte of a text stands.
type Place struct {
	File   string // within the source; "": the page's own
	Offset int    // in bytes
	Line   int
}

var ownFile = []Piece{{Line: 1}}

// pieces gives at least one piece.
func (c *Composed) pieces() []Piece {
	if len(c.Pieces) == 0 {
		return ownFile
	}
	return c.Pieces
}

// PieceAt gives the number of the piece that a byte is in.
func (c *Composed) PieceAt(at int) int {
	return pieceAt(c.pieces(), at)
}

func pieceAt(pieces []Piece, at int) int {
	return sort.Search(len(pieces), func(i int) bool { return pieces[i].At > at }) - 1
}

// Place gives where a byte of the text stands.
func (c *Composed) Place(at int) Place {
	return placeIn(c.pieces(), c.Text, at)
}

func placeIn(pieces []Piece, text []byte, at int) Place {
	p := &pieces[pieceAt(pieces, at)]
	if p.Made {
		return Place{p.File, p.Offset, p.Line}
	}
	return Place{p.File, p.Offset + at - p.At, p.Line + bytes.Count(text[p.At:at], []byte{'\n'})}
}

// ownLine gives the line of the page's own file that a byte of the text stands on, or
// that includes it.
func (c *Composed) ownLine(at int) int {
	for i := c.PieceAt(at); i >= 0; i-- {
		if p := c.pieces()[i]; p.File == "" {
			return c.Place(at).Line
		} else if p.At > 0 {
			at = p.At - 1
		}
	}
	return 1
}

// Slice gives a part of the text.
func (c *Composed) Slice(from, to int) Composed {
	part := Composed{Text: c.Text[from:to:to]}
	pieces := c.pieces()
	place, first := c.Place(from), c.PieceAt(from)
	part.Pieces = append(part.Pieces, Piece{0, place.File, place.Offset, place.Line, pieces[first].Made})
	for _, p := range pieces[first+1:] {
		if p.At >= to {
			break
		}
		p.At -= from
		part.Pieces = append(part.Pieces, p)
	}
	return part
}

// Append adds a text behind this one.
func (c *Composed) Append(next Composed) {
	if len(next.Text) == 0 {
		return
	}
	for _, p := range next.pieces() {
		p.At += len(c.Text)
		c.Pieces = append(c.Pieces, p)
	}
	c.Text = append(c.Text, next.Text...)
}
