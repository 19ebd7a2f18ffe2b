package page

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Block is a stretch of the body's text: a paragraph, heading, list item,
// table cell or code block.
type Block struct {
	// Text is the block as it stands in the file, byte for byte, but with
	// spaces in the place of markup that isn't read.
	Text    []byte
	Offset  int      // where Text begins in the file, in bytes
	Line    int      // and on which line
	Code    [][2]int // the code spans in Text, from and to
	IsCode  bool     // all of it is source code
	Level   int      // 1 to 6 for headings
	Heading string   // the heading above it
	Before  int      // the words of the body before it

	spans [][2]int // the stretches of Text that are read, ascending
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote)).Parser()

// blocks reads the Markdown that begins at a byte of a file, and counts its words.
func blocks(file []byte, start int) ([]Block, int) {
	w := walker{body: file[start:], start: start, line: 1 + bytes.Count(file[:start], []byte{'\n'})}
	root := markdown.Parse(text.NewReader(w.body))
	_ = ast.Walk(root, w.visit) // visit gives no errors
	return w.blocks, w.words
}

// Plain makes a block of a text without markup.
func Plain(text string, offset, line int) Block {
	return Block{Text: []byte(text), Offset: offset, Line: line, spans: [][2]int{{0, len(text)}}}
}

type walker struct {
	body    []byte
	start   int // where the body begins in the file
	seen    int // lines are counted up to this byte of the body
	line    int // the line of that byte
	words   int
	heading string
	blocks  []Block
}

func (w *walker) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering || n.Type() == ast.TypeInline {
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.Heading:
		w.add(n, n.Level)
		return ast.WalkSkipChildren, nil
	case *ast.Paragraph, *ast.TextBlock, *east.TableCell:
		w.add(n, 0)
		return ast.WalkSkipChildren, nil
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		w.addCode(n)
		return ast.WalkSkipChildren, nil
	case *ast.HTMLBlock:
		return ast.WalkSkipChildren, nil
	}
	return ast.WalkContinue, nil
}

// add notes a block of prose: of its bytes only those that are text are kept.
func (w *walker) add(n ast.Node, level int) {
	var pieces textPieces
	pieces.collect(n, w.body)
	if len(pieces.spans) == 0 {
		return
	}
	w.push(w.block(pieces.spans, pieces.code), level)
}

func (w *walker) addCode(n ast.Node) {
	var spans [][2]int
	for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
		if line.Start < line.Stop {
			spans = append(spans, [2]int{line.Start, line.Stop})
		}
	}
	if len(spans) > 0 {
		b := w.block(spans, nil)
		b.IsCode = true
		w.push(b, 0)
	}
}

// block makes a block of stretches of the body.
func (w *walker) block(spans, code [][2]int) Block {
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	from, to := spans[0][0], spans[len(spans)-1][1]
	b := Block{Offset: w.start + from, Text: blank(w.body[from:to]), Code: shift(code, from), spans: shift(spans, from)}
	for _, span := range b.spans {
		copy(b.Text[span[0]:], w.body[from+span[0]:from+span[1]])
	}
	return b
}

// shift counts stretches from another byte.
func shift(spans [][2]int, from int) [][2]int {
	for i := range spans {
		spans[i][0] -= from
		spans[i][1] -= from
	}
	return spans
}

func (w *walker) push(b Block, level int) {
	from := b.Offset - w.start
	if from < w.seen { // a footnote's text stands before what it is read after
		w.line -= bytes.Count(w.body[from:w.seen], []byte{'\n'})
	} else {
		w.line += bytes.Count(w.body[w.seen:from], []byte{'\n'})
	}
	w.seen = from
	b.Line, b.Level, b.Before = w.line, level, w.words
	quote := b.Quote()
	w.words += len(strings.Fields(quote))
	if level > 0 {
		w.heading = quote
	}
	b.Heading = w.heading
	w.blocks = append(w.blocks, b)
}

// blank gives spaces for all bytes but line ends.
func blank(b []byte) []byte {
	spaces := bytes.Repeat([]byte{' '}, len(b))
	for i, c := range b {
		if c == '\n' {
			spaces[i] = c
		}
	}
	return spaces
}

// textPieces collects the stretches of a block that are text.
type textPieces struct{ spans, code [][2]int }

func (p *textPieces) collect(n ast.Node, body []byte) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			if span := [2]int{child.Segment.Start, child.Segment.Stop}; span[0] < span[1] {
				p.spans = append(p.spans, span)
			}
		case *ast.CodeSpan:
			p.codeSpan(child, body)
		case *ast.AutoLink, *ast.RawHTML:
		default:
			p.collect(child, body)
		}
	}
}

// codeSpan notes a code span with its backticks, which quotes show.
func (p *textPieces) codeSpan(n *ast.CodeSpan, body []byte) {
	first := len(p.spans)
	p.collect(n, body)
	if len(p.spans) == first {
		return
	}
	from, to := p.spans[first][0], p.spans[len(p.spans)-1][1]
	for from > 0 && body[from-1] == ' ' {
		from--
	}
	for from > 0 && body[from-1] == '`' {
		from--
	}
	for to < len(body) && body[to] == ' ' {
		to++
	}
	for to < len(body) && body[to] == '`' {
		to++
	}
	p.spans = append(p.spans[:first], [2]int{from, to})
	p.code = append(p.code, [2]int{from, to})
}

// Quote gives the whole text of the block in one line.
func (b *Block) Quote() string { return b.quote(0, len(b.Text)) }

// quote gives a part of the text in one line, without the markup.
func (b *Block) quote(from, to int) string {
	var out strings.Builder
	gap, last := false, 0
	for _, span := range b.spans {
		start, end := max(span[0], from), min(span[1], to)
		if start >= end {
			continue
		}
		gap = gap || bytes.IndexByte(b.Text[last:start], '\n') >= 0 // a line break between two stretches
		for _, r := range string(b.Text[start:end]) {
			if unicode.IsSpace(r) {
				gap = true
				continue
			}
			if gap && out.Len() > 0 {
				out.WriteByte(' ')
			}
			gap = false
			out.WriteRune(r)
		}
		last = end
	}
	return out.String()
}
