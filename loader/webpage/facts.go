package webpage

import (
	"cmp"
	"net/url"
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
