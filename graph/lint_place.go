package graph

import "slices"

// PlaceOf says where the sources say what a finding is about: the place of its first link, else of its first subject, else of its series.
// The source is that of the strongest claim that has a place; false if none has, and of stale decisions, which are no claims. The state is the one that the snapshot was made of.
func (s *State) PlaceOf(f Finding) (Source, Place, bool) {
	switch {
	case len(f.Links) > 0:
		return firstPlace(s, Judged{f.Links[0].After().ID(), f.Links[0].Before().ID()}, func(c *SourceClaims) []LinkClaim { return c.Links },
			func(c *LinkClaim) (Judged, Origin, Place) { return Judged{c.After, c.Before}, c.Origin, c.Place })
	case f.series != "":
		return firstPlace(s, Judged{After: f.series}, func(c *SourceClaims) []SeriesClaim { return c.Series },
			func(c *SeriesClaim) (Judged, Origin, Place) { return Judged{After: c.ID}, c.Origin, c.Place })
	case len(f.Subjects) == 0 || f.Decision != nil:
		return Source{}, Place{}, false
	case f.Subjects[0].ID().Kind() == KindConcept:
		return firstPlace(s, Judged{After: f.Subjects[0].ID()}, func(c *SourceClaims) []ConceptClaim { return c.Concepts },
			func(c *ConceptClaim) (Judged, Origin, Place) { return Judged{After: c.ID}, c.Origin, c.Place })
	}
	return firstPlace(s, Judged{After: f.Subjects[0].ID()}, func(c *SourceClaims) []ArticleClaim { return c.Articles },
		func(c *ArticleClaim) (Judged, Origin, Place) { return Judged{After: c.ID}, c.Origin, c.Place })
}

// firstPlace is the place of the strongest claim on a thing that has one.
func firstPlace[C any](s *State, on Judged, of func(*SourceClaims) []C, about func(*C) (Judged, Origin, Place)) (Source, Place, bool) {
	all := claimsOn(s, on, func(*Source) bool { return true }, of, func(c *C) Judged { judged, _, _ := about(c); return judged })
	all = slices.DeleteFunc(all, func(from From[C]) bool { _, _, place := about(from.Claim); return place.File == "" })
	if len(all) == 0 {
		return Source{}, Place{}, false
	}
	best := slices.MinFunc(all, func(a, b From[C]) int {
		_, x, _ := about(a.Claim)
		_, y, _ := about(b.Claim)
		return precedence(x, a.Source, y, b.Source)
	})
	_, _, place := about(best.Claim)
	i := slices.IndexFunc(s.Sources, func(c SourceClaims) bool { return c.Source.ID == best.Source })
	return s.Sources[i].Source, place, true
}
