package webpage

import (
	"iter"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
)

// document is a page as nodes, without what is never shown.
type document struct {
	root, head, body *html.Node
	data             []rawData
	described        []*thing // by data and itemprops
	base             *url.URL // what links are relative to; nil: only the file's place is known
	savedFrom        string
}

// parse reads a page (UTF-8) that begins on a line.
func parse(page []byte, line int) (*document, *graph.Fault) {
	c, fault := cleaned(page, line)
	if fault != nil {
		return nil, fault
	}
	root, err := html.ParseWithOptions(&c.out, html.ParseOptionEnableScripting(false))
	if err != nil { // it refuses what is nested too deeply, and nothing else
		return nil, &graph.Fault{Place: graph.Place{Line: line}, What: tooDeep, Do: "simplify the page or leave it out"}
	}
	d := &document{root: root, data: c.data, savedFrom: c.savedFrom}
	d.head, d.body = find(root, atom.Head), find(root, atom.Body)
	if d.head == nil || d.body == nil { // a page of frames has no body
		return nil, &graph.Fault{Place: graph.Place{Line: line}, What: "the page has no body", Do: "save the page that holds the text"}
	}
	for _, n := range []*html.Node{d.body.Parent, d.body} { // if the parser has added them
		if !has(n, lineAttribute) {
			setAttr(n, lineAttribute, strconv.Itoa(line))
		}
	}
	removeAll(d.body, isUnseen)
	markMain(d.body)
	notes(d.body)
	return d, nil
}

// unseen are elements that hold no text, or none that is the page's own.
var unseen = wordSet(`applet audio button canvas datalist dialog embed frame frameset iframe input link map meta noembed noframes noscript
	object param progress script select source style svg template textarea track video`)

// gutter are the classes of line numbers and buttons that stand within source code, and of marks behind headings.
var gutter = wordSet(`lineno linenos linenumber linenumbers line-number line-numbers lnt ln gutter hljs-ln-numbers rouge-gutter
	copy-button copybtn code-copy headerlink header-anchor heading-anchor anchor-link anchorjs-link`)

// isUnseen says that a node isn't shown or is no text: the itemprops of microdata are read all the same, before.
func isUnseen(n *html.Node) bool {
	if n.Type == html.CommentNode {
		return true
	}
	if n.Type != html.ElementNode {
		return false
	}
	if unseen[n.Data] && attr(n, "itemprop") == "" || has(n, "hidden") {
		return true
	}
	if slices.ContainsFunc(classes(n), func(class string) bool { return gutter[class] }) {
		return true
	}
	if n.DataAtom == atom.A && strings.HasPrefix(attr(n, "href"), "#") { // a mark to link to a heading
		return strings.Trim(textOf(n), " #¶§🔗∞\u00A0") == ""
	}
	return false
}

