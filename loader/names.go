package loader

import (
	"fmt"
	"slices"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// names says what names mean: this load's own concepts first, then the
// store's, those without a namespace before the others; where articles are allowed, these after them, again the load's own first.
type names struct {
	own, base *graph.Snapshot   // the concepts
	concepts  []*graph.Snapshot // in the order in which they are asked
	subjects  []*graph.Snapshot
	broken    map[string]bool // see documents
}

// newNames indexes the documents and the graph without the load's sources.
func newNames(base *graph.State, docs *documents) *names {
	var own graph.SourceClaims
	docs.each(func(_ *parsedSource, d *document) {
		if d.id.Kind() == graph.KindConcept {
			own.Concepts = append(own.Concepts, conceptClaim(d))
		} else {
			own.Articles = append(own.Articles, articleClaim(d))
		}
	})
	ownState := &graph.State{Sources: []graph.SourceClaims{own}, Decisions: base.Decisions}
	n := &names{own: onlyConcepts(ownState, anyConcept), base: onlyConcepts(base, anyConcept), broken: docs.broken}
	n.concepts = []*graph.Snapshot{n.own, n.base}
	if hasNamespace(n.own) || hasNamespace(n.base) {
		n.concepts = []*graph.Snapshot{onlyConcepts(ownState, isCommon), onlyConcepts(base, isCommon), n.own, n.base}
	}
	n.subjects = append(slices.Clone(n.concepts), onlyArticles(ownState), onlyArticles(base))
	return n
}

func anyConcept(graph.ID) bool { return true }

func isCommon(id graph.ID) bool { return id.Namespace() == "" }

func hasNamespace(s *graph.Snapshot) bool {
	return slices.ContainsFunc(s.Concepts(), func(c graph.Concept) bool { return !isCommon(c.ID()) })
}

// onlyConcepts is what a state says of some concepts.
func onlyConcepts(state *graph.State, wanted func(graph.ID) bool) *graph.Snapshot {
	some := &graph.State{Revision: state.Revision, Decisions: state.Decisions}
	for _, s := range state.Sources {
		concepts := slices.DeleteFunc(slices.Clone(s.Concepts), func(c graph.ConceptClaim) bool { return !wanted(c.ID) })
		some.Sources = append(some.Sources, graph.SourceClaims{Source: s.Source, Concepts: concepts})
	}
	return graph.NewSnapshot(some)
}

func onlyArticles(state *graph.State) *graph.Snapshot {
	some := &graph.State{Revision: state.Revision}
	for _, s := range state.Sources {
		some.Sources = append(some.Sources, graph.SourceClaims{Source: s.Source, Articles: s.Articles})
	}
	return graph.NewSnapshot(some)
}

// concept finds the concept that a name means.
func (n *names) concept(name page.Text, d *document, faults *graph.Faults) (graph.ID, bool) {
	m, found := first(name.Value, n.concepts...)
	if found && m.Subject != nil {
		return m.Subject.ID(), true
	}
	if a, isArticle := first(name.Value, n.subjects[len(n.concepts):]...); !found && isArticle && a.Subject != nil {
		faults.Add(d.typed(name.Line), "name a concept", "%q is an article (%s), not a concept", name.Value, a.Subject.ID())
		return "", false
	}
	n.unresolved(name, d, "concept", n.nearest(m, n.concepts...), m.Candidates, faults)
	return "", false
}

// subject finds the concept or article that a name, id or address means.
func (n *names) subject(name page.Text, d *document, faults *graph.Faults) (graph.ID, bool) {
	m, found := first(name.Value, n.subjects...)
	if found && m.Subject != nil {
		return m.Subject.ID(), true
	}
	nearest := n.nearest(m, n.subjects...)
	n.unresolved(name, d, "concept or article", nearest, m.Candidates, faults)
	return "", false
}

// first asks one snapshot after the other; false if none knows the name.
func first(name string, snapshots ...*graph.Snapshot) (graph.Match, bool) {
	for _, s := range snapshots {
		if m := s.Resolve(name); m.Subject != nil || len(m.Candidates) > 0 {
			return m, true
		}
	}
	return graph.Match{Name: name}, false
}

// nearest gives up to three subjects of similar names.
func (n *names) nearest(m graph.Match, snapshots ...*graph.Snapshot) []graph.Subject {
	const most = 3
	var found []graph.Subject
	seen := map[graph.ID]bool{}
	for _, s := range snapshots {
		for _, subject := range s.Nearest(m.Name, most) {
			if !seen[subject.ID()] && len(found) < most {
				seen[subject.ID()] = true
				found = append(found, subject)
			}
		}
	}
	return found
}

// unresolved faults a name that means nothing or several things.
func (n *names) unresolved(name page.Text, d *document, kind string, nearest, candidates []graph.Subject, faults *graph.Faults) {
	at := d.typed(name.Line)
	switch {
	case n.broken[graph.Slug(name.Value)]:
	case len(candidates) > 0:
		faults.Add(at, "write one of "+list(candidates), "%q means several things", name.Value)
	case len(nearest) > 0:
		faults.Add(at, "did you mean "+list(nearest)+"?", "there is no %s %q", kind, name.Value)
	default:
		faults.Add(at, "write a page for it, or load the source that has it first", "there is no %s %q", kind, name.Value)
	}
}

// list names subjects with their ids.
func list(subjects []graph.Subject) string {
	words := make([]string, len(subjects))
	for i, s := range subjects {
		words[i] = fmt.Sprintf("%s (%s)", s.Name(), s.ID())
	}
	return oneOf(words)
}
