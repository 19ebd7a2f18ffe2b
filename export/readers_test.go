package export_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// readersFolder is where `make readers` installs the programs that read exports.
const readersFolder = "../.cache/readers"

// readBack gives the names of nodes, by their ids in the format, and the arrows, as a program that others use reads them in an export.
func readBack(t *testing.T, format string, exported []byte) (names map[string]string, arrows [][3]string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(readersFolder + "/node_modules")
	}
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%v: make readers", err)
		}
		if errors.Is(err, exec.ErrNotFound) {
			t.Skip("no node, which runs what reads this format")
		}
		t.Skip("what reads this format isn't installed: make readers")
	}
	script, err := os.ReadFile("testdata/readers/read.mjs")
	if err != nil {
		t.Fatal(err)
	}
	var out, complaints bytes.Buffer
	cmd := exec.CommandContext(t.Context(), node, "--input-type=module", "--eval", string(script), format)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = readersFolder, bytes.NewReader(exported), &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, &complaints, exported)
	}
	var doc struct {
		Names  map[string]string
		Arrows [][3]string
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Names, doc.Arrows
}

// Mermaid, Cytoscape.js and Graphology read what is written for them, and nothing of a name or a reason is lost on the way.
func TestReaders(t *testing.T) {
	for _, format := range []string{"mermaid", "cytoscape", "graphml"} {
		for name, s := range graphs(t) {
			t.Run(format+"/"+name, func(t *testing.T) {
				names, arrows := readBack(t, format, written(t, format, s))
				if format == "mermaid" {
					names, arrows = withIDs(s, names, arrows)
				}
				var ends []string
				for _, a := range arrows {
					ends = append(ends, a[0]+" "+a[1])
					if format != "mermaid" && a[2] != whyOf(s, a[0], a[1]) {
						t.Errorf("%s -> %s: %q, want %q", a[0], a[1], a[2], whyOf(s, a[0], a[1]))
					}
				}
				for id, name := range names {
					names[id] = strings.Join(strings.Fields(name), " ")
				}
				same(t, s, names, ends)
			})
		}
	}
}

// whyOf is the reason of the link between two things.
func whyOf(s *graph.Snapshot, before, after string) string {
	for _, l := range s.Links() {
		if string(l.Before().ID()) == before && string(l.After().ID()) == after {
			return l.Why()
		}
	}
	return ""
}

// withIDs puts ids in the place of Mermaid's nodes, which are numbered: concepts by id, then articles by id.
func withIDs(s *graph.Snapshot, names map[string]string, arrows [][3]string) (map[string]string, [][3]string) {
	all, _ := drawn(s)
	ids := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(graph.ID(a).Kind(), graph.ID(b).Kind()), strings.Compare(a, b))
	})
	of, named := map[string]string{}, map[string]string{}
	for i, id := range ids {
		node := fmt.Sprintf("n%d", i+1)
		of[node], named[id] = id, names[node]
	}
	for i, a := range arrows {
		arrows[i] = [3]string{of[a[0]], of[a[1]], a[2]}
	}
	return named, arrows
}

// A text that Mermaid would take for a list or a heading is shown as it is.
func TestMermaidSigns(t *testing.T) {
	text := string(written(t, "mermaid", hostile(t)))
	for _, want := range []string{`"1#46; item"`, `"#45; item"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
}
