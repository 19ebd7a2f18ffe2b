package webpage

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sosodev/duration"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// facts are what a page says of itself.
type facts struct {
	title    page.Text
	site     string // the site's name
	summary  page.Text
	address  string // its own web address; "" if it doesn't say
	date     string
	author   string
	lang     string
	minutes  int
	series   page.Text
	part     int
	teaches  []page.Text
	requires []page.Text
	about    []page.Text
	main     *thing // what schema.org data say of the page; nil: nothing
	listing  *thing // the same of a list that the page is
	meta     map[string]page.Text
}

// facts collects them.
func (d *document) facts() *facts {
	f := &facts{meta: d.meta()}
	things := d.things()
	d.described = things
	f.address = d.address(f.meta, nil)
	f.main = mainThing(things, articleTypes, f.address)
	f.listing = mainThing(things, listingTypes, f.address)
	f.address = d.address(f.meta, cmp.Or(f.main, f.listing))
	d.base = d.baseAddress(f.address)
	f.site = f.siteName(things)
	f.title = d.title(f)
	f.summary = f.first("og:description", "description", "dc.description", "dcterms.description", "twitter:description")
	if its := f.main.text("description", "abstract"); !f.summary.Given() && its != "" {
		f.summary = page.Text{Value: its, Line: f.main.line}
	}
	f.date = d.date(f)
	f.author = d.author(f)
	f.lang = strings.ReplaceAll(cmp.Or(attr(find(d.root, atom.Html), "lang"), f.meta["content-language"].Value, f.meta["og:locale"].Value, f.main.text("inLanguage")), "_", "-")
	f.minutes = minutes(f.main.text("timeRequired"))
	f.learning()
	return f
}

// meta reads the head's meta elements by their names, small; of several the first.
func (d *document) meta() map[string]page.Text {
	metas := map[string]page.Text{}
	for n := range within(d.root) {
		if n.Type != html.ElementNode || n.DataAtom != atom.Meta {
			continue
		}
		key := strings.ToLower(cmp.Or(attr(n, "property"), attr(n, "name"), attr(n, "http-equiv")))
		if value := squeeze(attr(n, "content")); value != "" && key != "" && !metas[key].Given() {
			metas[key] = page.Text{Value: value, Line: lineOf(n)}
		}
	}
	return metas
}

func (f *facts) first(keys ...string) page.Text {
	for _, key := range keys {
		if its := f.meta[key]; its.Given() {
			return its
		}
	}
	return page.Text{}
}

// address finds the page's own: what it calls canonical, what it tells social
// networks or search engines, where the browser says that it was saved from.
func (d *document) address(meta map[string]page.Text, main *thing) string {
	saved, _ := url.Parse(d.savedFrom)
	candidates := []string{d.link("canonical"), meta["og:url"].Value}
	if main != nil {
		for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
			for _, v := range main.props[key] {
				candidates = append(candidates, v.url())
			}
		}
	}
	for _, its := range append(candidates, d.savedFrom) {
		u, err := url.Parse(strings.TrimSpace(its))
		if err != nil {
			continue
		}
		if saved != nil {
			u = saved.ResolveReference(u)
		}
		u.Fragment = ""
		if graph.AddressSlug(u.String()) != "" {
			return u.String()
		}
	}
	return ""
}

// link gives the head's link of a sort.
func (d *document) link(rel string) string {
	for _, n := range all(d.root, named(atom.Link, atom.A)) {
		if (n.DataAtom == atom.Link || rel != "canonical") && slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), rel) {
			return attr(n, "href")
		}
	}
	return ""
}

// baseAddress is what relative links are relative to; nil if that's no web address.
func (d *document) baseAddress(own string) *url.URL {
	base, err := url.Parse(cmp.Or(d.savedFrom, own))
	if err != nil {
		base = &url.URL{}
	}
	if n := find(d.head, atom.Base); n != nil {
		if u, err := url.Parse(attr(n, "href")); err == nil {
			base = base.ResolveReference(u)
		}
	}
	if graph.AddressSlug(base.String()) == "" {
		return nil
	}
	return base
}

// mainThing is what the page is about itself: of the things of these types that
// with the page's address, else the first that isn't known by another.
func mainThing(things []*thing, types map[string]bool, address string) *thing {
	var main *thing
	for _, t := range things {
		if !t.is(types) {
			continue
		}
		if own := graph.AddressSlug(value{thing: t}.url()); own != "" && own == graph.AddressSlug(address) {
			return t
		}
		if main == nil {
			main = t
		}
	}
	return main
}

func (f *facts) siteName(things []*thing) string {
	for _, t := range things {
		if slices.Contains(t.types, "WebSite") && t.text("name") != "" {
			return cmp.Or(f.meta["og:site_name"].Value, t.text("name"))
		}
	}
	return f.first("og:site_name", "application-name", "apple-mobile-web-app-title").Value
}

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

var isoDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)

// date is when the page was published, as it says, but without the time of day.
func (d *document) date(f *facts) string {
	its := cmp.Or(f.first("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created",
		"dcterms.date", "pubdate", "publishdate", "publish_date", "publish-date", "parsely-pub-date", "citation_publication_date").Value,
		f.main.text("datePublished", "dateCreated"))
	if its == "" {
		if n := d.firstOf(isPublished); n != nil {
			its = cmp.Or(attr(n, "datetime"), textOf(n))
		}
	}
	return plainDate(postedWord.ReplaceAllString(its, ""))
}

