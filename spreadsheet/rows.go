package spreadsheet

import (
	"cmp"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// linkRow is a row of a table of links.
type linkRow struct {
	*row
	table  *table
	before graph.ID
	link   Link // what it says, with the label as it is written
	was    *Link
}

func (r *linkRow) at() graph.Place { return r.table.at(r.line) }

// linkRow finds out which link a row is about.
func (p *planner) linkRow(t *table, r *row) {
	at := t.at(r.line)
	names := [2]string{}
	for i, column := range []string{"concept", "needs"} {
		if names[i], _ = r.has(column); names[i] == "" {
			p.faults.Add(at, "name a concept", "the row's %s is empty", column)
		}
	}
	if names[0] == "" || names[1] == "" {
		return
	}
	after, ok := p.resolve(names[0], at)
	before, alsoOK := p.resolve(names[1], at)
	if !ok || !alsoOK {
		return
	}
	if after == before {
		p.faults.Add(at, "remove it", "%q needs itself", names[0])
		return
	}
	n := p.needsOf(after)
	label, _ := r.has("any_of")
	if i := slices.IndexFunc(n.rows, func(other *linkRow) bool { return other.before == before && other.link.AnyOf == label }); i >= 0 {
		p.faults.Add(at, "keep one of them", "the link has two rows, the first at %s", n.rows[i].at())
		return
	}
	why, _ := r.has("why")
	p.limit(at, "reason", why, graph.MaxLine)
	n.rows = append(n.rows, &linkRow{row: r, table: t, before: before, link: Link{After: after, Before: before, AnyOf: label}})
}

// rowLinks gives a concept's links with the rows put over what the graph says.
func (p *planner) rowLinks(n *needs) []Link {
	groups := n.groupsOfLabels()
	var links []Link
	links = append(links, n.match(groups)...)
	for _, r := range n.rows {
		p.fill(r)
		links = append(links, r.link)
	}
	p.oneNeed(n)
	sortLinks(links)
	fillGroups(links, nil)
	return links
}

// groupsOfLabels says which group of the graph each label of the rows means, by its number; a label that isn't there is a new group.
func (n *needs) groupsOfLabels() map[string]string {
	labelled := map[string][]graph.ID{}
	unmatched := map[graph.ID]int{} // places of a link that no row can be about
	for _, l := range n.was {
		unmatched[l.Before]++
	}
	for _, r := range n.rows {
		unmatched[r.before]--
		if r.link.AnyOf != "" {
			labelled[r.link.AnyOf] = append(labelled[r.link.AnyOf], r.before)
		}
	}
	members := map[string][]graph.ID{}
	var numbers []string
	for _, l := range n.was {
		if l.AnyOf == "" {
			continue
		}
		if members[l.AnyOf] == nil {
			numbers = append(numbers, l.AnyOf)
		}
		members[l.AnyOf] = append(members[l.AnyOf], l.Before)
	}
	slices.SortFunc(numbers, compareNumbers)
	return assign(labelled, members, numbers, unmatched)
}

// assign gives each label a group of its own, those that fit best first.
func assign(labelled, members map[string][]graph.ID, numbers []string, unmatched map[graph.ID]int) map[string]string {
	type pair struct {
		rank          int
		label, number string
	}
	var pairs []pair
	for label, said := range labelled {
		for _, number := range numbers {
			if rank := fits(said, members[number], unmatched, label == number); rank > 0 {
				pairs = append(pairs, pair{rank, label, number})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), compareNumbers(a.label, b.label), compareNumbers(a.number, b.number))
	})
	groups, used := map[string]string{}, map[string]bool{}
	for _, pair := range pairs {
		if _, done := groups[pair.label]; !done && !used[pair.number] {
			groups[pair.label] = pair.number
			used[pair.number] = true
		}
	}
	return groups
}

// fits says how well the members that a label has in the file fit a group of the graph, 0: not at all.
func fits(said, group []graph.ID, unmatched map[graph.ID]int, named bool) int {
	inside := !slices.ContainsFunc(said, func(id graph.ID) bool { return !slices.Contains(group, id) })
	moved := slices.ContainsFunc(group, func(id graph.ID) bool { return unmatched[id] <= 0 && !slices.Contains(said, id) })
	switch {
	case inside && len(said) == len(group) && named:
		return 5
	case inside && len(said) == len(group):
		return 4
	case inside && !moved && named:
		return 3
	case inside && !moved:
		return 2
	case named:
		return 1
	}
	return 0
}

