package loader

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
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

// A track's config.json is read or faulted by line, and what comes of it is fit for a store.
func FuzzTrack(f *testing.F) {
	seeds(f, func(name string) bool { return path.Base(name) == trackConfigName })
	f.Fuzz(func(t *testing.T, data []byte) {
		files := fstest.MapFS{
			trackConfigName:                           {Data: data},
			"concepts/water/" + trackMetaName:         {Data: data},
			"concepts/water/about.md":                 {Data: []byte("# About\n\nWet.")},
			"concepts/regular-ponds/introduction.md":  {Data: []byte("Ponds and water.")},
			"concepts/regular-ponds/" + trackMetaName: {Data: []byte(`{"blurb": "Round."}`)},
		}
		opt := Options{Format: Track, Bundled: map[string]fs.FS{"corpus:pond": files}}
		docs, err := read(background, []string{"corpus:pond"}, opt)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range docs.faults {
			if fault.Place.Line > 1+bytes.Count(data, []byte{'\n'}) || fault.What == "" || fault.Do == "" {
				t.Errorf("a fault %v", fault)
			}
		}
		b, err := build(background, &graph.State{}, docs)
		if err != nil {
			t.Fatal(err)
		}
		b.check(&graph.State{}, &graph.Batch{Sources: b.sources})
		for _, fault := range b.faults {
			if strings.Contains(fault.Error(), "report the bug") {
				t.Errorf("a fault %v", fault)
			}
		}
		for _, c := range b.sources[0].Concepts {
			if !strings.HasPrefix(c.ID.Namespace(), "exercism-") {
				t.Errorf("a concept %s", c.ID)
			}
		}
	})
}
