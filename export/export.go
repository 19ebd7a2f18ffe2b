// Package export writes the graph for other programs: pure functions of a
// snapshot. docs/formats.md describes the formats. Things come by id and links by
// (after, before, group), so that a small change makes a small difference.
package export

import (
	"fmt"
	"io"

	"github.com/readfirst/readfirst/graph"
)

// Formats are the formats that [Write] knows.
var Formats = []string{"json", "jsonl", "markdown", "mermaid", "dot", "graphml", "cytoscape"}

// Options say what of the graph is written.
type Options struct {
	Keep        func(graph.ID) bool // only these concepts and articles; nil: all
	Recommended bool                // pictures: also links that only help
	Suggested   bool                // pictures: also what waits for a person
}

// Write writes the graph in a format: as a record, with everything (json,
// jsonl), or as a picture of what comes before what.
func Write(w io.Writer, format string, s *graph.Snapshot, opt Options) error {
	switch format {
	case "json":
		return writeJSON(w, s, opt)
	case "jsonl":
		return writeLines(w, s, opt)
	case "markdown":
		return writeMarkdown(w, draw(s, opt))
	case "mermaid":
		return writeMermaid(w, draw(s, opt))
	case "dot":
		return writeDot(w, draw(s, opt))
	case "graphml":
		return writeGraphML(w, draw(s, opt))
	case "cytoscape":
		return writeCytoscape(w, draw(s, opt))
	}
	return fmt.Errorf("there is no format %q", format)
}

// picture is what is drawn: concepts, the links between them, and articles that links are of. Every
// arrow goes in reading order, from Before to After.
type picture struct {
	concepts []graph.Concept
	articles []graph.Article
	links    []graph.Link
}

func draw(s *graph.Snapshot, opt Options) *picture {
	p := &picture{}
	shown := map[graph.ID]bool{}
	for _, c := range s.Concepts() {
		if opt.shows(c.ID(), c.Status()) {
			p.concepts = append(p.concepts, c)
			shown[c.ID()] = true
		}
	}
	linked := map[graph.ID]bool{}
	for _, l := range s.Links() {
		ends := func(id graph.ID) bool {
			return shown[id] || id.Kind() == graph.KindArticle && opt.shows(id, graph.Accepted)
		}
		if (l.Need() == graph.Required || opt.Recommended) && opt.shows(l.After().ID(), l.Status()) && ends(l.Before().ID()) && ends(l.After().ID()) {
			p.links = append(p.links, l)
			linked[l.Before().ID()], linked[l.After().ID()] = true, true
		}
	}
	for _, a := range s.Articles() {
		if linked[a.ID()] {
			p.articles = append(p.articles, a)
		}
	}
	return p
}

func (o *Options) shows(id graph.ID, status graph.Status) bool {
	return (status == graph.Accepted || status == graph.Suggested && o.Suggested) && (o.Keep == nil || o.Keep(id))
}

// nodes lists concepts and articles together.
func (p *picture) nodes() []graph.Subject {
	nodes := make([]graph.Subject, 0, len(p.concepts)+len(p.articles))
	for _, c := range p.concepts {
		nodes = append(nodes, c)
	}
	for _, a := range p.articles {
		nodes = append(nodes, a)
	}
	return nodes
}

// remark says in words what is special about a link: "" for one that is plainly required.
func remark(l graph.Link) string {
	text := ""
	add := func(word string) {
		if text != "" {
			text += ", "
		}
		text += word
	}
	if l.AnyOf() != "" {
		add("one of " + l.AnyOf())
	}
	if l.Need() == graph.Recommended {
		add("helps")
	}
	if l.Status() == graph.Suggested {
		add("suggested")
	}
	return text
}
