package spreadsheet

import (
	"encoding/csv"
	"io"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// WriteConcepts writes concepts.csv.
func (t *Tables) WriteConcepts(w io.Writer) error {
	names := newNamer(t.s)
	needs := map[graph.ID][]Link{}
	for _, l := range t.Links {
		needs[l.After] = append(needs[l.After], l)
	}
	return write(w, ConceptColumns, len(t.Concepts), func(i int) []string {
		c := &t.Concepts[i]
		return []string{string(c.ID), c.Name, joinValues(c.Aliases), c.Module, c.Summary,
			names.items(itemsOf(needs[c.ID], graph.Required)), names.items(itemsOf(needs[c.ID], graph.Recommended)), joinExternal(c.External)}
	})
}

// WriteLinks writes links.csv.
func (t *Tables) WriteLinks(w io.Writer) error {
	names := newNamer(t.s)
	return write(w, LinkColumns, len(t.Links), func(i int) []string {
		l := &t.Links[i]
		return []string{names.of(l.After), names.of(l.Before), l.Need.String(), l.AnyOf, l.Why, l.Status.String()}
	})
}

func write(w io.Writer, columns []string, rows int, row func(int) []string) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for i := range rows {
		cells := row(i)
		for j := range cells {
			cells[j] = guard(cells[j])
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// namer calls concepts by their names, or by their ids where a name means
// something else too, or would if what is suggested or rejected were accepted.
type namer struct {
	s      *graph.Snapshot
	shared map[string]int // how many concepts have a name
	known  map[graph.ID]string
}

func newNamer(s *graph.Snapshot) namer {
	n := namer{s, map[string]int{}, map[graph.ID]string{}}
	for _, c := range s.Concepts() {
		n.shared[tidy(c.Name())]++
	}
	return n
}

func (n namer) of(id graph.ID) string {
	if name, ok := n.known[id]; ok {
		return name
	}
	name := string(id)
	if subject := n.s.Subject(id); subject != nil {
		if own := subject.Name(); own == tidy(own) && n.shared[own] == 1 && n.s.Lookup(own).Subject == subject {
			name = own
		}
	}
	n.known[id] = name
	return name
}

func (n namer) items(items [][]graph.ID) string {
	names := make([][]string, len(items))
	for i, ids := range items {
		for _, id := range ids {
			names[i] = append(names[i], n.of(id))
		}
	}
	return joinItems(names)
}

// itemsOf lists what a concept's accepted links of one need ask for: single
// concepts, and alternatives, of which the rejected and suggested are left out.
func itemsOf(links []Link, need graph.Need) [][]graph.ID {
	var items [][]graph.ID
	group := map[string]int{} // the item of a group
	for _, l := range links {
		if l.Status != graph.Accepted || l.Need != need {
			continue
		}
		if i, met := group[l.AnyOf]; met && l.AnyOf != "" {
			items[i] = append(items[i], l.Before)
			continue
		}
		group[l.AnyOf] = len(items)
		items = append(items, []graph.ID{l.Before})
	}
	slices.SortStableFunc(items, slices.Compare)
	return slices.CompactFunc(items, slices.Equal)
}
