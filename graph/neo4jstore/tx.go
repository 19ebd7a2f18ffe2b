package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// attempts is how often a write is tried when the connection is lost or the
// server asks for another try; the pauses between add up to about three seconds.
const attempts = 6

// longestTransaction is when Neo4j ends a transaction whatever its client says:
// a client that was stopped in the middle holds the lock no longer than this.
const longestTransaction = 10 * time.Minute

// params are the parameters of a statement; no value ever becomes part of its text.
type params = map[string]any

// runner runs statements in an open transaction.
type runner struct {
	tx interface {
		Run(ctx context.Context, cypher string, params map[string]any) (neo4j.ResultWithContext, error)
	}
	watch *watch
}

// query runs a statement and hands on each row of its answer.
func query(ctx context.Context, tx runner, cypher string, p params, each func(*cells) error) error {
	tx.watch.start()
	defer tx.watch.rest()
	result, err := tx.tx.Run(ctx, cypher, p)
	if err != nil {
		return err
	}
	var record *neo4j.Record
	for result.NextRecord(ctx, &record) {
		tx.watch.start() // again
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
	return query(ctx, tx, cypher, p, func(c *cells) error { return eachList(c, each) })
}

// eachList hands on the rows that the next cell has collected.
func eachList(c *cells, each func(*cells) error) error {
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
}

// run runs a statement whose answer doesn't matter.
func run(ctx context.Context, tx runner, cypher string, p params) error {
	return query(ctx, tx, cypher, p, func(*cells) error { return nil })
}

func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode, DatabaseName: s.options.Database, BookmarkManager: s.bookmarks})
}

// read runs the body in a read transaction, again when the driver sees reason to.
func (s *Store) read(ctx context.Context, body func(ctx context.Context, tx runner) error) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	return s.readNow(ctx, body)
}

// readNow is read for a database that may not be prepared.
func (s *Store) readNow(ctx context.Context, body func(ctx context.Context, tx runner) error) error {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer closeQuietly(ctx, session)
	return watched(ctx, s.options.Timeout, func(ctx context.Context, w *watch) error {
		_, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			w.rest()
			defer w.start()
			return nil, body(ctx, runner{tx, w})
		}, neo4j.WithTxTimeout(s.options.longest))
		return err
	})
}

// work is done in a write transaction. If it gives a last step, that is done at
// the moment of the commit; without one the transaction is rolled back.
type work func(ctx context.Context, tx runner) (last func() error, err error)

// hook stands in for a commit, in tests.
type hook func(commit func() error) error

// write does the work in a transaction. It is tried again when the connection is
// lost, also during the commit: the work must look first whether it was done
// already. (The driver's managed transactions give up in that case, and go on
// trying when the server runs out of memory, so they are not used here.)
//
// What the database has of a staged load that isn't finished is seen to before
// another try; see settleStaged.
func (s *Store) write(ctx context.Context, around hook, w work) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	var err error
	lost := false
	for try := range attempts {
		if try > 1 && !pause(ctx, 100*time.Millisecond<<(try-2)) {
			break
		}
		err = s.writeOnce(ctx, around, w)
		for settled := 0; errors.Is(err, errUnsettled) && settled < attempts; settled++ {
			if err = s.settleStaged(ctx); err == nil {
				err = s.writeOnce(ctx, around, w)
			}
		}
		lost = lost || errors.Is(err, errLost)
		if err == nil || ctx.Err() != nil || !worthAnother(err) {
			break
		}
	}
	if lost && err != nil && !isOurs(err) {
		return fmt.Errorf("%w: %w", errLost, err) // what came of the later tries says nothing of the first
	}
	return err
}

func worthAnother(err error) bool {
	return errors.Is(err, errLost) || errors.Is(err, errMoved) || neo4j.IsRetryable(err) && !outOfMemory(err)
}

func (s *Store) writeOnce(ctx context.Context, around hook, work work) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer closeQuietly(ctx, session)
	return watched(ctx, s.options.Timeout, func(ctx context.Context, w *watch) error {
		tx, err := session.BeginTransaction(ctx, neo4j.WithTxTimeout(s.options.longest))
		if err != nil {
			return err
		}
		w.rest()
		defer closeQuietly(ctx, tx) // rolls back what isn't committed
		last, err := work(ctx, runner{tx, w})
		if err != nil || last == nil {
			return err
		}
		commit := func() error {
			if err := last(); err != nil {
				return err
			}
			w.rest()
			// Once it has begun, a commit is waited for even if nobody wants it any more: else nobody would know what came of it.
			ctx, forget := context.WithTimeout(context.WithoutCancel(ctx), s.options.Timeout)
			defer forget()
			return commitOrLose(ctx, tx)
		}
		if around == nil {
			return commit()
		}
		if err := around(commit); err != nil {
			return errLost
		}
		return nil
	})
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

// closeQuietly closes also after ctx has ended, and doesn't wait long for a
// server that is silent. Errors of closing tell nothing new.
func closeQuietly(ctx context.Context, c interface{ Close(context.Context) error }) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = c.Close(ctx)
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
