package edit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// CreateConcept adds a concept.
type CreateConcept struct {
	ID       string // "": made of the name
	Name     string
	Aliases  []string
	Summary  string
	Module   string
	Match    graph.MatchRule
	Together []string // the concepts with which it is meant to form a loop
	External []graph.ExternalID
}

func (w CreateConcept) plan(p *planner) {
	c := graph.ConceptClaim{Name: graph.OneLine(w.Name), Aliases: graph.CleanNames(w.Aliases), Summary: graph.Lines(w.Summary), Module: graph.OneLine(w.Module),
		Match: w.Match, External: graph.CleanExternal(w.External)}
	c.Aliases = slices.DeleteFunc(c.Aliases, func(alias string) bool { return alias == c.Name })
	if c.Name == "" {
		p.refuse(Invalid, "name", "give the concept a name")
		return
	}
	c.ID = p.newID(graph.KindConcept, w.ID, graph.Slug(c.Name))
	c.Together = p.together(w.Together)
	p.on = []graph.ID{c.ID}
	on := graph.Judged{After: c.ID}
	if there, ok := p.Snapshot.Subject(c.ID).(graph.Concept); ok {
		if decision, decided := there.Decision(); decided && decision.Status == graph.Rejected {
			p.judge(on, graph.Accepted, graph.Edited{})
		} else if there.Status() == graph.Accepted {
			p.refuse(Exists, "name", "there is the concept %s already: change that one", there.ID()).Subjects = []graph.Subject{there}
			return
		}
	} else if other, ok := p.Snapshot.Lookup(c.Name).Subject.(graph.Concept); ok && other.Status() == graph.Accepted && other.ID().Namespace() == c.ID.Namespace() {
		p.refuse(Exists, "name", "%q is a name of the concept %s already: change that one, or choose another name", c.Name, other.ID()).Subjects = []graph.Subject{other}
		return
	}
	p.patch.Put.Concepts = append(p.patch.Put.Concepts, c)
}

// newID makes an id of what was asked for, else of a slug.
func (p *planner) newID(kind graph.Kind, asked, slug string) graph.ID {
	if asked == "" {
		return graph.NewID(kind, slug)
	}
	id := graph.ID(asked)
	if id.Kind() == graph.KindNone {
		id = graph.NewID(kind, asked)
	}
	if id.Kind() != kind || !id.WellFormed() {
		p.refuse(Invalid, "id", "%q is no id of a new %s: write small letters, digits and hyphens, such as %s", asked, kind, graph.NewID(kind, slug))
	}
	return id
}

