package model

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

// Page is a page of a connection, as Relay has them.
type Page[N any] struct {
	Edges      []Edge[N]
	PageInfo   PageInfo
	TotalCount int
}

// Nodes gives the items without their cursors.
func (p Page[N]) Nodes() []N {
	nodes := make([]N, len(p.Edges))
	for i, e := range p.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// Edge is an item of a page.
type Edge[N any] struct {
	Cursor string
	Node   N
}

// PageInfo says where a page begins and ends.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       string
}

// Pages and their items under the names that the schema has for them.
type (
	// ConceptConnection is a page of concepts.
	ConceptConnection = Page[graph.Concept]
	// ConceptEdge is a concept on a page.
	ConceptEdge = Edge[graph.Concept]
	// ArticleConnection is a page of articles.
	ArticleConnection = Page[graph.Article]
	// ArticleEdge is an article on a page.
	ArticleEdge = Edge[graph.Article]
	// MentionConnection is a page of mentions.
	MentionConnection = Page[graph.Mention]
	// MentionEdge is a mention on a page.
	MentionEdge = Edge[graph.Mention]
	// LinkConnection is a page of links.
	LinkConnection = Page[graph.Link]
	// LinkEdge is a link on a page.
	LinkEdge = Edge[graph.Link]
	// ChangeConnection is a page of changes.
	ChangeConnection = Page[Change]
	// ChangeEdge is a change on a page.
	ChangeEdge = Edge[Change]
	// FindingConnection is a page of findings.
	FindingConnection = Page[graph.Finding]
	// FindingEdge is a finding on a page.
	FindingEdge = Edge[graph.Finding]
)

// SubjectConnection is a page of what a search finds.
type SubjectConnection struct {
	Edges         []SubjectEdge
	PageInfo      PageInfo
	TotalCount    int
	TextsSearched bool
}

// Nodes gives what is found without the reasons.
func (c SubjectConnection) Nodes() []graph.Subject {
	nodes := make([]graph.Subject, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Subject
	}
	return nodes
}

// SubjectEdge is what a search finds, on a page.
type SubjectEdge struct {
	graph.Found
	Query  graph.Query
	Cursor string
}

// NewSubjectConnection cuts the page of at most first items out of all that a query finds, which begins at the number from.
func NewSubjectConnection(q graph.Query, all []graph.Found, from, first int) SubjectConnection {
	to := min(from+first, len(all))
	page := SubjectConnection{TotalCount: len(all), Edges: make([]SubjectEdge, to-from)}
	for i, found := range all[from:to] {
		page.Edges[i] = SubjectEdge{Found: found, Query: q, Cursor: PlaceCursor(found.Place())}
	}
	page.PageInfo = PageInfo{HasNextPage: to < len(all), HasPreviousPage: from > 0}
	if to > from {
		page.PageInfo.StartCursor, page.PageInfo.EndCursor = page.Edges[0].Cursor, page.Edges[to-from-1].Cursor
	}
	return page
}

// NewPage cuts the page of at most first items out of all, which begins at the number from.
func NewPage[N any](all []N, from, first int, id func(N) graph.ID) Page[N] {
	to := min(from+first, len(all))
	page := Page[N]{TotalCount: len(all), Edges: make([]Edge[N], to-from)}
	for i, node := range all[from:to] {
		page.Edges[i] = Edge[N]{Cursor: Cursor(id(node)), Node: node}
	}
	page.PageInfo = PageInfo{HasNextPage: to < len(all), HasPreviousPage: from > 0}
	if to > from {
		page.PageInfo.StartCursor, page.PageInfo.EndCursor = page.Edges[0].Cursor, page.Edges[to-from-1].Cursor
	}
	return page
}

// Cursor makes an opaque cursor of the id of an item. The next page begins
// behind that id, so items that come and go in between move nothing.
func Cursor(id graph.ID) string { return base64.RawURLEncoding.EncodeToString([]byte(id)) }

// ParseCursor gives a cursor's id.
func ParseCursor(cursor string) (graph.ID, error) {
	id, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(id) == 0 || !utf8.Valid(id) {
		return "", NotACursor(cursor)
	}
	return graph.ID(id), nil
}

// PlaceCursor makes an opaque cursor of a place among what a search finds: tier, rank and id.
func PlaceCursor(p graph.FoundPlace) string {
	return Cursor(graph.ID(fmt.Sprintf("%s %s %s", p.Tier, strconv.FormatFloat(p.Rank, 'g', -1, 64), p.ID)))
}

// ParsePlaceCursor gives a cursor's place.
func ParsePlaceCursor(cursor string) (p graph.FoundPlace, err error) {
	text, err := ParseCursor(cursor)
	if err != nil {
		return p, err
	}
	parts := strings.SplitN(string(text), " ", 3)
	if len(parts) != 3 || p.Tier.UnmarshalText([]byte(parts[0])) != nil {
		return p, NotACursor(cursor)
	}
	if p.Rank, err = strconv.ParseFloat(parts[1], 64); err != nil || math.IsNaN(p.Rank) {
		return p, NotACursor(cursor)
	}
	p.ID = graph.ID(parts[2])
	return p, nil
}

// NotACursor is the error of a cursor that wasn't given out.
func NotACursor(cursor string) error {
	return Errorf(Invalid, "%q is not a cursor that this API gave", cursor)
}
