package loader

import (
	"cmp"
	"context"
	"slices"

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

// read finds the sources and parses their files, on all cores. What comes of
// each file is put together in the order of the files.
func read(ctx context.Context, args []string, opt Options) (*documents, error) {
	g := gatherer{Options: opt}
	defer g.close()
	docs := &documents{broken: map[string]bool{}}
	var files []*parsedFile
	for _, s := range g.gather(args) {
		docs.sources = append(docs.sources, &parsedSource{source: s})
		for i := range s.files {
			files = append(files, &parsedFile{file: &s.files[i], format: cmp.Or(opt.Format, s.format)})
		}
	}
	docs.faults = g.faults
	if err := eachOnAllCores(ctx, len(files), func(i int) { files[i].parse() }); err != nil {
		return nil, err
	}
	for _, s := range docs.sources {
		for range s.files {
			docs.take(s, files[0])
			files = files[1:]
		}
	}
	docs.settleIDs(&docs.faults)
	return docs, nil
}

// take adds what a file of a source says.
func (d *documents) take(s *parsedSource, f *parsedFile) {
	s.documents = append(s.documents, f.documents...)
	s.announced = append(s.announced, f.announced...)
	s.drafts += f.drafts
	d.faults = append(d.faults, f.faults...)
	d.warnings = append(d.warnings, f.warnings...)
	if f.broken != "" {
		d.broken[f.broken] = true
	}
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
