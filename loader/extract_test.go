package loader

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestReadings shows on pages that we wrote what is taken for a name. Each page is a source of its own.
func TestReadings(t *testing.T) {
	const file = "testdata/extract/readings.txtar"
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	words := filepath.Join(dir, archive.Files[0].Name)
	write := func(name string, data []byte) {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(words, archive.Files[0].Data)
	marks := strings.NewReplacer("«", "", "»", "")
	for i := range archive.Files[1:] {
		f := &archive.Files[1+i]
		plain := []byte(marks.Replace(string(f.Data)))
		page := filepath.Join(dir, f.Name)
		write(page, plain)
		found, err := Extract(t.Context(), []string{page}, ExtractOptions{Vocabulary: words})
		if err != nil {
			t.Fatal(err)
		}
		got := mark(plain, found)
		if *update {
			f.Data = got
		} else if d := cmp.Diff(string(f.Data), string(got)); d != "" {
			t.Errorf("%s (-want +got)\n%s", f.Name, d)
		}
	}
	if *update {
		write(file, txtar.Format(archive))
	}
}

// mark puts «» around what was found.
func mark(text []byte, found []Occurrence) []byte {
	var out bytes.Buffer
	at := 0
	for _, o := range found {
		out.Write(text[at:o.Start])
		out.WriteString("«" + o.Text + "»")
		at = o.End
	}
	out.Write(text[at:])
	return out.Bytes()
}

// Bytes are those of the file on the disk, whatever it begins and its lines end with.
func TestExtractPlaces(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("words.yaml", "- {name: Waker, match: code}\n- {name: waker, match: code}\n- {name: C++}\n- borrow checker\n")
	write("in/mark.md", "\ufeff---\r\ntitle: Marks\r\n---\r\nThe `Waker`\r\nand the borrow\r\nchecker, C++.\r\n")
	write("in/broken.md", "# Lines\n\nOf the **borrow**\nchecker: the borrow-checker's end.\n\n> The borrow\n> checker.\n")
	write("in/tag.txt", "Tag: rust\nWakers at last Part 2: C++\nThe borrow checker, in C++. A second sentence.\nWakers at last Part 1: The Start\nOf the borrow checker.\n")
	write("book/book.toml", "[book]\ntitle = \"A book\"\n")
	write("book/src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n")
	write("book/src/one.md", "# One\n\n```rust\n{{#include part.rs}}\n```\n\nThe `Waker`.\n")
	write("book/src/part.rs", "fn f(w: &Waker) {}\n")
	write("page.html", "<!doctype html><title>T</title><article><h1>T</h1><p>"+strings.Repeat("Of the borrow checker. ", 40)+"</p></article>")
	for _, c := range []struct {
		source string
		fewest int
		known  bool
	}{{"in", 6, true}, {"book", 2, true}, {"page.html", 1, false}} {
		found, err := Extract(t.Context(), []string{filepath.Join(dir, c.source)}, ExtractOptions{Vocabulary: filepath.Join(dir, "words.yaml"), All: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(found) < c.fewest {
			t.Errorf("%s: found %d: %+v", c.source, len(found), found)
		}
		for _, o := range found {
			if !c.known {
				if o.Start != -1 || o.End != -1 {
					t.Errorf("%s: %q is said to be at %d", o.File, o.Text, o.Start)
				}
				continue
			}
			data, err := os.ReadFile(o.File)
			if err != nil {
				t.Fatal(err)
			}
			if o.Start < 0 || o.End > len(data) || o.Quote == "" {
				t.Errorf("%+v", o)
			} else if at := string(data[o.Start:o.End]); strings.Trim(at, "*") != at || !strings.EqualFold(strings.Join(strings.Fields(plainOf(at)), " "), strings.Join(strings.Fields(plainOf(o.Text)), " ")) {
				t.Errorf("%s: at %d is %q, not %q", o.File, o.Start, at, o.Text)
			}
		}
	}
}

// plainOf leaves out the marks that may stand within a name.
func plainOf(s string) string { return strings.NewReplacer("*", "", ">", "", "-", " ").Replace(s) }
