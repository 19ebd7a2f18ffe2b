package sqlitestore

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/readfirst/readfirst/graph"
)

const selectChanges = `SELECT revision, by, why, load, edits FROM changes `

// History gives the changes after a revision, oldest first; see [graph.Historian].
func (s *Store) History(ctx context.Context, after graph.Revision, limit int) ([]graph.Change, error) {
	changes, err := readChanges(ctx, s.readers, `WHERE revision > ? ORDER BY revision LIMIT ?`, int64(after), max(0, limit))
	return changes, s.explain(ctx, err)
}

// changeOfLoad gives the change that a load's own number made, nil if there is none.
func changeOfLoad(ctx context.Context, q querier, load string) (*graph.Change, error) {
	if load == "" {
		return nil, nil
	}
	changes, err := readChanges(ctx, q, `WHERE load = ? AND load <> ''`, load)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	return &changes[0], nil
}

func readChanges(ctx context.Context, q querier, where string, args ...any) ([]graph.Change, error) {
	rows, err := q.QueryContext(ctx, selectChanges+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var changes []graph.Change
	for rows.Next() {
		var c graph.Change
		var packed []byte
		if err := rows.Scan(&c.Revision, &c.By, &c.Why, &c.Load, &packed); err != nil {
			return nil, err
		}
		if c.Edits, err = unpack(packed); err != nil {
			return nil, fmt.Errorf("%w: the edits of revision %d: %w", graph.ErrCorrupt, c.Revision, err)
		}
		changes = append(changes, c)
	}
	return changes, rows.Err()
}

// keep notes the change and the revision that it leads to.
func (w *write) keep(c *graph.Change) error {
	packed, err := pack(c.Edits)
	if err != nil {
		return err
	}
	err = w.exec(`INSERT INTO changes (revision, by, why, load, edits) VALUES (?, ?, ?, ?, ?)`,
		int64(c.Revision), c.By, c.Why, c.Load, packed)
	if err != nil {
		return err
	}
	return w.exec(`UPDATE meta SET revision = ?`, int64(c.Revision))
}

// pack writes edits as compressed JSON: they repeat themselves a lot.
func pack(edits []graph.Edit) ([]byte, error) {
	var packed bytes.Buffer
	zip, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(json.NewEncoder(zip).Encode(edits), zip.Close()); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

func unpack(packed []byte) (edits []graph.Edit, err error) {
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return edits, json.NewDecoder(zip).Decode(&edits)
}
