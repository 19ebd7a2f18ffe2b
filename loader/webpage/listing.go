package webpage

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
)

// list is a page's entries while they are being read.
type list struct {
	*document
	facts   *facts
	shape   listing.Shape
	entries []*entry
	words   int // within the entries
	name    string
	found   *listing.Listing
}

// list finds the page's entries. Any form but Any and Article says the shape, and
// lets entries be on other sites too.
func (d *document) list(f *facts, form Form) *list {
	l := &list{document: d, facts: f, found: &listing.Listing{}}
	content := d.content()
	candidates := d.candidates(content, f.address)
	if form == Any {
		candidates = d.ofSite(candidates, f.address)
	}
	c := bestCluster(content, candidates)
	if c != nil {
		l.read(c)
	}
	l.described()
	l.shape = l.shapeOf(form)
	l.found.Shape = l.shape
	l.name = l.seriesName(form)
	l.settle()
	if form != Any && len(l.found.Entries) == 0 {
		l.asText(content)
	}
	return l
}

// asText reads a page that lists without links as if its text had been saved.
func (l *list) asText(content *html.Node) {
	var text strings.Builder
	var lines []int
	found := blocks(withoutAsides(content)).List
	for i := range found {
		text.Write(found[i].Text)
		text.WriteByte('\n')
		for range 1 + bytes.Count(found[i].Text, []byte{'\n'}) {
			lines = append(lines, found[i].Line)
		}
	}
	its := listing.Parse(text.String(), l.shape)
	for i := range its.Warnings {
		its.Warnings[i].Place.Line = lines[its.Warnings[i].Place.Line-1]
	}
	for i := range its.Entries {
		e := &its.Entries[i]
		for _, list := range [][]listing.Line{e.Description, e.Keys} {
			for j := range list {
				list[j].Number = lines[list[j].Number-1]
			}
		}
		for _, line := range []*listing.Line{&e.Title, &e.KeyLine} {
			if line.Given() {
				line.Number = lines[line.Number-1]
			}
		}
	}
	l.found = its
}

// ofSite leaves out the links to other sites: to other hosts than the page's, or than most.
func (d *document) ofSite(candidates []candidate, own string) []candidate {
	host := func(its string) string {
		u, err := url.Parse(its)
		if err != nil {
			return ""
		}
		return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	home := host(own)
	if home == "" && d.base != nil {
		home = host(d.base.String())
	}
	if home == "" {
		counts := map[string]int{}
		for _, c := range candidates {
			if its := host(c.to.web); its != "" {
				if counts[its]++; counts[its] > counts[home] || counts[its] == counts[home] && its < home {
					home = its
				}
			}
		}
	}
	return slices.DeleteFunc(candidates, func(c candidate) bool { return c.to.path == "" && host(c.to.web) != home })
}

// read reads the entries of a cluster, and what stands among them without a link.
func (l *list) read(c *cluster) {
	type one struct {
		nodes []*html.Node
		c     candidate
	}
	var all []one
	for _, e := range c.entries() {
		all = append(all, one{e.nodes, e.candidate})
	}
	for _, n := range l.unlinked(c) {
		all = append(all, one{nodes: []*html.Node{n}})
	}
	place := map[*html.Node]int{}
	for n := range within(l.body) {
		place[n] = len(place)
	}
	slices.SortStableFunc(all, func(a, b one) int { return place[a.nodes[0]] - place[b.nodes[0]] })
	for _, its := range all {
		e := &entry{holder: its.nodes[0], above: its.c.above, isLinked: its.c.a != nil}
		entryOf(e, l.columns(pieces(its.nodes, its.c.a)))
		if !e.Title.Given() {
			continue
		}
		if e.isLinked {
			e.URL, e.Path = its.c.to.web, its.c.to.path
		} else if e.settleStatus(); !e.counted && e.Status == "" && e.orderedList() == nil {
			continue // nothing says that it's an entry
		}
		if !e.isLinked && len(l.entries) > 0 {
			e.above = l.entries[len(l.entries)-1].above
		}
		e.settleTitle()
		for _, n := range its.nodes {
			l.words += words(n)
		}
		l.entries = append(l.entries, e)
	}
}

var (
	keyHeader    = regexp.MustCompile(`(?i)\b(?:concepts?|topics?|keywords?|terms|covers|teaches)\b`)
	seriesHeader = regexp.MustCompile(`(?i)\bseries\b`)
	itemJoint    = regexp.MustCompile(`\s*[,;·•|]\s*`)
)

// columns reads what the head of a table says of the cells below.
func (l *list) columns(found []piece) []piece {
	for i, p := range found {
		cell := closest(p.n, named(atom.Td, atom.Th))
		if cell == nil || p.isTitle || p.items != nil {
			continue
		}
		if head := headOf(cell); keyHeader.MatchString(head) {
			found[i].items = itemJoint.Split(p.text, -1)
		} else if seriesHeader.MatchString(head) {
			setAttr(p.n, "class", "series")
		}
	}
	return found
}

// headOf gives the text above a column of a table.
func headOf(cell *html.Node) string {
	at := 0
	for before := cell.PrevSibling; before != nil; before = before.PrevSibling {
		at += b2i(before.Type == html.ElementNode)
	}
	table := closest(cell, named(atom.Table))
	if table == nil {
		return ""
	}
	row := find(table, atom.Tr)
	for head := row.FirstChild; head != nil; head = head.NextSibling {
		if head.Type == html.ElementNode {
			if at == 0 && (head.DataAtom == atom.Th || closest(head, named(atom.Thead)) != nil) {
				return textOf(head)
			}
			at--
		}
	}
	return ""
}

// described adds what schema.org data say of the list: its parts, their places in it, and if the page shows none that can be read, the entries themselves.
func (l *list) described() {
	byAddress := map[string]*entry{}
	for _, e := range l.entries {
		byAddress[graph.AddressSlug(e.URL)] = e
	}
	showsNone := len(l.entries) == 0
	for _, part := range l.facts.listing.things("hasPart", "itemListElement", "blogPost") {
		its := part
		if items := part.things("item"); len(items) > 0 {
			its = items[0]
		}
		to := l.resolve(value{thing: its}.url())
		name := its.text("name", "headline")
		if name == "" {
			name = part.text("name")
		}
		e := byAddress[graph.AddressSlug(to.web)]
		if e == nil && showsNone && name != "" {
			e = &entry{isLinked: to.given(), Entry: listing.Entry{URL: to.web, Path: to.path, Title: listing.Line{Text: name, Number: part.line}}}
			if text := its.text("description"); text != "" {
				e.Description = []listing.Line{{Text: text, Number: part.line}}
			}
			e.Date = plainDate(its.text("datePublished"))
			e.settleTitle()
			l.entries = append(l.entries, e)
		}
		if n := part.number("position"); e != nil && !e.counted && n > 0 && l.facts.listing.is(seriesTypes) {
			e.Part, e.counted = n, true
		}
	}
}
