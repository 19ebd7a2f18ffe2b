package terms

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/readfirst/readfirst/loader/page"
)

func TestForms(t *testing.T) {
	for _, c := range []struct{ text, name, key string }{
		{"`Pin`", "Pin", "pin"},
		{"Pin<&mut Self>", "Pin", "pin"},
		{"std::pin::Pin", "Pin", "pin"},
		{"&mut", "mut", "mut"},
		{"select!", "select!", "select"},
		{"vec![1, 2]", "vec!", "vec"},
		{"poll()", "poll", "poll"},
		{".await", "await", "await"},
		{"if let", "if let", "if let"},
		{"async/await", "async/await", "async await"},
		{"dyn Trait", "dyn Trait", "dyn trait"},
		{"queue.drain()", "drain", "drain"},
		{"x", "", ""}, {"main.rs", "", ""}, {"1 + 1", "", ""}, {"if", "", ""}, {"mut self", "", ""}, {"&mut T", "", ""}, {"\"text\"", "", ""}, {"", "", ""},
	} {
		f, ok := fromCode(c.text)
		if f != (form{c.key, c.name}) || ok != (c.name != "") {
			t.Errorf("code %q: %+v, %v", c.text, f, ok)
		}
	}
	for _, c := range []struct{ text, name, key string }{
		{"The trait objects", "trait objects", "trait object"},
		{"Trait-objects", "Trait-objects", "trait object"},
		{"Queues:", "Queues", "queue"},
		{"Libraries", "Libraries", "library"},
		{"The `Future` Trait", "Future", "future"},
		{"`select!`", "select!", "select"},
		{"Getting started", "", ""}, {"Next chapter", "", ""}, {"Why it works so well today", "", ""}, {"Exercise", "", ""}, {"", "", ""}, {"1 2", "", ""},
	} {
		f, ok := fromPhrase(c.text)
		if f != (form{c.key, c.name}) || ok != (c.name != "") {
			t.Errorf("phrase %q: %+v, %v", c.text, f, ok)
		}
	}
}

func FuzzForms(f *testing.F) {
	for _, text := range []string{"Pin<&mut Self>", "std::pin::Pin", "vec![1]", "The trait objects", "async/await", "`", "!", "ſ", "Ǆ-s"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, from := range []func(string) (form, bool){fromCode, fromPhrase} {
			got, ok := from(text)
			if ok != (got.name != "") || ok && keyOf(got.name) != got.key {
				t.Errorf("%q: %+v, %v", text, got, ok)
			}
			if utf8.ValidString(text) && !utf8.ValidString(got.name) {
				t.Errorf("%q gives %q", text, got.name)
			}
		}
	})
}

func gathered(t *testing.T, bodies ...string) []*Candidate {
	t.Helper()
	g := NewGatherer()
	for _, body := range bodies {
		p, faults := page.Parse([]byte(body), "newts.md")
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		a := Article{Title: p.Name.Value}
		for i := range p.Blocks {
			a.Blocks = append(a.Blocks, &p.Blocks[i])
		}
		g.Add(a)
	}
	return g.Candidates()
}

func TestGather(t *testing.T) {
	list := gathered(t, "# Pond life\n\nA *frog pond* has `Newt`s. `Newt<T>` and `newt()`.\n\n- waterlock: a gate\n\n```\nlet newt = 1;\n```",
		"# Newts\n\n## Frog ponds\n\n`Newt`\n\n| word | means |\n|---|---|\n| water-lock | a gate |")
	got := map[string]Candidate{}
	for _, c := range list {
		c.spellings, c.page = nil, 0
		got[c.Key] = *c
	}
	want := map[string]Candidate{
		"pond life":  {Key: "pond life", Name: "Pond life", Pages: 1, Titles: 1, Headings: 1},
		"frog pond":  {Key: "frog pond", Name: "Frog ponds", Pages: 2, Headings: 1, Stressed: 1},
		"newt":       {Key: "newt", Name: "Newt", Also: []string{"Newts"}, Pages: 2, Code: 4, Titles: 1, Headings: 1, Declared: 1},
		"waterlock":  {Key: "waterlock", Name: "waterlock", Pages: 1, Terms: 1},
		"water lock": {Key: "water lock", Name: "water-lock", Pages: 1, Terms: 1},
	}
	for key, c := range want {
		its := got[key]
		if !reflect.DeepEqual(its, c) {
			t.Errorf("got %+v\nwant %+v", its, c)
		}
	}
	if again := gathered(t, "# Newts\n\n`Newt`", "# Newts\n\n`Newt`"); !slices.IsSortedFunc(again, func(a, b *Candidate) int { return strings.Compare(a.Key, b.Key) }) {
		t.Error("not sorted by key")
	}
}

func TestTrain(t *testing.T) {
	var list []Labelled
	for i := range 40 {
		c := &Candidate{Key: strings.Repeat("a", i+3), Name: strings.Repeat("a", i+3), Pages: 1 + i%3}
		s := Seen{Candidate: c, Articles: 30, In: 2 + i%5}
		s.Sum.Prose = 4
		if i%2 == 0 {
			c.Titles, s.Sum.IsA = 1, 2
		}
		list = append(list, Labelled{s, i%2 == 0})
	}
	w, err := Train(list)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Train(list); err != nil || !bytes.Equal(w.Write(), again.Write()) {
		t.Errorf("learned twice, it is another: %v", err)
	}
	m, err := New(w)
	if err != nil {
		t.Fatal(err)
	}
	var seen []Seen
	for _, l := range list {
		seen = append(seen, l.Seen)
	}
	verdicts := m.Order(seen)
	for i, v := range verdicts {
		if i > 0 && v.Confidence > verdicts[i-1].Confidence {
			t.Error("not the likeliest first")
		}
		if v.IsLikely != (seen[i].Titles > 0) {
			t.Errorf("%s: %+v", seen[i].Name, v)
		}
	}
}
