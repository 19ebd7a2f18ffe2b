package spreadsheet

import (
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// conceptRow is a row of a table of concepts.
type conceptRow struct {
	*row
	table *table
	id    graph.ID
	fresh bool    // the graph hasn't got it
	found bool    // by its name: the row has no id
	want  Concept // what the graph shall say
}

func (c *conceptRow) at() graph.Place { return c.table.at(c.line) }

// readConcepts finds out what the rows of concepts mean.
func (p *planner) readConcepts() {
	first := map[graph.ID]*conceptRow{}
	for _, t := range p.tables {
		for i := range t.rows {
			if t.links {
				break
			}
			c := &conceptRow{row: &t.rows[i], table: t}
			if !p.identify(c) {
				continue
			}
			if other := first[c.id]; other != nil {
				p.faults.Add(c.at(), "keep one of them", "%s has two rows, the first at %s", c.id, other.at())
				continue
			}
			first[c.id] = c
			p.wish(c)
			p.concepts = append(p.concepts, c)
		}
	}
}

// identify finds the concept that a row is about.
func (p *planner) identify(c *conceptRow) bool {
	written, _ := c.has("id")
	name, _ := c.has("name")
	switch {
	case written != "":
		return p.byID(c, written)
	case name == "":
		p.faults.Add(c.at(), "write one of them", "the row has no id and no name")
		return false
	}
	m := p.before.Lookup(name)
	if found, ok := m.Subject.(graph.Concept); ok {
		c.id, c.found = found.ID(), true
		return true
	}
	if len(m.Candidates) > 0 {
		p.faults.Add(c.at(), "write the id of one of them: "+listed(m.Candidates), "%q means several things", name)
		return false
	}
	c.id, c.fresh = graph.NewID(graph.KindConcept, graph.Slug(name)), true
	if has := p.before.Subject(c.id); has != nil {
		p.faults.Add(c.at(), "write an id for the new one", "%s is another concept, %q", c.id, has.Name())
		return false
	}
	return true
}

// byID takes an id as it is written, with or without its kind before it.
func (p *planner) byID(c *conceptRow, written string) bool {
	c.id = graph.ID(written)
	if c.id.Kind() == graph.KindNone {
		c.id = graph.NewID(graph.KindConcept, written)
	}
	_, known := p.before.Subject(c.id).(graph.Concept)
	c.fresh = !known
	switch {
	case c.id.Kind() != graph.KindConcept:
		p.faults.Add(c.at(), "write "+string(graph.NewID(graph.KindConcept, c.id.Slug())), "%q is no id of a concept", written)
		return false
	case c.fresh && !c.id.WellFormed():
		p.faults.Add(c.at(), "write "+graph.Slug(c.id.Slug()), "the id %q has capitals, spaces or signs that ids don't have", written)
		return false
	}
	return true
}

// wish puts the row's cells over what the graph says.
func (p *planner) wish(c *conceptRow) {
	c.want = Concept{ID: c.id}
	if concept, ok := p.before.Subject(c.id).(graph.Concept); ok {
		c.want = conceptOf(concept)
	}
	p.wishName(c)
	if cell, ok := c.has("aliases"); ok {
		c.want.Aliases = splitValues(cell)
	}
	if cell, ok := c.has("module"); ok {
		c.want.Module = cell
	}
	if cell, ok := c.has("summary"); ok {
		c.want.Summary = cell
	}
	if cell, ok := c.has("external_ids"); ok {
		var wrong string
		if c.want.External, wrong = splitExternal(cell); wrong != "" {
			p.faults.Add(c.at(), "write system:id, as in wikidata:Q123", "%q is no id in another system", wrong)
		}
	}
	p.limits(c)
	// The name that a decision replaces stays an alias: others may still call it so.
	if said := p.others[c.id]; len(said) > 0 {
		if name := tidy(graph.MergeConcept(slices.Clone(said), nil).Name); name != c.want.Name {
			c.want.Aliases = append(c.want.Aliases[:len(c.want.Aliases):len(c.want.Aliases)], name)
		}
	}
	c.want.Aliases = aliasesOf(c.want.Name, c.want.Aliases)
}

func (p *planner) wishName(c *conceptRow) {
	name, ok := c.has("name")
	switch {
	case name != "" && (!c.found || c.fresh):
		c.want.Name = name
	case ok && name == "" && !c.fresh:
		p.faults.Add(c.at(), "write its name", "%s has no name", c.id)
	case c.want.Name == "":
		p.faults.Add(c.at(), "write its name, or correct the id"+p.nearest(c.id.Slug()), "there is no %s yet, and the row has no name for it", c.id)
	}
}

// nearest says what an unknown name may have meant.
func (p *planner) nearest(name string) string {
	if near := p.before.Nearest(name, 3); len(near) > 0 {
		return ": did you mean " + listed(near) + "?"
	}
	return ""
}

// listed names things with their ids.
func listed(things []graph.Subject) string {
	words := make([]string, len(things))
	for i, thing := range things {
		words[i] = thing.Name() + " (" + string(thing.ID()) + ")"
	}
	if last := len(words) - 1; last > 0 {
		return strings.Join(words[:last], ", ") + " or " + words[last]
	}
	return words[0]
}

// limits faults what is too large for the graph.
func (p *planner) limits(c *conceptRow) {
	p.limit(c.at(), "id", string(c.id), graph.MaxID)
	p.limit(c.at(), "name", c.want.Name, graph.MaxName)
	p.limit(c.at(), "module", c.want.Module, graph.MaxName)
	p.limit(c.at(), "summary", c.want.Summary, graph.MaxSummary)
	for _, alias := range c.want.Aliases {
		p.limit(c.at(), "alias", alias, graph.MaxName)
	}
	if n := len(c.want.Aliases); n >= graph.MaxAliases {
		p.faults.Add(c.at(), "keep the common ones", "%s has %d aliases, more than %d", c.id, n, graph.MaxAliases-1)
	}
	for _, e := range c.want.External {
		p.limit(c.at(), "external system", e.System, graph.MaxName)
		p.limit(c.at(), "external id", e.ID, graph.MaxLine)
	}
}

func (p *planner) limit(at graph.Place, what, text string, most int) {
	if len(text) > most {
		p.faults.Add(at, "shorten it", "the %s has %d bytes, more than %d", what, len(text), most)
	}
}

// settleConcepts makes claims and decisions of the rows that say something new,
// and deletes what has no row.
func (p *planner) settleConcepts() {
	hasRow := map[graph.ID]bool{}
	for _, c := range p.concepts {
		hasRow[c.id] = true
		if now, ok := p.before.Subject(c.id).(graph.Concept); !ok || now.Status() == graph.Rejected || !sameConcept(conceptOf(now), c.want) {
			p.settleConcept(c)
		}
	}
	table := p.wholeTable(false)
	if table != nil {
		for _, c := range p.before.Concepts() {
			if c.Status() != graph.Rejected && !hasRow[c.ID()] {
				p.deleteConcept(c.ID(), table)
			}
		}
	}
	p.now = p.after()
	raw := &graph.State{Sources: slices.Clone(p.rest.Sources)}
	for source, own := range p.own {
		raw.Sources = append(raw.Sources, graph.SourceClaims{Source: graph.Source{ID: source}, Concepts: own.claims().Concepts})
	}
	p.raw = graph.NewSnapshot(raw)
	p.checkNames()
}

// checkNames faults rows without an id whose name will mean something else when the file is imported again.
func (p *planner) checkNames() {
	for _, c := range p.concepts {
		if written, _ := c.has("id"); written != "" {
			continue
		}
		name, _ := c.has("name")
		if m := p.now.Lookup(name); m.Subject == nil || m.Subject.ID() != c.id {
			p.faults.Add(c.at(), "write the id of the one that this row is about, such as "+string(c.id), "%q means something else too", name)
		}
	}
}

// wholeTable gives a table whose missing rows are to be deleted; nil if there is none.
func (p *planner) wholeTable(links bool) *table {
	i := slices.IndexFunc(p.tables, func(t *table) bool { return t.links == links })
	if i < 0 || !p.opt.DeleteMissing {
		return nil
	}
	return p.tables[i]
}

func sameConcept(a, b Concept) bool {
	return a.Name == b.Name && a.Module == b.Module && a.Summary == b.Summary && sameSet(a.Aliases, b.Aliases) && sameSet(a.External, b.External)
}

// sameSet compares two lists, each without an element twice, whatever their order.
func sameSet[E comparable](a, b []E) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(e E) bool { return !slices.Contains(b, e) })
}

