package loader

import (
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// resolve finds what a name means in the place where it stands.
type resolve func(name page.Text, d *document, faults *graph.Faults) (graph.ID, bool)

func (b *builder) conceptLinks(d *document) {
	met := map[graph.ID]page.Text{}
	b.links(d, d.page.Requires, graph.Required, b.names.concept, met)
	b.links(d, d.page.Recommends, graph.Recommended, b.names.concept, met)
}

func (b *builder) articleLinks(d *document) {
	if d.page != nil {
		b.links(d, d.page.Requires, graph.Required, b.names.subject, map[graph.ID]page.Text{})
	}
}

// links claims what a document's author says it needs. What is named twice, save in different
// groups of alternatives, is a fault: one of them may have been meant for something else.
func (b *builder) links(d *document, needs []page.Need, need graph.Need, find resolve, met map[graph.ID]page.Text) {
	for _, n := range needs {
		var ids []graph.ID
		for _, name := range n.Names {
			id, ok := find(name, d, &b.faults)
			if !ok {
				continue
			}
			if id == d.id {
				b.faults.Add(d.typed(name.Line), "remove it", "%q needs itself", d.name)
				continue
			}
			earlier, again := met[id]
			if again = again && !n.AnyOf || slices.Contains(ids, id); again {
				b.faults.Add(d.typed(name.Line), "keep one of them", "%q is named twice, first on line %d", name.Value, earlier.Line)
				continue
			}
			if !n.AnyOf || met[id].Line == 0 {
				met[id] = name
			}
			ids = append(ids, id)
		}
		group := ""
		if n.AnyOf {
			group = groupOf(ids)
		}
		for _, id := range ids {
			b.claims.Links = append(b.claims.Links, graph.LinkClaim{After: d.id, Before: id, AnyOf: group,
				Origin: graph.Author, Need: need, Reason: n.Why, Place: d.at(n.Line)})
		}
	}
}

// groupOf labels a group of alternatives by its members, whatever their order.
func groupOf(ids []graph.ID) string {
	slugs := make([]string, len(ids))
	for i, id := range ids {
		slugs[i] = id.Slug()
	}
	slices.Sort(slugs)
	return strings.Join(slugs, "|")
}
