package loader

import (
	"path"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/tree"
)

var yamlEndings = []string{".yaml", ".yml"}

func isYAML(name string) bool { return hasEnding(name, yamlEndings) }

// words reads a vocabulary file: a list of concepts, each a name or a table of name, aliases and match.
func (f *parsedFile) words(data []byte) {
	r := yamlReader{file: f.typed, faults: &f.faults}
	root := r.parse(data)
	if root == nil && len(f.faults) == 0 {
		r.fault(1, "write `- name: NAME` lines", "the vocabulary is empty")
	}
	for _, item := range r.items(root, "the vocabulary", "write `- name: NAME` lines") {
		if p := r.word(item); p.Name.Given() {
			f.documents = append(f.documents, &document{name: p.Name.Value, file: f.file, line: p.Line, page: p})
		}
	}
}

// word reads an item as the page of a concept without a text.
func (r *yamlReader) word(item *tree.Node) *page.Page {
	p := &page.Page{Kind: graph.KindConcept, Line: item.Line}
	if item.Shape == tree.Scalar {
		p.Name = page.Text{Value: r.value(item, "a concept"), Line: item.Line}
	} else if r.keys(item, "a concept", "name", "aliases", "match") {
		p.Name = page.Text{Value: r.text(item, "name"), Line: item.Line}
		if aliases := item.Get("aliases"); aliases != nil {
			p.Aliases = r.names(aliases, "aliases")
		}
		if match := r.text(item, "match"); match != "" {
			if err := p.Match.UnmarshalText([]byte(strings.ToUpper(match))); err != nil {
				r.fault(item.Get("match").Line, "write phrase, exact or code", "the match rule %q is none of phrase, exact and code", match)
			}
		}
	} else {
		return p
	}
	if name := item.Get("name"); !p.Name.Given() && (name == nil || name.Shape == tree.Scalar) {
		r.fault(item.Line, "write `name: NAME`", "a concept has no name")
	}
	p.ID = page.Text{Value: graph.Slug(p.Name.Value), Line: item.Line}
	return p
}

// nameOfFile is a file's name without folders and ending.
func nameOfFile(file string) string {
	base := path.Base(file)
	if name := strings.TrimSuffix(base, path.Ext(base)); name != "" {
		return name
	}
	return base
}
