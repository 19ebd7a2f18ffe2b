package page

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

// Fill takes over what another file says of the page, with the keys that its own
// front matter could have (docs/formats.md, `pages:`): all that the page doesn't say itself. A name that is
// only derived, from a heading or from the file's name, gives way. The file's path is
// that of the page. Lines of what is taken over are kept below 0; those of faults are as they are.
func (p *Page) Fill(more *tree.Node, file string) graph.Faults {
	faults := p.fill(more)
	p.settleName(file)
	return faults
}

func (p *Page) fill(more *tree.Node) graph.Faults {
	var faults graph.Faults
	r := reader{page: p, faults: &faults, elsewhere: true}
	switch {
	case more.Null:
		return nil
	case more.Shape != tree.Table:
		r.fault(more.Line, "write `key: value` lines below it", "what stands for front matter is %s", more.Shape)
		return faults
	}
	if p.own.Get("kind") == nil {
		r.readKind(more)
	}
	keys := kindKeys[p.Kind]
	for _, f := range more.Fields {
		switch {
		case !slices.Contains(keys, f.Key):
			r.unknownKey(f, keys)
		case !p.says(f.Key):
			r.readField(f)
		}
	}
	return faults
}

// says that the page itself has a value for a key. What is read off a foreign page is only what it seems to say.
func (p *Page) says(key string) bool {
	if p.Foreign {
		return false
	}
	if p.own.Get(key) != nil {
		return true
	}
	switch key {
	case "name", "title":
		return p.named
	case "url":
		return p.URL != ""
	case "author":
		return p.Author != ""
	case "date":
		return p.Date != ""
	case "lang":
		return p.Lang != ""
	case "series":
		return p.Series.Given()
	case "part":
		return p.Part > 0
	}
	return false // what is left is only in front matter of ours, or is a truth that holds if anybody says so
}
