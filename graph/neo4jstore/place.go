package neo4jstore

import (
	"context"
	"errors"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// errUnsettled: the database has a log of a staged load, which is to be put in
// place or removed before anything else is written.
var errUnsettled = errors.New("a staged load isn't finished")

const (
	anyStaged   = "MATCH (l:Staged) RETURN count(l)"
	sweepStaged = "MATCH (l:Staged) WITH l LIMIT $most DETACH DELETE l RETURN count(*)"
	readPlaced  = "MATCH (l:ReadfirstLock {id: 'apply'}) RETURN coalesce(l.placed, 0)"
	setPlaced   = "MATCH (l:ReadfirstLock {id: 'apply'}) SET l.placed = $placed"
	endPending  = "MATCH (m:ReadfirstMeta {id: 'readfirst'}) SET m.pending = null, m.pending_parts = null"
)

// sweepAtOnce is how many nodes of a log are removed in one transaction.
const sweepAtOnce = 50

// checkSettled gives errUnsettled if it is so, under the lock.
func checkSettled(ctx context.Context, tx runner, m meta) error {
	if m.pending.token != "" {
		return errUnsettled
	}
	staged, err := queryInt(ctx, tx, anyStaged, nil)
	if err == nil && staged > 0 {
		return errUnsettled
	}
	return err
}

// settleStaged finishes what others have left: it puts in place what is pending,
// and removes logs of which nothing is pending. A load that is being staged has
// the lock, so this waits for it.
func (s *Store) settleStaged(ctx context.Context) error { return s.putInPlace(ctx, &redoLog{}) }

// putInPlace does the same for a log that is in memory.
func (s *Store) putInPlace(ctx context.Context, own *redoLog) error {
	for settled := false; !settled; {
		err := s.write(ctx, nil, func(ctx context.Context, tx runner) (func() error, error) {
			m, err := lock(ctx, tx)
			if err != nil {
				return nil, err
			}
			if m.pending.token == "" {
				swept, err := queryInt(ctx, tx, sweepStaged, params{"most": sweepAtOnce})
				settled = swept < sweepAtOnce
				return done, err
			}
			return placeNext(ctx, tx, m.pending, own)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// placeNext puts the next part of a log in place. With the last one nothing is pending any more.
func placeNext(ctx context.Context, tx runner, p pending, own *redoLog) (last func() error, err error) {
	next, err := queryInt(ctx, tx, readPlaced, nil)
	if err != nil {
		return nil, err
	}
	var edits []*edit
	if own.token == p.token {
		edits = own.parts[next]
	} else if edits, err = readPart(ctx, tx, p.token, next); err != nil {
		return nil, err
	}
	ruling, err := rulingWith(ctx, tx, edits)
	if err != nil {
		return nil, err
	}
	placing := &placing{tx: tx, edits: edits, ruling: ruling}
	if err := placing.put(ctx); err != nil {
		return nil, err
	}
	if err := run(ctx, tx, setPlaced, params{"placed": next + 1}); err != nil {
		return nil, err
	}
	return func() error {
		if next+1 < p.parts {
			return nil
		}
		return run(ctx, tx, endPending, nil)
	}, nil
}

// rulingWith gives the decisions that count once the edits are in place.
func rulingWith(ctx context.Context, tx runner, edits []*edit) (map[graph.Judged]*graph.Decision, error) {
	decisions, err := readDecisions(ctx, tx)
	if err != nil {
		return nil, err
	}
	return graph.Ruling(decisionsWith(decisions, edits)), nil
}

// decisionsWith gives the decisions as edits make them.
func decisionsWith(decisions []graph.Decision, edits []*edit) []graph.Decision {
	edited := map[graph.DecisionKey]bool{}
	var made []graph.Decision
	for _, e := range edits {
		if e.Key.Kind != graph.OfDecision {
			continue
		}
		edited[graph.DecisionKey{After: e.Key.A, Before: e.Key.B, Source: e.Source}] = true
		if e.Decided != nil {
			made = append(made, *e.Decided)
		}
	}
	if len(edited) == 0 {
		return decisions
	}
	decisions = slices.DeleteFunc(decisions, func(d graph.Decision) bool { return edited[d.Key()] })
	decisions = append(decisions, made...)
	slices.SortFunc(decisions, func(x, y graph.Decision) int { return x.Key().Compare(y.Key()) })
	return decisions
}

// queryInt runs a statement that gives one number.
func queryInt(ctx context.Context, tx runner, cypher string, p params) (n int, err error) {
	err = query(ctx, tx, cypher, p, func(c *cells) error {
		n = c.int()
		return nil
	})
	return n, err
}
