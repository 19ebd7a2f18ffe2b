package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/graph"
)

// chain is a graph of n concepts, each taught by an article of its own and
// needing the two before it.
func chain(n int) *memory {
	source := graph.SourceClaims{Source: graph.Source{ID: "chain"}}
	concept := func(i int) graph.ID { return graph.NewID(graph.KindConcept, fmt.Sprintf("c%06d", i)) }
	for i := range n {
		article := graph.NewID(graph.KindArticle, fmt.Sprintf("a%06d", i))
		source.Concepts = append(source.Concepts, graph.ConceptClaim{ID: concept(i), Name: fmt.Sprintf("Concept %d", i)})
		source.Articles = append(source.Articles, graph.ArticleClaim{ID: article, Title: fmt.Sprintf("On %d", i), Minutes: 5})
		source.Mentions = append(source.Mentions, graph.MentionClaim{Article: article, Concept: concept(i), Count: 1, Salience: 1})
		for before := max(0, i-2); before < i; before++ {
			source.Links = append(source.Links, graph.LinkClaim{After: concept(i), Before: concept(before), Reason: "It builds on it."})
		}
	}
	return &memory{state: &graph.State{Revision: 1, Sources: []graph.SourceClaims{source}}}
}

const benchQuery = `{"query":"query ($of: [String!]!) { readBefore(target: $of) { minutes { total } steps { layer read { id name url } covers { id name } because { before { name } after { name } why } } } }","variables":{"of":["Concept %d"]}}`

// BenchmarkReadBefore asks the main question through the whole handler:
// headers, checks, cached query, list, JSON.
func BenchmarkReadBefore(b *testing.B) {
	for _, steps := range []int{10, 100, 500} {
		b.Run(fmt.Sprintf("steps=%d", steps), func(b *testing.B) {
			h := serving(b, chain(steps), api.Options{})
			body := fmt.Sprintf(benchQuery, steps-1)
			if w := post(b, h, body); w.Code != http.StatusOK || w.Body.Len() < 100*steps {
				b.Fatal(w.Code, w.Body)
			}
			b.ReportAllocs()
			for b.Loop() {
				post(b, h, body)
			}
		})
	}
}
