package spreadsheet

import (
	"maps"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Options of an import.
type Options struct {
	DeleteMissing bool   // rows that an export would have, and the files haven't, shall go
	By, Why       string // for the history and for decisions
}

// Import is what files make of the graph.
type Import struct {
	Batch      *graph.Batch // nil if the graph says all of it already
	Difference Difference   // of the rows
	Warnings   graph.Faults
}

// Plan works out what importing the files would change: nothing where their rows
// say what the graph says. The batch is for the state's revision only. What is wrong
// with the files comes back as [graph.Faults], all of it.
func Plan(state *graph.State, files []File, opt Options) (*Import, error) {
	p := newPlanner(state, opt)
	for _, f := range files {
		if t := read(f, &p.faults, &p.warnings); t != nil {
			p.tables = append(p.tables, t)
		}
	}
	p.listen()
	p.readConcepts()
	p.settleConcepts()
	p.readLinks()
	if p.faults == nil {
		p.settleLinks()
	}
	if p.faults == nil {
		return p.finish()
	}
	return nil, p.sorted(p.faults).Err()
}

// planner works out an import.
type planner struct {
	state    *graph.State
	opt      Options
	tables   []*table
	faults   graph.Faults
	warnings graph.Faults

	before *graph.Snapshot // the graph as it is
	rest   *graph.State    // what other sources than the files' claim, without decisions
	raw    *graph.Snapshot // of rest, with the files' concepts
	now    *graph.Snapshot // the graph with the files' concepts

	decisions
	own     map[string]*ownClaims                          // what the files' sources shall claim
	others  map[graph.ID][]graph.From[graph.ConceptClaim]  // rest's claims on concepts
	refers  map[graph.ID]bool                              // what links and mentions of rest have at their ends
	between map[graph.Judged][]graph.From[graph.LinkClaim] // rest's claims on links

	concepts []*conceptRow
	said     map[graph.ID][]Link // what rest says of each concept's links
	needs    map[graph.ID]*needs // what was read of them
}

// ownClaims is what one file's source claims.
type ownClaims struct {
	graph.SourceClaims // as it is; its concepts and links are below
	concepts           map[graph.ID]graph.ConceptClaim
	links              map[graph.Judged][]graph.LinkClaim
}

func newPlanner(state *graph.State, opt Options) *planner {
	p := &planner{state: state, opt: opt, before: graph.NewSnapshot(state), own: map[string]*ownClaims{},
		decisions: newDecisions(state.Decisions),
		others:    map[graph.ID][]graph.From[graph.ConceptClaim]{}, refers: map[graph.ID]bool{},
		between: map[graph.Judged][]graph.From[graph.LinkClaim]{}, needs: map[graph.ID]*needs{}, said: map[graph.ID][]Link{}}
	return p
}

// listen parts what the files' sources claim from what others do.
func (p *planner) listen() {
	var sources []string
	for i, t := range p.tables {
		if first := slices.Index(sources, t.source); first >= 0 {
			p.faults.Add(t.at(0), "rename one of them, or import it in a go of its own", "the files %s and %s would both be %s",
				p.tables[first].name, t.name, t.source)
		}
		sources = append(sources, p.tables[i].source)
		p.own[t.source] = &ownClaims{SourceClaims: graph.SourceClaims{Source: graph.Source{ID: t.source}},
			concepts: map[graph.ID]graph.ConceptClaim{}, links: map[graph.Judged][]graph.LinkClaim{}}
	}
	for _, s := range p.state.Sources {
		if own := p.own[s.Source.ID]; own != nil {
			own.hold(s)
			continue
		}
		p.hear(&s)
	}
	p.rest = p.state.Without(sources...)
	p.rest.Decisions = nil
}

func (o *ownClaims) hold(s graph.SourceClaims) {
	for _, c := range s.Concepts {
		o.concepts[c.ID] = c
	}
	for _, l := range s.Links {
		key := graph.Judged{After: l.After, Before: l.Before}
		o.links[key] = append(o.links[key], l)
	}
	s.Concepts, s.Links = nil, nil
	o.SourceClaims = s
}

// hear notes what another source says.
func (p *planner) hear(s *graph.SourceClaims) {
	for i := range s.Concepts {
		id := s.Concepts[i].ID
		p.others[id] = append(p.others[id], graph.From[graph.ConceptClaim]{Source: s.Source.ID, Claim: &s.Concepts[i]})
	}
	for i := range s.Links {
		l := &s.Links[i]
		key := graph.Judged{After: l.After, Before: l.Before}
		p.between[key] = append(p.between[key], graph.From[graph.LinkClaim]{Source: s.Source.ID, Claim: l})
		p.refers[l.After], p.refers[l.Before] = true, true
	}
	for i := range s.Mentions {
		p.refers[s.Mentions[i].Concept] = true
	}
}

// claims gives what the source shall claim now.
func (o *ownClaims) claims() graph.SourceClaims {
	s := o.SourceClaims
	for _, id := range slices.Sorted(maps.Keys(o.concepts)) {
		s.Concepts = append(s.Concepts, o.concepts[id])
	}
	for _, key := range slices.SortedFunc(maps.Keys(o.links), compareJudged) {
		s.Links = append(s.Links, o.links[key]...)
	}
	return s
}

// batch is all that was settled so far, as a change to the graph; nil if it is none.
func (p *planner) batch() *graph.Batch {
	b := &graph.Batch{By: p.opt.By, Why: p.opt.Why, Base: &p.state.Revision}
	for _, source := range slices.Sorted(maps.Keys(p.own)) {
		claims := p.own[source].claims()
		i := slices.IndexFunc(p.state.Sources, func(s graph.SourceClaims) bool { return s.Source.ID == source })
		switch {
		case claims.Rows() > 0 && (i < 0 || !sameClaims(&claims, &p.state.Sources[i])):
			b.Sources = append(b.Sources, claims)
		case claims.Rows() == 0 && i >= 0 && p.state.Sources[i].Rows() > 0:
			b.Unload = append(b.Unload, source)
		}
	}
	p.decisions.put(p.state, b)
	if b.Rows()+len(b.Unload) == 0 {
		return nil
	}
	return b
}

func sameClaims(a, b *graph.SourceClaims) bool {
	return slices.EqualFunc(a.Claims(), b.Claims(), func(a, b graph.Claim) bool { return graph.Digest(a) == graph.Digest(b) })
}

// after is the graph as it will be by what was settled so far.
func (p *planner) after() *graph.Snapshot {
	b := p.batch()
	if b == nil {
		return p.before
	}
	return graph.NewSnapshot(p.state.With(b))
}

// sorted gives the faults in the order of the files, and of lines within them.
func (p *planner) sorted(faults graph.Faults) graph.Faults {
	order := map[string]int{}
	for i, t := range p.tables {
		order[t.name] = i
	}
	slices.SortStableFunc(faults, func(a, b graph.Fault) int {
		if a.Place.File != b.Place.File {
			return order[a.Place.File] - order[b.Place.File]
		}
		return a.Place.Line - b.Place.Line
	})
	return faults
}

func compareIDs(a, b graph.ID) int { return strings.Compare(string(a), string(b)) }
