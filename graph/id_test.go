package graph_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Pin":                          "pin",
		"Trait objects":                "trait-objects",
		"  spaces\tand\u00a0more  ":    "spaces-and-more",
		"C":                            "c",
		"C++":                          "c-plus-plus",
		"C#":                           "c-sharp",
		"F#":                           "f-sharp",
		"C++20":                        "c-plus-20",
		"a+b":                          "a-b",
		"Send + Sync":                  "send-plus-sync",
		"Async runtime & Pin":          "async-runtime-and-pin",
		"R&D":                          "r-d",
		"#[repr]":                      "repr",
		"#![no_std]":                   "no-std",
		"'static":                      "tick-static",
		"static":                       "static",
		"’static":                      "tick-static",
		"&'a T":                        "ref-tick-a-t",
		"the 'a and 'b lifetimes":      "the-tick-a-and-tick-b-lifetimes",
		"'quoted' words":               "quoted-words",
		"&T":                           "ref-t",
		"&mut T":                       "ref-mut-t",
		"&&str":                        "ref-str",
		"*const T":                     "ptr-const-t",
		"a * b":                        "a-b",
		"don't":                        "dont",
		"don’t":                        "dont",
		"Pin<P>":                       "pin-p",
		"std::pin":                     "std-pin",
		"Указатель":                    "указатель",
		"指针":                           "指针",
		"Größe":                        "grösse",
		"Cafe\u0301":                   "café",
		"हिन्दी":                       "हिन्दी",
		"ﬁn":                           "fin",
		"Ｐｉｎ":                          "pin",
		"?":                            "u3f",
		"->":                           "u2d-u3e",
		"🦀":                            "u1f980",
		"":                             "",
		" \t ":                         "",
		"async/await":                  "async-await",
		"2PL":                          "2pl",
		"Chapter 3.1: Moves — in full": "chapter-3-1-moves-in-full",
	} {
		if got := graph.Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, same := range [][]string{
		{"trait object", "Trait Object", "trait-object", "trait_object", " Trait\u00a0 object\n", "TRAIT—OBJECT", "Ｔｒａｉｔ object"},
		{"don't", "Don’t", "DON‘T"},
		{"größe", "GRÖSSE", "Gro\u0308ße"},
		{"pin", "PIN", "Pin "},
		{"указатель", "УКАЗАТЕЛЬ"},
		{"ᎠᎡᏰ", "ꭰꭱᏸ"},
		{"ß\u0301", "S\u015b"},
		{"", " ", "--"},
	} {
		for _, name := range same[1:] {
			if graph.Fold(name) != graph.Fold(same[0]) {
				t.Errorf("Fold(%q) = %q, but Fold(%q) = %q", name, graph.Fold(name), same[0], graph.Fold(same[0]))
			}
		}
	}
	for _, pair := range [][2]string{{"C", "C++"}, {"C#", "C"}, {"static", "'static"}, {"&T", "T"}, {"ab", "a b"}} {
		if graph.Fold(pair[0]) == graph.Fold(pair[1]) {
			t.Errorf("Fold makes %q and %q one", pair[0], pair[1])
		}
	}
}

func TestAddressSlug(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.com/pin":                         "example.com/pin",
		" http://WWW.Example.COM:80/pin/ ":                "example.com/pin",
		"https://example.com:443/Pin#part":                "example.com/Pin",
		"https://example.com:8080/":                       "example.com:8080",
		"https://example.com/a?utm_source=x&b=2&a=1":      "example.com/a?a=1&b=2",
		"https://example.com/a?utm_source=x":              "example.com/a",
		"https://user@example.com/a%20b":                  "example.com/a%20b",
		"https://example.com/Größe":                       "example.com/Gr%C3%B6%C3%9Fe",
		"HTTPS://example.com":                             "example.com",
		"example.com/pin":                                 "",
		"ftp://example.com/pin":                           "",
		"https:///pin":                                    "",
		"mailto:ada@example.com":                          "",
		"http://[::1":                                     "",
		"":                                                "",
		"https://example.com/pin?":                        "example.com/pin",
		"https://www.example.com/www.":                    "example.com/www.",
		"https://example.com/a//":                         "example.com/a",
		"https://blog.example.com/2024/02/29/pin.html?x=": "blog.example.com/2024/02/29/pin.html?x=",
	} {
		if got := graph.AddressSlug(address); got != want {
			t.Errorf("AddressSlug(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestID(t *testing.T) {
	for id, want := range map[graph.ID]graph.Kind{
		"concept:pin": graph.KindConcept, "article:example.com/pin": graph.KindArticle, "series:a:b": graph.KindSeries,
		"": graph.KindNone, "pin": graph.KindNone, "concept:": graph.KindNone, ":pin": graph.KindNone, "Concept:pin": graph.KindNone, "link:a~b": graph.KindNone,
	} {
		if got := id.Kind(); got != want {
			t.Errorf("%q is of kind %q, want %q", id, got, want)
		}
		if want != graph.KindNone && graph.NewID(want, id.Slug()) != id {
			t.Errorf("%q doesn't come back from its kind and slug", id)
		}
	}
}

func addNames(f *testing.F) {
	for _, name := range []string{"Pin", "C++", "C#", "#[repr]", "'static", "&T", "*const T", "don’t", "指针", "Größe", "?", " ", "İstanbul", "\xff", "ͅ", "½", "ß\u0301", "Ꭰ"} {
		f.Add(name)
	}
}

// A slug is a slug's own slug, holds nothing that ids can't, and is there
// whenever there is a name.
func FuzzSlug(f *testing.F) {
	addNames(f)
	f.Fuzz(func(t *testing.T, name string) {
		slug := graph.Slug(name)
		if again := graph.Slug(slug); again != slug {
			t.Errorf("Slug(%q) = %q, whose slug is %q", name, slug, again)
		}
		if !utf8.ValidString(slug) || strings.ContainsAny(slug, " :~\x00\n") {
			t.Errorf("Slug(%q) = %q", name, slug)
		}
		if (slug == "") != (strings.TrimSpace(name) == "") {
			t.Errorf("Slug(%q) = %q", name, slug)
		}
	})
}

func FuzzFold(f *testing.F) {
	addNames(f)
	f.Fuzz(func(t *testing.T, name string) {
		folded := graph.Fold(name)
		if again := graph.Fold(folded); again != folded {
			t.Errorf("Fold(%q) = %q, which folds to %q", name, folded, again)
		}
		if strings.TrimSpace(folded) != folded || strings.Contains(folded, "  ") {
			t.Errorf("Fold(%q) = %q has gaps", name, folded)
		}
	})
}

// An address' slug, as an address, has the same slug.
func FuzzAddressSlug(f *testing.F) {
	for _, address := range []string{"https://example.com/pin", "http://www.Example.com:80/a/?utm_x=1&b=2#c", "https://[::1]:8080/%2f", "x"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		slug := graph.AddressSlug(address)
		if slug == "" {
			return
		}
		if again := graph.AddressSlug("https://" + slug); again != slug {
			t.Errorf("AddressSlug(%q) = %q, whose slug is %q", address, slug, again)
		}
	})
}
