package sqlitestore

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/readfirst/readfirst/graph"
)

const (
	selectDecisions = `SELECT after, before, source, status, by, why, edited, was FROM decisions`
	oneDecision     = ` WHERE after = ? AND before = ? AND source = ?`
	writeDecision   = `INSERT OR REPLACE INTO decisions (after, before, source, status, by, why, edited, was) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	removeDecision  = `DELETE FROM decisions` + oneDecision
)

// readDecisions gives the decisions of one source's file, or all with "" for the condition.
func readDecisions(ctx context.Context, q querier, condition string, args ...any) ([]graph.Decision, error) {
	rows, err := q.QueryContext(ctx, selectDecisions+condition+` ORDER BY after, before, source`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var decisions []graph.Decision
	for rows.Next() {
		d, err := scanDecision(rows.Scan)
		if err != nil {
			return nil, err
		}
		decisions = append(decisions, *d)
	}
	return decisions, rows.Err()
}

func scanDecision(scan func(...any) error) (*graph.Decision, error) {
	var d graph.Decision
	var edited, was sql.NullString
	err := scan(&d.After, &d.Before, &d.Source, enum{&d.Status}, &d.By, &d.Why, &edited, &was)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	for _, fields := range []struct {
		json sql.NullString
		to   *graph.Edited
	}{{edited, &d.Set}, {was, &d.Was}} {
		if err == nil && fields.json.Valid {
			err = json.Unmarshal([]byte(fields.json.String), fields.to)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: table decisions: %w", graph.ErrCorrupt, err)
	}
	return &d, nil
}

// diffDecisions compares the decisions with those of the batch. One that is
// taken back and made in the same batch is made; with a source that is unloaded go those in its file.
func (w *write) diffDecisions(ctx context.Context, b *graph.Batch) ([]graph.Edit, error) {
	shall := map[graph.DecisionKey]*graph.Decision{}
	for _, source := range b.Unload {
		gone, err := readDecisions(ctx, w.tx, ` WHERE source = ?`, source)
		if err != nil {
			return nil, err
		}
		for i := range gone {
			shall[gone[i].Key()] = nil
		}
	}
	for _, key := range b.Undecide {
		shall[key] = nil
	}
	for i := range b.Decide {
		shall[b.Decide[i].Key()] = &b.Decide[i]
	}
	var edits []graph.Edit
	for key, d := range shall {
		is, err := scanDecision(w.queryRow(selectDecisions+oneDecision, string(key.After), string(key.Before), key.Source).Scan)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if edit, differs := diffDecision(key, is, d); differs {
			edits = append(edits, edit)
		}
	}
	return edits, nil
}

func diffDecision(key graph.DecisionKey, is, shall *graph.Decision) (edit graph.Edit, differs bool) {
	edit.Source, edit.Key, edit.Decided = key.Source, key.ClaimKey(), shall
	if is == nil {
		edit.Op = graph.Added
		return edit, shall != nil
	}
	edit.Old = mustJSON(is)
	if shall == nil {
		edit.Op = graph.Removed
		return edit, true
	}
	edit.Op = graph.Changed
	return edit, !bytes.Equal(edit.Old, mustJSON(shall))
}

func (w *write) decision(edit *graph.Edit) error {
	key := graph.DecisionKey{After: edit.Key.A, Before: edit.Key.B, Source: edit.Source}
	if edit.Op == graph.Removed {
		return w.exec(removeDecision, string(key.After), string(key.Before), key.Source)
	}
	d := edit.Decided
	return w.exec(writeDecision, &d.After, &d.Before, &d.Source, enum{&d.Status}, &d.By, &d.Why, fieldsOrNull(d.Set), fieldsOrNull(d.Was))
}

// fieldsOrNull is edited fields as JSON, NULL if there are none.
func fieldsOrNull(e graph.Edited) any {
	if e == (graph.Edited{}) {
		return nil
	}
	return string(mustJSON(e))
}

// mustJSON writes a claim or a decision, which have no fields that JSON can't hold.
func mustJSON(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic("sqlitestore: " + err.Error()) // a programming error: Validate refuses NaN
	}
	return data
}
