package neo4jstore

import (
	"fmt"

	"github.com/readfirst/readfirst/graph"
)

// kind says how one sort of claim is kept: as a relationship r from a node a to
// a node n.
type kind struct {
	of      graph.ClaimKind
	pattern string // of a, r and n
	source  string // where the claim's source is
	key     string // the columns of keyOf
	fields  string // the columns of scan
	heavy   string // the columns of scanHeavy, which come after them: what a State leaves out
	keyOf   func(*cells) graph.ClaimKey
	scan    func(*cells) graph.Claim
	more    func(*cells, graph.Claim)        // reads the heavy columns into the claim
	props   func(graph.Claim) map[string]any // the relationship's own properties
}

const (
	evidenceColumns = "r.quotes, r.quote_headings, r.quote_in, r.quote_files, r.quote_lines"
	placeColumns    = "r.file, r.line"
	signalColumns   = "r.signals, r.signal_weights"
)

// kinds are all sorts of claims that are relationships, in the order of writing.
var kinds = []kind{conceptKind, articleKind, seriesKind, mentionKind, linkKind}

var conceptKind = kind{
	of: graph.OfConcept, pattern: "(a:Source)-[r:CLAIMS]->(n:Concept)", source: "a.id", key: "n.id",
	fields: "n.id, r.name, r.aliases, r.summary, r.module, r.match, r.together, r.external_systems, r.external_ids, r.origin, r.confidence, " + signalColumns + ", " + placeColumns,
	keyOf:  func(c *cells) graph.ClaimKey { return graph.ClaimKey{Kind: graph.OfConcept, A: c.id()} },
	scan: func(c *cells) graph.Claim {
		claim := &graph.ConceptClaim{ID: c.id(), Name: c.str(), Aliases: list[string](c), Summary: c.str(), Module: c.str()}
		c.word(&claim.Match)
		claim.Together, claim.External = list[graph.ID](c), c.external()
		c.word(&claim.Origin)
		claim.Confidence, claim.Signals, claim.Place = c.float(), c.signals(), c.place()
		return claim
	},
	props: func(c graph.Claim) map[string]any {
		claim := c.(*graph.ConceptClaim)
		p := properties{}
		p.text("name", claim.Name)
		p.texts("aliases", claim.Aliases)
		p.text("summary", claim.Summary)
		p.text("module", claim.Module)
		p["match"] = claim.Match.String()
		p.texts("together", plain(claim.Together))
		p.external(claim.External)
		p["origin"] = claim.Origin.String()
		p.fraction("confidence", claim.Confidence)
		p.signals(claim.Signals)
		p.place(claim.Place)
		return p
	},
}

var articleKind = kind{
	of: graph.OfArticle, pattern: "(a:Source)-[r:CLAIMS]->(n:Article)", source: "a.id", key: "n.id",
	fields: "n.id, r.title, r.url, r.author, r.date, r.lang, r.series, r.part, r.minutes, r.words, r.summary, r.origin, " + placeColumns,
	heavy:  "r.text",
	keyOf:  func(c *cells) graph.ClaimKey { return graph.ClaimKey{Kind: graph.OfArticle, A: c.id()} },
	scan: func(c *cells) graph.Claim {
		claim := &graph.ArticleClaim{ID: c.id(), Title: c.str(), URL: c.str(), Author: c.str(), Date: c.str(), Lang: c.str(),
			Series: c.id(), Part: c.int(), Minutes: c.int(), Words: c.int(), Summary: c.str()}
		c.word(&claim.Origin)
		claim.Place = c.place()
		return claim
	},
	more: func(c *cells, claim graph.Claim) { claim.(*graph.ArticleClaim).Text = c.str() },
	props: func(c graph.Claim) map[string]any {
		claim := c.(*graph.ArticleClaim)
		p := properties{}
		p.text("title", claim.Title)
		p.text("url", claim.URL)
		p.text("author", claim.Author)
		p.text("date", claim.Date)
		p.text("lang", claim.Lang)
		p.text("series", string(claim.Series))
		p.number("part", claim.Part)
		p.number("minutes", claim.Minutes)
		p.number("words", claim.Words)
		p.text("summary", claim.Summary)
		p.text("text", claim.Text)
		p["origin"] = claim.Origin.String()
		p.place(claim.Place)
		return p
	},
}

