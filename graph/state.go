package graph

import (
	"slices"
	"strings"
)

// With gives the state as it will be after the batch, at the next revision:
// for dry runs and for checks before Apply. The receiver stays as it is.
func (s *State) With(b *Batch) *State {
	next := s.Without(append(slices.Clone(b.Unload), sourceIDs(b.Sources)...)...)
	next.Revision++
	for i := range b.Sources {
		next.Sources = append(next.Sources, b.Sources[i].sorted())
	}
	for i := range b.Patch {
		next.patch(&b.Patch[i])
	}
	slices.SortFunc(next.Sources, func(a, b SourceClaims) int { return strings.Compare(a.Source.ID, b.Source.ID) })

	undone := map[DecisionKey]bool{}
	for _, key := range b.Undecide {
		undone[key] = true
	}
	for _, d := range b.Decide {
		undone[d.Key()] = true
	}
	next.Decisions = slices.DeleteFunc(slices.Clone(s.Decisions), func(d Decision) bool {
		return undone[d.Key()] || d.Source != "" && slices.Contains(b.Unload, d.Source)
	})
	next.Decisions = append(next.Decisions, b.Decide...)
	slices.SortFunc(next.Decisions, func(a, b Decision) int { return a.Key().Compare(b.Key()) })
	return next
}

// patch puts a source in the place of the one that the patch changes, or adds it.
func (s *State) patch(p *Patch) {
	at := slices.IndexFunc(s.Sources, func(c SourceClaims) bool { return c.Source.ID == p.Put.Source.ID })
	if at < 0 {
		s.Sources = append(s.Sources, p.Put.sorted())
		return
	}
	was := &s.Sources[at]
	named := make(map[ClaimKey]bool, p.Put.Rows()+len(p.Remove))
	for _, key := range p.Remove {
		named[key] = true
	}
	for _, c := range p.Put.Claims() {
		named[c.Key()] = true
	}
	patched := SourceClaims{Source: was.Source, Concepts: patched(was.Concepts, p.Put.Concepts, named), Articles: patched(was.Articles, p.Put.Articles, named),
		Series: patched(was.Series, p.Put.Series, named), Mentions: patched(was.Mentions, p.Put.Mentions, named), Links: patched(was.Links, p.Put.Links, named)}
	if p.Record {
		patched.Source = p.Put.Source
	}
	s.Sources[at] = patched.sorted()
}

// patched gives one sort of claims without those that are named, and with those that are put.
func patched[C any, P interface {
	*C
	Claim
}](was, put []C, named map[ClaimKey]bool) []C {
	left := slices.DeleteFunc(slices.Clone(was), func(c C) bool { return named[P(&c).Key()] })
	return append(left, put...)
}

// sorted gives the same claims in the order that State promises.
func (s *SourceClaims) sorted() SourceClaims {
	return SourceClaims{Source: s.Source, Concepts: byKey(s.Concepts), Articles: byKey(s.Articles),
		Series: byKey(s.Series), Mentions: byKey(s.Mentions), Links: byKey(s.Links)}
}

// byKey sorts claims by their keys, in memory of its own if that changes anything.
func byKey[C any, P interface {
	*C
	Claim
}](claims []C) []C {
	for i := 1; i < len(claims); i++ {
		if P(&claims[i-1]).Key().Compare(P(&claims[i]).Key()) > 0 {
			claims = slices.Clone(claims)
			slices.SortStableFunc(claims, func(a, b C) int { return P(&a).Key().Compare(P(&b).Key()) })
			break
		}
	}
	return claims
}

// Without gives the state as it would be had the sources, and the decisions in
// their files, never been loaded. Links and mentions of other sources may dangle
// in it; a snapshot leaves those out.
func (s *State) Without(sources ...string) *State {
	return &State{Revision: s.Revision,
		Sources: slices.DeleteFunc(slices.Clone(s.Sources), func(c SourceClaims) bool {
			return slices.Contains(sources, c.Source.ID)
		}),
		Decisions: slices.DeleteFunc(slices.Clone(s.Decisions), func(d Decision) bool {
			return d.Source != "" && slices.Contains(sources, d.Source)
		})}
}

func sourceIDs(sources []SourceClaims) []string {
	ids := make([]string, len(sources))
	for i := range sources {
		ids[i] = sources[i].Source.ID
	}
	return ids
}
