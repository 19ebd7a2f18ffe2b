package loader

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tidy"
	"github.com/readfirst/readfirst/loader/tree"
)

// newDecisions begins a new file of decisions.
const newDecisions = "# What people decided about what this folder's sources say. `readfirst accept`, `reject` and\n" +
	"# `edit` write it, and so may you; `readfirst fmt` brings it in order.\n"

// errNoLines says that a file of decisions is written in a way that lines can't be put into.
var errNoLines = errors.New("its items don't stand in lines of their own")

// decisionsOrder is the order of a file of decisions.
var decisionsOrder = &tidy.Order{
	By: func(item *tree.Node) string {
		on := judgedIn(item)
		return string(on.After) + "\x00" + string(on.Before)
	},
	Items: &tidy.Order{Keys: decisionKeys, Under: map[string]*tidy.Order{
		"set": {Keys: slices.Concat(conceptEdits, linkEdits)}, "was": {Keys: slices.Concat(conceptEdits, linkEdits)},
	}},
}

// judgedIn is what an item is about, as far as it says so.
func judgedIn(item *tree.Node) (on graph.Judged) {
	for key, kind := range map[string]graph.Kind{"concept": graph.KindConcept, "article": graph.KindArticle} {
		if n := item.Get(key); n != nil {
			on.After = idOfKind(strings.TrimSpace(n.Text), kind)
		}
	}
	if n := item.Get("needs"); n != nil && n.Text != "" {
		on.Before = idOfKind(strings.TrimSpace(n.Text), graph.KindConcept)
	}
	return on
}

// putDecision writes a decision into a file of decisions, in the place of the one on
// the same thing if there is one. All other lines stay as they are, but may move; comments within the replaced
// item come to stand above it. The file has no faults; the decision is cleaned.
func putDecision(data []byte, d graph.Decision) ([]byte, error) {
	items, text, err := itemsOf(data)
	if err != nil {
		return nil, err
	}
	d.Source = ""
	written, err := decisionText(d)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(items, func(i placedItem) bool { return i.On() == d.On() })
	switch {
	case at >= 0:
		item := items[at]
		for _, comment := range slices.Backward(item.Inside) {
			written = comment + "\n" + written
		}
		text = slices.Replace(text, item.At, item.To, []byte(written))
	case len(items) > 0:
		last := items[len(items)-1].To
		if len(items) > 1 && items[0].To < items[1].From { // as the others: apart
			written = "\n" + written
		}
		text = slices.Insert(text, last, []byte(written))
	case len(bytes.TrimSpace(data)) > 0: // comments alone
		text = [][]byte{bytes.TrimRight(data, " \t\r\n"), []byte("\n" + written)}
	default:
		text = [][]byte{[]byte(newDecisions + "\n" + written)}
	}
	want := slices.DeleteFunc(decisionsIn(items), func(have graph.Decision) bool { return have.On() == d.On() })
	return settleDecisions(data, text, append(want, d))
}

// dropDecision takes the decision on a thing out of a file of decisions, with the comments above it.
func dropDecision(data []byte, on graph.Judged) ([]byte, error) {
	items, text, err := itemsOf(data)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(items, func(i placedItem) bool { return i.On() == on })
	if at < 0 {
		return data, nil
	}
	from, to := items[at].From, items[at].To
	switch { // with the empty lines on one side
	case at+1 < len(items):
		to = items[at+1].From
	case at > 0:
		from = items[at-1].To
	}
	text = slices.Delete(text, from, to)
	want := slices.DeleteFunc(decisionsIn(items), func(have graph.Decision) bool { return have.On() == on })
	return settleDecisions(data, text, want)
}

// placedItem is a decision and its lines.
type placedItem struct {
	decided
	tidy.Item
}

// itemsOf finds a file's decisions and their lines.
func itemsOf(data []byte) ([]placedItem, [][]byte, error) {
	var faults graph.Faults
	all := readDecisions(DecisionsName, data, &faults)
	places, ok := tidy.Items(data)
	if !ok || len(places) != len(all) || len(faults) > 0 {
		return nil, nil, errNoLines
	}
	items := make([]placedItem, len(all))
	for i := range all {
		items[i] = placedItem{all[i], places[i]}
	}
	return items, slices.Collect(bytes.Lines(data)), nil
}

func decisionsIn(items []placedItem) []graph.Decision {
	list := make([]graph.Decision, len(items))
	for i := range items {
		list[i] = items[i].Decision
	}
	return list
}

// settleDecisions puts lines together, each with an end of the file's sort, and in order.
// What comes of it is read again: it has to say what is wanted.
func settleDecisions(before []byte, text [][]byte, want []graph.Decision) ([]byte, error) {
	var data []byte
	for _, line := range text {
		if data = append(data, line...); len(data) > 0 && data[len(data)-1] != '\n' {
			data = append(data, '\n')
		}
	}
	if bytes.Contains(before, []byte("\r\n")) {
		data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	}
	data, _ = tidy.YAML(data, decisionsOrder) // out of order is no harm
	var faults graph.Faults
	items := readDecisions(DecisionsName, data, &faults)
	if len(faults) > 0 || len(items) != len(want) {
		return nil, errNoLines
	}
	for _, d := range want {
		if !slices.ContainsFunc(items, func(i decided) bool { return reflect.DeepEqual(i.Decision, d) }) {
			return nil, errNoLines
		}
	}
	return data, nil
}

// decisionText is a decision as an item of a file.
func decisionText(d graph.Decision) (string, error) {
	var item table
	item.text(d.After.Kind().String(), writtenID(d.After, d.After.Kind()))
	if d.Before != "" {
		item.text("needs", writtenID(d.Before, graph.KindConcept))
	}
	item.text("status", strings.ToLower(d.Status.String()))
	item.given("by", d.By)
	item.given("why", d.Why)
	item.edited("set", d.Set)
	item.edited("was", d.Was)
	text, err := yaml.Dump([]*yaml.Node{item.node()}, yaml.WithV4Defaults(), yaml.WithLineWidth(-1))
	return string(text), err
}

// writtenID is an id as short as it can be written where it is expected to be of a kind.
func writtenID(id graph.ID, kind graph.Kind) string {
	if slug := id.Slug(); idOfKind(slug, kind) == id {
		return slug
	}
	return string(id)
}

// table is a YAML table that is being written.
type table []*yaml.Node

func (t *table) node() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Content: *t} }

func scalar(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func (t *table) put(key string, value *yaml.Node) { *t = append(*t, scalar(key), value) }

func (t *table) text(key, text string) { t.put(key, scalar(text)) }

func (t *table) given(key, text string) {
	if text != "" {
		t.text(key, text)
	}
}

func (t *table) textIf(key string, text *string) {
	if text != nil {
		t.text(key, *text)
	}
}

func (t *table) edited(key string, e graph.Edited) {
	var fields table
	fields.textIf("name", e.Name)
	if e.Aliases != nil {
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, alias := range *e.Aliases {
			list.Content = append(list.Content, scalar(alias))
		}
		fields.put("aliases", list)
	}
	fields.textIf("summary", e.Summary)
	fields.textIf("module", e.Module)
	if e.External != nil {
		var ids table
		for _, id := range *e.External {
			ids.text(id.System, id.ID)
		}
		fields.put("external", ids.node())
	}
	if e.Need != nil {
		fields.text("need", strings.ToLower(e.Need.String()))
	}
	fields.textIf("any_of", e.AnyOf)
	fields.textIf("reason", e.Reason)
	if len(fields) > 0 {
		t.put(key, fields.node())
	}
}
