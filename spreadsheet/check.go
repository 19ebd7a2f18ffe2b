package spreadsheet

import (
	"errors"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// check sees that the graph as it will be says what the rows say: what a table can't
// say of this graph must not be dropped without a word.
func (p *planner) check(all []*expression) {
	after := p.after()
	for _, c := range p.concepts {
		now, ok := after.Subject(c.id).(graph.Concept)
		if !ok || now.Status() == graph.Rejected || !sameConcept(conceptOf(now), c.want) {
			p.inexpressible(c.at(), c.id.Slug(), placesOf(p.others[c.id]))
		}
	}
	links := map[graph.ID][]Link{}
	for _, l := range linksOf(after, func(id graph.ID) bool {
		c, ok := after.Subject(id).(graph.Concept)
		return ok && c.Status() != graph.Rejected
	}) {
		links[l.After] = append(links[l.After], l)
	}
	for _, e := range all {
		e.checkLinks(links[e.after])
	}
	if p.faults == nil {
		p.checkLoops(after, all)
	}
}

func (e *expression) checkLinks(is []Link) {
	for _, before := range endsOf(e.was, e.want.links) {
		shall, have := between(e.want.links, before), between(is, before)
		isGone := !slices.ContainsFunc(have, func(l Link) bool { return l.Status != graph.Rejected })
		shallGo := !slices.ContainsFunc(shall, func(l Link) bool { return l.Status != graph.Rejected })
		if e.changed[before] && !sameLinks(shall, have) && !(isGone && shallGo) || !e.changed[before] && !sameLinks(between(e.was, before), have) {
			at := e.want.at[before]
			e.inexpressible(at.table.at(at.line), e.arrow(e.after, before), placesOf(e.between[graph.Judged{After: e.after, Before: before}]))
		}
	}
}

// inexpressible faults a row that can't be made true.
func (p *planner) inexpressible(at graph.Place, of string, said []string) {
	do := "change it where it is written"
	if len(said) > 0 {
		do += ": " + strings.Join(said, ", ")
	}
	p.faults.Add(at, do, "what this row says of %s can't be said in a table beside what sources say", of)
}

// placesOf says where claims are made.
func placesOf[C any, P interface {
	*C
	graph.Claim
}](said []graph.From[C]) []string {
	var places []string
	for _, from := range said {
		place := from.Source
		if at := P(from.Claim).At().String(); at != "" {
			place += " (" + at + ")"
		}
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	return places
}

// checkLoops faults things that would need each other.
func (p *planner) checkLoops(after *graph.Snapshot, all []*expression) {
	for _, loop := range after.NewLoops(p.before) {
		way := loop.Shortest()
		if len(way) == 0 {
			continue
		}
		words := []string{way[0].Before().Name()}
		var at graph.Place
		for _, l := range way {
			words = append(words, l.After().Name())
			for _, e := range all {
				if e.after == l.After().ID() && e.changed[l.Before().ID()] && at == (graph.Place{}) {
					of := e.want.at[l.Before().ID()]
					at = of.table.at(of.line)
				}
			}
		}
		p.faults.Add(at, "take one of the links out, or make it recommended", "these need each other: %s", strings.Join(words, " → "))
	}
}

// finish makes the import of what was settled.
func (p *planner) finish() (*Import, error) {
	i := &Import{Batch: p.batch(), Warnings: p.sorted(p.warnings)}
	if i.Batch == nil {
		return i, nil
	}
	var faults graph.Faults
	if err := i.Batch.Validate(); errors.As(err, &faults) {
		return nil, faults
	}
	i.Difference = difference(p.before, p.after())
	return i, nil
}
