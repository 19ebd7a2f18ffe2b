package graph_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/readfirst/readfirst/graph"
)

// The size that the figures in docs are for. The graph is like a large
// curriculum: concepts need earlier ones, mostly near ones, every tenth need has an alternative, and an article
// teaches each concept, most of them the next one or two as well, so that there is a choice.
const (
	benchConcepts = 100_000
	benchLinks    = 300_000
	benchArticles = 100_000
	benchMentions = 1_000_000
	benchBlock    = 500 // concepts that need no others
)

func benchID(kind graph.Kind, i int) graph.ID {
	return graph.NewID(kind, fmt.Sprintf("subject-%06d", i))
}

// benchState is a state of the stated size, as a store would give it: sorted.
func benchState() *graph.State {
	random := rand.New(rand.NewPCG(1, 2))
	s := graph.SourceClaims{Source: graph.Source{ID: "bench"}}
	for i := range benchConcepts {
		s.Concepts = append(s.Concepts, graph.ConceptClaim{ID: benchID(graph.KindConcept, i), Name: fmt.Sprintf("Subject %d of many", i),
			Aliases: []string{fmt.Sprintf("S%d", i)}})
		s.Links = append(s.Links, benchNeeds(random, i)...)
	}
	for i := range benchArticles {
		s.Articles = append(s.Articles, graph.ArticleClaim{ID: benchID(graph.KindArticle, i), Title: fmt.Sprintf("On subject %d", i),
			URL: fmt.Sprintf("https://example.com/subjects/%d", i), Words: 500 + random.IntN(2000)})
		for m := range benchMentions / benchArticles {
			role := graph.Uses
			if m < 1+i%3 {
				role = graph.Teaches
			}
			s.Mentions = append(s.Mentions, graph.MentionClaim{Article: benchID(graph.KindArticle, i), Concept: benchID(graph.KindConcept, (i+m)%benchConcepts), Role: role, Count: 3, Salience: 0.5})
		}
	}
	return new(graph.State).With(&graph.Batch{Sources: []graph.SourceClaims{s}})
}

// benchNeeds are the needs of concept i: about three of the 500 before it within its block of 500, so that
// the last of a block needs nearly all of it.
func benchNeeds(random *rand.Rand, i int) []graph.LinkClaim {
	place := i % benchBlock
	befores := map[int]bool{}
	if place > 0 {
		befores[i-1] = true
	}
	for len(befores) < min(place, benchLinks/benchConcepts) {
		befores[i-1-random.IntN(place)] = true
	}
	var links []graph.LinkClaim
	for _, before := range slices.Sorted(maps.Keys(befores)) {
		l := graph.LinkClaim{After: benchID(graph.KindConcept, i), Before: benchID(graph.KindConcept, before), Reason: "It is made of it."}
		if i%5 == 0 && before != i-1 {
			l.AnyOf = "either"
		}
		links = append(links, l)
	}
	return links
}

// benchGoals are the last concepts of some blocks.
func benchGoals(s *graph.Snapshot, n int) []graph.Subject {
	var goals []graph.Subject
	for i := range n {
		goals = append(goals, s.Subject(benchID(graph.KindConcept, (i+1)*benchConcepts/n-1)))
	}
	return goals
}

func BenchmarkNewSnapshot(b *testing.B) {
	all := benchState()
	links := graph.SourceClaims{Source: all.Sources[0].Source, Concepts: all.Sources[0].Concepts, Links: all.Sources[0].Links}
	for name, state := range map[string]*graph.State{
		"ConceptsAndLinks": {Revision: 1, Sources: []graph.SourceClaims{links}},
		"AndArticles":      all,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				graph.NewSnapshot(state)
			}
		})
	}
}

// LEAST for 200 goals, each of a closure of 500 concepts, 1,500 links and their articles.
func BenchmarkLeast(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	goals := benchGoals(s, 200)
	steps, proven, asked := 0, 0, 0
	timed(b, goals, func(goal graph.Subject) {
		list := s.ReadBefore([]graph.Subject{goal}, graph.ReadOptions{})
		steps += len(list.Steps)
		asked++
		if list.MaxSaving == 0 {
			proven++
		}
	})
	b.ReportMetric(float64(steps)/float64(asked), "steps")
	b.ReportMetric(100*float64(proven)/float64(asked), "%proven")
}

