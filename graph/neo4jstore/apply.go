package neo4jstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/readfirst/readfirst/graph"
)

// DefaultMaxRows is how many rows one transaction may write unless Options say
// otherwise: what a server with 1 GB of heap bears, by the measurement in
// docs/decisions/0006-neo4j-storage.md, and some room.
const DefaultMaxRows = 100_000

// bytesPerRow is how long the texts and quotes of a claim may be for it to
// count as one row; the server's memory goes to them, too.
const bytesPerRow = 1024

const (
	takeLock = "MATCH (l:ReadfirstLock {id: 'apply'}) SET l.taken = true RETURN true"
	takeGate = "MATCH (m:ReadfirstMeta {id: 'readfirst'}) SET m.gate = true RETURN true"
	setMoved = "MATCH (m:ReadfirstMeta {id: 'readfirst'}) SET m.revision = $revision"
)

// Apply implements graph.Store.
func (s *Store) Apply(ctx context.Context, b *graph.Batch) (*graph.Change, error) {
	if err := b.Validate(); err != nil {
		return nil, err
	}
	var a *applying
	var tried graph.Revision
	token := rand.Text()
	err := s.write(ctx, func(ctx context.Context, tx runner) (func() error, error) {
		a = &applying{tx: tx, batch: b, token: token, tried: tried, maxRows: s.options.MaxRows}
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
	return &a.change, nil
}

// applying is one try of one Apply, in one transaction.
type applying struct {
	tx      runner
	batch   *graph.Batch
	token   string         // tells this Apply from all others
	tried   graph.Revision // that an earlier try of it may have committed; 0: none
	maxRows int

	change graph.Change
	edits  []edit

	sources map[string]graph.Source // what is loaded now
	ruling  map[graph.Judged]*graph.Decision
	around  surroundings
}

// edit is a graph.Edit with what is needed to write it.
type edit struct {
	graph.Edit
	element string // of the relationship that holds the claim now
}

// run does all but the last step, move; false if there was nothing to do.
func (a *applying) run(ctx context.Context) (changed bool, err error) {
	at, err := lock(ctx, a.tx)
	if err != nil {
		return false, err
	}
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
	if err := a.checkSize(); err != nil {
		return false, err
	}
	a.change.Revision++
	for _, step := range []func(context.Context) error{a.fetchOld, a.lookAround, a.check, a.write, a.keep} {
		if err := step(ctx); err != nil {
			return false, err
		}
	}
	return true, nil
}

// lock makes other Apply calls wait and gives the revision.
func lock(ctx context.Context, tx runner) (graph.Revision, error) {
	if err := run(ctx, tx, takeLock, nil); err != nil {
		if _, silent := errors.AsType[silentError](context.Cause(ctx)); silent {
			return 0, errLocked
		}
		return 0, err
	}
	m, err := readMeta(ctx, tx)
	if err != nil {
		return 0, err
	}
	return m.revision, m.check()
}

// move sets the new revision, last of all: from here until the commit has come
// through to the last record the gate is shut, and Read waits at it for a state
// that nobody is half-way through changing.
func (a *applying) move(ctx context.Context) error {
	at, err := settle(ctx, a.tx)
	if err != nil {
		return err
	}
	if at != a.change.Revision-1 {
		return errMoved // by another tool, which can't know of the lock
	}
	return run(ctx, a.tx, setMoved, params{"revision": a.change.Revision})
}

// settle waits until no commit is under way, keeps others from committing as
// long as the transaction lasts, and gives the revision.
func settle(ctx context.Context, tx runner) (graph.Revision, error) {
	if err := run(ctx, tx, takeGate, nil); err != nil {
		return 0, err
	}
	m, err := readMeta(ctx, tx)
	if err != nil {
		return 0, err
	}
	return m.revision, m.check()
}

func (a *applying) checkSize() error {
	rows := 0
	for i := range a.edits {
		if e := &a.edits[i]; e.Key.Kind != graph.OfSource {
			rows += 1 + textBytes(e.New)/bytesPerRow
		}
	}
	if rows <= a.maxRows {
		return nil
	}
	return fmt.Errorf("%w: it would write %d rows (long texts and quotes count as one more for every %d bytes, texts twice since they are indexed), and the limit is %d; load less at a time, or give Neo4j more memory and raise %s",
		graph.ErrTooLarge, rows, bytesPerRow, a.maxRows, EnvMaxRows)
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
