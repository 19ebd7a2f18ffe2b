package api

import (
	"context"
	"strings"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// maxChanges is the most changes that one answer may look at.
const maxChanges = 100

// revisions is a run of the history: the changes after one revision, so many of them.
type revisions struct {
	after graph.Revision
	count int
}

// changes gives the changes of a run, the oldest first; none before they have been read.
func changes(ctx context.Context, run revisions) ([]graph.Change, error) {
	if run.count == 0 {
		return nil, nil
	}
	return requestOf(ctx).changes.get(run)
}

func (queryResolver) History(ctx context.Context, first int, after *string) (page model.ChangeConnection, err error) {
	switch {
	case first < 0:
		return page, model.Errorf(model.Invalid, "`first` is %d: give a number from 0", first)
	case first > maxChanges:
		return page, model.Errorf(model.Limit, "`first` is %d, more than %d: ask for pages", first, maxChanges)
	}
	newest := snapshotOf(ctx).Revision() // those after it belong to another state
	last := newest + 1
	if after != nil {
		id, err := model.ParseCursor(*after)
		if err != nil {
			return page, err
		}
		var ok bool
		if last, ok = model.ParseChangeID(id); !ok {
			return page, model.NotACursor(*after)
		}
		last = min(last, newest+1)
	}
	from := max(0, last-1-graph.Revision(first))
	found, err := changes(ctx, revisions{from, int(last - 1 - from)})
	for i := range found {
		c := model.Change{Change: &found[len(found)-1-i]}
		page.Edges = append(page.Edges, model.ChangeEdge{Cursor: model.Cursor(c.ID()), Node: c})
	}
	page.TotalCount = int(newest)
	page.PageInfo = model.PageInfo{HasNextPage: from > 0, HasPreviousPage: last <= newest}
	if n := len(page.Edges); n > 0 {
		page.PageInfo.StartCursor, page.PageInfo.EndCursor = page.Edges[0].Cursor, page.Edges[n-1].Cursor
	}
	return page, err
}

// changeNode finds a change by its id; nil if there is none.
func changeNode(ctx context.Context, id graph.ID) (model.Node, error) {
	revision, ok := model.ParseChangeID(id)
	if !ok || revision > snapshotOf(ctx).Revision() {
		return nil, nil
	}
	found, err := changes(ctx, revisions{revision - 1, 1})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return model.Change{Change: &found[0]}, nil
}

func (changeResolver) Edits(_ context.Context, c *model.Change, first int) ([]graph.Edit, error) {
	if err := checkFirst(first); err != nil {
		return nil, err
	}
	return c.Edits[:min(first, len(c.Edits))], nil
}

func (editResolver) Kind(_ context.Context, e *graph.Edit) (graph.ClaimKind, error) {
	return e.Key.Kind, nil
}

func (editResolver) What(_ context.Context, e *graph.Edit) (string, error) {
	switch e.Key.Kind {
	case graph.OfSource:
		return "the source " + string(e.Key.A), nil
	case graph.OfDecision:
		if e.Key.B != "" {
			return strings.Replace(graph.ClaimKey{Kind: graph.OfLink, A: e.Key.A, B: e.Key.B}.String(), "the link", "the decision on the link", 1), nil
		}
		return "the decision on " + string(e.Key.A), nil
	}
	return e.Key.String(), nil
}

func (editResolver) Ids(_ context.Context, e *graph.Edit) ([]graph.ID, error) { return idsOf(e), nil }

func (editResolver) Subjects(ctx context.Context, e *graph.Edit) ([]graph.Subject, error) {
	var subjects []graph.Subject
	for _, id := range idsOf(e) {
		if subject := snapshotOf(ctx).Subject(id); subject != nil {
			subjects = append(subjects, subject)
		}
	}
	return subjects, nil
}

// idsOf lists the ids that an edit is about.
func idsOf(e *graph.Edit) []graph.ID {
	var ids []graph.ID
	for _, id := range []graph.ID{e.Key.A, e.Key.B} {
		if id != "" && e.Key.Kind != graph.OfSource {
			ids = append(ids, id)
		}
	}
	return ids
}
