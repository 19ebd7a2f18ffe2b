package loader

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// Report says what a load found and did.
type Report struct {
	Sources   []SourceReport    `json:"sources"`
	Decisions []DecisionsReport `json:"decisions"` // the files of decisions that there are
	Warnings  graph.Faults      `json:"warnings"`
	Change    *graph.Change     `json:"change"` // without edits if nothing has changed
}

// DecisionsReport says how many decisions stand in a file.
type DecisionsReport struct {
	File      string `json:"file"`
	Decisions int    `json:"decisions"`
}

// SourceReport says what one source holds.
type SourceReport struct {
	ID        string `json:"id"`
	Location  string `json:"location,omitempty"`
	Concepts  int    `json:"concepts"`  // described by pages
	Inferred  int    `json:"inferred"`  // links that its texts imply, for people to judge
	Suggested int    `json:"suggested"` // named by lists of key concepts only, or worked out from texts, and accepted by nobody yet
	Articles  int    `json:"articles"`
	Links     int    `json:"links"`
	Mentions  int    `json:"mentions"`
	// References counts the links in its texts that lead to other articles and concepts of the load.
	References int `json:"references"`

	Series    []SeriesReport `json:"series"`
	Announced []Announced    `json:"announced"` // chapters that can't be read yet; they are no articles

	Files   int `json:"files"`   // read
	Drafts  int `json:"drafts"`  // pages left out because they are drafts
	Ignored int `json:"ignored"` // files of other sorts
}

// SeriesReport says which parts of a series are there.
type SeriesReport struct {
	ID       graph.ID `json:"id"`
	Name     string   `json:"name"`
	Articles int      `json:"articles"` // of this source
	Missing  []int    `json:"missing"`  // part numbers that no source has and nobody has announced
}

// Announced is a chapter of a listing that can't be read yet.
type Announced struct {
	Title  string      `json:"title"`
	Series string      `json:"series,omitempty"`
	Part   int         `json:"part,omitempty"`
	Status string      `json:"status"`
	Place  graph.Place `json:"place"`
}

// report counts what the load found; after is the graph with it.
func (b *builder) report(after *graph.Snapshot, change *graph.Change) *Report {
	r := &Report{Warnings: append(graph.Faults{}, b.docs.sorted(b.warnings)...), Change: change} // lists are never null in JSON
	for i, s := range b.docs.sources {
		r.Sources = append(r.Sources, reportOf(s, &b.sources[i], after))
	}
	r.Decisions = []DecisionsReport{}
	for _, at := range b.docs.deskList() {
		if len(at.items) > 0 {
			r.Decisions = append(r.Decisions, DecisionsReport{at.file.typed, len(at.items)})
		}
	}
	return r
}

// inferred counts the links that the source's texts imply.
func inferred(claims *graph.SourceClaims) int {
	n := 0
	for i := range claims.Links {
		n += b2i(claims.Links[i].Origin == graph.Inferred)
	}
	return n
}

func reportOf(s *parsedSource, claims *graph.SourceClaims, after *graph.Snapshot) SourceReport {
	r := SourceReport{ID: s.ID, Location: s.Location, Articles: len(claims.Articles), Links: len(claims.Links) - inferred(claims), Inferred: inferred(claims),
		Mentions: len(claims.Mentions), References: len(s.references), Announced: append([]Announced{}, s.announced...), Series: []SeriesReport{}, Files: len(s.files), Drafts: s.drafts, Ignored: s.ignored}
	for _, c := range claims.Concepts {
		if c.Origin != graph.Inferred {
			r.Concepts++
		} else if concept, ok := after.Subject(c.ID).(graph.Concept); ok && concept.Status() == graph.Suggested {
			r.Suggested++
		}
	}
	for _, c := range claims.Series {
		r.Series = append(r.Series, s.seriesReport(c, claims.Articles, after))
	}
	return r
}

func (s *parsedSource) seriesReport(claim graph.SeriesClaim, articles []graph.ArticleClaim, after *graph.Snapshot) SeriesReport {
	r := SeriesReport{ID: claim.ID, Name: claim.Name, Missing: []int{}}
	for _, a := range articles {
		r.Articles += b2i(a.Series == claim.ID)
	}
	announced := map[int]bool{}
	for _, a := range s.announced {
		announced[a.Part] = announced[a.Part] || graph.NewID(graph.KindSeries, graph.Slug(a.Series)) == claim.ID
	}
	if series, ok := after.FindSeries(claim.ID); ok {
		r.Missing = slices.DeleteFunc(append(r.Missing, series.MissingParts()...), func(part int) bool { return announced[part] })
	}
	return r
}
