package neo4jstore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// check refuses the batch if a claim would be left without one of its ends: one
// of the batch's own, or one of another source that needs what the batch takes away.
func (a *applying) check(ctx context.Context) error {
	var faults graph.Faults
	gone := a.gone()
	edited := make(map[graph.Claim]bool, len(a.edits))
	for i := range a.edits {
		edited[a.edits[i].New] = true
	}
	inBatch := make([]*graph.SourceClaims, 0, len(a.batch.Sources)+len(a.batch.Patch))
	for i := range a.batch.Sources {
		inBatch = append(inBatch, &a.batch.Sources[i])
	}
	for i := range a.batch.Patch {
		inBatch = append(inBatch, &a.batch.Patch[i].Put)
	}
	for _, s := range inBatch {
		for _, c := range s.Claims() {
			for _, end := range graph.References(c) {
				if a.ends.claimed[end] || !edited[c] && !gone[end] {
					continue // it is there, or it was all along
				}
				faults = append(faults, graph.DanglingFault(s.Source.ID, c.Key(), c.At(), end))
			}
		}
	}
	others, err := a.leftBehind(ctx, gone)
	if err != nil {
		return err
	}
	return append(faults, others...).Err()
}

// gone are the things that nobody claims any more.
func (a *applying) gone() map[graph.ID]bool {
	gone := map[graph.ID]bool{}
	for i := range a.edits {
		e := &a.edits[i]
		if e.Op == graph.Removed && isThing(e.Key.Kind) && !a.ends.claimed[e.Key.A] {
			gone[e.Key.A] = true
		}
	}
	return gone
}

// patched are the claims that the batch's patches put or remove.
func (a *applying) patched() map[from]bool {
	claims := map[from]bool{}
	for i := range a.batch.Patch {
		p := &a.batch.Patch[i]
		for _, c := range p.Put.Claims() {
			claims[from{p.Put.Source.ID, c.Key()}] = true
		}
		for _, key := range p.Remove {
			claims[from{p.Put.Source.ID, key}] = true
		}
	}
	return claims
}

// leftBehindAsk asks for the claims of a kind, of sources that aren't replaced, that refer to one of some ends.
type leftBehindAsk struct {
	kind  *kind
	match string // an end, a, r and n
}

var leftBehindAsks = []leftBehindAsk{
	{&articleKind, "MATCH (a:Source)-[r:CLAIMS]->(n:Article) USING INDEX SEEK r:CLAIMS(series) WHERE r.series IN $ends WITH r.series AS end, r, a, n WHERE true"},
	{&mentionKind, "UNWIND $ends AS end MATCH (x:Subject {id: end}) USING INDEX SEEK x:Subject(id) MATCH (x)-[r:MENTIONS]-() WITH end, r, startNode(r) AS a, endNode(r) AS n WHERE true"},
	{&linkKind, "UNWIND $ends AS end MATCH (x:Subject {id: end}) USING INDEX SEEK x:Subject(id) MATCH (x)-[r:PREREQUISITE]-() WITH end, r, startNode(r) AS a, endNode(r) AS n WHERE true"},
}

func (ask *leftBehindAsk) statement() string {
	k := ask.kind
	return ask.match + " AND NOT " + k.source + " IN $replaced RETURN end, " + k.source + ", " + k.fields
}

// leftBehind finds the claims that aren't in the batch and refer to what is gone.
func (a *applying) leftBehind(ctx context.Context, gone map[graph.ID]bool) (graph.Faults, error) {
	if !a.ends.others && len(a.batch.Patch) == 0 || len(gone) == 0 {
		return nil, nil
	}
	inBatch := a.patched()
	type fault struct {
		source string
		key    graph.ClaimKey
		fault  graph.Fault
	}
	var found []fault
	for _, ask := range leftBehindAsks {
		k := ask.kind
		cypher := ask.statement()
		err := inChunks(anyIDs(gone), func(ends []any) error {
			return query(ctx, a.tx, cypher, params{"ends": ends, "replaced": a.ends.replaced}, func(c *cells) error {
				end, source, claim := c.id(), c.str(), k.scan(c)
				if inBatch[from{source, claim.Key()}] {
					return nil
				}
				found = append(found, fault{source, claim.Key(), graph.DanglingFault(source, claim.Key(), claim.At(), end)})
				return nil
			})
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, func(x, y fault) int {
		return cmp.Or(strings.Compare(x.source, y.source), x.key.Compare(y.key), strings.Compare(x.fault.What, y.fault.What))
	})
	var faults graph.Faults
	for _, f := range found {
		faults = append(faults, f.fault)
	}
	return faults, nil
}
