package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// silentError is how long Neo4j was waited for in vain.
type silentError time.Duration

func (e silentError) Error() string { return fmt.Sprintf("no word in %v", time.Duration(e)) }

// A watch ends a context when Neo4j has been silent for too long. It counts only
// while somebody waits for Neo4j, not while this program computes.
type watch struct {
	timer *time.Timer
	limit time.Duration
}

// longAway is longer than anything takes.
const longAway = 24 * time.Hour

// watched does something with a context that a watch, which has been started, may
// end. If it was the watch that made it fail, the error is a silentError.
func watched(ctx context.Context, limit time.Duration, do func(context.Context, *watch) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ctx, forget := context.WithTimeout(ctx, longAway) // the driver lets only a context with a deadline interrupt it
	defer forget()
	w := &watch{limit: limit}
	w.timer = time.AfterFunc(w.limit, func() { cancel(silentError(limit)) })
	defer w.rest()
	err := do(ctx, w)
	if silent, ok := errors.AsType[silentError](context.Cause(ctx)); ok && err != nil && !isOurs(err) && !errors.Is(err, errLost) && !errors.Is(err, errLocked) {
		return silent
	}
	return err
}

// start has the watch wait from now on.
func (w *watch) start() { w.timer.Reset(w.limit) }

// rest has it wait no longer.
func (w *watch) rest() { w.timer.Stop() }
