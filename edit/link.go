package edit

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// CreateLink says that one thing comes before another.
type CreateLink struct {
	Before, After string
	Need          graph.Need
	AnyOf         string // "": it stands alone; else the name of its group among the links of After: one of them is enough
	Reason        string
}

func (w CreateLink) plan(p *planner) {
	after, before, ok := p.ends(w.After, w.Before)
	if !ok {
		return
	}
	links := linksBetween(after, before)
	for _, l := range links {
		if l.Status() == graph.Accepted && (l.AnyOf() == "") == (w.AnyOf == "") {
			p.refuse(Exists, "", "%s comes before %s already: change that link", before.Name(), after.Name()).Links = []graph.Link{l}
			return
		}
	}
	on := graph.Judged{After: after.ID(), Before: before.ID()}
	claimed := slices.ContainsFunc(links, func(l graph.Link) bool { return l.Origin() != graph.Inferred && (l.AnyOf() == "") == (w.AnyOf == "") })
	if !claimed {
		p.patch.Put.Links = append(p.patch.Put.Links,
			graph.LinkClaim{After: on.After, Before: on.Before, AnyOf: w.AnyOf, Need: w.Need, Reason: w.Reason})
	}
	decision, decided := p.Snapshot.Decided(on)
	switch {
	case decided && decision.Status != graph.Accepted:
		set := graph.Edited{}
		if claimed && links[0].Need() != w.Need {
			set.Need = &w.Need
		}
		if claimed && w.Reason != "" && links[0].Why() != w.Reason {
			set.Reason = &w.Reason
		}
		p.judge(on, graph.Accepted, set)
	case decided:
		p.mayDecide(on) // its edits would change what is wished for
	}
}

// UpdateLink changes fields of a link; nil leaves one as it is.
type UpdateLink struct {
	Before, After string
	Need          *graph.Need
	AnyOf         *string
	Reason        *string
}

func (w UpdateLink) plan(p *planner) {
	after, before, ok := p.ends(w.After, w.Before)
	if !ok || !p.existing(after, before) {
		return
	}
	on := graph.Judged{After: after.ID(), Before: before.ID()}
	set := graph.Edited{Need: w.Need, AnyOf: w.AnyOf, Reason: w.Reason}
	decision, decided := p.Snapshot.Decided(on)
	if len(p.others(on)) > 0 || decided && touches(decision.Set, set) {
		status := graph.Accepted // what was only suggested is accepted with its edits
		if decided && decision.Status == graph.Rejected {
			status = graph.Rejected
		}
		p.judge(on, status, set)
		return
	}
	for _, c := range p.hand.Links {
		if c.After != on.After || c.Before != on.Before {
			continue
		}
		key := c.Key()
		if w.Need != nil {
			c.Need = *w.Need
		}
		if w.Reason != nil {
			c.Reason = *w.Reason
		}
		if w.AnyOf != nil {
			c.AnyOf = *w.AnyOf
		}
		if c.Key() != key {
			p.patch.Remove = append(p.patch.Remove, key)
		}
		if claimOf(p.patch.Put.Links, c.Key()) == nil {
			p.patch.Put.Links = append(p.patch.Put.Links, c)
		}
	}
	p.patch.Remove = slices.DeleteFunc(p.patch.Remove, func(key graph.ClaimKey) bool { return claimOf(p.patch.Put.Links, key) != nil })
}

// touches says that edits are of a field that has been edited.
func touches(edited, set graph.Edited) bool {
	return slices.ContainsFunc(set.Fields(), func(field string) bool { return slices.Contains(edited.Fields(), field) })
}

// DeleteLink takes a link out. One that other sources claim is rejected instead: their next load would bring it back.
type DeleteLink struct {
	Before, After string
}

func (w DeleteLink) plan(p *planner) {
	after, before, ok := p.ends(w.After, w.Before)
	if !ok || !p.existing(after, before) {
		return
	}
	on := graph.Judged{After: after.ID(), Before: before.ID()}
	p.dropLinks(func(c *graph.LinkClaim) bool { return c.After == on.After && c.Before == on.Before })
	if len(p.others(on)) > 0 {
		p.judge(on, graph.Rejected, graph.Edited{})
		return
	}
	p.forget(on)
}

// dropLinks takes links out of the store's own claims.
func (p *planner) dropLinks(drop func(*graph.LinkClaim) bool) {
	for i := range p.hand.Links {
		if c := &p.hand.Links[i]; drop(c) {
			p.patch.Remove = append(p.patch.Remove, c.Key())
		}
	}
}

// ends finds what a link is between, and notes it.
func (p *planner) ends(afterName, beforeName string) (after, before graph.Subject, ok bool) {
	before, after = p.find("before", beforeName), p.find("after", afterName)
	if before == nil || after == nil {
		return nil, nil, false
	}
	switch {
	case before == after:
		p.refuse(Invalid, "before", "%s can't come before itself", after.Name())
		return nil, nil, false
	case after.ID().Kind() == graph.KindConcept && before.ID().Kind() == graph.KindArticle:
		p.refuse(Invalid, "before", "a concept needs concepts: name what the article %s teaches", before.Name())
		return nil, nil, false
	}
	p.on = []graph.ID{after.ID(), before.ID()}
	return after, before, true
}

// existing refuses if there is no link.
func (p *planner) existing(after, before graph.Subject) bool {
	if len(linksBetween(after, before)) == 0 {
		p.refuse(NotFound, "", "%s doesn't come before %s directly", before.Name(), after.Name()).Subjects = []graph.Subject{before, after}
		return false
	}
	return true
}

// linksBetween lists the links by which one thing needs another, the plain one first.
func linksBetween(after, before graph.Subject) []graph.Link {
	var links []graph.Link
	for _, l := range after.Needs() {
		if l.Before() == before {
			links = append(links, l)
		}
	}
	return links
}
