package page

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

func TestFences(t *testing.T) {
	cases := []struct{ file, name, fault string }{
		{"---\ntitle: a\n---\n", "a", ""},
		{"---\r\ntitle: a\r\n---\r\nbody\r\n", "a", ""},
		{"---  \ntitle: a\n...\nbody", "a", ""},
		{"+++\ntitle = 'a'\n+++\n", "a", ""},
		{"--- \n\nA rule, then text.", "pond", ""},
		{"---\n---\n# b", "b", ""},
		{"---\n# only a comment\n---\n# b", "b", ""},
		{"# b\n---\ntitle: a\n---\n", "b", ""},
		{"", "pond", ""},
		{"---", "pond", ""},
		{"---\ntitle: a", "pond", ":1: the front matter isn't closed: end it with a line ---"},
		{"+++\ntitle = 'a'", "pond", ":1: the front matter isn't closed: end it with a line +++"},
		{"---\n- a\n---\n", "pond", ":2: the front matter is a list: write `key: value` lines"},
		{"---\na: 1\n? [b]\n: c\n---\n", "pond", ":3: a key is no single word: write a word"},
		{"---\na: " + strings.Repeat("x", maxMatter) + "\n---\n", "pond", "the front matter has"},
		{"a\n" + strings.Repeat("> ", 200) + "b\n", "pond", ":2: more than 100 blocks within each other"},
		{strings.Repeat("[a]:\n> b\n", 10_001), "pond", ":20001: more than 10000 targets of links without an empty line between"},
		{"---\nreadfirst: article\n---\n", "pond", ":2: readfirst is a single value"},
	}
	for _, c := range cases {
		p, faults := Parse([]byte(c.file), "sub/pond.md")
		if c.fault == "" && faults != nil || !strings.Contains(faults.Error(), c.fault) {
			t.Errorf("%.40q: faults %v, want %q", c.file, faults, c.fault)
		}
		if p.Name.Value != c.name {
			t.Errorf("%.40q: name %q, want %q", c.file, p.Name.Value, c.name)
		}
	}
}

// An alias that unfolds to more and more is cut off, not unfolded.
func TestAliasBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 10; i++ {
		from, to := string(rune('0'+i-1)), string(rune('0'+i))
		b.WriteString("a" + to + ": &a" + to + " [" + strings.Repeat("*a"+from+",", 10) + "]\n")
	}
	b.WriteString("---\n")
	if _, faults := Parse([]byte(b.String()), "x.md"); !strings.Contains(faults.Error(), "unfolds") {
		t.Error(faults)
	}
}

// Anchors are fine where they are few.
func TestAlias(t *testing.T) {
	p, faults := Parse([]byte("---\nkind: concept\naliases: &n [a, b]\ntogether: *n\n---\n"), "x.md")
	if faults != nil || len(p.Together) != 2 || p.Together[0].Value != "a" {
		t.Error(p.Together, faults)
	}
}

func TestConceptSummary(t *testing.T) {
	cases := []struct{ body, want string }{
		{"# Pond\n\nWet.", "Wet."},
		{"Pond\n====\nWet.\n", "Wet."},
		{"Wet.\n\n# Pond\n", "Wet.\n\n# Pond"},
		{"# Other\nWet.", "# Other\nWet."},
		{"", "As described"},
	}
	for _, c := range cases {
		p, faults := Parse([]byte("---\nkind: concept\nname: Pond\ndescription: As described\n---\n"+c.body), "x.md")
		if faults != nil || p.Summary.Value != c.want {
			t.Errorf("%q: %q %v, want %q", c.body, p.Summary.Value, faults, c.want)
		}
	}
}

var seeds = []string{
	"---\nkind: concept\nname: Pin\naliases: [\"Pin<P>\", pinned]\nrequires:\n  - Future\n  - any: [A, B]\n    why: x\nexternal: {case: 7f3e}\n---\nText `code`.",
	"---\ntitle: x\nparams:\n  readfirst: {kind: article, teaches: [[[Pin]]]}\n---\n# H\n\n- a\n- b\n\n```go\nx\n```\n",
	"+++\ntitle = \"x\"\n[extra.readfirst]\nkind = \"concept\"\nrequires = [{concept = \"A\", why = \"b\"}]\n[[a.b]]\nc = 1\n+++\n| a | b |\n|---|---|\n| c | d |\n",
	"+++\na.b.c = 1\na.b.d = [[1], [2]]\n[x]\ny = {z = 1979-05-27}\n+++\n",
	blocksInput,
	"> - > a\n> b\n\n[x]: /y\n[x][x] ![z](a)",
	hiddenInput,
	"<details><summary>a</summary>b\n- c <p>d\n</details>\n\n<pre>e\n\nf</pre>\n<!-- g\n\n-->\n<script>h",
	"- > <div>\n  > a\n\n<svg><svg>b</svg>c</svg>\n\n{{#d}} `{{#e}}`",
}

func FuzzPage(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !utf8.Valid(data) {
			return // refused before
		}
		p, faults := Parse(data, "x.md")
		if !p.Name.Given() && faults == nil && !strings.Contains(string(data), "\u0000") {
			t.Error("no name")
		}
		if p.Kind != graph.KindArticle && p.Kind != graph.KindConcept {
			t.Error("no kind")
		}
		lines := 1 + strings.Count(string(data), "\n")
		for _, fault := range faults {
			if fault.Place.Line < 1 || fault.Place.Line > lines {
				t.Errorf("%v is outside of %d lines", fault, lines)
			}
		}
		for _, link := range p.Links {
			if at := link.Place; at.Offset < 0 || at.Offset > len(data) || at.Line != 1+strings.Count(string(data[:at.Offset]), "\n") {
				t.Errorf("the link %+v is not there", link)
			}
		}
		for i := range p.Blocks {
			b := &p.Blocks[i]
			checkBlock(t, data, b)
			if got, want := b.countWords(), len(strings.Fields(b.Quote())); got != want {
				t.Errorf("%d words in %q", got, b.Quote())
			}
			if quote := b.Sentence(b.Offset, b.Offset+len(b.Text)); len(quote) > MaxQuote || !utf8.ValidString(quote) {
				t.Errorf("quote %q", quote)
			}
		}
	})
}
