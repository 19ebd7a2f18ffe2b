package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// attempts is how often a commit of unknown outcome is tried before giving up.
const attempts = 3

// Apply applies the batch in one transaction; see [graph.Store].
func (s *Store) Apply(ctx context.Context, b *graph.Batch) (*graph.Change, error) {
	if err := b.Validate(); err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		change, err := s.applyOnce(ctx, b)
		if err == nil {
			return change, nil
		}
		// Only a numbered load is recognised if it was committed after all.
		if again := errors.Is(err, errUnknownOutcome) && b.Load != ""; !again || attempt == attempts {
			return nil, s.explain(ctx, err)
		}
	}
}

func (s *Store) applyOnce(ctx context.Context, b *graph.Batch) (*graph.Change, error) {
	tx, err := s.writer.BeginTx(ctx, nil) // immediate: from here on, other writers wait
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() // without effect after the commit
	w := &write{tx: tx, prepared: map[string]*sql.Stmt{}}
	change, done, err := w.apply(ctx, b, s.options.MaxRows)
	if err != nil || done || b.DryRun {
		return change, err
	}
	commit := tx.Commit
	if s.options.commit != nil {
		commit = func() error { return s.options.commit(tx.Commit) }
	}
	if err := commit(); err != nil {
		if notWritten(err) {
			return nil, err
		}
		return nil, fmt.Errorf("%w: %w", errUnknownOutcome, err)
	}
	return change, nil
}

// write is one writing transaction. Its statements are prepared once. They run
// in the background's context, since the caller's would cost a goroutine each; when that
// is done, the transaction is rolled back and the next statement fails.
type write struct {
	tx       *sql.Tx
	prepared map[string]*sql.Stmt
}

// apply writes everything but the commit. done: there is nothing to commit.
func (w *write) apply(ctx context.Context, b *graph.Batch, maxRows int) (change *graph.Change, done bool, err error) {
	revision, err := readRevision(ctx, w.tx)
	if err != nil {
		return nil, false, err
	}
	if before, err := changeOfLoad(ctx, w.tx, b.Load); err != nil || before != nil {
		return before, true, err
	}
	if b.Base != nil && *b.Base != revision {
		return nil, false, fmt.Errorf("%w: it is at revision %d, the batch was made on %d", graph.ErrConflict, revision, *b.Base)
	}
	change = &graph.Change{Revision: revision, By: b.By, Why: b.Why, Load: b.Load}
	if change.Edits, err = w.diff(ctx, b); err != nil {
		return nil, false, err
	}
	if change.Empty() {
		return change, true, nil
	}
	if n := len(change.Edits); n > maxRows {
		return nil, false, fmt.Errorf("%w: %d claims and decisions to write, more than MaxRows (%d): raise it, or load fewer sources at a time",
			graph.ErrTooLarge, n, maxRows)
	}
	change.Revision++
	for i := range change.Edits {
		if err := w.edit(&change.Edits[i]); err != nil {
			return nil, false, err
		}
	}
	if err := w.checkEnds(ctx, change.Edits); err != nil {
		return nil, false, err
	}
	if err := w.index(change.Edits); err != nil {
		return nil, false, err
	}
	return change, false, w.keep(change)
}

// diff gives all edits of the batch, by source, then key.
func (w *write) diff(ctx context.Context, b *graph.Batch) ([]graph.Edit, error) {
	edits, err := w.diffDecisions(ctx, b)
	if err != nil {
		return nil, err
	}
	shall := map[string]*graph.SourceClaims{}
	patches := map[string]*graph.Patch{}
	ids := slices.Clone(b.Unload)
	for i := range b.Patch {
		id := b.Patch[i].Put.Source.ID
		patches[id] = &b.Patch[i]
		ids = append(ids, id)
	}
	for i := range b.Sources {
		shall[b.Sources[i].Source.ID] = &b.Sources[i]
		ids = append(ids, b.Sources[i].Source.ID)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		held, err := w.held(id)
		if err != nil {
			return nil, err
		}
		if p := patches[id]; p != nil {
			edits = append(edits, p.Diff(held)...)
		} else {
			edits = append(edits, graph.Diff(id, held, shall[id])...)
		}
	}
	inOrder := func(a, b graph.Edit) int { return cmp.Or(strings.Compare(a.Source, b.Source), a.Key.Compare(b.Key)) }
	if !slices.IsSortedFunc(edits, inOrder) { // decisions were put first
		slices.SortFunc(edits, inOrder)
	}
	return edits, nil
}

// held gives the keys and digests of what a source claims.
func (w *write) held(source string) ([]graph.Held, error) {
	var held []graph.Held
	for _, t := range tables {
		var err error
		if held, err = w.heldIn(t, source, held); err != nil {
			return nil, err
		}
	}
	return held, nil
}

// heldIn appends those of one table.
func (w *write) heldIn(t *table, source string, held []graph.Held) ([]graph.Held, error) {
	rows, err := w.query(t.held, source)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var digest string
	key := make([]string, len(t.key))
	dest := make([]any, 0, len(key)+1)
	for i := range key {
		dest = append(dest, &key[i])
	}
	dest = append(dest, &digest)
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return nil, unreadable(t, err)
		}
		held = append(held, graph.Held{Key: t.keyOf(source, key), Digest: digest})
	}
	return held, rows.Err()
}

// edit writes one edit, and notes in it what stood there before.
func (w *write) edit(e *graph.Edit) error {
	if e.Key.Kind == graph.OfDecision {
		return w.decision(e)
	}
	t := tables[e.Key.Kind]
	if e.Op != graph.Added {
		old, err := w.remove(t, e.Source, e.Key)
		if err != nil {
			return err
		}
		e.Old = mustJSON(old)
	}
	if e.Op == graph.Removed {
		return nil
	}
	args := append([]any{e.Source}, columns(e.New)...)
	return w.exec(t.insert, append(args, graph.Digest(e.New))...)
}

// remove removes a claim and gives what it was.
func (w *write) remove(t *table, source string, key graph.ClaimKey) (graph.Claim, error) {
	old := graph.NewClaim(t.kind)
	dest := append([]any{&source}, columns(old)...)
	if err := w.queryRow(t.remove, t.keyArgs(source, key)...).Scan(dest...); err != nil {
		return nil, unreadable(t, err)
	}
	own(old, source)
	return old, nil
}

func (w *write) statement(query string) (*sql.Stmt, error) {
	if s, ok := w.prepared[query]; ok {
		return s, nil
	}
	s, err := w.tx.PrepareContext(context.Background(), query)
	if err == nil {
		w.prepared[query] = s
	}
	return s, err
}

func (w *write) exec(query string, args ...any) error {
	s, err := w.statement(query) //nolint:sqlclosecheck // it is closed with its transaction
	if err == nil {
		_, err = s.ExecContext(context.Background(), args...)
	}
	return err
}

func (w *write) query(query string, args ...any) (*sql.Rows, error) {
	s, err := w.statement(query) //nolint:sqlclosecheck // it is closed with its transaction
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.Background(), args...)
}

// queryRow is query for a statement that gives one row or none.
func (w *write) queryRow(query string, args ...any) row {
	rows, err := w.query(query, args...) //nolint:rowserrcheck // row checks
	return row{rows, err}
}

// row is one row or none, as in [sql.Row].
type row struct {
	rows *sql.Rows
	err  error
}

// Scan reads the row; sql.ErrNoRows if there is none.
func (r row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	return r.rows.Close()
}
