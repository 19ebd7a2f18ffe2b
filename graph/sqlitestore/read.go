package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// Read gives all claims and decisions of one revision: it reads them in one
// transaction, which in WAL mode sees one state and keeps nobody from writing.
func (s *Store) Read(ctx context.Context) (*graph.State, error) {
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	defer tx.Rollback() // it has nothing to commit
	state, err := readState(ctx, tx)
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	return state, nil
}

func readState(ctx context.Context, q querier) (*graph.State, error) {
	revision, err := readRevision(ctx, q)
	if err != nil {
		return nil, err
	}
	state := &graph.State{Revision: revision}
	at := map[string]int{}
	for _, t := range tables {
		err := eachClaim(ctx, q, t, t.selectLight(""), func(source string, c graph.Claim) error {
			if s, ok := c.(*graph.Source); ok {
				at[source] = len(state.Sources)
				state.Sources = append(state.Sources, graph.SourceClaims{Source: *s})
				return nil
			}
			i, ok := at[source]
			if !ok {
				return fmt.Errorf("%w: %s is claimed by %q, which is no source", graph.ErrCorrupt, c.Key(), source)
			}
			add(&state.Sources[i], c)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	state.Decisions, err = readDecisions(ctx, q, "")
	return state, err
}

// Sources gives the sources alone, by id: far less to read than all they say.
func (s *Store) Sources(ctx context.Context) ([]graph.Source, error) {
	var sources []graph.Source
	i := slices.IndexFunc(tables, func(t *table) bool { return t.kind == graph.OfSource })
	err := eachClaim(ctx, s.readers, tables[i], tables[i].selectLight(""), func(_ string, c graph.Claim) error {
		sources = append(sources, *c.(*graph.Source))
		return nil
	})
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	return sources, nil
}

// eachClaim calls do for each claim that a statement made by selectLight gives.
func eachClaim(ctx context.Context, q querier, t *table, query string, do func(source string, c graph.Claim) error, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	light := len(t.key) + len(t.fields)
	dest := make([]any, 1, light+1)
	for rows.Next() {
		var source string
		c := graph.NewClaim(t.kind)
		dest[0] = &source
		if err := rows.Scan(append(dest, columns(c)[:light]...)...); err != nil {
			return unreadable(t, err)
		}
		own(c, source)
		if err := do(source, c); err != nil {
			return err
		}
	}
	return rows.Err()
}

// own gives the claim that a source is loaded its id, which isn't among its columns.
func own(c graph.Claim, source string) {
	if s, ok := c.(*graph.Source); ok {
		s.ID = source
	}
}

func unreadable(t *table, err error) error {
	return fmt.Errorf("%w: table %s: %w", graph.ErrCorrupt, t.name, err)
}

func add(s *graph.SourceClaims, c graph.Claim) {
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
	}
}
