package spreadsheet

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// wanted is one concept's links as they shall be.
type wanted struct {
	links []Link
	at    map[graph.ID]place // who says so, by Before
}

// place is where something is said.
type place struct {
	table *table
	line  int
}

func (p place) String() string { return p.table.at(p.line).String() }

// settleLinks makes claims and decisions of the links that shall be otherwise than they are.
func (p *planner) settleLinks() {
	var all []*expression
	for _, after := range slices.Sorted(maps.Keys(p.needs)) {
		n := p.needs[after]
		if n.cells == nil && n.rows == nil && n.whole == nil {
			continue
		}
		want := p.combine(after, n, p.said[after])
		all = append(all, p.expression(after, n.was, want, p.said[after]))
	}
	if p.faults != nil {
		return
	}
	for _, e := range all {
		e.express()
	}
	p.check(all)
}

// combine brings together what cells and rows say of a concept's links, link by link.
func (p *planner) combine(after graph.ID, n *needs, raw []Link) wanted {
	w := wanted{at: map[graph.ID]place{}}
	rowAt := map[graph.ID]place{}
	for _, r := range n.rows {
		rowAt[r.before] = place{r.table, r.line}
	}
	counts := map[graph.ID]bool{} // whether the rows decide on a link, not the cells
	said := func(before graph.ID, row place) {
		w.at[before] = row
		counts[before] = n.cells == nil || p.rowsCount(after, before, n, raw, row)
	}
	all := endsOf(n.was, n.ofCells, n.ofRows)
	for _, before := range all {
		if row, ok := rowAt[before]; ok {
			said(before, row)
		} else if n.whole != nil {
			said(before, place{n.whole, 0})
		}
	}
	for _, before := range all {
		if _, done := counts[before]; !done {
			other := rowBeside(before, rowAt, n.ofCells, raw, n.ofRows)
			counts[before], w.at[before] = counts[other], rowAt[other]
		}
		switch {
		case counts[before]:
			w.links = append(w.links, between(n.ofRows, before)...) // each with the group that its own table gives it
		case n.cells != nil:
			w.links = append(w.links, between(n.ofCells, before)...)
			w.at[before] = place{n.cells.table, n.cells.line}
		default:
			w.links = append(w.links, between(n.was, before)...)
		}
	}
	return w
}

// rowBeside finds a link with a row that is an alternative to another one in any of
// the lists; "" if there is none. Its row says something of the other too.
func rowBeside(before graph.ID, rowAt map[graph.ID]place, lists ...[]Link) graph.ID {
	for _, links := range lists {
		for _, l := range between(links, before) {
			for _, other := range l.Group {
				if _, ok := rowAt[other]; ok {
					return other
				}
			}
		}
	}
	return ""
}

// rowsCount says that the rows, not the cells, decide on a link: where both say the
// same, since rows say more; where the cells say what the sources say, so that the rows are the
// edit. Where neither does, it is a fault.
func (p *planner) rowsCount(after, before graph.ID, n *needs, raw []Link, row place) bool {
	ofCells, ofRows, ofSources := wordOn(n.ofCells, before), wordOn(n.withoutDecisions(raw), before), wordOn(raw, before)
	is, cell := wordOn(n.was, before), place{n.cells.table, n.cells.line}
	ignored := func(at, by place, what string) {
		if what != is {
			p.warnings.Add(at.table.at(at.line), "write the same in both, or import one of them", "what this row says of %s is not followed: %s says otherwise",
				p.arrow(after, before), by)
		}
	}
	switch {
	case ofCells == ofRows:
	case ofCells == ofSources:
		ignored(cell, row, ofCells)
	case ofRows == ofSources:
		ignored(row, cell, ofRows)
		return false
	default:
		p.faults.Add(cell.table.at(cell.line), "write the same in both, or import one of them", "this row and %s say different things of %s",
			row, p.arrow(after, before))
	}
	return true
}

// withoutDecisions gives what the rows say; links without a row that are rejected have the status that sources give them, for
// a rejection may be what an earlier import made of the same rows.
func (n *needs) withoutDecisions(raw []Link) []Link {
	if n.whole != nil {
		return n.ofRows
	}
	links := slices.Clone(n.ofRows)
	for i, l := range links {
		hasRow := slices.ContainsFunc(n.rows, func(r *linkRow) bool { return r.before == l.Before })
		if said := between(raw, l.Before); l.Status == graph.Rejected && !hasRow && len(said) > 0 {
			links[i].Status = said[0].Status
		}
	}
	return links
}

// wordOn says what accepted links ask for between two ends: for comparing.
func wordOn(links []Link, before graph.ID) string {
	var words []string
	for _, l := range between(links, before) {
		if l.Status == graph.Accepted {
			words = append(words, fmt.Sprint(l.Need, acceptedGroup(links, l)))
		}
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), ";")
}

// arrow speaks of a link in reading order.
func (p *planner) arrow(after, before graph.ID) string {
	return p.called(before) + " → " + p.called(after)
}

// endsOf lists the Before ends of links, by id.
func endsOf(lists ...[]Link) []graph.ID {
	var ends []graph.ID
	for _, links := range lists {
		for _, l := range links {
			ends = append(ends, l.Before)
		}
	}
	slices.Sort(ends)
	return slices.Compact(ends)
}

// between lists the links that have this Before.
func between(links []Link, before graph.ID) []Link {
	var list []Link
	for _, l := range links {
		if l.Before == before {
			list = append(list, l)
		}
	}
	return list
}

// sameLinks compares links of the same ends, whatever their order and labels.
func sameLinks(a, b []Link) bool {
	left := slices.Clone(b)
	for _, x := range a {
		i := slices.IndexFunc(left, func(y Link) bool { return sameLink(x, y) })
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return len(left) == 0
}

// sameLink says that two links of the same ends are the same; of rejected ones nothing else counts.
func sameLink(a, b Link) bool {
	return a.Status == b.Status && (a.Status == graph.Rejected || a.Need == b.Need && a.Why == b.Why && slices.Equal(a.Group, b.Group))
}
