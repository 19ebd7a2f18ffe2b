package graphtest

import (
	"fmt"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// The road to Pin, as the drawing in fixture.go has it.
func TestFixture(t *testing.T) {
	if err := FixtureBatch().Validate(); err != nil {
		t.Fatal(err)
	}
	s := graph.NewSnapshot(Fixture())
	list := s.ReadBefore([]graph.Subject{s.Subject("concept:pin")}, graph.ReadOptions{Cover: graph.Everything})
	var got []string
	for _, step := range list.Steps {
		line := fmt.Sprint(step.Layer, " ", step.Minutes.Total)
		for _, c := range step.Covers {
			line += " " + c.ID().Slug()
		}
		got = append(got, line)
	}
	want := []string{"1 1 context waker", "1 10 generators", "1 12 ownership", "2 8 borrowing", "2 15 future", "2 0 moves",
		"3 1 lifetimes", "4 10 self-references", "5 20 pin"}
	same(t, "the steps before Pin", want, got)
	same(t, "the counts", []int{77, 20, 1, 1, 1}, []int{list.Minutes.Total, list.Minutes.Guessed, list.Withheld, len(list.Loops), len(list.Untaught)})
}
