package oracle

import (
	"fmt"
	"math/rand/v2"

	"github.com/readfirst/readfirst/graph"
)

// question is a graph and what is asked of it.
type question struct {
	s     *graph.Snapshot
	goals []graph.Subject
	opt   graph.ReadOptions
}

// drawQuestion draws the question of a number: of up to 18 concepts and 20 articles, with all that makes least lists hard. Its
// size and how much it has of each is drawn first, so that there are plain and knotty ones.
func drawQuestion(number uint64) question {
	d := drawer{Rand: rand.New(rand.NewPCG(number, 5))}
	d.shape()
	var batch graph.Batch
	batch.Sources = []graph.SourceClaims{d.source()}
	if err := batch.Validate(); err != nil {
		panic(err)
	}
	q := question{s: graph.NewSnapshot(new(graph.State).With(&batch))}
	for range 1 + d.IntN(3) {
		q.goals = append(q.goals, d.goal(q.s))
	}
	for range d.known {
		q.opt.Knowing = append(q.opt.Knowing, d.goal(q.s))
	}
	q.opt.OnlyAsTold = d.oneIn(2)
	q.opt.Suggested = d.oneIn(2)
	q.opt.Recommended = d.oneIn(6)
	if d.oneIn(6) {
		may := map[graph.Subject]bool{}
		for _, a := range q.s.Articles() {
			may[a] = !d.oneIn(4)
		}
		q.opt.Within = func(a graph.Article) bool { return may[a] }
	}
	return q
}

type drawer struct {
	*rand.Rand
	concepts, articles []graph.ID
	links              int     // of each concept, at most
	backward           float64 // how many of them lead to later concepts
	grouped            float64 // how many are alternatives
	teaches            int     // concepts that an article teaches, at most
	needy              float64 // articles that require something themselves
	closed             float64 // articles that can't be opened
	untaught           float64 // concepts that nothing teaches
	known              int
	minutes            int // of an article, at most
}

func (d *drawer) oneIn(n int) bool { return d.IntN(n) == 0 }

func (d *drawer) chance(p float64) bool { return d.Float64() < p }

func (d *drawer) shape() {
	for i := range 3 + d.IntN(16) {
		d.concepts = append(d.concepts, graph.NewID(graph.KindConcept, fmt.Sprintf("%02d", i)))
	}
	for i := range 1 + d.IntN(20) {
		d.articles = append(d.articles, graph.NewID(graph.KindArticle, fmt.Sprintf("%02d", i)))
	}
	d.links, d.teaches = 1+d.IntN(4), 1+d.IntN(4)
	d.backward = d.of(0, 0, 0.05, 0.3)
	d.grouped = d.of(0, 0.4, 0.8)
	d.needy = d.of(0, 0.2, 0.6)
	d.closed = d.of(0, 0, 0.2)
	d.untaught = d.of(0, 0, 0.2)
	d.known = d.IntN(3)
	d.minutes = 1 + d.IntN(12)
}

func (d *drawer) of(values ...float64) float64 { return values[d.IntN(len(values))] }

func (d *drawer) concept() graph.ID { return d.concepts[d.IntN(len(d.concepts))] }

// goal is a subject, mostly one of the later concepts.
func (d *drawer) goal(s *graph.Snapshot) graph.Subject {
	if d.oneIn(5) {
		return s.Subject(d.articles[d.IntN(len(d.articles))])
	}
	return s.Subject(d.concepts[max(d.IntN(len(d.concepts)), d.IntN(len(d.concepts)))])
}

func (d *drawer) source() graph.SourceClaims {
	s := graph.SourceClaims{Source: graph.Source{ID: "drawn"}}
	seen := map[graph.ClaimKey]bool{}
	add := func(l graph.LinkClaim) {
		if l.After != l.Before && !seen[l.Key()] {
			seen[l.Key()] = true
			s.Links = append(s.Links, l)
		}
	}
	var taught []graph.ID
	for i, id := range d.concepts {
		s.Concepts = append(s.Concepts, graph.ConceptClaim{ID: id, Name: "C" + id.Slug()})
		if !d.chance(d.untaught) {
			taught = append(taught, id)
		}
		for range d.IntN(d.links + 1) {
			if d.chance(d.backward) {
				add(d.link(id, d.concept()))
			} else if i > 0 {
				add(d.link(id, d.concepts[d.IntN(i)]))
			}
		}
	}
	for _, id := range d.articles {
		a := graph.ArticleClaim{ID: id, Title: "A" + id.Slug(), Minutes: 1 + d.IntN(d.minutes)}
		if !d.chance(d.closed) {
			a.URL = "https://example.com/" + id.Slug()
		}
		s.Articles = append(s.Articles, a)
		for range d.IntN(d.teaches + 1) {
			if len(taught) == 0 {
				break
			}
			m := graph.MentionClaim{Article: id, Concept: taught[d.IntN(len(taught))], Count: 1}
			if !seen[m.Key()] {
				seen[m.Key()] = true
				s.Mentions = append(s.Mentions, m)
			}
		}
		for d.chance(d.needy) {
			before := d.concept()
			if d.oneIn(4) {
				before = d.articles[d.IntN(len(d.articles))]
			}
			add(d.link(id, before))
		}
	}
	return s
}

func (d *drawer) link(after, before graph.ID) graph.LinkClaim {
	l := graph.LinkClaim{After: after, Before: before}
	switch {
	case d.chance(d.grouped):
		l.AnyOf = []string{"x", "x", "y"}[d.IntN(3)]
	case d.oneIn(12):
		l.Need = graph.Recommended
	}
	if d.oneIn(12) {
		l.Origin = graph.Inferred
	}
	return l
}
