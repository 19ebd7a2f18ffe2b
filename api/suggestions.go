package api

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

func (queryResolver) Suggestions(ctx context.Context, about *string, first int, after *string) (model.LinkConnection, error) {
	waiting := snapshotOf(ctx).SuggestedLinks()
	if about != nil {
		found, err := targets(ctx, []string{*about})
		if err != nil {
			return model.LinkConnection{}, err
		}
		waiting = filter(waiting, func(l graph.Link) bool { return l.After() == found[0] || l.Before() == found[0] })
	}
	find := func(id graph.ID) (graph.Link, bool) { return findLink(snapshotOf(ctx), id) }
	return pageByRank(waiting, first, after, graph.Link.ID, find, graph.Likelier)
}

func (queryResolver) SuggestedConcepts(ctx context.Context, first int, after *string) (model.ConceptConnection, error) {
	find := func(id graph.ID) (graph.Concept, bool) {
		c, ok := snapshotOf(ctx).Subject(id).(graph.Concept)
		return c, ok
	}
	return pageByRank(snapshotOf(ctx).SuggestedConcepts(), first, after, graph.Concept.ID, find, graph.LikelierConcept)
}

// pageByRank gives the page behind a cursor of a list that things leave when somebody decides on them. A cursor is the id of the page's last
// item, by which its rank is found though it has left the list, and the number that it had, should it be gone altogether.
func pageByRank[N any](all []N, first int, after *string, id func(N) graph.ID, find func(graph.ID) (N, bool), rank func(a, b N) int) (page model.Page[N], err error) {
	if err := checkFirst(first); err != nil {
		return page, err
	}
	from := 0
	if after != nil {
		cursor, err := model.ParseCursor(*after)
		if err != nil {
			return page, err
		}
		place, last, _ := strings.Cut(string(cursor), " ")
		number, err := strconv.ParseUint(place, 10, 31)
		if err != nil || last == "" {
			return page, model.NotACursor(*after)
		}
		from = min(int(number), len(all))
		if known, ok := find(graph.ID(last)); ok {
			var there bool
			if from, there = slices.BinarySearchFunc(all, known, rank); there {
				from++
			}
		}
	}
	page = model.NewPage(all, from, first, id)
	for i := range page.Edges {
		page.Edges[i].Cursor = model.Cursor(graph.ID(strconv.Itoa(from+i) + " " + string(id(page.Edges[i].Node))))
	}
	if n := len(page.Edges); n > 0 {
		page.PageInfo.StartCursor, page.PageInfo.EndCursor = page.Edges[0].Cursor, page.Edges[n-1].Cursor
	}
	return page, nil
}
