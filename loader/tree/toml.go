package tree

import (
	"bytes"
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/readfirst/readfirst/graph"
)

// TOML reads TOML whose first line is the given line of the file; nil if
// it has faults.
//
// The library's decoder says whether the document is right; its parser, read
// again, says on which line each value stands.
func TOML(data []byte, firstLine int, faults *graph.Faults) *Node {
	var document map[string]any
	if err := toml.Unmarshal(data, &document); err != nil {
		line := 1
		var decode *toml.DecodeError
		if errors.As(err, &decode) {
			line, _ = decode.Position()
		}
		what := strings.TrimPrefix(err.Error(), "toml: ")
		faults.Add(graph.Place{Line: firstLine - 1 + line}, "mend the TOML", "the TOML can't be read: %s", what)
		return nil
	}
	root := &Node{Line: firstLine, Shape: Table}
	r := tomlReader{line: firstLine}
	r.parser.Reset(data)
	into := root
	for r.parser.NextExpression() {
		expression := r.parser.Expression()
		switch expression.Kind {
		case unstable.Table:
			into = r.open(root, expression.Key())
		case unstable.ArrayTable:
			into = r.openItem(root, expression.Key())
		case unstable.KeyValue:
			r.set(into, expression)
		}
	}
	return root
}

type tomlReader struct {
	parser unstable.Parser
	line   int // of the first byte
	seen   int // the lines are counted up to here
	at     int // lines before seen
}

// lineOf gives the file's line of a byte of the data. Bytes come in
// ascending order, so that each is looked at once.
func (r *tomlReader) lineOf(offset int) int {
	if offset < r.seen {
		r.seen, r.at = 0, 0
	}
	r.at += bytes.Count(r.parser.Data()[r.seen:offset], []byte{'\n'})
	r.seen = offset
	return r.line + r.at
}

// open finds or makes the table that a dotted key names.
func (r *tomlReader) open(from *Node, key unstable.Iterator) *Node {
	for key.Next() {
		from = r.child(from, key.Node())
	}
	return from
}

// openItem appends a new table to the list of tables that a dotted key names.
func (r *tomlReader) openItem(from *Node, key unstable.Iterator) *Node {
	for key.Next() {
		part := key.Node()
		if !key.IsLast() {
			from = r.child(from, part)
			continue
		}
		tables := from.Get(string(part.Data))
		if tables == nil {
			tables = &Node{Line: r.lineOf(int(part.Raw.Offset)), Shape: List}
			from.Fields = append(from.Fields, Field{string(part.Data), tables.Line, tables})
		}
		item := &Node{Line: r.lineOf(int(part.Raw.Offset)), Shape: Table}
		tables.List = append(tables.List, item)
		return item
	}
	return from
}

// child finds or makes the table under one part of a key; of a list of tables it is the last.
func (r *tomlReader) child(from *Node, part *unstable.Node) *Node {
	next := from.Get(string(part.Data))
	if next == nil {
		next = &Node{Line: r.lineOf(int(part.Raw.Offset)), Shape: Table}
		from.Fields = append(from.Fields, Field{string(part.Data), next.Line, next})
	}
	if next.Shape == List && len(next.List) > 0 {
		next = next.List[len(next.List)-1]
	}
	return next
}

// set puts a key's value into a table.
func (r *tomlReader) set(into *Node, keyValue *unstable.Node) {
	key := keyValue.Key()
	for key.Next() {
		part := key.Node()
		if !key.IsLast() {
			into = r.child(into, part)
			continue
		}
		line := r.lineOf(int(part.Raw.Offset))
		into.Fields = append(into.Fields, Field{string(part.Data), line, r.value(keyValue.Value(), line)})
	}
}

// value makes a node of a value; what has no place of its own gets the line given.
func (r *tomlReader) value(v *unstable.Node, line int) *Node {
	if v.Raw.Length > 0 {
		line = r.lineOf(int(v.Raw.Offset))
	}
	n := &Node{Line: line}
	switch v.Kind {
	case unstable.Array:
		n.Shape = List
		for items := v.Children(); items.Next(); {
			item := r.value(items.Node(), line)
			n.List = append(n.List, item)
			line = item.Line
		}
	case unstable.InlineTable:
		n.Shape = Table
		for items := v.Children(); items.Next(); {
			r.set(n, items.Node())
		}
	default:
		n.Text = string(v.Data)
	}
	return n
}