func plainDate(its string) string {
	const longest = 60
	its = onWord.ReplaceAllString(its, "")
	if day := isoDate.FindString(its); day != "" {
		return day
	}
	if len(its) > longest {
		return ""
	}
	return its
}

var onWord = regexp.MustCompile(`(?i)^[\s:]*(?:on\s+)?`)

var dateWord = regexp.MustCompile(`(?i)\b(?:date|published|posted|pubdate|dateline|post-?(?:date|meta|time)|entry-date)\b`)

// isPublished says that an element holds the date: a time that is no change or comment, or what is called so.
func isPublished(n *html.Node) bool {
	if n.DataAtom == atom.Time {
		return !isOf(n, updatedWord) && closest(n, func(n *html.Node) bool { return isOf(n, asideWord) || isAside(n) }) == nil
	}
	if !isOf(n, dateWord) && !isLeafBlock(n) {
		return false
	}
	text := textOf(n)
	return len(text) < 60 && dateLike.MatchString(text) && (isOf(n, dateWord) || postedWord.MatchString(text)) && find(n, atom.Time) == nil
}

var postedWord = regexp.MustCompile(`(?i)^(?:published|posted|written|date)\b`)

var (
	updatedWord = regexp.MustCompile(`(?i)\b(?:updated|modified)\b`)
	dateLike    = regexp.MustCompile(`(?i)^(?:published|posted|on|written|date)?[\s:]*(?:on\s+)?(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4}|` +
		`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4})$`)
)

// firstOf gives the first element of the main part that is so, else of the body.
func (d *document) firstOf(isSo func(*html.Node) bool) *html.Node {
	scope := d.body
	if main := all(d.body, isMain); len(main) > 0 {
		scope = main[0]
	}
	for _, n := range []*html.Node{scope, d.body} {
		if found := all(n, isSo); len(found) > 0 {
			return found[0]
		}
	}
	return nil
}

var bylineWord = regexp.MustCompile(`(?i)\b(?:byline|author|p-author|writtenby)\b`)

// author is who wrote the page; several are parted by commas.
func (d *document) author(f *facts) string {
	var names []string
	for _, key := range []string{"author", "creator"} {
		for _, v := range f.main.values(key) {
			if name := v.name(); name != "" && len(names) < 10 && !strings.Contains(name, "://") {
				names = append(names, name)
			}
		}
	}
	if len(names) > 0 {
		return strings.Join(names, ", ")
	}
	if its := f.first("author", "article:author", "dc.creator", "citation_author", "parsely-author").Value; its != "" && !strings.Contains(its, "://") {
		return its
	}
	n := d.firstOf(func(n *html.Node) bool {
		return attr(n, "rel") == "author" || isOf(n, bylineWord) && !isOf(n, asideWord) && textOf(n) != "" && len(textOf(n)) < 80
	})
	if n == nil {
		return ""
	}
	return byline(textOf(n))
}

var (
	byWord    = regexp.MustCompile(`(?i)^(?:written |posted |published )?by:?\s+`)
	bylineEnd = regexp.MustCompile(`(?i)\s*(?:[·•|,–—]|\bon\b|\bin\b).*$`)
)

// byline takes the name out of "by Ann Example on 3 May".
func byline(text string) string {
	if cut := byWord.ReplaceAllString(text, ""); cut != text {
		text = bylineEnd.ReplaceAllString(cut, "")
	}
	if dateLike.MatchString(text) || strings.ContainsAny(text, "0123456789") {
		return ""
	}
	return text
}

func (t *thing) values(key string) []value {
	if t == nil {
		return nil
	}
	return t.props[key]
}

// minutes reads an ISO 8601 duration; 0 if it is none or longer than a week.
func minutes(its string) int {
	const week = 7 * 24 * time.Hour
	d, err := duration.Parse(strings.TrimSpace(its))
	if err != nil {
		return 0
	}
	if length := d.ToTimeDuration(); length > 0 && length <= week {
		return int((length + time.Minute - 1) / time.Minute)
	}
	return 0
}

// learning takes over what schema.org data say of what is taught and needed.
func (f *facts) learning() {
	t := cmp.Or(f.main, f.listing)
	f.teaches = names(t, "teaches")
	f.requires = append(names(t, "competencyRequired"), names(t, "coursePrerequisites")...)
	f.about = names(t, "about")
	for _, a := range t.things("educationalAlignment") {
		name := a.text("targetName")
		if name == "" {
			continue
		}
		its := page.Text{Value: name, Line: a.line}
		switch strings.ToLower(a.text("alignmentType")) {
		case "teaches":
			f.teaches = append(f.teaches, its)
		case "requires", "prerequisite":
			f.requires = append(f.requires, its)
		}
	}
	for _, of := range t.things("isPartOf", "partOfSeries") {
		if name := of.text("name", "headline"); of.is(seriesTypes) && name != "" && !f.series.Given() {
			f.series = page.Text{Value: name, Line: of.line}
			f.part = t.number("position")
		}
	}
}

// names gives the names in a property, each once; a text may be a list of them.
func names(t *thing, key string) []page.Text {
	var found []page.Text
	add := func(name string, line int) {
		const longest = 120
		name = squeeze(name)
		same := func(have page.Text) bool { return graph.Fold(have.Value) == graph.Fold(name) }
		if name != "" && len(name) <= longest && !slices.ContainsFunc(found, same) {
			found = append(found, page.Text{Value: name, Line: line})
		}
	}
	for _, v := range t.values(key) {
		if v.thing != nil {
			add(v.name(), v.line)
			continue
		}
		for _, name := range strings.FieldsFunc(v.text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
			add(name, v.line)
		}
	}
	return found
}
