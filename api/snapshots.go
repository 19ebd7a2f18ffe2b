package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/readfirst/readfirst/graph"
)

// How a store is followed.
const (
	pollEvery  = 500 * time.Millisecond
	maxBackoff = 5 * time.Second // between attempts at a store that is gone
	maxLook    = 5 * time.Second // for the revision
	maxRead    = 2 * time.Minute // for the whole graph
)

// Snapshots keeps the latest snapshot of a store. It goes on serving the last
// one while the store is gone, and never goes back to a lower revision.
type Snapshots struct {
	store   graph.Store
	log     *slog.Logger
	every   time.Duration
	current atomic.Pointer[graph.Snapshot]

	mu      sync.Mutex // held while refreshing
	trouble atomic.Pointer[Trouble]
	behind  bool // the store's revision was below ours; logged once
}

// Trouble says that a store can't be read.
type Trouble struct {
	Err   error     // why, for the log
	Since time.Time // the first failure of a row
}

// Public is why, in a sentence for anybody: without addresses and paths.
func (t *Trouble) Public() error {
	for _, known := range []error{graph.ErrUnavailable, graph.ErrRefused, graph.ErrNewer, graph.ErrCorrupt} {
		if errors.Is(t.Err, known) {
			return known
		}
	}
	return errors.New("the store can't be read; the log has the details")
}

// NewSnapshots follows a store once [Snapshots.Follow] runs. It looks for a
// new revision at the given interval, every 500 ms if that is 0.
func NewSnapshots(store graph.Store, log *slog.Logger, every time.Duration) *Snapshots {
	if every <= 0 {
		every = pollEvery
	}
	return &Snapshots{store: store, log: log, every: every}
}

// Current gives the latest snapshot; nil before the first has been read.
func (s *Snapshots) Current() *graph.Snapshot { return s.current.Load() }

// Ready says why there is no snapshot to answer from, in a sentence for anybody; nil if there is one.
func (s *Snapshots) Ready() error {
	if s.Current() != nil {
		return nil
	}
	if t := s.Trouble(); t != nil {
		return t.Public()
	}
	return errors.New("the graph is being read")
}

// Trouble says why the store couldn't be read at the last attempt; nil if it
// could. The current snapshot, if there is one, may then be an old one.
func (s *Snapshots) Trouble() *Trouble { return s.trouble.Load() }

// Follow keeps the snapshot up to date until the context ends. While the store
// fails it tries again after growing intervals. It logs the first of a row of
// failures and the recovery.
func (s *Snapshots) Follow(ctx context.Context) {
	wait, troubled := s.every, false
	for {
		err := s.Refresh(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			wait = min(2*wait, max(maxBackoff, s.every))
		} else {
			wait = s.every
		}
		switch was := troubled; {
		case err != nil && !was:
			s.log.WarnContext(ctx, "the store can't be read; trying again until it can", "error", err)
		case err == nil && was:
			s.log.InfoContext(ctx, "the store can be read again")
		}
		troubled = err != nil
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// Refresh looks once for a new revision and reads it.
func (s *Snapshots) Refresh(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	next, err := s.next(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		now := &Trouble{Err: err, Since: time.Now()}
		if before := s.Trouble(); before != nil {
			now.Since = before.Since
		}
		s.trouble.Store(now)
		return err
	}
	s.trouble.Store(nil)
	if next != nil {
		s.current.Store(next)
		s.log.InfoContext(ctx, "serving a new revision", "revision", next.Revision())
	}
	return nil
}

// offer takes a snapshot that whoever has made a change has worked out already, so that clients see their own changes at once.
func (s *Snapshots) offer(ctx context.Context, next *graph.Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.isNews(ctx, next.Revision()) {
		s.current.Store(next)
		s.log.InfoContext(ctx, "serving a new revision", "revision", next.Revision())
	}
}

// next gives the snapshot to change to; nil if the current one is right.
func (s *Snapshots) next(ctx context.Context) (*graph.Snapshot, error) {
	revision, err := within(ctx, maxLook, s.store.Revision)
	if err != nil {
		return nil, err
	}
	if !s.isNews(ctx, revision) {
		return nil, nil
	}
	state, err := within(ctx, maxRead, s.store.Read)
	if err != nil {
		return nil, err
	}
	next, err := snapshotFrom(state)
	if err != nil || !s.isNews(ctx, next.Revision()) {
		return nil, err
	}
	return next, nil
}

// within reads from a store that has so much time to answer.
func within[T any](ctx context.Context, limit time.Duration, read func(context.Context) (T, error)) (T, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	value, err := read(limited)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w: no answer within %v", graph.ErrUnavailable, limit)
	}
	return value, err
}

// isNews says that a revision is above the current one. Below it is no graph of this
// store's future: somebody put back an old copy, and clients must not see time run backwards.
func (s *Snapshots) isNews(ctx context.Context, revision graph.Revision) bool {
	current := s.Current()
	if current == nil {
		return true
	}
	behind := revision < current.Revision()
	if behind && !s.behind {
		s.log.WarnContext(ctx, "the store went back to an older revision; restart to serve that",
			"served", current.Revision(), "store", revision)
	}
	s.behind = behind
	return revision > current.Revision()
}

// snapshotFrom builds a snapshot; a state that no snapshot can be made of
// must not take the server down.
func snapshotFrom(state *graph.State) (snapshot *graph.Snapshot, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%w: %v", graph.ErrCorrupt, cause)
		}
	}()
	return graph.NewSnapshot(state), nil
}
