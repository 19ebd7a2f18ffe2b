package edit

import "github.com/readfirst/readfirst/graph"

// Undo works out how to take back the change of a revision. history are the changes from that one to the graph's, the oldest first.
func Undo(g Graph, revision graph.Revision, history []graph.Change) (*Plan, []Refusal) {
	p := &planner{Graph: g}
	if len(history) == 0 || history[0].Revision != revision {
		p.refuse(NotFound, "revision", "there is no change with the revision %d", revision)
		return nil, p.refusals
	}
	batch, obstacles := graph.Undo(&history[0], history[1:])
	for _, o := range obstacles {
		r := p.refuse(Conflict, "revision", "%s was changed again by revision %d: undo that first", o.Edit.Key, o.Since.Revision)
		for _, id := range []graph.ID{o.Edit.Key.A, o.Edit.Key.B} {
			if subject := g.Snapshot.Subject(id); subject != nil {
				r.Subjects = append(r.Subjects, subject)
			}
		}
	}
	if len(p.refusals) > 0 {
		return nil, p.refusals
	}
	batch.Base = &g.State.Revision
	plan := &Plan{Batch: *batch, After: NewGraph(g.State.With(batch))}
	p.checkLoops(plan.After.Snapshot)
	if len(p.refusals) > 0 {
		return nil, p.refusals
	}
	return plan, nil
}

// LoadedAgain names the sources, besides the store's own, of which an undone change had claims: their next load makes them again.
func LoadedAgain(c *graph.Change) []string {
	var sources []string
	for i := range c.Edits {
		if e := &c.Edits[i]; e.Source != "" && e.Source != Hand && e.Key.Kind != graph.OfDecision &&
			(len(sources) == 0 || sources[len(sources)-1] != e.Source) {
			sources = append(sources, e.Source)
		}
	}
	return sources
}
