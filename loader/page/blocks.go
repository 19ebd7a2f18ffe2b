package page

import (
	"bytes"
	"unicode"
	"unicode/utf8"

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

	original []byte
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote)).Parser()

// blocks reads the Markdown that begins at a byte of a file.
func blocks(file []byte, start int) []Block {
	w := walker{body: file[start:], start: start, line: 1 + bytes.Count(file[:start], []byte{'\n'})}
	root := markdown.Parse(text.NewReader(w.body))
	_ = ast.Walk(root, w.visit) // visit gives no errors
	return w.blocks
}

// Plain makes a block of a text without markup.
func Plain(text string, offset, line int) Block {
	return Block{Text: []byte(text), Offset: offset, Line: line, original: []byte(text)}
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
	pieces.collect(n, w.body, false)
	if len(pieces.spans) == 0 {
		return
	}
	from, to := pieces.spans[0][0], pieces.spans[0][1]
	for _, span := range pieces.spans {
		from, to = min(from, span[0]), max(to, span[1])
	}
	b := Block{Offset: w.start + from, Level: level, original: w.body[from:to]}
	b.Text = blank(b.original)
	for _, span := range pieces.spans {
		copy(b.Text[span[0]-from:], w.body[span[0]:span[1]])
	}
	for _, span := range pieces.code {
		b.Code = append(b.Code, [2]int{span[0] - from, span[1] - from})
	}
	w.push(b, from)
}

func (w *walker) addCode(n ast.Node) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	from, to := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	b := Block{Offset: w.start + from, IsCode: true, original: w.body[from:to]}
	b.Text = blank(b.original)
	for i := range lines.Len() {
		line := lines.At(i)
		copy(b.Text[line.Start-from:], w.body[line.Start:line.Stop])
	}
	w.push(b, from)
}

func (w *walker) push(b Block, from int) {
	if from < w.seen { // a footnote's text stands before what it is read after
		w.line -= bytes.Count(w.body[from:w.seen], []byte{'\n'})
	} else {
		w.line += bytes.Count(w.body[w.seen:from], []byte{'\n'})
	}
	w.seen = from
	b.Line, b.Before, b.Heading = w.line, w.words, w.heading
	w.words += len(bytes.Fields(b.Text))
	if b.Level > 0 {
		w.heading = b.Quote()
		b.Heading = w.heading
	}
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

func (p *textPieces) collect(n ast.Node, body []byte, inCode bool) {
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
			p.collect(child, body, inCode)
		}
	}
}

// codeSpan notes a code span with its backticks, which quotes show.
func (p *textPieces) codeSpan(n *ast.CodeSpan, body []byte) {
	first := len(p.spans)
	p.collect(n, body, true)
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
	var out []byte
	gap := false
	for i := from; i < to; {
		r, size := utf8.DecodeRune(b.Text[i:])
		switch {
		case !unicode.IsSpace(r):
			if gap && len(out) > 0 {
				out = append(out, ' ')
			}
			gap = false
			out = append(out, b.Text[i:i+size]...)
		case isSpaceAt(b.original, i):
			gap = true
		} // a space in the place of markup is nothing
		i += size
	}
	return string(out)
}

func isSpaceAt(b []byte, i int) bool {
	r, _ := utf8.DecodeRune(b[i:])
	return unicode.IsSpace(r)
}
