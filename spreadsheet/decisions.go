package spreadsheet

import (
	"maps"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// decisions are those that count, and what the import does with the store's own: it
// has no say in those that stand in files.
type decisions struct {
	rule   map[graph.Judged]*graph.Decision // that count
	stored map[graph.Judged]*graph.Decision // the store's own
	under  map[graph.Judged]*graph.Decision // that would count without these
	shall  map[graph.Judged]*graph.Decision // what is to be done: made, or taken back (nil)
}

func newDecisions(list []graph.Decision) decisions {
	d := decisions{rule: graph.Ruling(list), stored: map[graph.Judged]*graph.Decision{}, shall: map[graph.Judged]*graph.Decision{}}
	var files []graph.Decision
	for i := range list {
		if list[i].Source == "" {
			d.stored[list[i].On()] = &list[i]
		} else {
			files = append(files, list[i])
		}
	}
	d.under = graph.Ruling(files)
	return d
}

// decide makes a decision, if it says something else than the one there is.
func (p *planner) decide(on graph.Judged, status graph.Status, set graph.Edited, at place) {
	delete(p.shall, on)
	d := p.rule[on]
	if d != nil && d.Status == status && sameEdit(d.Set, set) || p.decidedElsewhere(d, at) {
		return
	}
	d = &graph.Decision{After: on.After, Before: on.Before, Status: status, By: p.opt.By, Why: p.opt.Why, Set: set}
	if d.Why == "" {
		d.Why = at.table.claimAt(at.line).String()
	}
	p.shall[on] = d
}

// undecide lets a status stand that there is without a decision. A decision that
// only gives it is let be: somebody may have made it for its reason.
func (p *planner) undecide(on graph.Judged, status graph.Status, at place) {
	delete(p.shall, on)
	says := func(d *graph.Decision) bool { return d == nil || d.Status == status && d.Set == (graph.Edited{}) }
	switch d := p.rule[on]; {
	case says(d) || p.decidedElsewhere(d, at):
	case says(p.under[on]):
		p.shall[on] = nil
	default:
		p.decide(on, status, graph.Edited{}, at)
	}
}

// forget takes the store's own decision back.
func (p *planner) forget(on graph.Judged) {
	if p.stored[on] != nil {
		p.shall[on] = nil
	}
}

// decidedElsewhere faults what a decision in a file forbids: the store's own would not count beside it.
func (p *planner) decidedElsewhere(d *graph.Decision, at place) bool {
	if d == nil || d.Source == "" || strings.HasPrefix(d.Source, graph.BundledPrefix) {
		return false
	}
	of := string(d.After)
	if d.Before != "" {
		of = p.arrow(d.After, d.Before)
	}
	p.faults.Add(at.table.at(at.line), "change it there, or write here what it says", "a file of decisions of the source %s decides on %s", d.Source, of)
	return true
}

// put puts the decisions into a batch. What is edited remembers what sources say of it.
func (d *decisions) put(state *graph.State, b *graph.Batch) {
	claimed := state.With(&graph.Batch{Sources: b.Sources, Unload: b.Unload})
	for _, on := range slices.SortedFunc(maps.Keys(d.shall), compareJudged) {
		shall := d.shall[on]
		if shall == nil {
			b.Undecide = append(b.Undecide, graph.DecisionKey{After: on.After, Before: on.Before})
			continue
		}
		made := *shall
		if said, ok := claimed.Unedited(on, func(*graph.Source) bool { return true }); ok {
			made.Was = onlyOf(said, made.Set)
		}
		b.Decide = append(b.Decide, made)
	}
}

// onlyOf gives the fields of one edit that another has too.
func onlyOf(was, set graph.Edited) graph.Edited {
	var e graph.Edited
	if set.Name != nil {
		e.Name = was.Name
	}
	if set.Aliases != nil {
		e.Aliases = was.Aliases
	}
	if set.Summary != nil {
		e.Summary = was.Summary
	}
	if set.Module != nil {
		e.Module = was.Module
	}
	if set.External != nil {
		e.External = was.External
	}
	if set.Need != nil {
		e.Need = was.Need
	}
	if set.Reason != nil {
		e.Reason = was.Reason
	}
	return e
}

func sameEdit(a, b graph.Edited) bool {
	same := func(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
	return same(a.Name, b.Name) && same(a.Summary, b.Summary) && same(a.Module, b.Module) && same(a.AnyOf, b.AnyOf) && same(a.Reason, b.Reason) &&
		(a.Need == nil) == (b.Need == nil) && (a.Need == nil || *a.Need == *b.Need) &&
		(a.Aliases == nil) == (b.Aliases == nil) && (a.Aliases == nil || slices.Equal(*a.Aliases, *b.Aliases)) &&
		(a.External == nil) == (b.External == nil) && (a.External == nil || slices.Equal(*a.External, *b.External))
}

func compareJudged(a, b graph.Judged) int {
	if c := compareIDs(a.After, b.After); c != 0 {
		return c
	}
	return compareIDs(a.Before, b.Before)
}
