package sqlitestore

import (
	"context"

	"github.com/readfirst/readfirst/graph"
)

// selectEvidence finds quotes by their place in a JSON list of keys: 0 is the
// kind, 1 and 2 are the ends.
const selectEvidence = `
	SELECT k.key, c.evidence, c.source, c.origin, c.any_of
	FROM json_each(?1) k CROSS JOIN links c ON c.after = k.value ->> 1 AND c.before = k.value ->> 2
	WHERE k.value ->> 0 = 'LINK' AND c.evidence IS NOT NULL
	UNION ALL
	SELECT k.key, c.evidence, c.source, '', ''
	FROM json_each(?1) k CROSS JOIN mentions c ON c.article = k.value ->> 1 AND c.concept = k.value ->> 2
	WHERE k.value ->> 0 = 'MENTION' AND c.evidence IS NOT NULL
	ORDER BY 1, 3, 4, 5`

// Evidence gives the quotes of claims; see [graph.EvidenceReader].
func (s *Store) Evidence(ctx context.Context, keys []graph.ClaimKey) ([][]graph.Evidence, error) {
	asked := make([][3]string, len(keys))
	for i, key := range keys {
		asked[i] = [3]string{key.Kind.String(), string(key.A), string(key.B)}
	}
	rows, err := s.readers.QueryContext(ctx, selectEvidence, string(mustJSON(asked)))
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	defer rows.Close()
	found := make([][]graph.Evidence, len(keys))
	for rows.Next() {
		var i int
		var some []graph.Evidence
		var source, origin, group string
		if err := rows.Scan(&i, list(&some), &source, &origin, &group); err != nil {
			return nil, s.explain(ctx, err)
		}
		found[i] = append(found[i], some...)
	}
	return found, s.explain(ctx, rows.Err())
}

// Texts gives the texts of articles; see [graph.TextReader].
func (s *Store) Texts(ctx context.Context, articles []graph.ID) ([]string, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT source, id, origin, text FROM articles
		WHERE id IN (SELECT value FROM json_each(?)) AND text <> ''`, string(mustJSON(articles)))
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	defer rows.Close()
	claims := map[graph.ID][]graph.From[graph.ArticleClaim]{}
	for rows.Next() {
		from := graph.From[graph.ArticleClaim]{Claim: &graph.ArticleClaim{}}
		if err := rows.Scan(&from.Source, &from.Claim.ID, enum{&from.Claim.Origin}, &from.Claim.Text); err != nil {
			return nil, s.explain(ctx, err)
		}
		claims[from.Claim.ID] = append(claims[from.Claim.ID], from)
	}
	texts := make([]string, len(articles))
	for i, id := range articles {
		if of := claims[id]; len(of) > 0 {
			graph.MergeArticle(of) // sorts them: the first one's text stands
			texts[i] = of[0].Claim.Text
		}
	}
	return texts, s.explain(ctx, rows.Err())
}
