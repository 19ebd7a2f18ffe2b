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

// What an article uses is unknown just if it isn't among all that comes before it, worked out by going round until nothing is added.
func TestRandomUnprepared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := drawState(t)
		first := &state.Sources[0]
		for i := range first.Articles {
			if part := rapid.IntRange(0, 4).Draw(t, "part"); part > 0 {
				first.Articles[i].Series, first.Articles[i].Part = "series:road", part
			}
		}
		first.Series = []graph.SeriesClaim{{ID: "series:road", Name: "Road"}}
		for i := range state.Sources {
			for m := range state.Sources[i].Mentions {
				state.Sources[i].Mentions[m].Count = rapid.IntRange(2, 3).Draw(t, "count")
			}
		}
		s := graph.NewSnapshot(state)
		var want, got []string
		for _, a := range s.Articles() {
			known, ahead := comesBefore(s, a), needing(s, a)
			var names []string
			for _, m := range a.Mentions() {
				c := m.Concept()
				if m.Role() != graph.Uses || c.Status() != graph.Accepted || c.Untaught() || known[c] {
					continue
				}
				if later := slices.IndexFunc(s.Series()[0].Articles(), func(other graph.Article) bool {
					return a.Part() > 0 && other.Part() > a.Part() && slices.Contains(other.Teaches(), c)
				}); later >= 0 {
					want = append(want, "used-before-taught "+a.Name()+" "+c.Name()+" "+s.Series()[0].Articles()[later].Name())
				} else if m.Count() >= 3 && !ahead[c] {
					names = append(names, c.Name())
				}
			}
			if slices.Sort(names); len(names) > 0 {
				want = append(want, "unprepared "+a.Name()+" "+strings.Join(names, " "))
			}
		}
		for _, f := range s.Lint([]string{"used-before-taught", "unprepared"}, nil) {
			var names []string
			for _, subject := range f.Subjects[1:] {
				names = append(names, subject.Name())
			}
			if f.Rule == "unprepared" {
				slices.Sort(names)
			}
			got = append(got, strings.Join(append([]string{f.Rule, f.Subjects[0].Name()}, names...), " "))
		}
		slices.Sort(want)
		if slices.Sort(got); !slices.Equal(want, got) {
			t.Fatalf("%q, want %q\n%s", got, want, graphtest.FormatGraph(s))
		}
	})
}

// comesBefore gives what who has come to an article, and has read it, knows.
func comesBefore(s *graph.Snapshot, a graph.Article) map[graph.Subject]bool {
	known := map[graph.Subject]bool{a: true}
	for before := 0; before < len(known); {
		before = len(known)
		for _, l := range s.Links() {
			if known[l.After()] && counts(l) {
				known[l.Before()] = true
			}
		}
		for _, other := range s.Articles() {
			if !known[other] {
				continue
			}
			for _, c := range other.Teaches() {
				known[c] = true
			}
			if series, ok := other.Series(); ok {
				all := series.Articles()
				for _, earlier := range all[:slices.Index(all, other)] {
					known[earlier] = true
				}
			}
		}
	}
	return known
}

// needing gives what needs an article or what that teaches.
func needing(s *graph.Snapshot, a graph.Article) map[graph.Subject]bool {
	from, found := map[graph.Subject]bool{a: true}, map[graph.Subject]bool{}
	for _, c := range a.Teaches() {
		from[c] = true
	}
	for before := -1; before < len(found); {
		before = len(found)
		for _, l := range s.Links() {
			if (from[l.Before()] || found[l.Before()]) && counts(l) {
				found[l.After()] = true
			}
		}
	}
	return found
}

// counts says that a link is accepted, and neither end a rejected concept.
func counts(l graph.Link) bool {
	for _, end := range []graph.Subject{l.After(), l.Before()} {
		if c, isConcept := end.(graph.Concept); isConcept && c.Status() == graph.Rejected {
			return false
		}
	}
	return l.Status() == graph.Accepted
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
