package spreadsheet

import (
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// expression puts what one concept's links shall be into claims and decisions.
type expression struct {
	*planner
	after   graph.ID
	was     []Link
	want    wanted
	raw     []Link // what sources say, as groups without what shall be rejected
	changed map[graph.ID]bool
	grouped map[string]bool // groups that decisions have to make, by their label
}

func (p *planner) expression(after graph.ID, was []Link, want wanted, raw []Link) *expression {
	e := &expression{planner: p, after: after, was: was, want: want, raw: slices.Clone(raw), changed: map[graph.ID]bool{}, grouped: map[string]bool{}}
	for _, before := range endsOf(was, want.links) {
		e.changed[before] = !sameLinks(between(was, before), between(want.links, before))
	}
	fillGroups(e.raw, func(l Link) bool {
		shall := between(want.links, l.Before)
		return len(shall) == 0 || shall[0].Status == graph.Rejected
	})
	e.takeGroups()
	for _, l := range want.links {
		if l.Group != nil && e.changed[l.Before] && e.place(l.Before) == moved {
			e.grouped[groupLabel(l.Group)] = true
		}
	}
	return e
}

// takeGroups lets the members of a group that is claimed anew be claimed together, in one source: also those that are as they were.
func (e *expression) takeGroups() {
	for again := true; again; {
		again = false
		for _, l := range e.want.links {
			if place := e.place(l.Before); !e.changed[l.Before] || place != unsaid && place != more {
				continue
			}
			for _, member := range l.Group {
				again = again || !e.changed[member]
				e.changed[member] = true
				if e.want.at[member].table == nil {
					e.want.at[member] = e.want.at[l.Before]
				}
			}
		}
	}
}

// How the places of a link, alone and among alternatives, compare with those that sources give it.
const (
	unsaid = iota // sources don't have the link
	kept          // they are the same
	more          // there are others besides
	moved         // they are not those of sources
)

func (e *expression) place(before graph.ID) int {
	shall, said := between(e.want.links, before), between(e.raw, before)
	if len(said) == 0 {
		return unsaid
	}
	for _, l := range said {
		i := slices.IndexFunc(shall, func(s Link) bool { return slices.Equal(s.Group, l.Group) })
		if i < 0 {
			return moved
		}
		shall = slices.Delete(shall, i, i+1)
	}
	if len(shall) > 0 {
		return more
	}
	return kept
}

// express settles every link that shall be otherwise than it is.
func (e *expression) express() {
	for _, before := range endsOf(e.was, e.want.links) {
		if !e.changed[before] {
			continue
		}
		at, shall := e.want.at[before], between(e.want.links, before)
		if len(shall) > 0 && shall[0].Status == graph.Rejected {
			e.reject(before, at)
			continue
		}
		for _, own := range e.own {
			delete(own.links, graph.Judged{After: e.after, Before: before})
		}
		if len(shall) == 0 {
			e.delete(before, at)
		} else {
			e.settle(before, shall, at)
		}
	}
}

// reject lets a link be all that it was, but for its status.
func (e *expression) reject(before graph.ID, at place) {
	key := graph.Judged{After: e.after, Before: before}
	var set graph.Edited
	if d := e.rule[key]; d != nil {
		set = d.Set
	}
	e.decide(key, graph.Rejected, set, at)
}

// delete rejects a link that others claim; what only the files' sources claimed is gone already.
func (e *expression) delete(before graph.ID, at place) {
	key := graph.Judged{After: e.after, Before: before}
	if len(e.between[key]) > 0 {
		e.reject(before, at)
	} else if d := e.rule[key]; d != nil && d.Status != graph.Rejected {
		e.forget(key)
	}
}

// settle says by claims what the merge hears, and by a decision what it doesn't.
func (e *expression) settle(before graph.ID, shall []Link, at place) {
	key := graph.Judged{After: e.after, Before: before}
	status := shall[0].Status
	if sameLinks(shall, between(e.raw, before)) { // each place may have a status of its own
		e.undecide(key, status, at)
		if slices.ContainsFunc(shall, func(l Link) bool { return l.Status != status }) {
			e.forget(key)
		}
		return
	}
	var set graph.Edited
	switch e.place(before) {
	case unsaid:
		e.claimNew(shall, &set, at)
	case more:
		for _, l := range shall {
			if !slices.ContainsFunc(between(e.raw, before), func(said Link) bool { return slices.Equal(said.Group, l.Group) }) {
				e.claim(l, claimLabel(l), at)
			}
		}
	case moved:
		set.AnyOf = e.group(key, shall[0])
	}
	e.edit(key, shall, &set, at)
	if set == (graph.Edited{}) && status == e.standard(key) {
		e.undecide(key, status, at)
		return
	}
	e.decide(key, status, set, at)
}

// group gives the label of the group that a decision has to put a link into. One that
// did so before stays, whatever its label.
func (e *expression) group(key graph.Judged, l Link) *string {
	if d := e.rule[key]; d != nil && d.Set.AnyOf != nil {
		for _, was := range between(e.was, key.Before) {
			if slices.Equal(was.Group, l.Group) {
				return d.Set.AnyOf
			}
		}
	}
	return new(groupLabel(l.Group))
}

// standard is the status that a link has without a decision.
func (e *expression) standard(key graph.Judged) graph.Status {
	for _, own := range e.own {
		if len(own.links[key]) > 0 {
			return graph.Accepted
		}
	}
	if slices.ContainsFunc(e.between[key], func(from graph.From[graph.LinkClaim]) bool { return from.Claim.Origin != graph.Inferred }) {
		return graph.Accepted
	}
	return graph.Suggested
}

// claimNew claims a link that nobody else has. In a group that decisions make, a
// decision has to put it there too.
func (e *expression) claimNew(shall []Link, set *graph.Edited, at place) {
	for _, l := range shall {
		label := claimLabel(l)
		if group := groupLabel(l.Group); e.grouped[group] {
			set.AnyOf, label = &group, ""
		}
		e.claim(l, label, at)
	}
}

func (e *expression) claim(l Link, label string, at place) {
	key, source := graph.Judged{After: l.After, Before: l.Before}, at.table
	if label != "" {
		source = e.want.at[l.Group[0]].table
	}
	c := graph.LinkClaim{After: l.After, Before: l.Before, AnyOf: label, Origin: graph.Import, Need: l.Need, Reason: l.Why}
	if c.Place = at.table.claimAt(at.line); source != at.table {
		c.Place = graph.Place{}
	}
	links := e.own[source.source].links
	if !slices.ContainsFunc(links[key], func(have graph.LinkClaim) bool { return have.AnyOf == label }) {
		links[key] = append(links[key], c)
	}
}

// edit sets the need and the reason where claims don't give them. A claim that gives them is
// made if the merge hears it: of a link that stands alone, and that isn't only a guess.
func (e *expression) edit(key graph.Judged, shall []Link, set *graph.Edited, at place) {
	said := e.between[key]
	if len(said) == 0 {
		return
	}
	if len(shall) > 1 {
		e.editAll(shall, between(e.raw, key.Before), set)
		return
	}
	l := shall[0]
	fact := graph.MergeLink(slices.Clone(said), nil)
	if raw := between(e.raw, key.Before); fact.Origin != graph.Inferred && set.AnyOf == nil && len(raw) == 1 && raw[0].AnyOf == "" {
		c := graph.LinkClaim{After: l.After, Before: l.Before, Origin: graph.Import, Need: l.Need, Reason: l.Why}
		with := graph.MergeLink(append(slices.Clone(said), graph.From[graph.LinkClaim]{Source: at.table.source, Claim: &c}), nil)
		if with.Need != fact.Need || with.Reason != tidy(fact.Reason) && with.Reason == l.Why {
			e.claim(l, "", at)
			fact = with
		}
	}
	if fact.Need != l.Need || set.AnyOf != nil && *set.AnyOf != "" && slices.ContainsFunc(said, func(from graph.From[graph.LinkClaim]) bool {
		return from.Claim.Need != l.Need // a group that a decision makes has one need
	}) {
		set.Need = &l.Need
	}
	if tidy(fact.Reason) != l.Why {
		set.Reason = &l.Why
	}
}

// editAll sets what is the same in all places of a link: a decision judges it in all of them.
func (e *expression) editAll(shall, said []Link, set *graph.Edited) {
	first := shall[0]
	differs := func(list []Link, from func(a, b Link) bool) bool {
		return slices.ContainsFunc(list, func(l Link) bool { return from(l, first) })
	}
	need := func(a, b Link) bool { return a.Need != b.Need }
	why := func(a, b Link) bool { return a.Why != b.Why }
	if !differs(shall, need) && differs(said, need) {
		set.Need = &first.Need
	}
	if !differs(shall, why) && differs(said, why) {
		set.Reason = &first.Why
	}
}

// claimLabel labels a link's group in claims, where groups of one label have one need.
func claimLabel(l Link) string {
	label := groupLabel(l.Group)
	if label != "" && l.Need == graph.Recommended {
		label += " (recommended)"
	}
	return label
}

// groupLabel labels a group of alternatives by its members, as the loader does; "" if there is none.
func groupLabel(group []graph.ID) string {
	slugs := make([]string, len(group))
	for i, id := range group {
		slugs[i] = id.Slug()
	}
	slices.Sort(slugs)
	return strings.Join(slugs, "|")
}
