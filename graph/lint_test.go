package graph_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// A link is redundant just if the thing reaches what it needs by another of its plain required links, outside of loops.
func TestRandomRedundantLinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		plain := slices.DeleteFunc(s.Links(), func(l graph.Link) bool {
			c, isConcept := l.Before().(graph.Concept)
			return l.Status() != graph.Accepted || l.Need() != graph.Required || l.AnyOf() != "" || isConcept && c.Status() == graph.Rejected
		})
		var reaches func(from, to graph.Subject, seen map[graph.Subject]bool) bool
		reaches = func(from, to graph.Subject, seen map[graph.Subject]bool) bool {
			seen[from] = true
			return slices.ContainsFunc(plain, func(l graph.Link) bool {
				return l.After() == from && (l.Before() == to || !seen[l.Before()] && reaches(l.Before(), to, seen))
			})
		}
		looped := func(x graph.Subject) bool { return reaches(x, x, map[graph.Subject]bool{}) }
		var want, got []graph.Link
		for _, l := range plain {
			if !looped(l.After()) && !looped(l.Before()) && slices.ContainsFunc(plain, func(other graph.Link) bool {
				return other.After() == l.After() && other != l && reaches(other.Before(), l.Before(), map[graph.Subject]bool{})
			}) {
				want = append(want, l)
			}
		}
		for _, f := range s.Lint([]string{"redundant"}, nil) {
			got = append(got, f.Links...)
		}
		if !slices.Equal(want, got) {
			t.Fatalf("%v, want %v\n%s", got, want, graphtest.FormatGraph(s))
		}
	})
}

// Every rule finds what was planted for it, and knows its place.
func TestLint(t *testing.T) {
	state, err := graphtest.ParseGraph(`source a
concept Futures
concept Pin
concept Future : summary Text
concept Waker
concept Alone
concept Context
article One : series Road 1, 5 min
article Three : series Road 3, 5 min
One uses Future
Three teaches Future
Pin needs Future : because It polls.
Pin needs Waker
Future needs Waker : because It wakes.
Futures needs Waker or Pin : because Either.
Context needs Waker : because It carries it.
Waker needs Context
`)
	if err != nil {
		t.Fatal(err)
	}
	state.Decisions = []graph.Decision{{After: "concept:pin", Before: "concept:gone"}}
	s := graph.NewSnapshot(state)
	var got []string
	for _, f := range s.Lint(nil, graph.LintSettings{"untaught": {Off: true}, "no-reason": {Severity: graph.Error}}) {
		_, place, _ := state.PlaceOf(f)
		got = append(got, fmt.Sprintf("%s %s %s: %s", f.Severity, f.Rule, place, f.Message))
	}
	want := []string{
		"ERROR loop case:17: Context → Waker → Context: the weakest link is that Waker needs Context",
		"WARNING stale-decision : concept:pin needs concept:gone was accepted, and no source claims it any more",
		"WARNING near-duplicate case:4: Future (concept:future) and Futures (concept:futures) have almost the same name",
		"WARNING missing-part case:8: Road: part 2 is missing",
		"WARNING used-before-taught case:8: One (part 1) uses Future, which only part 3 teaches",
		"WARNING orphan case:6: Alone has no link, and no article mentions it",
		"ERROR no-reason case:13: Pin needs Waker, and nobody says why",
		"ERROR no-reason case:17: Waker needs Context, and nobody says why",
	}
	// Pin's link to Waker is implied, but Waker is in a loop, which the rule on redundant links leaves alone.
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func BenchmarkLint(b *testing.B) {
	s := graph.NewSnapshot(benchState())
	for b.Loop() {
		s.Lint(nil, nil)
	}
}

// docs/lint.md has a section for each rule, in its own words.
func TestLintPage(t *testing.T) {
	page, err := os.ReadFile("../docs/lint.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range graph.LintRules() {
		if section := fmt.Sprintf("## %s\n\n**%s** (%s). %s\n", r.ID, r.Title, strings.ToLower(r.Severity.String()), r.Explain); !strings.Contains(string(page), section) {
			t.Errorf("docs/lint.md lacks\n%s", section)
		}
	}
}
