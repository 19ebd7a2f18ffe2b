package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/readfirst/readfirst/graph"
)

var (
	// errLost: the connection went away during the commit; what became of it is unknown.
	errLost = errors.New("the connection was lost during the commit")
	// errMoved: another tool moved the revision while Apply was at work.
	errMoved = errors.New("the revision was moved while the change was written")
	// errLocked: somebody else has had the lock for longer than we waited.
	errLocked = errors.New("another process has the lock")
)

// explain turns what the driver and the database say into one clear sentence
// that callers can tell apart and that holds no secret.
func (s *Store) explain(ctx context.Context, err error) error {
	var refused *neo4j.Neo4jError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil && !errors.Is(err, errLost):
		return ctx.Err()
	case isOurs(err):
		return err
	case errors.Is(err, errUnsettled):
		return fmt.Errorf("%w: large loads of others keep being written to Neo4j at %s: try again when they are done", graph.ErrUnavailable, s.target)
	case errors.Is(err, errMoved):
		return fmt.Errorf("%w: another tool keeps changing it", graph.ErrConflict)
	case outOfMemory(err):
		return fmt.Errorf("%w: Neo4j ran out of memory for it; give the server more (server.memory.heap.max_size, dbms.memory.transaction.total.max) or load less at a time",
			graph.ErrTooLarge)
	case errors.Is(err, errLocked) && s.answers(ctx):
		return fmt.Errorf("%w: another process has been writing to Neo4j at %s for more than %v: try again when it is done", graph.ErrUnavailable, s.target, s.options.Timeout)
	case errors.Is(err, errLost):
		return fmt.Errorf("%w: the connection to Neo4j at %s was lost during the commit; whether the change was made is unknown: apply it again", graph.ErrUnavailable, s.target)
	case errors.Is(err, errLocked):
		return fmt.Errorf("%w: no answer from Neo4j at %s (%w)", graph.ErrUnavailable, s.target, silentError(s.options.Timeout))
	case errors.As(err, &refused):
		return s.explainRefusal(refused)
	}
	return fmt.Errorf("%w: no answer from Neo4j at %s (%s)", graph.ErrUnavailable, s.target, reason(err))
}

func (s *Store) explainRefusal(e *neo4j.Neo4jError) error {
	switch {
	case e.Code == "Neo.ClientError.Security.AuthenticationRateLimit":
		return fmt.Errorf("%w: Neo4j at %s lets nobody in for a while, after too many wrong passwords", graph.ErrUnavailable, s.target)
	case strings.HasPrefix(e.Code, "Neo.ClientError.Security."):
		return fmt.Errorf("%w: Neo4j at %s refuses the user or the password: set %s and %s (or %s)",
			graph.ErrRefused, s.target, EnvUser, EnvPassword, EnvPasswordFile)
	case e.Code == "Neo.ClientError.Database.DatabaseNotFound":
		return fmt.Errorf("%w: Neo4j at %s has no database %q: set %s", graph.ErrRefused, s.target, s.options.Database, EnvDatabase)
	case e.IsRetriable():
		return fmt.Errorf("%w: Neo4j at %s can't do it now (%s)", graph.ErrUnavailable, s.target, e.Code)
	}
	return fmt.Errorf("Neo4j at %s refused a statement: %s (%s)", s.target, firstLine(e.Msg), e.Code)
}

// answers says that Neo4j answers a small question.
func (s *Store) answers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, s.options.ConnectTimeout)
	defer cancel()
	return s.readNow(ctx, func(ctx context.Context, tx runner) error {
		_, err := readMeta(ctx, tx)
		return err
	}) == nil
}

// isOurs says that an error is one of the contract already.
func isOurs(err error) bool {
	var faults graph.Faults
	if errors.As(err, &faults) {
		return true
	}
	for _, known := range []error{graph.ErrConflict, graph.ErrTooLarge, graph.ErrNewer, graph.ErrUnavailable, graph.ErrRefused, graph.ErrCorrupt} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// outOfMemory says that the transaction was too much for the server. The driver
// takes that for something that passes, and would try for ever.
func outOfMemory(err error) bool {
	var e *neo4j.Neo4jError
	if !errors.As(err, &e) {
		return false
	}
	return strings.HasSuffix(e.Code, "OutOfMemoryError") || strings.HasSuffix(e.Code, "TransactionOutOfMemoryError")
}

// reason is the innermost part of a driver's error, in one line: the outer ones
// tell of the driver's own affairs.
func reason(err error) string {
	text := firstLine(err.Error())
	var limit *neo4j.TransactionExecutionLimit
	if errors.As(err, &limit) && len(limit.Errors) > 0 {
		text = firstLine(limit.Errors[len(limit.Errors)-1].Error())
	}
	return strings.TrimPrefix(text, "ConnectivityError: ")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
