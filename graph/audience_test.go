package graph_test

import (
	"fmt"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// Lists of one name are joined over sources, people's own first; what the graph hasn't got is left out.
func TestAudiences(t *testing.T) {
	source := func(id string, audiences ...graph.AudienceClaim) graph.SourceClaims {
		return graph.SourceClaims{Source: graph.Source{ID: id, Audiences: audiences}}
	}
	corpus := source("corpus:x", graph.AudienceClaim{Name: "old-hands", Knows: []graph.ID{"concept:b", "concept:a"}})
	corpus.Concepts = []graph.ConceptClaim{{ID: "concept:a", Name: "A"}, {ID: "concept:b", Name: "B"}}
	corpus.Articles = []graph.ArticleClaim{{ID: "article:x", Title: "X"}}
	s := graph.NewSnapshot(&graph.State{Sources: []graph.SourceClaims{
		corpus,
		source("notes", graph.AudienceClaim{Name: "Old hands", Knows: []graph.ID{"concept:gone", "concept:a", "article:x"}}, graph.AudienceClaim{Name: "Ältere"}),
		source("other", graph.AudienceClaim{Name: "beginners"}),
	}})
	var got string
	for _, a := range s.Audiences() {
		got += fmt.Sprint(a.Name(), ":")
		for _, known := range a.Knows() {
			got += " " + known.Name()
		}
		got += "\n"
	}
	if want := "beginners:\nOld hands: A X B\nÄltere:\n"; got != want {
		t.Errorf("%s", got)
	}
	for name, want := range map[string]bool{" OLD hands ": true, "old-hands": true, "ältere": true, "old": false, "": false} {
		if a, ok := s.FindAudience(name); ok != want || ok && graph.Fold(a.Name()) == "" {
			t.Errorf("%q: %v", name, ok)
		}
	}
	if near := s.NearestAudiences("old hand", 3); len(near) != 1 || near[0] != "Old hands" {
		t.Errorf("%q", near)
	}
}

func TestNearestNames(t *testing.T) {
	names := []string{"rust-book", "rust-by-example", "notes", "Notes", "go"}
	for name, want := range map[string]string{"ntoes": "[Notes notes]", "rust": "[rust-book rust-by-example]", "zebra": "[]", "": "[]"} {
		if got := fmt.Sprint(graph.NearestNames(name, names, 2)); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
