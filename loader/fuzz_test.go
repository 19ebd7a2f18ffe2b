package loader

import (
	"bytes"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/readfirst/readfirst/graph"
)

// seeds adds the files of the test data that have one of the names.
func seeds(f *testing.F, wanted func(name string) bool) {
	f.Helper()
	for _, archive := range archives(f) {
		for _, file := range archive.Files {
			if wanted(file.Name) {
				f.Add(file.Data)
			}
		}
	}
}

// wantLines checks that the faults name lines that the file has.
func wantLines(t *testing.T, data []byte, faults graph.Faults) {
	t.Helper()
	for _, fault := range faults {
		if line := fault.Place.Line; line < 1 || line > 1+bytes.Count(data, []byte{'\n'}) || fault.What == "" || fault.Do == "" {
			t.Errorf("%d lines, and a fault %v", 1+bytes.Count(data, []byte{'\n'}), fault)
		}
	}
}

// A readfirst.yaml is read or faulted by line; what it names is within the folder.
func FuzzConfig(f *testing.F) {
	seeds(f, func(name string) bool { return nameOfFile(name) == "readfirst" })
	f.Fuzz(func(t *testing.T, data []byte) {
		var faults graph.Faults
		c := readConfig(fstest.MapFS{configName: {Data: data}}, "", &faults)
		if _, ok := c.file.read(new(graph.Faults)); !ok {
			return // no text
		}
		wantLines(t, data, faults)
		for _, s := range c.sources {
			if s.name == "" || !fs.ValidPath(s.path) {
				t.Errorf("a source %+v", s)
			}
		}
		for _, p := range c.pages {
			if !fs.ValidPath(p.path) {
				t.Errorf("a page at %q", p.path)
			}
			f := &parsedFile{file: &file{path: "a.md", typed: "a.md", more: &p, config: configName}}
			f.page([]byte("---\ntitle: A\n---\n# B\n"))
			wantLines(t, data, f.faults)
		}
	})
}

// A vocabulary is read or faulted by line, and its concepts have names.
func FuzzVocabulary(f *testing.F) {
	seeds(f, isYAML)
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &parsedFile{file: &file{path: "terms.yaml", typed: "terms.yaml"}}
		p.words(data)
		wantLines(t, data, p.faults)
		for _, d := range p.documents {
			if d.name == "" || d.page.ID.Value == "" || d.line < 1 {
				t.Errorf("a concept %+v", d)
			}
		}
	})
}
