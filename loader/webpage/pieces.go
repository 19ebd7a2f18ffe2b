package webpage

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// piece is a stretch of an entry's text that belongs together: a paragraph, a
// cell, a date, a number, a list of short items.
type piece struct {
	text    string
	line    int
	n       *html.Node // the element that it is in
	isTitle bool
	items   []string // of a list of short items
	linked  bool     // the items are links
}

// pieces cuts the nodes of an entry up. The link is the title unless it holds more than that.
func pieces(nodes []*html.Node, a *html.Node) []piece {
	s := splitter{a: a}
	for _, n := range nodes {
		s.node(n)
		if isBlock(n) {
			s.flush()
		}
	}
	s.flush()
	return s.done
}

type splitter struct {
	a    *html.Node
	done []piece
	run  []piece // the parts of the block that is being read
}

// marked are inline elements whose text may mean something of its own.
var marked = wordSet("abbr b cite data em i label mark small span strong sub sup time var")

var (
	listWord  = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:keys?|key-?(?:concepts|points|terms|topics)|concepts?|topics?|terms|keywords|covers|learn|tags?|tag-?list|labels?|chips|badges|pills|categories)(?:$|[\s_-])`)
	namedWord = regexp.MustCompile(`(?i)\b(?:title|name|headline|heading)\b`)
)

func (s *splitter) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		s.add(n.Data, n, n.Parent, false)
	case n.Type != html.ElementNode || isAside(n) && !isOf(n, listWord):
	case n == s.a && !s.isWhole(n):
		s.add(rawText(n), n, n, true)
	case s.isList(n):
		s.flush()
		s.list(n)
	case isBlock(n):
		s.flush()
		s.children(n)
		s.flush()
		if level(n) > 0 && len(s.done) > 0 && contains(s.a, n) { // a card that is a link
			s.done[len(s.done)-1].isTitle = true
		}
	case n.DataAtom == atom.Br:
		s.add(" ", n, n.Parent, false)
	case n.DataAtom == atom.A || !marked[n.Data] || find(n, atom.A) != nil || hasBlock(n):
		s.children(n)
	default:
		s.add(rawText(n), n, n, contains(s.a, n) && isOf(n, namedWord) && n != s.a)
	}
}

func (s *splitter) children(n *html.Node) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		s.node(child)
	}
}

// isWhole says that the link is around all of its entry: blocks or several marked texts are in it.
func (s *splitter) isWhole(a *html.Node) bool {
	texts := 0
	for child := a.FirstChild; child != nil; child = child.NextSibling {
		if isBlock(child) || hasBlock(child) {
			return true
		}
		if child.Type == html.ElementNode && marked[child.Data] && textOf(child) != "" && len(classes(child)) > 0 {
			texts++
		}
	}
	return texts > 1
}

func hasBlock(n *html.Node) bool {
	for child := range within(n) {
		if isBlock(child) {
			return true
		}
	}
	return false
}

// isList says that an element holds short items and nothing else.
func (s *splitter) isList(n *html.Node) bool {
	if contains(n, s.a) || n.DataAtom != atom.Ul && n.DataAtom != atom.Ol && !isOf(n, listWord) {
		return false
	}
	const longest = 60
	items := itemsOf(n)
	for _, item := range items {
		if len(textOf(item)) > longest {
			return false
		}
	}
	return len(items) > 1 || len(items) == 1 && isOf(n, listWord) && (n.DataAtom == atom.Ul || n.DataAtom == atom.Ol || !isBlock(n))
}

// itemsOf gives the elements of a list with text in them; nil if there is text between them.
func itemsOf(n *html.Node) []*html.Node {
	var items []*html.Node
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch {
		case child.Type == html.TextNode && strings.Trim(child.Data, " \t\r\n,;·•|/\u00A0") != "":
			return nil
		case child.Type == html.ElementNode && textOf(child) != "":
			items = append(items, child)
		}
	}
	return items
}

func (s *splitter) list(n *html.Node) {
	p := piece{n: n, line: lineOf(n)}
	for _, item := range itemsOf(n) {
		p.items = append(p.items, strings.Trim(textOf(item), " ,;·•|#"))
		p.linked = p.linked || item.DataAtom == atom.A || find(item, atom.A) != nil
	}
	s.done = append(s.done, p)
}

// rawText gives the text within a node with its white space.
func rawText(n *html.Node) string {
	var b strings.Builder
	addText(&b, n)
	return b.String()
}

func (s *splitter) add(text string, at, n *html.Node, isTitle bool) {
	s.run = append(s.run, piece{text: text, line: lineOf(at), n: n, isTitle: isTitle})
}

// flush ends a block. Its parts are one piece, but that what has a meaning of its own stands apart.
func (s *splitter) flush() {
	var open []piece
	end := func() {
		if whole := joined(open); whole.text != "" {
			s.done = append(s.done, whole)
		}
		open = nil
	}
	run := s.run
	s.run = nil
	for _, p := range run {
		if !p.isApart() {
			open = append(open, p)
			continue
		}
		end()
		open = append(open, p)
		end()
	}
	end()
}

// isApart says that a part of a block has a meaning of its own.
func (p piece) isApart() bool {
	text := strings.TrimFunc(squeeze(p.text), isJoint)
	return p.isTitle || text != "" && isInline(p.n) && (p.n.DataAtom == atom.Time || len(classes(p.n)) > 0 || isCount(text) || dateLike.MatchString(text))
}

// joined makes one piece of parts; of their block if there are several.
func joined(parts []piece) piece {
	var whole piece
	for _, p := range parts {
		if squeeze(p.text) != "" {
			if whole.n == nil {
				whole = piece{line: p.line, n: p.n, isTitle: p.isTitle, text: whole.text}
			} else {
				whole.n = closest(whole.n, isBlock)
			}
		}
		whole.text += p.text
	}
	whole.text = strings.TrimFunc(squeeze(whole.text), isJoint)
	return whole
}

// isJoint says that a sign only parts pieces.
func isJoint(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("·•|–—-,;»›/", r)
}

func isInline(n *html.Node) bool { return n.Type == html.ElementNode && !isBlock(n) }
