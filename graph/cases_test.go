package graph_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

var update = flag.Bool("update", false, "write the answers of the worked cases anew")

// TestCases works through testdata/cases. Each file says in its comment what
// it shows; "input" is a graph in the language of graphtest.ParseGraph, "graph"
// what the claims merge to, and each further section a question with its answer.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { testCase(t, file) })
	}
}

func testCase(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(archive.Files) == 0 || archive.Files[0].Name != "input" {
		t.Fatal("a case begins with its input")
	}
	state, err := graphtest.ParseGraph(string(archive.Files[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	s := graph.NewSnapshot(state)
	for i := range archive.Files[1:] {
		section := &archive.Files[i+1]
		got := answer(t, s, section.Name)
		if *update {
			section.Data = []byte(got)
		} else if diff := cmp.Diff(string(section.Data), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", section.Name, diff)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func answer(t *testing.T, s *graph.Snapshot, question string) string {
	if question == "graph" {
		return graphtest.FormatGraph(s)
	}
	if strings.HasPrefix(question, "check ") {
		items, opt, err := graphtest.ParseCheck(s, question)
		if err != nil {
			t.Fatal(err)
		}
		return graphtest.FormatCheck(items, s.Check(items, opt))
	}
	goals, opt, err := graphtest.ParseQuestion(s, question)
	if err != nil {
		t.Fatal(err)
	}
	list := s.ReadBefore(goals, opt)
	if err := graphtest.Validate(list, s, goals, opt); err != nil {
		t.Errorf("%s: %v", question, err)
	}
	return graphtest.FormatList(list)
}
