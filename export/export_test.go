package export_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/export"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

var update = flag.Bool("update", false, "write the golden files")

var everything = export.Options{Recommended: true, Suggested: true}

func written(t *testing.T, format string, s *graph.Snapshot) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := export.Write(&out, format, s, everything); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestGolden(t *testing.T) {
	s := graph.NewSnapshot(graphtest.Fixture())
	for _, format := range export.Formats {
		golden(t, "fixture."+format, written(t, format, s))
	}
	var site, list bytes.Buffer
	if err := export.Site(&site, s, graph.ReadOptions{Nearest: 2}); err != nil {
		t.Fatal(err)
	}
	golden(t, "fixture.site", site.Bytes())
	if err := export.ReadingList(&list, s.ReadBefore([]graph.Subject{s.Subject("concept:pin")}, graph.ReadOptions{})); err != nil {
		t.Fatal(err)
	}
	golden(t, "fixture.list.markdown", list.Bytes())
}

// hostile is a graph whose names have all the signs that formats trip over.
func hostile(t *testing.T) *graph.Snapshot {
	t.Helper()
	names := []string{`say "hi"`, "a < b > c & d", "&lt;", "two\nlines", "x]y[z", "end", "--", "a -- b", "🦀 שלום", `back\slash\`, `\N\G\L`, "`code`", "#quot;",
		"subgraph", "<b>bold</b>", "]]>", "{a}", "(b)", "|pipe|", "%% comment", "1. item", "- item", "+ item", "12) item", "# heading", "> quote", "~~~", "***", "fa:fa-car", "a\tb", "$x$", "'static", "C#", "o", "x"}
	claims := graph.SourceClaims{Source: graph.Source{ID: "s"}}
	for i, name := range names {
		id := graph.NewID(graph.KindConcept, strings.Repeat("n", i+1))
		claims.Concepts = append(claims.Concepts, graph.ConceptClaim{ID: id, Name: name})
		if i > 0 {
			claims.Links = append(claims.Links, graph.LinkClaim{After: id, Before: claims.Concepts[i-1].ID, Reason: name})
		}
	}
	batch := &graph.Batch{Sources: []graph.SourceClaims{claims}}
	if err := batch.Validate(); err != nil {
		t.Fatal(err)
	}
	return graph.NewSnapshot(new(graph.State).With(batch))
}

// drawn is what a picture of a graph has to hold: names by id, and arrows.
func drawn(s *graph.Snapshot) (names map[string]string, arrows []string) {
	names = map[string]string{}
	for _, c := range s.Concepts() {
		names[string(c.ID())] = strings.Join(strings.Fields(c.Name()), " ")
	}
	for _, l := range s.Links() {
		if l.Status() != graph.Rejected {
			arrows = append(arrows, string(l.Before().ID())+" "+string(l.After().ID()))
			for _, end := range []graph.Subject{l.Before(), l.After()} {
				names[string(end.ID())] = strings.Join(strings.Fields(end.Name()), " ")
			}
		}
	}
	slices.Sort(arrows)
	return names, arrows
}

func graphs(t *testing.T) map[string]*graph.Snapshot {
	return map[string]*graph.Snapshot{"fixture": graph.NewSnapshot(graphtest.Fixture()), "hostile": hostile(t)}
}

func same(t *testing.T, s *graph.Snapshot, names map[string]string, arrows []string) {
	t.Helper()
	wantNames, wantArrows := drawn(s)
	slices.Sort(arrows)
	if diff := cmp.Diff(wantNames, names) + cmp.Diff(wantArrows, arrows); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Graphviz itself reads what dot writes.
func TestGraphviz(t *testing.T) {
	dot, err := exec.LookPath("dot")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no Graphviz: apt-get install graphviz")
		}
		t.Skip("no Graphviz: apt-get install graphviz")
	}
	for name, s := range graphs(t) {
		t.Run(name, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), dot, "-Tdot_json")
			cmd.Stdin = bytes.NewReader(written(t, "dot", s))
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			var doc struct {
				Objects []struct{ Name, Label string }
				Edges   []struct{ Tail, Head int }
			}
			if err := json.Unmarshal(out, &doc); err != nil {
				t.Fatal(err)
			}
			names := map[string]string{}
			for _, o := range doc.Objects {
				names[o.Name] = strings.NewReplacer(`\\`, `\`, "&amp;", "&").Replace(o.Label)
			}
			var arrows []string
			for _, e := range doc.Edges {
				arrows = append(arrows, doc.Objects[e.Tail].Name+" "+doc.Objects[e.Head].Name)
			}
			same(t, s, names, arrows)
		})
	}
}

// GraphML is read back by an XML parser with the rules of its schema: keys are declared, ends exist.
func TestGraphML(t *testing.T) {
	for name, s := range graphs(t) {
		t.Run(name, func(t *testing.T) {
			type data struct {
				Key  string `xml:"key,attr"`
				Text string `xml:",chardata"`
			}
			var doc struct {
				Keys []struct {
					ID string `xml:"id,attr"`
				} `xml:"http://graphml.graphdrawing.org/xmlns key"`
				Graph struct {
					Directed string `xml:"edgedefault,attr"`
					Nodes    []struct {
						ID   string `xml:"id,attr"`
						Data []data `xml:"data"`
					} `xml:"node"`
					Edges []struct {
						Source string `xml:"source,attr"`
						Target string `xml:"target,attr"`
						Data   []data `xml:"data"`
					} `xml:"edge"`
				} `xml:"http://graphml.graphdrawing.org/xmlns graph"`
			}
			decoder := xml.NewDecoder(bytes.NewReader(written(t, "graphml", s)))
			if err := decoder.Decode(&doc); err != nil {
				t.Fatal(err)
			}
			if _, err := decoder.Token(); err != nil && err != io.EOF { //nolint:errorlint // a decoder gives io.EOF itself
				t.Fatal(err)
			}
			if doc.Graph.Directed != "directed" {
				t.Error("the graph is not directed")
			}
			declared := map[string]bool{}
			for _, key := range doc.Keys {
				declared[key.ID] = true
			}
			names := map[string]string{}
			var arrows []string
			for _, n := range doc.Graph.Nodes {
				for _, d := range n.Data {
					if !declared[d.Key] {
						t.Errorf("%s is not declared", d.Key)
					}
					if d.Key == "name" {
						names[n.ID] = strings.Join(strings.Fields(d.Text), " ")
					}
				}
			}
			for _, e := range doc.Graph.Edges {
				arrows = append(arrows, e.Source+" "+e.Target)
			}
			same(t, s, names, arrows)
		})
	}
}

func TestCytoscape(t *testing.T) {
	for name, s := range graphs(t) {
		t.Run(name, func(t *testing.T) {
			var doc struct {
				Elements struct {
					Nodes, Edges []struct {
						Data struct{ ID, Name, Source, Target string }
					}
				}
			}
			if err := json.Unmarshal(written(t, "cytoscape", s), &doc); err != nil {
				t.Fatal(err)
			}
			names := map[string]string{}
			var arrows []string
			for _, n := range doc.Elements.Nodes {
				names[n.Data.ID] = strings.Join(strings.Fields(n.Data.Name), " ")
			}
			for _, e := range doc.Elements.Edges {
				arrows = append(arrows, e.Data.Source+" "+e.Data.Target)
			}
			same(t, s, names, arrows)
		})
	}
}

// Hostile names are written the same way every time.
func TestHostileGolden(t *testing.T) {
	s := hostile(t)
	for _, format := range []string{"mermaid", "markdown", "dot"} {
		golden(t, "hostile."+format, written(t, format, s))
	}
}
