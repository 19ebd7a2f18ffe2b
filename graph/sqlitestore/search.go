package sqlitestore

import (
	"context"
	"database/sql"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Words in titles say more of an article than those of its summary, and these more than those of its text.
const searchTerms = `SELECT article, -bm25(terms, 4.0, 2.0, 1.0) AS score
	FROM terms JOIN indexed ON doc = terms.rowid
	WHERE terms MATCH ? ORDER BY score DESC, article LIMIT ?`

// SearchTexts finds articles by their texts; see [graph.TextSearcher].
func (s *Store) SearchTexts(ctx context.Context, q graph.Query) ([]graph.TextHit, error) {
	if len(q.Phrases) == 0 {
		return nil, s.explain(ctx, ctx.Err())
	}
	rows, err := s.readers.QueryContext(ctx, searchTerms, matching(q), graph.MaxTextHits)
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	defer rows.Close()
	var hits []graph.TextHit
	for rows.Next() {
		var h graph.TextHit
		if err := rows.Scan(&h.Article, &h.Score); err != nil {
			return nil, s.explain(ctx, err)
		}
		hits = append(hits, h)
	}
	return hits, s.explain(ctx, rows.Err())
}

// matching is the query in FTS5's language. Terms have no quotation marks in
// them, so between these all is text.
func matching(q graph.Query) string {
	phrases := make([]string, len(q.Phrases))
	for i, p := range q.Phrases {
		phrases[i] = `"` + strings.Join(p.Terms, " ") + `"`
		if p.Prefix { // the whole term counts twice, since it fits better
			phrases[i] = "(" + phrases[i] + " OR " + phrases[i] + " *)"
		}
	}
	return strings.Join(phrases, " AND ")
}

const (
	selectIndexed = `SELECT doc FROM indexed WHERE article = ?`
	insertIndexed = `INSERT INTO indexed (article) VALUES (?) RETURNING doc`
	removeIndexed = `DELETE FROM indexed WHERE doc = ?`
	writeTerms    = `INSERT OR REPLACE INTO terms (rowid, title, summary, text) VALUES (?, ?, ?, ?)`
	removeTerms   = `DELETE FROM terms WHERE rowid = ?`
	claimsOn      = `SELECT source, origin, title, summary, text FROM articles WHERE id = ?`
)

// index brings the full-text index up to date for the articles that edits
// have touched, from what they have made of the tables.
func (w *write) index(edits []graph.Edit) error {
	touched := map[graph.ID]bool{}
	for i := range edits {
		if id := edits[i].Key.A; edits[i].Key.Kind == graph.OfArticle && !touched[id] {
			touched[id] = true
			if err := w.indexArticle(id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *write) indexArticle(id graph.ID) error {
	claims, err := w.claimsOn(id)
	if err != nil {
		return err
	}
	doc, known, err := w.docOf(selectIndexed, id)
	if err != nil {
		return err
	}
	terms := graph.TermsOf(claims)
	switch {
	case terms == nil && !known:
		return nil
	case terms == nil:
		if err := w.exec(removeTerms, doc); err != nil {
			return err
		}
		return w.exec(removeIndexed, doc)
	case !known:
		if doc, _, err = w.docOf(insertIndexed, id); err != nil {
			return err
		}
	}
	return w.exec(writeTerms, doc, terms.Title, terms.Summary, terms.Text)
}

// docOf gives the number that a statement has for an article, and whether there is one.
func (w *write) docOf(query string, id graph.ID) (doc int64, ok bool, err error) {
	rows, err := w.query(query, string(id))
	if err != nil {
		return 0, false, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&doc); err != nil {
			return 0, false, err
		}
		ok = true
	}
	return doc, ok, rows.Err()
}

// claimsOn gives what all sources claim of an article, as far as it is searched.
func (w *write) claimsOn(id graph.ID) ([]graph.From[graph.ArticleClaim], error) {
	rows, err := w.query(claimsOn, string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var claims []graph.From[graph.ArticleClaim]
	for rows.Next() {
		c := &graph.ArticleClaim{ID: id}
		from := graph.From[graph.ArticleClaim]{Claim: c}
		if err := rows.Scan(&from.Source, enum{&c.Origin}, &c.Title, &c.Summary, &c.Text); err != nil {
			return nil, unreadable(tables[graph.OfArticle], err)
		}
		claims = append(claims, from)
	}
	return claims, rows.Err()
}

// indexAll indexes what an older version of readfirst has stored.
func indexAll(ctx context.Context, tx *sql.Tx) error {
	w := &write{tx: tx, prepared: map[string]*sql.Stmt{}}
	ids, err := articlesWithTexts(ctx, tx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := w.indexArticle(id); err != nil {
			return err
		}
	}
	return nil
}

func articlesWithTexts(ctx context.Context, q querier) ([]graph.ID, error) {
	rows, err := q.QueryContext(ctx, `SELECT DISTINCT id FROM articles WHERE text <> '' ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []graph.ID
	for rows.Next() {
		var id graph.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
