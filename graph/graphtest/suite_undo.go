package graphtest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// testUndo walks through drawn batches, takes the last change back at times, and in
// the end all of them, last first: each gives the state that was there before.
func testUndo(t *testing.T, open Open) {
	store := open(t, Options{})
	draw := &drawer{rand.New(rand.NewPCG(5, 2024))}
	states := []*graph.State{{}}
	var made []graph.Change
	undo := func(n int) {
		t.Helper()
		b, obstacles := graph.Undo(&made[n], made[n+1:])
		if len(obstacles) > 0 {
			t.Fatalf("the last change can't be undone: %+v", obstacles)
		}
		made = append(made, *apply(t, store, b))
		wantState(t, store, states[n])
	}
	for range 25 {
		last := states[len(states)-1]
		b := draw.batch()
		next := last.With(b)
		if len(danglingIn(next)) > 0 || len(editsBetween(t, last, next)) == 0 {
			continue
		}
		made = append(made, *apply(t, store, b))
		states = append(states, next)
		if draw.chance(30) {
			undo(len(made) - 1)
			undo(len(made) - 1) // and back again
			made = made[:len(made)-2]
		}
	}
	if len(made) < 5 {
		t.Fatalf("%d changes test too little", len(made))
	}
	wantObstacles(t, made)
	made = history(t, store, 0, 1000)
	states = states[:1]
	for n := len(made) - 1; n >= 0; n-- {
		b, obstacles := graph.Undo(&made[n], nil)
		if len(obstacles) > 0 {
			t.Fatalf("nothing is in the way, and yet: %+v", obstacles)
		}
		apply(t, store, b)
	}
	wantState(t, store, states[0])
}

func wantState(t *testing.T, store graph.Store, s *graph.State) {
	t.Helper()
	wantSources(t, store, s.Sources...)
	wantDecisions(t, store, s.Decisions...)
}

// wantObstacles: an older change can't be undone exactly if a later one edited what it edited,
// or anything of a source that it added.
func wantObstacles(t *testing.T, made []graph.Change) {
	t.Helper()
	free, hindered := 0, 0
	for n := range made {
		later := made[n+1:]
		inTheWay := slices.ContainsFunc(made[n].Edits, func(e graph.Edit) bool {
			return slices.ContainsFunc(later, func(c graph.Change) bool {
				return slices.ContainsFunc(c.Edits, func(l graph.Edit) bool {
					return l.Source == e.Source && (l.Key == e.Key || e.Key.Kind == graph.OfSource && e.Op == graph.Added)
				})
			})
		})
		b, obstacles := graph.Undo(&made[n], later)
		if (len(obstacles) > 0) != inTheWay || (b == nil) != inTheWay {
			t.Errorf("undoing revision %d: obstacles %+v, want some: %v", made[n].Revision, obstacles, inTheWay)
		}
		if inTheWay {
			hindered++
		} else {
			free++
		}
	}
	if free == 0 || hindered == 0 {
		t.Errorf("%d changes that can be undone and %d that can't test too little", free, hindered)
	}
}
