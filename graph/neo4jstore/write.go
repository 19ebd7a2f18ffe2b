package neo4jstore

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/readfirst/readfirst/graph"
)

// chunkRows is how many rows go into one statement.
const chunkRows = 2000

// inChunks hands on rows a chunk at a time.
func inChunks[T any](rows []T, do func(chunk []T) error) error {
	for chunk := range slices.Chunk(rows, chunkRows) {
		if err := do(chunk); err != nil {
			return err
		}
	}
	return nil
}

// send runs a statement on a row for each of many things, a chunk at a time: the
// rows of the next chunk are made while the database writes the last.
func send[T any](ctx context.Context, tx runner, cypher string, of []T, row func(T) any) error {
	made, enough := make(chan []any), make(chan struct{})
	var making sync.WaitGroup
	defer making.Wait()
	defer close(enough)
	making.Go(func() {
		defer close(made)
		for chunk := range slices.Chunk(of, chunkRows) {
			rows := make([]any, len(chunk))
			for i := range chunk {
				rows[i] = row(chunk[i])
			}
			select {
			case made <- rows:
			case <-enough:
				return
			}
		}
	})
	for rows := range made {
		if err := run(ctx, tx, cypher, params{"rows": rows}); err != nil {
			return err
		}
	}
	return nil
}

// Relationships are found by their elementId, which compare has read: never by
// an index on their source, which a plan made on an empty database would choose
// and which is slow when a source says much. For the same reason statements
// say by which index nodes are found: else such a plan goes through all of them for each row.
const (
	removeClaims = "UNWIND $rows AS row MATCH ()-[r:%s]->() WHERE elementId(r) = row DELETE r"
	changeClaims = "UNWIND $rows AS row MATCH ()-[r:%s]->() WHERE elementId(r) = row.e SET r = row.p"
	addClaims    = "UNWIND $rows AS row " + sourceOfRow + " MATCH (n:%[1]s {id: row.a}) USING INDEX SEEK n:%[1]s(id) CREATE (s)-[r:CLAIMS]->(n) SET r = row.p"
	addBetween   = "UNWIND $rows AS row " + endsOfRow + " CREATE (a)-[r:%s]->(n) SET r = row.p"

	findNodes   = "UNWIND $rows AS row MATCH (n:%[1]s {id: row}) USING INDEX SEEK n:%[1]s(id) RETURN collect([elementId(n)])"
	removeNodes = "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row DETACH DELETE n"
	writeThings = "UNWIND $rows AS row MERGE (n:%s {id: row.id}) SET n:%s, n += row.p"
	addThings   = writeThings + " WITH row, n " + sourceOfRow + " CREATE (s)-[r:CLAIMS]->(n) SET r = row.claim"

	sourceOfRow = "MATCH (s:Source {id: row.s}) USING INDEX SEEK s:Source(id)"
	endsOfRow   = "MATCH (a:Subject {id: row.a}) USING INDEX SEEK a:Subject(id) MATCH (n:Subject {id: row.b}) USING INDEX SEEK n:Subject(id)"

	writeSources  = "UNWIND $rows AS row MERGE (s:Source {id: row.id}) SET s += row.p"
	removeSources = "UNWIND $rows AS row MATCH (s:Source {id: row}) DETACH DELETE s"

	writeStatus = "UNWIND $rows AS row " + endsOfRow + ` MATCH (a)-[r:PREREQUISITE]->(n)
WHERE coalesce(r.any_of, '') = row.group SET r.status = row.status`

	writeDecisions  = "UNWIND $rows AS row MERGE (d:Decision {after: row.after, before: row.before, source: row.source}) SET d += row.p"
	removeDecisions = "UNWIND $rows AS row MATCH (d:Decision {after: row.after, before: row.before, source: row.source}) DELETE d"
)

// placing puts edits in place, in one transaction: they become nodes and relationships.
type placing struct {
	tx     runner
	edits  []*edit // in placingOrder
	ruling map[graph.Judged]*graph.Decision
	around surroundings
	alone  map[graph.ID]*edit // of things that are new, and that nobody else claims
}

