// Package curriculum reads what is to be taught in which order: docs/formats.md has the formats.
package curriculum

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

// MaxSize is how long a curriculum file may be, in bytes.
const MaxSize = 4 << 20

// File is a curriculum as written: names, whatever they mean.
type File struct {
	Entries []Entry // in order
	Goals   []Entry // what it is for, if it says so
}

// Entry is one name.
type Entry struct {
	Name   string
	Module string // the heading above it; "" if none
	Line   int    // from 1
}

// Read reads a curriculum in any of its formats: YAML or JSON by the file's ending or, if that says nothing, by what it begins with; else a
// name a line. Faults are added with their lines.
func Read(file string, data []byte, faults *graph.Faults) File {
	r := reader{name: file, faults: faults}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > MaxSize:
		r.fault(1, "shorten it", "the file has more than %d bytes", MaxSize)
		return File{}
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		r.fault(1, "save it as UTF-8", "the file is no text")
		return File{}
	}
	switch kindOf(file, data) {
	case inJSON:
		r.tree(r.parse(data, tree.JSON))
	case inYAML:
		r.tree(r.parse(data, func(data []byte, faults *graph.Faults) *tree.Node { return tree.YAML(data, 1, faults) }))
	default:
		r.lines(strings.Split(string(data), "\n"))
	}
	if n := len(r.Entries); n > graph.MaxItems {
		r.fault(r.Entries[graph.MaxItems].Line, "check it in parts", "the curriculum has %d items, more than %d", n, graph.MaxItems)
		r.Entries = r.Entries[:graph.MaxItems]
	}
	return r.File
}

// Lines reads the lines of a curriculum: a name each, or `# Heading` of a module, or a comment behind `//`.
func Lines(lines []string) []Entry {
	var r reader
	r.lines(lines)
	return r.Entries
}

type kind int

const (
	inLines kind = iota
	inYAML
	inJSON
)

func kindOf(file string, data []byte) kind {
	switch strings.ToLower(path.Ext(file)) {
	case ".json":
		return inJSON
	case ".yaml", ".yml":
		return inYAML
	case ".txt", ".md":
		return inLines
	}
	text := bytes.TrimSpace(data)
	for _, start := range []string{"{", "["} {
		if bytes.HasPrefix(text, []byte(start)) {
			return inJSON
		}
	}
	for _, start := range []string{"modules:", "items:", "goals:", "- ", "---"} {
		if bytes.HasPrefix(text, []byte(start)) {
			return inYAML
		}
	}
	return inLines
}

type reader struct {
	File
	name   string
	faults *graph.Faults
}

func (r *reader) fault(line int, do, format string, args ...any) {
	r.faults.Add(graph.Place{File: r.name, Line: line}, do, format, args...)
}

func (r *reader) lines(lines []string) {
	module := ""
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "//") {
			continue
		}
		if at := strings.Index(line, " // "); at >= 0 { // addresses have slashes, but no spaces
			line = strings.TrimSpace(line[:at])
		}
		if heading := strings.TrimLeft(line, "#"); heading != line && (heading == "" || heading[0] == ' ' || heading[0] == '\t') {
			module = strings.TrimSpace(heading)
			continue
		}
		if line != "" {
			r.Entries = append(r.Entries, Entry{line, module, i + 1})
		}
	}
}

func (r *reader) parse(data []byte, parse func([]byte, *graph.Faults) *tree.Node) *tree.Node {
	var found graph.Faults
	root := parse(data, &found)
	for _, f := range found {
		f.Place.File = r.name
		*r.faults = append(*r.faults, f)
	}
	return root
}

// tree reads a table of `modules`, `items` and `goals`, or a list of names.
func (r *reader) tree(root *tree.Node) {
	switch {
	case root == nil || root.Null:
		return
	case root.Shape == tree.List:
		r.Entries = r.names(root, "items", "")
		return
	case !r.keys(root, "a curriculum", "modules", "items", "goals"):
		return
	}
	for _, f := range root.Fields {
		switch f.Key {
		case "items":
			r.Entries = append(r.Entries, r.names(f.Value, "items", "")...)
		case "goals":
			r.Goals = r.names(f.Value, "goals", "")
		}
	}
	modules := root.Get("modules")
	switch {
	case modules == nil || modules.Null:
		return
	case modules.Shape != tree.List:
		r.fault(modules.Line, "write `- name: NAME` and `items:` below it", "modules is %s", modules.Shape)
		return
	}
	for _, m := range modules.List {
		if !r.keys(m, "a module", "name", "items") {
			continue
		}
		name := ""
		if n := m.Get("name"); n != nil && n.Shape == tree.Scalar && !n.Null {
			name = strings.TrimSpace(n.Text)
		}
		if name == "" {
			r.fault(m.Line, "write `name: NAME`", "a module has no name")
		}
		if items := m.Get("items"); items != nil {
			r.Entries = append(r.Entries, r.names(items, "items", name)...)
		}
	}
}

// names reads a list of names; one alone will do.
func (r *reader) names(n *tree.Node, what, module string) []Entry {
	items := n.List
	switch {
	case n.Null:
		return nil
	case n.Shape == tree.Scalar:
		items = []*tree.Node{n}
	case n.Shape != tree.List:
		r.fault(n.Line, "write a list of names", "%s is %s", what, n.Shape)
		return nil
	}
	var list []Entry
	for _, item := range items {
		name := strings.TrimSpace(item.Text)
		if item.Shape != tree.Scalar || item.Null || name == "" {
			r.fault(item.Line, "write a name", "something in %s is no name", what)
			continue
		}
		list = append(list, Entry{name, module, item.Line})
	}
	return list
}

// keys faults all keys but the known ones; false: this is no table of keys.
func (r *reader) keys(n *tree.Node, what string, known ...string) bool {
	return tree.CheckKeys(n, what, known, r.fault)
}

// Find says what the entries mean.
func Find(file string, entries []Entry, lookup func(name string) graph.Match) []graph.Item {
	items := make([]graph.Item, len(entries))
	for i, e := range entries {
		items[i] = graph.Item{Match: lookup(e.Name), Module: e.Module, Place: graph.Place{File: file, Line: e.Line}}
	}
	return items
}
