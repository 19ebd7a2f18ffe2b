package neo4jstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// optimisticReads is how often Read tries without holding others up.
const optimisticReads = 3

// Revision implements graph.Store.
func (s *Store) Revision(ctx context.Context) (graph.Revision, error) {
	var m meta
	err := s.read(ctx, func(ctx context.Context, tx runner) (err error) {
		m, err = readMeta(ctx, tx)
		return err
	})
	if err == nil {
		err = m.check()
	}
	return m.revision, s.explain(ctx, err)
}

// Read implements graph.Store.
//
// Neo4j's reads see what is committed at each moment, also in the middle of a
// commit that is being written into its records. So Read waits until no commit is
// under way, reads the rows, waits again, and has a state of one revision if the revision is still the same. If it keeps
// moving, Read takes the lock of Apply and reads in peace.
func (s *Store) Read(ctx context.Context) (*graph.State, error) {
	for range optimisticReads {
		state, err := s.readBetween(ctx)
		if err != nil || state != nil {
			return state, s.explain(ctx, err)
		}
	}
	var state *graph.State
	err := s.write(ctx, func(ctx context.Context, tx runner) (func() error, error) {
		at, err := lock(ctx, tx)
		if err == nil {
			state, err = readState(ctx, tx, at)
		}
		return nil, err
	})
	return state, s.explain(ctx, err)
}

// readBetween reads all rows; nil if the revision moved meanwhile.
func (s *Store) readBetween(ctx context.Context) (*graph.State, error) {
	before, err := s.settled(ctx)
	if err != nil {
		return nil, err
	}
	var state *graph.State
	err = s.read(ctx, func(ctx context.Context, tx runner) (err error) {
		state, err = readState(ctx, tx, before)
		return err
	})
	if err != nil {
		return nil, err
	}
	after, err := s.settled(ctx)
	if err != nil || after != before {
		return nil, err
	}
	return state, nil
}

// settled gives the revision at a moment when no commit is under way.
func (s *Store) settled(ctx context.Context) (graph.Revision, error) {
	var at graph.Revision
	err := s.write(ctx, func(ctx context.Context, tx runner) (_ func() error, err error) {
		at, err = settle(ctx, tx)
		return nil, err
	})
	return at, err
}

func readState(ctx context.Context, tx runner, at graph.Revision) (*graph.State, error) {
	bySource := map[string]*graph.SourceClaims{}
	err := query(ctx, tx, sourceRecords, nil, func(c *cells) error {
		s := scanSource(c)
		bySource[s.ID] = &graph.SourceClaims{Source: s}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range kinds {
		k := &kinds[i]
		err := queryLists(ctx, tx, k.all("", k.source+", "+k.fields), nil, func(c *cells) error { return file(bySource, c.str(), k.scan(c)) })
		if err != nil {
			return nil, err
		}
	}
	decisions, err := readDecisions(ctx, tx)
	if err != nil {
		return nil, err
	}
	state := &graph.State{Revision: at, Decisions: decisions}
	for _, s := range bySource {
		sortClaims(s)
		state.Sources = append(state.Sources, *s)
	}
	slices.SortFunc(state.Sources, func(x, y graph.SourceClaims) int { return strings.Compare(x.Source.ID, y.Source.ID) })
	return state, nil
}

// file puts a claim with its source's others.
func file(bySource map[string]*graph.SourceClaims, source string, c graph.Claim) error {
	s := bySource[source]
	if s == nil { // its node may have come since the sources were read: then the revision has moved
		s = &graph.SourceClaims{Source: graph.Source{ID: source}}
		bySource[source] = s
	}
	switch c := c.(type) {
	case *graph.ConceptClaim:
		s.Concepts = append(s.Concepts, *c)
	case *graph.ArticleClaim:
		s.Articles = append(s.Articles, *c)
	case *graph.SeriesClaim:
		s.Series = append(s.Series, *c)
	case *graph.MentionClaim:
		s.Mentions = append(s.Mentions, *c)
	case *graph.LinkClaim:
		s.Links = append(s.Links, *c)
	default:
		return fmt.Errorf("%w: %T is no claim", graph.ErrCorrupt, c)
	}
	return nil
}

// sortClaims sorts by keys, by bytes: Neo4j's own order of texts is another.
func sortClaims(s *graph.SourceClaims) {
	slices.SortFunc(s.Concepts, func(x, y graph.ConceptClaim) int { return compareIDs(x.ID, y.ID) })
	slices.SortFunc(s.Articles, func(x, y graph.ArticleClaim) int { return compareIDs(x.ID, y.ID) })
	slices.SortFunc(s.Series, func(x, y graph.SeriesClaim) int { return compareIDs(x.ID, y.ID) })
	slices.SortFunc(s.Mentions, func(x, y graph.MentionClaim) int {
		return cmp.Or(compareIDs(x.Article, y.Article), compareIDs(x.Concept, y.Concept))
	})
	slices.SortFunc(s.Links, func(x, y graph.LinkClaim) int {
		if c := cmp.Or(compareIDs(x.After, y.After), compareIDs(x.Before, y.Before)); c != 0 {
			return c
		}
		return x.Key().Compare(y.Key())
	})
}

func compareIDs(x, y graph.ID) int { return strings.Compare(string(x), string(y)) }
