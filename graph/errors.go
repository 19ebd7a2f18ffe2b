package graph

import (
	"errors"
	"fmt"
	"strings"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrConflict: the graph has moved past the revision that the batch was made on.
	ErrConflict = errors.New("the graph was changed by somebody else in the meantime")
	// ErrTooLarge: the batch is over the store's stated limit; nothing was written.
	ErrTooLarge = errors.New("too large for one transaction")
	// ErrNewer: the store was written by a newer version of readfirst.
	ErrNewer = errors.New("the store was written by a newer version of readfirst")
	// ErrUnavailable: the store cannot be reached or opened.
	// It may be again later, without anybody's doing.
	ErrUnavailable = errors.New("the store is not available")
	// ErrRefused: the store is there and doesn't let this user in.
	ErrRefused = errors.New("the store can't be used")
	// ErrCorrupt: what the store holds can't be read as a graph.
	ErrCorrupt = errors.New("the store holds something that is no graph")
)

// Fault is one thing wrong with an input: where, what, and what to do.
type Fault struct {
	Place Place
	What  string // what is wrong
	Do    string // what to do about it; may be empty
}

// Error gives "file:line: what: what to do" in one line.
func (f Fault) Error() string {
	parts := make([]string, 0, 3)
	for _, part := range []string{f.Place.String(), f.What, f.Do} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

// Faults is every fault of an input, in the order of the input. A nil or empty
// Faults is no error: return it through [Faults.Err].
type Faults []Fault

// Add notes one more fault.
func (f *Faults) Add(place Place, do, format string, args ...any) {
	*f = append(*f, Fault{Place: place, What: fmt.Sprintf(format, args...), Do: do})
}

// Error gives a line for each fault.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// Err is f as an error, nil if there are no faults.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
