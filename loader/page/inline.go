package page

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html/atom"
)

// textPieces are the stretches of a block that are text, and of these the code spans and what is emphasised.
type textPieces struct{ spans, code, stress [][2]int }

func (p *textPieces) reset() { p.spans, p.code, p.stress = p.spans[:0], p.code[:0], p.stress[:0] }

// collect finds the pieces of a block, and the links in it.
func (w *walker) collect(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			w.pieces.spans = w.appendSpans(w.pieces.spans, child.Segment.Start, child.Segment.Stop)
		case *ast.CodeSpan:
			w.codeSpan(child)
		case *ast.RawHTML:
			w.rawHTML(child)
		case *ast.Emphasis:
			first := len(w.pieces.spans)
			w.collect(child)
			if some := w.pieces.spans[first:]; len(some) > 0 {
				w.pieces.stress = append(w.pieces.stress, [2]int{some[0][0], some[len(some)-1][1]})
			}
		case *ast.AutoLink:
		case *ast.Link:
			w.link(child)
			first := len(w.pieces.spans)
			w.collect(child)
			if w.linked != nil {
				w.linked = append(w.linked, w.pieces.spans[first:]...)
			}
		default:
			w.collect(child)
		}
	}
}

// codeSpan notes a code span with its backticks, which quotes show.
func (w *walker) codeSpan(n *ast.CodeSpan) {
	p := &w.pieces
	first := len(p.spans)
	w.collect(n)
	if len(p.spans) == first {
		return
	}
	from, to := p.spans[first][0], p.spans[len(p.spans)-1][1]
	for from > w.start && w.Text[from-1] == ' ' {
		from--
	}
	for from > w.start && w.Text[from-1] == '`' {
		from--
	}
	for to < len(w.Text) && w.Text[to] == ' ' {
		to++
	}
	for to < len(w.Text) && w.Text[to] == '`' {
		to++
	}
	p.spans = append(p.spans[:first], [2]int{from, to})
	p.code = append(p.code, [2]int{from, to})
}

// rawHTML cuts comments. What only looks like a tag, since code has no marks here, is text: the <T> of Vec<T>.
func (w *walker) rawHTML(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	from, to := n.Segments.At(0).Start, n.Segments.At(n.Segments.Len()-1).Stop
	switch {
	case from > 0 && n.Segments.Len() == 1 && isArgument(w.source[from:to]) && isWordByte(w.source[from-1]):
		w.pieces.spans = w.appendSpans(w.pieces.spans, from, to)
	case bytes.HasPrefix(w.source[from:to], []byte("<!--")):
		for _, span := range w.appendSpans(nil, from, to) {
			w.cut(span[0], span[1])
		}
	}
}

// isArgument says that what looks like a tag is none of HTML's.
func isArgument(tag []byte) bool {
	name := tagName.FindSubmatch(tag)
	if name == nil {
		return false
	}
	if small := bytes.ToLower(name[1]); len(small) > 1 && bytes.Equal(bytes.ToUpper(small), name[1]) {
		return atom.Lookup(small) == 0
	}
	return atom.Lookup(name[1]) == 0
}

var tagName = regexp.MustCompile(`^<([A-Za-z]\w*)[\s>,]`)

func isWordByte(c byte) bool {
	return c == '_' || c == ':' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

func (w *walker) link(n *ast.Link) {
	at := w.start
	for _, span := range w.appendSpans(nil, max(n.Pos(), 0), max(n.Pos(), 0)+1) {
		at = span[0]
	}
	w.links = append(w.links, Link{Target: Unescape(n.Destination), Text: TextOf(n, w.source), Place: w.placeOf(at)})
}

// helper is what preprocessors and shortcodes of site generators replace: {{#quiz …}}, {{%segment …}}, {{< video >}}.
var helper = regexp.MustCompile(`\{\{\s*[#%<](\w*)[^{}]*\}\}`)

// shownHelpers are those that only stand where an author wants to show how they are written.
var shownHelpers = []string{"include", "rustdoc_include", "playground", "playpen", "title", "template"}

// dropHelpers takes helpers out of a block of prose, except from its code spans, and the mark of an
// alert ("[!NOTE]") from the quotation that it begins.
func (w *walker) dropHelpers(n ast.Node) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	from := lines.At(0).Start
	block := w.source[from:lines.At(lines.Len()-1).Stop]
	var gone [][2]int
	if parent := n.Parent(); parent != nil && parent.Kind() == ast.KindBlockquote && n.PreviousSibling() == nil {
		if mark := alert.FindIndex(block); mark != nil {
			gone = w.appendSpans(gone, from, from+mark[1])
		}
	}
	if bytes.Contains(block, []byte("{{")) {
		gone = w.helpers(gone, block, from)
	}
	if len(gone) > 0 {
		w.pieces.drop(gone)
	}
}

var alert = regexp.MustCompile(`^\[!\w+\]`)

// helpers appends where helpers stand in a block that begins at a byte of what is walked, and cuts them.
func (w *walker) helpers(gone [][2]int, block []byte, from int) [][2]int {
	code := w.pieces.code
	for _, m := range helper.FindAllSubmatchIndex(block, -1) {
		if slices.Contains(shownHelpers, string(block[m[2]:m[3]])) {
			continue
		}
		first := len(gone)
		gone = w.appendSpans(gone, from+m[0], from+m[1])
		if len(gone) == first {
			continue
		}
		for len(code) > 0 && code[0][1] <= gone[first][0] {
			code = code[1:]
		}
		if len(code) > 0 && code[0][0] <= gone[first][0] {
			gone = gone[:first]
		}
		for _, span := range gone[first:] {
			w.cut(span[0], span[1])
		}
	}
	return gone
}

// drop takes bytes out of the pieces. Both are in ascending order.
func (p *textPieces) drop(gone [][2]int) {
	var kept [][2]int
	for _, span := range p.spans {
		for len(gone) > 0 && gone[0][1] <= span[0] {
			gone = gone[1:]
		}
		for i := 0; i < len(gone) && gone[i][0] < span[1]; i++ {
			if span[0] < gone[i][0] {
				kept = append(kept, [2]int{span[0], gone[i][0]})
			}
			span[0] = max(span[0], gone[i][1])
		}
		if span[0] < span[1] {
			kept = append(kept, span)
		}
	}
	p.spans = kept
}

// TextOf gives the text of the inline content of a node, of its markup only the backticks of code.
func TextOf(n ast.Node, source []byte) string {
	var out strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.CodeSpan:
			out.WriteByte('`')
		case *ast.Text:
			if !entering {
				break
			}
			if n.Parent().Kind() == ast.KindCodeSpan {
				out.Write(n.Segment.Value(source))
			} else {
				out.WriteString(Unescape(n.Segment.Value(source)))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

// Unescape gives what Markdown means: without backslashes before signs, with the characters that entities stand for.
func Unescape(markdown []byte) string {
	return string(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(markdown))))
}
