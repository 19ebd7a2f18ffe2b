package loader

import (
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// resolve finds what a name means in the place where it stands.
type resolve func(name page.Text, d *document, faults *graph.Faults) (graph.ID, bool)

// needs reads what one document's author says that it needs.
type needs struct {
	*documentClaims
	doc  *document
	find resolve
	met  map[graph.ID]int // what was named alone, and on which line
}

func (b *documentClaims) conceptLinks(d *document) {
	n := needs{b, d, b.names.concept, map[graph.ID]int{}}
	n.claim(d.page.Requires, graph.Required)
	n.claim(d.page.Recommends, graph.Recommended)
}

func (b *documentClaims) articleLinks(d *document) {
	met := map[graph.ID]int{}
	for _, t := range d.tellings() {
		if t.page != nil {
			n := needs{b, t, b.names.subject, met}
			n.claim(t.page.Requires, graph.Required)
		}
	}
}

func (n *needs) claim(items []page.Need, need graph.Need) {
	for _, item := range items {
		met, group := n.met, ""
		if item.AnyOf {
			met = map[graph.ID]int{} // it may stand in several groups
		}
		ids := n.resolve(item.Names, met)
		if item.AnyOf {
			group = groupOf(ids)
		}
		for _, id := range ids {
			n.claims.Links = append(n.claims.Links, graph.LinkClaim{After: n.doc.id, Before: id, AnyOf: group,
				Origin: n.doc.origin, Need: need, Reason: item.Why, Place: n.doc.at(item.Line)})
		}
	}
}

// resolve finds what the names mean. What is named twice is a fault: one of
// the two may have been meant for something else.
func (n *needs) resolve(names []page.Text, met map[graph.ID]int) []graph.ID {
	var ids []graph.ID
	for _, name := range names {
		id, ok := n.find(name, n.doc, n.wrongNames(n.doc, name))
		switch line := met[id]; {
		case !ok:
		case n.doc.page.Foreign && (id == n.doc.id || line > 0):
		case id == n.doc.id:
			n.faults.Add(n.doc.typed(name.Line), "remove it", "%q needs itself", n.doc.name)
		case line != 0:
			n.faults.Add(n.doc.typed(name.Line), "keep one of them", "%q is named twice, first at %s", name.Value, n.doc.typed(line))
		default:
			met[id] = name.Line
			ids = append(ids, id)
		}
	}
	return ids
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
