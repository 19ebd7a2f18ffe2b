package neo4jstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

const (
	areClaimed = "UNWIND $keys AS key MATCH (n:%[1]s {id: key}) USING INDEX SEEK n:%[1]s(id) WHERE EXISTS { (n)<-[:CLAIMS]-(:Source) } RETURN collect([n.id])"

	claimsOnKeys = "UNWIND $keys AS key MATCH (n:%[1]s {id: key[0]}) USING INDEX SEEK n:%[1]s(id) MATCH (n)<-[r:CLAIMS]-(a:Source)"
	linksOnKeys  = `UNWIND $keys AS key MATCH (a:Subject {id: key[0]}) USING INDEX SEEK a:Subject(id) MATCH (n:Subject {id: key[1]}) USING INDEX SEEK n:Subject(id)
MATCH (a)-[r:PREREQUISITE]->(n)`
)

// surroundings is what everybody claims, once the edits are in place, of the
// things and links that they touch.
type surroundings struct {
	concept map[graph.ID][]graph.From[graph.ConceptClaim]
	article map[graph.ID][]graph.From[graph.ArticleClaim]
	series  map[graph.ID][]graph.From[graph.SeriesClaim]
	links   map[graph.Judged][]graph.From[graph.LinkClaim] // by ends
}

// placingOrder gives the edits in an order in which they can be put in place one
// after the other: what a claim refers to is there before it, and a thing is
// removed after all that refers to it, and after whoever claims it next has
// done so. Edits of one thing or link are neighbours, as far as that allows.
func placingOrder(edits []edit) []*edit {
	order := make([]*edit, len(edits))
	for i := range edits {
		order[i] = &edits[i]
	}
	slices.SortFunc(order, comparePlaces)
	return order
}

func comparePlaces(x, y *edit) int {
	return cmp.Or(cmp.Compare(x.stage(), y.stage()), x.Key.Compare(y.Key), strings.Compare(x.Source, y.Source))
}

// stage is when an edit is put in place.
func (e *edit) stage() int {
	removed := e.Op == graph.Removed
	switch of := e.Key.Kind; {
	case of == graph.OfSource && removed:
		return 4
	case of == graph.OfSource, of == graph.OfDecision:
		return 0
	case !isThing(of):
		return 2
	case removed:
		return 3
	}
	return 1
}

// markShared marks the edits whose things or links the database may hold other
// claims on, or of which there is another edit: what is merged there can't be
// known from the edit alone. order is the edits' placingOrder.
func (a *applying) markShared(ctx context.Context, order []*edit) error {
	fresh, err := a.freshThings(ctx)
	if err != nil {
		return err
	}
	for i, e := range order {
		switch of := e.Key.Kind; {
		case of == graph.OfSource, of == graph.OfMention:
			continue // nothing is merged there
		case of == graph.OfDecision, e.Op != graph.Added:
			e.shared = true
		case of == graph.OfLink:
			e.shared = !fresh[e.Key.A] && !fresh[e.Key.B]
		default:
			e.shared = !fresh[e.Key.A]
		}
		if i > 0 && order[i-1].sameAs(e) {
			order[i-1].shared, e.shared = true, true
		}
	}
	return nil
}

// sameAs says that two edits are of one thing or of links with the same ends.
func (e *edit) sameAs(other *edit) bool {
	return e.Key.Kind == other.Key.Kind && e.Key.A == other.Key.A && e.Key.B == other.Key.B
}

