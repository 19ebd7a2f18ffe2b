package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"  \n ?!… ":                     "",
		"Self-references":               "self references",
		"foo_bar std::pin::Pin Pin<P>":  "foo bar std pin pin pin p",
		"'static &'a T #[repr(C)]":      "static a t repr c",
		"C, C++, C# and F#; a+b, C++20": "c c++ c# and f# a b c 20",
		"don't l’owner":                 "don t l owner",
		"v1.59.0 x² ½":                  "v1 59 0 x2 12",
		"Ångström Größe Чёрный Ὀδυσσεύς":                "angstrom grosse черныи οδυσσευσ",
		"e\u0301te\u0301 été İ ı Łódź Øre œuf":          "ete ete i i lodz ore oeuf",
		"ﬁn Ｐｉｎ ⑴ Ⅳ":                                    "fin pin 1 iv",
		"soft\u00adware zero\u200bwidth 👩\u200d🚀\ufe0f": "software zerowidth",
		"所有権とは ガード ｶﾞｰﾄﾞ":                               "所 有 権 と は ガ ー ド ガ ー ド",
		"함수는 Rust의":                                     "함 수 는 rust 의",
		"กำหนด":                                         "ก \u0e4dา ห น ด",
		"हिन्दी":                                        "हिन्दी",
		"الذاكرة":                                       "الذاكرة",
	} {
		got := graph.Terms(text)
		if got != want {
			t.Errorf("Terms(%q) = %q, want %q", text, got, want)
		}
	}
	if long := graph.Terms(strings.Repeat("ab", 1000) + " " + strings.Repeat("é", 1000)); long != strings.Repeat("ab", 32)+" "+strings.Repeat("e", 64) {
		t.Errorf("terms of 2,000 and of 1,000 letters are cut to %q", long)
	}
}

// Whatever the text is, its terms can be handed to any index: there is nothing
// in them but what words are made of.
func FuzzTerms(f *testing.F) {
	for _, text := range []string{"C++ <-> #[x] 'a", "\xff\xfe", "\x00", "ǆ ﷺ ⑴ ½ ㎏", "e\u0301\u0301", "\u0301", "+#", "ﾞ", "a\u200d", "ྲྀ", "AND NOT \"", "ᄀ\u1161"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, term := range strings.Split(graph.Terms(text), " ") {
			if n := utf8.RuneCountInString(term); n == 0 && graph.Terms(text) != "" || n > 66 || !utf8.ValidString(term) {
				t.Errorf("Terms(%q) has the term %q", text, term)
			}
			letters := strings.TrimRight(term, "+#")
			if i := strings.IndexFunc(letters, func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) || 'A' <= r && r <= 'Z'
			}); i >= 0 || letters == "" && term != "" {
				t.Errorf("Terms(%q) has the term %q", text, term)
			}
		}
		q := graph.NewQuery(text)
		n := 0
		for _, p := range q.Phrases {
			n += len(p.Terms)
			if len(p.Terms) == 0 || p.Prefix && len(p.Terms) != 1 {
				t.Errorf("NewQuery(%q) has the phrase %v", text, p)
			}
		}
		if n > graph.MaxQueryTerms {
			t.Errorf("NewQuery(%q) has %d terms", text, n)
		}
	})
}

func TestQuery(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 40))
	for text, want := range map[string]string{
		"":                   "",
		"&& || ( \" *":       "",
		"pin":                "pin*",
		"Read FUTURE before": "read future before*",
		"std::pin::Pin":      "std+pin+pin",
		"async/await Pin":    "async+await pin*",
		"c":                  "c",
		"C++":                "c++*",
		"所有権":                "所+有+権",
		"所有権 Pin":            "所+有+権 pin*",
		"  NOT pin:* ":       "not pin*",
		long:                 "word",
		"Pin pin PIN":        "pin pin*",
	} {
		q := graph.NewQuery(text)
		var phrases []string
		for _, p := range q.Phrases {
			phrase := strings.Join(p.Terms, "+")
			if p.Prefix {
				phrase += "*"
			}
			phrases = append(phrases, phrase)
		}
		if got := strings.Join(phrases, " "); got != want || q.Cut != (text == long) || q.Text != text {
			t.Errorf("NewQuery(%q) is %q, cut: %v; want %q", text, got, q.Cut, want)
		}
	}
	if q := graph.NewQuery(strings.Repeat("\x00é", 1<<20)); !q.Cut {
		t.Error("a query of megabytes isn't cut")
	}
}

