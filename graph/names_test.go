package graph_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

func parse(t testing.TB, text string) *graph.Snapshot {
	t.Helper()
	state, err := graphtest.ParseGraph(text)
	if err != nil {
		t.Fatal(err)
	}
	return graph.NewSnapshot(state)
}

func ids(subjects []graph.Subject) []string {
	list := []string{}
	for _, x := range subjects {
		list = append(list, string(x.ID()))
	}
	return list
}

const namesGraph = `
source a
concept Pin : aka Pin<P>, aka pinning
concept pin : id pin-command, inferred
concept Future : aka Promise
concept Promise : id js-promise
concept Trait objects : aka dyn Trait
concept Sized : id sized, aka dyn trait
concept Stale : id stale-1
concept STALE : id stale-2
concept Guess : id guess-1, inferred
concept guess : id guess-2
concept 'static
concept static
concept C++
concept C
concept Größe
concept 指针
article Pin : id on-pin
article Pinning Explained : url https://www.Example.com/Pin/
article Trait Objects
article Twice : id twice-1
article Twice : id twice-2
article lower : id Case
article upper : id CASE
`

func TestLookup(t *testing.T) {
	s := parse(t, namesGraph)
	for name, want := range map[string]string{
		// ids, in any case
		"concept:pin":             "concept:pin",
		" CONCEPT:Pin ":           "concept:pin",
		"article:example.com/Pin": "article:example.com/Pin",
		"ARTICLE:EXAMPLE.COM/PIN": "article:example.com/Pin",
		"Concept:GRÖSSE":          "concept:grösse",
		"article:CASE":            "article:CASE",
		"article:Case":            "article:Case",
		// addresses
		"http://example.com:80/Pin?utm_source=feed#top": "article:example.com/Pin",
		// a name as spelled, before others in another case; a concept before an article
		"Pin": "concept:pin",
		"pin": "concept:pin-command",
		// a name before an alias, an alias as spelled before one folded, a name folded before an alias folded
		"Promise":       "concept:js-promise",
		"dyn Trait":     "concept:trait-objects",
		"dyn trait":     "concept:sized",
		"PROMISE":       "concept:js-promise",
		"pinning":       "concept:pin",
		"PIN<p>":        "concept:pin",
		"TRAIT-objectS": "concept:trait-objects",
		"Trait Objects": "article:trait-objects",
		// accepted before suggested
		"GUESS": "concept:guess-2",
		"PIN":   "concept:pin",
		// symbols tell
		"'static": "concept:tick-static", "’STATIC": "concept:tick-static", "Static": "concept:static",
		"c++": "concept:c-plus-plus", "c": "concept:c", "GRÖSSE": "concept:grösse", "指针": "concept:指针",
		"pinning   explained": "article:example.com/Pin",
	} {
		m := s.Lookup(name)
		if m.Name != name || m.Subject == nil || string(m.Subject.ID()) != want {
			t.Errorf("Lookup(%q) = %+v, want %s", name, m, want)
		}
	}
}

// Concepts in a namespace give way to those without one, whatever fits better; among each other they are ambiguous.
func TestLookupNamespaces(t *testing.T) {
	s := parse(t, `
source a
concept Maps : id go/maps
concept Maps : id js/maps
concept Sets : id js/sets
concept Text : aka strings
concept Strings : id go/strings
concept Closures
concept closures : id go/closures
concept Guess : id guess, inferred
concept Guess : id go/guess
article Sets : id on-sets
article sets : id on-sets-again
`)
	for name, want := range map[string][]string{
		"Maps": {"concept:go/maps", "concept:js/maps"}, "Sets": {"concept:js/sets"}, "Strings": {"concept:text"},
		"closures": {"concept:closures"}, "concept:go/closures": {"concept:go/closures"}, "GUESS": {"concept:guess"},
	} {
		m := s.Lookup(name)
		got := ids(m.Candidates)
		if m.Subject != nil {
			got = ids([]graph.Subject{m.Subject})
		}
		if !slices.Equal(got, want) {
			t.Errorf("Lookup(%q) = %v, want %v", name, got, want)
		}
	}
	for id, want := range map[graph.ID]string{"concept:go/maps": "go", "concept:a/b/c": "a", "concept:a": "", "concept:/a": "", "article:a/b": "", "": ""} {
		if got := id.Namespace(); got != want {
			t.Errorf("the namespace of %q is %q", id, got)
		}
	}
}

func TestLookupFails(t *testing.T) {
	s := parse(t, namesGraph)
	for name, want := range map[string]struct{ candidates, nearest []string }{
		"stale":        {candidates: []string{"concept:stale-1", "concept:stale-2"}},
		"twice":        {candidates: []string{"article:twice-1", "article:twice-2"}},
		"Futrue":       {nearest: []string{"concept:future"}},
		"Pni":          {nearest: []string{"concept:pin", "concept:pin-command", "article:on-pin"}},
		"objects":      {nearest: []string{"concept:trait-objects", "article:trait-objects"}},
		"tra":          {nearest: []string{"concept:trait-objects", "article:trait-objects"}},
		"explained":    {nearest: []string{"article:example.com/Pin"}},
		"article:case": {},
		"concept:fut":  {},
		"":             {},
		"zzzzzzzz":     {},
		"http://":      {},
	} {
		m := s.Lookup(name)
		if m.Subject != nil || !slices.Equal(ids(m.Candidates), append([]string{}, want.candidates...)) {
			t.Errorf("Lookup(%q) = %v %v, want %v", name, m.Subject, ids(m.Candidates), want.candidates)
		}
		if diff := cmp.Diff(append([]string{}, want.nearest...), ids(m.Nearest)); diff != "" {
			t.Errorf("nearest to %q (-want +got):\n%s", name, diff)
		}
	}
}

// Whatever is asked, a look-up gives one thing, several, or suggestions, never
// two of these, and what it gives can be looked up.
func FuzzLookup(f *testing.F) {
	for _, name := range []string{"Pin", "concept:pin", "CONCEPT:", "https://example.com/pin", "stale", "'static", "\xff", "article:\u0130", ":"} {
		f.Add(name)
	}
	s := parse(f, namesGraph)
	f.Fuzz(func(t *testing.T, name string) {
		m := s.Lookup(name)
		if m.Subject != nil && len(m.Candidates)+len(m.Nearest) > 0 || len(m.Candidates) == 1 || len(m.Nearest) > 3 || len(m.Candidates) > 0 && len(m.Nearest) > 0 {
			t.Errorf("Lookup(%q) = %+v", name, m)
		}
		for _, x := range append(m.Candidates, m.Nearest...) {
			if s.Lookup(string(x.ID())).Subject != x {
				t.Errorf("Lookup(%q) gives %s, which isn't found", name, x.ID())
			}
		}
	})
}
