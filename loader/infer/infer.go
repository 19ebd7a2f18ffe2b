package infer

import (
	"cmp"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// Link is an inferred need of one concept for another.
type Link struct {
	After, Before int // places in the material
	Confidence    float64
	// Signals are what speaks for it and against it, by name: how much each moves the log odds.
	Signals map[string]float64
	// Reason says the strongest of them in words.
	Reason   string
	Evidence []graph.Evidence
}

// mostNeeds is how many needs of a concept are looked at beyond scoring, the likeliest first.
const mostNeeds = 20

// All scores every ordered pair of concepts, best first.
func All(m *Material, model *Model) ([]Link, error) {
	s, err := newScorer(model, newSurvey(m))
	if err != nil {
		return nil, err
	}
	links := make([]Link, 0, len(m.Concepts)*max(0, len(m.Concepts)-1))
	for a := range m.Concepts {
		for b := range m.Concepts {
			if a != b {
				links = append(links, Link{After: a, Before: b, Confidence: model.confidence(s.score(a, b))})
			}
		}
	}
	slices.SortStableFunc(links, likelierFirst)
	s.explain(links)
	return links, nil
}

// Suggest gives the links that are worth a person's look, best first: those of the model's threshold and above that
// nothing says already, and that a graph can hold (see choose).
func Suggest(m *Material, model *Model) ([]Link, error) {
	s, err := newScorer(model, newSurvey(m))
	if err != nil {
		return nil, err
	}
	var links []Link
	needs := make([][]Link, len(m.Concepts))
	for _, pair := range s.tied() {
		a, b := pair[0], pair[1]
		its, reverse := s.score(a, b), s.score(b, a)
		if its < reverse {
			a, b, its = b, a, reverse
		}
		if c := model.confidence(its); c >= model.Threshold && its != reverse && s.shows(a, b) {
			needs[a] = append(needs[a], Link{After: a, Before: b, Confidence: c})
		}
	}
	for _, list := range needs {
		slices.SortStableFunc(list, likelierFirst)
		links = append(links, list[:min(mostNeeds, len(list))]...)
	}
	slices.SortStableFunc(links, likelierFirst)
	s.explain(links)
	links = slices.DeleteFunc(links, func(l Link) bool { return len(l.Evidence) == 0 && !s.within(l.Before, l.After) })
	return choose(links, m), nil
}

// shows says that the source has something to show for a needing b: an article that teaches a and names b more than once, a
// sentence that says so, or a's name. What stands around the mere mentions of a concept is too little.
func (s *survey) shows(a, b int) bool {
	return len(s.of[a].articles) > 0 && s.naming(a, b).prose > soften(1) || s.phrases[[2]int{a, b}].n > 0 || s.within(b, a)
}

// likelierFirst orders links by confidence, equals by the places of their ends.
func likelierFirst(x, y Link) int {
	return cmp.Or(cmp.Compare(y.Confidence, x.Confidence), cmp.Compare(x.After, y.After), cmp.Compare(x.Before, y.Before))
}

// tied are the pairs that something ties together, each once, the lower place first: one's text names the other, a name
// is within the other, a sentence is about both.
func (s *survey) tied() [][2]int {
	var pairs [][2]int
	add := func(a, b int) {
		if a != b {
			pairs = append(pairs, [2]int{min(a, b), max(a, b)})
		}
	}
	for text, list := range s.named {
		for _, how := range list {
			add(text, how.concept)
		}
	}
	for pair := range s.phrases {
		add(pair[0], pair[1])
	}
	for _, pair := range s.nested() {
		add(pair[0], pair[1])
	}
	slices.SortFunc(pairs, func(x, y [2]int) int { return slices.Compare(x[:], y[:]) })
	return slices.Compact(pairs)
}

// nested are the pairs of which a name of one is within a name of the other. Names that very many share a word with
// aren't compared: the word says nothing then.
func (s *survey) nested() [][2]int {
	const most = 200
	with := map[int32][]int{}
	for i := range s.of {
		for _, stem := range s.of[i].name {
			with[stem] = append(with[stem], i)
		}
	}
	var pairs [][2]int
	for inner := range s.of {
		if len(s.of[inner].name) == 0 {
			continue
		}
		for _, outer := range with[s.of[inner].name[0]] {
			if outer != inner && len(with[s.of[inner].name[0]]) <= most && s.within(inner, outer) {
				pairs = append(pairs, [2]int{inner, outer})
			}
		}
	}
	return pairs
}
