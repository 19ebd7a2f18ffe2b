package book

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

var update = flag.Bool("update", false, "write the results into the test data")

// Each case is a book, and what is read of it. It says the same if its lines end as on Windows.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no test data", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			folder, windows := fstest.MapFS{}, fstest.MapFS{}
			want := &archive.Files[len(archive.Files)-1]
			if want.Name != "want" {
				t.Fatal("the last file isn't want")
			}
			for _, f := range archive.Files[:len(archive.Files)-1] {
				folder[f.Name] = &fstest.MapFile{Data: f.Data}
				windows[f.Name] = &fstest.MapFile{Data: bytes.ReplaceAll(f.Data, []byte("\n"), []byte("\r\n"))}
			}
			got := dump(folder)
			if diff := cmp.Diff(string(want.Data), got); diff != "" && !*update {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff(got, strings.ReplaceAll(dump(windows), "\r", "")); diff != "" {
				t.Errorf("-with \\n +with \\r\\n:\n%s", diff)
			}
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func dump(folder fs.FS) string {
	var out strings.Builder
	var faults, warnings graph.Faults
	b := Open(folder, &faults, &warnings)
	fmt.Fprintf(&out, "%q by %q in %q at %q\n", b.Title, b.Author, b.Lang, b.URL)
	for i := range b.Chapters {
		c := &b.Chapters[i]
		fmt.Fprintf(&out, "%d. %q %s (line %d, number %q, part %q)\n", c.Part, c.Title, c.Path, c.Line, c.Number, c.Module)
		if c.Path != "" {
			dumpChapter(&out, b, c, &warnings)
		}
	}
	for _, f := range faults {
		fmt.Fprintln(&out, "fault:", f)
	}
	for _, w := range warnings {
		fmt.Fprintln(&out, "warning:", w)
	}
	return out.String()
}

// dumpChapter shows each line of a chapter with where it stands, and where its links lead.
func dumpChapter(out *strings.Builder, b *Book, c *Chapter, warnings *graph.Faults) {
	data, err := fs.ReadFile(b.folder, c.Path)
	if err != nil {
		fmt.Fprintln(out, "  ", err)
		return
	}
	text, title := b.Compose(c, data, warnings)
	if title != "" {
		fmt.Fprintf(out, "   title %q\n", title)
	}
	if b.URL != "" {
		fmt.Fprintln(out, "  ", b.Address(c))
	}
	at := 0
	for line := range bytes.Lines(text.Text) {
		place := text.Place(at)
		fmt.Fprintf(out, "   %s:%d| %s\n", place.File, place.Line, bytes.TrimRight(line, "\n"))
		at += len(line)
	}
	p, _, _ := page.ParseComposed(text, c.Path, nil)
	for _, link := range p.Links {
		to, wrong := b.Lead(c, link.Target)
		if to != nil {
			wrong = to.Path
		}
		fmt.Fprintf(out, "   %s -> %s\n", link.Target, wrong)
	}
}

// Files that grow without end, one way or another.
func TestLimits(t *testing.T) {
	big := bytes.Repeat([]byte("line\n"), 1<<20)
	folder := fstest.MapFS{
		"src/SUMMARY.md": {Data: []byte("[A](a.md)")},
		"src/big.txt":    {Data: big},
		"src/twice.md":   {Data: []byte("{{#include twice.md}}{{#include twice.md}}")},
		"src/huge.txt":   {Data: make([]byte, maxFile+1)},
	}
	for name, text := range map[string]string{
		"many times":        strings.Repeat("{{#include big.txt}}\n", 5),
		"behind long lines": strings.Repeat("> ", 50) + "{{#include big.txt}}",
		"itself, twice":     "{{#include twice.md}}",
		"many directives":   strings.Repeat("{{#include big.txt:1}}\n", 3*maxDirectives),
		"a huge file":       "{{#include huge.txt}}",
	} {
		var faults, warnings graph.Faults
		b := Open(withChapter(folder, text), &faults, &warnings)
		if faults != nil || warnings != nil {
			t.Fatal(faults, warnings)
		}
		composed, _ := b.Compose(&b.Chapters[0], []byte(text), &warnings)
		if warnings == nil || len(warnings) > 1100 {
			t.Errorf("%s: %d warnings", name, len(warnings))
		}
		if len(composed.Text) > maxIncluded+len(text) {
			t.Errorf("%s: %d bytes", name, len(composed.Text))
		}
	}
}

func withChapter(folder fstest.MapFS, text string) fstest.MapFS {
	with := fstest.MapFS{"src/a.md": {Data: []byte(text)}}
	for name, f := range folder {
		with[name] = f
	}
	return with
}

func FuzzSummary(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range seeds {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if filepath.Base(file.Name) == SummaryName {
				f.Add(file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !isText(data) {
			return // a fault without a line
		}
		var faults, warnings graph.Faults
		folder := fstest.MapFS{"src/SUMMARY.md": {Data: data}, "src/a.md": {}, "src/b.md": {}, "c.md": {}}
		b := Open(folder, &faults, &warnings)
		lines := 1 + bytes.Count(data, []byte{'\n'})
		for _, f := range append(faults, warnings...) {
			if f.Place.Line < 1 || f.Place.Line > lines {
				t.Errorf("%v is outside of %d lines", f, lines)
			}
		}
		part, files := 0, map[string]bool{}
		for _, c := range b.Chapters {
			if c.Part <= part || c.Line < 1 || c.Line > lines {
				t.Errorf("%+v behind part %d", c, part)
			}
			if c.Path != "" && (files[c.Path] || folder[c.Path] == nil) {
				t.Errorf("%+v is there twice, or isn't there", c)
			}
			part, files[c.Path] = c.Part, true
		}
	})
}

func FuzzCompose(f *testing.F) {
	f.Add([]byte("a\n> {{#include b.md:2:3}} c\n"), []byte("x\n{{#title y}}\nz\nANCHOR: w\nv\n// ANCHOR_END: w"))
	f.Add([]byte("{{#rustdoc_include \"b.md\":w}}{{#playground b.md a b}}"), []byte("ANCHOR: w\r\nv\r\nANCHOR_END: w\r\nANCHOR:w\r\nu"))
	f.Add([]byte("\\{{#include b.md}} {{#template b.md w=1 2 v=}}"), []byte("[[#w]] [[#v x]] [[#u y z ]] \\[[#w]]"))
	f.Add([]byte("{{#include a.md}} {{#include ../../c}} {{#include b.md:: }}"), []byte("{{#include a.md}}"))
	f.Add([]byte("[a](a.html#x) [b](%61.md) [c](../src/) [d](//x/y) [e](?q) [f](./a.md/..)"), []byte(""))
	f.Fuzz(func(t *testing.T, chapter, other []byte) {
		var faults, warnings graph.Faults
		folder := fstest.MapFS{"src/SUMMARY.md": {Data: []byte("[A](a.md)")}, "src/a.md": {Data: chapter}, "src/b.md": {Data: other}}
		b := Open(folder, &faults, &warnings)
		text, _ := b.Compose(&b.Chapters[0], chapter, &warnings)
		p, _, _ := page.ParseComposed(text, "a.md", nil)
		for _, link := range p.Links {
			if to, wrong := b.Lead(&b.Chapters[0], link.Target); to != nil && (wrong != "" || to != &b.Chapters[0]) {
				t.Errorf("%q leads to %+v, %s", link.Target, to, wrong)
			}
		}
		for _, w := range warnings {
			checkPlace(t, folder, w.Place.File, w.Place.Line)
		}
		last := -1
		for i, p := range text.Pieces {
			if p.At < last || i == 0 && p.At != 0 || p.At > len(text.Text) {
				t.Fatalf("piece %+v behind %d in %d bytes", p, last, len(text.Text))
			}
			last = p.At
		}
		for at := range text.Text {
			place := text.Place(at)
			if place.File == "" {
				place.File = "src/a.md"
			}
			checkPlace(t, folder, place.File, place.Line)
			if data := folder[place.File].Data; place.Offset < 0 || place.Offset >= max(1, len(data)) {
				t.Fatalf("byte %d is at %+v of %d bytes", at, place, len(data))
			}
		}
	})
}

func checkPlace(t *testing.T, folder fstest.MapFS, file string, line int) {
	t.Helper()
	f := folder[file]
	if f == nil || line < 1 || line > 1+bytes.Count(f.Data, []byte{'\n'}) {
		t.Fatalf("%s:%d isn't there", file, line)
	}
}