// compareNumbers orders numbers that are written as texts.
func compareNumbers(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// match gives each row the link of the graph that it is about, first those in the same group, then those
// that are left, and lists the links that have no row.
func (n *needs) match(groups map[string]string) []Link {
	taken := make([]bool, len(n.was))
	take := func(r *linkRow, fits func(Link) bool) {
		for i := range n.was {
			if r.was == nil && !taken[i] && n.was[i].Before == r.before && fits(n.was[i]) {
				r.was, taken[i] = &n.was[i], true
			}
		}
	}
	for _, r := range n.rows {
		if label := r.link.AnyOf; label != "" {
			r.link.AnyOf = cmp.Or(groups[label], "row "+label)
		}
		take(r, func(l Link) bool { return l.AnyOf == r.link.AnyOf })
	}
	for _, r := range n.rows { // a group of one is as good as none
		need, _ := r.has("need")
		take(r, func(l Link) bool {
			return l.Group == nil && r.link.AnyOf == "" && strings.EqualFold(l.Need.String(), need)
		})
	}
	for _, r := range n.rows {
		take(r, func(Link) bool { return true })
	}
	var left []Link
	for i, l := range n.was {
		if !taken[i] && (n.whole == nil || l.Status == graph.Rejected) {
			left = append(left, l)
		}
	}
	return left
}

// fill says what the row's other cells say; a cell that isn't there says what the
// graph says, and one that is cleared what the sources say.
func (p *planner) fill(r *linkRow) {
	l, raw := &r.link, p.rawLink(r)
	if r.was != nil {
		l.Need, l.Why, l.Status = r.was.Need, r.was.Why, r.was.Status
		if _, ok := r.has("any_of"); !ok {
			l.AnyOf = r.was.AnyOf
		}
	}
	if cell, ok := r.has("why"); ok {
		l.Why = cell
	}
	if cell, ok := r.has("need"); ok {
		l.Need = raw.Need
		p.word(r, "need", cell, &l.Need)
	}
	if cell, ok := r.has("status"); ok {
		l.Status = raw.Status
		p.word(r, "status", cell, &l.Status)
	}
}

// rawLink is what sources say of a row's link, without decisions; the zero Link if they say nothing.
func (p *planner) rawLink(r *linkRow) Link {
	after, ok := p.raw.Subject(r.link.After).(graph.Concept)
	if !ok {
		return Link{}
	}
	var found []Link
	for _, l := range after.Needs() {
		if l.Before().ID() == r.before {
			found = append(found, Link{Need: l.Need(), AnyOf: l.AnyOf(), Status: l.Status()})
		}
	}
	if i := slices.IndexFunc(found, func(l Link) bool { return (l.AnyOf == "") == (r.link.AnyOf == "") }); i >= 0 {
		return found[i]
	}
	if len(found) > 0 {
		return found[0]
	}
	return Link{}
}

// word reads a cell that has one of some words; an empty one leaves things as they are.
func (p *planner) word(r *linkRow, column, cell string, to interface{ UnmarshalText([]byte) error }) {
	words := map[string]string{"need": "REQUIRED or RECOMMENDED", "status": "ACCEPTED, SUGGESTED or REJECTED"}
	if cell != "" && to.UnmarshalText([]byte(strings.ToUpper(cell))) != nil {
		p.faults.Add(r.at(), "write "+words[column], "there is no %s %q", column, cell)
	}
}

// oneNeed faults alternatives that are both required and recommended.
func (p *planner) oneNeed(n *needs) {
	first := map[string]*linkRow{}
	for _, r := range n.rows {
		label := r.link.AnyOf
		if label == "" || r.link.Status == graph.Rejected {
			continue
		}
		if other := first[label]; other == nil {
			first[label] = r
		} else if other.link.Need != r.link.Need {
			p.faults.Add(r.at(), "give all of them one need", "some of these alternatives of %s are required, others recommended (the first is at %s)",
				p.called(r.link.After), other.at())
			return
		}
	}
}
