package api

import (
	"context"
	"slices"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// maxPassages is how many passages show why something was found.
const maxPassages = 2

// textHits is what the store finds for one text.
type textHits struct {
	list    []graph.TextHit
	missing bool // the store can't be asked now
}

// search gives a page of what is found for a text.
func search(ctx context.Context, text string, texts bool, first int, after *string) (page model.SubjectConnection, err error) {
	if err := checkName("text", text); err != nil {
		return page, err
	}
	if err := checkFirst(first); err != nil {
		return page, err
	}
	q := graph.NewQuery(text)
	var hits textHits
	if texts && len(q.Phrases) > 0 {
		if hits, err = requestOf(ctx).found.get(text); err != nil {
			return page, err
		}
	}
	found := snapshotOf(ctx).Search(q, hits.list)
	from := 0
	if after != nil {
		last, err := model.ParsePlaceCursor(*after)
		if err != nil {
			return page, err
		}
		from = behind(found, last)
	}
	page = model.NewSubjectConnection(q, found, from, first)
	page.TextsSearched = texts && !hits.missing
	return page, nil
}

// behind is the number of the first thing behind a place, whether or not the
// thing at that place is still there. The ranks of texts move together: a text that is
// found by its text still stands where it stands now.
func behind(found []graph.Found, last graph.FoundPlace) int {
	if last.Tier == graph.ByText {
		still := func(f graph.Found) bool { return f.Tier == graph.ByText && f.Subject.ID() == last.ID }
		if i := slices.IndexFunc(found, still); i >= 0 {
			return i + 1
		}
	}
	i, there := slices.BinarySearchFunc(found, last, func(f graph.Found, last graph.FoundPlace) int { return f.Place().Compare(last) })
	if there {
		i++
	}
	return i
}

// highlight shows why something was found.
func highlight(ctx context.Context, e *model.SubjectEdge) ([]graph.Passage, error) {
	if e.Tier != graph.ByText {
		return e.Found.Highlight(e.Query, "", maxPassages), nil
	}
	text, err := requestOf(ctx).texts.get(e.Subject.ID())
	return e.Found.Highlight(e.Query, text, maxPassages), err
}
