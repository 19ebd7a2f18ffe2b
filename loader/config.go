package loader

import (
	"cmp"
	"io/fs"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/tree"
)

// configName is the file in a folder that names its sources.
const configName = "readfirst.yaml"

// config is what a readfirst.yaml says.
type config struct {
	file         file
	sources      []sourceConfig
	pages        []pageConfig
	vocabulary   []vocabularyConfig
	audiences    []audienceConfig
	rules        graph.LintSettings
	silent       bool // nothing new is to be suggested of its sources
	inferNothing bool // no links are suggested from the texts of its sources
}

// sourceConfig is one item of `sources:`.
type sourceConfig struct {
	name   string
	path   string // within the folder; "." is all of it
	format Format
	url    string // under which its pages are published
	line   int
}

// pageConfig is one of `pages:`: what stands for a file's front matter.
type pageConfig struct {
	path string // within the folder
	line int
	more *tree.Node
}

// vocabularyConfig is one item of `vocabulary:`: a file, or a bundled source whose concepts are borrowed.
type vocabularyConfig struct {
	name string // of the source; "" for a bundled one
	path string // within the folder, or the name of what is bundled
	line int
}

// audienceConfig is one of `audiences:`.
type audienceConfig struct {
	name  page.Text
	knows []page.Text
}

// readConfig reads the folder's readfirst.yaml; nil if there is none.
func readConfig(folder fs.FS, typed string, faults *graph.Faults) *config {
	if _, err := fs.Stat(folder, configName); err != nil {
		return nil
	}
	c := &config{file: fileIn(folder, configName, typed)}
	if data, ok := c.file.read(faults); ok {
		newConfigReader(c, faults).read(data)
	}
	return c
}

// configReader reads a readfirst.yaml.
type configReader struct {
	yamlReader
	*config
	named, at map[string]bool // of the sources so far
	called    map[string]int  // the audiences so far, by folded name, and their lines
}

func newConfigReader(c *config, faults *graph.Faults) *configReader {
	return &configReader{yamlReader{file: c.file.typed, faults: faults}, c, map[string]bool{}, map[string]bool{}, map[string]int{}}
}

func (r *configReader) read(data []byte) {
	root := r.parse(data)
	if root == nil || !r.keys(root, configName, "sources", "pages", "vocabulary", "audiences", "rules", "suggest", "infer") {
		return
	}
	for _, item := range r.items(root.Get("sources"), "sources", "write `- name: NAME` below it") {
		if s, ok := r.source(item); ok {
			r.sources = append(r.sources, s)
		}
	}
	for _, f := range r.table(root.Get("pages"), "pages", "write `PATH:` below it, and the page's keys below that") {
		if path, ok := r.path(f.Key, f.Line); ok {
			r.pages = append(r.pages, pageConfig{path, f.Line, f.Value})
		}
	}
	switch word := strings.ToLower(r.text(root, "suggest")); word {
	case "", "true":
	case "false":
		r.silent = true
	default:
		r.fault(root.Get("suggest").Line, "write true or false", "suggest is %q", word)
	}
	list := root.Get("vocabulary")
	if list != nil && list.Shape != tree.List { // one will do without the list
		list = &tree.Node{Line: list.Line, Shape: tree.List, List: []*tree.Node{list}}
	}
	for _, item := range r.items(list, "vocabulary", "") {
		if v, ok := r.vocabularyItem(item); ok {
			r.vocabulary = append(r.vocabulary, v)
		}
	}
	for _, f := range r.table(root.Get("audiences"), "audiences", "write `NAME: [what they know]` below it") {
		r.audience(f)
	}
	if infer := root.Get("infer"); infer != nil {
		switch r.value(infer, "infer") {
		case "true":
		case "false":
			r.inferNothing = true
		default:
			r.fault(infer.Line, "write `infer: false`, or remove it", "infer is neither true nor false")
		}
	}
	for _, f := range r.table(root.Get("rules"), "rules", "write `RULE: off` below it, or a severity") {
		r.rule(f)
	}
}

