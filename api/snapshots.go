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
	maxRead    = 2 * time.Minute // for one attempt
)

// Snapshots keeps the latest snapshot of a store. It goes on serving the last
// one while the store is gone, and never goes back to a lower revision.
type Snapshots struct {
	store   graph.Store
	log     *slog.Logger
	every   time.Duration
	current atomic.Pointer[graph.Snapshot]

	mu      sync.Mutex // held while refreshing
	trouble atomic.Pointer[error]
	behind  bool // the store's revision was below ours; logged once
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
	if err := s.trouble.Load(); err != nil {
		return publicly(*err)
	}
	return errors.New("the graph is being read")
}

// publicly is what anybody may know of a store's error.
func publicly(err error) error {
	for _, known := range []error{graph.ErrUnavailable, graph.ErrNewer, graph.ErrCorrupt} {
		if errors.Is(err, known) {
			return known
		}
	}
	return errors.New("the store can't be read; the log has the details")
}

// Follow keeps the snapshot up to date until the context ends. While the store
// fails it tries again after growing intervals.
func (s *Snapshots) Follow(ctx context.Context) {
	wait := s.every
	for {
		if err := s.Refresh(ctx); err != nil {
			wait = min(2*wait, max(maxBackoff, s.every))
		} else {
			wait = s.every
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// Refresh looks once for a new revision and reads it. It logs the first of a
// row of failures and the recovery.
func (s *Snapshots) Refresh(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	reading, cancel := context.WithTimeout(ctx, maxRead)
	defer cancel()
	next, err := s.next(reading)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		if s.trouble.Swap(&err) == nil {
			s.log.WarnContext(ctx, "the store can't be read; trying again until it can", "error", err)
		}
		return err
	}
	if s.trouble.Swap(nil) != nil {
		s.log.InfoContext(ctx, "the store can be read again")
	}
	if next != nil {
		s.current.Store(next)
		s.log.InfoContext(ctx, "serving a new revision", "revision", next.Revision())
	}
	return nil
}

// next gives the snapshot to change to; nil if the current one is right.
func (s *Snapshots) next(ctx context.Context) (*graph.Snapshot, error) {
	revision, err := s.store.Revision(ctx)
	if err != nil {
		return nil, err
	}
	if !s.isNews(ctx, revision) {
		return nil, nil
	}
	state, err := s.store.Read(ctx)
	if err != nil {
		return nil, err
	}
	next, err := snapshotFrom(state)
	if err != nil || !s.isNews(ctx, next.Revision()) {
		return nil, err
	}
	return next, nil
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
