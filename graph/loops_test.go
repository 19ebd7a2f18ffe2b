package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

func loopNames(loops []graph.Loop) []string {
	list := []string{}
	for _, loop := range loops {
		list = append(list, fmt.Sprint(sortedNames(loop.Members)))
	}
	slices.Sort(list)
	return list
}

// The loops of a random graph are those that the definition gives, and each
// shows a shortest way round.
func TestRandomLoops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := graph.NewSnapshot(drawState(t))
		var naive graphtest.Rules
		want := []string{}
		for _, loop := range naive.Loops(subjects(s)) {
			want = append(want, fmt.Sprint(sortedNames(loop)))
		}
		slices.Sort(want)
		if got := loopNames(s.Loops()); !slices.Equal(want, got) {
			t.Fatalf("loops %v, want %v\n%s", got, want, graphtest.FormatGraph(s))
		}
		for _, loop := range s.Loops() {
			checkWay(t, loop)
		}
	})
}

func checkWay(t *rapid.T, loop graph.Loop) {
	way := loop.Shortest()
	if len(way) < 2 || len(way) > len(loop.Members) {
		t.Fatalf("a way round %v of %d links", sortedNames(loop.Members), len(way))
	}
	for i, l := range way {
		if next := way[(i+1)%len(way)]; l.After() != next.Before() || !slices.Contains(loop.Links, l) {
			t.Fatalf("no way round: %s, %s", l.ID(), next.ID())
		}
	}
}

func TestShortest(t *testing.T) {
	s := parse(t, `
source a
concept A
concept B
concept C
concept D
A needs B
B needs C
C needs D
D needs A, C`)
	loops := s.Loops()
	if len(loops) != 1 || loops[0].Intended {
		t.Fatal(loopNames(loops))
	}
	var way []string
	for _, l := range loops[0].Shortest() {
		way = append(way, l.After().Name()+" needs "+l.Before().Name())
	}
	if got := fmt.Sprint(way); got != "[C needs D D needs C]" && got != "[D needs C C needs D]" {
		t.Error(got)
	}
}

// Only unintended loops count as new, and not those that are part of an old one.
func TestNewLoops(t *testing.T) {
	const old = `
source a
concept A
concept B
concept C
concept D
concept E
concept F
A needs B
B needs C
C needs A
D needs E
E needs F
F needs E
`
	for name, test := range map[string]struct {
		added string
		want  []string
	}{
		"nothing":             {"", []string{}},
		"within an old one":   {"B needs A", []string{}},
		"an old one grows":    {"E needs D", []string{"[D E F]"}},
		"two become one":      {"A needs E\nE needs A", []string{"[A B C E F]"}},
		"a declared one":      {"E needs D\ntogether D, E, F", []string{}},
		"partly declared":     {"E needs D\ntogether D, E", []string{"[D E F]"}},
		"recommended":         {"E recommends D", []string{}},
		"a guess":             {"E needs D : inferred", []string{}},
		"rejected":            {"E needs D\nreject E needs D", []string{}},
		"through a rejected":  {"concept X\nD needs X\nX needs D\nreject concept X", []string{}},
		"a choice avoids it":  {"concept X\nconcept Y\nX needs D or Y\nD needs X", []string{}},
		"a choice behind one": {"concept X\nconcept Y\nX needs D or Y\nY needs X\nY needs A", []string{}},
	} {
		got := loopNames(parse(t, old+test.added).NewLoops(parse(t, old)))
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: new loops %v, want %v", name, got, test.want)
		}
	}
}