// settleConcept says by a claim what the merge hears, and by a decision what it doesn't.
func (p *planner) settleConcept(c *conceptRow) {
	key := graph.Judged{After: c.id}
	for _, own := range p.own {
		delete(own.concepts, c.id)
	}
	said := p.others[c.id]
	claim := p.conceptClaim(c, said)
	heard := append(slices.Clone(said), graph.From[graph.ConceptClaim]{Source: c.table.source, Claim: &claim})
	set := conceptEdit(slices.Clone(heard), c.want)
	leaveOut(&claim, &set) // what a decision has to say needs no claim
	merged := graph.MergeConcept(slices.Clone(heard), nil)
	if len(said) > 0 && sameFact(merged, graph.MergeConcept(slices.Clone(said), nil)) {
		heard = said
	} else {
		p.own[c.table.source].concepts[c.id] = claim
	}
	set = conceptEdit(slices.Clone(heard), c.want)
	if set == (graph.Edited{}) && merged.Status == graph.Accepted {
		p.undecide(key, graph.Accepted, place{c.table, c.line})
		return
	}
	p.decide(key, graph.Accepted, set, place{c.table, c.line})
}

// leaveOut takes out of a claim what a decision sets.
func leaveOut(claim *graph.ConceptClaim, set *graph.Edited) {
	if set.Aliases != nil {
		claim.Aliases = nil
	}
	if set.Summary != nil {
		claim.Summary = ""
	}
	if set.Module != nil {
		claim.Module = ""
	}
	if set.External != nil {
		claim.External = nil
	}
}

