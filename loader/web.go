package loader

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/feed"
	"github.com/readfirst/readfirst/loader/webpage"
)

// isWeb says that the file is a saved web page: by its name, its content, or because somebody says so.
func (f *parsedFile) isWeb(data []byte) bool {
	switch f.format {
	case Auto, TagPage, Chapters:
		return f.chapter == nil && (isWeb(f.path) || webpage.IsPage(data))
	}
	return f.format == HTML
}

// isFeed says the same of a feed.
func (f *parsedFile) isFeed(data []byte) bool {
	return f.format == Feed || f.format == Auto && f.chapter == nil && feed.IsFeed(data)
}

var forms = map[Format]webpage.Form{HTML: webpage.Article, TagPage: webpage.TagPage, Chapters: webpage.Chapters}

// decode gives a text of the web, in whatever character set it is; false with a fault if it is none.
func (f *parsedFile) decode(data []byte) ([]byte, bool) {
	text, err := webpage.Decode(data)
	if err != nil {
		what, do, _ := strings.Cut(err.Error(), ": ")
		f.faults.Add(graph.Place{File: f.typed, Line: 1}, do, "%s", what)
	}
	return text, err == nil
}

// feed reads a feed: its items are articles, as somebody lists them.
func (f *parsedFile) feed(data []byte) {
	text, ok := f.decode(data)
	if !ok {
		return
	}
	its, found := feed.Read(text)
	f.atFile(found, &f.faults)
	if len(found) > 0 {
		return
	}
	f.atFile(its.Warnings, &f.warnings)
	for _, p := range its.Items {
		f.documents = append(f.documents, &document{name: p.Name.Value, file: f.file, line: p.Line, origin: graph.Import, page: p})
	}
}

// web reads a saved page: an article or a listing.
func (f *parsedFile) web(data []byte) {
	text, ok := f.decode(data)
	if !ok {
		return
	}
	form := forms[f.format]
	if f.more != nil && form == webpage.Any {
		form = webpage.Article
	}
	web, found := webpage.Read(text, f.path, form)
	f.atFile(found, &f.faults)
	switch {
	case len(found) > 0:
	case web.Listing != nil:
		f.entries(web.Listing, web)
	default:
		var inMore graph.Faults
		if more := f.moreMatter(); more != nil {
			inMore = web.Article.Fill(more, f.path)
		}
		f.parsedPage(web.Article, nil, inMore)
		for _, doc := range f.documents {
			doc.web = web
		}
	}
}

// site knows the saved pages of a source by their files and addresses.
type site struct {
	source    *parsedSource
	byPath    map[string]*document
	byAddress map[string]*document // by the address's slug
	listings  map[string]bool      // paths, and slugs of addresses, of pages that list
}

// settleSite brings the saved pages of a source together: a page saved twice is one article, links
// between pages lead to their addresses, what follows each other is numbered, and an entry of a listing
// whose article is there is another word on that.
func (s *parsedSource) settleSite(warnings *graph.Faults) {
	if !slices.ContainsFunc(s.documents, func(d *document) bool { return d.web != nil }) {
		return
	}
	site := &site{s, map[string]*document{}, map[string]*document{}, map[string]bool{}}
	site.addresses(warnings)
	for _, d := range s.documents {
		switch {
		case d.isSaved():
			site.byPath[d.file.path] = d
			if slug := graph.AddressSlug(d.page.URL); slug != "" {
				site.byAddress[slug] = d
			}
		case d.web != nil:
			site.listings[d.file.path] = true
			site.listings[graph.AddressSlug(d.web.Address)] = true
		}
	}
	for _, d := range s.documents {
		if d.isSaved() {
			site.links(d)
		}
	}
	site.number()
	s.documents = slices.DeleteFunc(s.documents, site.isElsewhere)
	site.titles()
}

// isElsewhere says that an entry of a listing or an item of a feed is no document of its own: its article is a
// saved page, which takes it over, or it is an entry that leads to another listing.
func (s *site) isElsewhere(d *document) bool {
	link := webpage.Link{}
	switch {
	case d.web != nil && d.entry != nil:
		link = webpage.Link{Web: d.entry.URL, Path: d.entry.Path}
	case d.isItem():
		link.Web = d.page.URL
	default:
		return false
	}
	to, isListing := s.find(d.file, link)
	if to != nil {
		to.also = append(to.also, d)
	}
	return to != nil || isListing && d.entry != nil
}

// titles gives entries with a link but without a web address, whose titles would make their ids, ids by
// their paths where several have one title.
func (s *site) titles() {
	paths := map[string]map[string]bool{}
	each := func(visit func(d *document, slug, path string)) {
		for _, d := range s.source.documents {
			if d.entry != nil && d.entry.URL == "" && d.entry.Path != "" {
				visit(d, graph.Slug(d.name), path.Join(path.Dir(d.file.path), d.entry.Path))
			}
		}
	}
	each(func(_ *document, slug, its string) {
		if paths[slug] == nil {
			paths[slug] = map[string]bool{}
		}
		paths[slug][its] = true
	})
	each(func(d *document, slug, its string) {
		if len(paths[slug]) > 1 {
			d.path = strings.TrimPrefix(its, "/")
		}
	})
}

// isSaved says that a document is a saved page itself.
func (d *document) isSaved() bool { return d.web != nil && d.entry == nil }

// isItem says that a document is an item of a feed.
func (d *document) isItem() bool { return d.page != nil && d.page.Foreign && d.web == nil }

