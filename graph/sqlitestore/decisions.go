package sqlitestore

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

const (
	selectDecisions = `SELECT after, before, status, by, why, edited FROM decisions`
	oneDecision     = ` WHERE after = ? AND before = ?`
	writeDecision   = `INSERT OR REPLACE INTO decisions (after, before, status, by, why, edited) VALUES (?, ?, ?, ?, ?, ?)`
	removeDecision  = `DELETE FROM decisions` + oneDecision
)

func readDecisions(ctx context.Context, q querier) ([]graph.Decision, error) {
	rows, err := q.QueryContext(ctx, selectDecisions+` ORDER BY after, before`)
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
	var edited sql.NullString
	err := scan(&d.After, &d.Before, enum{&d.Status}, &d.By, &d.Why, &edited)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if err == nil && edited.Valid {
		err = json.Unmarshal([]byte(edited.String), &d.Set)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: table decisions: %w", graph.ErrCorrupt, err)
	}
	return &d, nil
}

// diffDecisions compares the decisions with those of the batch. One that is
// taken back and made in the same batch is made.
func (w *write) diffDecisions(b *graph.Batch) ([]graph.Edit, error) {
	shall := map[graph.DecisionKey]*graph.Decision{}
	for _, key := range b.Undecide {
		shall[key] = nil
	}
	for i := range b.Decide {
		shall[b.Decide[i].Key()] = &b.Decide[i]
	}
	var edits []graph.Edit
	for key, d := range shall {
		is, err := scanDecision(w.queryRow(selectDecisions+oneDecision, string(key.After), string(key.Before)).Scan)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if edit, differs := diffDecision(key, is, d); differs {
			edits = append(edits, edit)
		}
	}
	slices.SortFunc(edits, func(a, b graph.Edit) int { return a.Key.Compare(b.Key) })
	return edits, nil
}

func diffDecision(key graph.DecisionKey, is, shall *graph.Decision) (edit graph.Edit, differs bool) {
	edit.Key = graph.ClaimKey{Kind: graph.OfDecision, A: key.After, B: key.Before}
	edit.Decided = shall
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
	key := graph.DecisionKey{After: edit.Key.A, Before: edit.Key.B}
	if edit.Op == graph.Removed {
		return w.exec(removeDecision, string(key.After), string(key.Before))
	}
	d := edit.Decided
	var edited any
	if d.Set != (graph.Edited{}) {
		edited = string(mustJSON(d.Set))
	}
	return w.exec(writeDecision, &d.After, &d.Before, enum{&d.Status}, &d.By, &d.Why, edited)
}

// mustJSON writes a claim or a decision, which have no fields that JSON can't hold.
func mustJSON(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic("sqlitestore: " + err.Error()) // a programming error: Validate refuses NaN
	}
	return data
}
