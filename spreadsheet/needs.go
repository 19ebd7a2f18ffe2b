package spreadsheet

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// needs is what the files say of one concept's links.
type needs struct {
	was   []Link      // as the graph has them
	cells *conceptRow // whose columns requires and recommended say something; nil if there is none
	rows  []*linkRow  // of tables of links
	whole *table      // a table of links that has all there shall be; nil if there is none

	ofCells, ofRows []Link // what they say, in full
}

// readLinks finds out what the files say of links.
func (p *planner) readLinks() {
	seen := func(id graph.ID) bool {
		c, ok := p.now.Subject(id).(graph.Concept)
		return ok && c.Status() != graph.Rejected
	}
	for _, l := range linksOf(p.raw, func(id graph.ID) bool { return p.now.Subject(id) != nil }) {
		p.said[l.After] = append(p.said[l.After], l)
	}
	for _, l := range linksOf(p.before, seen) {
		n := p.needsOf(l.After)
		n.was = append(n.was, l)
	}
	for _, t := range p.tables {
		for i := range t.rows {
			if t.links {
				p.linkRow(t, &t.rows[i])
			}
		}
	}
	for _, c := range p.concepts {
		_, requires := c.has("requires")
		_, recommended := c.has("recommended")
		if requires || recommended {
			n := p.needsOf(c.id)
			n.cells = c
			n.ofCells = p.cellLinks(c, n.was)
		}
	}
	for _, n := range p.needs {
		if n.whole = p.wholeTable(true); n.rows != nil || n.whole != nil {
			n.ofRows = p.rowLinks(n)
		}
	}
}

func (p *planner) needsOf(after graph.ID) *needs {
	n := p.needs[after]
	if n == nil {
		n = &needs{}
		p.needs[after] = n
	}
	return n
}

// resolve finds the concept that a name means in the graph with the files' concepts.
// What is rejected or deleted is left out with a warning.
func (p *planner) resolve(name string, at graph.Place) (graph.ID, bool) {
	m := p.now.Lookup(name)
	if m.Subject == nil && len(m.Candidates) == 0 {
		m.Subject = p.before.Lookup(name).Subject // it may be deleted
	}
	switch found := m.Subject.(type) {
	case graph.Concept:
		now, ok := p.now.Subject(found.ID()).(graph.Concept)
		switch {
		case !ok:
			p.faults.Add(at, "take it out here too", "%s (%s) has no row any more", found.Name(), found.ID())
		case now.Status() == graph.Rejected:
			p.warnings.Add(at, "give it a row in a table of concepts to bring it back", "%s (%s) is rejected, so it is left out", found.Name(), found.ID())
		case found != now:
			p.faults.Add(at, "write that", "%q is called %q now", name, now.Name())
		default:
			return found.ID(), true
		}
		return "", false
	case graph.Article:
		p.faults.Add(at, "name a concept", "%q is an article (%s), not a concept", name, found.ID())
		return "", false
	}
	if len(m.Candidates) > 0 {
		p.faults.Add(at, "write the id of one of them: "+listed(m.Candidates), "%q means several things", name)
	} else if near := p.now.Nearest(name, 3); len(near) > 0 {
		p.faults.Add(at, "did you mean "+listed(near)+"?", "there is no concept %q", name)
	} else {
		p.faults.Add(at, "give it a row in a table of concepts, or load the source that has it first", "there is no concept %q", name)
	}
	return "", false
}

// cellLinks gives a concept's links as its columns requires and recommended have them.
func (p *planner) cellLinks(c *conceptRow, was []Link) []Link {
	links := slices.Clone(was)
	items := map[graph.Need][][]graph.ID{}
	for need, column := range columnsOfNeeds {
		if cell, ok := c.has(column); ok {
			items[graph.Need(need)] = p.cellItems(c, cell)
		}
	}
	for _, need := range []graph.Need{graph.Required, graph.Recommended} {
		if _, ok := items[need]; !ok {
			continue
		}
		old := itemsOf(was, need)
		for _, item := range old {
			if !holds(items[need], item) {
				links = withoutItem(links, need, item)
			}
		}
		for _, item := range items[need] {
			if !holds(old, item) {
				if !holds(items[graph.Required+graph.Recommended-need], item) { // it has moved
					links = withoutPlain(links, item)
				}
				links = withItem(links, was, c.id, need, item)
			}
		}
	}
	for _, item := range items[graph.Required] {
		if holds(items[graph.Recommended], item) && !inBoth(was, item) && !inBoth(p.said[c.id], item) {
			p.faults.Add(c.at(), "take it out of one of them", "%s is both required and recommended", p.called(item[0]))
		}
	}
	sortLinks(links)
	fillGroups(links, nil)
	return links
}

