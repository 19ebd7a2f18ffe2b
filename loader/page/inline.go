package page

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// textPieces are the stretches of a block that are text, and of these the code spans.
type textPieces struct{ spans, code [][2]int }

func (p *textPieces) reset() { p.spans, p.code = p.spans[:0], p.code[:0] }

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
		case *ast.AutoLink:
		case *ast.Link:
			w.link(child)
			w.collect(child)
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

// rawHTML cuts comments.
func (w *walker) rawHTML(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	from, to := n.Segments.At(0).Start, n.Segments.At(n.Segments.Len()-1).Stop
	if bytes.HasPrefix(w.source[from:to], []byte("<!--")) {
		for _, span := range w.appendSpans(nil, from, to) {
			w.cut(span[0], span[1])
		}
	}
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
	if bytes.Contains(block, []byte("{{")) {
		for _, m := range helper.FindAllSubmatchIndex(block, -1) {
			if slices.Contains(shownHelpers, string(block[m[2]:m[3]])) {
				continue
			}
			for _, span := range w.appendSpans(nil, from+m[0], from+m[1]) {
				if !w.pieces.inCode(span[0]) {
					w.pieces.drop(span[0], span[1])
					w.cut(span[0], span[1])
				}
			}
		}
	}
	if parent := n.Parent(); parent != nil && parent.Kind() == ast.KindBlockquote && n.PreviousSibling() == nil {
		if mark := alert.FindIndex(block); mark != nil {
			for _, span := range w.appendSpans(nil, from, from+mark[1]) {
				w.pieces.drop(span[0], span[1])
			}
		}
	}
}

var alert = regexp.MustCompile(`^\[!\w+\]`)

func (p *textPieces) inCode(at int) bool {
	return slices.ContainsFunc(p.code, func(span [2]int) bool { return span[0] <= at && at < span[1] })
}

// drop takes bytes out of the pieces.
func (p *textPieces) drop(from, to int) {
	var kept [][2]int
	for _, span := range p.spans {
		for _, rest := range [][2]int{{span[0], min(span[1], from)}, {max(span[0], to), span[1]}} {
			if rest[0] < rest[1] {
				kept = append(kept, rest)
			}
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
