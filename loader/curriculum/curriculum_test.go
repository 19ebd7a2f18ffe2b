package curriculum

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph"
)

var cases = []struct{ name, file, text, want string }{
	{"lines", "", "\ufeffOwnership\n# Async\n\n  Future // the trait\n// none\nhttps://example.com/a//b\n#[repr]\n## Deep\n&T\n#\nPin\r\n",
		"1 Ownership\n4 Async: Future\n6 Async: https://example.com/a//b\n7 Async: #[repr]\n9 Deep: &T\n11 Pin\n"},
	{"yaml", "c.yaml", "goals: Pin\nmodules:\n  - name: One\n    items: [A, B]\n  - name: Two\n    items:\n      - \"&T\"\n",
		"4 One: A\n4 One: B\n7 Two: &T\ngoal 1 Pin\n"},
	{"a yaml list", "", "- A\n- B\n", "1 A\n2 B\n"},
	{"json", "", "{\"items\": [\"A\",\n \"B\"]}", "1 A\n2 B\n"},
	{"a json list", "c.json", "[\"A\"]", "1 A\n"},
	{"nothing", "", "", ""},
	{"faults", "c.yml", "module: []\nmodules:\n  - items: [A]\n  - B\nitems: {a: b}\n",
		"3 A\nc.yml:1: a curriculum has no key \"module\": did you mean modules?\nc.yml:5: items is a table of keys: write a list of names\n" +
			"c.yml:3: a module has no name: write `name: NAME`\nc.yml:4: a module is a single value: write `name:` and its value\n"},
	{"no text", "", "a\xff", ":1: the file is no text: save it as UTF-8\n"},
}

func TestRead(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var faults graph.Faults
			if diff := cmp.Diff(c.want, show(Read(c.file, []byte(c.text), &faults), faults)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func show(f File, faults graph.Faults) string {
	var b strings.Builder
	for i, e := range append(f.Entries, f.Goals...) {
		if i >= len(f.Entries) {
			b.WriteString("goal ")
		}
		module := e.Module
		if module != "" {
			module += ": "
		}
		fmt.Fprintf(&b, "%d %s%s\n", e.Line, module, e.Name)
	}
	for _, fault := range faults {
		fmt.Fprintln(&b, fault.Error())
	}
	return b.String()
}

func TestTooMany(t *testing.T) {
	var faults graph.Faults
	f := Read("", bytes.Repeat([]byte("A\n"), graph.MaxItems+1), &faults)
	if len(f.Entries) != graph.MaxItems || len(faults) != 1 || faults[0].Place.Line != graph.MaxItems+1 {
		t.Errorf("%d entries, %v", len(f.Entries), faults)
	}
}

// Whatever a curriculum is, it is read or faulted by line, and names are what stands there.
func FuzzRead(f *testing.F) {
	for _, c := range cases {
		f.Add(c.file, []byte(c.text))
	}
	f.Fuzz(func(t *testing.T, file string, data []byte) {
		var faults graph.Faults
		read := Read(file, data, &faults)
		lines := 1 + bytes.Count(data, []byte{'\n'})
		for _, e := range append(read.Entries, read.Goals...) {
			if e.Name == "" || e.Name != strings.TrimSpace(e.Name) || e.Line < 1 || e.Line > lines {
				t.Errorf("%d lines, and an entry %+v", lines, e)
			}
		}
		for _, fault := range faults {
			if fault.Place.Line < 1 || fault.Place.Line > lines || fault.What == "" || fault.Do == "" {
				t.Errorf("%d lines, and a fault %v", lines, fault)
			}
		}
	})
}
