package graph_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// Each edit of the fixture makes one fault, told at its place.
func TestValidate(t *testing.T) {
	at := graph.Place{File: "f.md", Line: 7}
	long := strings.Repeat("x", graph.MaxSummary+1)
	notes := func(b *graph.Batch) *graph.SourceClaims { return &b.Sources[1] }
	concept := func(edit func(c *graph.ConceptClaim)) func(b *graph.Batch) {
		return func(b *graph.Batch) {
			c := graph.ConceptClaim{ID: "concept:new", Name: "New", Place: at}
			edit(&c)
			notes(b).Concepts = append(notes(b).Concepts, c)
		}
	}
	article := func(edit func(c *graph.ArticleClaim)) func(b *graph.Batch) {
		return func(b *graph.Batch) {
			c := graph.ArticleClaim{ID: "article:new", Title: "New", Place: at}
			edit(&c)
			notes(b).Articles = append(notes(b).Articles, c)
		}
	}
	mention := func(edit func(c *graph.MentionClaim)) func(b *graph.Batch) {
		return func(b *graph.Batch) {
			c := graph.MentionClaim{Article: "article:wakers", Concept: "concept:pin", Count: 1, Place: at}
			edit(&c)
			notes(b).Mentions = append(notes(b).Mentions, c)
		}
	}
	link := func(edit func(c *graph.LinkClaim)) func(b *graph.Batch) {
		return func(b *graph.Batch) {
			c := graph.LinkClaim{After: "concept:pin", Before: "concept:moves", Place: at}
			edit(&c)
			notes(b).Links = append(notes(b).Links, c)
		}
	}
	decide := func(edit func(d *graph.Decision)) func(b *graph.Batch) {
		return func(b *graph.Batch) {
			d := graph.Decision{After: "concept:pin", Before: "concept:moves"}
			edit(&d)
			b.Decide = append(b.Decide, d)
		}
	}
	for _, test := range []struct {
		want string // in the fault, after the place for claims
		edit func(b *graph.Batch)
	}{
		{`source "notes" is in the batch twice`, func(b *graph.Batch) { b.Sources[0].Source.ID = "notes" }},
		{`source "notes" is both loaded and unloaded`, func(b *graph.Batch) { b.Unload = []string{"notes"} }},
		{`the source id is empty`, func(b *graph.Batch) { b.Sources[0].Source.ID = " " }},
		{`the source location`, func(b *graph.Batch) { b.Sources[0].Source.Location = long }},

		{`"article:x" is no id of a concept`, concept(func(c *graph.ConceptClaim) { c.ID = "article:x" })},
		{`"concept:" is no id of a concept`, concept(func(c *graph.ConceptClaim) { c.ID = "concept:" })},
		{`has 521 bytes, more than 512: shorten it`, concept(func(c *graph.ConceptClaim) { c.ID = graph.ID("concept:" + long[:513]) })},
		{`concept:pin is claimed twice, first at concepts.yaml:11`, concept(func(c *graph.ConceptClaim) { c.ID = "concept:pin" })},
		{`the name is empty: write it`, concept(func(c *graph.ConceptClaim) { c.Name = "" })},
		{`the name "` + long[:40] + `"… has 513 bytes`, concept(func(c *graph.ConceptClaim) { c.Name = long[:513] })},
		{`is not valid UTF-8`, concept(func(c *graph.ConceptClaim) { c.Name = "\xff" })},
		{`holds a zero byte`, concept(func(c *graph.ConceptClaim) { c.Summary = "a\x00b" })},
		{`the summary`, concept(func(c *graph.ConceptClaim) { c.Summary = long })},
		{`the module`, concept(func(c *graph.ConceptClaim) { c.Module = long })},
		{`the alias is empty`, concept(func(c *graph.ConceptClaim) { c.Aliases = []string{"a", ""} })},
		{`has 1001 aliases`, concept(func(c *graph.ConceptClaim) { c.Aliases = strings.Fields(strings.Repeat("a ", 1001)) })},
		{`"pin" is no id of a concept`, concept(func(c *graph.ConceptClaim) { c.Together = []graph.ID{"pin"} })},
		{`the external system is empty`, concept(func(c *graph.ConceptClaim) { c.External = []graph.ExternalID{{ID: "x"}} })},
		{`the external id is empty`, concept(func(c *graph.ConceptClaim) { c.External = []graph.ExternalID{{System: "x"}} })},

		{`"concept:x" is no id of a article`, article(func(c *graph.ArticleClaim) { c.ID = "concept:x" })},
		{`article:wakers is claimed twice`, article(func(c *graph.ArticleClaim) { c.ID = "article:wakers" })},
		{`the title is empty`, article(func(c *graph.ArticleClaim) { c.Title = "" })},
		{`the address`, article(func(c *graph.ArticleClaim) { c.URL = long })},
		{`the author`, article(func(c *graph.ArticleClaim) { c.Author = long })},
		{`the date`, article(func(c *graph.ArticleClaim) { c.Date = long })},
		{`the language`, article(func(c *graph.ArticleClaim) { c.Lang = "\xff" })},
		{`the summary`, article(func(c *graph.ArticleClaim) { c.Summary = long })},
		{`the text`, article(func(c *graph.ArticleClaim) { c.Text = "\xff" })},
		{`"concept:x" is no id of a series`, article(func(c *graph.ArticleClaim) { c.Series = "concept:x" })},
		{`out of range`, article(func(c *graph.ArticleClaim) { c.Minutes = -1 })},
		{`out of range`, article(func(c *graph.ArticleClaim) { c.Words = 1<<30 + 1 })},
		{`has a part but no series`, article(func(c *graph.ArticleClaim) { c.Part = 1 })},

		{`is claimed twice`, func(b *graph.Batch) { notes(b).Series = append(notes(b).Series, notes(b).Series...) }},
		{`the name is empty`, func(b *graph.Batch) { notes(b).Series[0].Name = "" }},

		{`the mention of concept:waker in article:wakers is claimed twice`, mention(func(c *graph.MentionClaim) { c.Concept = "concept:waker" })},
		{`is no id of a article`, mention(func(c *graph.MentionClaim) { c.Article = "series:x" })},
		{`is no id of a concept`, mention(func(c *graph.MentionClaim) { c.Concept = "article:x" })},
		{`counts 0 occurrences`, mention(func(c *graph.MentionClaim) { c.Count = 0 })},
		{`salience 1.5 is not between`, mention(func(c *graph.MentionClaim) { c.Salience = 1.5 })},
		{`salience NaN is not between`, mention(func(c *graph.MentionClaim) { c.Salience = math.NaN() })},
		{`the quote is empty`, mention(func(c *graph.MentionClaim) { c.Evidence = make([]graph.Evidence, 1) })},
		{`101 quotes`, mention(func(c *graph.MentionClaim) {
			for range 101 {
				c.Evidence = append(c.Evidence, graph.Evidence{Quote: "q"})
			}
		})},
		{`the heading`, mention(func(c *graph.MentionClaim) { c.Evidence = []graph.Evidence{{Quote: "q", Heading: long}} })},

		{`concept:pin needs itself`, link(func(c *graph.LinkClaim) { c.Before = c.After })},
		{`the concept concept:pin needs the article article:wakers`, link(func(c *graph.LinkClaim) { c.Before = "article:wakers" })},
		{`"series:rust-inside" is neither a concept nor an article`, link(func(c *graph.LinkClaim) { c.Before = "series:rust-inside" })},
		{`is neither a concept nor an article`, link(func(c *graph.LinkClaim) { c.After = "pin" })},
		{`the link from concept:future to concept:pin is claimed twice`, link(func(c *graph.LinkClaim) { c.Before = "concept:future" })},
		{`both required and recommended`, link(func(c *graph.LinkClaim) { c.AnyOf, c.Need = "what must not move", graph.Recommended })},
		{`the reason`, link(func(c *graph.LinkClaim) { c.Reason = long })},
		{`the any-of group`, link(func(c *graph.LinkClaim) { c.AnyOf = long })},
		{`confidence -0.1 is not between`, link(func(c *graph.LinkClaim) { c.Confidence = -0.1 })},

		{`judges "article:wakers", which is no concept`, decide(func(d *graph.Decision) { d.After, d.Before = "article:wakers", "" })},
		{`from concept:pin to itself`, decide(func(d *graph.Decision) { d.Before = d.After })},
		{`two decisions judge`, decide(func(d *graph.Decision) { d.After, d.Before = "concept:ownership", "concept:borrowing" })},
		{`the id is empty`, decide(func(d *graph.Decision) { d.After = "" })},
		{`the reason`, decide(func(d *graph.Decision) { d.Why = long })},
		{`the name`, decide(func(d *graph.Decision) { d.By = long })},
		{`the edited reason`, decide(func(d *graph.Decision) { d.Set.Reason = &long })},
		{`the edited reason`, decide(func(d *graph.Decision) { d.Was.Reason = &long })},
		{`the edited summary`, decide(func(d *graph.Decision) { d.Before, d.Set.Summary = "", &long })},
		{`the edited name is empty`, decide(func(d *graph.Decision) { d.Before, d.Set.Name = "", new(" ") })},
		{`edits a field that it hasn't got`, decide(func(d *graph.Decision) { d.Set.Name = new("Pin") })},
		{`edits a field that it hasn't got`, decide(func(d *graph.Decision) { d.Before, d.Was.Need = "", new(graph.Required) })},
		{`source "book" is unloaded, and has a decision made`, func(b *graph.Batch) {
			b.Unload = []string{"book"}
			decide(func(d *graph.Decision) { d.Source = "book" })(b)
		}},
	} {
		b := graphtest.FixtureBatch()
		if err := b.Validate(); err != nil {
			t.Fatal(err)
		}
		test.edit(b)
		var faults graph.Faults
		if err := b.Validate(); !errors.As(err, &faults) || len(faults) != 1 || !strings.Contains(faults[0].Error(), test.want) {
			t.Errorf("got %v, want a fault with %q", err, test.want)
		} else if faults[0].Do == "" {
			t.Errorf("%v: and what to do?", faults)
		}
	}
}

func TestValidateReportsAll(t *testing.T) {
	b := &graph.Batch{Sources: []graph.SourceClaims{{Source: graph.Source{ID: "a"}, Concepts: []graph.ConceptClaim{
		{ID: "concept:a", Place: graph.Place{File: "a.md", Line: 3}},
		{ID: "b", Name: "B", Place: graph.Place{File: "b.md"}},
	}}}}
	const want = "a.md:3: the name is empty: write it\nb.md: \"b\" is no id of a concept: report the bug"
	if err := b.Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestRows(t *testing.T) {
	b := graphtest.FixtureBatch()
	b.Undecide = make([]graph.DecisionKey, 2)
	want := 3
	for _, s := range b.Sources {
		want += len(s.Concepts) + len(s.Articles) + len(s.Series) + len(s.Mentions) + len(s.Links)
	}
	if got := b.Rows(); got != want {
		t.Errorf("%d rows, want %d", got, want)
	}
}
