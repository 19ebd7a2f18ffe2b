package graph_test

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
)

// drawState draws a small graph with everything that makes answers hard:
// loops, alternatives, articles that teach several concepts and ask for things
// themselves, several sources, guesses and decisions.
func drawState(t *rapid.T) *graph.State {
	d := drawer{t: t, concepts: drawIDs(t, graph.KindConcept, 2, 8), articles: drawIDs(t, graph.KindArticle, 0, 6)}
	var batch graph.Batch
	for _, id := range []string{"a", "b", "corpus:c"}[:d.upTo("sources", 1, 3)] {
		batch.Sources = append(batch.Sources, d.source(id))
	}
	// The first source claims everything, so that nothing dangles.
	for _, id := range d.concepts {
		batch.Sources[0].Concepts = append(batch.Sources[0].Concepts, d.concept(id))
	}
	for _, id := range d.articles {
		batch.Sources[0].Articles = append(batch.Sources[0].Articles, d.article(id))
	}
	batch.Decide = d.decisions()
	if err := batch.Validate(); err != nil {
		t.Fatal(err)
	}
	return new(graph.State).With(&batch)
}

type drawer struct {
	t                  *rapid.T
	concepts, articles []graph.ID
}

func (d *drawer) upTo(what string, low, high int) int {
	return rapid.IntRange(low, high).Draw(d.t, what)
}

// oneIn is true in one of n draws.
func (d *drawer) oneIn(n int, what string) bool { return d.upTo(what, 1, n) == n }

func drawIDs(t *rapid.T, kind graph.Kind, low, high int) []graph.ID {
	ids := make([]graph.ID, rapid.IntRange(low, high).Draw(t, kind.String()))
	for i := range ids {
		ids[i] = graph.NewID(kind, fmt.Sprint(i))
	}
	return ids
}

func (d *drawer) concept(id graph.ID) graph.ConceptClaim {
	c := graph.ConceptClaim{ID: id, Name: "C" + id.Slug()}
	if d.oneIn(4, "together") {
		c.Together = []graph.ID{rapid.SampledFrom(d.concepts).Draw(d.t, "with")}
	}
	return c
}

func (d *drawer) article(id graph.ID) graph.ArticleClaim {
	a := graph.ArticleClaim{ID: id, Title: "A" + id.Slug()}
	switch d.upTo("readable", 0, 2) {
	case 0:
		a.Words = 200 * d.upTo("words", 1, 3)
	case 1:
		a.URL = "https://example.com/" + id.Slug()
	}
	return a
}

func (d *drawer) source(id string) graph.SourceClaims {
	s := graph.SourceClaims{Source: graph.Source{ID: id}}
	seen := map[graph.ClaimKey]bool{}
	for range d.upTo("links", 0, 14) {
		if l := d.link(); l.After != l.Before && !seen[l.Key()] {
			seen[l.Key()] = true
			s.Links = append(s.Links, l)
		}
	}
	for _, article := range d.articles {
		for range d.upTo("mentions", 0, 3) {
			m := graph.MentionClaim{Article: article, Concept: rapid.SampledFrom(d.concepts).Draw(d.t, "concept"), Count: 1,
				Salience: float64(d.upTo("salience", 0, 2)) / 2}
			if d.oneIn(4, "uses") {
				m.Role = graph.Uses
			}
			if !seen[m.Key()] {
				seen[m.Key()] = true
				s.Mentions = append(s.Mentions, m)
			}
		}
	}
	return s
}

func (d *drawer) link() graph.LinkClaim {
	subjects := d.concepts
	l := graph.LinkClaim{After: rapid.SampledFrom(d.concepts).Draw(d.t, "after")}
	if len(d.articles) > 0 && d.oneIn(4, "of an article") {
		l.After = rapid.SampledFrom(d.articles).Draw(d.t, "after")
		subjects = append(subjects[:len(subjects):len(subjects)], d.articles...)
	}
	l.Before = rapid.SampledFrom(subjects).Draw(d.t, "before")
	// The label fixes the need: a group has one.
	switch d.upTo("group", 0, 6) {
	case 0, 1:
		l.AnyOf = "x"
	case 2:
		l.AnyOf = "y"
	case 3:
		l.Need = graph.Recommended
	case 4:
		l.AnyOf, l.Need = "z", graph.Recommended
	}
	l.Origin = rapid.SampledFrom([]graph.Origin{graph.Author, graph.Author, graph.Import, graph.SeriesOf, graph.Inferred}).Draw(d.t, "origin")
	return l
}

func (d *drawer) decisions() []graph.Decision {
	var list []graph.Decision
	seen := map[graph.DecisionKey]bool{}
	for range d.upTo("decisions", 0, 3) {
		j := graph.Decision{After: rapid.SampledFrom(d.concepts).Draw(d.t, "judged"),
			Status: rapid.SampledFrom([]graph.Status{graph.Accepted, graph.Suggested, graph.Rejected}).Draw(d.t, "status")}
		if !d.oneIn(4, "concept") {
			j.Before = rapid.SampledFrom(d.concepts).Draw(d.t, "judged")
			if d.oneIn(2, "edit") {
				j.Set.Need = new(rapid.SampledFrom([]graph.Need{graph.Required, graph.Recommended}).Draw(d.t, "need"))
			}
			if d.oneIn(3, "regroup") {
				j.Set.AnyOf = new(rapid.SampledFrom([]string{"", "d", "d"}).Draw(d.t, "group"))
			}
		}
		if j.After != j.Before && !seen[j.Key()] {
			seen[j.Key()] = true
			list = append(list, j)
		}
	}
	return list
}

func drawSubjects(t *rapid.T, s *graph.Snapshot, low, high int, what string) []graph.Subject {
	var all []graph.Subject
	for _, c := range s.Concepts() {
		all = append(all, c)
	}
	for _, a := range s.Articles() {
		all = append(all, a)
	}
	return rapid.SliceOfN(rapid.SampledFrom(all), low, high).Draw(t, what)
}

func drawOptions(t *rapid.T, s *graph.Snapshot) graph.ReadOptions {
	return graph.ReadOptions{Cover: rapid.SampledFrom([]graph.Cover{graph.Least, graph.Everything}).Draw(t, "cover"), Knowing: drawSubjects(t, s, 0, 2, "knowing"), OnlyAsTold: rapid.Bool().Draw(t, "only as told"),
		Recommended: rapid.Bool().Draw(t, "recommended"), Suggested: rapid.Bool().Draw(t, "suggested"),
		Speed: rapid.SampledFrom([]int{0, 90, 300}).Draw(t, "speed")}
}
