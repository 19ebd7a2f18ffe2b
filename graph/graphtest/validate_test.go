package graphtest

import (
	"slices"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// The validator finds what is wrong with a list, a fault at a time.
func TestValidateFinds(t *testing.T) {
	s := graph.NewSnapshot(Fixture())
	goals := []graph.Subject{s.Subject("concept:pin")}
	knowing := graph.ReadOptions{Knowing: []graph.Subject{s.Subject("concept:borrowing")}, Recommended: true}
	article := func(id graph.ID) *graph.Article { a := s.Subject(id).(graph.Article); return &a }
	for want, edit := range map[string]func(l *graph.ReadingList){
		"comes too late or never": func(l *graph.ReadingList) { slices.Reverse(l.Steps) },
		"is not on the list":      func(l *graph.ReadingList) { l.Steps = l.Steps[:len(l.Steps)-1] },
		"is already in step":      func(l *graph.ReadingList) { l.Steps = slices.Insert(l.Steps, 1, l.Steps[0]) },
		"is known": func(l *graph.ReadingList) {
			l.Steps[0].Covers = append(l.Steps[0].Covers, s.Subject("concept:borrowing").(graph.Concept))
		},
		"doesn't say so":                    func(l *graph.ReadingList) { l.Steps[len(l.Steps)-1].IsGoal = false },
		"covers no goal":                    func(l *graph.ReadingList) { l.Steps[0].IsGoal = true },
		"is empty":                          func(l *graph.ReadingList) { l.Steps[0].Read, l.Steps[0].Covers = nil, nil },
		"no article teaches":                func(l *graph.ReadingList) { l.Steps[len(l.Steps)-1].Read = article("article:lebensdauern") },
		"takes {1 0}":                       func(l *graph.ReadingList) { l.Steps[len(l.Steps)-1].Minutes = graph.Minutes{Total: 1} },
		"the list takes":                    func(l *graph.ReadingList) { l.Minutes.Guessed++ },
		"is in layer 7":                     func(l *graph.ReadingList) { l.Steps[len(l.Steps)-1].Layer = 7 },
		"is there for nothing":              func(l *graph.ReadingList) { l.Steps[0].Because = nil },
		"doesn't say that Future needs":     func(l *graph.ReadingList) { drop(l, "Future needs Waker") },
		"is not there because":              func(l *graph.ReadingList) { l.Steps[0].Because = s.Links()[:1] },
		"says twice":                        func(l *graph.ReadingList) { l.Steps[0].Because = slices.Repeat(l.Steps[0].Because, 2) },
		"untaught:":                         func(l *graph.ReadingList) { l.Untaught = nil },
		"assumed:":                          func(l *graph.ReadingList) { l.Assumed = nil },
		"suggested links were withheld":     func(l *graph.ReadingList) { l.Withheld = 0 },
		"is of revision":                    func(l *graph.ReadingList) { l.Revision++ },
		"for other goals":                   func(l *graph.ReadingList) { l.Goals = nil },
		"comes too late or never (no loop)": func(l *graph.ReadingList) { splitLoop(l) },
		"is in no loop with":                func(l *graph.ReadingList) { l.Loops[0].Links = l.Loops[0].Links[:1] },
		"is not one step":                   func(l *graph.ReadingList) { l.Loops[0].Members[0] = s.Subject("concept:future") },
		"could give way":                    func(l *graph.ReadingList) { l.Loops[0].Links = append(l.Loops[0].Links, recommended(s)) },
	} {
		list := s.ReadBefore(goals, knowing)
		if err := Validate(list, s, goals, knowing); err != nil {
			t.Fatal(err)
		}
		edit(list)
		want, _, _ = strings.Cut(want, " (")
		if err := Validate(list, s, goals, knowing); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// drop takes a reason away from all steps.
func drop(l *graph.ReadingList, reason string) {
	for i := range l.Steps {
		l.Steps[i].Because = slices.DeleteFunc(l.Steps[i].Because, func(l graph.Link) bool { return linkText(l) == reason })
	}
}

// splitLoop makes two steps of the one that covers a loop.
func splitLoop(l *graph.ReadingList) {
	i := slices.IndexFunc(l.Steps, func(s graph.Step) bool { return len(s.Covers) == 2 })
	half := l.Steps[i]
	l.Steps[i].Covers, half.Covers, half.Read = half.Covers[:1], half.Covers[1:], nil
	half.Minutes = graph.Minutes{}
	l.Steps = slices.Insert(l.Steps, i+1, half)
}

func recommended(s *graph.Snapshot) graph.Link {
	links := s.Links()
	return links[slices.IndexFunc(links, func(l graph.Link) bool { return l.Need() == graph.Recommended })]
}
