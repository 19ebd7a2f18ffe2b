package neo4jstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/readfirst/readfirst/graph"
)

// The sizes of loads, unless Options say otherwise.
const (
	// DefaultMaxRows is how many rows one load may write.
	DefaultMaxRows = 2_000_000
	// DefaultStageRows is how many rows one transaction may write: what a server
	// with 1 GB of heap bears, by the measurement in docs/decisions/0006-neo4j-storage.md,
	// and some room. A larger load is staged.
	DefaultStageRows = 100_000
	// partsOfStage is how many parts of a staged load are as large as that together: smaller
	// transactions are faster, and leave room for others.
	partsOfStage = 4
)

// bytesPerRow is how long the texts and quotes of a claim may be for it to
// count as one row; the server's memory goes to them, too.
const bytesPerRow = 1024

const (
	takeLock = "MATCH (l:ReadfirstLock {id: 'apply'}) SET l.taken = true RETURN true"
	takeGate = "MATCH (m:ReadfirstMeta {id: 'readfirst'}) SET m.gate = true RETURN true"
	setMoved = "MATCH (m:ReadfirstMeta {id: 'readfirst'}) SET m.revision = $revision, m.pending = $pending, m.pending_parts = $parts"
)

// Apply implements graph.Store.
func (s *Store) Apply(ctx context.Context, b *graph.Batch) (*graph.Change, error) {
	if err := b.Validate(); err != nil {
		return nil, err
	}
	var a *applying
	var tried graph.Revision
	token := rand.Text()
	err := s.write(ctx, s.options.commit, func(ctx context.Context, tx runner) (func() error, error) {
		a = &applying{store: s, tx: tx, batch: b, token: token, tried: tried}
		changed, err := a.run(ctx)
		if !changed || err != nil || b.DryRun {
			return nil, err // it is rolled back
		}
		tried = a.change.Revision
		return func() error { return a.move(ctx) }, nil
	})
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	if a.log != nil {
		// A load that is called off from here on has been made all the same; whoever writes next puts the rest in place.
		if err := s.putInPlace(ctx, a.log); err != nil && ctx.Err() == nil {
			return nil, fmt.Errorf("the change is made, but not all of it is in place for Cypher; the next load sees to that: %w", s.explain(ctx, err))
		}
	}
	return &a.change, nil
}

// applying is one try of one Apply, in one transaction.
type applying struct {
	store *Store
	tx    runner
	batch *graph.Batch
	token string         // tells this Apply from all others
	tried graph.Revision // that an earlier try of it may have committed; 0: none

	change graph.Change
	edits  []edit
	log    *redoLog // nil: it all fits into this transaction

	sources map[string]graph.Source // what is loaded now
	ruling  map[graph.Judged]*graph.Decision
	ends    ends
}

// edit is a graph.Edit with what is needed to write it.
type edit struct {
	graph.Edit
	element string // of the relationship that holds the claim now
	shared  bool   // others may claim something of the same thing or link
}

// run does all but the last step, move; false if there was nothing to do.
func (a *applying) run(ctx context.Context) (changed bool, err error) {
	m, err := lock(ctx, a.tx)
	if err != nil {
		return false, err
	}
	if err := checkSettled(ctx, a.tx, m); err != nil {
		return false, err
	}
	at := m.revision
	earlier, err := a.earlier(ctx)
	if err != nil {
		return false, err
	}
	if earlier != nil {
		a.change = *earlier
		return false, nil
	}
	if base := a.batch.Base; base != nil && *base != at {
		return false, fmt.Errorf("%w: the batch was made on revision %d, the graph is at %d", graph.ErrConflict, *base, at)
	}
	a.change = graph.Change{Revision: at, By: a.batch.By, Why: a.batch.Why, Load: a.batch.Load}
	if err := a.compare(ctx); err != nil || len(a.edits) == 0 {
		return false, err
	}
	rows, err := a.size()
	if err != nil {
		return false, err
	}
	a.change.Revision++
	for _, step := range []func(context.Context) error{a.fetchOld, a.findEnds, a.check} {
		if err := step(ctx); err != nil {
			return false, err
		}
	}
	a.change.Edits = make([]graph.Edit, len(a.edits))
	for i := range a.edits {
		a.change.Edits[i] = a.edits[i].Edit
	}
	if a.batch.DryRun {
		return true, nil
	}
	for i := range a.change.Edits {
		a.change.Edits[i].New, a.change.Edits[i].Decided = nil, nil
	}
	history := startPacking(a.change.Edits)
	defer func() { _, _ = history.wait() }() // also where writing fails
	if err := a.write(ctx, rows); err != nil {
		return false, err
	}
	return true, a.keep(ctx, history)
}