// together finds the concepts of intended loops.
func (p *planner) together(names []string) []graph.ID {
	var ids []graph.ID
	for _, name := range names {
		if c, ok := p.findConcept("together", name); ok {
			ids = append(ids, c.ID())
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// UpdateConcept changes fields of a concept; nil leaves one as it is.
type UpdateConcept struct {
	Concept string
	Set     graph.Edited // those of a concept
	// The fields that decisions can't edit: only what nobody else claims can be changed.
	Match    *graph.MatchRule
	Together *[]string
}

func (w UpdateConcept) plan(p *planner) {
	c, ok := p.findConcept("concept", w.Concept)
	if !ok {
		return
	}
	p.on = []graph.ID{c.ID()}
	on := graph.Judged{After: c.ID()}
	set := w.Set.Clean()
	if set.Name != nil {
		p.newName(c, *set.Name)
	}
	others := p.others(on)
	if len(others) > 0 && (w.Match != nil || w.Together != nil) {
		p.refuse(Claimed, field(w.Match != nil, "match", "together"), "this is said by %s: change it there", nameOf(others[0]))
		return
	}
	decision, decided := c.Decision()
	if len(others) > 0 || decided && touches(decision.Set, set) {
		if len(set.Fields()) > 0 {
			status := graph.Accepted // what was only suggested is accepted with its edits
			if decided && decision.Status == graph.Rejected {
				status = graph.Rejected
			}
			p.judge(on, status, set)
		}
		if w.Match == nil && w.Together == nil {
			return
		}
		set = graph.Edited{}
	}
	claim := claimOf(p.hand.Concepts, graph.ClaimKey{Kind: graph.OfConcept, A: c.ID()})
	if claim == nil {
		return
	}
	p.patch.Put.Concepts = append(p.patch.Put.Concepts, p.changed(*claim, set, w))
}

// changed gives a claim with other fields.
func (p *planner) changed(claim graph.ConceptClaim, set graph.Edited, w UpdateConcept) graph.ConceptClaim {
	if set.Aliases != nil {
		claim.Aliases = *set.Aliases
	}
	if set.Name != nil && *set.Name != claim.Name {
		if set.Aliases == nil { // what it was called goes on finding it
			claim.Aliases = append(slices.Clone(claim.Aliases), claim.Name)
		}
		claim.Name = *set.Name
	}
	claim.Aliases = slices.DeleteFunc(slices.Clone(claim.Aliases), func(alias string) bool { return alias == claim.Name })
	if set.Summary != nil {
		claim.Summary = *set.Summary
	}
	if set.Module != nil {
		claim.Module = *set.Module
	}
	if set.External != nil {
		claim.External = *set.External
	}
	if w.Match != nil {
		claim.Match = *w.Match
	}
	if w.Together != nil {
		claim.Together = p.together(*w.Together)
	}
	return claim
}

// newName refuses a name that another accepted concept has.
func (p *planner) newName(c graph.Concept, name string) {
	if name == "" {
		p.refuse(Invalid, "name", "give the concept a name")
		return
	}
	other, ok := p.Snapshot.Lookup(name).Subject.(graph.Concept)
	if ok && other != c && other.Status() == graph.Accepted && other.ID().Namespace() == c.ID().Namespace() {
		p.refuse(Exists, "name", "%q is a name of the concept %s already", name, other.ID()).Subjects = []graph.Subject{other}
	}
}

// DeleteConcept takes a concept out. One that other sources claim is rejected instead: their next load would bring it back.
type DeleteConcept struct {
	Concept string
}

func (w DeleteConcept) plan(p *planner) {
	c, ok := p.findConcept("concept", w.Concept)
	if !ok {
		return
	}
	p.on = []graph.ID{c.ID()}
	on := graph.Judged{After: c.ID()}
	if len(p.others(on)) > 0 {
		if claim := claimOf(p.hand.Concepts, graph.ClaimKey{Kind: graph.OfConcept, A: c.ID()}); claim != nil {
			p.patch.Remove = append(p.patch.Remove, claim.Key())
		}
		p.judge(on, graph.Rejected, graph.Edited{})
		return
	}
	p.drop(c)
}

// drop takes out what only the store's own source claims, with its own links. It is refused while anything else refers to it.
func (p *planner) drop(it graph.Subject) {
	key := graph.ClaimKey{Kind: graph.OfConcept, A: it.ID()}
	if it.ID().Kind() == graph.KindArticle {
		key.Kind = graph.OfArticle
	}
	p.patch.Remove = append(p.patch.Remove, key)
	p.dropLinks(func(c *graph.LinkClaim) bool { return c.After == it.ID() })
	for i := range p.hand.Mentions {
		if c := &p.hand.Mentions[i]; c.Article == it.ID() {
			p.patch.Remove = append(p.patch.Remove, c.Key())
		}
	}
	if users := p.users(it.ID()); len(users) > 0 {
		names := make([]string, len(users))
		for i, u := range users {
			names[i] = u.Name()
		}
		p.refuse(InUse, "", "it is referred to by %s: take that out first", strings.Join(names, ", ")).Subjects = users
		return
	}
	p.forget(graph.Judged{After: it.ID()})
	for _, d := range p.State.Decisions {
		if d.Source == "" && d.Before != "" && d.After == it.ID() {
			p.forget(d.On())
		}
	}
}

// users lists what refers to something, besides what is to be removed: by their ids.
func (p *planner) users(id graph.ID) []graph.Subject {
	var ids []graph.ID
	for i := range p.State.Sources {
		s := &p.State.Sources[i]
		for _, claim := range s.Claims() {
			if refs := graph.References(claim); slices.Contains(refs, id) && !(s.Source.ID == Hand && slices.Contains(p.patch.Remove, claim.Key())) {
				user := claim.Key().A
				if user == id {
					user = claim.Key().B
				}
				ids = append(ids, user)
			}
		}
	}
	slices.Sort(ids)
	var users []graph.Subject
	for _, user := range slices.Compact(ids) {
		if subject := p.Snapshot.Subject(user); subject != nil {
			users = append(users, subject)
		}
	}
	return users
}

func field(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// nameOf names a source for people, with its place if it is known.
func nameOf(s *graph.Source) string {
	return cmp.Or(strings.TrimSpace(s.ID+" "+s.Location), s.ID)
}
