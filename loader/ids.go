package loader

import (
	"path"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// settleIDs gives every document its id, and faults and leaves out those whose
// id another one has. Several words of one source on one article are put together.
func (d *documents) settleIDs(faults *graph.Faults) {
	concepts := map[graph.ID]*document{} // of the whole load
	for _, s := range d.sources {
		own := map[graph.ID]*document{}
		kept := s.documents[:0]
		for _, doc := range s.documents {
			doc.id = idOf(s.Source.ID, doc, faults)
			first := own[doc.id]
			if other := concepts[doc.id]; first == nil && other != nil && !sameConcept(other, doc) {
				first = other
			}
			if first != nil && doc.lists() {
				first.also = append(append(first.also, doc), doc.also...)
				continue
			}
			if first != nil && first.lists() { // what lists it came before it
				doc.also = append(append(doc.also, first), first.also...)
				kept[slices.Index(kept, first)], own[doc.id] = doc, doc
				continue
			}
			if first != nil {
				faults.Add(doc.typed(doc.line), "give one of them another id, or remove it",
					"%s is %q here and %q at %s", doc.id, doc.name, first.name, first.typed(first.line))
				d.broken[graph.Slug(doc.name)] = true
				continue
			}
			own[doc.id] = doc
			kept = append(kept, doc)
			if doc.id.Kind() == graph.KindConcept {
				concepts[doc.id] = doc
			}
		}
		s.documents = kept
	}
}

// lists says that a document is a word on an article that may be known from
// elsewhere: an entry that links to it, an item of a feed.
func (d *document) lists() bool {
	return d.origin == graph.Import && d.id.Kind() == graph.KindArticle && (d.entry == nil || d.entry.URL+d.entry.Path != "")
}

// sameConcept says that two sources' pages can mean one concept: one's name is among the other's.
func sameConcept(a, b *document) bool {
	return hasName(a, b.name) || hasName(b, a.name)
}

func hasName(d *document, name string) bool {
	folded := graph.Fold(name)
	if graph.Fold(d.name) == folded {
		return true
	}
	for _, alias := range d.page.Aliases {
		if graph.Fold(alias.Value) == folded {
			return true
		}
	}
	return false
}

// idOf makes a document's id: the one it gives itself; else of a concept its
// file's name; of an article its address, its file's path in the source, or
// as an entry of a listing its title.
func idOf(source string, d *document, faults *graph.Faults) graph.ID {
	if e := d.entry; e != nil {
		switch slug := graph.AddressSlug(e.URL); {
		case slug != "":
			return graph.NewID(graph.KindArticle, slug)
		case d.path != "":
			return graph.NewID(graph.KindArticle, graph.Slug(source)+"/"+pathSlug(d.path, ""))
		}
		return graph.NewID(graph.KindArticle, graph.Slug(d.name))
	}
	p := d.page
	if p.ID.Given() {
		return explicitID(d, faults)
	}
	if p.Kind == graph.KindConcept {
		base := path.Base(d.file.path)
		return graph.NewID(p.Kind, graph.Slug(strings.TrimSuffix(base, path.Ext(base))))
	}
	if slug := graph.AddressSlug(p.URL); slug != "" {
		return graph.NewID(p.Kind, slug)
	}
	return graph.NewID(p.Kind, graph.Slug(source)+"/"+pathSlug(d.file.path, p.Slug))
}

// explicitID takes an id as it is written, with or without its kind before it.
func explicitID(d *document, faults *graph.Faults) graph.ID {
	written := d.page.ID
	id := graph.ID(written.Value)
	if kind := id.Kind(); kind == graph.KindNone {
		id = graph.NewID(d.page.Kind, written.Value)
	} else if kind != d.page.Kind {
		faults.Add(d.typed(written.Line), "write "+string(graph.NewID(d.page.Kind, id.Slug())), "%q is no id of a %s", id, d.page.Kind)
	}
	if !id.WellFormed() {
		faults.Add(d.typed(written.Line), "write "+graph.Slug(id.Slug()), "the id %q has capitals, spaces or signs that ids don't have", written.Value)
	}
	return id
}

// pathSlug is a file's path without its ending, part by part in the form of
// ids; what a site generator calls the page stands for the file's name.
func pathSlug(file, slug string) string {
	parts := strings.Split(strings.TrimSuffix(file, path.Ext(file)), "/")
	if slug != "" {
		parts[len(parts)-1] = slug
	}
	kept := parts[:0]
	for _, part := range parts {
		if part = graph.Slug(part); part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "/")
}
