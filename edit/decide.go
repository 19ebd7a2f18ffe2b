package edit

import (
	"cmp"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Verdict is a person's word on a link or concept.
type Verdict uint8

// The verdicts.
const (
	Accept Verdict = iota
	Reject
)

// Judge accepts or rejects a concept, or the link between two things. A rejection needs a reason: nobody could tell later whether it still holds.
type Judge struct {
	Concept       string // or
	Before, After string
	Verdict       Verdict
}

func (w Judge) plan(p *planner) {
	if w.Verdict == Reject && strings.TrimSpace(p.who.Why) == "" {
		p.refuse(Invalid, "decision", "say why, so that others can tell later whether it still holds")
	}
	status := graph.Accepted
	if w.Verdict == Reject {
		status = graph.Rejected
	}
	if w.Concept != "" {
		if c, ok := p.findConcept("concept", w.Concept); ok {
			p.on = []graph.ID{c.ID()}
			p.judge(graph.Judged{After: c.ID()}, status, graph.Edited{})
		}
		return
	}
	if after, before, ok := p.ends(w.After, w.Before); ok && p.existing(after, before) {
		p.judge(graph.Judged{After: after.ID(), Before: before.ID()}, status, graph.Edited{})
	}
}

// own gives the store's own decision on something; nil if there is none.
func (p *planner) own(on graph.Judged) *graph.Decision {
	for i := range p.State.Decisions {
		if d := &p.State.Decisions[i]; d.Source == "" && d.On() == on {
			return d
		}
	}
	return nil
}

// judge makes the store's own decision, on top of what it was before: edits add up, and a new status keeps them. It is refused where a file decides that counts more.
func (p *planner) judge(on graph.Judged, status graph.Status, set graph.Edited) {
	if !p.mayDecide(on) {
		return
	}
	d := graph.Decision{After: on.After, Before: on.Before, Status: status, By: p.who.By, Why: p.who.Why}
	if old := p.own(on); old != nil {
		d.Set, d.Was = old.Set, old.Was
		if len(set.Fields()) > 0 {
			d.Why = cmp.Or(d.Why, old.Why)
		}
	}
	was, _ := p.State.Unedited(on, func(*graph.Source) bool { return true })
	d.Set.Take(&set, &set)
	d.Was.Take(&was, &set)
	p.decide = append(p.decide, d.Clean())
}

// mayDecide says that no file decides on something already: one of people's own counts more than the store, and a server doesn't write into it.
func (p *planner) mayDecide(on graph.Judged) bool {
	for i := range p.State.Decisions {
		d := &p.State.Decisions[i]
		if d.On() != on || d.Source == "" || strings.HasPrefix(d.Source, graph.BundledPrefix) {
			continue
		}
		where := "the source " + d.Source
		if s := p.State.Source(d.Source); s != nil && s.DecisionsIn != "" {
			where = s.DecisionsIn + ", loaded as " + d.Source
		}
		p.refuse(DecidedInFile, "", "the file of decisions of %s decides on this: change it there, and load it again", where)
		return false
	}
	return true
}

// forget takes the store's own decision back, if there is one.
func (p *planner) forget(on graph.Judged) {
	if p.own(on) != nil {
		p.undecide = append(p.undecide, graph.DecisionKey{After: on.After, Before: on.Before})
	}
}
