package neo4jstore

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// held is what the database knows of one claim, and where it is.
type held struct {
	graph.Held
	element string
}

const sourceRecords = "MATCH (s:Source) RETURN s.id, s.location, s.version, s.decisions_in, s.audiences, s.audience_of, s.audience_knows"

func scanSource(c *cells) graph.Source {
	return graph.Source{ID: c.str(), Location: c.str(), Version: c.str(), DecisionsIn: c.str(), Audiences: c.audiences()}
}

// compare finds the edits, in the order of a Change.
func (a *applying) compare(ctx context.Context) error {
	if err := a.readSources(ctx); err != nil {
		return err
	}
	if err := a.compareDecisions(ctx); err != nil {
		return err
	}
	differ := map[string]func([]graph.Held) []graph.Edit{} // by source
	for _, id := range a.batch.Unload {
		differ[id] = func(keys []graph.Held) []graph.Edit { return graph.Diff(id, keys, nil) }
	}
	for i := range a.batch.Sources {
		s := &a.batch.Sources[i]
		differ[s.Source.ID] = func(keys []graph.Held) []graph.Edit { return graph.Diff(s.Source.ID, keys, s) }
	}
	a.ends.replaced = slices.Sorted(maps.Keys(differ))
	for i := range a.batch.Patch {
		differ[a.batch.Patch[i].Put.Source.ID] = a.batch.Patch[i].Diff
	}
	a.ends.loaded = slices.Sorted(maps.Keys(differ))
	have, err := a.readHeld(ctx)
	if err != nil {
		return err
	}
	for _, source := range a.ends.loaded {
		a.compareSource(have[source], differ[source])
	}
	a.ends.claimed = map[graph.ID]bool{}
	for i := range a.batch.Patch {
		a.ends.keep(&a.batch.Patch[i], have[a.batch.Patch[i].Put.Source.ID])
	}
	inOrder := func(x, y edit) int { return cmp.Or(strings.Compare(x.Source, y.Source), x.Key.Compare(y.Key)) }
	if !slices.IsSortedFunc(a.edits, inOrder) { // decisions were put first
		slices.SortFunc(a.edits, inOrder)
	}
	return nil
}

func (a *applying) readSources(ctx context.Context) error {
	a.sources = map[string]graph.Source{}
	return query(ctx, a.tx, sourceRecords, nil, func(c *cells) error {
		s := scanSource(c)
		a.sources[s.ID] = s
		return nil
	})
}

