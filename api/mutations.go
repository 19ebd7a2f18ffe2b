package api

import (
	"context"
	"errors"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/readfirst/readfirst/api/gen"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/edit"
	"github.com/readfirst/readfirst/graph"
)

// mutate makes one change. A request that needs quotes is worked out more than once (see run): the change is made the first time,
// and what became of it is remembered. What comes behind it in the answer is of the graph that it has made.
func mutate(ctx context.Context, needed role, change *gen.ChangeOptions, plan func(edit.Who) edit.Planner) (*model.Payload, error) {
	req := requestOf(ctx)
	field := graphql.GetFieldContext(ctx).Path().String()
	if done, again := req.changed[field]; again {
		req.snapshot = done.Shown
		return done, nil
	}
	who, err := may(ctx, needed)
	if err != nil {
		return nil, err
	}
	if change == nil {
		change = &gen.ChangeOptions{}
	}
	terms := edit.Terms{DryRun: change.DryRun}
	if change.ExpectedRevision != nil {
		terms.Expected = new(graph.Revision(*change.ExpectedRevision))
	}
	its := edit.Who{By: who.by(change.By)}
	if change.Why != nil {
		its.Why = graph.OneLine(*change.Why)
	}
	done, err := req.engine.change(ctx, plan(its), terms)
	if err != nil {
		return nil, err
	}
	payload := req.engine.payload(ctx, done, terms)
	req.changed[field], req.snapshot = payload, payload.Shown
	return payload, nil
}

// change makes a change in the store.
func (e *engine) change(ctx context.Context, plan edit.Planner, terms edit.Terms) (*edit.Done, error) {
	if e.snapshots.Trouble() != nil {
		return nil, errNoWrites
	}
	done, err := e.editor.Do(ctx, plan, terms)
	switch {
	case err == nil:
		return done, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, graph.ErrTooLarge):
		return nil, model.Errorf(model.Limit, "the change is %v", err)
	case errors.Is(err, graph.ErrConflict):
		return nil, model.Errorf(model.Unavailable, "others change the graph all the time: ask again later")
	}
	if known, ok := errors.AsType[*model.Error](err); ok {
		return nil, known
	}
	e.log.ErrorContext(ctx, "a change can't be made", "error", err)
	return nil, errNoWrites
}

var errNoWrites = model.Errorf(model.Unavailable, "nothing can be changed now: ask again later")

// payload says what became of a change, and serves the graph that it has made.
func (e *engine) payload(ctx context.Context, done *edit.Done, terms edit.Terms) *model.Payload {
	p := &model.Payload{Done: done, Shown: done.Before.Snapshot, Revision: done.Before.Snapshot.Revision()}
	for _, r := range done.Refusals {
		p.UserErrors = append(p.UserErrors, userError(r))
	}
	if done.Change == nil || done.Change.Empty() {
		return p
	}
	p.Shown = done.Plan.After.Snapshot
	if terms.DryRun {
		return p
	}
	p.Revision = done.Change.Revision
	if p.Shown.Revision() == done.Change.Revision {
		e.snapshots.offer(ctx, p.Shown)
	} else if err := e.snapshots.Refresh(ctx); err == nil { // a change that an earlier attempt had made
		p.Shown = e.snapshots.Current()
	}
	return p
}

// userError gives a refusal with the path of the argument that it is about.
func userError(r edit.Refusal) model.UserError {
	e := model.UserError{Code: r.Code, Message: r.Message, Subjects: r.Subjects, Links: r.Links}
	switch r.Field {
	case "":
	case "revision":
		e.Field = []string{r.Field}
	case "expectedRevision":
		e.Field = []string{"change", r.Field}
	case "decision":
		e.Field = []string{"change", "why"}
	default:
		e.Field = []string{"input", r.Field}
	}
	return e
}

// wish makes a change that needs nothing but the graph.
func wish(ctx context.Context, change *gen.ChangeOptions, w edit.Wish) (*model.Payload, error) {
	return mutate(ctx, editor, change, func(who edit.Who) edit.Planner { return edit.Wished(w, who) })
}

func conceptWish(ctx context.Context, change *gen.ChangeOptions, w edit.Wish) (model.ConceptPayload, error) {
	p, err := wish(ctx, change, w)
	return model.ConceptPayload{Payload: p}, err
}

func linkWish(ctx context.Context, change *gen.ChangeOptions, w edit.Wish) (model.LinkPayload, error) {
	p, err := wish(ctx, change, w)
	return model.LinkPayload{Payload: p}, err
}

