package sqlitestore

import (
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// A table holds one sort of claim.
type table struct {
	kind   graph.ClaimKind
	name   string
	source string   // the column of the source's id
	key    []string // the columns that tell a source's claims apart, in key order
	fields []string // the other columns that a State has
	heavy  []string // those that it leaves out
	ends   []string // columns that refer to other claims' ids

	insert, remove, held string
}

// tables are in the order of graph.ClaimKind.
var tables = []*table{
	prepare(&table{kind: graph.OfSource, name: "sources", source: "id", fields: []string{"location", "version", "decisions_in", "audiences"}}),
	prepare(&table{kind: graph.OfConcept, name: "concepts", key: []string{"id"},
		fields: []string{"name", "aliases", "module", "match", "together", "external", "origin", "file", "line", "confidence", "signals", "summary"}}),
	prepare(&table{kind: graph.OfArticle, name: "articles", key: []string{"id"}, ends: []string{"series"},
		fields: []string{"title", "url", "author", "date", "lang", "series", "part", "minutes", "words", "summary", "origin", "file", "line"},
		heavy:  []string{"text"}}),
	prepare(&table{kind: graph.OfSeries, name: "series", key: []string{"id"}, fields: []string{"name", "origin", "file", "line"}}),
	prepare(&table{kind: graph.OfMention, name: "mentions", key: []string{"article", "concept"}, ends: []string{"article", "concept"},
		fields: []string{"role", "count", "salience", "file", "line", "signals"}, heavy: []string{"evidence"}}),
	prepare(&table{kind: graph.OfLink, name: "links", key: []string{"after", "before", "origin", "any_of"}, ends: []string{"after", "before"},
		fields: []string{"need", "reason", "confidence", "file", "line"}, heavy: []string{"evidence"}}),
}

// prepare writes the table's statements, from the names above alone.
func prepare(t *table) *table {
	if t.source == "" {
		t.source = "source"
	}
	columns := slices.Concat([]string{t.source}, t.key, t.fields, t.heavy)
	t.insert = fmt.Sprintf("INSERT INTO %s (%s, digest) VALUES (?%s)", t.name, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)))
	t.remove = fmt.Sprintf("DELETE FROM %s WHERE %s RETURNING %s", t.name, t.where(), strings.Join(columns, ", "))
	t.held = fmt.Sprintf("SELECT %s FROM %s WHERE %s = ? ORDER BY %s", strings.Join(append(slices.Clone(t.key), "digest"), ", "),
		t.name, t.source, t.order())
	return t
}

func (t *table) where() string {
	return strings.Join(append([]string{t.source}, t.key...), " = ? AND ") + " = ?"
}

func (t *table) order() string { return strings.Join(append([]string{t.source}, t.key...), ", ") }

// selectLight selects what a State has of the claims, in its order.
func (t *table) selectLight(where string) string {
	columns := slices.Concat([]string{t.source}, t.key, t.fields)
	return fmt.Sprintf("SELECT %s FROM %s %s ORDER BY %s", strings.Join(columns, ", "), t.name, where, t.order())
}

// keyOf makes a claim's key of its key columns.
func (t *table) keyOf(source string, columns []string) graph.ClaimKey {
	key := graph.ClaimKey{Kind: t.kind}
	switch len(columns) {
	case 0:
		key.A = graph.ID(source)
	case 1:
		key.A = graph.ID(columns[0])
	default:
		key.A, key.B = graph.ID(columns[0]), graph.ID(columns[1])
	}
	if t.kind == graph.OfLink {
		key.Tag = columns[2]
		if columns[3] != "" {
			key.Tag += " " + columns[3]
		}
	}
	return key
}

// keyArgs are the values of the source and key columns for a claim's key.
func (t *table) keyArgs(source string, key graph.ClaimKey) []any {
	args := []any{source}
	if t.kind == graph.OfSource {
		return args
	}
	args = append(args, string(key.A))
	if t.kind == graph.OfMention || t.kind == graph.OfLink {
		args = append(args, string(key.B))
	}
	if t.kind == graph.OfLink {
		origin, group, _ := strings.Cut(key.Tag, " ")
		args = append(args, origin, group)
	}
	return args
}

// columns are places to write from and to read into: the claim's fields in the
// order of its table's columns after the source's.
func columns(c graph.Claim) []any {
	switch c := c.(type) {
	case *graph.Source:
		return []any{&c.Location, &c.Version, &c.DecisionsIn, list(&c.Audiences)}
	case *graph.ConceptClaim:
		return []any{&c.ID, &c.Name, list(&c.Aliases), &c.Module, enum{&c.Match}, list(&c.Together), list(&c.External),
			enum{&c.Origin}, &c.Place.File, &c.Place.Line, &c.Confidence, list(&c.Signals), &c.Summary}
	case *graph.ArticleClaim:
		return []any{&c.ID, &c.Title, &c.URL, &c.Author, &c.Date, &c.Lang, &c.Series, &c.Part, &c.Minutes, &c.Words, &c.Summary,
			enum{&c.Origin}, &c.Place.File, &c.Place.Line, &c.Text}
	case *graph.SeriesClaim:
		return []any{&c.ID, &c.Name, enum{&c.Origin}, &c.Place.File, &c.Place.Line}
	case *graph.MentionClaim:
		return []any{&c.Article, &c.Concept, enum{&c.Role}, &c.Count, &c.Salience, &c.Place.File, &c.Place.Line, list(&c.Signals), list(&c.Evidence)}
	case *graph.LinkClaim:
		return []any{&c.After, &c.Before, enum{&c.Origin}, &c.AnyOf, enum{&c.Need}, &c.Reason, &c.Confidence,
			&c.Place.File, &c.Place.Line, list(&c.Evidence)}
	}
	panic(fmt.Sprintf("sqlitestore: there is no table for a %T", c)) // graph.Claim names all its types
}

// enum keeps an enumeration as its upper-case name.
type enum struct {
	to interface {
		fmt.Stringer
		encoding.TextUnmarshaler
	}
}

// Value gives the name.
func (e enum) Value() (driver.Value, error) { return e.to.String(), nil }

// Scan reads the name.
func (e enum) Scan(value any) error {
	name, ok := value.(string)
	if !ok {
		return fmt.Errorf("%w: a %T where a name belongs", graph.ErrCorrupt, value)
	}
	if err := e.to.UnmarshalText([]byte(name)); err != nil {
		return fmt.Errorf("%w: %w", graph.ErrCorrupt, err)
	}
	return nil
}

// jsonList keeps a list as JSON, and an empty one as NULL.
type jsonList[T any] struct{ to *[]T }

func list[T any](to *[]T) jsonList[T] { return jsonList[T]{to} }

// Value gives the JSON text.
func (l jsonList[T]) Value() (driver.Value, error) {
	if len(*l.to) == 0 {
		return nil, nil
	}
	data, err := json.Marshal(*l.to)
	return string(data), err
}

// Scan reads the JSON text.
func (l jsonList[T]) Scan(value any) error {
	*l.to = nil
	if value == nil {
		return nil
	}
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("%w: a %T where a list belongs", graph.ErrCorrupt, value)
	}
	if err := json.Unmarshal([]byte(text), l.to); err != nil {
		return fmt.Errorf("%w: a list is no JSON: %w", graph.ErrCorrupt, err)
	}
	return nil
}
