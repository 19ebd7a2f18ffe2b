package edit

import (
	"fmt"

	"github.com/readfirst/readfirst/graph"
)

// Hand is the id of the store's own source, which claims what people add where no file is.
const Hand = "hand"

// Code tells reasons apart.
type Code uint8

// The codes.
const (
	Invalid       Code = iota // the wish is wrong in itself
	NotFound                  // a name that means nothing: Subjects has what is near
	Ambiguous                 // a name that means several things: Subjects has them
	Exists                    // it is there already: Subjects or Links has it
	InUse                     // others refer to it: Subjects has who
	DecidedInFile             // a file decides on it, which has to be changed instead
	Claimed                   // other sources say otherwise, and are heard first
	Loop                      // things would need each other: Links has the way round
	Conflict                  // the graph has moved on
)

// Refusal is a reason why a wish can't be had, and what to do, in a sentence.
type Refusal struct {
	Code     Code
	Field    string // of the wish; "": all of it
	Message  string
	Subjects []graph.Subject
	Links    []graph.Link
}

// Wish is what somebody wants changed: one of CreateConcept, UpdateConcept, DeleteConcept, CreateArticle, UpdateArticle, DeleteArticle,
// CreateLink, UpdateLink, DeleteLink and Judge. Where it names something, an id, name, alias or address does, in any case.
type Wish interface{ plan(p *planner) }

// Who says who wishes for something, and why: for the history, and for decisions.
type Who struct{ By, Why string }

// Graph is one revision of the graph, as claims and as what they mean.
type Graph struct {
	State    *graph.State
	Snapshot *graph.Snapshot
}

// NewGraph reads a state.
func NewGraph(state *graph.State) Graph { return Graph{state, graph.NewSnapshot(state)} }

// Plan is how a wish is to be had.
type Plan struct {
	Batch graph.Batch // with Base, and who and why
	After Graph       // as it will be
	On    []graph.ID  // what was wished for: a concept or article; of a link After, then Before
}

// Make works out how a wish is to be had on a graph. It gives all reasons why not that it finds.
func Make(g Graph, w Wish, who Who) (*Plan, []Refusal) {
	p := &planner{Graph: g, who: who, patch: graph.Patch{Put: graph.SourceClaims{Source: graph.Source{ID: Hand}}}}
	p.hand = p.handsClaims()
	w.plan(p)
	if len(p.refusals) > 0 {
		return nil, p.refusals
	}
	return p.finish()
}

// planner is a plan in the making.
type planner struct {
	Graph
	who      Who
	hand     graph.SourceClaims // what the store's own source claims now
	patch    graph.Patch
	decide   []graph.Decision
	undecide []graph.DecisionKey
	on       []graph.ID
	checks   []func(after *graph.Snapshot) // what has to be so afterwards
	refusals []Refusal
}

func (p *planner) refuse(code Code, field, format string, args ...any) *Refusal {
	p.refusals = append(p.refusals, Refusal{Code: code, Field: field, Message: fmt.Sprintf(format, args...)})
	return &p.refusals[len(p.refusals)-1]
}

func (p *planner) handsClaims() graph.SourceClaims {
	for i := range p.State.Sources {
		if p.State.Sources[i].Source.ID == Hand {
			return p.State.Sources[i]
		}
	}
	return graph.SourceClaims{}
}

// finish makes the batch and checks what comes of it.
func (p *planner) finish() (*Plan, []Refusal) {
	plan := &Plan{On: p.on, Batch: graph.Batch{By: p.who.By, Why: p.who.Why, Base: &p.State.Revision, Decide: p.decide, Undecide: p.undecide}}
	if p.patch.Put.Rows()+len(p.patch.Remove) > 0 {
		plan.Batch.Patch = []graph.Patch{p.patch}
	}
	if faults := plan.Batch.Validate(); faults != nil {
		p.refuse(Invalid, "", "%s", faults)
		return nil, p.refusals
	}
	plan.After = NewGraph(p.State.With(&plan.Batch))
	p.checkLoops(plan.After.Snapshot)
	for _, check := range p.checks {
		check(plan.After.Snapshot)
	}
	if len(p.refusals) > 0 {
		return nil, p.refusals
	}
	return plan, nil
}

// checkLoops refuses a new loop among accepted required links that nobody declared.
func (p *planner) checkLoops(after *graph.Snapshot) {
	for _, loop := range after.NewLoops(p.Snapshot) {
		if way := loop.ShortestNew(p.Snapshot); len(way) > 0 {
			r := p.refuse(Loop, "", "these would need each other: %s. Reject one of the links, or make it RECOMMENDED", graph.WayRound(way))
			r.Links = way
			r.Subjects = loop.Members
		}
	}
}

// find finds what a name means; nil, with a refusal, if that isn't one thing.
func (p *planner) find(field, name string) graph.Subject {
	m := p.Snapshot.Lookup(name)
	switch {
	case m.Subject != nil:
	case len(m.Candidates) > 0:
		p.refuse(Ambiguous, field, "%q means several things: use one of their ids", name).Subjects = m.Candidates
	default:
		p.refuse(NotFound, field, "there is no %q", name).Subjects = m.Nearest
	}
	return m.Subject
}

// findConcept finds the concept that a name means.
func (p *planner) findConcept(field, name string) (graph.Concept, bool) {
	subject := p.find(field, name)
	c, ok := subject.(graph.Concept)
	if subject != nil && !ok {
		p.refuse(NotFound, field, "%q is an article, not a concept", name).Subjects = []graph.Subject{subject}
	}
	return c, ok
}

// findArticle finds the article that a name means.
func (p *planner) findArticle(field, name string) (graph.Article, bool) {
	subject := p.find(field, name)
	a, ok := subject.(graph.Article)
	if subject != nil && !ok {
		p.refuse(NotFound, field, "%q is a concept, not an article", name).Subjects = []graph.Subject{subject}
	}
	return a, ok
}

// others lists the sources besides the store's own that claim something, in the order in which they are heard.
func (p *planner) others(on graph.Judged) []*graph.Source {
	var others []*graph.Source
	for _, s := range p.State.Voices(on) {
		if s.ID != Hand {
			others = append(others, s)
		}
	}
	return others
}

// claimOf finds one of the store's own claims by its key; nil if there is none.
func claimOf[C any, P interface {
	*C
	graph.Claim
}](claims []C, key graph.ClaimKey) *C {
	for i := range claims {
		if P(&claims[i]).Key() == key {
			return &claims[i]
		}
	}
	return nil
}

var codeNames = []string{"INVALID", "NOT_FOUND", "AMBIGUOUS", "EXISTS", "IN_USE", "DECIDED_IN_FILE", "CLAIMED", "LOOP", "CONFLICT"}

func (c Code) String() string { return codeNames[c] }
