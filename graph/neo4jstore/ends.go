package neo4jstore

import (
	"context"
	"fmt"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

const claimedByOthers = `UNWIND $keys AS key MATCH (n:%[1]s {id: key}) USING INDEX SEEK n:%[1]s(id)
WHERE EXISTS { MATCH (n)<-[:CLAIMS]-(s:Source) WHERE NOT s.id IN $loaded } RETURN collect([n.id])`

// ends says which things exist after the batch.
type ends struct {
	loaded   []string          // ids of the batch's sources, sorted; all others are "others"
	replaced []string          // of these, the ids of those of which all claims are in the batch
	others   bool              // there are any
	claimed  map[graph.ID]bool // by the batch's sources, or, as far as it matters, by others
}

// findEnds collects what the batch claims, and what others do of that which the
// batch refers to or takes away without claiming it.
func (a *applying) findEnds(ctx context.Context) error {
	e := &a.ends
	loaded := map[string]bool{}
	for _, id := range e.loaded {
		loaded[id] = true
	}
	for i := range a.batch.Sources {
		e.claim(&a.batch.Sources[i])
	}
	for i := range a.batch.Patch {
		e.claim(&a.batch.Patch[i].Put)
	}
	for id := range a.sources {
		e.others = e.others || !loaded[id]
	}
	if !e.others {
		return nil
	}
	return a.askOthers(ctx)
}

// keep notes what a patched source claims all the same.
func (e *ends) keep(p *graph.Patch, have []held) {
	for _, h := range have {
		if isThing(h.Key.Kind) && !slices.Contains(p.Remove, h.Key) {
			e.claimed[h.Key.A] = true
		}
	}
}

func (e *ends) claim(s *graph.SourceClaims) {
	for i := range s.Concepts {
		e.claimed[s.Concepts[i].ID] = true
	}
	for i := range s.Articles {
		e.claimed[s.Articles[i].ID] = true
	}
	for i := range s.Series {
		e.claimed[s.Series[i].ID] = true
	}
}

func (a *applying) askOthers(ctx context.Context) error {
	missing := map[string]map[graph.ID]bool{"Subject": {}, "Series": {}}
	for i := range a.edits {
		e := &a.edits[i]
		asked := graph.References(e.New)
		if e.Op == graph.Removed && isThing(e.Key.Kind) {
			asked = []graph.ID{e.Key.A}
		}
		for _, id := range asked {
			if !a.ends.claimed[id] {
				missing[home(id)][id] = true
			}
		}
	}
	for label, ids := range missing {
		err := inChunks(anyIDs(ids), func(keys []any) error {
			return queryLists(ctx, a.tx, fmt.Sprintf(claimedByOthers, label), params{"keys": keys, "loaded": a.ends.loaded}, func(c *cells) error {
				a.ends.claimed[c.id()] = true
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// isThing says that claims of a kind are what things exist by.
func isThing(of graph.ClaimKind) bool {
	return of == graph.OfConcept || of == graph.OfArticle || of == graph.OfSeries
}

// home is the label under which an id is unique.
func home(id graph.ID) string {
	if id.Kind() == graph.KindSeries {
		return "Series"
	}
	return "Subject"
}

func anyIDs[C any](of map[graph.ID]C) []any {
	ids := make([]any, 0, len(of))
	for id := range of {
		ids = append(ids, string(id))
	}
	return ids
}
