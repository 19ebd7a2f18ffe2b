package loader

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

// DecisionsName is the file in a folder that holds people's decisions on what
// the folder's sources say. docs/formats.md describes it.
const DecisionsName = "readfirst.decisions.yaml"

// The keys of an item, and of what it edits, in their order.
var (
	decisionKeys = []string{"concept", "article", "needs", "status", "by", "why", "set", "was"}
	conceptEdits = []string{"name", "aliases", "summary", "module", "external"}
	linkEdits    = []string{"need", "any_of", "reason"}
)

// decided is one item of a file of decisions.
type decided struct {
	graph.Decision // without a source
	line           int
	editLines      map[string]int // of what is in `set`, by its keys
}

// decisionsReader reads a file of decisions.
type decisionsReader struct{ yamlReader }

// readDecisions reads a file of decisions. An item with a fault is left out.
func readDecisions(typed string, data []byte, faults *graph.Faults) []decided {
	r := decisionsReader{yamlReader{file: typed, faults: faults}}
	first := map[graph.Judged]int{}
	var items []decided
	for _, n := range r.items(r.parse(data), DecisionsName, "write `- concept: ID` items") {
		before := len(*faults)
		d := r.decided(n)
		if len(*faults) == before {
			r.validate(&d)
		}
		if line := first[d.On()]; line > 0 {
			r.fault(d.line, "keep one of them", "%s is decided twice, first on line %d", judgedText(d.On()), line)
		}
		if len(*faults) == before {
			first[d.On()] = d.line
			items = append(items, d)
		}
	}
	return items
}

func (r *decisionsReader) decided(n *tree.Node) decided {
	d := decided{line: n.Line, editLines: map[string]int{}}
	if !r.keys(n, "a decision", decisionKeys...) {
		return d
	}
	r.judged(n, &d)
	r.status(n, &d)
	d.By, d.Why = r.text(n, "by"), r.text(n, "why")
	if set := n.Get("set"); set != nil && !set.Null {
		d.Set = r.edited(set, "set", &d)
		for _, f := range set.Fields {
			d.editLines[f.Key] = f.Line
		}
	}
	if was := n.Get("was"); was != nil && !was.Null {
		d.Was = r.edited(was, "was", &d)
	}
	return d
}

// judged reads what the decision is about.
func (r *decisionsReader) judged(n *tree.Node, d *decided) {
	concept, article := n.Get("concept"), n.Get("article")
	switch {
	case concept != nil && article != nil:
		r.fault(article.Line, "make two items of it", "a decision is about one thing")
	case concept != nil:
		d.After = r.id(concept, "concept", graph.KindConcept)
	case article != nil:
		d.After = r.id(article, "article", graph.KindArticle)
	default:
		r.fault(n.Line, "write `concept: ID`", "a decision says nothing of what it is about")
	}
	if needs := n.Get("needs"); needs != nil && !needs.Null {
		d.Before = r.id(needs, "needs", graph.KindConcept)
		if d.After.Kind() == graph.KindConcept && d.Before.Kind() == graph.KindArticle {
			r.fault(needs.Line, "name a concept that the article teaches", "a concept needs no articles")
		}
	}
}

// id reads an id; without a kind before it it is of the kind given.
func (r *decisionsReader) id(n *tree.Node, key string, kind graph.Kind) graph.ID {
	written := r.value(n, key)
	id := idOfKind(written, kind)
	isOdd := func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsControl(c) || id.Kind() == graph.KindConcept && unicode.IsUpper(c)
	}
	switch {
	case n.Shape != tree.Scalar:
	case written == "":
		r.fault(n.Line, "write an id", "%s is empty", key)
	case key != "needs" && id.Kind() != kind:
		r.fault(n.Line, "write it with the key "+id.Kind().String(), "%q is not of the kind %s", written, kind)
	case strings.ContainsFunc(id.Slug(), isOdd):
		r.fault(n.Line, "write "+graph.Slug(id.Slug())+", or whatever readfirst shows as its id", "%q is no id", written)
	}
	return id
}

// idOfKind is an id as people write it: its kind may be left out.
func idOfKind(written string, kind graph.Kind) graph.ID {
	if id := graph.ID(written); id.Kind() != graph.KindNone {
		return id
	}
	return graph.NewID(kind, written)
}

func (r *decisionsReader) status(n *tree.Node, d *decided) {
	word := r.text(n, "status")
	switch word {
	case "":
		r.fault(n.Line, "write `status: accepted` or `status: rejected`", "a decision has no status")
		return
	case strings.ToLower(word):
		if d.Status.UnmarshalText([]byte(strings.ToUpper(word))) == nil {
			return
		}
	}
	r.fault(n.Get("status").Line, "write accepted, rejected or suggested", "there is no status %q", word)
}

// edited reads fields: those that what is judged has.
func (r *decisionsReader) edited(n *tree.Node, what string, d *decided) graph.Edited {
	known := conceptEdits
	if d.Before != "" {
		known = linkEdits
	}
	var e graph.Edited
	if !r.keys(n, "what is under "+what, known...) {
		return e
	}
	for _, f := range n.Fields {
		switch f.Key {
		case "name":
			e.Name = r.edit(f)
		case "aliases":
			e.Aliases = r.aliases(f)
		case "summary":
			e.Summary = r.edit(f)
		case "module":
			e.Module = r.edit(f)
		case "external":
			e.External = r.external(f)
		case "need":
			e.Need = r.need(f)
		case "any_of":
			e.AnyOf = r.edit(f)
		case "reason":
			e.Reason = r.edit(f)
		}
	}
	return e
}

// edit reads a text that may be empty.
func (r *decisionsReader) edit(f tree.Field) *string {
	text := r.value(f.Value, f.Key)
	return &text
}

func (r *decisionsReader) aliases(f tree.Field) *[]string {
	aliases := []string{}
	for _, alias := range r.names(f.Value, f.Key) {
		aliases = append(aliases, alias.Value)
	}
	return &aliases
}

func (r *decisionsReader) external(f tree.Field) *[]graph.ExternalID {
	ids := []graph.ExternalID{}
	for _, id := range r.table(f.Value, f.Key, "write `system: id` lines") {
		ids = append(ids, graph.ExternalID{System: id.Key, ID: r.value(id.Value, "external id of "+id.Key)})
	}
	return &ids
}

func (r *decisionsReader) need(f tree.Field) *graph.Need {
	word := r.value(f.Value, f.Key)
	var need graph.Need
	if word != strings.ToLower(word) || need.UnmarshalText([]byte(strings.ToUpper(word))) != nil {
		r.fault(f.Line, "write required or recommended", "there is no need %q", word)
	}
	return &need
}

// validate faults what no batch may have.
func (r *decisionsReader) validate(d *decided) {
	var found graph.Faults
	errors.As((&graph.Batch{Decide: []graph.Decision{d.Decision}}).Validate(), &found)
	for _, f := range found {
		r.fault(d.line, f.Do, "%s", f.What)
	}
}

// judgedText says what a decision is about.
func judgedText(on graph.Judged) string {
	if on.Before == "" {
		return string(on.After)
	}
	return fmt.Sprintf("that %s needs %s", on.After, on.Before)
}