// source reads an item of `sources:`; false if it has no name or the name or path of an earlier one.
func (r *configReader) source(item *tree.Node) (sourceConfig, bool) {
	s := sourceConfig{path: ".", line: item.Line}
	if !r.keys(item, "a source", "name", "path", "kind", "url") {
		return s, false
	}
	s.name = r.text(item, "name")
	ok := true
	if path := r.text(item, "path"); path != "" {
		s.path, ok = r.path(path, item.Get("path").Line)
	}
	if kind := r.text(item, "kind"); kind != "" {
		var known bool
		if s.format, known = ParseFormat(kind); !known {
			r.fault(item.Get("kind").Line, "write "+oneOf(FormatNames()), "there is no kind %q", kind)
		}
	}
	s.url = strings.TrimRight(r.text(item, "url"), "/")
	if s.url != "" && graph.AddressSlug(s.url) == "" {
		r.fault(item.Get("url").Line, "begin it with https://", "url %q is no web address", s.url)
		s.url = ""
	}
	if s.name == "" {
		r.fault(item.Line, "write `name: NAME`", "a source has no name")
		ok = false
	}
	switch {
	case !ok:
		return s, false
	case r.named[s.name]:
		r.fault(item.Line, "give it another name", "two sources are named %q", s.name)
		return s, false
	case r.at[s.path]:
		r.fault(item.Line, "remove one of them", "two sources are at the path %s", s.path)
		return s, false
	}
	r.named[s.name], r.at[s.path] = true, true
	return s, true
}

// vocabularyItem reads an item of `vocabulary:`: a path or a bundled source's name, or a table of name and path.
func (r *configReader) vocabularyItem(item *tree.Node) (vocabularyConfig, bool) {
	v := vocabularyConfig{line: item.Line}
	if item.Shape == tree.Table {
		if !r.keys(item, "a vocabulary", "name", "path") {
			return v, false
		}
		v.name, v.path = r.text(item, "name"), r.text(item, "path")
	} else {
		v.path = r.value(item, "a vocabulary")
	}
	switch {
	case v.path == "":
		r.fault(item.Line, "write a path, or corpus:rust", "a vocabulary has no path")
		return v, false
	case !strings.HasPrefix(v.path, graph.BundledPrefix):
		var ok bool
		v.path, ok = r.path(v.path, item.Line)
		v.name = cmp.Or(v.name, nameOfFile(v.path))
		return v, ok
	case v.name != "":
		r.fault(item.Line, "remove it", "the vocabulary %s has its own name", v.path)
		return v, false
	}
	return v, true
}

// audience reads one of `audiences:`.
func (r *configReader) audience(f tree.Field) {
	a := audienceConfig{name: page.Text{Value: strings.TrimSpace(f.Key), Line: f.Line}}
	if a.name.Value == "" {
		r.fault(f.Line, "write one", "an audience has no name")
		return
	}
	if first := r.called[graph.Fold(a.name.Value)]; first > 0 {
		r.fault(f.Line, "keep one of them", "two audiences are called %q, the first on line %d", a.name.Value, first)
		return
	}
	r.called[graph.Fold(a.name.Value)] = f.Line
	a.knows = r.names(f.Value, "what "+a.name.Value+" know")
	r.audiences = append(r.audiences, a)
}

// rule reads one of `rules:`.
func (r *configReader) rule(f tree.Field) {
	_, nearest, ok := graph.FindLintRule(f.Key)
	setting, understood := graph.ParseLintSetting(r.value(f.Value, f.Key))
	switch {
	case !ok && nearest != "":
		r.fault(f.Line, "did you mean "+nearest+"?", "there is no rule %q", f.Key)
	case !ok:
		r.fault(f.Line, "docs/lint.md lists them", "there is no rule %q", f.Key)
	case !understood && f.Value.Shape == tree.Scalar:
		r.fault(f.Line, "write error, warning, note or off", "the rule %s is set to %q", f.Key, f.Value.Text)
	case understood:
		if r.rules == nil {
			r.rules = graph.LintSettings{}
		}
		r.rules[f.Key] = setting
	}
}

// path brings a path into its plain form. One that leads out of the folder is a fault.
func (r *configReader) path(written string, line int) (string, bool) {
	plain := strings.TrimSuffix(written, "/")
	if plain = strings.TrimPrefix(plain, "./"); plain == "" {
		plain = "."
	}
	if !fs.ValidPath(plain) {
		r.fault(line, "write it relative to this file, without ..", "the path %q leads out of the folder", written)
		return "", false
	}
	return plain, true
}
