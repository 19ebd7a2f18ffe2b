package webpage

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/loader/page"
)

// blocks gives the text within a part, block by block, with its lines in the file.
func blocks(part *html.Node) *page.Blocks {
	w := writer{to: &page.Blocks{}}
	w.line = max(lineOf(part), 1)
	w.node(part)
	w.flush()
	return w.to
}

// writer gathers the text of one block after the other.
type writer struct {
	to    *page.Blocks
	line  int // of what comes next
	level int // of the heading that is being read

	text  strings.Builder
	gap   bool // white space comes before what comes next
	code  [][2]int
	lines []page.Piece
}

// node reads a node and what is within.
func (w *writer) node(n *html.Node) {
	if n.Type == html.TextNode {
		w.write(n.Data)
		return
	}
	if attr(n, lineAttribute) != "" {
		w.line = lineOf(n)
	}
	switch {
	case n.DataAtom == atom.Pre:
		w.flush()
		w.source(n)
	case isCode(n):
		w.codeSpan(n)
	case n.DataAtom == atom.Br || n.DataAtom == atom.Img:
		w.gap = true
	case isBlock(n):
		w.flush()
		w.level = max(w.level, level(n))
		w.children(n)
		w.flush()
		w.level *= b2i(level(n) == 0)
	default:
		w.children(n)
	}
}

func (w *writer) children(n *html.Node) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		w.node(child)
	}
}

// isCode says that an element is a code span.
func isCode(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Code, atom.Kbd, atom.Samp, atom.Tt:
		return true
	}
	return false
}

// write appends a text; any white space in it is one space.
func (w *writer) write(text string) {
	for _, r := range text {
		if unicode.IsSpace(r) {
			w.gap = true
			w.line += b2i(r == '\n')
			continue
		}
		w.begin()
		w.text.WriteRune(r)
	}
}

// begin is called before anything is written: it writes the space before it and notes the line.
func (w *writer) begin() {
	if w.gap && w.text.Len() > 0 {
		w.text.WriteByte(' ')
	}
	w.gap = false
	if last := len(w.lines) - 1; last < 0 || w.lines[last].Line != w.line {
		w.lines = append(w.lines, page.Piece{At: w.text.Len(), Line: w.line})
	}
}

// codeSpan writes source code within a text, between backticks as in Markdown, which quotes show.
func (w *writer) codeSpan(n *html.Node) {
	if len(w.code) > 0 && w.code[len(w.code)-1][1] < 0 || textOf(n) == "" { // within another
		w.children(n)
		return
	}
	inner := textOf(n)
	w.begin()
	fence := strings.Repeat("`", 1+b2i(strings.Contains(inner, "`")))
	from := w.text.Len()
	w.code = append(w.code, [2]int{from, -1})
	w.text.WriteString(fence)
	w.gap = false
	start := w.text.Len()
	w.children(n)
	if len(w.code) == 0 || w.text.Len() <= start { // a block within ended the text
		return
	}
	w.text.WriteString(fence)
	w.code[len(w.code)-1] = [2]int{from, w.text.Len()}
}

// source adds a block of source code as it stands there.
func (w *writer) source(n *html.Node) {
	var b strings.Builder
	addSource(&b, n)
	text := b.String()
	trimmed := strings.TrimLeft(text, "\r\n")
	line := w.line + strings.Count(text[:len(text)-len(trimmed)], "\n")
	w.to.AddCode(strings.TrimRightFunc(strings.ReplaceAll(trimmed, "\r\n", "\n"), unicode.IsSpace), line)
	w.line += strings.Count(text, "\n")
}

func addSource(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
	case n.DataAtom == atom.Br:
		b.WriteByte('\n')
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		addSource(b, child)
	}
	if isBlock(n) && n.DataAtom != atom.Pre && !strings.HasSuffix(b.String(), "\n") {
		b.WriteByte('\n')
	}
}

// flush ends the block.
func (w *writer) flush() {
	for i := range w.code {
		if w.code[i][1] < 0 {
			w.code[i][1] = w.text.Len()
		}
	}
	if w.text.Len() > 0 {
		w.to.Add(w.text.String(), w.level, w.code, w.lines)
	}
	w.text.Reset()
	w.gap, w.code, w.lines = false, nil, nil
}