// put writes the edits, in an order in which every end is there.
func (p *placing) put(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		p.lookAround, p.removeClaims, p.writeSources, p.writeThings, p.writeClaims, p.writeStatus, p.writeDecisions, p.writeTerms, p.removeThings, p.removeSources,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// rows sends a row for each edit of a kind and operation, but not of things that are written with their only claim.
func (p *placing) rows(ctx context.Context, kind graph.ClaimKind, op graph.Op, cypher string, row func(*edit) any) error {
	var chosen []*edit
	for _, e := range p.edits {
		if e.Key.Kind == kind && e.Op == op && p.alone[e.Key.A] != e {
			chosen = append(chosen, e)
		}
	}
	return send(ctx, p.tx, cypher, chosen, row)
}

func relationship(k graph.ClaimKind) string {
	switch k {
	case graph.OfMention:
		return "MENTIONS"
	case graph.OfLink:
		return "PREREQUISITE"
	}
	return "CLAIMS"
}

// gone are the things that nobody claims any more.
func (p *placing) gone() map[graph.ID]bool {
	gone := map[graph.ID]bool{}
	for _, e := range p.edits {
		if id := e.Key.A; e.Op == graph.Removed && isThing(e.Key.Kind) && !p.around.claims(id) {
			gone[id] = true
		}
	}
	return gone
}

// removeClaims removes the relationships that won't go with their ends.
func (p *placing) removeClaims(ctx context.Context) error {
	gone := p.gone()
	rows := map[string][]any{}
	for _, e := range p.edits {
		if e.Op == graph.Removed && e.element != "" && !gone[e.Key.A] && !gone[e.Key.B] {
			rows[relationship(e.Key.Kind)] = append(rows[relationship(e.Key.Kind)], e.element)
		}
	}
	for relationship, elements := range rows {
		err := inChunks(elements, func(rows []any) error {
			return run(ctx, p.tx, fmt.Sprintf(removeClaims, relationship), params{"rows": rows})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// writeClaims changes and adds relationships, links and mentions last.
func (p *placing) writeClaims(ctx context.Context) error {
	for i := range kinds {
		k := &kinds[i]
		err := p.rows(ctx, k.of, graph.Changed, fmt.Sprintf(changeClaims, relationship(k.of)), func(e *edit) any {
			return params{"e": e.element, "p": p.props(k, e)}
		})
		if err != nil {
			return err
		}
		err = p.rows(ctx, k.of, graph.Added, addStatement(k.of), func(e *edit) any {
			return params{"s": e.Source, "a": string(e.Key.A), "b": string(e.Key.B), "p": p.props(k, e)}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func addStatement(of graph.ClaimKind) string {
	switch of {
	case graph.OfMention, graph.OfLink:
		return fmt.Sprintf(addBetween, relationship(of))
	case graph.OfSeries:
		return fmt.Sprintf(addClaims, "Series")
	}
	return fmt.Sprintf(addClaims, "Subject")
}

// props are the properties of the relationship that holds the edit's new claim.
func (p *placing) props(k *kind, e *edit) map[string]any {
	props := k.props(e.New)
	props["digest"] = graph.Digest(e.New)
	switch c := e.New.(type) {
	case *graph.MentionClaim:
		props["source"] = e.Source
	case *graph.LinkClaim:
		props["source"] = e.Source
		props["status"] = p.linkStatus(c)
	}
	return props
}

// linkStatus is the status that all sources and people together give to the
// link of a claim, within its any-of group.
func (p *placing) linkStatus(c *graph.LinkClaim) string {
	ends := graph.Judged{After: c.After, Before: c.Before}
	var claims []graph.From[graph.LinkClaim]
	for _, from := range p.around.links[ends] {
		if from.Claim.AnyOf == c.AnyOf {
			claims = append(claims, from)
		}
	}
	return graph.MergeLink(claims, p.ruling[ends]).Status.String()
}

// removeThings removes what nobody claims any more, with all relationships: taking these away one by one and then their ends
// costs the server five times as much. All nodes are found before the first is removed, and nearly all else is done by then: in a
// transaction that has removed nodes, Neo4j goes through all of these whenever a node is found by an index.
func (p *placing) removeThings(ctx context.Context) error {
	gone := map[string][]any{"ReadfirstTerms": p.goneTerms()}
	for id := range p.gone() {
		gone[home(id)] = append(gone[home(id)], string(id))
	}
	var nodes []any
	for label, ids := range gone {
		err := inChunks(ids, func(rows []any) error {
			return queryLists(ctx, p.tx, fmt.Sprintf(findNodes, label), params{"rows": rows}, func(c *cells) error {
				nodes = append(nodes, c.str())
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return inChunks(nodes, func(rows []any) error { return run(ctx, p.tx, removeNodes, params{"rows": rows}) })
}

// writeThings writes the nodes of what is touched, merged from all claims.
func (p *placing) writeThings(ctx context.Context) error {
	s := &p.around
	for _, things := range []struct {
		home, label string
		kind        *kind
		claimed     []graph.ID
		merge       func(graph.ID) properties
	}{
		{"Subject", "Concept", &conceptKind, claimed(s.concept), func(id graph.ID) properties {
			return conceptNode(graph.MergeConcept(s.concept[id], p.ruling[graph.Judged{After: id}]))
		}},
		{"Subject", "Article", &articleKind, claimed(s.article), func(id graph.ID) properties { return articleNode(graph.MergeArticle(s.article[id])) }},
		{"Series", "Series", &seriesKind, claimed(s.series), func(id graph.ID) properties { return seriesNode(graph.MergeSeries(s.series[id])) }},
	} {
		row := func(id graph.ID) any { return params{"id": string(id), "p": map[string]any(things.merge(id))} }
		shared := slices.DeleteFunc(slices.Clone(things.claimed), func(id graph.ID) bool { return p.alone[id] != nil })
		if err := send(ctx, p.tx, fmt.Sprintf(writeThings, things.home, things.label), shared, row); err != nil {
			return err
		}
		alone := slices.DeleteFunc(things.claimed, func(id graph.ID) bool { return p.alone[id] == nil })
		err := send(ctx, p.tx, fmt.Sprintf(addThings, things.home, things.label), alone, func(id graph.ID) any {
			e := p.alone[id]
			return params{"id": string(id), "p": map[string]any(things.merge(id)), "s": e.Source, "claim": p.props(things.kind, e)}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// claimed gives the things that somebody claims, by id, so that the same batch
// is always written the same way.
func claimed[C any](claims map[graph.ID][]graph.From[C]) []graph.ID {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(claims)), func(id graph.ID) bool { return len(claims[id]) == 0 })
}

// writeStatus brings the status of links up to date that aren't written
// themselves, but share their ends with what is.
func (p *placing) writeStatus(ctx context.Context) error {
	written := map[graph.Claim]bool{}
	for _, e := range p.edits {
		written[e.New] = true
	}
	var rows []any
	for ends, claims := range p.around.links {
		done := map[string]bool{}
		for _, from := range slices.Clone(claims) {
			if c := from.Claim; !written[c] && !done[c.AnyOf] {
				done[c.AnyOf] = true
				rows = append(rows, params{"a": string(ends.After), "b": string(ends.Before), "group": c.AnyOf, "status": p.linkStatus(c)})
			}
		}
	}
	return inChunks(rows, func(rows []any) error { return run(ctx, p.tx, writeStatus, params{"rows": rows}) })
}

func (p *placing) writeSources(ctx context.Context) error {
	for _, op := range []graph.Op{graph.Added, graph.Changed} {
		err := p.rows(ctx, graph.OfSource, op, writeSources, func(e *edit) any {
			return params{"id": e.Source, "p": map[string]any(sourceNode(e.New.(*graph.Source)))}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *placing) removeSources(ctx context.Context) error {
	return p.rows(ctx, graph.OfSource, graph.Removed, removeSources, func(e *edit) any { return e.Source })
}

func (p *placing) writeDecisions(ctx context.Context) error {
	row := func(e *edit) params {
		return params{"after": string(e.Key.A), "before": string(e.Key.B), "source": e.Source}
	}
	for _, op := range []graph.Op{graph.Added, graph.Changed} {
		err := p.rows(ctx, graph.OfDecision, op, writeDecisions, func(e *edit) any {
			r := row(e)
			r["p"] = map[string]any(decisionNode(e.Decided))
			return r
		})
		if err != nil {
			return err
		}
	}
	return p.rows(ctx, graph.OfDecision, graph.Removed, removeDecisions, func(e *edit) any { return row(e) })
}

func decisionNode(d *graph.Decision) properties {
	p := nothing("by", "why")
	p["status"] = d.Status.String()
	p.text("by", d.By)
	p.text("why", d.Why)
	p.edited("set_", d.Set)
	p.edited("was_", d.Was)
	return p
}