// addresses looks at pages that give one address as theirs. Of one title they
// are one page, and the one whose path is the shortest is kept; of several, the address is wrong.
func (s *site) addresses(warnings *graph.Faults) {
	same := map[string][]*document{}
	var slugs []string
	for _, d := range s.source.documents {
		if slug := graph.AddressSlug(addressOf(d)); d.isSaved() && slug != "" {
			if same[slug] == nil {
				slugs = append(slugs, slug)
			}
			same[slug] = append(same[slug], d)
		}
	}
	left := map[*document]bool{}
	for _, slug := range slugs {
		pages := same[slug]
		if slices.ContainsFunc(pages, func(d *document) bool { return graph.Fold(d.name) != graph.Fold(pages[0].name) }) {
			for _, d := range pages {
				d.page.URL = ""
			}
			warnings.Add(pages[0].typed(1), "mend their link rel=canonical if they are to have addresses", "%d pages of other titles say that they are %s", len(pages), slug)
			continue
		}
		kept := slices.MinFunc(pages, func(a, b *document) int { return cmp.Compare(len(a.file.path), len(b.file.path)) })
		for _, d := range pages {
			if d != kept {
				left[d] = true
				warnings.Add(d.typed(1), "remove one of them", "the same page is %s: this one is left out", kept.file.typed)
			}
		}
	}
	s.source.documents = slices.DeleteFunc(s.source.documents, func(d *document) bool { return left[d] })
}

func addressOf(d *document) string {
	if d.page == nil {
		return ""
	}
	return d.page.URL
}

// find gives the saved page that a link from a file leads to; nil if it isn't there, or is a listing.
func (s *site) find(from *file, link webpage.Link) (to *document, isListing bool) {
	if link.Path != "" {
		folders := []string{path.Dir(from.path)}
		if strings.HasPrefix(link.Path, "/") { // the root of the site can be any folder around
			folders = foldersAround(from.path)
		}
		for _, folder := range folders {
			if to, isListing = s.at(path.Join(folder, link.Path)); to != nil || isListing {
				return to, isListing
			}
		}
	}
	slug := graph.AddressSlug(link.Web)
	if slug == "" {
		return nil, false
	}
	if s.byAddress[slug] != nil || s.listings[slug] {
		return s.byAddress[slug], s.listings[slug]
	}
	// A site's mirror has folders named like its hosts.
	u, err := url.Parse(link.Web)
	if err != nil {
		return nil, false
	}
	return s.at(path.Join(u.Host, u.Path))
}

// foldersAround gives the folders that a path lies in, from the innermost.
func foldersAround(file string) []string {
	var folders []string
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		folders = append(folders, dir)
	}
	return append(folders, ".")
}

// at finds a page by its path as links have it, which may be without its ending or index.html.
func (s *site) at(to string) (d *document, isListing bool) {
	to, _, _ = strings.Cut(to, "?")
	unescaped, err := url.PathUnescape(to)
	if err != nil {
		unescaped = to
	}
	for _, to := range []string{to, unescaped} {
		for _, ending := range []string{"", "/index.html", ".html", "/index.htm", ".htm", "/index.xhtml", ".xhtml"} {
			its := path.Join(".", to+ending)
			if s.byPath[its] != nil || s.listings[its] {
				return s.byPath[its], s.listings[its]
			}
		}
	}
	return nil, false
}

// links puts the addresses of saved pages into a page's text where it links to their files, or the ways to the files.
func (s *site) links(d *document) {
	var pairs []string
	for i, link := range d.web.Links {
		to, _ := s.find(d.file, link)
		if to == nil {
			continue
		}
		its := &d.page.Links[i]
		target := cmp.Or(to.page.URL, strings.Repeat("../", strings.Count(d.file.path, "/"))+to.file.path)
		if at := strings.IndexByte(its.Target, '#'); at >= 0 {
			target += its.Target[at:]
		}
		if target != its.Target && (to.page.URL != "" || link.Web == "") {
			pairs = append(pairs, "]("+its.Target+")", "]("+target+")")
		}
		its.Target = target
	}
	if len(pairs) > 0 {
		d.page.Body = strings.NewReplacer(pairs...).Replace(d.page.Body)
	}
}

// number counts the pages of a series that say what comes next but none of which says which part it is.
func (s *site) number() {
	next := map[*document]*document{}
	hasBefore := map[*document]bool{}
	for _, d := range s.source.documents {
		if !d.isSaved() || !d.page.Series.Given() {
			continue
		}
		if to, _ := s.find(d.file, d.web.Next); to != nil && to != d && seriesOf(to) == seriesOf(d) {
			next[d] = to
			hasBefore[to] = true
		}
	}
	numbered := map[graph.ID]bool{}
	starts := map[graph.ID][]*document{}
	for _, d := range s.source.documents {
		if d.isSaved() && d.page.Series.Given() {
			numbered[seriesOf(d)] = numbered[seriesOf(d)] || d.page.Part > 0
			if next[d] != nil && !hasBefore[d] {
				starts[seriesOf(d)] = append(starts[seriesOf(d)], d)
			}
		}
	}
	for series, first := range starts {
		if numbered[series] || len(first) > 1 {
			continue
		}
		for d, part := first[0], 1; d != nil && d.page.Part == 0; d, part = next[d], part+1 {
			d.page.Part = part
		}
	}
}

func seriesOf(d *document) graph.ID {
	claim, _ := seriesClaim(d)
	return claim.ID
}
