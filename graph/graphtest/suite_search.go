package graphtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
)

// searcher gives what the store searches texts with, or skips the test.
func searcher(t testing.TB, store graph.Store) graph.TextSearcher {
	t.Helper()
	s, ok := store.(graph.TextSearcher)
	if !ok {
		t.Skip("this store searches no texts: it is no graph.TextSearcher")
	}
	return s
}

// search gives the articles that a store finds, and checks their order.
func search(t rapid.TB, store graph.TextSearcher, text string) []graph.ID {
	t.Helper()
	hits, err := store.SearchTexts(context.Background(), graph.NewQuery(text))
	if err != nil {
		t.Fatalf("SearchTexts(%.60q): %v", text, err)
	}
	if len(hits) > graph.MaxTextHits {
		t.Errorf("SearchTexts(%.60q) finds %d articles, more than %d", text, len(hits), graph.MaxTextHits)
	}
	ids := make([]graph.ID, len(hits))
	for i, h := range hits {
		ids[i] = h.Article
		if i > 0 && (hits[i-1].Score < h.Score || hits[i-1].Score == h.Score && ids[i-1] >= ids[i]) {
			t.Errorf("SearchTexts(%.60q): %v is before %v", text, hits[i-1], h)
		}
	}
	return ids
}

// termsIn is what an index shall hold when these sources are loaded.
func termsIn(sources ...graph.SourceClaims) map[graph.ID]*graph.ArticleTerms {
	claims := map[graph.ID][]graph.From[graph.ArticleClaim]{}
	for i := range sources {
		for j := range sources[i].Articles {
			c := &sources[i].Articles[j]
			claims[c.ID] = append(claims[c.ID], graph.From[graph.ArticleClaim]{Source: sources[i].Source.ID, Claim: c})
		}
	}
	terms := map[graph.ID]*graph.ArticleTerms{}
	for id, on := range claims {
		if t := graph.TermsOf(on); t != nil {
			terms[id] = t
		}
	}
	return terms
}

// wantFound checks that a store finds just the articles whose terms are what is asked for.
func wantFound(t rapid.TB, store graph.TextSearcher, terms map[graph.ID]*graph.ArticleTerms, text string) {
	t.Helper()
	want := []graph.ID{}
	for id, has := range terms {
		if has.Hold(graph.NewQuery(text)) {
			want = append(want, id)
		}
	}
	got := search(t, store, text)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("SearchTexts(%.60q) finds %v, want %v", text, got, want)
	}
}

// written is an article with a text.
func written(slug, title, text string) *graph.ArticleClaim {
	a := article(slug)
	a.Title, a.Text = title, text
	return a
}

// library has texts in which full-text indexes have been seen to find different things.
func library() graph.SourceClaims {
	listed := article("listed")
	listed.Summary = "A pin in a listing, without a text."
	summarised := written("summarised", "In short", "Something else.")
	summarised.Summary = "Ownership, **briefly**."
	return says("library",
		written("pin", "Pin, a promise", "# Pin\n\nA `Pin<P>` keeps what it points to where it is; see `std::pin::Pin`. To be or not to be."),
		written("pinning", "On moving", "Pinning is what a pin does. It isn't `std::cell::Pin`."),
		written("cpp", "From C to C++", "C++ has `std::move`; C# and C have not. `#[repr(C)]` and `&'static str` are Rust's."),
		written("c", "C alone", "Only C, nothing else: a + b, x_y, v1.59.0, 100 %."),
		written("accents", "Größe und Ångström", "Ein naïver Café-Besuch in ŁÓDŹ; e\u0301tude, ﬁn. Чёрный ящик."),
		written("chinese", "所有権とは", "値には所有者がいる。ライフタイムは参照の有効期間。"),
		written("korean", "소유권", "함수는 소유권을 가져간다. Rust에서는 그렇다."),
		written("thai", "หน่วยความจำ", "การจัดการหน่วยความจำในภาษารัสต์"),
		written("hindi", "उधार लेना", "हिन्दी में उधार और स्वामित्व।"),
		written("markup", "Links", "[A word](https://example.com/hidden) <!-- secret --> and **strong**\n\n```rust\nlet code = 1;\n```\n"),
		written("words", "AND OR NOT NEAR TO", "and or not near to text title summary"),
		written("long", "Long", strings.Repeat("ab", 500)+" "+strings.Repeat("所", 300)+" end"),
		written("signs", "???", "&& || ! ( ) { } [ ] ^ \" ~ * ? : \\ / -"),
		listed, summarised)
}

