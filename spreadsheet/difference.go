package spreadsheet

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// Difference is what changes in the rows of a graph.
type Difference struct {
	Concepts []ConceptEdit // by id
	Links    []LinkEdit    // by After and Before
}

// Empty says that nothing changes.
func (d *Difference) Empty() bool { return len(d.Concepts)+len(d.Links) == 0 }

// ConceptEdit is a row of concepts.csv that is added, changed or removed.
type ConceptEdit struct {
	Op      graph.Op
	ID      graph.ID
	Name    string
	Changes []FieldChange
}

// LinkEdit is a row of links.csv that is added, changed or removed.
type LinkEdit struct {
	Op                    graph.Op
	After, Before         graph.ID
	AfterName, BeforeName string
	Changes               []FieldChange
}

// FieldChange is a cell's old and new text, under the name of its column. Cells
// without text are left out of what is added and removed.
type FieldChange struct {
	Field    string
	Old, New string
}

// Lists gives the old and new values of a cell that holds several; false if it holds one text.
func (c *FieldChange) Lists() (was, is []string, ok bool) {
	if c.Field != "aliases" && c.Field != "external_ids" {
		return nil, nil, false
	}
	return splitValues(c.Old), splitValues(c.New), true
}

func difference(before, after *graph.Snapshot) Difference {
	was, is := Of(before, nil), Of(after, nil)
	var d Difference
	merged(was.Concepts, is.Concepts, func(a, b Concept) int { return compareIDs(a.ID, b.ID) }, func(op graph.Op, old, now []Concept) {
		e := ConceptEdit{Op: op, Changes: changes(conceptFields(old), conceptFields(now))}
		for _, c := range append(old, now...) {
			e.ID, e.Name = c.ID, c.Name
		}
		if len(e.Changes) > 0 {
			d.Concepts = append(d.Concepts, e)
		}
	})
	old, now := newNamer(before), newNamer(after)
	merged(was.Links, is.Links, compareEnds, func(op graph.Op, a, b []Link) {
		if op == graph.Changed && sameLinks(a, b) {
			return
		}
		e := LinkEdit{Op: op, Changes: changes(linkFields(old, a), linkFields(now, b))}
		for _, l := range append(slices.Clone(a), b...) {
			e.After, e.Before = l.After, l.Before
		}
		names := now
		if after.Subject(e.After) == nil || after.Subject(e.Before) == nil {
			names = old
		}
		e.AfterName, e.BeforeName = names.of(e.After), names.of(e.Before)
		d.Links = append(d.Links, e)
	})
	return d
}

func compareEnds(a, b Link) int {
	if c := compareIDs(a.After, b.After); c != 0 {
		return c
	}
	return compareIDs(a.Before, b.Before)
}

// merged goes through two sorted lists, and tells what has one key in each.
func merged[E any](was, is []E, compare func(a, b E) int, tell func(op graph.Op, was, is []E)) {
	run := func(list []E, key E) int {
		n := 0
		for n < len(list) && compare(list[n], key) == 0 {
			n++
		}
		return n
	}
	for len(was) > 0 || len(is) > 0 {
		key := append(was[:min(1, len(was)):min(1, len(was))], is[:min(1, len(is))]...)
		if len(key) == 2 && compare(key[1], key[0]) < 0 {
			key = key[1:]
		}
		n, m := run(was, key[0]), run(is, key[0])
		op := graph.Changed
		if n == 0 {
			op = graph.Added
		} else if m == 0 {
			op = graph.Removed
		}
		tell(op, was[:n:n], is[:m:m])
		was, is = was[n:], is[m:]
	}
}

// field is a column's name and a cell's text.
type field [2]string

func conceptFields(rows []Concept) []field {
	if len(rows) == 0 {
		return nil
	}
	c := rows[0]
	aliases, external := slices.Clone(c.Aliases), slices.Clone(c.External)
	slices.Sort(aliases)
	slices.SortFunc(external, func(a, b graph.ExternalID) int { return compareIDs(graph.ID(a.System), graph.ID(b.System)) })
	return []field{{"name", c.Name}, {"aliases", joinValues(aliases)}, {"module", c.Module}, {"summary", c.Summary},
		{"external_ids", joinExternal(external)}, {"status", c.Status.String()}}
}

func linkFields(names namer, rows []Link) []field {
	var fields []field
	for _, l := range rows {
		var others []string
		for _, id := range l.Group {
			if id != l.Before {
				others = append(others, names.of(id))
			}
		}
		fields = append(fields, field{"need", l.Need.String()}, field{"any_of", joinItems([][]string{others})}, field{"why", l.Why}, field{"status", l.Status.String()})
	}
	return fields
}

// changes lists what differs; of rows in different numbers all that is in either.
func changes(was, is []field) []FieldChange {
	var list []FieldChange
	if len(was) == len(is) {
		for i := range is {
			if was[i] != is[i] {
				list = append(list, FieldChange{is[i][0], was[i][1], is[i][1]})
			}
		}
		return list
	}
	for _, f := range was {
		if f[1] != "" {
			list = append(list, FieldChange{f[0], f[1], ""})
		}
	}
	for _, f := range is {
		if f[1] != "" {
			list = append(list, FieldChange{f[0], "", f[1]})
		}
	}
	return list
}