// conceptClaim is the row as a claim: all of it where nobody else says anything of
// the concept, else what others don't say.
func (p *planner) conceptClaim(c *conceptRow, said []graph.From[graph.ConceptClaim]) graph.ConceptClaim {
	w := &c.want
	claim := graph.ConceptClaim{ID: c.id, Name: w.Name, Aliases: w.Aliases, Summary: w.Summary, Module: w.Module, External: w.External,
		Origin: graph.Import, Place: c.table.claimAt(c.line)}
	if len(said) == 0 {
		return claim
	}
	raw := graph.MergeConcept(slices.Clone(said), nil)
	claim.Match = raw.Match
	with := append(slices.Clone(said), graph.From[graph.ConceptClaim]{Source: c.table.source, Claim: &claim})
	if tidy(raw.Name) == w.Name || graph.MergeConcept(with, nil).Name != w.Name {
		claim.Name = raw.Name // the row's own would only become an alias
	}
	claim.Aliases = missing(w.Aliases, tidyList(append([]string{raw.Name}, raw.Aliases...)))
	claim.External = missing(w.External, tidyExternal(raw.External))
	if tidy(raw.Summary) == w.Summary {
		claim.Summary = ""
	}
	if tidy(raw.Module) == w.Module {
		claim.Module = ""
	}
	return claim
}

// missing lists what is in a and not in b.
func missing[E comparable](a, b []E) []E {
	var list []E
	for _, e := range a {
		if !slices.Contains(b, e) {
			list = append(list, e)
		}
	}
	return list
}

// sameFact says that a merge gives the same, but for the order of lists.
func sameFact(a, b graph.ConceptFact) bool {
	return a.Name == b.Name && a.Summary == b.Summary && a.Module == b.Module && a.Status == b.Status &&
		sameSet(a.Aliases, b.Aliases) && sameSet(a.External, b.External)
}

// conceptEdit gives what has to be set so that claims say what is wanted.
func conceptEdit(claims []graph.From[graph.ConceptClaim], want Concept) graph.Edited {
	var set graph.Edited
	fact := graph.MergeConcept(claims, nil)
	replaced := fact.Name
	if tidy(fact.Name) != want.Name {
		set.Name = &want.Name
	}
	fact = graph.MergeConcept(claims, &graph.Decision{Set: set})
	if !sameSet(aliasesOf(want.Name, fact.Aliases), want.Aliases) {
		set.Aliases = new(append([]string{}, missing(want.Aliases, []string{tidy(replaced)})...))
	}
	if tidy(fact.Summary) != want.Summary {
		set.Summary = &want.Summary
	}
	if tidy(fact.Module) != want.Module {
		set.Module = &want.Module
	}
	if !sameSet(tidyExternal(fact.External), want.External) {
		set.External = new(append([]graph.ExternalID{}, want.External...))
	}
	return set
}

// deleteConcept takes a concept back that only the files' sources claim and that
// nobody refers to; any other is rejected.
func (p *planner) deleteConcept(id graph.ID, t *table) {
	key := graph.Judged{After: id}
	if len(p.others[id]) == 0 && !p.refers[id] {
		for _, own := range p.own {
			delete(own.concepts, id)
			for claim := range own.links {
				if claim.After == id || claim.Before == id {
					delete(own.links, claim)
				}
			}
		}
		p.forget(key)
		return
	}
	var set graph.Edited
	if d := p.rule[key]; d != nil {
		set = d.Set // it is as it was when it comes back
	}
	p.decide(key, graph.Rejected, set, place{t, 0})
}
