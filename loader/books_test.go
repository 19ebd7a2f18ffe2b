package loader

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph"
)

// pondBook writes a book with chapters a and b in a folder that has more.
func pondBook(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	writeFile(t, "all/secret.md", "A secret frog.")
	writeFile(t, "all/pond/book.toml", "")
	writeFile(t, "all/pond/src/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n")
	writeFile(t, "all/pond/src/a.md", "# Frogs\n\n{{#include secret.md}}\n[to](b.md) [itself](a.md) [`out`](../../secret.md)\n")
	writeFile(t, "all/pond/src/b.md", "[back](a.md#frogs)\n\n[out](https://elsewhere.example/)\n")
}

// Neither chapters nor includes lead out of a book by symbolic links, not even into the folder that it was found in.
func TestBookLinks(t *testing.T) {
	pondBook(t)
	if err := os.Remove("all/pond/src/b.md"); err != nil {
		t.Fatal(err)
	}
	for _, link := range []string{"secret.md", "b.md"} {
		if err := os.Symlink("../../secret.md", "all/pond/src/"+link); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	store := &memStore{}
	report := mustLoad(t, store, Options{}, "all")
	var said []string
	for _, w := range report.Warnings {
		said = append(said, w.Place.String())
	}
	if want := []string{"all/pond/src/SUMMARY.md:2", "all/pond/src/a.md:3", "all/pond/src/a.md:4"}; !slices.Equal(said, want) {
		t.Errorf("warnings %v", report.Warnings)
	}
	for _, s := range store.state.Sources {
		for _, a := range s.Articles {
			if s.Source.ID == "pond" && strings.Contains(a.Text, "A secret") {
				t.Errorf("%s: %s", a.ID, a.Text)
			}
		}
	}
}

// The links between chapters, and between plain pages.
func TestReferences(t *testing.T) {
	pondBook(t)
	writeFile(t, "all/notes/x.md", "---\ntitle: X\nurl: https://pond.example/x\n---\n[y](../y.md#top) [none](z.md)")
	writeFile(t, "all/y.md", "[whole](https://www.pond.example/x/?utm_source=y) <https://pond.example/x> [folder](notes) [odd](:x)")
	docs, err := read(background, []string{"all"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []reference
	for _, s := range docs.sources {
		got = append(got, s.references...)
	}
	want := []reference{
		{"article:pond.example/x", "article:all/y", "y", graph.Place{File: "notes/x.md", Line: 5}},
		{"article:all/y", "article:pond.example/x", "whole", graph.Place{File: "y.md", Line: 1}},
		{"article:pond/src/a", "article:pond/src/b", "to", graph.Place{File: "src/a.md", Line: 4}},
		{"article:pond/src/b", "article:pond/src/a", "back", graph.Place{File: "src/b.md", Line: 1}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(reference{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
