package neo4jstore

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

const (
	quotesOf = `UNWIND range(0, size($keys) - 1) AS i WITH i, $keys[i] AS key
MATCH (a:Subject {id: key[1]}) MATCH (n:Subject {id: key[2]}) MATCH (a)-[r:MENTIONS|PREREQUISITE]->(n)
WHERE type(r) = key[0] AND r.quotes IS NOT NULL RETURN i, r.source, r.origin, r.any_of, ` + evidenceColumns

	textsOf = `UNWIND range(0, size($ids) - 1) AS i
MATCH (n:Subject {id: $ids[i]})<-[r:CLAIMS]-(s:Source) WHERE r.text IS NOT NULL RETURN i, s.id, r.origin, r.text`
)

// Evidence implements graph.EvidenceReader.
func (s *Store) Evidence(ctx context.Context, keys []graph.ClaimKey) ([][]graph.Evidence, error) {
	type quoted struct {
		source, tag string
		evidence    []graph.Evidence
	}
	rows := make([]any, len(keys))
	for i, key := range keys {
		rows[i] = []any{relationship(key.Kind), string(key.A), string(key.B)}
	}
	var found [][]quoted
	err := s.read(ctx, func(ctx context.Context, tx runner) error {
		found = make([][]quoted, len(keys)) // anew in each try
		return query(ctx, tx, quotesOf, params{"keys": rows}, func(c *cells) error {
			i, q := c.int(), quoted{source: c.str()}
			var link graph.LinkClaim
			c.word(&link.Origin)
			link.AnyOf = c.str()
			q.tag, q.evidence = link.Key().Tag, c.evidence()
			found[i] = append(found[i], q)
			return nil
		})
	})
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	evidence := make([][]graph.Evidence, len(keys))
	for i, list := range found {
		slices.SortFunc(list, func(x, y quoted) int {
			return cmp.Or(strings.Compare(x.source, y.source), strings.Compare(x.tag, y.tag))
		})
		for _, q := range list {
			evidence[i] = append(evidence[i], q.evidence...)
		}
	}
	return evidence, nil
}

// Texts implements graph.TextReader.
func (s *Store) Texts(ctx context.Context, articles []graph.ID) ([]string, error) {
	var found [][]graph.From[graph.ArticleClaim]
	err := s.read(ctx, func(ctx context.Context, tx runner) error {
		found = make([][]graph.From[graph.ArticleClaim], len(articles))
		return query(ctx, tx, textsOf, params{"ids": plain(articles)}, func(c *cells) error {
			i, source, claim := c.int(), c.str(), &graph.ArticleClaim{}
			c.word(&claim.Origin)
			claim.Text = c.str()
			found[i] = append(found[i], graph.From[graph.ArticleClaim]{Source: source, Claim: claim})
			return nil
		})
	})
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	texts := make([]string, len(articles))
	for i, claims := range found {
		if len(claims) > 0 {
			graph.MergeArticle(claims) // brings them into the order of precedence
			texts[i] = claims[0].Claim.Text
		}
	}
	return texts, nil
}