// readHeld reads the keys and digests of the claims of the batch's sources, by source.
func (a *applying) readHeld(ctx context.Context) (map[string][]held, error) {
	have := map[string][]held{}
	var known []string
	for _, id := range a.ends.loaded {
		if s, ok := a.sources[id]; ok {
			known = append(known, id)
			have[id] = []held{{Held: graph.Held{Key: s.Key(), Digest: graph.Digest(&s)}}}
		}
	}
	if len(known) == 0 {
		return have, nil
	}
	for i := range kinds {
		k := &kinds[i]
		cypher := k.all("WHERE "+k.source+" IN $sources", k.source+", elementId(r), r.digest, "+k.key)
		err := queryLists(ctx, a.tx, cypher, params{"sources": known}, func(c *cells) error {
			source := c.str()
			h := held{element: c.str(), Held: graph.Held{Digest: c.str(), Key: k.keyOf(c)}}
			have[source] = append(have[source], h)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return have, nil
}

// compareSource adds the edits of one source, each with its relationship: edits
// and what is held are both in the order of keys.
func (a *applying) compareSource(have []held, differ func([]graph.Held) []graph.Edit) {
	slices.SortFunc(have, func(x, y held) int { return x.Key.Compare(y.Key) })
	keys := make([]graph.Held, len(have))
	for i := range have {
		keys[i] = have[i].Held
	}
	i := 0
	for _, e := range differ(keys) {
		written := edit{Edit: e}
		if e.Op != graph.Added {
			for have[i].Key != e.Key {
				i++
			}
			written.element = have[i].element
			i++
		}
		a.edits = append(a.edits, written)
	}
}

func (a *applying) compareDecisions(ctx context.Context) error {
	list, err := readDecisions(ctx, a.tx)
	if err != nil {
		return err
	}
	is := make(map[graph.DecisionKey]*graph.Decision, len(list))
	shall := map[graph.DecisionKey]*graph.Decision{} // nil: taken back
	for i := range list {
		key := list[i].Key()
		is[key] = &list[i]
		if key.Source != "" && slices.Contains(a.batch.Unload, key.Source) {
			shall[key] = nil
		}
	}
	for _, key := range a.batch.Undecide {
		shall[key] = nil
	}
	for i := range a.batch.Decide { // what is made anew isn't taken back
		shall[a.batch.Decide[i].Key()] = &a.batch.Decide[i]
	}
	for key, d := range shall {
		a.compareDecision(key, is[key], d)
	}
	list = slices.DeleteFunc(list, func(d graph.Decision) bool { _, changes := shall[d.Key()]; return changes })
	a.ruling = graph.Ruling(append(list, a.batch.Decide...))
	return nil
}

func (a *applying) compareDecision(key graph.DecisionKey, is, shall *graph.Decision) {
	e := edit{Edit: graph.Edit{Op: graph.Changed, Source: key.Source, Key: key.ClaimKey(), Decided: shall}}
	switch {
	case is == nil && shall == nil:
		return
	case is == nil:
		e.Op = graph.Added
	case shall == nil:
		e.Op = graph.Removed
	}
	if is != nil {
		if e.Old = asJSON(is); shall != nil && bytes.Equal(e.Old, asJSON(shall)) {
			return
		}
	}
	a.edits = append(a.edits, e)
}

const decisionRecords = `MATCH (d:Decision)
RETURN d.after, d.before, d.source, d.status, d.by, d.why,
	d.set_name, d.set_aliases, d.set_summary, d.set_module, d.set_external_systems, d.set_external_ids, d.set_need, d.set_any_of, d.set_reason,
	d.was_name, d.was_aliases, d.was_summary, d.was_module, d.was_external_systems, d.was_external_ids, d.was_need, d.was_any_of, d.was_reason`

// readDecisions gives all decisions in byte order.
func readDecisions(ctx context.Context, tx runner) ([]graph.Decision, error) {
	var decisions []graph.Decision
	err := query(ctx, tx, decisionRecords, nil, func(c *cells) error {
		d := graph.Decision{After: c.id(), Before: c.id(), Source: c.str()}
		c.word(&d.Status)
		d.By, d.Why = c.str(), c.str()
		d.Set, d.Was = c.edited(), c.edited()
		decisions = append(decisions, d)
		return nil
	})
	slices.SortFunc(decisions, func(x, y graph.Decision) int { return x.Key().Compare(y.Key()) })
	return decisions, err
}

// fetchOld reads what stands now where something is changed or removed.
func (a *applying) fetchOld(ctx context.Context) error {
	rows := map[graph.ClaimKind][][]any{}
	for i := range a.edits {
		e := &a.edits[i]
		switch {
		case e.Op == graph.Added || e.Key.Kind == graph.OfDecision:
		case e.Key.Kind == graph.OfSource:
			e.Old = asJSON(a.sources[e.Source])
		default:
			rows[e.Key.Kind] = append(rows[e.Key.Kind], []any{i, e.element})
		}
	}
	for i := range kinds {
		k := &kinds[i]
		err := inChunks(rows[k.of], func(chunk [][]any) error { return a.fetchOldOf(ctx, k, chunk) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *applying) fetchOldOf(ctx context.Context, k *kind, rows [][]any) error {
	return queryLists(ctx, a.tx, fetchOldStatement(k), params{"rows": rows}, func(c *cells) error {
		e := &a.edits[c.int()]
		e.Old = asJSON(k.scanAll(c))
		return nil
	})
}

func fetchOldStatement(k *kind) string {
	return "UNWIND $rows AS row MATCH " + k.pattern + " WHERE elementId(r) = row[1] RETURN collect([row[0], " + k.allFields() + "])"
}

// asJSON writes what JSON can always hold: claims that were validated, decisions.
func asJSON(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic("neo4jstore: " + err.Error()) // NaN, which the database can't have: Validate refuses it
	}
	return data
}
