package webpage

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// asideWord finds the words in classes, ids and roles of what stands beside a page's own text.
var asideWord = regexp.MustCompile(`(?i)(?:^|[\s_])(?:side-?bar|widget|widgets|related|recommended|popular|pagination|pager|page-?nav|paginat[a-z]+|breadcrumbs?|share|sharing|` +
	`social|comments?|newsletter|subscribe|menu|nav|navbar|navigation|site-?nav|tag-?cloud|blogroll|site-?footer|page-?footer|cookies?|promo|advert|ads|` +
	`author-?(?:bio|box|info)|search|skip-?link|complementary|banner|contentinfo|toc|table-of-contents)(?:$|[\s_-])`)

// isAside says that an element holds what isn't the page's own text by its name: navigation, side boxes, forms,
// the page's head and foot. An element that holds the main part is none, whatever it's called.
func isAside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Aside, atom.Menu, atom.Search:
		return !holdsMain(n)
	case atom.Header, atom.Footer: // of the page, not of an article, section or card
		own := closest(n.Parent, named(atom.Article, atom.Section, atom.Li, atom.Main, atom.Blockquote))
		return own == nil && !holdsMain(n)
	case atom.Html, atom.Body, atom.Main, atom.Article, atom.H1, atom.H2, atom.H3, atom.Code, atom.Pre, atom.A:
		return false
	}
	return isOf(n, asideWord) && !holdsMain(n)
}

// mainAttribute marks the elements that the main part or its heading is within.
const mainAttribute = "data-main"

func markMain(body *html.Node) {
	for n := range within(body) {
		if n.Type != html.ElementNode || n.DataAtom != atom.Main && n.DataAtom != atom.H1 && attr(n, "role") != "main" {
			continue
		}
		for around := n.Parent; around != nil && !has(around, mainAttribute); around = around.Parent {
			setAttr(around, mainAttribute, "")
		}
	}
}

// holdsMain says that a page's main part is within an element.
func holdsMain(n *html.Node) bool { return has(n, mainAttribute) }

// content is the part of the page that holds its own text or entries: its only
// main element, else the body.
func (d *document) content() *html.Node {
	mains := all(d.body, func(n *html.Node) bool { return n.DataAtom == atom.Main || attr(n, "role") == "main" })
	if len(mains) == 1 {
		return mains[0]
	}
	return d.body
}

// articleBody is the element that the page itself marks as its text; nil if there is none.
func (d *document) articleBody() *html.Node {
	for _, isSo := range []func(*html.Node) bool{
		func(n *html.Node) bool { return slices.Contains(strings.Fields(attr(n, "itemprop")), "articleBody") },
		named(atom.Article),
		func(n *html.Node) bool { return n.DataAtom == atom.Main || attr(n, "role") == "main" },
	} {
		if found := all(d.body, isSo); len(found) == 1 {
			return found[0]
		}
	}
	return nil
}

// words counts the words within a node.
func words(n *html.Node) int {
	if n.Type == html.TextNode {
		return len(strings.Fields(n.Data))
	}
	count := 0
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		count += words(child)
	}
	return count
}
