package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

// reader reads front matter into a page.
type reader struct {
	page      *Page
	faults    *graph.Faults
	elsewhere bool // it stands in another file, so its lines are kept below 0
}

func (r *reader) line(line int) int {
	if r.elsewhere {
		return -line
	}
	return line
}

// kindKeys are our keys, for each kind.
var kindKeys = map[graph.Kind][]string{
	graph.KindConcept: {"kind", "name", "id", "aliases", "match", "module", "requires", "recommends", "together", "external", "draft"},
	graph.KindArticle: {"kind", "title", "id", "url", "author", "date", "lang", "series", "part", "minutes", "teaches", "uses", "requires", "draft"},
}

func (r *reader) fault(line int, do, format string, args ...any) {
	r.faults.Add(graph.Place{Line: line}, do, format, args...)
}

func (r *reader) read(root *tree.Node) {
	if root == nil {
		return
	}
	r.readForeign(root)
	own := ownTable(root, r)
	switch {
	case own != nil:
		r.readOwn(own, false)
	case root.Get("kind") != nil:
		r.readOwn(root, true)
	}
}

// ownTables are the ways to the table that only our keys stand in.
var ownTables = [][]string{{"readfirst"}, {"params", "readfirst"}, {"extra", "readfirst"}}

// ownTable finds the table that only our keys stand in.
func ownTable(root *tree.Node, r *reader) *tree.Node {
	for _, way := range ownTables {
		if own := root.Table(way...); own != nil {
			return own
		}
	}
	if n := root.Get("readfirst"); n != nil && !n.Null {
		r.fault(n.Line, "write `kind:` and the other keys below it, indented", "readfirst is %s", n.Shape)
	}
	return nil
}

// readOwn reads our keys. Among the keys of a flat page those of site
// generators are let be.
func (r *reader) readOwn(own *tree.Node, flat bool) {
	r.page.own = own
	r.readKind(own)
	keys := kindKeys[r.page.Kind]
	for _, f := range own.Fields {
		switch {
		case slices.Contains(keys, f.Key):
			r.readField(f)
		case !flat || !slices.Contains(foreignKeys, f.Key):
			r.unknownKey(f, keys)
		}
	}
}

func (r *reader) readKind(own *tree.Node) {
	n := own.Get("kind")
	if n == nil {
		return
	}
	switch word := r.text(n, "kind"); word.Value {
	case "concept":
		r.page.Kind = graph.KindConcept
	case "article":
		r.page.Kind = graph.KindArticle
	default:
		if word.Given() {
			r.fault(n.Line, "write concept or article", "the kind %q is neither concept nor article", word.Value)
		}
	}
}

func (r *reader) unknownKey(f tree.Field, keys []string) {
	if nearest := tree.NearestKey(f.Key, keys); nearest != "" {
		r.fault(f.Line, "did you mean "+nearest+"?", "%s has no key %q", withArticle(r.page.Kind), f.Key)
		return
	}
	r.fault(f.Line, "remove it; the keys are "+strings.Join(keys, ", "), "%s has no key %q", withArticle(r.page.Kind), f.Key)
}

func withArticle(k graph.Kind) string {
	if k == graph.KindArticle {
		return "an article"
	}
	return "a " + k.String()
}

func (r *reader) readField(f tree.Field) {
	p, n := r.page, f.Value
	if n.Null {
		n = &tree.Node{Line: f.Line, Null: true, Shape: n.Shape}
	}
	switch f.Key {
	case "name", "title":
		p.Name = r.text(n, f.Key)
		p.Titled = p.Name.Given()
	case "id":
		p.ID = r.text(n, f.Key)
	case "aliases":
		p.Aliases = r.names(n, f.Key)
	case "match":
		p.Match = r.match(n)
	case "module":
		p.Module = r.text(n, f.Key).Value
	case "requires":
		p.Requires = r.needs(n, f.Key)
	case "recommends":
		p.Recommends = r.needs(n, f.Key)
	case "together":
		p.Together = r.names(n, f.Key)
	case "external":
		p.External = r.external(n)
	case "url":
		p.URL = r.address(n)
	case "author":
		p.Author = authors(n)
	case "date":
		p.Date = r.text(n, f.Key).Value
	case "lang":
		p.Lang = r.text(n, f.Key).Value
	case "series":
		p.Series = r.text(n, f.Key)
	case "part":
		p.Part = r.number(n, f.Key)
	case "minutes":
		p.Minutes = r.number(n, f.Key)
	case "teaches":
		p.Teaches, p.HasTeaches = r.names(n, f.Key), true
	case "uses":
		p.Uses = r.names(n, f.Key)
	case "draft":
		p.Draft = r.truth(n)
	}
}

