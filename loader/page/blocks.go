package page

import (
	"bytes"
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Block is a stretch of the body's text: a paragraph, heading, list item,
// table cell or code block.
type Block struct {
	// Text is the block as it stands in its file, byte for byte, but with
	// spaces in the place of markup that isn't read.
	Text    []byte
	File    string   // within the source, if it is included from another one than the page's
	Offset  int      // where Text begins in the file, in bytes
	Line    int      // and on which line
	Code    [][2]int // the code spans in Text, from and to
	Stress  [][2]int // what is emphasised in Text, likewise
	Shape   Shape
	IsCode  bool   // all of it is source code
	Level   int    // 1 to 6 for headings
	Heading string // the heading above it
	Before  int    // the words of the body before it

	spans  [][2]int // the stretches of Text that are read, ascending
	pieces []Piece  // where Text stands, if it isn't all in one place
}

// Shape says where a block of prose stands.
type Shape uint8

// The shapes of blocks.
const (
	Running Shape = iota // a paragraph, or anything else
	Item                 // what an item of a list begins with
	Term                 // what is explained in a definition list, or in a row of a table
)

// shapeOf says where a block stands.
func shapeOf(n ast.Node) Shape {
	if n.PreviousSibling() != nil || n.Parent() == nil {
		if n.Kind() == east.KindDefinitionTerm {
			return Term
		}
		return Running
	}
	switch {
	case n.Kind() == east.KindDefinitionTerm, n.Kind() == east.KindTableCell && n.Parent().Kind() == east.KindTableRow:
		return Term
	case n.Parent().Kind() == ast.KindListItem:
		return Item
	}
	return Running
}

// Link is a link in the body, as it is written.
type Link struct {
	Target string
	Text   string // what is to be clicked on
	Place  Place
}

// Plain makes a block of a text without markup.
func Plain(text string, offset, line int) Block {
	return Block{Text: []byte(text), Offset: offset, Line: line, spans: [][2]int{{0, len(text)}}}
}

// walker goes through the Markdown of a body.
type walker struct {
	Composed
	start   int      // where the body begins in the text
	blanked []byte   // the body with spaces in the place of markup, for all blocks
	pool    [][2]int // for all blocks
	words   int
	heading string
	blocks  []Block
	links   []Link
	cuts    [][2]int // stretches of the text that no reader sees
	linked  [][2]int // the texts of links; nil: nobody asks

	// what is being walked
	source []byte
	shift  int        // where it begins in the text
	seams  []seam     // else where its parts do
	pieces textPieces // of the block at hand

	// lines are counted up to the byte seen, in a piece of the text
	seen, line, piece int
}

// seam is a byte of what is walked, and the byte of the text that this and those behind it are; -1: none of it.
type seam struct{ at, from int }

func newWalker(c Composed, start int) *walker {
	w := &walker{Composed: c, start: start, blanked: blank(c.Text[start:]), source: c.Text[start:], shift: start}
	w.seen, w.piece, w.line = start, w.PieceAt(start), w.Place(start).Line
	return w
}

func (w *walker) walk(root ast.Node) {
	_ = ast.Walk(root, w.visit) // visit gives no errors
}

func (w *walker) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering || n.Type() == ast.TypeInline {
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.Heading:
		w.add(n, n.Level)
	case *ast.Paragraph, *ast.TextBlock, *east.TableCell, *east.DefinitionTerm:
		w.add(n, 0)
	case *ast.FencedCodeBlock:
		w.addCode(n, languageOf(n, w.source))
	case *ast.CodeBlock:
		w.addCode(n, "")
	case *ast.HTMLBlock:
		w.html(n)
	default:
		return ast.WalkContinue, nil
	}
	return ast.WalkSkipChildren, nil
}

// languageOf is the first word behind a fence.
func languageOf(n *ast.FencedCodeBlock, source []byte) string {
	if n.Info == nil {
		return ""
	}
	info := n.Info.Segment.Value(source)
	if end := bytes.IndexAny(info, " \t,{"); end >= 0 {
		info = info[:end]
	}
	return string(info)
}

