package edit_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/edit"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// Whatever is wished for, one thing after the other: what comes of it is a batch that stores take, that touches nobody's claims but the
// store's own, leaves nothing dangling and closes no loop; or there are reasons why not.
func TestRandomWishes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := edit.NewGraph(graphtest.Fixture())
		for range rapid.IntRange(1, 12).Draw(t, "wishes") {
			w := drawWish(t)
			plan, refusals := edit.Make(g, w, edit.Who{By: "ada", Why: "drawn"})
			if (plan == nil) != (len(refusals) > 0) {
				t.Fatalf("%#v: a plan and refusals, or neither", w)
			}
			if plan == nil {
				continue
			}
			if err := plan.Batch.Validate(); err != nil || len(plan.Batch.Sources)+len(plan.Batch.Unload) > 0 {
				t.Fatalf("%#v: %v, %+v", w, err, plan.Batch)
			}
			for i := range plan.Batch.Patch {
				if plan.Batch.Patch[i].Put.Source.ID != edit.Hand {
					t.Fatalf("%#v patches %s", w, plan.Batch.Patch[i].Put.Source.ID)
				}
			}
			if loops := plan.After.Snapshot.NewLoops(g.Snapshot); len(loops) > 0 {
				t.Fatalf("%#v closes a loop", w)
			}
			nothingDangles(t, w, plan.After.State)
			if _, _, err := edit.Effects(t.Context(), g.Snapshot, plan, 5); err != nil {
				t.Fatal(err)
			}
			g = plan.After
		}
	})
}

func nothingDangles(t *rapid.T, w edit.Wish, s *graph.State) {
	there := map[graph.ID]bool{}
	for i := range s.Sources {
		for _, c := range s.Sources[i].Claims() {
			there[c.Key().A] = there[c.Key().A] || c.Key().B == ""
		}
	}
	for i := range s.Sources {
		for _, c := range s.Sources[i].Claims() {
			for _, id := range graph.References(c) {
				if !there[id] {
					t.Fatalf("%#v: %s refers to %s, which is gone", w, c.Key(), id)
				}
			}
		}
	}
}

// drawWish draws a wish about few things, so that wishes meet.
func drawWish(t *rapid.T) edit.Wish {
	concept := func(label string) string {
		return rapid.SampledFrom([]string{"pin", "Future", "waker", "drop", "ownership", "Foo", "Bar", "nothing"}).Draw(t, label)
	}
	article := func(label string) string {
		return rapid.SampledFrom([]string{"Pin, at Last", "On Foo", "https://example.com/ownership", "nothing"}).Draw(t, label)
	}
	either := func(label string) string {
		if rapid.IntRange(0, 4).Draw(t, label+" is an article") == 0 {
			return article(label)
		}
		return concept(label)
	}
	text := func(label string) string {
		return rapid.SampledFrom([]string{"", "x", "Foo", "Bar", "pin"}).Draw(t, label)
	}
	need := rapid.SampledFrom([]graph.Need{graph.Required, graph.Recommended}).Draw(t, "need")
	names := rapid.SliceOfN(rapid.SampledFrom([]string{"pin", "Foo", "drop"}), 0, 2).Draw(t, "names")
	switch rapid.IntRange(0, 11).Draw(t, "wish") {
	case 0:
		return edit.CreateConcept{Name: text("name"), Aliases: names, Summary: text("summary"), Together: names}
	case 1:
		return edit.UpdateConcept{Concept: concept("concept"), Set: graph.Edited{Name: new(text("name")), Aliases: &names}}
	case 2:
		return edit.UpdateConcept{Concept: concept("concept"), Set: graph.Edited{Summary: new(text("summary"))}, Match: new(graph.MatchExact)}
	case 3:
		return edit.DeleteConcept{Concept: concept("concept")}
	case 4:
		return edit.Judge{Concept: concept("concept"), Verdict: rapid.SampledFrom([]edit.Verdict{edit.Accept, edit.Reject}).Draw(t, "verdict")}
	case 5:
		return edit.CreateArticle{ArticleFields: edit.ArticleFields{Title: new("On Foo"), Teaches: &names, Series: new(text("series"))}}
	case 6:
		return edit.UpdateArticle{Article: article("article"), ArticleFields: edit.ArticleFields{Uses: &names, Author: new(text("author"))}}
	case 7:
		return edit.DeleteArticle{Article: article("article")}
	case 8, 9:
		return edit.CreateLink{Before: either("before"), After: either("after"), Need: need, AnyOf: text("group"), Reason: text("reason")}
	case 10:
		return edit.UpdateLink{Before: concept("before"), After: concept("after"), Need: &need, AnyOf: new(text("group"))}
	}
	if rapid.Bool().Draw(t, "delete") {
		return edit.DeleteLink{Before: either("before"), After: either("after")}
	}
	return edit.Judge{Before: concept("before"), After: concept("after"), Verdict: rapid.SampledFrom([]edit.Verdict{edit.Accept, edit.Reject}).Draw(t, "verdict")}
}