// inBoth says that something is required and recommended already: sources may say so with groups of one.
func inBoth(links []Link, item []graph.ID) bool {
	return holds(itemsOf(links, graph.Required), item) && holds(itemsOf(links, graph.Recommended), item)
}

// columnsOfNeeds are the columns of a concept's row that have its links.
var columnsOfNeeds = [...]string{graph.Required: "requires", graph.Recommended: "recommended"}

func (p *planner) called(id graph.ID) string {
	if subject := p.now.Subject(id); subject != nil {
		return subject.Name()
	}
	return string(id)
}

func holds(items [][]graph.ID, item []graph.ID) bool {
	return slices.ContainsFunc(items, func(have []graph.ID) bool { return slices.Equal(have, item) })
}

// cellItems reads the names of a cell.
func (p *planner) cellItems(c *conceptRow, cell string) [][]graph.ID {
	var items [][]graph.ID
	for _, names := range splitItems(cell) {
		var item []graph.ID
		for _, name := range names {
			id, ok := p.resolve(name, c.at())
			if ok && id == c.id {
				p.faults.Add(c.at(), "remove it", "%q needs itself", c.want.Name)
			} else if ok && !slices.Contains(item, id) {
				item = append(item, id)
			}
		}
		slices.Sort(item)
		if len(item) > 0 && !holds(items, item) {
			items = append(items, item)
		}
	}
	return items
}

// withoutItem takes out the accepted links that an item stands for.
func withoutItem(links []Link, need graph.Need, item []graph.ID) []Link {
	return slices.DeleteFunc(slices.Clone(links), func(l Link) bool {
		return l.Status == graph.Accepted && l.Need == need && slices.Equal(acceptedGroup(links, l), item)
	})
}

// acceptedGroup lists the accepted members of a link's group; the link alone if it has none.
func acceptedGroup(links []Link, of Link) []graph.ID {
	if of.AnyOf == "" {
		return []graph.ID{of.Before}
	}
	var group []graph.ID
	for _, l := range links {
		if l.AnyOf == of.AnyOf && l.After == of.After && l.Need == of.Need && l.Status == graph.Accepted {
			group = append(group, l.Before)
		}
	}
	slices.Sort(group)
	return slices.Compact(group)
}

// withoutPlain takes out the link that stands alone, if the item is one concept.
func withoutPlain(links []Link, item []graph.ID) []Link {
	return slices.DeleteFunc(links, func(l Link) bool { return len(item) == 1 && l.Before == item[0] && l.AnyOf == "" })
}

// withItem adds accepted links for an item. They take the place of those of the same ends that are not accepted.
func withItem(links, was []Link, after graph.ID, need graph.Need, item []graph.ID) []Link {
	label := ""
	if len(item) > 1 {
		label = "cell " + groupLabel(item)
	}
	links = slices.DeleteFunc(links, func(l Link) bool {
		return slices.Contains(item, l.Before) && l.Status != graph.Accepted
	})
	for _, before := range item {
		l := Link{After: after, Before: before, Need: need, AnyOf: label}
		if i := slices.IndexFunc(was, func(l Link) bool { return l.Before == before }); i >= 0 {
			l.Why = was[i].Why
		}
		links = append(links, l)
	}
	return links
}

func sortLinks(links []Link) {
	slices.SortStableFunc(links, func(a, b Link) int {
		if c := compareIDs(a.After, b.After); c != 0 {
			return c
		}
		return compareIDs(a.Before, b.Before)
	})
}
