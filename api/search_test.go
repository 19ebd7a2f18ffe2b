package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// shelf is a store of n concepts, n titles and n texts that a search for pin finds, without those left out.
func shelf(n int, without ...graph.ID) *graph.State {
	s := graph.SourceClaims{Source: graph.Source{ID: "shelf"}}
	for i := range n {
		s.Concepts = append(s.Concepts, graph.ConceptClaim{ID: graph.ID(fmt.Sprint("concept:", i)), Name: "Pin " + strings.Repeat("x", i)})
		s.Articles = append(s.Articles, graph.ArticleClaim{ID: graph.ID(fmt.Sprint("article:t", i)), Title: "On pin " + strings.Repeat("x", i)})
		s.Articles = append(s.Articles, graph.ArticleClaim{ID: graph.ID(fmt.Sprint("article:x", i)), Title: "Y", Text: "pin" + strings.Repeat(" x", i), Words: 1 + i})
	}
	s.Concepts = slices.DeleteFunc(s.Concepts, func(c graph.ConceptClaim) bool { return slices.Contains(without, c.ID) })
	s.Articles = slices.DeleteFunc(s.Articles, func(c graph.ArticleClaim) bool { return slices.Contains(without, c.ID) })
	return new(graph.State).With(&graph.Batch{Sources: []graph.SourceClaims{s}})
}

type searched struct {
	Search struct {
		TotalCount    int
		TextsSearched bool
		Edges         []struct {
			Cursor string
			Node   struct{ ID graph.ID }
		}
		PageInfo struct {
			HasNextPage bool
			EndCursor   string
		}
	}
}

func (r reply) into(t *testing.T, to any) {
	t.Helper()
	if r.code() != "" {
		t.Fatalf("%+v", r)
	}
	if err := json.Unmarshal(*r.Data, to); err != nil {
		t.Fatal(err)
	}
}

// searchPage gives the ids on a page of what pin finds, and the cursor of the next one; "" behind the last.
func searchPage(t *testing.T, store *memory, first int, after *string) (ids []graph.ID, next string) {
	t.Helper()
	r := askWith(t, serving(t, store, api.Options{}), `query ($first: Int!, $after: String) { search(text: "pin", first: $first, after: $after) {
		totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`, map[string]any{"first": first, "after": after})
	var got searched
	r.into(t, &got)
	for _, e := range got.Search.Edges {
		ids = append(ids, e.Node.ID)
	}
	if got.Search.PageInfo.HasNextPage {
		next = got.Search.PageInfo.EndCursor
	}
	return ids, next
}

// Pages give each thing once, also when what a cursor stands at, and others, go away meanwhile.
func TestSearchPages(t *testing.T) {
	const n = 7
	store := &memory{state: shelf(n)}
	all, _ := searchPage(t, store, 500, nil)
	if len(all) != 3*n {
		t.Fatalf("%d things are found: %v", len(all), all)
	}
	for _, moving := range []bool{false, true} {
		store := &memory{state: shelf(n)}
		var seen, gone []graph.ID
		var after *string
		for {
			ids, next := searchPage(t, store, 2, after)
			seen = append(seen, ids...)
			if next == "" {
				break
			}
			after = &next
			if moving {
				gone = append(gone, ids...) // all that was on the page, and something that is still to come
				if i := slices.Index(all, ids[len(ids)-1]); i+3 < len(all) && i%4 == 1 {
					gone = append(gone, all[i+3])
				}
				store.set(func(m *memory) { m.state = shelf(n, gone...) })
			}
		}
		want := slices.DeleteFunc(slices.Clone(all), func(id graph.ID) bool { return slices.Contains(gone, id) && !slices.Contains(seen, id) })
		if !slices.Equal(want, seen) {
			t.Errorf("moving: %v: the pages give\n%v, want\n%v", moving, seen, want)
		}
	}
}

// A search asks the store once, and once more for the texts that it shows.
func TestSearchReadings(t *testing.T) {
	for query, want := range map[string]int{
		`{ search(text: "waker") { totalCount } }`:                                                        1,
		`{ search(text: "waker") { edges { highlight { parts { text } } } } }`:                            2,
		`{ search(text: "waker", texts: false) { edges { highlight { parts { text } } } } }`:              0,
		`{ search(text: "?") { totalCount } }`:                                                            0,
		`{ a: search(text: "waker") { totalCount } b: search(text: "waker", first: 1) { totalCount } }`:   1,
		`{ a: search(text: "waker") { totalCount } b: search(text: "context", first: 1) { totalCount } }`: 2,
	} {
		store := filled(t)
		if r := askWith(t, serving(t, store, api.Options{}), query, nil); r.code() != "" || store.readings != want {
			t.Errorf("%s: %d readings, want %d; %+v", query, store.readings, want, r)
		}
	}
}

// What the snapshot has is found while the store is away.
func TestSearchWithoutStore(t *testing.T) {
	store := filled(t)
	h := serving(t, store, api.Options{})
	store.set(func(m *memory) { m.failure = errors.New("gone") })
	var got searched
	askWith(t, h, `{ search(text: "waker") { totalCount textsSearched } }`, nil).into(t, &got)
	if got.Search.TotalCount != 1 || got.Search.TextsSearched {
		t.Errorf("%+v", got)
	}
}

func TestSearchLimit(t *testing.T) {
	var query strings.Builder
	for i := range 11 {
		fmt.Fprintf(&query, "s%d: search(text: \"x%d\") { totalCount } ", i, i)
	}
	if r := askWith(t, serving(t, filled(t), api.Options{}), "{"+query.String()+"}", nil); r.code() != model.Limit {
		t.Errorf("%+v", r)
	}
}
