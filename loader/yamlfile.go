package loader

import (
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/tree"
)

// yamlReader reads files of ours that are YAML all through, and faults what is of another shape than it should be.
type yamlReader struct {
	file   string // as typed, for faults
	faults *graph.Faults
}

func (r *yamlReader) fault(line int, do, format string, args ...any) {
	r.faults.Add(graph.Place{File: r.file, Line: line}, do, format, args...)
}

// parse gives the file's tree; nil if it is empty or can't be read.
func (r *yamlReader) parse(data []byte) *tree.Node {
	var found graph.Faults
	root := tree.YAML(data, 1, &found)
	for _, f := range found {
		f.Place.File = r.file
		*r.faults = append(*r.faults, f)
	}
	if root == nil || root.Null {
		return nil
	}
	return root
}

// items are those of a list; none if there is none.
func (r *yamlReader) items(n *tree.Node, what, do string) []*tree.Node {
	switch {
	case n == nil || n.Null:
		return nil
	case n.Shape != tree.List:
		r.fault(n.Line, do, "%s is %s", what, n.Shape)
	}
	return n.List
}

// table gives the fields of a table; none if there is none.
func (r *yamlReader) table(n *tree.Node, what, do string) []tree.Field {
	switch {
	case n == nil || n.Null:
		return nil
	case n.Shape != tree.Table:
		r.fault(n.Line, do, "%s is %s", what, n.Shape)
	}
	return n.Fields
}

// text is the single value of a key; "" if there is none.
func (r *yamlReader) text(item *tree.Node, key string) string {
	if n := item.Get(key); n != nil {
		return r.value(n, key)
	}
	return ""
}

// value is a single value.
func (r *yamlReader) value(n *tree.Node, what string) string {
	switch {
	case n.Shape != tree.Scalar:
		r.fault(n.Line, "write one value", "%s is %s", what, n.Shape)
		return ""
	case n.Null:
		return ""
	}
	return strings.TrimSpace(n.Text)
}

// names is a list of names; one name alone will do, and nothing is an empty list.
func (r *yamlReader) names(n *tree.Node, what string) []page.Text {
	items := []*tree.Node{n}
	if n.Shape == tree.List {
		items = n.List
	} else if n.Null {
		return nil
	}
	var names []page.Text
	for _, item := range items {
		if name := r.value(item, "a name in "+what); name != "" {
			names = append(names, page.Text{Value: name, Line: item.Line})
		} else if item.Shape == tree.Scalar {
			r.fault(item.Line, "write it or remove the item", "a name in %s is empty", what)
		}
	}
	return names
}

// keys faults all keys but the known ones; false: this is no table of keys.
func (r *yamlReader) keys(n *tree.Node, what string, known ...string) bool {
	return tree.CheckKeys(n, what, known, r.fault)
}

// oneOf lists words as a choice: "a, b or c".
func oneOf(words []string) string { return listed(words, " or ") }

// allOf lists words that all hold: "a, b and c".
func allOf(words []string) string { return listed(words, " and ") }

func listed(words []string, before string) string {
	if last := len(words) - 1; last > 0 {
		return strings.Join(words[:last], ", ") + before + words[last]
	}
	return words[0]
}
