package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

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
// moving, or a log is being put in place, Read takes the lock of Apply and reads in peace.
func (s *Store) Read(ctx context.Context) (*graph.State, error) {
	for range optimisticReads {
		state, err := s.readBetween(ctx)
		if err != nil || state != nil {
			return state, s.explain(ctx, err)
		}
	}
	var state *graph.State
	err := s.write(ctx, nil, func(ctx context.Context, tx runner) (func() error, error) {
		m, err := lock(ctx, tx)
		if err == nil {
			state, err = readState(ctx, tx, m)
		}
		return nil, err
	})
	return state, s.explain(ctx, err)
}

// readBetween reads all rows; nil if they were changed meanwhile.
func (s *Store) readBetween(ctx context.Context) (*graph.State, error) {
	before, err := s.settled(ctx)
	if err != nil || before.pending.token != "" {
		return nil, err
	}
	var state *graph.State
	err = s.read(ctx, func(ctx context.Context, tx runner) (err error) {
		state, err = readState(ctx, tx, before)
		return err
	})
	if isGone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	after, err := s.settled(ctx)
	if err != nil || after.revision != before.revision {
		return nil, err
	}
	return state, nil
}

// isGone says that a reading failed since others removed what it had found.
func isGone(err error) bool {
	var e *neo4j.Neo4jError
	return errors.As(err, &e) && e.Code == "Neo.ClientError.Statement.EntityNotFound"
}

// settled gives the store's record at a moment when no commit is under way.
func (s *Store) settled(ctx context.Context) (meta, error) {
	var m meta
	err := s.write(ctx, nil, func(ctx context.Context, tx runner) (_ func() error, err error) {
		m, err = settle(ctx, tx)
		return nil, err
	})
	return m, err
}

// readState reads all rows and lays the pending log over them: it doesn't matter
// how much of that is in place already.
func readState(ctx context.Context, tx runner, m meta) (*graph.State, error) {
	log, err := readLog(ctx, tx, m.pending)
	if err != nil {
		return nil, err
	}
	over := make(map[from]bool, len(log))
	for _, e := range log {
		over[from{e.Source, e.Key}] = true
	}
	bySource := map[string]*graph.SourceClaims{}
	err = query(ctx, tx, sourceRecords, nil, func(c *cells) error {
		s := scanSource(c)
		bySource[s.ID] = &graph.SourceClaims{Source: s}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range kinds {
		k := &kinds[i]
		err := queryLists(ctx, tx, k.all("", k.source+", "+k.fields), nil, func(c *cells) error {
			source, claim := c.str(), k.scan(c)
			if log != nil && over[from{source, claim.Key()}] {
				return nil
			}
			return file(bySource, source, claim)
		})
		if err != nil {
			return nil, err
		}
	}
	if err := fileLog(bySource, log); err != nil {
		return nil, err
	}
	decisions, err := readDecisions(ctx, tx)
	if err != nil {
		return nil, err
	}
	state := &graph.State{Revision: m.revision, Decisions: decisionsWith(decisions, log)}
	for _, s := range bySource {
		sortClaims(s)
		state.Sources = append(state.Sources, *s)
	}
	slices.SortFunc(state.Sources, func(x, y graph.SourceClaims) int { return strings.Compare(x.Source.ID, y.Source.ID) })
	return state, nil
}

// fileLog puts the claims of a log with their sources', without what a State leaves out.
func fileLog(bySource map[string]*graph.SourceClaims, log []*edit) error {
	for _, e := range log {
		switch c := e.New.(type) {
		case nil:
			if e.Key.Kind == graph.OfSource {
				delete(bySource, e.Source)
			}
			continue
		case *graph.Source:
			if s := bySource[e.Source]; s != nil {
				s.Source = *c
			} else {
				bySource[e.Source] = &graph.SourceClaims{Source: *c}
			}
			continue
		case *graph.ArticleClaim:
			c.Text = ""
		case *graph.MentionClaim:
			c.Evidence = nil
		case *graph.LinkClaim:
			c.Evidence = nil
		}
		if err := file(bySource, e.Source, e.New); err != nil {
			return err
		}
	}
	return nil
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
