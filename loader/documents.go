package loader

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/tree"
	"github.com/readfirst/readfirst/loader/webpage"
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

	namespace string // whose concepts its text is searched for

	web  *webpage.Page // the saved page that it is, or that lists it; nil: another file
	path string        // where an entry's article is in the source, if its title doesn't tell it from others
	also []*document   // what else the source says of the article: entries of listings, items of feeds
}

// isConcept says that a document is on a concept, not an article.
func (d *document) isConcept() bool { return d.id.Kind() == graph.KindConcept }

// tellings are all that the source says of an article, the strongest word first.
func (d *document) tellings() []*document { return append([]*document{d}, d.also...) }

// at gives a place for claims. Lines below 0 are those of the readfirst.yaml that speaks for the page.
func (d *document) at(line int) graph.Place {
	if line < 0 {
		return graph.Place{File: configName, Line: -line}
	}
	return graph.Place{File: d.file.path, Line: line}
}

// place gives a place for claims of one in the text.
func (d *document) place(p page.Place) graph.Place {
	return graph.Place{File: cmp.Or(p.File, d.file.path), Line: p.Line}
}

// typed gives a place for faults.
func (d *document) typed(line int) graph.Place {
	if line < 0 {
		return graph.Place{File: d.file.config, Line: -line}
	}
	return graph.Place{File: d.file.typed, Line: line}
}

// parsedSource is a source with what its files say.
type parsedSource struct {
	*source
	documents  []*document
	trees      map[string]*tree.Node // the JSON files of a track, by path
	drafts     int
	announced  []Announced
	references []reference // in its documents' texts
	unmarked   map[*file]*page.Unmarked
}

// documents is all that a load reads, before any name is resolved.
type documents struct {
	sources      []*parsedSource
	faults       graph.Faults // found so far
	warnings     graph.Faults
	inferNothing bool // no links are to be inferred
	// broken has the slugs of pages that can't be read or are left out. That a
	// name is unknown which one of them may have is no fault of its own.
	broken map[string]bool
	meter  meter
}

// each visits all documents in order.
func (d *documents) each(visit func(s *parsedSource, doc *document)) {
	for _, s := range d.sources {
		for _, doc := range s.documents {
			visit(s, doc)
		}
	}
}

// count counts the documents.
func (d *documents) count() int {
	n := 0
	d.each(func(*parsedSource, *document) { n++ })
	return n
}

// read finds the sources and parses their files, on all cores. What comes of
// each file is put together in the order of the files.
func read(ctx context.Context, args []string, opt Options) (*documents, error) {
	docs, err := readFiles(ctx, args, opt)
	if err != nil {
		return nil, err
	}
	if opt.Source != "" {
		docs.asOne(opt.Source)
	}
	docs.settleIDs(&docs.faults)
	docs.refer()
	return docs, nil
}

// readFiles is read without ids.
func readFiles(ctx context.Context, args []string, opt Options) (*documents, error) {
	g := gatherer{Options: opt}
	defer g.close()
	docs := &documents{broken: map[string]bool{}, meter: meter{tell: opt.Progress}}
	var files []*parsedFile
	for _, s := range g.gather(args) {
		docs.sources = append(docs.sources, &parsedSource{source: s, announced: s.notYet})
		for i := range s.files {
			files = append(files, &parsedFile{file: &s.files[i], format: s.format, unmark: opt.unmark})
		}
	}
	docs.faults, docs.warnings = g.faults, g.warnings
	docs.meter.begin(Reading, len(files))
	if err := eachOnAllCores(ctx, len(files), func(i int) {
		files[i].parse()
		docs.meter.step()
	}); err != nil {
		return nil, err
	}
	for _, s := range docs.sources {
		for range s.files {
			docs.take(s, files[0])
			files = files[1:]
		}
		docs.settle(s)
	}
	return docs, nil
}

// settle finishes what the files of a source say, now that all are read.
func (d *documents) settle(s *parsedSource) {
	if s.format == Track {
		d.track(s)
	}
	if s.vocabulary {
		s.documents = slices.DeleteFunc(s.documents, func(d *document) bool { return d.page == nil || d.page.Kind != graph.KindConcept })
		s.announced, s.drafts = nil, 0
	}
	for _, doc := range s.documents {
		if s.url != "" && doc.page != nil && doc.page.Kind == graph.KindArticle && doc.page.URL == "" && !doc.isItem() {
			doc.page.URL = s.url + "/" + addressPath(doc.file.path)
		}
	}
	s.settleSite(&d.warnings)
}

// asOne makes one source of all but the vocabularies, of the given name.
func (d *documents) asOne(name string) {
	one := &parsedSource{source: &source{Source: graph.Source{ID: name}, named: true}}
	var kept []*parsedSource
	merged := 0
	for _, s := range d.sources {
		if s.vocabulary {
			kept = append(kept, s)
			continue
		}
		if merged++; merged == 1 {
			one.typed, one.Location, one.Version, one.DecisionsIn = s.typed, s.Location, s.Version, s.DecisionsIn
			kept = append(kept, one)
		} else {
			one.Location, one.Version = "", ""
		}
		one.configs = append(one.configs, s.configs...)
		one.desks = append(one.desks, s.desks...)
		one.files = append(one.files, s.files...)
		one.ignored += s.ignored
		one.documents = append(one.documents, s.documents...)
		one.announced = append(one.announced, s.announced...)
		one.drafts += s.drafts
	}
	if strings.HasPrefix(name, graph.BundledPrefix) { // see readDesk
		one.DecisionsIn = ""
		for _, at := range one.desks {
			at.folder = ""
		}
	}
	d.sources = kept
}

// take adds what a file of a source says.
func (d *documents) take(s *parsedSource, f *parsedFile) {
	s.documents = append(s.documents, f.documents...)
	s.announced = append(s.announced, f.announced...)
	s.drafts += f.drafts
	if f.tree != nil {
		if s.trees == nil {
			s.trees = map[string]*tree.Node{}
		}
		s.trees[f.path] = f.tree
	}
	if f.unmarked != nil {
		if s.unmarked == nil {
			s.unmarked = map[*file]*page.Unmarked{}
		}
		s.unmarked[f.file] = f.unmarked
	}
	d.faults = append(d.faults, f.faults...)
	d.warnings = append(d.warnings, f.warnings...)
	if f.broken != "" {
		d.broken[f.broken] = true
	}
}

// sorted brings faults into the order of files and lines. What is in none of the files that
// are parsed comes first.
func (d *documents) sorted(faults graph.Faults) graph.Faults {
	order := map[string]int{}
	for i, f := range faults {
		if _, met := order[f.Place.File]; !met {
			order[f.Place.File] = i - len(faults)
		}
	}
	parsed := 0
	for _, s := range d.sources {
		for _, f := range s.files {
			order[f.typed] = parsed
			parsed++
		}
	}
	slices.SortStableFunc(faults, func(a, b graph.Fault) int {
		return cmp.Or(cmp.Compare(order[a.Place.File], order[b.Place.File]), cmp.Compare(a.Place.Line, b.Place.Line))
	})
	return faults
}
