package graphtest

import (
	"fmt"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

func quote(words string) graph.Evidence {
	return graph.Evidence{Quote: words, In: articleID("x"), Place: graph.Place{File: "x.md", Line: 7}}
}

func testEvidence(t *testing.T, open Open) {
	store := open(t, Options{})
	reader, ok := store.(graph.EvidenceReader)
	if !ok {
		t.Skip("this store reads no quotes: it is no graph.EvidenceReader")
	}
	link := func(origin graph.Origin, quotes ...graph.Evidence) *graph.LinkClaim {
		l := needs("a", "b")
		l.Origin, l.Evidence = origin, quotes
		return l
	}
	mention := teaches("x", "a")
	mention.Evidence = []graph.Evidence{quote("m1"), quote("m2")}
	ends := append(concepts("a", "b"), article("x"))
	apply(t, store, load(
		says("notes", append(ends, mention, teaches("x", "b"), link(graph.Inferred, quote("n3")), link(graph.Author, quote("n1"), quote("n2")))...),
		says("book", append(ends, mention, link(graph.Import, quote("b1")))...)))

	keys := []graph.ClaimKey{
		{Kind: graph.OfLink, A: conceptID("a"), B: conceptID("b"), Tag: "ignored"},
		{Kind: graph.OfLink, A: conceptID("b"), B: conceptID("a")},
		{Kind: graph.OfMention, A: articleID("x"), B: conceptID("b")},
		{Kind: graph.OfMention, A: articleID("x"), B: conceptID("a")},
		{Kind: graph.OfConcept, A: conceptID("a")},
		{Kind: graph.OfLink, A: conceptID("a"), B: conceptID("b")},
	}
	got, err := reader.Evidence(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	links := []graph.Evidence{quote("b1"), quote("n1"), quote("n2"), quote("n3")}
	mentions := []graph.Evidence{quote("m1"), quote("m2"), quote("m1"), quote("m2")}
	same(t, "the quotes", [][]graph.Evidence{links, nil, nil, mentions, nil, links}, got)

	if got, err = reader.Evidence(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("no keys: %v, %v", got, err)
	}
	many := make([]graph.ClaimKey, 3000)
	for i := range many {
		many[i] = graph.ClaimKey{Kind: graph.OfLink, A: conceptID("a"), B: conceptID(fmt.Sprint(i))}
	}
	many[2999] = keys[0]
	if got, err = reader.Evidence(t.Context(), many); err != nil || len(got) != len(many) || len(got[2999]) != 4 {
		t.Errorf("many keys: %d answers, %v", len(got), err)
	}
}

func testTexts(t *testing.T, open Open) {
	store := open(t, Options{})
	reader, ok := store.(graph.TextReader)
	if !ok {
		t.Skip("this store reads no texts: it is no graph.TextReader")
	}
	text := func(slug, text string, origin graph.Origin) *graph.ArticleClaim {
		a := article(slug)
		a.Text, a.Origin = text, origin
		return a
	}
	apply(t, store, load(
		says("a", text("one", "inferred", graph.Inferred), text("two", "", graph.Author), text("three", "", graph.Author)),
		says("corpus:b", text("one", "bundled", graph.SeriesOf), text("two", "bundled", graph.Author)),
		says("d", text("one", "series", graph.SeriesOf), text("two", "# Ümläut\n", graph.Author)),
		says("c", text("two", "import", graph.Import))))

	articles := []graph.ID{articleID("two"), articleID("nowhere"), articleID("one"), articleID("three"), conceptID("one"), articleID("two")}
	got, err := reader.Texts(t.Context(), articles)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the texts", []string{"# Ümläut\n", "", "series", "", "", "# Ümläut\n"}, got)
	if got, err = reader.Texts(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("no articles: %v, %v", got, err)
	}
}