// text reads a single value.
func (r *reader) text(n *tree.Node, key string) Text {
	if n.Shape != tree.Scalar {
		r.fault(n.Line, "write one value", "%s is %s", key, n.Shape)
		return Text{}
	}
	if n.Null {
		return Text{}
	}
	return Text{strings.TrimSpace(n.Text), r.line(n.Line)}
}

// name reads a name, which may be in the double brackets of a wiki link:
// as text, or bare, when YAML takes them for a list in a list. What is shown
// instead ("[[Future|futures]]") doesn't matter.
func (r *reader) name(n *tree.Node, key string) Text {
	bare := n.Shape == tree.List
	for range 2 {
		if n.Shape == tree.List && len(n.List) == 1 {
			n = n.List[0]
		}
	}
	t := r.text(n, key)
	inner, opened := strings.CutPrefix(t.Value, "[[")
	inner, closed := strings.CutSuffix(inner, "]]")
	if opened && closed || bare {
		target, _, _ := strings.Cut(inner, "|")
		t.Value = strings.TrimSpace(target)
	}
	return t
}

// names reads a list of names; one name alone will do.
func (r *reader) names(n *tree.Node, key string) []Text {
	items := []*tree.Node{n}
	if n.Shape == tree.List {
		items = n.List
	} else if n.Null {
		return nil
	}
	var names []Text
	for _, item := range items {
		switch name := r.name(item, "a name in "+key); {
		case name.Given():
			names = append(names, name)
		case item.Shape == tree.Scalar:
			r.fault(item.Line, "write it or remove the item", "a name in %s is empty", key)
		}
	}
	return names
}

func (r *reader) match(n *tree.Node) graph.MatchRule {
	switch word := r.text(n, "match"); word.Value {
	case "", "phrase":
	case "exact":
		return graph.MatchExact
	case "code":
		return graph.MatchCode
	default:
		r.fault(n.Line, "write phrase, exact or code", "the match rule %q is none of phrase, exact and code", word.Value)
	}
	return graph.MatchPhrase
}

func (r *reader) number(n *tree.Node, key string) int {
	word := r.text(n, key)
	if !word.Given() {
		return 0
	}
	number, err := strconv.ParseInt(word.Value, 10, 31)
	if err != nil || number < 0 {
		r.fault(n.Line, "write a count such as 3", "%s %q is no whole number", key, word.Value)
		return 0
	}
	return int(number)
}

func (r *reader) truth(n *tree.Node) bool {
	switch word := r.text(n, "draft"); strings.ToLower(word.Value) {
	case "true", "yes", "on":
		return true
	case "", "false", "no", "off":
	default:
		r.fault(n.Line, "write true or false", "draft is %q", word.Value)
	}
	return false
}

func (r *reader) address(n *tree.Node) string {
	word := r.text(n, "url")
	if word.Given() && graph.AddressSlug(word.Value) == "" {
		r.fault(n.Line, "begin it with https://", "url %q is no web address", word.Value)
	}
	return word.Value
}

func (r *reader) external(n *tree.Node) []graph.ExternalID {
	if n.Null {
		return nil
	}
	if n.Shape != tree.Table {
		r.fault(n.Line, "write `system: id` lines", "external is %s", n.Shape)
		return nil
	}
	var ids []graph.ExternalID
	for _, f := range n.Fields {
		if id := r.text(f.Value, "external id of "+f.Key); id.Given() {
			ids = append(ids, graph.ExternalID{System: f.Key, ID: id.Value})
		}
	}
	return ids
}
