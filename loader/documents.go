package loader

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/page"
)

// document is one concept or article as a source has it: a page, or an entry
// of a listing.
type document struct {
	id     graph.ID
	name   string
	file   *file
	line   int          // where it names itself
	origin graph.Origin // of what it claims
	page   *page.Page
	entry  *listing.Entry
}

// at gives a place for claims.
func (d *document) at(line int) graph.Place { return graph.Place{File: d.file.path, Line: line} }

// typed gives a place for faults.
func (d *document) typed(line int) graph.Place { return graph.Place{File: d.file.typed, Line: line} }

// parsedSource is a source with what its files say.
type parsedSource struct {
	*source
	documents []*document
	drafts    int
	announced []Announced
}

// documents is all that a load reads, before any name is resolved.
type documents struct {
	sources  []*parsedSource
	faults   graph.Faults // found so far
	warnings graph.Faults
	// broken has the slugs of pages that can't be read or are left out. That a
	// name is unknown which one of them may have is no fault of its own.
	broken map[string]bool
}

// each visits all documents in order.
func (d *documents) each(visit func(s *parsedSource, doc *document)) {
	for _, s := range d.sources {
		for _, doc := range s.documents {
			visit(s, doc)
		}
	}
}

// read gathers the sources and parses their files.
func read(ctx context.Context, args []string, opt Options) (*documents, error) {
	docs := &documents{broken: map[string]bool{}}
	for _, s := range gather(args, opt, &docs.faults) {
		p := &parsedSource{source: s}
		if err := docs.parseAll(ctx, p, cmp.Or(opt.Format, s.format)); err != nil {
			return nil, err
		}
		docs.sources = append(docs.sources, p)
	}
	docs.settleIDs(&docs.faults)
	return docs, nil
}

// parseAll reads the files of a source.
func (d *documents) parseAll(ctx context.Context, s *parsedSource, format Format) error {
	for i := range s.files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !s.files[i].bad {
			d.parse(s, &s.files[i], format, &d.faults)
		}
	}
	return nil
}

// sorted brings faults into the order of files and lines. What is in no file
// comes first.
func (d *documents) sorted(faults graph.Faults) graph.Faults {
	order := map[string]int{}
	for _, s := range d.sources {
		for _, f := range s.files {
			order[f.typed] = len(order) + 1
		}
	}
	slices.SortStableFunc(faults, func(a, b graph.Fault) int {
		return cmp.Or(cmp.Compare(order[a.Place.File], order[b.Place.File]), cmp.Compare(a.Place.Line, b.Place.Line))
	})
	return faults
}

// parse reads one file in the format given, or in the one that it shows.
func (d *documents) parse(s *parsedSource, f *file, format Format, faults *graph.Faults) {
	switch format {
	case Pages, Book:
		d.parsePage(s, f, faults)
	case TagPage:
		d.parseListing(s, f, listing.TagPage, faults)
	case Chapters:
		d.parseListing(s, f, listing.Chapters, faults)
	default:
		d.parseUnknown(s, f, faults)
	}
}

// parseUnknown goes by the ending, and where that says nothing by the content.
func (d *documents) parseUnknown(s *parsedSource, f *file, faults *graph.Faults) {
	ending := strings.ToLower(path.Ext(f.path))
	if isPage(f.path) {
		d.parsePage(s, f, faults)
		return
	}
	shape := listing.Detect(string(f.data))
	switch {
	case shape != listing.Unknown:
		d.parseListing(s, f, shape, faults)
	case ending == listingEnding:
		faults.Add(graph.Place{File: f.typed, Line: 1}, "say what it is with --format pages, tag or chapters, or remove it",
			"this looks neither like a tag page nor like a chapter index")
	default:
		d.parsePage(s, f, faults)
	}
}

func (d *documents) parsePage(s *parsedSource, f *file, faults *graph.Faults) {
	p, found := page.Parse(f.data, f.path)
	atFile(f, found, faults)
	if p.Broken {
		base := path.Base(f.path)
		d.broken[graph.Slug(strings.TrimSuffix(base, path.Ext(base)))] = true
		return
	}
	if p.Draft && len(found) == 0 {
		s.drafts++
		return
	}
	s.documents = append(s.documents, &document{name: p.Name.Value, file: f, line: p.Line, page: p})
}

func (d *documents) parseListing(s *parsedSource, f *file, shape listing.Shape, faults *graph.Faults) {
	l := listing.Parse(string(f.data), shape)
	atFile(f, l.Warnings, &d.warnings)
	for i := range l.Entries {
		e := &l.Entries[i]
		if !e.Readable {
			s.announced = append(s.announced, Announced{Title: e.Title.Text, Series: e.Series, Part: e.Part,
				Status: e.Status, Place: graph.Place{File: f.path, Line: e.Title.Number}})
			continue
		}
		s.documents = append(s.documents, &document{name: e.Title.Text, file: f, line: e.Title.Number, origin: graph.Import, entry: e})
	}
	if len(l.Entries) == 0 {
		faults.Add(graph.Place{File: f.typed, Line: 1}, "see docs/formats.md for the shapes, or name another one with --format", "the listing has no entries")
	}
}

// atFile moves faults that have lines only to their file.
func atFile(f *file, found graph.Faults, to *graph.Faults) {
	for _, fault := range found {
		fault.Place.File = f.typed
		*to = append(*to, fault)
	}
}
