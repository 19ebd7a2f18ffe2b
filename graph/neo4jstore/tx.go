package neo4jstore

import (
	"context"
	"errors"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// attempts is how often a write is tried when the connection is lost or the
// server asks for another try; the pauses between add up to about three seconds.
const attempts = 6

// params are the parameters of a statement; no value ever becomes part of its text.
type params = map[string]any

// runner runs statements in an open transaction.
type runner interface {
	Run(ctx context.Context, cypher string, params map[string]any) (neo4j.ResultWithContext, error)
}

// query runs a statement and hands on each row of its answer.
func query(ctx context.Context, tx runner, cypher string, p params, each func(*cells) error) error {
	result, err := tx.Run(ctx, cypher, p)
	if err != nil {
		return err
	}
	var record *neo4j.Record
	for result.NextRecord(ctx, &record) {
		row := cells{values: record.Values}
		if err := each(&row); err != nil {
			return err
		}
		if row.fault != nil {
			return row.fault
		}
	}
	return result.Err()
}

// queryLists is query for a statement that collects rows into lists: the driver
// takes as long for a record of one row as for one of a thousand.
func queryLists(ctx context.Context, tx runner, cypher string, p params, each func(*cells) error) error {
	return query(ctx, tx, cypher, p, func(c *cells) error {
		for _, values := range cell[[]any](c) {
			row := cells{values: values.([]any)} // every statement for this collects lists
			if err := each(&row); err != nil {
				return err
			}
			if row.fault != nil {
				return row.fault
			}
		}
		return nil
	})
}

// run runs a statement whose answer doesn't matter.
func run(ctx context.Context, tx runner, cypher string, p params) error {
	return query(ctx, tx, cypher, p, func(*cells) error { return nil })
}

func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode, DatabaseName: s.options.Database, BookmarkManager: s.bookmarks})
}

// read runs the body in a read transaction, again when the driver sees reason to.
func (s *Store) read(ctx context.Context, body func(tx runner) error) error {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer closeQuietly(ctx, session)
	_, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) { return nil, body(tx) })
	return err
}

// work is done in a write transaction. If it gives a last step, that is done at
// the moment of the commit; without one the transaction is rolled back.
type work func(tx runner) (last func() error, err error)

// write does the work in a transaction. It is tried again when the connection is
// lost, also during the commit: the work must look first whether it was done
// already. (The driver's managed transactions give up in that case, and go on
// trying when the server runs out of memory, so they are not used here.)
func (s *Store) write(ctx context.Context, w work) error {
	var err error
	for try := range attempts {
		if try > 1 && !pause(ctx, 100*time.Millisecond<<(try-2)) {
			return err
		}
		err = s.writeOnce(ctx, w)
		if err == nil || ctx.Err() != nil || !worthAnother(err) {
			return err
		}
	}
	return err
}

func worthAnother(err error) bool {
	return errors.Is(err, errLost) || errors.Is(err, errMoved) || neo4j.IsRetryable(err) && !outOfMemory(err)
}

func (s *Store) writeOnce(ctx context.Context, w work) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer closeQuietly(ctx, session)
	tx, err := session.BeginTransaction(ctx)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, tx) // rolls back what isn't committed
	last, err := w(tx)
	if err != nil || last == nil {
		return err
	}
	commit := func() error {
		if err := last(); err != nil {
			return err
		}
		return commitOrLose(ctx, tx)
	}
	if s.options.commit == nil {
		return commit()
	}
	if err := s.options.commit(commit); err != nil {
		return errLost
	}
	return nil
}

// commitOrLose commits. If anything but a refusal by the server comes back, nobody
// knows whether it has.
func commitOrLose(ctx context.Context, tx neo4j.ExplicitTransaction) error {
	err := tx.Commit(ctx)
	var refused *neo4j.Neo4jError
	if err == nil || errors.As(err, &refused) {
		return err
	}
	return errLost
}

// closeQuietly closes also after ctx has ended. Errors of closing tell nothing new.
func closeQuietly(ctx context.Context, c interface{ Close(context.Context) error }) {
	_ = c.Close(context.WithoutCancel(ctx))
}

// pause waits; false if ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