var seriesKind = kind{
	of: graph.OfSeries, pattern: "(a:Source)-[r:CLAIMS]->(n:Series)", source: "a.id", key: "n.id",
	fields: "n.id, r.name, r.origin, " + placeColumns,
	keyOf:  func(c *cells) graph.ClaimKey { return graph.ClaimKey{Kind: graph.OfSeries, A: c.id()} },
	scan: func(c *cells) graph.Claim {
		claim := &graph.SeriesClaim{ID: c.id(), Name: c.str()}
		c.word(&claim.Origin)
		claim.Place = c.place()
		return claim
	},
	props: func(c graph.Claim) map[string]any {
		claim := c.(*graph.SeriesClaim)
		p := properties{"name": claim.Name, "origin": claim.Origin.String()}
		p.place(claim.Place)
		return p
	},
}

var mentionKind = kind{
	of: graph.OfMention, pattern: "(a)-[r:MENTIONS]->(n)", source: "r.source", key: "a.id, n.id",
	fields: "a.id, n.id, r.role, r.count, r.salience, " + signalColumns + ", " + placeColumns,
	heavy:  evidenceColumns,
	keyOf:  func(c *cells) graph.ClaimKey { return graph.ClaimKey{Kind: graph.OfMention, A: c.id(), B: c.id()} },
	scan: func(c *cells) graph.Claim {
		claim := &graph.MentionClaim{Article: c.id(), Concept: c.id()}
		c.word(&claim.Role)
		claim.Count, claim.Salience, claim.Signals, claim.Place = c.int(), c.float(), c.signals(), c.place()
		return claim
	},
	more: func(c *cells, claim graph.Claim) { claim.(*graph.MentionClaim).Evidence = c.evidence() },
	props: func(c graph.Claim) map[string]any {
		claim := c.(*graph.MentionClaim)
		p := properties{"role": claim.Role.String(), "count": claim.Count, "salience": claim.Salience}
		p.signals(claim.Signals)
		p.evidence(claim.Evidence)
		p.place(claim.Place)
		return p
	},
}

var linkKind = kind{
	of: graph.OfLink, pattern: "(a)-[r:PREREQUISITE]->(n)", source: "r.source", key: "a.id, n.id, r.origin, r.any_of",
	fields: "a.id, n.id, r.any_of, r.origin, r.need, r.reason, r.confidence, " + placeColumns,
	heavy:  evidenceColumns,
	keyOf: func(c *cells) graph.ClaimKey {
		claim := graph.LinkClaim{After: c.id(), Before: c.id()}
		c.word(&claim.Origin)
		claim.AnyOf = c.str()
		return claim.Key()
	},
	scan: func(c *cells) graph.Claim {
		claim := &graph.LinkClaim{After: c.id(), Before: c.id(), AnyOf: c.str()}
		c.word(&claim.Origin)
		c.word(&claim.Need)
		claim.Reason, claim.Confidence, claim.Place = c.str(), c.float(), c.place()
		return claim
	},
	more: func(c *cells, claim graph.Claim) { claim.(*graph.LinkClaim).Evidence = c.evidence() },
	props: func(c graph.Claim) map[string]any {
		claim := c.(*graph.LinkClaim)
		p := properties{"origin": claim.Origin.String(), "need": claim.Need.String()}
		p.text("any_of", claim.AnyOf)
		p.text("reason", claim.Reason)
		p.fraction("confidence", claim.Confidence)
		p.evidence(claim.Evidence)
		p.place(claim.Place)
		return p
	},
}

// allFields are the columns of scanAll.
func (k *kind) allFields() string {
	if k.heavy == "" {
		return k.fields
	}
	return k.fields + ", " + k.heavy
}

// scanAll reads a claim with what a State leaves out.
func (k *kind) scanAll(c *cells) graph.Claim {
	claim := k.scan(c)
	if k.more != nil {
		k.more(c, claim)
	}
	return claim
}

// claimsPerRecord is how many claims come in one record: enough that a record
// costs nothing, few enough that the server never holds many.
const claimsPerRecord = 1000

// all is a statement for queryLists that gives the columns of all claims of the
// kind, or of those that the condition chooses.
func (k *kind) all(condition, columns string) string {
	return fmt.Sprintf(`MATCH %s %s WITH collect(r) AS claims
UNWIND range(0, size(claims) - 1, %[3]d) AS i
CALL { WITH claims, i UNWIND claims[i..i+%[3]d] AS r
WITH r, startNode(r) AS a, endNode(r) AS n RETURN collect([%[4]s]) AS rows }
RETURN rows`, k.pattern, condition, claimsPerRecord, columns)
}