func testSearch(t *testing.T, open Open) {
	store := open(t, Options{})
	texts := searcher(t, store)
	if got := search(t, texts, "pin"); len(got) != 0 {
		t.Errorf("an empty store finds %v", got)
	}
	source := library()
	terms := termsIn(source)
	apply(t, store, load(source))
	for text, want := range map[string][]string{
		"PIN":                    {"pin", "pinning"},
		"pinn":                   {"pinning"},
		"std::pin::Pin":          {"pin"},
		"pin std":                {"pin", "pinning"},
		"promise where":          {"pin"}, // one in the title, one in the text
		"promise::a":             {},      // no phrase reaches over both
		"to be or not to be":     {"pin"},
		"c++":                    {"cpp"},
		"c":                      {"cpp", "c"},
		"c#":                     {"cpp"},
		"'static #[repr":         {"cpp"},
		"grosse ANGSTROM":        {"accents"},
		"naiver cafe lodz etude": {"accents"},
		"fin черныи":             {"accents"},
		"所有":                     {"chinese"},
		"有権":                     {"chinese"},
		"権有":                     {},
		"ライフ":                    {"chinese"},
		"함수":                     {"korean"},
		"Rust":                   {"cpp", "korean"},
		"ความจำ":                 {"thai"},
		"उधार":                   {"hindi"},
		"example":                {},
		"secret":                 {},
		"a word strong code":     {"markup"},
		"AND NOT OR":             {"words"},
		"title:text":             {},
		"text title":             {"words"},
		"listing":                {},
		"ownership briefly":      {"summarised"},
		"in short something":     {"summarised"},
		"??? ":                   {},
	} {
		got := search(t, texts, text)
		expected := make([]graph.ID, len(want))
		for i, slug := range want {
			expected[i] = articleID(slug)
		}
		slices.Sort(expected)
		slices.Sort(got)
		if !slices.Equal(expected, got) {
			t.Errorf("%q finds %v, want %v", text, got, expected)
		}
		wantFound(t, texts, terms, text)
	}
	if first, again := search(t, texts, "pin"), search(t, open(t, Options{}).(graph.TextSearcher), "pin"); !slices.Equal(first, again) {
		t.Errorf("the same again gives %v, then %v", first, again)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, text := range []string{"pin", "?"} {
		if _, err := texts.SearchTexts(ctx, graph.NewQuery(text)); !errors.Is(err, context.Canceled) {
			t.Errorf("SearchTexts with a cancelled context gives %v, want context.Canceled", err)
		}
	}
}

// An article is found once, whatever many sources say of it, by what merging makes of that.
func testSearchMerged(t *testing.T, open Open) {
	store := open(t, Options{})
	texts := searcher(t, store)
	all := map[string]graph.SourceClaims{}
	step := func(b *graph.Batch) {
		t.Helper()
		for _, id := range b.Unload {
			delete(all, id)
		}
		for _, s := range b.Sources {
			all[s.Source.ID] = s
		}
		apply(t, store, b)
		terms := termsIn(slices.Collect(maps.Values(all))...)
		for _, text := range []string{"alpha", "beta", "gamma", "shared", "first", "second", "bundled", "short", "bundled alpha", "short beta"} {
			wantFound(t, texts, terms, text)
		}
	}
	inShort := article("x")
	inShort.Title, inShort.Summary = "Second title", "In short."
	step(load(says("corpus:z", written("x", "Bundled title", "alpha shared")), says("b", written("y", "First title", "shared"))))
	step(load(says("a", written("x", "First title", "beta shared"))))                                                   // hides the bundled text
	step(load(says("b", inShort, written("y", "First title", "gamma"))))                                                // says more of it
	step(load(says("a", inShort)))                                                                                      // has no text any more
	step(load(says("a", written("x", "First title", "gamma")), says("b", concept("c"), written("y", "Y", "y shared")))) // both at once
	step(&graph.Batch{Unload: []string{"corpus:z"}})
	step(&graph.Batch{Unload: []string{"a"}, Sources: []graph.SourceClaims{says("c", inShort)}})
	step(load(says("c", written("x", "Bundled title", "alpha"))))
	step(load(says("c")))
	step(&graph.Batch{Unload: []string{"b", "c"}})
}

// Whatever is typed is text: it is never an error, and finds what has it.
func testSearchHostile(t *testing.T, open Open) {
	store := open(t, Options{})
	texts := searcher(t, store)
	terms := termsIn(library())
	apply(t, store, load(library()))
	hostile := append(slices.Clone(awkward),
		`"`, `""`, `"pin`, `pin"`, `pin*`, `*pin`, `*`, `pin^2`, `^pin`, `-pin`, `+pin`, `pin -a`, `pin NOT`, `NOT`, `AND`, `pin AND`, `OR pin`, `NEAR(pin a)`, `NEAR(pin a, 3)`,
		`{title}: pin`, `title:pin`, `terms:pin`, `- title : pin`, `(pin`, `pin)`, `((((((((((pin`, `pin~`, `pin~2`, `"pin a"~3`, `[a TO z]`, `{a TO z}`, `[a TO`, `/pi./`, `/`, `//`,
		`\`, `pin\`, `\u0070`, `pin && a`, `pin || a`, `!pin`, `pin?`, `?`, `a:b:c`, `*:*`, `pin;`, `pin--`, `pin/*`, "pin\x00a", "\x00", "\xff\xfepin", "pin\u2028a",
		strings.Repeat("a", 1<<20), strings.Repeat("pin ", 1<<18), strings.Repeat("\x00", 1<<20), strings.Repeat(`"*(`, 1<<18), strings.Repeat("所", 1000), strings.Repeat("(", 10_000),
		strings.Repeat("a b ", 20), strings.Repeat("C++ ", 40), strings.Repeat("x::", 40))
	for _, text := range hostile {
		wantFound(t, texts, terms, text)
	}
	words := rapid.SampledFrom([]string{"pin", "std", "C++", "所有", "AND", "NOT", "NEAR", "TO", `"`, "*", "(", ")", "^", "~", ":", "-", "+", "::", " ", "[", "]", "{", "}", `\`, "/", "&&", "||", "!", "a", "title", "\x00"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(words, 0, 8).Draw(t, "words"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		wantFound(t, texts, terms, text)
		wantFound(t, texts, terms, rapid.String().Draw(t, "anything"))
	})
}

// testSearchWalk loads and unloads drawn texts and holds the index against the definition.
func testSearchWalk(t *testing.T, open Open) {
	store := open(t, Options{})
	texts := searcher(t, store)
	draw := rand.New(rand.NewPCG(15, 2024))
	words := []string{"pin", "future", "waker", "std::pin", "所有権", "C++", "moves"}
	some := func(n int) string {
		var b strings.Builder
		for range draw.IntN(n) {
			b.WriteString(words[draw.IntN(len(words))] + " ")
		}
		return b.String()
	}
	held := map[string]graph.SourceClaims{}
	for range 25 {
		var batch graph.Batch
		for _, id := range []string{"a", "b", "corpus:c"} {
			switch draw.IntN(3) {
			case 0:
				var claims []graph.Claim
				for i := range 4 {
					if draw.IntN(4) > 0 {
						a := written(fmt.Sprint("x", i), "T "+some(2), some(4))
						a.Summary, a.Origin = some(2), graph.Origin(draw.IntN(2))
						claims = append(claims, a)
					}
				}
				held[id] = says(id, claims...)
				batch.Sources = append(batch.Sources, held[id])
			case 1:
				if draw.IntN(4) == 0 {
					delete(held, id)
					batch.Unload = append(batch.Unload, id)
				}
			}
		}
		apply(t, store, &batch)
		terms := termsIn(slices.Collect(maps.Values(held))...)
		for range 4 {
			wantFound(t, texts, terms, some(4))
		}
	}
}

// A change that is refused leaves the index as it was.
func testSearchRefused(t *testing.T, open Open) {
	store := open(t, Options{})
	texts := searcher(t, store)
	apply(t, store, load(says("a", written("x", "X", "alpha"))))
	_ = refused(t, store, load(says("a", written("x", "X", "beta"), needs("no", "where"))))
	for text, want := range map[string]int{"alpha": 1, "beta": 0} {
		if got := search(t, texts, text); len(got) != want {
			t.Errorf("%q finds %v", text, got)
		}
	}
}

// Of many texts the best are found: those with the most of it, in the least else.
func testSearchMany(t *testing.T, open Open) {
	store := open(t, Options{})
	texts := searcher(t, store)
	var claims []graph.Claim
	for i := range graph.MaxTextHits + 50 {
		claims = append(claims, written(fmt.Sprintf("x%04d", i), "X", "needle "+strings.Repeat("hay ", 40)))
	}
	claims = append(claims, written("best", "A needle", "needle needle needle"), written("good", "X", "needle needle "+strings.Repeat("hay ", 10)))
	apply(t, store, load(says("a", claims...)))
	got := search(t, texts, "needle")
	if len(got) != graph.MaxTextHits || got[0] != articleID("best") || got[1] != articleID("good") {
		t.Errorf("%d articles are found, first %v; want %d, the best first", len(got), got[:min(len(got), 2)], graph.MaxTextHits)
	}
}

// The tiers are the same on every store.
func testSearchTiers(t *testing.T, open Open) {
	store := open(t, Options{})
	texts := searcher(t, store)
	name := "Pinned"
	source := library()
	source.Concepts = []graph.ConceptClaim{{ID: conceptID("pin"), Name: "Pin"}, {ID: conceptID("stay"), Name: "Stay"}, {ID: conceptID("pinboard"), Name: "Pinboard"},
		{ID: conceptID("future"), Name: "Future", Summary: "Often pinned."}}
	batch := load(source)
	batch.Decide = []graph.Decision{{After: conceptID("stay"), Set: graph.Edited{Name: &name}}, {After: conceptID("pinboard"), Status: graph.Rejected}}
	apply(t, store, batch)
	tiers := func(text string) []string {
		t.Helper()
		q := graph.NewQuery(text)
		hits, err := texts.SearchTexts(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range graph.NewSnapshot(read(t, store)).Search(q, hits) {
			got = append(got, fmt.Sprintf("%s %s", f.Tier, f.Subject.ID()))
		}
		return got
	}
	same(t, "what pin finds", []string{"NAME concept:pin", "PREFIX concept:stay", "TITLE article:pin", "SUMMARY concept:future", "SUMMARY article:listed", "TEXT article:pinning"}, tiers("pin"))
	apply(t, store, &graph.Batch{Undecide: []graph.DecisionKey{{After: conceptID("pinboard")}, {After: conceptID("stay")}}})
	same(t, "without the decisions", []string{"NAME concept:pin", "PREFIX concept:pinboard", "TITLE article:pin", "SUMMARY concept:future", "SUMMARY article:listed", "TEXT article:pinning"}, tiers("pin"))
}

// BenchmarkSearch measures searching among n articles of about 1,000 words.
func BenchmarkSearch(b *testing.B, fresh func(t testing.TB) Open, n int) {
	store := fresh(b)(b, Options{})
	texts := searcher(b, store)
	draw := rand.New(rand.NewPCG(1, 1))
	var claims []graph.Claim
	for i := range n {
		var text strings.Builder
		for range 1000 {
			// Words are as uneven as in a language: the k-th is 1/k as frequent.
			fmt.Fprintf(&text, "w%d ", int(math.Pow(20_000, draw.Float64())))
		}
		claims = append(claims, written(fmt.Sprintf("x%05d", i), fmt.Sprintf("Article w%d w%d", draw.IntN(500), i), text.String()))
	}
	for chunk := range slices.Chunk(claims, 2_000) { // within what every store takes at once
		apply(b, store, load(says(fmt.Sprint("part", chunk[0].Key().A), chunk...)))
	}
	for name, text := range map[string]string{"rare": "w9876", "common": "w1", "prefix": "w123", "three": "w3 w40 w500", "phrase": "w2-w3 w77"} {
		b.Run(name, func(b *testing.B) {
			var found int
			for b.Loop() {
				found = len(search(b, texts, text))
			}
			b.ReportMetric(float64(found), "found")
		})
	}
}