// library is a graph for searching.
func library() *graph.Snapshot {
	reject := graph.Decision{After: "concept:pinball", Status: graph.Rejected}
	batch := graph.Batch{Sources: []graph.SourceClaims{{
		Source: graph.Source{ID: "a"},
		Concepts: []graph.ConceptClaim{
			{ID: "concept:pin", Name: "Pin", Aliases: []string{"Pin<P>", "pinning"}, Summary: "Keeps its target where it is."},
			{ID: "concept:pin-projection", Name: "Pin projection", Summary: "From a pinned struct to a field."},
			{ID: "concept:unpin", Name: "Unpin", Summary: "Marks what may move, pin or no pin."},
			{ID: "concept:the-pin-contract", Name: "The Pin contract"},
			{ID: "concept:pinball", Name: "Pinball"},
			{ID: "concept:pin-guess", Name: "PIN", Origin: graph.Inferred},
			{ID: "concept:future", Name: "Future", Aliases: []string{"pin-like promise"}},
			{ID: "concept:cpp", Name: "C++", Summary: "A language with `std::vector`."},
			{ID: "concept:c", Name: "C"},
			{ID: "concept:所有権", Name: "所有権", Summary: "値には所有者がいる。"},
			{ID: "concept:groesse", Name: "Größe"},
			{ID: "concept:question", Name: "?"},
			{ID: "concept:refcell", Name: "RefCell"},
		},
		Articles: []graph.ArticleClaim{
			{ID: "article:pin-down", Title: "Pinning down a future"},
			{ID: "article:what-is-pin", Title: "What is a pin?", Summary: "About targets that stay, and *where*."},
			{ID: "article:long", Title: "A long text", Words: 10},
			{ID: "article:longer", Title: "A longer text on Pin", Words: 10},
		},
	}}, Decide: []graph.Decision{reject}}
	return graph.NewSnapshot(new(graph.State).With(&batch))
}

