package page

import (
	"bytes"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// inlineTags are those that text goes on through. All others part it.
var inlineTags = tagSet(`a abbr b bdi bdo button cite code data del dfn em font i img input ins kbd label mark q s samp small
	span strike strong sub sup time tt u var wbr`)

// unreadTags hold no text of the page.
var unreadTags = tagSet("script style svg math template iframe noscript noembed noframes textarea title object canvas video audio")

func tagSet(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

// html reads the text in a block of HTML as Markdown, as speaker notes and
// answers that fold are written; comments are cut, what is in pre is source code.
func (w *walker) html(n *ast.HTMLBlock) {
	if w.seams != nil {
		return // what is being walked has no tags any more
	}
	lines := n.Lines().Sliced(0, n.Lines().Len())
	if n.HasClosure() {
		lines = append(lines[:len(lines):len(lines)], n.ClosureLine)
	}
	r := htmlReader{walker: w, atStart: true}
	for _, line := range lines {
		r.lines = append(r.lines, seam{len(r.source), line.Start + w.shift})
		r.source = append(r.source, w.source[line.Start:line.Stop]...)
	}
	r.read()
	if len(bytes.TrimSpace(r.text)) > 0 {
		source, shift := w.source, w.shift
		w.source, w.shift, w.seams = r.text, 0, r.seams
		w.walk(withinHTML.Parse(text.NewReader(r.text)))
		w.source, w.shift, w.seams = source, shift, nil
	}
}

// htmlReader takes the tags out of HTML.
type htmlReader struct {
	*walker
	source []byte
	lines  []seam // where its lines stand in the page's text
	text   []byte // the result
	seams  []seam // where that stands

	atStart bool // the next word begins a block, so that white space before it means nothing
	written bool // there are words on the line so far
}

// read goes through the tags. Those that part text become empty lines.
func (r *htmlReader) read() {
	r.pieces.reset()
	z := html.NewTokenizer(bytes.NewReader(r.source))
	inside, depth := "", 0 // the element around that isn't Markdown, and how many of its name
	for at := 0; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		from := at
		at += len(z.Raw())
		name, _ := z.TagName()
		tag := string(name)
		switch kind {
		case html.TextToken:
			if inside == "" {
				r.words(from, at)
			} else if inside == "pre" {
				r.eachLine(from, at, func(place int, line []byte) {
					r.walker.pieces.spans = append(r.walker.pieces.spans, [2]int{place, place + len(line)})
				})
			}
			continue
		case html.CommentToken:
			r.cutComment(r.placeOfSource(from), r.placeOfSource(at-1)+1)
			continue
		case html.StartTagToken:
			if inside == "" && (tag == "pre" || unreadTags[tag]) {
				inside, depth = tag, 0
			}
			depth += b2i(tag == inside)
		case html.EndTagToken:
			if depth -= b2i(tag == inside); depth == 0 && inside == tag {
				inside = ""
				r.pushCode()
				r.walker.pieces.reset()
			}
		}
		if !inlineTags[tag] {
			r.part()
		}
	}
	r.pushCode()
}

// part parts what comes from what was there.
func (r *htmlReader) part() {
	r.seams = append(r.seams, seam{len(r.text), -1})
	r.text = append(r.text, '\n', '\n')
	r.atStart, r.written = true, false
}

// words adds text.
func (r *htmlReader) words(from, to int) {
	r.eachLine(from, to, func(place int, line []byte) {
		if r.atStart {
			rest := bytes.TrimLeft(line, " \t")
			place += len(line) - len(rest)
			line = rest
		}
		r.seams = append(r.seams, seam{len(r.text), place})
		r.text = append(r.text, line...)
		hasWords := len(bytes.TrimSpace(line)) > 0
		r.atStart = r.atStart && !hasWords
		r.written = r.written || hasWords
		if bytes.HasSuffix(line, []byte{'\n'}) {
			r.atStart = r.atStart || !r.written // behind an empty line
			r.written = false
		}
	})
}

// eachLine calls do with the lines of a part of the source, and where they stand in the page's text.
func (r *htmlReader) eachLine(from, to int, do func(place int, line []byte)) {
	for line := range bytes.Lines(r.source[from:to]) {
		do(r.placeOfSource(from), line)
		from += len(line)
	}
}

func (r *htmlReader) placeOfSource(at int) int {
	i := sort.Search(len(r.lines), func(i int) bool { return r.lines[i].at > at }) - 1
	return r.lines[i].from + at - r.lines[i].at
}

// cutComment cuts a comment, and its lines if it has them to itself.
func (w *walker) cutComment(from, to int) {
	before := bytes.TrimRight(w.Text[w.start:from], " \t")
	after := bytes.TrimLeft(w.Text[to:], " \t\r")
	if (len(before) == 0 || before[len(before)-1] == '\n') && (len(after) == 0 || after[0] == '\n') {
		from = w.start + len(before)
		to = min(len(w.Text), len(w.Text)-len(after)+1)
	}
	w.cut(from, to)
}
