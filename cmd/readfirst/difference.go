package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

// mostEdits is how many edits of one sort a difference shows of a source; the others are counted.
const mostEdits = 10

// sorts names the sorts of claims as headings.
var sorts = map[graph.ClaimKind]string{
	graph.OfSource: "Source", graph.OfConcept: "Concepts", graph.OfArticle: "Articles", graph.OfSeries: "Series",
	graph.OfMention: "Mentions", graph.OfLink: "Links", graph.OfDecision: "Decisions",
}

// writeDifference tells people what a dry run found: by source and sort what is added (+), changed (~) field
// by field, and removed (-).
func (a *app) writeDifference(s *sheet, change *graph.Change, all bool) {
	for edits := range chunks(change.Edits, func(e *graph.Edit) string { return e.Source }) {
		s.line(s.bold.Render(clean(cmp.Or(edits[0].Source, "People's decisions"))))
		for sort := range chunks(edits, func(e *graph.Edit) graph.ClaimKind { return e.Key.Kind }) {
			s.line("  ", sorts[sort[0].Key.Kind])
			shown := len(sort)
			if shown > mostEdits && !all {
				shown = mostEdits
			}
			for i := range sort[:shown] {
				writeEdit(s, &sort[i])
			}
			if left := len(sort) - shown; left > 0 {
				s.line("    ", s.faint.Render(fmt.Sprintf("… and %d more: --verbose shows all", left)))
			}
		}
	}
}

// chunks cuts edits where what the key gives of them changes.
func chunks[K comparable](edits []graph.Edit, key func(*graph.Edit) K) iter.Seq[[]graph.Edit] {
	return func(yield func([]graph.Edit) bool) {
		for len(edits) > 0 {
			n := 1
			for n < len(edits) && key(&edits[n]) == key(&edits[0]) {
				n++
			}
			if !yield(edits[:n]) {
				return
			}
			edits = edits[n:]
		}
	}
}

var marks = [...]string{graph.Added: "+ ", graph.Changed: "~ ", graph.Removed: "- "}

func writeEdit(s *sheet, e *graph.Edit) {
	was, is := fieldsOf(e.Old), fieldsOf(newOf(e))
	name, id := nameOfEdit(e, was, is)
	s.line("    ", marks[e.Op], clean(name), "  ", s.faint.Render(clean(id)))
	if e.Op != graph.Changed {
		return
	}
	for _, field := range slices.Sorted(maps.Keys(joined(was, is))) {
		if text := fieldChange(was[field], is[field]); text != "" {
			s.text("        "+field+": ", text, s.faint)
		}
	}
}

// fieldChange says what became of a field, of a list what left it and what came; "" if it stayed.
func fieldChange(was, is any) string {
	before, isList := was.([]any)
	now, areList := is.([]any)
	b, n := valueText(was), valueText(is)
	switch changes := append(only("- ", before, now), only("+ ", now, before)...); {
	case b == n:
		return ""
	case len(changes) > 0:
		return strings.Join(changes, ", ")
	case isList || areList:
		return "in another order"
	}
	b, n = around(b, n)
	return b + " → " + n
}

// only lists the items of one list that the other hasn't got.
func only(mark string, list, other []any) []string {
	have := map[string]bool{}
	for _, item := range other {
		have[valueText(item)] = true
	}
	var texts []string
	for _, item := range list {
		if text := valueText(item); !have[text] {
			texts = append(texts, mark+text)
		}
	}
	return texts
}

// nameOfEdit says what an edit is about, so that people can find it again: a name, and an id where there is one.
func nameOfEdit(e *graph.Edit, was, is map[string]any) (name, id string) {
	a, b := e.Key.A, e.Key.B
	switch {
	case e.Key.Kind == graph.OfMention:
		return fmt.Sprintf("%s in %s", b.Slug(), a.Slug()), ""
	case b != "":
		return fmt.Sprintf("%s needs %s%s", a.Slug(), b.Slug(), linkTag(e.Key.Tag)), ""
	}
	for _, fields := range []map[string]any{is, was} {
		for _, key := range []string{"name", "title"} {
			if name, ok := fields[key].(string); ok {
				return name, string(a)
			}
		}
	}
	return string(a), ""
}

