package neo4jstore

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// The terms of articles are nodes of their own, apart from those that people
// look at, which their length would only burden. The index splits them at
// spaces alone, and is up to date with every commit.
const (
	createTermsIndex = `CREATE FULLTEXT INDEX readfirst_terms IF NOT EXISTS FOR (n:ReadfirstTerms) ON EACH [n.title, n.summary, n.text]
OPTIONS {indexConfig: {` + "`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}"

	searchTerms = `CALL db.index.fulltext.queryNodes('readfirst_terms', $query, {limit: $limit}) YIELD node, score
RETURN collect([node.id, score])`

	writeTerms = "UNWIND $rows AS row MERGE (t:ReadfirstTerms {id: row.id}) SET t = row"

	articlesAfter = `MATCH (n:Article)<-[r:CLAIMS]-(:Source) WHERE n.id > $after AND r.text IS NOT NULL
WITH DISTINCT n ORDER BY n.id LIMIT $limit MATCH (n)<-[r:CLAIMS]-(a:Source) RETURN a.id, `
)

// SearchTexts implements graph.TextSearcher.
func (s *Store) SearchTexts(ctx context.Context, q graph.Query) ([]graph.TextHit, error) {
	if len(q.Phrases) == 0 {
		return nil, ctx.Err()
	}
	var hits []graph.TextHit
	err := s.read(ctx, func(ctx context.Context, tx runner) error {
		hits = nil // anew in each try
		return queryLists(ctx, tx, searchTerms, params{"query": matching(q), "limit": graph.MaxTextHits}, func(c *cells) error {
			hits = append(hits, graph.TextHit{Article: c.id(), Score: c.float()})
			return nil
		})
	})
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	slices.SortFunc(hits, func(x, y graph.TextHit) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), compareIDs(x.Article, y.Article))
	})
	return hits, nil
}

// matching is the query in Lucene's language. Words in titles say more of an
// article than those of its summary, and these more than those of its text.
func matching(q graph.Query) string {
	clauses := make([]string, len(q.Phrases))
	for i, p := range q.Phrases {
		phrase := escape(strings.Join(p.Terms, " "))
		ways := fields(`"` + phrase + `"`)
		if p.Prefix {
			ways += " " + fields(phrase+"*")
		}
		clauses[i] = "+(" + ways + ")"
	}
	return strings.Join(clauses, " ")
}

func fields(what string) string {
	return "title:" + what + "^4 summary:" + what + "^2 text:" + what
}

// escape makes text of the only signs that are in terms.
var escape = strings.NewReplacer("+", `\+`, "#", `\#`).Replace

// writeTerms brings the full-text index up to date for the articles that are
// touched and have terms; those of others go with removeThings.
func (p *placing) writeTerms(ctx context.Context) error {
	var rows []any
	for _, id := range slices.Sorted(maps.Keys(p.around.article)) {
		if row := termsRow(id, p.around.article[id]); row != nil {
			rows = append(rows, row)
		}
	}
	return writeIndex(ctx, p.tx, rows)
}

// goneTerms are the articles that may have had terms, and have none any more.
func (p *placing) goneTerms() (gone []any) {
	for _, e := range p.edits {
		if e.Key.Kind == graph.OfArticle && e.Op != graph.Added && graph.TermsOf(p.around.article[e.Key.A]) == nil {
			gone = append(gone, string(e.Key.A))
		}
	}
	return gone
}

// termsRow is the node of an article's terms; nil if it has none.
func termsRow(id graph.ID, claims []graph.From[graph.ArticleClaim]) any {
	terms := graph.TermsOf(claims)
	if terms == nil {
		return nil
	}
	p := properties{"id": string(id)}
	p.text("title", terms.Title)
	p.text("summary", terms.Summary)
	p.text("text", terms.Text)
	return map[string]any(p)
}

func writeIndex(ctx context.Context, tx runner, rows []any) error {
	return inChunks(rows, func(rows []any) error { return run(ctx, tx, writeTerms, params{"rows": rows}) })
}

// articlesAtOnce is how many articles are indexed in one transaction when an
// older version's database is brought up to date.
const articlesAtOnce = 200

// indexAll indexes what an older version of readfirst has stored. It can be run twice.
func (s *Store) indexAll(ctx context.Context) error {
	for after := graph.ID(""); ; {
		claims := map[graph.ID][]graph.From[graph.ArticleClaim]{}
		err := s.readNow(ctx, func(ctx context.Context, tx runner) error {
			clear(claims) // anew in each try
			p := params{"after": string(after), "limit": articlesAtOnce}
			return query(ctx, tx, articlesAfter+articleKind.allFields(), p, func(c *cells) error {
				source, claim := c.str(), articleKind.scanAll(c).(*graph.ArticleClaim)
				claims[claim.ID] = append(claims[claim.ID], graph.From[graph.ArticleClaim]{Source: source, Claim: claim})
				return nil
			})
		})
		if err != nil || len(claims) == 0 {
			return err
		}
		var rows []any
		for _, id := range slices.Sorted(maps.Keys(claims)) {
			if row := termsRow(id, claims[id]); row != nil {
				rows = append(rows, row)
			}
			after = id
		}
		err = s.writeOnce(ctx, nil, func(ctx context.Context, tx runner) (func() error, error) {
			return done, writeIndex(ctx, tx, rows)
		})
		if err != nil {
			return err
		}
	}
}