func (mutationResolver) CreateConcept(ctx context.Context, input gen.CreateConceptInput, change *gen.ChangeOptions) (model.ConceptPayload, error) {
	return conceptWish(ctx, change, edit.CreateConcept{ID: text(input.ID), Name: input.Name, Aliases: input.Aliases, Summary: text(input.Summary),
		Module: text(input.Module), Match: input.Match, Together: input.Together, External: externalIDs(input.ExternalIds)})
}

func (mutationResolver) UpdateConcept(ctx context.Context, input gen.UpdateConceptInput, change *gen.ChangeOptions) (model.ConceptPayload, error) {
	w := edit.UpdateConcept{Concept: input.Concept, Match: input.Match, Together: list(input.Together),
		Set: graph.Edited{Name: input.Name, Aliases: list(input.Aliases), Summary: input.Summary, Module: input.Module}}
	if input.ExternalIds != nil {
		w.Set.External = new(externalIDs(input.ExternalIds))
	}
	return conceptWish(ctx, change, w)
}

func (mutationResolver) DeleteConcept(ctx context.Context, input gen.ConceptInput, change *gen.ChangeOptions) (model.ConceptPayload, error) {
	return conceptWish(ctx, change, edit.DeleteConcept{Concept: input.Concept})
}

func (mutationResolver) AcceptConcept(ctx context.Context, input gen.ConceptInput, change *gen.ChangeOptions) (model.ConceptPayload, error) {
	return conceptWish(ctx, change, edit.Judge{Concept: input.Concept})
}

func (mutationResolver) RejectConcept(ctx context.Context, input gen.ConceptInput, change *gen.ChangeOptions) (model.ConceptPayload, error) {
	return conceptWish(ctx, change, edit.Judge{Concept: input.Concept, Verdict: edit.Reject})
}

func (mutationResolver) CreateLink(ctx context.Context, input gen.CreateLinkInput, change *gen.ChangeOptions) (model.LinkPayload, error) {
	return linkWish(ctx, change, edit.CreateLink{Before: input.Before, After: input.After, Need: input.Need, AnyOf: graph.OneLine(text(input.AnyOf)), Reason: graph.OneLine(text(input.Why))})
}

func (mutationResolver) UpdateLink(ctx context.Context, input gen.UpdateLinkInput, change *gen.ChangeOptions) (model.LinkPayload, error) {
	set := graph.Edited{AnyOf: input.AnyOf, Reason: input.Why}.Clean()
	return linkWish(ctx, change, edit.UpdateLink{Before: input.Before, After: input.After, Need: input.Need, AnyOf: set.AnyOf, Reason: set.Reason})
}

func (mutationResolver) DeleteLink(ctx context.Context, input gen.LinkInput, change *gen.ChangeOptions) (model.LinkPayload, error) {
	return linkWish(ctx, change, edit.DeleteLink{Before: input.Before, After: input.After})
}

func (mutationResolver) AcceptLink(ctx context.Context, input gen.LinkInput, change *gen.ChangeOptions) (model.LinkPayload, error) {
	return linkWish(ctx, change, edit.Judge{Before: input.Before, After: input.After})
}

func (mutationResolver) RejectLink(ctx context.Context, input gen.LinkInput, change *gen.ChangeOptions) (model.LinkPayload, error) {
	return linkWish(ctx, change, edit.Judge{Before: input.Before, After: input.After, Verdict: edit.Reject})
}

func (mutationResolver) Undo(ctx context.Context, revision int, change *gen.ChangeOptions) (model.UndoPayload, error) {
	p, err := mutate(ctx, admin, change, func(who edit.Who) edit.Planner {
		return requestOf(ctx).engine.editor.Undoing(graph.Revision(revision), who)
	})
	payload := model.UndoPayload{Payload: p}
	if err == nil && p.Change() != nil {
		if sources := edit.LoadedAgain(p.Done.Change); len(sources) > 0 {
			payload.Note = "the next load of " + strings.Join(sources, ", ") + " makes again what was undone there"
		}
	}
	return payload, err
}

// text is what an argument says; "" if it isn't given.
func text(given *string) string {
	if given == nil {
		return ""
	}
	return *given
}

// list is nil where a list isn't given; one that is empty empties something.
func list(given []string) *[]string {
	if given == nil {
		return nil
	}
	return &given
}

func externalIDs(given []gen.ExternalIDInput) []graph.ExternalID {
	ids := make([]graph.ExternalID, len(given))
	for i, id := range given {
		ids[i] = graph.ExternalID{System: id.System, ID: id.ID}
	}
	return ids
}
