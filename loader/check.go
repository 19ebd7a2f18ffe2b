package loader

import (
	"errors"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// check looks for what is wrong with the claims as a whole, and gives the graph
// as it will be.
func (b *builder) check(state *graph.State, batch *graph.Batch) *graph.Snapshot {
	for i := range b.sources {
		b.validate(b.docs.sources[i], b.sources[i])
	}
	after := graph.NewSnapshot(state.With(batch))
	before := graph.NewSnapshot(state)
	for _, loop := range after.NewLoops(before) {
		b.loop(loop.ShortestNew(before))
	}
	b.sharedNames(after)
	return after
}

// validate checks one source's claims, and gives the faults places as the user knows them.
func (b *builder) validate(s *parsedSource, claims graph.SourceClaims) {
	err := (&graph.Batch{Sources: []graph.SourceClaims{claims}}).Validate()
	var found graph.Faults
	if !errors.As(err, &found) {
		return
	}
	for _, f := range found {
		f.Place.File = s.typedPath(f.Place.File)
		b.faults = append(b.faults, f)
	}
}

// typedPath is a file of the source as the user would type it.
func (s *parsedSource) typedPath(path string) string {
	if path == configName && len(s.configs) > 0 {
		return s.configs[0].file.typed
	}
	for i := range s.files {
		if s.files[i].path == path {
			return s.files[i].typed
		}
	}
	return s.typed
}

// loop faults things that would need each other, at the first of the load's links that closes the loop.
func (b *builder) loop(way []graph.Link) {
	if len(way) == 0 {
		return
	}
	b.faults.Add(b.placeOf(way), "remove one of the links, or declare it with together: if it is meant",
		"these need each other: %s", graph.WayRound(way))
}

// placeOf finds one of the links in what the load claims, else in what its files of decisions say.
func (b *builder) placeOf(links []graph.Link) graph.Place {
	for i, s := range b.docs.sources {
		for _, claim := range b.sources[i].Links {
			if slices.ContainsFunc(links, func(l graph.Link) bool {
				return claim.Need == graph.Required && l.Before().ID() == claim.Before && l.After().ID() == claim.After
			}) {
				return graph.Place{File: s.typedPath(claim.Place.File), Line: claim.Place.Line}
			}
		}
	}
	for _, at := range b.docs.deskList() {
		for _, item := range at.items {
			if slices.ContainsFunc(links, func(l graph.Link) bool {
				return item.On() == graph.Judged{After: l.After().ID(), Before: l.Before().ID()}
			}) {
				return at.at(item.line)
			}
		}
	}
	return graph.Place{}
}

// sharedNames warns of names that mean two accepted concepts of one namespace, one of them of
// this load. A suggestion of the same name goes away when its source is loaded again.
func (b *builder) sharedNames(after *graph.Snapshot) {
	type shared struct{ namespace, folded string }
	holders := map[shared][]graph.Concept{}
	for _, c := range after.Concepts() {
		if c.Status() != graph.Accepted {
			continue
		}
		for _, name := range append([]string{c.Name()}, c.Aliases()...) {
			key := shared{c.ID().Namespace(), graph.Fold(name)}
			if have := holders[key]; len(have) == 0 || have[len(have)-1] != c {
				holders[key] = append(have, c)
			}
		}
	}
	b.docs.each(func(_ *parsedSource, d *document) {
		if d.id.Kind() != graph.KindConcept {
			return
		}
		for _, name := range append([]string{d.name}, conceptClaim(d).Aliases...) {
			key := shared{d.id.Namespace(), graph.Fold(name)}
			if others := holders[key]; len(others) > 1 {
				subjects := make([]graph.Subject, len(others))
				for i, c := range others {
					subjects[i] = c
				}
				b.warnings.Add(d.typed(d.line), "take it from all but one", "the name %q is shared: it means %s", name, list(subjects))
				delete(holders, key)
			}
		}
	})
}
