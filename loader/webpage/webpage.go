package webpage

import (
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/page"
)

// Form says what a page is to be read as.
type Form uint8

// The forms.
const (
	Any      Form = iota // what its structure shows
	Article              // one thing to read
	TagPage              // a list of articles
	Chapters             // the same, in reading order
)

// Page is what one saved page says. It is an article or a listing.
type Page struct {
	Article *page.Page       // nil: the page is a listing
	Listing *listing.Listing // nil: the page is an article
	Address string           // its own web address; "" if it doesn't say
	Links   []Link           // where those of the article lead, one by one
	Next    Link             // what comes after the page, by rel=next
}

// Read reads a page (UTF-8, see [Decode]) as a form. The file's name gives
// the title of last resort. The faults' places have lines only; with a fault there is no page.
func Read(data []byte, file string, form Form) (*Page, graph.Faults) {
	d, fault := parse(data, 1)
	if fault != nil {
		return nil, graph.Faults{*fault}
	}
	f := d.facts()
	p := &Page{Address: f.address, Next: d.relative("next")}
	if form != Article {
		l := d.list(f, form)
		if form != Any || l.isListing(l.rest()) {
			p.Listing = l.found
			return p, nil
		}
	}
	d.series(f)
	var faults graph.Faults
	p.Article = d.article(f, file, p, &faults)
	return p, faults
}

// Fragment is a text in HTML that is no page of its own.
type Fragment struct {
	Text  *page.Blocks
	Body  string // Markdown
	Links []page.Link
}

// ReadFragment reads a text in HTML that begins on a line of a file. Its links are relative to an
// address; "" if none is known. It is all text: no readable part is looked for.
func ReadFragment(text, address string, line int) (*Fragment, *graph.Fault) {
	d, fault := parse([]byte(text), line)
	if fault != nil {
		return nil, fault
	}
	d.base = d.baseAddress(address)
	f := &Fragment{}
	f.Links, _ = d.spell(d.body)
	f.Text = blocks(d.body)
	body, err := markdown(d.body)
	if err != nil {
		return nil, notWritable(err, line)
	}
	f.Body = body
	return f, nil
}

func notWritable(err error, line int) *graph.Fault {
	return &graph.Fault{Place: graph.Place{Line: line}, What: "the text can't be written as Markdown: " + err.Error(), Do: "simplify it or leave it out"}
}

// relative gives where the page's link of a sort leads.
func (d *document) relative(rel string) Link {
	l := d.resolve(d.link(rel))
	return Link{Web: l.web, Path: l.path}
}

// article makes a page of what the document says and its readable part.
func (d *document) article(f *facts, file string, to *Page, faults *graph.Faults) *page.Page {
	leadsOn(d.body)
	part := d.readable(f.title.Value)
	links, leadTo := d.spell(part)
	to.Links = leadTo
	text := blocks(part)
	p := &page.Page{
		Kind: graph.KindArticle, Foreign: true, Name: f.title, Summary: f.summary, URL: f.address, Author: f.author, Date: f.date, Lang: f.lang,
		Series: f.series, Part: f.part, Minutes: f.minutes, Teaches: f.teaches, About: f.about, HasTeaches: len(f.teaches) > 0,
		Links: links,
	}
	for _, name := range f.requires {
		p.Requires = append(p.Requires, page.Need{Names: []page.Text{name}, Line: name.Line})
	}
	body, err := markdown(part)
	if err != nil {
		*faults = append(*faults, *notWritable(err, 1))
	}
	p.Take(text, body, nameOf(file))
	return p
}

// nameOf is what a file is called, in a folder of its own by the folder.
func nameOf(file string) string {
	base := path.Base(file)
	if folder := path.Dir(file); strings.TrimSuffix(base, path.Ext(base)) == "index" && folder != "." {
		return folder
	}
	return base
}

// spell writes the links of a part as addresses, and gives them in their order.
func (d *document) spell(part *html.Node) (links []page.Link, to []Link) {
	for _, n := range all(part, named(atom.A)) {
		l := d.resolve(attr(n, "href"))
		if !l.given() {
			continue
		}
		target := l.path
		if l.web != "" {
			target = l.web
		}
		if _, fragment, _ := strings.Cut(attr(n, "href"), "#"); fragment != "" {
			target += "#" + fragment
		}
		setAttr(n, "href", target)
		links = append(links, page.Link{Target: target, Text: textOf(n), Place: page.Place{Line: lineOf(n)}})
		to = append(to, Link{l.web, l.path})
	}
	return links, to
}
