package main

import (
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/spreadsheet"
)

// differenceView is what changes in the rows of tables, under the names of their columns.
type differenceView struct {
	Concepts []conceptEditView `json:"concepts"`
	Links    []linkEditView    `json:"links"`
}

type conceptEditView struct {
	Op      graph.Op         `json:"op"`
	ID      graph.ID         `json:"id"`
	Name    string           `json:"name"`
	Changes []cellChangeView `json:"changes"`
}

type linkEditView struct {
	Op      graph.Op         `json:"op"`
	Before  ref              `json:"before"`
	After   ref              `json:"after"`
	Changes []cellChangeView `json:"changes"`
}

type cellChangeView struct {
	Column string  `json:"column"`
	Old    *string `json:"old"`
	New    *string `json:"new"`
}

func differenceViewOf(d *spreadsheet.Difference) differenceView {
	view := differenceView{Concepts: []conceptEditView{}, Links: []linkEditView{}}
	for _, e := range d.Concepts {
		view.Concepts = append(view.Concepts, conceptEditView{e.Op, e.ID, e.Name, cellChanges(e.Changes)})
	}
	for _, e := range d.Links {
		view.Links = append(view.Links, linkEditView{e.Op, ref{ID: e.Before, Name: e.BeforeName}, ref{ID: e.After, Name: e.AfterName}, cellChanges(e.Changes)})
	}
	return view
}

func cellChanges(changes []spreadsheet.FieldChange) []cellChangeView {
	views := make([]cellChangeView, len(changes))
	for i, c := range changes {
		views[i] = cellChangeView{c.Field, orNull(c.Old), orNull(c.New)}
	}
	return views
}

// writeImport shows people what an import would change: rows that are added (+), changed (~) cell by cell, and removed (-).
func (a *app) writeImport(found *spreadsheet.Import, all bool) {
	s := a.sheet()
	for _, w := range found.Warnings {
		s.text("Warning: ", w.Error(), s.accent)
	}
	d := &found.Difference
	if len(d.Concepts) > 0 {
		s.line(s.bold.Render("Concepts"))
	}
	for _, e := range shownOf(d.Concepts, all) {
		s.line("  ", marks[e.Op], clean(e.Name), "  ", s.faint.Render(clean(string(e.ID))))
		writeCells(s, e.Op, e.Changes)
	}
	writeMore(s, len(d.Concepts), all)
	if len(d.Links) > 0 {
		s.line(s.bold.Render("Links"))
	}
	for _, e := range shownOf(d.Links, all) {
		s.line("  ", marks[e.Op], clean(e.BeforeName), " → ", clean(e.AfterName))
		writeCells(s, e.Op, e.Changes)
	}
	writeMore(s, len(d.Links), all)
	if found.Batch != nil && d.Empty() {
		s.line("Rows stay as they are: only who says so, or who decided, changes.")
	}
}

// shownOf are the first of many edits.
func shownOf[E any](edits []E, all bool) []E {
	if all {
		return edits
	}
	return edits[:min(mostRows, len(edits))]
}

// mostRows is how many rows of a table a difference shows; the others are counted.
const mostRows = 40

func writeMore(s *sheet, n int, all bool) {
	if n > mostRows && !all {
		s.line("  ", s.faint.Render("… and "+count(n-mostRows, "row")+" more: --verbose shows all"))
	}
}

// writeCells shows the cells of a row. Of a row that goes they are known; of a new one those that say what is usual are left out.
func writeCells(s *sheet, op graph.Op, changes []spreadsheet.FieldChange) {
	for _, c := range changes {
		switch {
		case op == graph.Removed, op == graph.Added && (c.Field == "name" || c.New == graph.Accepted.String() || c.New == graph.Required.String()):
		case op == graph.Added:
			s.text("      "+c.Field+": ", valueText(c.New), s.faint)
		default:
			was, is := orNothing(c.Old), orNothing(c.New)
			if old, now, ok := c.Lists(); ok {
				was, is = anyOf(old), anyOf(now)
			}
			s.text("      "+c.Field+": ", fieldChange(was, is), s.faint)
		}
	}
}

func anyOf(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}

// orNothing is nil for the text that isn't there.
func orNothing(text string) any {
	if text == "" {
		return nil
	}
	return text
}
