package sqlitestore

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"github.com/readfirst/readfirst/graph"
)

// errUnknownOutcome: the commit failed in a way that may have come after the fact.
var errUnknownOutcome = errors.New("the commit's outcome is unknown; the same load can be applied again")

// explain makes one clear sentence of an error from the driver; those that
// callers tell apart it only gives the file's name.
func (s *Store) explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var faults graph.Faults
	if errors.As(err, &faults) {
		return faults
	}
	for _, known := range []error{graph.ErrConflict, graph.ErrTooLarge, graph.ErrNewer, graph.ErrCorrupt} {
		if errors.Is(err, known) {
			return fmt.Errorf("%s: %w", s.path, err)
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", s.path, ctx.Err())
	}
	what, kind := err.Error(), graph.ErrUnavailable
	var failed *sqlite.Error
	if errors.As(err, &failed) {
		what, kind = s.sentence(failed)
	}
	if errors.Is(err, errUnknownOutcome) {
		what = errUnknownOutcome.Error() + ": " + what
	}
	return fmt.Errorf("%s: %w: %s", s.path, kind, what)
}

// notWritten says that a commit failed before its last page was written: it hasn't happened.
func notWritten(err error) bool {
	var failed *sqlite.Error
	return errors.As(err, &failed) && (failed.Code() == codes.SQLITE_FULL || failed.Code() == codes.SQLITE_IOERR_WRITE)
}

// sentence says what SQLite's refusal means for the person at the screen.
func (s *Store) sentence(failed *sqlite.Error) (what string, kind error) {
	switch failed.Code() & 0xff { // the low byte is the primary code
	case codes.SQLITE_NOTADB:
		return "the file is no SQLite database", graph.ErrCorrupt
	case codes.SQLITE_CORRUPT:
		return "the file is damaged: restore it from a copy, or remove it and load again", graph.ErrCorrupt
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		return fmt.Sprintf("another process has been writing to it for more than %v: try again when it is done", s.options.Patience), graph.ErrUnavailable
	case codes.SQLITE_READONLY, codes.SQLITE_PERM, codes.SQLITE_CANTOPEN:
		return "the file or its folder can't be written to (SQLite needs both, also for reading)", graph.ErrUnavailable
	case codes.SQLITE_FULL:
		return "the disk is full: make room, and do it again", graph.ErrUnavailable
	case codes.SQLITE_IOERR:
		return fmt.Sprintf("the system can't read or write it (%s): look after its disk, quota and limits", failed.Error()), graph.ErrUnavailable
	}
	return failed.Error(), graph.ErrUnavailable
}
