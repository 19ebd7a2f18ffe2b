package graphtest

import (
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// The fixture: a small graph that has one of everything. Arrows point in
// reading order; numbers in brackets are the articles that teach a concept.
//
//	ownership [1] ──► borrowing [2] ──► lifetimes [3] ──┐
//	 │  │                                               ├──► self-references [5] ─┐
//	 │  └──► moves (untaught) ──────────────────────────┘                         ├ any of ──► pin [7]
//	 │                                                         generators [4] ────┘        ▲  ▲  ▲
//	 │                     waker ◄──────► context                                          │  │  │
//	 │                         together [8]                                                │  │  │
//	 │                           └──► future [6] ──────────────────────────────────────────┘  │  │
//	 │                                   └──► 非同期 (untaught)                               │  │
//	 │                                                    unsafe (untaught) ─ ─ recommended ─ ┘  │
//	 └──► drop [1] · · · · · · · · · · · · · · · · · · · · · · · · · suggested, 0.62 · · · · · · ┘
//
//	1  Ownership in an Hour         12 min as stated   teaches ownership and drop
//	2  Borrowing Without Tears       8 min as stated   teaches borrowing
//	3  Lebensdauern – kurz erklärt   a text            teaches lifetimes
//	4  Generators by Hand            nothing to open   teaches generators, uses borrowing; a catalogue entry
//	5  Types That Hold Themselves    Rust Inside, 1    teaches self-references
//	6  Futures from the Ground       Rust Inside, 2    teaches future, uses 非同期
//	7  Pin, at Last                  Rust Inside, 4    teaches pin, uses future; part 3 is missing
//	8  Who Wakes the Task?           a text            teaches waker and context
//
// Each part of Rust Inside is recommended before the next (origin SERIES).
//
// Two audiences: Newcomers, who know nothing, and the Rust team, which knows borrowing and has read [6].
//
// The source "notes" says all of this but for generators and [4], which are
// only in "corpus:rust". That one also claims pin, ownership, future and the
// link from future to pin, each in its own words. A guess that ownership needs
// borrowing was rejected.

// FixtureBatch is the fixture as one load of both sources and a decision.
func FixtureBatch() *graph.Batch {
	return &graph.Batch{
		By: "ada", Why: "the fixture",
		Sources: []graph.SourceClaims{fixtureCorpus(), fixtureNotes()},
		Decide: []graph.Decision{{After: "concept:ownership", Before: "concept:borrowing", Status: graph.Rejected,
			By: "ada", Why: "It is the other way round."}},
	}
}

// Fixture is what a store holds after FixtureBatch: without texts and quotes.
func Fixture() *graph.State {
	batch := FixtureBatch()
	for i := range batch.Sources {
		batch.Sources[i] = asRead(batch.Sources[i])
	}
	return new(graph.State).With(batch)
}

func fixtureNotes() graph.SourceClaims {
	return graph.SourceClaims{
		Source: graph.Source{ID: "notes", Location: "notes/", Audiences: []graph.AudienceClaim{
			{Name: "Newcomers"},
			{Name: "Rust team", Knows: []graph.ID{"concept:borrowing", "article:example.com/inside/2", "concept:gone"}},
		}},
		Concepts: fixtureConcepts(),
		Articles: fixtureArticles(),
		Series:   []graph.SeriesClaim{{ID: "series:rust-inside", Name: "Rust Inside", Place: inIndex(1)}},
		Mentions: fixtureMentions(),
		Links:    fixtureLinks(),
	}
}

func fixtureConcepts() []graph.ConceptClaim {
	return []graph.ConceptClaim{
		{ID: "concept:ownership", Name: "Ownership", Aliases: []string{"owner", "所有権"},
			Summary: "Every value has one owner; when the owner goes, the value goes.", Module: "basics", Place: inConcepts(1)},
		{ID: "concept:borrowing", Name: "Borrowing", Aliases: []string{"&T", "borrow"}, Module: "basics", Place: inConcepts(2)},
		{ID: "concept:lifetimes", Name: "Lifetimes", Aliases: []string{"'a", "'static"}, Module: "basics", Place: inConcepts(3)},
		{ID: "concept:moves", Name: "Moves", Aliases: []string{"move semantics"},
			Summary: "Passing a value on gives it away.", Module: "basics", Place: inConcepts(4)},
		{ID: "concept:self-references", Name: "Self-referential types", Place: inConcepts(5)},
		{ID: "concept:future", Name: "Future", Match: graph.MatchCode, Module: "async", Place: inConcepts(6)},
		{ID: "concept:waker", Name: "Waker", Match: graph.MatchExact, Module: "async",
			Together: []graph.ID{"concept:context"}, Place: inConcepts(7)},
		{ID: "concept:context", Name: "Context", Match: graph.MatchCode, Module: "async", Place: inConcepts(8)},
		{ID: "concept:unsafe", Name: "Unsafe", Summary: "Where the compiler takes your word.", Place: inConcepts(9)},
		{ID: "concept:drop", Name: "Drop", Match: graph.MatchCode, Place: inConcepts(10)},
		{ID: "concept:pin", Name: "Pin", Aliases: []string{"Pin<P>", "pinning"}, Match: graph.MatchCode,
			Summary: "A pointer whose target stays where it is.", Module: "async",
			External: []graph.ExternalID{{System: "wikidata", ID: "Q1"}}, Place: inConcepts(11)},
		{ID: "concept:非同期", Name: "非同期", Aliases: []string{"async/await", "Asynchronität"}, Module: "async", Place: inConcepts(12)},
	}
}

const (
	fixtureLifetimes = "# Lebensdauern\n\nEine Referenz lebt nie länger als ihr Wert. Das prüft der Compiler; `'a` gibt der Dauer einen Namen.\n"
	fixtureWakers    = "# Who wakes the task?\n\nA task that can't go on hands its Waker to whoever can say when it can.\n" +
		"The Context carries the Waker; without a Waker there would be no Context.\n"
)

func fixtureArticles() []graph.ArticleClaim {
	return []graph.ArticleClaim{
		{ID: "article:example.com/ownership", Title: "Ownership in an Hour", URL: "https://example.com/ownership",
			Author: "Grace", Date: "2024-02-29", Lang: "en", Minutes: 12, Place: inArticles(1)},
		{ID: "article:example.com/borrowing", Title: "Borrowing Without Tears", URL: "https://example.com/borrowing",
			Minutes: 8, Summary: "One writer or many readers.", Place: inArticles(2)},
		{ID: "article:lebensdauern", Title: "Lebensdauern – kurz erklärt", Lang: "de",
			Words: countWords(fixtureLifetimes), Text: fixtureLifetimes, Place: graph.Place{File: "lebensdauern.md", Line: 1}},
		{ID: "article:example.com/inside/1", Title: "Types That Hold Themselves", URL: "https://example.com/inside/1",
			Series: "series:rust-inside", Part: 1, Place: inIndex(2)},
		{ID: "article:example.com/inside/2", Title: "Futures from the Ground", URL: "https://example.com/inside/2",
			Series: "series:rust-inside", Part: 2, Minutes: 15, Place: inIndex(3)},
		{ID: "article:example.com/inside/4", Title: "Pin, at Last", URL: "https://example.com/inside/4",
			Series: "series:rust-inside", Part: 4, Minutes: 20, Place: inIndex(4)},
		{ID: "article:wakers", Title: "Who Wakes the Task?", Words: countWords(fixtureWakers), Text: fixtureWakers,
			Place: graph.Place{File: "wakers.md", Line: 1}},
	}
}

func fixtureMentions() []graph.MentionClaim {
	const teaches, uses = graph.Teaches, graph.Uses
	return []graph.MentionClaim{
		{Article: "article:example.com/ownership", Concept: "concept:ownership", Role: teaches, Count: 20, Salience: 0.9, Place: inArticles(1)},
		{Article: "article:example.com/ownership", Concept: "concept:drop", Role: teaches, Count: 4, Salience: 0.3, Place: inArticles(1)},
		{Article: "article:example.com/borrowing", Concept: "concept:borrowing", Role: teaches, Count: 14, Salience: 0.8, Place: inArticles(2)},
		{Article: "article:lebensdauern", Concept: "concept:lifetimes", Role: teaches, Count: 1, Salience: 0.7,
			Evidence: []graph.Evidence{{Quote: "`'a` gibt der Dauer einen Namen.", Heading: "Lebensdauern", In: "article:lebensdauern",
				Place: graph.Place{File: "lebensdauern.md", Line: 3}}}, Place: graph.Place{File: "lebensdauern.md", Line: 3}},
		{Article: "article:example.com/inside/1", Concept: "concept:self-references", Role: teaches, Count: 1, Salience: 1, Place: inIndex(2)},
		{Article: "article:example.com/inside/2", Concept: "concept:future", Role: teaches, Count: 1, Salience: 1, Place: inIndex(3)},
		{Article: "article:example.com/inside/2", Concept: "concept:非同期", Role: uses, Count: 1, Salience: 0.2, Place: inIndex(3)},
		{Article: "article:example.com/inside/4", Concept: "concept:pin", Role: teaches, Count: 1, Salience: 1, Place: inIndex(4)},
		{Article: "article:example.com/inside/4", Concept: "concept:future", Role: uses, Count: 1, Salience: 0.4, Place: inIndex(4)},
		{Article: "article:wakers", Concept: "concept:waker", Role: teaches, Count: 3, Salience: 0.6,
			Evidence: []graph.Evidence{{Quote: "The Context carries the Waker", Heading: "Who wakes the task?", In: "article:wakers",
				Place: graph.Place{File: "wakers.md", Line: 4}}}, Place: graph.Place{File: "wakers.md", Line: 3}},
		{Article: "article:wakers", Concept: "concept:context", Role: teaches, Count: 2, Salience: 0.5, Place: graph.Place{File: "wakers.md", Line: 4}},
	}
}

func fixtureLinks() []graph.LinkClaim {
	return []graph.LinkClaim{
		{After: "concept:borrowing", Before: "concept:ownership", Reason: "Only what is owned can be lent.", Place: inConcepts(2)},
		{After: "concept:lifetimes", Before: "concept:borrowing", Reason: "A lifetime says how long a loan lasts.", Place: inConcepts(3)},
		{After: "concept:moves", Before: "concept:ownership", Reason: "A move changes the owner.", Place: inConcepts(4)},
		{After: "concept:drop", Before: "concept:ownership", Reason: "The owner's end is what drops a value.", Place: inConcepts(10)},
		{After: "concept:self-references", Before: "concept:lifetimes", Place: inConcepts(5)},
		{After: "concept:self-references", Before: "concept:moves", Reason: "A move is what breaks them.", Place: inConcepts(5)},
		{After: "concept:waker", Before: "concept:context", Place: inConcepts(7)},
		{After: "concept:context", Before: "concept:waker", Reason: "A Context is what carries a Waker.", Place: inConcepts(8)},
		{After: "concept:future", Before: "concept:waker", Place: inConcepts(6)},
		{After: "concept:非同期", Before: "concept:future", Place: inConcepts(12)},
		{After: "concept:pin", Before: "concept:self-references", AnyOf: "what must not move",
			Reason: "Pin exists for types that must not move.", Place: inConcepts(11)},
		{After: "concept:pin", Before: "concept:generators", AnyOf: "what must not move",
			Reason: "A generator's state refers to itself.", Place: inConcepts(11)},
		{After: "concept:pin", Before: "concept:future", Reason: "Polling a future is where Pin is met.", Place: inConcepts(11)},
		{After: "concept:pin", Before: "concept:unsafe", Need: graph.Recommended, Place: inConcepts(11)},
		{After: "concept:pin", Before: "concept:drop", Origin: graph.Inferred, Confidence: 0.62,
			Evidence: []graph.Evidence{{Quote: "Pin promises nothing about drop order.", In: "article:example.com/inside/4",
				Place: graph.Place{File: "index.txt", Line: 4}}}, Place: inIndex(4)},
		{After: "concept:ownership", Before: "concept:borrowing", Origin: graph.Inferred, Confidence: 0.4, Place: inArticles(1)},
		{After: "article:example.com/inside/2", Before: "article:example.com/inside/1", Origin: graph.SeriesOf, Need: graph.Recommended,
			Reason: "Part 1 of Rust Inside comes before part 2.", Place: inIndex(3)},
		{After: "article:example.com/inside/4", Before: "article:example.com/inside/2", Origin: graph.SeriesOf, Need: graph.Recommended,
			Reason: "Part 2 of Rust Inside comes before part 4.", Place: inIndex(4)},
	}
}

func fixtureCorpus() graph.SourceClaims {
	return graph.SourceClaims{
		Source: graph.Source{ID: "corpus:rust"},
		Concepts: []graph.ConceptClaim{
			{ID: "concept:ownership", Name: "Ownership and moves", Summary: "Who frees a value.", Place: inCorpus(1)},
			{ID: "concept:future", Name: "Future", Aliases: []string{"futures"}, Summary: "A value that isn't there yet.", Place: inCorpus(2)},
			{ID: "concept:generators", Name: "Generators", Aliases: []string{"coroutines"}, Place: inCorpus(3)},
			{ID: "concept:pin", Name: "Pinning", Aliases: []string{"Pin<P>", "pinned"}, Place: inCorpus(4)},
		},
		Articles: []graph.ArticleClaim{{ID: "article:generators-by-hand", Title: "Generators by Hand", Place: inCorpus(5)}},
		Mentions: []graph.MentionClaim{
			{Article: "article:generators-by-hand", Concept: "concept:generators", Count: 1, Salience: 1, Place: inCorpus(5)},
			{Article: "article:generators-by-hand", Concept: "concept:borrowing", Role: graph.Uses, Count: 1, Salience: 0.1, Place: inCorpus(5)},
		},
		Links: []graph.LinkClaim{{After: "concept:pin", Before: "concept:future", Reason: "A future is polled through a Pin.", Place: inCorpus(4)}},
	}
}

func inConcepts(line int) graph.Place { return graph.Place{File: "concepts.yaml", Line: line} }
func inArticles(line int) graph.Place { return graph.Place{File: "articles.yaml", Line: line} }
func inIndex(line int) graph.Place    { return graph.Place{File: "index.txt", Line: line} }
func inCorpus(line int) graph.Place   { return graph.Place{File: "corpus.yaml", Line: line} }

func countWords(text string) int { return len(strings.Fields(text)) }
