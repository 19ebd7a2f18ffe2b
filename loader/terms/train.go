package terms

import "github.com/readfirst/readfirst/internal/learn"

// A Labelled candidate is one of which people have said whether it is a concept.
type Labelled struct {
	Seen
	IsConcept bool
}

const (
	l2 = 5 // the penalty
	// threshold is low, since people's lists never have all concepts: what the model learns is how likely a term is on such a list.
	threshold = 0.25
)

// Train learns from labelled candidates that enough articles name.
func Train(candidates []Labelled) (*learn.Model, error) {
	var examples []learn.Example
	for i := range candidates {
		if c := &candidates[i]; c.In >= LeastArticles {
			examples = append(examples, learn.Example{Values: learn.Dense(c.Row()...), IsTrue: c.IsConcept})
		}
	}
	m, err := learn.Train(Features, examples, l2)
	if err == nil {
		m.Threshold = threshold
	}
	return m, err
}
