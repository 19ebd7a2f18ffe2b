package webpage

import (
	"regexp"
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// title is what the page calls itself to social networks or in its one
// heading of the first level; else the window's title. The site's name isn't part of it.
func (d *document) title(f *facts) page.Text {
	window := page.Text{}
	if n := find(d.head, atom.Title); n != nil {
		window = page.Text{Value: textOf(n), Line: lineOf(n)}
	}
	heading := d.heading(f.site)
	told := f.first("og:title", "twitter:title", "dc.title", "citation_title")
	if its := f.main.text("headline", "name"); !told.Given() && its != "" {
		told = page.Text{Value: its, Line: f.main.line}
	}
	for _, t := range []page.Text{told, window} {
		// A title of the form "HEADING | SITE", whatever the site is called.
		if heading.Given() && t.Given() && (graph.Fold(heading.Value) == graph.Fold(t.Value) || isSegment(t.Value, heading.Value)) {
			return heading
		}
	}
	switch {
	case told.Given():
		return page.Text{Value: withoutSite(told.Value, f.site), Line: told.Line}
	case heading.Given():
		return heading
	}
	return page.Text{Value: withoutSite(window.Value, f.site), Line: window.Line}
}

// heading is the page's heading of the first level: the only one, or the only one in its main part.
func (d *document) heading(site string) page.Text {
	headings := all(d.body, func(n *html.Node) bool {
		text := ""
		if n.DataAtom == atom.H1 {
			text = textOf(n)
		}
		return text != "" && graph.Fold(text) != graph.Fold(site)
	})
	if len(headings) > 1 {
		if mains := slices.DeleteFunc(slices.Clone(headings), func(n *html.Node) bool { return closest(n, isMain) == nil }); len(mains) > 0 {
			headings = mains
		}
		if first := closest(headings[0], named(atom.Article)); first != nil || isOf(headings[0], titleWord) {
			headings = headings[:1]
		}
	}
	if len(headings) != 1 {
		return page.Text{}
	}
	return page.Text{Value: textOf(headings[0]), Line: lineOf(headings[0])}
}

var titleWord = regexp.MustCompile(`(?i)\b(?:title|headline)\b`)

func isMain(n *html.Node) bool {
	return n.DataAtom == atom.Main || n.DataAtom == atom.Article || attr(n, "role") == "main"
}

// separators are what stands between a title and a site's name. Dashes stand within titles too.
var (
	separator = regexp.MustCompile(`\s+[|·•»«‹›:—–-]+\s+|\s*[|»«]\s*`)
	sureSign  = regexp.MustCompile(`\s*[|»«]\s*|\s+(?:[·•‹›]|::)\s+`)
)

// isSegment says that a part is what stands before or behind a separator in a whole.
func isSegment(whole, part string) bool {
	for _, at := range separator.FindAllStringIndex(whole, -1) {
		if graph.Fold(whole[:at[0]]) == graph.Fold(part) || graph.Fold(whole[at[1]:]) == graph.Fold(part) {
			return true
		}
	}
	return false
}

// withoutSite cuts the site's name off a title. Where nobody says what the
// site is called, it is what stands behind the last sign that titles don't have.
func withoutSite(title, site string) string {
	for _, at := range separator.FindAllStringIndex(title, -1) {
		switch graph.Fold(site) {
		case "":
		case graph.Fold(title[at[1]:]):
			return title[:at[0]]
		case graph.Fold(title[:at[0]]):
			return title[at[1]:]
		}
	}
	if signs := sureSign.FindAllStringIndex(title, -1); site == "" && len(signs) > 0 && signs[len(signs)-1][0] > 0 {
		return title[:signs[len(signs)-1][0]]
	}
	return title
}
