package sqlitestore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// checkEnds refuses claims that refer to an id which no source claims. It
// looks at what the edits have made of the tables, so it need not tell claims
// of the batch from those of other sources: suspects are the ids that
// written claims refer to and those that a claim of which was removed.
func (w *write) checkEnds(ctx context.Context, edits []graph.Edit) error {
	suspects := map[graph.Kind]map[graph.ID]bool{graph.KindConcept: {}, graph.KindArticle: {}, graph.KindSeries: {}}
	for i := range edits {
		e := &edits[i]
		if e.Op == graph.Removed && (e.Key.Kind == graph.OfConcept || e.Key.Kind == graph.OfArticle || e.Key.Kind == graph.OfSeries) {
			suspects[e.Key.A.Kind()][e.Key.A] = true
		}
		for _, end := range graph.References(e.New) {
			suspects[end.Kind()][end] = true
		}
	}
	missing := map[graph.ID]bool{}
	for kind, ids := range suspects {
		if err := w.findMissing(ctx, kind, ids, missing); err != nil {
			return err
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return w.dangling(ctx, missing)
}

var tableOf = map[graph.Kind]*table{
	graph.KindConcept: tables[graph.OfConcept],
	graph.KindArticle: tables[graph.OfArticle],
	graph.KindSeries:  tables[graph.OfSeries],
}

// findMissing adds those of the ids, all of one kind, that no source claims.
func (w *write) findMissing(ctx context.Context, kind graph.Kind, ids map[graph.ID]bool, missing map[graph.ID]bool) error {
	rows, err := w.tx.QueryContext(ctx, fmt.Sprintf(`SELECT value FROM json_each(?)
		WHERE NOT EXISTS (SELECT 1 FROM %s WHERE id = value)`, tableOf[kind].name), idList(ids))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id graph.ID
		if err := rows.Scan(&id); err != nil {
			return err
		}
		missing[id] = true
	}
	return rows.Err()
}

// dangling gives a fault for each claim and end that is missing.
func (w *write) dangling(ctx context.Context, missing map[graph.ID]bool) error {
	var faults graph.Faults
	list := idList(missing)
	for _, t := range tables {
		if len(t.ends) == 0 {
			continue
		}
		where := "WHERE " + strings.Join(t.ends, " IN (SELECT value FROM json_each(?1)) OR ") + " IN (SELECT value FROM json_each(?1))"
		err := eachClaim(ctx, w.tx, t, t.selectLight(where), func(source string, c graph.Claim) error {
			for _, end := range graph.References(c) {
				if missing[end] {
					faults = append(faults, graph.DanglingFault(source, c.Key(), c.At(), end))
				}
			}
			return nil
		}, list)
		if err != nil {
			return err
		}
	}
	return faults.Err()
}

// idList is the ids as a JSON list, in order: one parameter, however many.
func idList(ids map[graph.ID]bool) string {
	list := make([]graph.ID, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	slices.Sort(list)
	return string(mustJSON(list))
}
