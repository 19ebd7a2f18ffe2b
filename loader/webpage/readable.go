package webpage

import (
	"regexp"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
)

// maxReadable is the most elements that the readable part is looked for in.
// Beyond it a page's own marks have to do.
const maxReadable = 60_000

// readable gives the part of the page that is its text, as a copy: what
// Readability finds, or what the page marks as its text, where that is much more.
func (d *document) readable(title string) *html.Node {
	marked := d.articleBody()
	parser := readability.NewParser()
	parser.MaxElemsToParse, parser.KeepClasses, parser.DisableJSONLD = maxReadable, true, true
	found, err := parser.ParseDocument(d.root, nil)
	part := found.Node
	if err != nil || part == nil {
		part = d.content()
		if marked != nil {
			part = marked
		}
		part = withoutAsides(part)
	} else if marked != nil {
		const share = 3 // readability leaves lists, tables and notes out now and then
		if own := withoutAsides(marked); words(part)*share < words(own)*(share-1) {
			part = own
		}
	}
	dropHead(part, title)
	return part
}

// withoutAsides copies a part without what isn't its text.
func withoutAsides(n *html.Node) *html.Node {
	part := clone(n)
	removeAll(part, func(n *html.Node) bool {
		return n.Type == html.ElementNode && (n.DataAtom == atom.Form && words(n) < 50 || isAside(n))
	})
	return part
}

var metaWord = regexp.MustCompile(`(?i)\b(?:meta|byline|dateline|reading-?time|post-?date|entry-date|post-?author)\b`)

// dropHead takes the title, date and author out that stand above the text: they aren't part of it.
func dropHead(part *html.Node, title string) {
	for {
		n := firstText(part)
		if n == nil {
			return
		}
		text := textOf(n)
		heading := level(n) > 0 && (graph.Fold(text) == graph.Fold(title) || level(n) == 1)
		const short = 120
		_, part := partIn(text, isOf(n, seriesWord))
		small := level(n) == 0 && len(text) < short && (dateLike.MatchString(text) || isOf(n, metaWord) || n.DataAtom == atom.Time || part > 0)
		if !heading && !small || n.Parent == nil {
			return
		}
		n.Parent.RemoveChild(n)
	}
}

// firstText gives the innermost block that holds the first text.
func firstText(part *html.Node) *html.Node {
	for n := range within(part) {
		if n.Type == html.TextNode && squeeze(n.Data) != "" {
			block := closest(n, func(n *html.Node) bool { return isBlock(n) || n == part })
			if block == part {
				return nil
			}
			return block
		}
	}
	return nil
}
