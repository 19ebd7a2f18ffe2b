package loader

import (
	"path"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/tree"
	"github.com/readfirst/readfirst/loader/webpage"
)

// parsedFile is a file with what it says. Files are parsed apart from each other.
type parsedFile struct {
	*file
	format    Format
	documents []*document
	drafts    int
	announced []Announced
	faults    graph.Faults
	warnings  graph.Faults
	tree      *tree.Node // of a file of a track that is JSON
	broken    string     // the slug of a page that can't be read
	unmark    bool
	unmarked  *page.Unmarked // the page without its code marks; nil: it is as it was
}

// parse reads the file in its format, or in the one that it shows.
func (f *parsedFile) parse() {
	data, ok := f.readBytes(&f.faults)
	if !ok {
		return
	}
	switch {
	case f.isWeb(data):
		f.web(data)
		return
	case f.isFeed(data):
		f.feed(data)
		return
	}
	if data, ok = f.text(data, &f.faults); !ok {
		return
	}
	if f.unmark && isPage(f.path) {
		its := page.Unmark(data)
		f.unmarked, data = &its, its.Text
	}
	if f.chapter != nil {
		f.bookChapter(data)
		return
	}
	switch f.format {
	case Pages:
		f.page(data)
	case TagPage:
		f.listing(data, listing.TagPage)
	case Chapters:
		f.listing(data, listing.Chapters)
	case Track:
		f.trackFile(data)
	case Vocabulary:
		f.words(data)
	default:
		f.unknown(data)
	}
}

// unknown goes by the ending, and where that says nothing by the content.
func (f *parsedFile) unknown(data []byte) {
	if isPage(f.path) {
		f.page(data)
		return
	}
	shape := listing.Detect(string(data))
	switch {
	case shape != listing.Unknown:
		f.listing(data, shape)
	case isYAML(f.path):
		f.words(data)
	case strings.EqualFold(path.Ext(f.path), listingEnding):
		f.faults.Add(graph.Place{File: f.typed, Line: 1}, "say what it is with --format pages, tag or chapters, or remove it",
			"this looks neither like a tag page nor like a chapter index")
	default:
		f.page(data)
	}
}

func (f *parsedFile) page(data []byte) {
	f.parsedPage(page.ParseComposed(page.Composed{Text: data}, f.path, f.moreMatter()))
}

// moreMatter is what stands for the front matter of the file; nil: nothing.
func (f *parsedFile) moreMatter() *tree.Node {
	if f.more == nil {
		return nil
	}
	return f.more.more
}

func (f *parsedFile) parsedPage(p *page.Page, found, inMore graph.Faults) {
	f.atFile(found, &f.faults)
	for _, fault := range inMore {
		fault.Place.File = f.config
		f.faults = append(f.faults, fault)
	}
	switch {
	case p.Broken:
		base := path.Base(f.path)
		f.broken = graph.Slug(strings.TrimSuffix(base, path.Ext(base)))
	case p.Draft && len(found)+len(inMore) == 0:
		f.drafts++
	default:
		f.documents = append(f.documents, &document{name: p.Name.Value, file: f.file, line: p.Line, page: p})
	}
}

func (f *parsedFile) listing(data []byte, shape listing.Shape) {
	if f.more != nil {
		f.faults.Add(graph.Place{File: f.config, Line: f.more.line}, "remove it; its articles are what it lists", "%s is a listing, not a page", f.more.path)
	}
	f.entries(listing.Parse(string(data), shape), nil)
}

// entries takes over what a listing lists, which may be on a saved page.
func (f *parsedFile) entries(l *listing.Listing, web *webpage.Page) {
	f.atFile(l.Warnings, &f.warnings)
	for i := range l.Entries {
		e := &l.Entries[i]
		if !e.Readable {
			f.announced = append(f.announced, Announced{Title: e.Title.Text, Series: e.Series, Part: e.Part,
				Status: e.Status, Place: graph.Place{File: f.path, Line: e.Title.Number}})
			continue
		}
		f.documents = append(f.documents, &document{name: e.Title.Text, file: f.file, line: e.Title.Number, origin: graph.Import, entry: e, web: web})
	}
	if len(l.Entries) == 0 {
		f.faults.Add(graph.Place{File: f.typed, Line: 1}, "see docs/formats.md for the shapes, or name another one with --format", "the listing has no entries")
	}
}

// atFile moves faults that have lines only to the file.
func (f *parsedFile) atFile(found graph.Faults, to *graph.Faults) {
	for _, fault := range found {
		fault.Place.File = f.typed
		*to = append(*to, fault)
	}
}
