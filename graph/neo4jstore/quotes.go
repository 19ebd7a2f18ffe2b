package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// The statements give one record: the pending log, and the rows as lists.
const (
	quotesOf = `MATCH (m:ReadfirstMeta {id: 'readfirst'})
CALL { UNWIND range(0, size($keys) - 1) AS i WITH i, $keys[i] AS key
MATCH (a:Subject {id: key[1]}) USING INDEX SEEK a:Subject(id) MATCH (n:Subject {id: key[2]}) USING INDEX SEEK n:Subject(id) MATCH (a)-[r:MENTIONS|PREREQUISITE]->(n)
WHERE type(r) = key[0] AND r.quotes IS NOT NULL RETURN collect([i, r.source, r.origin, r.any_of, ` + evidenceColumns + `]) AS rows }
RETURN m.pending, m.pending_parts, rows`

	textsOf = `MATCH (m:ReadfirstMeta {id: 'readfirst'})
CALL { UNWIND range(0, size($ids) - 1) AS i
MATCH (n:Subject {id: $ids[i]}) USING INDEX SEEK n:Subject(id) MATCH (n)<-[r:CLAIMS]-(s:Source) WHERE r.text IS NOT NULL RETURN collect([i, s.id, r.origin, r.text]) AS rows }
RETURN m.pending, m.pending_parts, rows`
)

// found is what the claims of one thing or link hold, by their sources and keys.
type found[T any] map[from]T

// Evidence implements graph.EvidenceReader.
func (s *Store) Evidence(ctx context.Context, keys []graph.ClaimKey) ([][]graph.Evidence, error) {
	rows := make([]any, len(keys))
	for i, key := range keys {
		rows[i] = []any{relationship(key.Kind), string(key.A), string(key.B)}
	}
	quotes, err := readHeavy(ctx, s, quotesOf, params{"keys": rows}, keys, func(c *cells, key graph.ClaimKey) (graph.ClaimKey, []graph.Evidence) {
		var link graph.LinkClaim
		c.word(&link.Origin)
		link.AnyOf = c.str()
		key.Tag = ""
		if key.Kind == graph.OfLink {
			key.Tag = link.Key().Tag
		}
		return key, c.evidence()
	}, func(c graph.Claim) []graph.Evidence {
		switch c := c.(type) {
		case *graph.MentionClaim:
			return c.Evidence
		case *graph.LinkClaim:
			return c.Evidence
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	evidence := make([][]graph.Evidence, len(keys))
	for i, of := range quotes {
		for _, at := range slices.SortedFunc(maps.Keys(of), func(x, y from) int {
			return cmp.Or(strings.Compare(x.source, y.source), strings.Compare(x.key.Tag, y.key.Tag))
		}) {
			evidence[i] = append(evidence[i], of[at]...)
		}
	}
	return evidence, nil
}

// Texts implements graph.TextReader.
func (s *Store) Texts(ctx context.Context, articles []graph.ID) ([]string, error) {
	type text struct {
		origin graph.Origin
		text   string
	}
	keys := make([]graph.ClaimKey, len(articles))
	for i, id := range articles {
		keys[i] = graph.ClaimKey{Kind: graph.OfArticle, A: id}
	}
	found, err := readHeavy(ctx, s, textsOf, params{"ids": plain(articles)}, keys, func(c *cells, key graph.ClaimKey) (graph.ClaimKey, text) {
		var t text
		c.word(&t.origin)
		t.text = c.str()
		return key, t
	}, func(c graph.Claim) text {
		article := c.(*graph.ArticleClaim) // there is nothing else by such keys
		return text{article.Origin, article.Text}
	})
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(articles))
	for i, of := range found {
		var claims []graph.From[graph.ArticleClaim]
		for at, t := range of {
			if t.text != "" {
				claims = append(claims, graph.From[graph.ArticleClaim]{Source: at.source, Claim: &graph.ArticleClaim{Origin: t.origin, Text: t.text}})
			}
		}
		if len(claims) > 0 {
			graph.MergeArticle(claims) // brings them into the order of precedence
			texts[i] = claims[0].Claim.Text
		}
	}
	return texts, nil
}

// readHeavy reads what a State leaves out of the claims on keys, by one of the
// statements above: scan reads it from a row, of takes it from a claim that is in a log yet.
func readHeavy[T any](ctx context.Context, s *Store, cypher string, p params, keys []graph.ClaimKey,
	scan func(*cells, graph.ClaimKey) (graph.ClaimKey, T), of func(graph.Claim) T,
) ([]found[T], error) {
	var all []found[T]
	once := func(ctx context.Context, tx runner) error {
		all = make([]found[T], len(keys)) // anew in each try
		var log pending
		err := query(ctx, tx, cypher, p, func(c *cells) error {
			log = pending{token: c.str(), parts: c.int()}
			return eachList(c, func(c *cells) error {
				i, source := c.int(), c.str()
				key, heavy := scan(c, keys[i])
				if all[i] == nil {
					all[i] = found[T]{}
				}
				all[i][from{source, key}] = heavy
				return nil
			})
		})
		if err != nil {
			return err
		}
		over, err := readLogOn(ctx, tx, log, keys)
		layOver(all, keys, over, of)
		return err
	}
	err := s.read(ctx, once)
	for try := 1; errors.Is(err, errCutLog) && try < attempts; try++ { // now all of it is in place
		err = s.read(ctx, once)
	}
	return all, s.explain(ctx, err)
}

// layOver makes what was found what it is once a log is in place.
func layOver[T any](all []found[T], keys []graph.ClaimKey, log map[from]*edit, of func(graph.Claim) T) {
	for at, e := range log {
		for i, key := range keys {
			if key.Kind != at.key.Kind || key.A != at.key.A || key.B != at.key.B {
				continue
			}
			if all[i] == nil {
				all[i] = found[T]{}
			}
			delete(all[i], at)
			if e.New != nil {
				all[i][at] = of(e.New)
			}
		}
	}
}
