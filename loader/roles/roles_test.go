package roles

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/loader/page"
)

// seen gives the signs of every occurrence of "newt" in a page.
func seen(t *testing.T, title, body string) Signs {
	t.Helper()
	p, faults := page.Parse([]byte(body), "newts.md")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	r, s := NewReader(title), Signs{}
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if !r.Begin(b) {
			continue
		}
		for at := 0; ; {
			next := bytes.Index(bytes.ToLower(b.Text[at:]), []byte("newt"))
			if next < 0 {
				break
			}
			r.Note(&s, at+next, at+next+len("newt"))
			at += next + len("newt")
		}
	}
	s.last = nil
	return s
}

func TestSigns(t *testing.T) {
	for _, c := range []struct {
		body string
		want Signs
	}{
		{"A newt is a small animal.", Signs{Prose: 1, Blocks: 1, Lead: true, Subject: 1, IsA: 1}},
		{"Today is long. The *newt* means luck.", Signs{Prose: 1, Blocks: 1, Lead: true, Subject: 1, IsA: 1, Stressed: 1}},
		{"`Newt` trait is used for pools.", Signs{Prose: 1, Blocks: 1, Lead: true, Subject: 1, IsA: 1, Marked: 1}},
		{"Such an animal is called a newt.", Signs{Prose: 1, Blocks: 1, Lead: true, Called: 1}},
		{"What is a newt?", Signs{Prose: 1, Blocks: 1, Lead: true, Called: 1}},
		{"An animal is a `Newt` if it swims.", Signs{Prose: 1, Blocks: 1, Lead: true, If: 1, Marked: 1}},
		{"Rain.\n\nRecall that newts swim.", Signs{Prose: 1, Blocks: 1, First: 1, Recalled: 1}},
		{"- newt:\\\n  it swims\n- **Newt** – it swims", Signs{Prose: 2, Blocks: 2, First: 0, Lead: true, Terms: 2, Subject: 2, Stressed: 1}},
		{"newt\n: it swims", Signs{Prose: 1, Blocks: 1, Lead: true, Terms: 1, Subject: 1}},
		{"| word | means |\n|---|---|\n| newt | it swims |", Signs{Prose: 1, Blocks: 1, First: 2, Terms: 1, Subject: 1}},
		{"Rain.\n\n## Wet newts\n\n```\nnewt newt\n```", Signs{Prose: 1, Blocks: 1, Headings: 1, First: 1, Code: 2}},
		{"# Newts\n\nRain.", Signs{}},
		{"Rain.\n\n## All of the newts!\n\nRain.", Signs{Prose: 1, Blocks: 1, Headings: 1, First: 1}},
		{"Rain.\n\n## Of newts\n\nRain.", Signs{}}, // repeats the title
	} {
		if got := seen(t, "Of `Newts`", c.body); got != c.want {
			t.Errorf("%q: got %+v\nwant %+v", c.body, got, c.want)
		}
	}
}

func drawnArticles(t *rapid.T) []Article {
	articles := make([]Article, rapid.IntRange(1, 5).Draw(t, "articles"))
	for i := range articles {
		a := Article{Words: rapid.IntRange(0, 300).Draw(t, "words"), Part: i, Series: "s", Headings: 3, Blocks: 5}
		for c := range rapid.IntRange(0, 5).Draw(t, "concepts") {
			n := rapid.IntRange(0, 9).Draw(t, "named")
			a.Concepts = append(a.Concepts, Concept{ID: fmt.Sprintf("concept:c%d-newts", c), Signs: Signs{Prose: n, Blocks: n, IsA: n / 3,
				Headings: n / 4, Code: rapid.IntRange(0, 9).Draw(t, "code")}})
		}
		articles[i] = a
	}
	return articles
}

// What is said of a concept doesn't depend on the order of the concepts, and what a text doesn't name is never taught.
func TestJudge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		articles := drawnArticles(t)
		turned := slices.Clone(articles)
		for i := range turned {
			turned[i].Concepts = slices.Clone(turned[i].Concepts)
			slices.Reverse(turned[i].Concepts)
		}
		verdicts, again := Default().Judge(articles), Default().Judge(turned)
		for i := range verdicts {
			slices.Reverse(again[i])
			if !reflect.DeepEqual(verdicts[i], again[i]) {
				t.Fatalf("in another order: %v, then %v", verdicts[i], again[i])
			}
			for j, v := range verdicts[i] {
				if v.Teaches && articles[i].Concepts[j].Prose < LeastNamed || v.Probability < 0 || v.Probability > 1 {
					t.Fatalf("%+v of %+v", v, articles[i].Concepts[j])
				}
				if s := Default().Salience(v); v.Teaches && (s < 0.5 || s > 0.75) {
					t.Fatalf("salience %v", s)
				}
			}
		}
	})
}

// A model learns from invented articles that what is headed and defined is taught.
func TestTrain(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var source []Labelled
	for range 60 {
		a := Labelled{Article: Article{Words: 300, Headings: 3, Blocks: 9}}
		for c := range 5 {
			s := Signs{Prose: 3 + r.IntN(5), Blocks: 3, First: r.IntN(200)}
			if c == 2 {
				s.IsA, s.Headings, s.Prose, s.First = 1, 2, 8, 3
			}
			a.Concepts = append(a.Concepts, Concept{ID: fmt.Sprint("concept:c", c), Signs: s})
			a.Taught, a.Ignored = append(a.Taught, c == 2), append(a.Ignored, c == 4)
		}
		source = append(source, a)
	}
	w, err := Train([][]Labelled{source})
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train([][]Labelled{source})
	if err != nil || !bytes.Equal(w.Write(), again.Write()) {
		t.Errorf("learned twice, it is another: %v", err)
	}
	m, err := New(w)
	if err != nil {
		t.Fatal(err)
	}
	articles := make([]Article, len(source))
	for i := range source {
		articles[i] = source[i].Article
	}
	verdicts := m.Judge(articles)
	for j, v := range verdicts[0] {
		if v.Teaches != (j == 2) {
			t.Errorf("concept %d: %+v", j, v)
		}
	}
	if _, err := Train(nil); err == nil || !strings.Contains(err.Error(), "examples") {
		t.Errorf("learned from nothing: %v", err)
	}
}

// An ending is found where its pattern begins with a word.
func TestEnding(t *testing.T) {
	for name, e := range map[string]*ending{"called": called, "is": is, "asks": asks, "recalled": recalled} {
		pattern := regexp.MustCompile(`(?:^|\W)(?:` + strings.NewReplacer("^(?i)", "(?i:", "$", ")$").Replace(e.pattern.String()) + `)`)
		pieces := rapid.SampledFrom(append(slices.Sorted(maps.Keys(e.words)), "Newt", "Called", "THE", " ", "  ", "\n", "'", "’", ".", ",", "-", "é", "averyverylongword"))
		rapid.Check(t, func(t *rapid.T) {
			text := strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "text"), "")
			if got, want := e.of([]byte(text)), pattern.MatchString(text); got != want {
				t.Fatalf("%s: %q ends so: %v, want %v", name, text, got, want)
			}
		})
	}
}