func TestSearch(t *testing.T) {
	s := library()
	texts := []graph.TextHit{{Article: "article:longer", Score: 7}, {Article: "article:long", Score: 3}, {Article: "article:gone", Score: 2}, {Article: "concept:c", Score: 1}}
	for text, want := range map[string][]string{
		"PIN": {"NAME concept:pin Pin", "NAME concept:pin-guess PIN", "PREFIX concept:pin-projection Pin projection",
			"ALIAS concept:future pin-like promise", "PART concept:the-pin-contract The Pin contract", "PART concept:unpin Unpin",
			"TITLE article:pin-down Pinning down a future", "TITLE article:what-is-pin What is a pin?", "TITLE article:longer A longer text on Pin", "TEXT article:long "},
		"pin con":         {"PART concept:the-pin-contract The Pin contract", "TEXT article:longer ", "TEXT article:long "},
		"contract the":    {"PART concept:the-pin-contract The Pin contract", "TEXT article:longer ", "TEXT article:long "},
		"Pin<p>":          {"ALIAS concept:pin Pin<P>", "TEXT article:longer ", "TEXT article:long "},
		"futrue":          {"SIMILAR concept:future Future", "TEXT article:longer ", "TEXT article:long "},
		"grosse":          {"NAME concept:groesse Größe", "TEXT article:longer ", "TEXT article:long "},
		"有権":              {"PART concept:所有権 所有権", "TEXT article:longer ", "TEXT article:long "},
		"所有者":             {"SUMMARY concept:所有権 ", "TEXT article:longer ", "TEXT article:long "},
		"cell":            {"PART concept:refcell RefCell", "TEXT article:longer ", "TEXT article:long "},
		"c++":             {"NAME concept:cpp C++", "TEXT article:longer ", "TEXT article:long "},
		"c":               {"NAME concept:c C", "PREFIX concept:cpp C++", "TEXT article:longer ", "TEXT article:long "},
		"?":               {"NAME concept:question ?", "TEXT article:longer ", "TEXT article:long "},
		"target where":    {"SUMMARY concept:pin ", "TEXT article:longer ", "TEXT article:long "},
		"pinning target":  {"SUMMARY concept:pin ", "TEXT article:longer ", "TEXT article:long "},
		"pin targets":     {"SUMMARY article:what-is-pin ", "TEXT article:longer ", "TEXT article:long "},
		"std::vec":        {"TEXT article:longer ", "TEXT article:long "},
		"std::vector":     {"SUMMARY concept:cpp ", "TEXT article:longer ", "TEXT article:long "},
		"a longer text":   {"TITLE article:longer A longer text on Pin", "TEXT article:long "},
		"What as a pin":   {"TEXT article:longer ", "TEXT article:long "},
		"what is a pin ?": {"TITLE article:what-is-pin What is a pin?", "TEXT article:longer ", "TEXT article:long "},
		"pinball":         {"TEXT article:longer ", "TEXT article:long "},
		" ":               nil,
	} {
		found := s.Search(graph.NewQuery(text), texts)
		var got []string
		for i, f := range found {
			got = append(got, fmt.Sprintf("%s %s %s", f.Tier, f.Subject.ID(), f.As))
			if i > 0 && found[i-1].Compare(f) >= 0 {
				t.Errorf("Search(%q): %v isn't before %v", text, found[i-1], f)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Search(%q) (-want +got):\n%s", text, diff)
		}
	}
}

// Whatever is asked, a search finds each thing once, in order, and things that
// are there; and what it finds by words has them.
func FuzzSearch(f *testing.F) {
	for _, text := range []string{"pin", "PIN con", "所有", "c++", "?", "futrue", "\x00", "\xff", "NEAR(\"a\" b)", "tar where"} {
		f.Add(text)
	}
	s := library()
	f.Fuzz(func(t *testing.T, text string) {
		q := graph.NewQuery(text)
		seen := map[graph.ID]bool{}
		found := s.Search(q, nil)
		for i, x := range found {
			id := x.Subject.ID()
			if seen[id] || s.Subject(id) != x.Subject || id == "concept:pinball" || i > 0 && found[i-1].Compare(x) >= 0 {
				t.Errorf("Search(%q) finds %v", text, found)
			}
			seen[id] = true
			if marked := q.Mark(x.As); marked.String() != x.As {
				t.Errorf("Mark(%q) for %q is %q", x.As, text, marked)
			}
		}
	})
}

// bracketed writes passages with what is marked in brackets.
func bracketed(passages ...graph.Passage) string {
	var b strings.Builder
	for _, p := range passages {
		for _, part := range p.Parts {
			if part.Marked {
				b.WriteString("[" + part.Text + "]")
			} else {
				b.WriteString(part.Text)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestMark(t *testing.T) {
	for _, c := range []struct{ query, name, want string }{
		{"pin", "The Pin contract", "The [Pin] contract\n"},
		{"con pin", "(The Pin contract)", "(The [Pin] contract)\n"},
		{"pin<p>", "Pin<P>!", "[Pin<P]>!\n"},
		{"a longer text", "A longer text", "[A] [longer] [text]\n"},
		{"cell", "RefCell, Cell", "RefCell, [Cell]\n"},
		{"cell", "RefCell", "[RefCell]\n"},
		{"futrue", "Future", "Future\n"},
		{"grosse", "Größe", "[Größe]\n"},
		{"有権", "所有権", "所[有権]\n"},
		{"?", "?", "?\n"},
		{"pin", "", "\n"},
	} {
		if got := bracketed(graph.NewQuery(c.query).Mark(c.name)); got != c.want {
			t.Errorf("%q marks %q, want %q", c.query, got, c.want)
		}
	}
}

const passageText = `# On wakers

A waker wakes a task. <!-- not: waker -->

Whoever polls a future hands it a [waker](https://example.com/waker "waker") in a **Context**, and the future keeps a clone of it for as long as there is something left
to wait for; then, when the socket or the timer has news, that clone is called, the executor puts the task back into its queue, and
sooner or later polls again.

` + "```rust\nlet waker = cx.waker().clone(); // std::task::Waker\n```" + `

- one \*waker\*
- two ` + "`cx.waker()`" + `

[waker]: https://example.com/waker
| a | b |
|---|---|
| wake | wakeful |

An *emphasis* **in** _two_words_, 2 * 3.
`

func TestPassages(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"nothing", ""},
		{"example", ""},
		{"not", ""},
		{"?", ""},
		{"context waker", "Whoever polls a future hands it a [waker] in a [Context], and the future keeps a clone of it for as long as there is something left to wait for; …\n" +
			"let [waker] = cx.[waker]().clone(); // std::task::[Waker]\n"},
		{"queue socket", "… wait for; then, when the [socket] or the timer has news, that clone is called, the executor puts the task back into its [queue], and sooner or later polls again.\n"},
		{"polls again", "… wait for; then, when the socket or the timer has news, that clone is called, the executor puts the task back into its queue, and sooner or later [polls] [again].\n"},
		{"std::task::Waker", "let waker = cx.waker().clone(); // [std::task::Waker]\n"},
		{"wakeful", "| wake | [wakeful] |\n"},
		{"emphasis", "An [emphasis] in two_words, 2 * 3.\n"},
	} {
		if got := bracketed(graph.NewQuery(c.query).Passages(passageText, 2)...); got != c.want {
			t.Errorf("%q: got\n%swant\n%s", c.query, got, c.want)
		}
	}
	far := strings.Repeat("word ", 1<<18) + "needle"
	if got := graph.NewQuery("needle").Passages(far, 2); len(got) != 0 {
		t.Errorf("a needle beyond the first MiB is shown: %v", got)
	}
}

// What is readable of Markdown, as the terms of a text show it.
func TestReadable(t *testing.T) {
	for markdown, want := range map[string]string{
		"a [b](c) d":                         "a b d",
		"a ![b](c (d) e) f":                  "a b f",
		"a [b][c] d [e] f":                   "a b d e f",
		"a[0](x) `a[0](x)`":                  "a0 a 0 x",
		"> q\n>> r":                          "q r",
		"## Head ##\ntext":                   "head text",
		"Head\n====\n---\n***":               "head",
		"```rust,ignore\nfn f()\n```\nafter": "fn f after",
		"~~~~\n~~~\n[a](b)\n~~~~\nc":         "a b c",
		"a <!-- b\nc --> d":                  "a d",
		"a <!-- b":                           "a",
		"<details>\na <b>c</b>\n</details>":  "a b c b",
		"[b]: https://example.com\na":        "a",
		"1. one\n2) two\n* three":            "one two three",
		`\[a\](b)`:                           "a b",
		"a](b) [[c](d)](e)":                  "a b c",
		"``a b`` [c](d)":                     "a b c",
		"\x00a\x00":                          "a",
	} {
		terms := graph.TermsOf([]graph.From[graph.ArticleClaim]{{Claim: &graph.ArticleClaim{Text: markdown}}})
		if terms.Text != want {
			t.Errorf("%q reads %q, want %q", markdown, terms.Text, want)
		}
	}
}

// Passages hold what was asked for, and nothing that isn't in the text.
func FuzzPassages(f *testing.F) {
	f.Add(passageText, "waker context")
	f.Add("所有権は値の所有者を決める。", "所有者")
	f.Add("# a\n\nb\x00[c](d \xff e", "a c")
	f.Add("[](((((](](\n<!--<!--", "a")
	f.Add("pin\n\npin", "pin::pin")
	f.Fuzz(func(t *testing.T, text, query string) {
		q := graph.NewQuery(query)
		passages := q.Passages(text, 2)
		if len(passages) > 2 {
			t.Errorf("%d passages", len(passages))
		}
		for _, p := range passages {
			if !slices.ContainsFunc(p.Parts, func(p graph.Part) bool { return p.Marked }) {
				t.Errorf("%q in %q: nothing is marked in %q", query, text, p)
			}
			for _, part := range p.Parts {
				if part.Text == "" || part.Marked && graph.Terms(part.Text) == "" || strings.Contains(part.Text, "\n") || utf8.ValidString(text) && !utf8.ValidString(part.Text) {
					t.Errorf("%q in %q: a part of %q is %q", query, text, p, part.Text)
				}
			}
		}
	})
}

// Of several claims on an article one text counts, and all of the title and summary.
func TestTermsOf(t *testing.T) {
	claim := func(source, title, summary, text string, origin graph.Origin) graph.From[graph.ArticleClaim] {
		return graph.From[graph.ArticleClaim]{Source: source, Claim: &graph.ArticleClaim{Title: title, Summary: summary, Text: text, Origin: origin}}
	}
	got := graph.TermsOf([]graph.From[graph.ArticleClaim]{claim("corpus:b", "Bundled", "said *here*", "lost", graph.Author),
		claim("c", "Guess", "", "guessed", graph.Inferred), claim("a", "The Title", "", "", graph.Author), claim("b", "Other", "", "kept `text`", graph.Author)})
	if diff := cmp.Diff(&graph.ArticleTerms{Title: "the title", Summary: "said here", Text: "kept text"}, got); diff != "" {
		t.Error(diff)
	}
	if graph.TermsOf(nil) != nil || graph.TermsOf([]graph.From[graph.ArticleClaim]{claim("a", "A", "b", "", graph.Author)}) != nil {
		t.Error("an article without a text has terms")
	}
	for query, want := range map[string]bool{"title text": true, "here kept": true, "title kept other": false, "kept::text": true, "title::said": false, "lost": false, "": false, "tex": true, "te": false, "tit text": false} {
		if got.Hold(graph.NewQuery(query)) != want {
			t.Errorf("%q: %v", query, !want)
		}
	}
}

// The bundled fixture can be searched, too.
func TestSearchFixture(t *testing.T) {
	s := graph.NewSnapshot(graphtest.Fixture())
	found := s.Search(graph.NewQuery("one owner"), nil)
	if len(found) != 1 || found[0].Subject.ID() != "concept:ownership" || found[0].Tier != graph.BySummary {
		t.Errorf("found %v", found)
	}
}
