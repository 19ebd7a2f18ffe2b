package loader

import (
	"cmp"
	"fmt"
	"slices"
	"sort"

	"github.com/readfirst/readfirst/graph"
)

// seriesClaim is a document's word on the series that it is part of.
func seriesClaim(d *document) (graph.SeriesClaim, bool) {
	t := ofSeries(d)
	claim := graph.SeriesClaim{Origin: t.origin, Place: t.at(t.line)}
	if t.entry != nil {
		claim.Name = t.entry.Series
	} else {
		claim.Name = t.page.Series.Value
		claim.Place = t.at(cmp.Or(t.page.Series.Line, t.line))
	}
	claim.ID = graph.NewID(graph.KindSeries, graph.Slug(claim.Name))
	return claim, claim.ID.Kind() != graph.KindNone
}

// ofSeries gives the first telling that names a series; series and part are of one voice.
func ofSeries(d *document) *document {
	for _, t := range d.tellings() {
		if t.entry != nil && t.entry.Series != "" || t.page != nil && t.page.Series.Given() {
			return t
		}
	}
	return d
}

func partOf(d *document) int {
	t := ofSeries(d)
	if t.entry != nil {
		return t.entry.Part
	}
	return t.page.Part
}

// seriesParts knows, of each series, the numbered parts of the whole load.
type seriesParts struct {
	parts map[graph.ID][]part // by number
}

type part struct {
	number int
	doc    *document
}

// newSeriesParts collects the parts; two articles of one number get a warning.
func newSeriesParts(docs *documents, warnings *graph.Faults) *seriesParts {
	s := &seriesParts{parts: map[graph.ID][]part{}}
	docs.each(func(_ *parsedSource, d *document) {
		if d.id.Kind() != graph.KindArticle {
			return
		}
		if claim, ok := seriesClaim(d); ok && partOf(d) > 0 {
			s.parts[claim.ID] = append(s.parts[claim.ID], part{partOf(d), d})
		}
	})
	for _, parts := range s.parts {
		slices.SortStableFunc(parts, func(a, b part) int {
			return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.doc.id, b.doc.id))
		})
	}
	docs.each(func(_ *parsedSource, d *document) { s.warnTwice(d, warnings) })
	return s
}

func (s *seriesParts) warnTwice(d *document, warnings *graph.Faults) {
	claim, ok := seriesClaim(d)
	if d.id.Kind() != graph.KindArticle || partOf(d) == 0 || !ok {
		return
	}
	parts := s.parts[claim.ID]
	if p := parts[partAt(parts, partOf(d))]; p.doc.id < d.id {
		warnings.Add(d.typed(d.line), "number one of them anew", "%q and %q (%s) are both part %d of %q",
			d.name, p.doc.name, p.doc.typed(p.doc.line), p.number, claim.Name)
	}
}

// partAt gives the index of the first part that has the number or a higher one.
func partAt(parts []part, number int) int {
	return sort.Search(len(parts), func(i int) bool { return parts[i].number >= number })
}

// link gives the claims that the nearest earlier part that is known comes before a document.
func (s *seriesParts) link(d *document) []graph.LinkClaim {
	claim, ok := seriesClaim(d)
	if !ok || partOf(d) == 0 {
		return nil
	}
	parts := s.parts[claim.ID]
	at := partAt(parts, partOf(d))
	if at == 0 {
		return nil
	}
	before := parts[partAt(parts, parts[at-1].number)] // of equal numbers the first
	if before.doc.id == d.id {
		return nil
	}
	return []graph.LinkClaim{{After: d.id, Before: before.doc.id, Origin: graph.SeriesOf, Need: graph.Recommended,
		Reason: fmt.Sprintf("Part %d of “%s” comes before part %d.", before.number, claim.Name, partOf(d)), Place: d.at(d.line)}}
}