// add notes a block of prose: of its bytes only those that are text are kept.
func (w *walker) add(n ast.Node, level int) {
	w.pieces.reset()
	w.collect(n)
	w.dropHelpers(n)
	if len(w.pieces.spans) > 0 {
		b := w.block()
		b.Shape = shapeOf(n)
		w.push(b, level)
	}
}

// addCode notes a block of source code.
func (w *walker) addCode(n ast.Node, language string) {
	w.pieces.reset()
	for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
		first := len(w.pieces.spans)
		w.pieces.spans = w.appendSpans(w.pieces.spans, line.Start, line.Stop)
		if spans := w.pieces.spans[first:]; language == "rust" && len(spans) == 1 {
			if spans[0][0] = w.shown(spans[0][0], spans[0][1]); spans[0][0] == spans[0][1] {
				w.pieces.spans = w.pieces.spans[:first]
			}
		}
	}
	w.pushCode()
}

// appendSpans appends the stretches of the text that bytes of what is walked are.
func (w *walker) appendSpans(spans [][2]int, from, to int) [][2]int {
	if w.seams == nil {
		if from < to {
			spans = append(spans, [2]int{from + w.shift, to + w.shift})
		}
		return spans
	}
	i := sort.Search(len(w.seams), func(i int) bool { return w.seams[i].at > from }) - 1
	for ; from < to; i++ {
		end := to
		if i+1 < len(w.seams) {
			end = min(to, w.seams[i+1].at)
		}
		if s := w.seams[i]; s.from >= 0 && from < end {
			spans = append(spans, [2]int{s.from + from - s.at, s.from + end - s.at})
		}
		from = end
	}
	return spans
}

func (w *walker) pushCode() {
	if len(w.pieces.spans) > 0 {
		b := w.block()
		b.IsCode = true
		w.push(b, 0)
	}
}

// shown gives where a line of Rust begins to be shown: not at all if it is for the
// compiler only, which is to say begins with a # that stands alone; "##" is an escaped "#".
func (w *walker) shown(from, to int) int {
	line := bytes.TrimLeft(w.Text[from:to], " \t")
	at := to - len(line)
	switch {
	case len(line) == 0 || line[0] != '#':
		return from
	case len(line) > 1 && line[1] == '#':
		w.cut(at, at+1)
		return at + 1
	case len(bytes.TrimRight(line, "\r\n")) == 1 || line[1] == ' ':
		w.cut(1+bytes.LastIndexByte(w.Text[:from], '\n'), to)
		return to
	}
	return from
}

// cut leaves bytes of the text out of what readers see.
func (w *walker) cut(from, to int) {
	w.cuts = append(w.cuts, [2]int{max(from, w.start), to})
}

// block makes a block of the stretches collected.
func (w *walker) block() Block {
	spans := w.pieces.spans
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	from, to := spans[0][0], spans[len(spans)-1][1]
	for _, span := range spans {
		copy(w.blanked[span[0]-w.start:span[1]-w.start], w.Text[span[0]:span[1]])
	}
	b := Block{Text: w.blanked[from-w.start : to-w.start : to-w.start], spans: w.shifted(spans, from), Code: w.shifted(w.pieces.code, from),
		Stress: w.shifted(w.pieces.stress, from)}
	w.settle(&b, from)
	return b
}

// shifted copies stretches, counted from another byte.
func (w *walker) shifted(spans [][2]int, from int) [][2]int {
	if len(w.pool)+len(spans) > cap(w.pool) {
		w.pool = make([][2]int, 0, max(len(spans), min(8+len(w.Text)/64, 512))) // what is full stays with its blocks
	}
	first := len(w.pool)
	for _, span := range spans {
		w.pool = append(w.pool, [2]int{span[0] - from, span[1] - from})
	}
	return w.pool[first:len(w.pool):len(w.pool)]
}

// settle finds where a block that begins at a byte of the text stands.
func (w *walker) settle(b *Block, from int) {
	place := w.placeOf(from)
	b.File, b.Offset, b.Line = place.File, place.Offset, place.Line
	if w.PieceAt(from+len(b.Text)-1) > w.piece {
		part := w.Slice(from, from+len(b.Text))
		b.pieces = part.Pieces
	}
}

