package webpage

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/page"
)

func addPages(f *testing.F) {
	forEachPage(f, func(_ *testing.T, _ string, input []byte, _ *[]byte) { f.Add(input) })
}

func FuzzPage(f *testing.F) {
	addPages(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Decode(data)
		if err != nil {
			return
		}
		if !utf8.Valid(text) {
			t.Fatal("what is decoded isn't UTF-8")
		}
		lines := 1 + strings.Count(string(text), "\n")
		p, faults := Read(text, "x.html", Article)
		checkFaults(t, faults, lines)
		if p == nil {
			return
		}
		if p.Address != "" && graph.AddressSlug(p.Address) == "" {
			t.Errorf("the address %q is none", p.Address)
		}
		checkArticle(t, p.Article, lines)
		if again, _ := Read(text, "x.html", Article); !reflect.DeepEqual(p, again) {
			t.Error("read again it is another")
		}
	})
}

func FuzzListing(f *testing.F) {
	addPages(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Decode(data)
		if err != nil {
			return
		}
		lines := 1 + strings.Count(string(text), "\n")
		for _, form := range []Form{Any, TagPage, Chapters} {
			p, faults := Read(text, "x.html", form)
			checkFaults(t, faults, lines)
			if p == nil || p.Listing == nil {
				continue
			}
			checkFaults(t, p.Listing.Warnings, lines)
			for i := range p.Listing.Entries {
				checkEntry(t, &p.Listing.Entries[i], lines)
			}
			if again, _ := Read(text, "x.html", form); !reflect.DeepEqual(p, again) {
				t.Error("read again it is another")
			}
		}
	})
}

func checkFaults(t *testing.T, faults graph.Faults, lines int) {
	t.Helper()
	for _, fault := range faults {
		if fault.Place.Line < 1 || fault.Place.Line > lines {
			t.Errorf("%v is outside of %d lines", fault, lines)
		}
	}
}

func checkArticle(t *testing.T, a *page.Page, lines int) {
	t.Helper()
	if a.Part > 0 && !a.Series.Given() {
		t.Errorf("part %d of nothing", a.Part)
	}
	if a.Line < 1 || a.Line > lines || !utf8.ValidString(a.Body) || !utf8.ValidString(a.Name.Value) {
		t.Errorf("line %d, name %q", a.Line, a.Name.Value)
	}
	words := 0
	for i := range a.Blocks {
		b := &a.Blocks[i]
		if b.Before != words {
			t.Errorf("%d words before a block, not %d", b.Before, words)
		}
		words += len(strings.Fields(b.Quote()))
		for at := 0; at <= len(b.Text); at += 1 + len(b.Text)/8 {
			if line := b.Place(b.Offset + at).Line; line < 1 || line > lines {
				t.Errorf("%q is on line %d of %d", b.Text, line, lines)
			}
		}
		last := 0
		for _, span := range b.Code {
			if span[0] < last || span[1] <= span[0] || span[1] > len(b.Text) {
				t.Errorf("code at %v of %q", b.Code, b.Text)
				break
			}
			last = span[1]
		}
	}
	if words != a.Words {
		t.Errorf("%d words, not %d", a.Words, words)
	}
}

func checkEntry(t *testing.T, e *listing.Entry, lines int) {
	t.Helper()
	if !e.Title.Given() {
		t.Error("an entry without a title")
	}
	if e.Part > 0 && e.Series == "" || e.Part < 0 {
		t.Errorf("part %d of nothing", e.Part)
	}
	if e.URL != "" && graph.AddressSlug(e.URL) == "" {
		t.Errorf("the address %q is none", e.URL)
	}
	for _, line := range append(append([]listing.Line{e.Title}, e.Description...), e.Keys...) {
		if line.Number < 1 || line.Number > lines || !utf8.ValidString(line.Text) {
			t.Errorf("%q is on line %d of %d", line.Text, line.Number, lines)
		}
	}
	for _, key := range e.Keys {
		if !strings.HasPrefix(e.KeyLine.Text[key.Offset-e.KeyLine.Offset:], key.Text) {
			t.Errorf("key %q isn't at byte %d of %q", key.Text, key.Offset, e.KeyLine.Text)
		}
	}
}
