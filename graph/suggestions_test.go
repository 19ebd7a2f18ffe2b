package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph"
)

func TestSuggestions(t *testing.T) {
	guess := func(after, before graph.ID, confidence float64) graph.LinkClaim {
		return graph.LinkClaim{After: after, Before: before, Origin: graph.Inferred, Confidence: confidence}
	}
	source := graph.SourceClaims{Source: graph.Source{ID: "notes"}}
	for _, slug := range []string{"a", "b", "c", "d"} {
		source.Concepts = append(source.Concepts, graph.ConceptClaim{ID: graph.NewID(graph.KindConcept, slug), Name: slug})
	}
	for i, slug := range []string{"seldom", "often", "likely", "known", "no"} {
		id := graph.NewID(graph.KindConcept, slug)
		source.Concepts = append(source.Concepts, graph.ConceptClaim{ID: id, Name: slug, Origin: graph.Inferred})
		for n := range []int{1, 2, 1, 3, 3}[i] {
			article := graph.NewID(graph.KindArticle, fmt.Sprint(slug, n))
			source.Articles = append(source.Articles, graph.ArticleClaim{ID: article, Title: slug})
			source.Mentions = append(source.Mentions, graph.MentionClaim{Article: article, Concept: id, Count: 1, Salience: []float64{0.2, 0.1, 0.8, 1, 1}[i]})
		}
	}
	source.Links = []graph.LinkClaim{guess("concept:a", "concept:b", 0.4), guess("concept:a", "concept:c", 0.9), guess("concept:b", "concept:c", 0.9),
		guess("concept:c", "concept:d", 1), guess("concept:no", "concept:a", 1), guess("concept:d", "concept:b", 0.95), {After: "concept:d", Before: "concept:b"}}
	s := graph.NewSnapshot(new(graph.State).With(&graph.Batch{Sources: []graph.SourceClaims{source}, Decide: []graph.Decision{
		{After: "concept:known"}, {After: "concept:no", Status: graph.Rejected}, {After: "concept:c", Before: "concept:d"},
	}}))
	var concepts, links []string
	for _, c := range s.SuggestedConcepts() {
		concepts = append(concepts, c.Name())
	}
	for _, l := range s.SuggestedLinks() {
		links = append(links, l.After().Name()+l.Before().Name())
	}
	if diff := cmp.Diff([]string{"often", "likely", "seldom"}, concepts); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(links, []string{"ac", "bc", "ab"}) {
		t.Error(links)
	}
}
