package webpage

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
)

// candidate is a link that could be the title of an entry.
type candidate struct {
	a        *html.Node
	to       link
	text     string
	strength int        // how sure it is that it's a title, 1 to 3
	likeness string     // the way to it, by names and classes: entries of one list are alike
	above    *html.Node // the nearest heading before it
}

// Strengths of candidates.
const (
	leading = 1 // it begins its block, or stands behind a number or a date
	called  = 2 // its class says title
	heading = 3 // it is in a heading, or a heading is in it
)

// candidates finds the links in a part of a page that could be titles. What
// stands in navigation and side boxes isn't looked at.
func (d *document) candidates(content *html.Node, own string) []candidate {
	l := linkFinder{document: d, own: own}
	l.look(content, "")
	return l.found
}

// Limits of a listing.
const (
	maxCandidates = 10_000
	maxLikeness   = 200 // bytes of the way, from its end
	maxLabel      = 80  // bytes of what stands before a title
)

type linkFinder struct {
	*document
	own   string // the page's address
	found []candidate
	above *html.Node
}

func (l *linkFinder) look(n *html.Node, way string) {
	for child := n.FirstChild; child != nil && len(l.found) < maxCandidates; child = child.NextSibling {
		if child.Type != html.ElementNode || isAside(child) {
			continue
		}
		its := way + ">" + child.Data + plainClass(child)
		its = its[max(len(its)-maxLikeness, 0):]
		if child.DataAtom == atom.A {
			if c, ok := l.candidate(child, l.own); ok {
				c.likeness, c.above = its, l.above
				l.found = append(l.found, c)
				continue
			}
		}
		before := len(l.found)
		l.look(child, its)
		if level(child) > 0 && len(l.found) == before { // else it is an entry's own
			l.above = child
		}
	}
}

var (
	// where blogs keep their lists
	listPath = regexp.MustCompile(`(?i)(?:^|/)(?:tags?|categor(?:y|ies)|topics?|labels?|authors?|users?|people|page|feed|rss|login|search|archives?)(?:/[^/]+)?/?(?:index\.html?)?$`)
	noTitle  = regexp.MustCompile(`(?i)^(?:[\d\s←→«»‹›<>…#¶.-]*|\d+ comments?|(?:leave|post|add) a (?:comment|reply)|comments?|reply|edit|permalink|share|tweet|home|about|contact|rss|subscribe|log ?in|sign (?:in|up)|next|prev(?:ious)?|newer|older|first|last)$`)
)

func (d *document) candidate(a *html.Node, own string) (candidate, bool) {
	c := candidate{a: a, to: d.resolve(attr(a, "href")), text: textOf(a)}
	rel := strings.Fields(strings.ToLower(attr(a, "rel")))
	its := c.to.web
	if its == "" {
		its = c.to.path
	}
	its, _, _ = strings.Cut(its, "?")
	switch {
	case !c.to.given() || !c.to.isPageLink() || c.text == "" || noTitle.MatchString(c.text) || listing.IsNoise(c.text),
		own != "" && graph.AddressSlug(c.to.web) == graph.AddressSlug(own),
		slices.ContainsFunc(rel, func(word string) bool {
			return slices.Contains([]string{"tag", "author", "category", "license", "prev", "next"}, word)
		}),
		len(strings.Fields(c.text)) <= 3 && listPath.MatchString(its):
		return c, false
	}
	c.strength = strengthOf(a)
	return c, c.strength > 0
}

func strengthOf(a *html.Node) int {
	const most = 2 // a heading has no more than this times as much text as the link in it
	if h := closest(a, func(n *html.Node) bool { return level(n) > 0 }); h != nil {
		if len(textOf(h)) <= most*len(textOf(a))+20 {
			return heading
		}
		return 0
	}
	for n := range within(a) {
		if level(n) > 0 {
			return heading
		}
	}
	if isOf(a, titleWord) || isOf(a.Parent, titleWord) && !isBlockOf(a.Parent, a) {
		return called
	}
	block := closest(a, isBlock)
	if block == nil || isLabel(textBefore(block, a)) {
		return leading
	}
	return 0
}

// isBlockOf says that a block has much more in it than a link.
func isBlockOf(block, a *html.Node) bool { return len(textOf(block)) > 2*len(textOf(a))+20 }

// textBefore gives the text of a block before a link in it.
func textBefore(block, a *html.Node) string {
	var b strings.Builder
	for n := range within(block) {
		if n == a || b.Len() > maxLabel {
			break
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		} else if isBlock(n) { // what stands in another block isn't before it
			b.Reset()
		}
	}
	return squeeze(b.String())
}

// isLabel says that what stands before a title is only its number, date or status.
func isLabel(text string) bool {
	if len(text) > maxLabel {
		return false
	}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("·•|»›—–[]()", r) }) {
		part = strings.Trim(part, " :-.,")
		if part != "" && !dateLike.MatchString(part) && !shortDate.MatchString(part) && !isCount(part) && !listing.IsStatus(part) && !listing.IsNoise(part) {
			return false
		}
	}
	return true
}

var shortDate = regexp.MustCompile(`(?i)^(?:\d{1,2}\.?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s+\d{1,2})?$|^\d{1,2}[-/.]\d{1,2}\.?$|^\d{4}$`)

// isCount says that a text is nothing but a number: "3", "#3", "Part III", "Chapter 3", "3/9".
func isCount(text string) bool { return countOf(text) > 0 }

var bareCount = regexp.MustCompile(`(?i)^(?:(?:part|pt\.?|chapter|ch\.?|lesson|episode|ep\.?|step|day|unit|module|no\.?|nr\.?)\s*#?` + countPattern + `|[#(\[]?#?([0-9]{1,4})|([IVXL]{1,7})\.)(?:\s*(?:/|of)\s*[0-9]{1,4})?[)\].:]?$`)

// countOf reads such a number; 0 if it is none.
func countOf(text string) int {
	m := bareCount.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	return min(listing.Number(m[1]+m[2]+m[3]), maxPart)
}

var (
	oddWord   = regexp.MustCompile(`(?i)^(?:odd|even|first|last|featured|active|current|alt|new|sticky|hentry|row|col)$`)
	classTail = regexp.MustCompile(`[-_]*\d+.*$`)
)

// plainClass is the first class of an element that says what it is, without a number in it.
func plainClass(n *html.Node) string {
	for _, class := range classes(n) {
		if class = classTail.ReplaceAllString(class, ""); class != "" && !oddWord.MatchString(class) {
			return "." + class
		}
	}
	return ""
}