// placeOf is Place for bytes of which most come in ascending order: it counts lines
// on from the last. A footnote stands before what it is read after.
func (w *walker) placeOf(at int) Place {
	switch p := w.PieceAt(at); {
	case p != w.piece:
		w.piece, w.line = p, w.Place(at).Line
	case at < w.seen:
		w.line -= bytes.Count(w.Text[at:w.seen], []byte{'\n'})
	default:
		w.line += bytes.Count(w.Text[w.seen:at], []byte{'\n'})
	}
	w.seen = at
	p := w.Composed.pieces()[w.piece]
	if p.Made {
		return Place{p.File, p.Offset, p.Line}
	}
	return Place{p.File, p.Offset + at - p.At, w.line}
}

func (w *walker) push(b Block, level int) {
	b.Level, b.Before = level, w.words
	w.words += b.countWords()
	if level > 0 {
		w.heading = b.Quote()
	}
	b.Heading = w.heading
	w.blocks = append(w.blocks, b)
}

// blank gives spaces for all bytes but line ends.
func blank(b []byte) []byte {
	spaces := make([]byte, len(b))
	for i, c := range b {
		if c != '\n' {
			c = ' '
		}
		spaces[i] = c
	}
	return spaces
}

// body gives the text from the body's start without what no reader sees, and
// without white space around it.
func (w *walker) body() string {
	slices.SortFunc(w.cuts, func(a, b [2]int) int { return a[0] - b[0] })
	kept := w.Text[w.start:]
	if len(w.cuts) > 0 {
		kept = make([]byte, 0, len(kept))
		at := w.start
		for _, cut := range w.cuts {
			kept = append(kept, w.Text[at:max(at, cut[0])]...)
			at = max(at, cut[1])
		}
		kept = append(kept, w.Text[at:]...)
	}
	return string(bytes.Trim(kept, " \t\r\n"))
}

// Place gives where a byte of the block stands, counted as Offset is from the block's beginning.
func (b *Block) Place(at int) Place {
	if len(b.pieces) > 0 {
		return placeIn(b.pieces, b.Text, at-b.Offset)
	}
	return Place{b.File, at, b.Line + bytes.Count(b.Text[:at-b.Offset], []byte{'\n'})}
}

// Quote gives the whole text of the block in one line.
func (b *Block) Quote() string { return b.quote(0, len(b.Text)) }

// quote gives a part of the text in one line, without the markup.
func (b *Block) quote(from, to int) string {
	var out []byte
	b.words(from, to, func(word []byte, first bool) {
		if first && len(out) > 0 {
			out = append(out, ' ')
		}
		out = append(out, word...)
	})
	return string(out)
}

func (b *Block) countWords() int {
	count := 0
	b.words(0, len(b.Text), func(_ []byte, first bool) {
		if first {
			count++
		}
	})
	return count
}

// words gives the words of a part of the text, those with markup within in
// several pieces, of which the first is called so.
func (b *Block) words(from, to int, do func(piece []byte, first bool)) {
	gap, last := true, 0
	for _, span := range b.spans {
		start, end := max(span[0], from), min(span[1], to)
		if start >= end {
			continue
		}
		gap = gap || bytes.IndexByte(b.Text[last:start], '\n') >= 0 // a line break between two stretches
		last = end
		for text := b.Text[start:end]; len(text) > 0; {
			n := wordEndIn(text)
			if n > 0 {
				do(text[:n], gap)
				gap = false
			}
			skip := spaceEndIn(text[n:])
			gap = gap || skip > 0
			text = text[n+skip:]
		}
	}
}

// wordEndIn gives where white space begins.
func wordEndIn(text []byte) int {
	for i := 0; i < len(text); {
		if c := text[i]; c > ' ' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if unicode.IsSpace(r) {
			return i
		}
		i += size
	}
	return len(text)
}

// spaceEndIn gives where white space ends.
func spaceEndIn(text []byte) int {
	if len(text) > 1 && text[0] == ' ' && text[1] > ' ' && text[1] < utf8.RuneSelf {
		return 1
	}
	return len(text) - len(bytes.TrimLeftFunc(text, unicode.IsSpace))
}