// freshThings finds the things that are added and that nobody claims yet.
func (a *applying) freshThings(ctx context.Context) (map[graph.ID]bool, error) {
	fresh := map[graph.ID]bool{}
	homes := map[string]map[graph.ID]bool{"Subject": {}, "Series": {}}
	for i := range a.edits {
		if e := &a.edits[i]; e.Op == graph.Added && isThing(e.Key.Kind) {
			fresh[e.Key.A], homes[home(e.Key.A)][e.Key.A] = true, true
		}
	}
	if len(a.sources) == 0 {
		return fresh, nil
	}
	for label, ids := range homes {
		err := inChunks(anyIDs(ids), func(keys []any) error {
			return queryLists(ctx, a.tx, fmt.Sprintf(areClaimed, label), params{"keys": keys}, func(c *cells) error {
				delete(fresh, c.id())
				return nil
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return fresh, nil
}

// lookAround collects the claims of the edits and, where they share things or
// links, those that the database holds beside them.
func (p *placing) lookAround(ctx context.Context) error {
	s := &p.around
	s.concept = map[graph.ID][]graph.From[graph.ConceptClaim]{}
	s.article = map[graph.ID][]graph.From[graph.ArticleClaim]{}
	s.series = map[graph.ID][]graph.From[graph.SeriesClaim]{}
	s.links = map[graph.Judged][]graph.From[graph.LinkClaim]{}
	ask := map[graph.ClaimKind]map[graph.Judged]bool{graph.OfConcept: {}, graph.OfArticle: {}, graph.OfSeries: {}, graph.OfLink: {}}
	edited := map[from]bool{}
	p.alone = map[graph.ID]*edit{}
	for _, e := range p.edits {
		of, on := s.touch(e.Key)
		if e.New != nil {
			s.hear(e.Source, e.New)
		}
		if e.shared {
			ask[of][on] = true
			edited[from{e.Source, e.Key}] = true
		} else if e.Op == graph.Added && isThing(of) {
			p.alone[e.Key.A] = e
		}
	}
	return p.hearDatabase(ctx, ask, edited)
}

// from is a claim's source and key.
type from struct {
	source string
	key    graph.ClaimKey
}

// touch makes room for the claims on what an edit touches, and says what that is.
func (s *surroundings) touch(key graph.ClaimKey) (graph.ClaimKind, graph.Judged) {
	on := graph.Judged{After: key.A}
	of := key.Kind
	if of == graph.OfLink || of == graph.OfDecision && key.B != "" {
		on.Before = key.B
		of = graph.OfLink
	} else if of == graph.OfDecision {
		of = graph.OfConcept
	}
	switch of {
	case graph.OfConcept:
		room(s.concept, key.A)
	case graph.OfArticle:
		room(s.article, key.A)
	case graph.OfSeries:
		room(s.series, key.A)
	case graph.OfLink:
		room(s.links, on)
	}
	return of, on
}

func room[K comparable, C any](in map[K][]graph.From[C], key K) {
	if _, there := in[key]; !there {
		in[key] = nil
	}
}

// hear notes a claim on something that is touched.
func (s *surroundings) hear(source string, c graph.Claim) {
	switch c := c.(type) {
	case *graph.ConceptClaim:
		note(s.concept, c.ID, source, c)
	case *graph.ArticleClaim:
		note(s.article, c.ID, source, c)
	case *graph.SeriesClaim:
		note(s.series, c.ID, source, c)
	case *graph.LinkClaim:
		note(s.links, graph.Judged{After: c.After, Before: c.Before}, source, c)
	}
}

// claims says that somebody claims a thing that is touched.
func (s *surroundings) claims(id graph.ID) bool {
	return len(s.concept[id])+len(s.article[id])+len(s.series[id]) > 0
}

func note[K comparable, C any](to map[K][]graph.From[C], key K, source string, claim *C) {
	if claims, touched := to[key]; touched {
		to[key] = append(claims, graph.From[C]{Source: source, Claim: claim})
	}
}

// hearDatabase reads the claims on what is asked for, except those that are edited.
func (p *placing) hearDatabase(ctx context.Context, asked map[graph.ClaimKind]map[graph.Judged]bool, edited map[from]bool) error {
	for _, ask := range []struct {
		kind   *kind
		cypher string
	}{
		{&conceptKind, fmt.Sprintf(claimsOnKeys, "Subject")},
		{&articleKind, fmt.Sprintf(claimsOnKeys, "Subject")},
		{&seriesKind, fmt.Sprintf(claimsOnKeys, "Series")},
		{&linkKind, linksOnKeys},
	} {
		k, fields, scan := ask.kind, ask.kind.fields, ask.kind.scan
		if k.of == graph.OfArticle { // their texts are indexed
			fields, scan = k.allFields(), k.scanAll
		}
		keys := make([]any, 0, len(asked[k.of]))
		for on := range asked[k.of] {
			keys = append(keys, []any{string(on.After), string(on.Before)})
		}
		cypher := ask.cypher + " RETURN collect([" + k.source + ", " + fields + "])"
		err := inChunks(keys, func(keys []any) error {
			return queryLists(ctx, p.tx, cypher, params{"keys": keys}, func(c *cells) error {
				source, claim := c.str(), scan(c)
				if !edited[from{source, claim.Key()}] {
					p.around.hear(source, claim)
				}
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
