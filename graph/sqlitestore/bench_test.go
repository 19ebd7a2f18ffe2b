package sqlitestore

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// corpusBatch has the size of the corpus that comes with the program.
func corpusBatch() *graph.Batch {
	s := graph.SourceClaims{Source: graph.Source{ID: "corpus:rust"}}
	concept := func(i int) graph.ID { return graph.NewID(graph.KindConcept, fmt.Sprint("c", i%80)) }
	quotes := []graph.Evidence{{Quote: "A future does nothing until it is polled.", Place: graph.Place{File: "future.md", Line: 12}}}
	for i := range 80 {
		s.Concepts = append(s.Concepts, graph.ConceptClaim{ID: concept(i), Name: fmt.Sprint("C", i), Aliases: []string{"an alias"},
			Summary: strings.Repeat("word after word ", 40)})
	}
	for i := range 40 {
		article := graph.NewID(graph.KindArticle, fmt.Sprint("a", i))
		s.Articles = append(s.Articles, graph.ArticleClaim{ID: article, Title: fmt.Sprint("Article ", i), Text: strings.Repeat("A text about it.\n", 600)})
		for j := range 10 {
			s.Mentions = append(s.Mentions, graph.MentionClaim{Article: article, Concept: concept(2*i + j), Count: 3, Salience: 0.5, Evidence: quotes})
		}
	}
	for i := range 400 {
		s.Links = append(s.Links, graph.LinkClaim{After: concept(i), Before: concept(i + 1 + i/80), Reason: "It is built from it.", Evidence: quotes})
	}
	return &graph.Batch{Load: "bench", Sources: []graph.SourceClaims{s}}
}

// BenchmarkCorpusLoad is the first load into a new file.
func BenchmarkCorpusLoad(b *testing.B) {
	batch, dir := corpusBatch(), b.TempDir()
	for i := 0; b.Loop(); i++ {
		store, err := Open(b.Context(), filepath.Join(dir, fmt.Sprint(i, ".db")), Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := store.Apply(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCorpusRead is what a question costs: open, read, close.
func BenchmarkCorpusRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "store.db")
	if _, err := open(b, path, Options{}).Apply(b.Context(), corpusBatch()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		store, err := Open(b.Context(), path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := store.Read(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
