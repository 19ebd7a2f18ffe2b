package loader

import (
	"io/fs"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

// configName is the file in a folder that names its sources.
const configName = "readfirst.yaml"

// sourceConfig is one item of `sources:`.
type sourceConfig struct {
	name string
	path string // within the folder; "." is all of it
	line int
}

// readConfig reads the folder's readfirst.yaml; nothing if there is none.
func readConfig(folder fs.FS, typed string, faults *graph.Faults) []sourceConfig {
	if _, err := fs.Stat(folder, configName); err != nil {
		return nil
	}
	f := fileIn(folder, configName, typed)
	data, ok := f.read(faults)
	if !ok {
		return nil
	}
	r := configReader{file: f.typed, faults: faults}
	return r.read(data)
}

type configReader struct {
	file   string
	faults *graph.Faults
}

func (r *configReader) fault(line int, do, format string, args ...any) {
	r.faults.Add(graph.Place{File: r.file, Line: line}, do, format, args...)
}

func (r *configReader) read(data []byte) []sourceConfig {
	var found graph.Faults
	root := tree.YAML(data, 1, &found)
	for _, f := range found {
		f.Place.File = r.file
		*r.faults = append(*r.faults, f)
	}
	if root == nil || root.Null {
		return nil
	}
	r.keys(root, "readfirst.yaml", "sources")
	list := root.Get("sources")
	if list == nil || list.Null {
		return nil
	}
	if list.Shape != tree.List {
		r.fault(list.Line, "write `- name: NAME` below it", "sources is %s", list.Shape)
		return nil
	}
	var sources []sourceConfig
	names := map[string]bool{}
	for _, item := range list.List {
		s := r.source(item)
		if names[s.name] && s.name != "" {
			r.fault(item.Line, "give it another name", "two sources are named %q", s.name)
		}
		names[s.name] = true
		sources = append(sources, s)
	}
	return sources
}

func (r *configReader) source(item *tree.Node) sourceConfig {
	r.keys(item, "a source", "name", "path")
	s := sourceConfig{path: ".", line: item.Line}
	s.name = r.text(item, "name")
	if path := r.text(item, "path"); path != "" {
		s.path = strings.TrimSuffix(path, "/")
		if s.path = strings.TrimPrefix(s.path, "./"); s.path == "" {
			s.path = "."
		}
	}
	if s.name == "" {
		r.fault(item.Line, "write `name: NAME`", "a source has no name")
	}
	if !fs.ValidPath(s.path) {
		r.fault(item.Line, "write it relative to this file, without ..", "the path %q leads out of the folder", s.path)
		s.path = "."
	}
	return s
}

func (r *configReader) text(item *tree.Node, key string) string {
	n := item.Get(key)
	if n == nil || n.Null {
		return ""
	}
	if n.Shape != tree.Scalar {
		r.fault(n.Line, "write one value", "%s is %s", key, n.Shape)
		return ""
	}
	return strings.TrimSpace(n.Text)
}

// keys faults all keys but the known ones.
func (r *configReader) keys(n *tree.Node, what string, known ...string) {
	if n.Shape != tree.Table {
		r.fault(n.Line, "write `"+known[0]+":` and its value", "%s is %s", what, n.Shape)
		return
	}
next:
	for _, f := range n.Fields {
		for _, key := range known {
			if f.Key == key {
				continue next
			}
		}
		do := "the keys are " + strings.Join(known, " and ")
		if nearest := tree.NearestKey(f.Key, known); nearest != "" {
			do = "did you mean " + nearest + "?"
		}
		r.fault(f.Line, do, "%s has no key %q", what, f.Key)
	}
}