// linkTag says in brackets what tells a link from others of the same ends.
func linkTag(tag string) string {
	origin, group, _ := strings.Cut(tag, " ")
	if origin == graph.Author.String() {
		origin = ""
	}
	if group != "" {
		group = "one of " + group
	}
	if text := strings.TrimSpace(origin + " " + group); text != "" {
		return " (" + text + ")"
	}
	return ""
}

// newOf is what is to stand there, as JSON; nil if nothing is.
func newOf(e *graph.Edit) json.RawMessage {
	var is any
	switch {
	case e.New != nil:
		is = e.New
	case e.Decided != nil:
		is = e.Decided
	default:
		return nil
	}
	data, err := json.Marshal(is)
	if err != nil {
		panic("readfirst: " + err.Error()) // a claim that was validated can be written
	}
	return data
}

func fieldsOf(claim json.RawMessage) map[string]any {
	var fields map[string]any
	_ = json.Unmarshal(claim, &fields) // what is there was written by Marshal; what isn't has no fields
	return fields
}

func joined(a, b map[string]any) map[string]any {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]any{}
	}
	maps.Copy(all, b)
	return all
}

// valueText says a field's value in a line: places as file:line, quotes with theirs.
func valueText(value any) string {
	switch v := value.(type) {
	case nil:
		return "nothing"
	case string:
		if v = oneLine(v); strings.Contains(v, " ") {
			return "“" + v + "”"
		}
		return v
	case []any:
		return nameList(v, ", ", valueText)
	case map[string]any:
		return tableText(v)
	}
	return fmt.Sprint(value)
}

func tableText(v map[string]any) string {
	if file, ok := v["file"].(string); ok {
		if line, ok := v["line"].(float64); ok {
			return fmt.Sprintf("%s:%.0f", file, line)
		}
		return file
	}
	if quote, ok := v["quote"].(string); ok {
		return valueText(quote) + " (" + valueText(v["place"]) + ")"
	}
	parts := make([]string, 0, len(v))
	for _, key := range slices.Sorted(maps.Keys(v)) {
		parts = append(parts, key+" "+valueText(v[key]))
	}
	return strings.Join(parts, ", ")
}

// around cuts two long texts to where they begin to differ.
func around(a, b string) (string, string) {
	const most, lead = 72, 24 // bytes of each, and of what is alike before it
	if len(a) <= most && len(b) <= most {
		return a, b
	}
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	from := 0
	if same > lead {
		from = same - lead
	}
	return window(a, from, most), window(b, from, most)
}

// window is a stretch of a text, of whole characters, with marks where something is left out.
func window(s string, from, length int) string {
	to := min(from+length, len(s))
	from = min(from, to)
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from--
	}
	for to < len(s) && !utf8.RuneStart(s[to]) {
		to++
	}
	before, after := "", ""
	if from > 0 {
		before = "…"
	}
	if to < len(s) {
		after = "…"
	}
	return before + s[from:to] + after
}

// editView is an edit for programs: what stood there and what would, as stores keep it.
type editView struct {
	Op     graph.Op        `json:"op"`
	Source *string         `json:"source"` // null for decisions
	Key    graph.ClaimKey  `json:"key"`
	Old    json.RawMessage `json:"old"`
	New    json.RawMessage `json:"new"`
}

func editViews(change *graph.Change) []editView {
	views := make([]editView, len(change.Edits))
	for i := range change.Edits {
		e := &change.Edits[i]
		views[i] = editView{Op: e.Op, Source: orNull(e.Source), Key: e.Key, Old: e.Old, New: newOf(e)}
	}
	return views
}