// write puts the edits in place, or into a log if that is too much for one transaction.
func (a *applying) write(ctx context.Context, rows int) error {
	order := placingOrder(a.edits)
	if err := a.markShared(ctx, order); err != nil {
		return err
	}
	if rows > a.store.options.StageRows {
		return a.stage(ctx, order)
	}
	p := &placing{tx: a.tx, edits: order, ruling: a.ruling}
	return p.put(ctx)
}

// lock makes other Apply calls wait and gives the store's record.
func lock(ctx context.Context, tx runner) (meta, error) {
	if err := run(ctx, tx, takeLock, nil); err != nil {
		if _, silent := errors.AsType[silentError](context.Cause(ctx)); silent {
			return meta{}, errLocked
		}
		return meta{}, err
	}
	return checkedMeta(ctx, tx)
}

// move sets the new revision, last of all: from here until the commit has come
// through to the last record the gate is shut, and Read waits at it for a state
// that nobody is half-way through changing.
func (a *applying) move(ctx context.Context) error {
	m, err := settle(ctx, a.tx)
	if err != nil {
		return err
	}
	if m.revision != a.change.Revision-1 {
		return errMoved // by another tool, which can't know of the lock
	}
	p := params{"revision": a.change.Revision, "pending": nil, "parts": nil}
	if a.log != nil {
		p["pending"], p["parts"] = a.log.token, len(a.log.parts)
		if err := run(ctx, a.tx, setPlaced, params{"placed": 0}); err != nil {
			return err
		}
	}
	return run(ctx, a.tx, setMoved, p)
}

// settle waits until no commit is under way, keeps others from committing as
// long as the transaction lasts, and gives the store's record.
func settle(ctx context.Context, tx runner) (meta, error) {
	if err := run(ctx, tx, takeGate, nil); err != nil {
		return meta{}, err
	}
	return checkedMeta(ctx, tx)
}

func checkedMeta(ctx context.Context, tx runner) (meta, error) {
	m, err := readMeta(ctx, tx)
	if err != nil {
		return meta{}, err
	}
	return m, m.check()
}

// size counts the rows that are to be written, and refuses too many.
func (a *applying) size() (rows int, err error) {
	for i := range a.edits {
		rows += a.edits[i].rows()
	}
	if most := a.store.options.MaxRows; rows > most {
		return 0, fmt.Errorf("%w: it would write %d rows (long texts and quotes count as one more for every %d bytes, texts twice since they are indexed), and the limit is %d; load less at a time, or raise %s",
			graph.ErrTooLarge, rows, bytesPerRow, most, EnvMaxRows)
	}
	return rows, nil
}

// rows is how much there is to write for an edit.
func (e *edit) rows() int {
	if e.Key.Kind == graph.OfSource {
		return 0
	}
	return 1 + textBytes(e.New)/bytesPerRow
}

// textBytes is the length of the texts of a claim that can be long.
func textBytes(c graph.Claim) int {
	switch c := c.(type) {
	case *graph.ConceptClaim:
		return len(c.Summary)
	case *graph.ArticleClaim:
		return 2*len(c.Text) + len(c.Summary) // its terms are written too
	case *graph.MentionClaim:
		return quoteBytes(c.Evidence)
	case *graph.LinkClaim:
		return len(c.Reason) + quoteBytes(c.Evidence)
	}
	return 0
}

func quoteBytes(evidence []graph.Evidence) int {
	n := 0
	for _, e := range evidence {
		n += len(e.Quote) + len(e.Heading)
	}
	return n
}
