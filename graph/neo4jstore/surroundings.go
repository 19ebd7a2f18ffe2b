package neo4jstore

import (
	"context"

	"github.com/readfirst/readfirst/graph"
)

// surroundings is what must be known beside the edits: what everybody claims of
// the things and links that they touch, and which ends exist.
type surroundings struct {
	loaded  []string // ids of the batch's sources, sorted; all others are "others"
	others  bool     // there are any
	concept map[graph.ID][]graph.From[graph.ConceptClaim]
	article map[graph.ID][]graph.From[graph.ArticleClaim]
	series  map[graph.ID][]graph.From[graph.SeriesClaim]
	links   map[graph.Judged][]graph.From[graph.LinkClaim] // by ends

	claimed map[graph.ID]bool // by the batch's sources, or, as far as it matters, by others
}

// lookAround collects the claims of the batch and then those of other sources.
func (a *applying) lookAround(ctx context.Context) error {
	a.touch()
	for i := range a.batch.Sources {
		s := &a.batch.Sources[i]
		for _, c := range s.Claims() {
			a.around.hear(s.Source.ID, c)
		}
	}
	loaded := map[string]bool{}
	for _, id := range a.around.loaded {
		loaded[id] = true
	}
	for id := range a.sources {
		a.around.others = a.around.others || !loaded[id]
	}
	if !a.around.others {
		return nil
	}
	if err := a.hearOthers(ctx); err != nil {
		return err
	}
	return a.findEnds(ctx)
}

// touch makes room for the claims on everything that an edit touches.
func (a *applying) touch() {
	s := &a.around
	s.concept = map[graph.ID][]graph.From[graph.ConceptClaim]{}
	s.article = map[graph.ID][]graph.From[graph.ArticleClaim]{}
	s.series = map[graph.ID][]graph.From[graph.SeriesClaim]{}
	s.links = map[graph.Judged][]graph.From[graph.LinkClaim]{}
	s.claimed = map[graph.ID]bool{}
	for i := range a.edits {
		key := a.edits[i].Key
		switch key.Kind {
		case graph.OfConcept:
			s.concept[key.A] = nil
		case graph.OfArticle:
			s.article[key.A] = nil
		case graph.OfSeries:
			s.series[key.A] = nil
		case graph.OfLink:
			s.links[graph.Judged{After: key.A, Before: key.B}] = nil
		case graph.OfDecision:
			if key.B == "" {
				s.concept[key.A] = nil
			} else {
				s.links[graph.Judged{After: key.A, Before: key.B}] = nil
			}
		}
	}
}

// hear notes a claim on something that is touched.
func (s *surroundings) hear(source string, c graph.Claim) {
	switch c := c.(type) {
	case *graph.ConceptClaim:
		s.claimed[c.ID] = true
		note(s.concept, c.ID, source, c)
	case *graph.ArticleClaim:
		s.claimed[c.ID] = true
		note(s.article, c.ID, source, c)
	case *graph.SeriesClaim:
		s.claimed[c.ID] = true
		note(s.series, c.ID, source, c)
	case *graph.LinkClaim:
		note(s.links, graph.Judged{After: c.After, Before: c.Before}, source, c)
	}
}

func note[K comparable, C any](to map[K][]graph.From[C], key K, source string, claim *C) {
	if claims, touched := to[key]; touched {
		to[key] = append(claims, graph.From[C]{Source: source, Claim: claim})
	}
}

// hearOthers reads what sources outside the batch claim of what is touched.
func (a *applying) hearOthers(ctx context.Context) error {
	s := &a.around
	for _, ask := range []struct {
		kind   *kind
		cypher string
		keys   []any
	}{
		{&conceptKind, "UNWIND $keys AS key MATCH (n:Subject {id: key})<-[r:CLAIMS]-(a:Source)", anyIDs(s.concept)},
		{&articleKind, "UNWIND $keys AS key MATCH (n:Subject {id: key})<-[r:CLAIMS]-(a:Source)", anyIDs(s.article)},
		{&seriesKind, "UNWIND $keys AS key MATCH (n:Series {id: key})<-[r:CLAIMS]-(a:Source)", anyIDs(s.series)},
		{&linkKind, "UNWIND $keys AS key MATCH (a:Subject {id: key[0]}) MATCH (n:Subject {id: key[1]}) MATCH (a)-[r:PREREQUISITE]->(n)", linkEnds(s.links)},
	} {
		k, fields, scan := ask.kind, ask.kind.fields, ask.kind.scan
		if k.of == graph.OfArticle { // their texts are indexed
			fields, scan = k.allFields(), k.scanAll
		}
		cypher := ask.cypher + " WHERE NOT " + k.source + " IN $loaded RETURN collect([" + k.source + ", " + fields + "])"
		err := inChunks(ask.keys, func(keys []any) error {
			return queryLists(ctx, a.tx, cypher, params{"keys": keys, "loaded": s.loaded}, func(c *cells) error {
				s.hear(c.str(), scan(c))
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func anyIDs[C any](of map[graph.ID]C) []any {
	ids := make([]any, 0, len(of))
	for id := range of {
		ids = append(ids, string(id))
	}
	return ids
}

func linkEnds[C any](of map[graph.Judged]C) []any {
	ends := make([]any, 0, len(of))
	for key := range of {
		ends = append(ends, []any{string(key.After), string(key.Before)})
	}
	return ends
}

// findEnds asks which of the ends that the batch refers to without claiming
// them exist through others.
func (a *applying) findEnds(ctx context.Context) error {
	missing := map[string]map[graph.ID]bool{"Subject": {}, "Series": {}}
	for i := range a.edits {
		for _, end := range graph.References(a.edits[i].New) {
			if !a.around.claimed[end] {
				missing[home(end)][end] = true
			}
		}
	}
	for label, ids := range missing {
		cypher := "UNWIND $keys AS key MATCH (n:" + label + ` {id: key})
WHERE EXISTS { MATCH (n)<-[:CLAIMS]-(s:Source) WHERE NOT s.id IN $loaded } RETURN collect([n.id])`
		err := inChunks(anyIDs(ids), func(keys []any) error {
			return queryLists(ctx, a.tx, cypher, params{"keys": keys, "loaded": a.around.loaded}, func(c *cells) error {
				a.around.claimed[c.id()] = true
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// home is the label under which an id is unique.
func home(id graph.ID) string {
	if id.Kind() == graph.KindSeries {
		return "Series"
	}
	return "Subject"
}
