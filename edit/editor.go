package edit

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"

	"github.com/readfirst/readfirst/graph"
)

// Editor makes changes to one store, one after the other. It remembers the graph that it has seen last, so that
// who makes many small changes doesn't have it read anew for each.
type Editor struct {
	store graph.Store

	mu   sync.Mutex
	seen Graph
}

// NewEditor edits a store.
func NewEditor(store graph.Store) *Editor { return &Editor{store: store} }

// Terms say how a change is to be made.
type Terms struct {
	Expected *graph.Revision // the revision that the graph has to be at; nil: whichever it is at
	DryRun   bool            // all but the commit
}

// Done is what became of a wish.
type Done struct {
	Plan     *Plan         // nil: it was refused
	Before   Graph         // what it was worked out on
	Change   *graph.Change // what was done, or in a dry run would be; nil: it was refused
	Refusals []Refusal     // why not
}

// Planner works out one change on a graph, or says why not. It is asked again if the graph has moved on meanwhile.
type Planner func(context.Context, Graph) (*Plan, []Refusal, error)

// Wished plans a wish.
func Wished(w Wish, who Who) Planner {
	return func(_ context.Context, g Graph) (*Plan, []Refusal, error) {
		plan, refusals := Make(g, w, who)
		return plan, refusals, nil
	}
}

// Do makes a change. Errors are the store's, or the planner's; what speaks against the change itself are refusals.
func (e *Editor) Do(ctx context.Context, plan Planner, terms Terms) (*Done, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	load := rand.Text() // one number for all attempts, so that one that was committed is recognised
	const attempts = 5
	for i := 1; ; i++ {
		done, err := e.once(ctx, plan, terms, load)
		if !errors.Is(err, graph.ErrConflict) || i == attempts {
			return done, err
		}
		e.seen = Graph{}
	}
}

func (e *Editor) once(ctx context.Context, plan Planner, terms Terms, load string) (*Done, error) {
	g, err := e.current(ctx)
	if err != nil {
		return nil, err
	}
	done := &Done{Before: g}
	if terms.Expected != nil && *terms.Expected != g.State.Revision {
		done.Refusals = []Refusal{conflict(*terms.Expected, g.State.Revision)}
		return done, nil
	}
	made, refusals, err := plan(ctx, g)
	if err != nil || len(refusals) > 0 {
		done.Refusals = refusals
		return done, err
	}
	batch := made.Batch
	batch.Load, batch.DryRun = load, terms.DryRun
	change, err := e.store.Apply(ctx, &batch)
	if faults, ok := errors.AsType[graph.Faults](err); ok {
		const most = 20 // shown
		for _, f := range faults[:min(most, len(faults))] {
			done.Refusals = append(done.Refusals, Refusal{Code: InUse, Message: f.Error()})
		}
		return done, nil
	}
	if err != nil {
		return nil, err
	}
	done.Plan, done.Change = made, change
	if !terms.DryRun && change.Revision == made.After.State.Revision {
		e.seen = Graph{lean(made.After.State, &batch), made.After.Snapshot}
	}
	return done, nil
}

// maxUndo is how far back a change can be undone, in revisions.
const maxUndo = 1000

// Undoing plans to take back the change of a revision.
func (e *Editor) Undoing(revision graph.Revision, who Who) Planner {
	return func(ctx context.Context, g Graph) (*Plan, []Refusal, error) {
		historian, ok := e.store.(graph.Historian)
		since := g.State.Revision - revision + 1
		if p := (&planner{}); !ok || revision < 1 || since < 1 {
			p.refuse(NotFound, "revision", "there is no change with the revision %d", revision)
			return nil, p.refusals, nil
		} else if since > maxUndo {
			p.refuse(Conflict, "revision", "there have been %d changes since, more than %d: undo what it did by hand", since-1, maxUndo)
			return nil, p.refusals, nil
		}
		history, err := historian.History(ctx, revision-1, int(since))
		if err != nil {
			return nil, nil, err
		}
		plan, refusals := Undo(g, revision, history)
		if plan != nil {
			plan.Batch.By = who.By
			if why := graph.OneLine(who.Why); why != "" {
				plan.Batch.Why += ": " + why
			}
		}
		return plan, refusals, nil
	}
}

// current gives the graph as it is, read only if it isn't the one that was seen last.
func (e *Editor) current(ctx context.Context) (Graph, error) {
	if e.seen.State != nil {
		if revision, err := e.store.Revision(ctx); err != nil || revision == e.seen.State.Revision {
			return e.seen, err
		}
	}
	state, err := e.store.Read(ctx)
	if err != nil {
		return Graph{}, err
	}
	e.seen = NewGraph(state)
	return e.seen, nil
}

// lean gives a state as a store would read it: without the texts and quotes that the batch has brought.
func lean(state *graph.State, b *graph.Batch) *graph.State {
	brought := map[string]bool{}
	for i := range b.Patch {
		brought[b.Patch[i].Put.Source.ID] = true
	}
	for i := range b.Sources {
		brought[b.Sources[i].Source.ID] = true
	}
	state = &graph.State{Revision: state.Revision, Sources: slices.Clone(state.Sources), Decisions: state.Decisions}
	for i := range state.Sources {
		if s := &state.Sources[i]; brought[s.Source.ID] {
			s.Articles, s.Mentions, s.Links = slices.Clone(s.Articles), slices.Clone(s.Mentions), slices.Clone(s.Links)
			for j := range s.Articles {
				s.Articles[j].Text = ""
			}
			for j := range s.Mentions {
				s.Mentions[j].Evidence = nil
			}
			for j := range s.Links {
				s.Links[j].Evidence = nil
			}
		}
	}
	return state
}

func conflict(expected, is graph.Revision) Refusal {
	p := planner{}
	return *p.refuse(Conflict, "expectedRevision", "the graph is at revision %d, not at %d: look at what has changed, and ask again", is, expected)
}