var noteWord = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:note|tip|info|hint|warning|caution|danger|important|callout|admonition|example|remark)s?(?:$|[\s_-])`)

// notes makes plain parts of the text of the notes in it, which are asides by their name only.
func notes(body *html.Node) {
	for _, n := range all(body, named(atom.Aside)) {
		if isOf(n, noteWord) && closest(n.Parent, isMain) != nil {
			rename(n, atom.Div)
		}
	}
}

// besideText are headings of what stands below a text to lead readers on.
var besideText = regexp.MustCompile(`(?i)^(?:related|recommended|popular|trending|read next|keep reading|you (?:may|might) (?:also )?(?:like|enjoy)|` +
	`more (?:posts|articles|stories|from|like this)|(?:latest|recent|other) (?:posts|articles|stories)|share|comments?|\d+ comments?|leave a (?:comment|reply)|subscribe|newsletter)\b`)

// leadsOn takes what leads readers on out of the body: from such a heading to the next one of its level.
func leadsOn(body *html.Node) {
	const longest = 60
	for _, h := range all(body, func(n *html.Node) bool {
		return level(n) > 1 && len(textOf(n)) < longest && besideText.MatchString(textOf(n))
	}) {
		for next := h.NextSibling; next != nil; next = h.NextSibling {
			if lvl := level(next); lvl > 0 && lvl <= level(h) || holdsMain(next) {
				break
			}
			next.Parent.RemoveChild(next)
		}
		if h.Parent != nil {
			h.Parent.RemoveChild(h)
		}
	}
}

// removeAll takes the nodes out that are so.
func removeAll(n *html.Node, isSo func(*html.Node) bool) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		if isSo(child) {
			n.RemoveChild(child)
		} else {
			removeAll(child, isSo)
		}
		child = next
	}
}

// attr gives an attribute's value without white space around it; "" if it isn't there.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func setAttr(n *html.Node, key, value string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}

func classes(n *html.Node) []string { return strings.Fields(attr(n, "class")) }

// isOf says that one of the words of the class, the id or the role of an
// element is so: "post-series" has the words post and series.
func isOf(n *html.Node, words *regexp.Regexp) bool {
	for i := range n.Attr {
		switch n.Attr[i].Key {
		case "class", "id", "role":
			if its := n.Attr[i].Val; its != "" && words.MatchString(its) {
				return true
			}
		}
	}
	return false
}

// lineOf gives the line of an element's start tag; of a text that of the tag before it. 0 if it has none.
func lineOf(n *html.Node) int {
	if n.Type == html.TextNode && n.PrevSibling != nil {
		n = n.PrevSibling
	}
	first := 0
	for ; n != nil; n = n.Parent {
		line, err := strconv.Atoi(attr(n, lineAttribute))
		if err != nil {
			continue
		}
		first = max(first, line)
		if !formatting[n.Data] && n.DataAtom != atom.Font { // the parser opens those again, farther down, as they were
			return first
		}
	}
	return first
}

// within visits all nodes within a node, in the page's order.
func within(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) { visit(n, yield) }
}

func visit(n *html.Node, yield func(*html.Node) bool) bool {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if !yield(child) || !visit(child, yield) {
			return false
		}
	}
	return true
}

// find gives the first element of the name within a node.
func find(n *html.Node, name atom.Atom) *html.Node {
	for child := range within(n) {
		if child.Type == html.ElementNode && child.DataAtom == name {
			return child
		}
	}
	return nil
}

// all gives the elements within a node that are so.
func all(n *html.Node, isSo func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for child := range within(n) {
		if child.Type == html.ElementNode && isSo(child) {
			found = append(found, child)
		}
	}
	return found
}

func named(names ...atom.Atom) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(names, n.DataAtom) }
}

// longestText is the most bytes, about, that textOf gives. Titles, dates and names are shorter.
const longestText = 2000

// textOf gives the text within a node in one line, cut off where it goes on for long.
func textOf(n *html.Node) string {
	var b strings.Builder
	addText(&b, n)
	return squeeze(b.String())
}

func addText(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(cut(n.Data, longestText))
	}
	if isBlock(n) || n.DataAtom == atom.Br {
		b.WriteByte(' ')
	}
	for child := n.FirstChild; child != nil && b.Len() < longestText; child = child.NextSibling {
		addText(b, child)
	}
	if isBlock(n) {
		b.WriteByte(' ')
	}
}

// cut gives the first bytes of a text, up to a character's end.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// squeeze puts a text into one line, its words parted by single spaces.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

var blockElements = wordSet(`address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
	form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul`)

func isBlock(n *html.Node) bool { return n.Type == html.ElementNode && blockElements[n.Data] }

// level gives the level of a heading; 0 for all else.
func level(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	return 0
}

// closest gives the nearest element that is so: the node itself or one around it.
func closest(n *html.Node, isSo func(*html.Node) bool) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && isSo(n) {
			return n
		}
	}
	return nil
}

func contains(outer, n *html.Node) bool {
	return closest(n, func(n *html.Node) bool { return n == outer }) != nil
}

// clone copies a node with all that is within.
func clone(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace, Attr: slices.Clone(n.Attr)}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.AppendChild(clone(child))
	}
	return c
}
