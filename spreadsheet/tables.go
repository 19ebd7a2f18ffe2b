// Package spreadsheet takes the graph out as tables that people edit in a
// spreadsheet, concepts.csv and links.csv, and brings them back: docs/formats.md
// describes the tables, docs/decisions/0013-csv-and-exports.md what becomes of an edit.
//
// [Of] and [Tables.WriteConcepts] take out. [Plan] works out what files make of
// the graph: they are read (read.go); concepts (concepts.go), then links (cells.go,
// rows.go, settle.go) get what the files say they shall be; that is put into claims and
// decisions (express.go) and checked (check.go); and [Difference] is what changes.
package spreadsheet

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// ConceptColumns are the columns of concepts.csv, in order.
var ConceptColumns = []string{"id", "name", "aliases", "module", "summary", "requires", "recommended", "external_ids"}

// LinkColumns are the columns of links.csv, in order.
var LinkColumns = []string{"concept", "needs", "need", "any_of", "why", "status"}

// Tables is the graph as rows: one for each concept that isn't rejected, and one for
// each link between two such, and for each group of alternatives that it is in.
type Tables struct {
	Concepts []Concept // by id
	Links    []Link    // by After, Before and group

	s *graph.Snapshot // that names are looked up in
}

// Concept is a row of concepts.csv, without the links in it.
type Concept struct {
	ID       graph.ID
	Name     string
	Aliases  []string
	Module   string
	Summary  string
	External []graph.ExternalID
	Status   graph.Status // no column has it
}

// Link is a row of links.csv.
type Link struct {
	After, Before graph.ID
	Need          graph.Need
	AnyOf         string     // the number of its group among those of After; "": it stands alone
	Group         []graph.ID // that group without the rejected, by id; nil if fewer than two are left
	Why           string
	Status        graph.Status
}

// Of gives the tables of a graph. If keep is not nil, only concepts that it keeps have rows.
func Of(s *graph.Snapshot, keep func(graph.ID) bool) Tables {
	t := Tables{s: s}
	for _, c := range s.Concepts() {
		if c.Status() != graph.Rejected && (keep == nil || keep(c.ID())) {
			t.Concepts = append(t.Concepts, conceptOf(c))
		}
	}
	t.Links = linksOf(s, func(id graph.ID) bool {
		_, ok := slices.BinarySearchFunc(t.Concepts, id, func(c Concept, id graph.ID) int { return compareIDs(c.ID, id) })
		return ok
	})
	return t
}

func conceptOf(c graph.Concept) Concept {
	return Concept{ID: c.ID(), Name: tidy(c.Name()), Aliases: aliasesOf(tidy(c.Name()), c.Aliases()), Module: tidy(c.Module()),
		Summary: tidy(c.Summary()), External: tidyExternal(c.ExternalIDs()), Status: c.Status()}
}

// aliasesOf gives the tidy names other than the one.
func aliasesOf(name string, aliases []string) []string {
	return slices.DeleteFunc(tidyList(aliases), func(alias string) bool { return alias == name })
}

// linksOf lists the links between concepts that are to be seen.
func linksOf(s *graph.Snapshot, seen func(graph.ID) bool) []Link {
	var links []Link
	for _, l := range s.Links() {
		after, before := l.After().ID(), l.Before().ID()
		if after.Kind() == graph.KindConcept && seen(after) && seen(before) {
			links = append(links, Link{After: after, Before: before, Need: l.Need(), AnyOf: l.AnyOf(), Why: tidy(l.Why()), Status: l.Status()})
		}
	}
	fillGroups(links, nil)
	return links
}

// fillGroups fills in the groups of links that are sorted by After, by their
// labels and needs. Links that are rejected, or that gone is true of, are no members.
func fillGroups(links []Link, gone func(Link) bool) {
	type key struct {
		after graph.ID
		label string
		need  graph.Need
	}
	members := map[key][]graph.ID{}
	of := func(l Link) key { return key{l.After, l.AnyOf, l.Need} }
	for _, l := range links {
		if l.AnyOf != "" && l.Status != graph.Rejected && (gone == nil || !gone(l)) && !slices.Contains(members[of(l)], l.Before) {
			members[of(l)] = append(members[of(l)], l.Before)
		}
	}
	for _, group := range members {
		slices.Sort(group)
	}
	for i := range links {
		links[i].Group = nil
		if group := members[of(links[i])]; len(group) > 1 && slices.Contains(group, links[i].Before) {
			links[i].Group = group
		}
	}
}