// A closure of 500 concepts, 1,500 links and their articles.
func BenchmarkReadBefore(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	goals := []graph.Subject{s.Subject(benchID(graph.KindConcept, 70*500+499))}
	for _, cover := range []graph.Cover{graph.Everything, graph.Least} {
		b.Run(cover.String(), func(b *testing.B) {
			opt := graph.ReadOptions{Cover: cover}
			list := s.ReadBefore(goals, opt)
			b.ReportAllocs()
			for b.Loop() {
				list = s.ReadBefore(goals, opt)
			}
			b.ReportMetric(float64(len(list.Steps)), "steps")
			b.ReportMetric(float64(list.MaxSaving), "max-saving")
		})
	}
}

func BenchmarkLookup(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	b.ReportAllocs()
	for b.Loop() {
		if s.Lookup("SUBJECT 54321 of many").Subject == nil {
			b.Fatal("not found")
		}
	}
}

func BenchmarkNearest(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	b.ReportAllocs()
	for b.Loop() {
		if len(s.Nearest("Subjcet 54321 of many", 3)) == 0 {
			b.Fatal("not found")
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	q := graph.NewQuery("subject 54321")
	s.Search(q, nil) // the first search lays out what is searched in
	b.ReportAllocs()
	for b.Loop() {
		if len(s.Search(q, nil)) == 0 {
			b.Fatal("not found")
		}
	}
}

func BenchmarkLoops(b *testing.B) {
	state := benchState()
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		s := graph.NewSnapshot(state)
		b.StartTimer()
		if len(s.Loops()) > 0 {
			b.Fatal("loops")
		}
	}
}

// timed asks for each goal in turn, again and again, and reports percentiles over the goals of the best time of each: other
// programs that take the processor meanwhile are not what is measured.
func timed(b *testing.B, goals []graph.Subject, ask func(goal graph.Subject)) {
	best := make([]time.Duration, len(goals))
	b.ReportAllocs()
	for b.Loop() {
		for i, goal := range goals {
			began := time.Now()
			ask(goal)
			if took := time.Since(began); best[i] == 0 || took < best[i] {
				best[i] = took
			}
		}
	}
	slices.Sort(best)
	for _, percent := range []int{50, 99} {
		b.ReportMetric(float64(best[len(best)*percent/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", percent))
	}
}

func BenchmarkReady(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	timed(b, benchGoals(s, 200), func(known graph.Subject) {
		if len(s.Ready(graph.ReadOptions{Knowing: []graph.Subject{known}}, 10)) == 0 {
			b.Fatal("nothing")
		}
	})
}

// From the first of a block to its last.
func BenchmarkPaths(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	timed(b, benchGoals(s, 200), func(to graph.Subject) {
		var i int
		if _, err := fmt.Sscanf(to.ID().Slug(), "subject-%d", &i); err != nil {
			b.Fatal(err)
		}
		from := s.Subject(benchID(graph.KindConcept, i-i%benchBlock))
		if len(s.Paths(from, to, graph.ReadOptions{}, 3)) != 3 {
			b.Fatal("no paths")
		}
	})
}

// All that needs the first of a block: nearly all of the block.
func BenchmarkAllNeededBy(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	var firsts []graph.Subject
	for i := range benchConcepts / benchBlock {
		firsts = append(firsts, s.Subject(benchID(graph.KindConcept, i*benchBlock)))
	}
	timed(b, firsts, func(first graph.Subject) {
		if len(s.AllNeededBy(first, graph.ReadOptions{})) < benchBlock/2 {
			b.Fatal("not all")
		}
	})
}

func BenchmarkBottlenecks(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	b.ReportAllocs()
	for b.Loop() {
		s.Bottlenecks(nil, 10)
	}
}
