package roles

import (
	"slices"

	"github.com/readfirst/readfirst/internal/learn"
)

// A Labelled article is one of which people have said what it teaches.
type Labelled struct {
	Article
	Taught  []bool // of each concept
	Ignored []bool // of each concept: nobody can tell
}

// l2 is the penalty of either model, against learning one book by heart.
const l2 = 10

// Train learns from the labelled articles of several sources. Those that teach nothing, as far as
// anybody says, say nothing: their titles are of other things.
func Train(sources [][]Labelled) (*Weights, error) {
	var alone []learn.Example
	each(sources, func(rows [][]float64, a *Labelled) {
		alone = append(alone, a.examples(rows)...)
	})
	w := &Weights{}
	var err error
	if w.Alone, err = learn.Train(Features, alone, l2); err != nil {
		return nil, err
	}
	first, err := w.Alone.For(Features)
	if err != nil {
		return nil, err
	}
	var beside []learn.Example
	each(sources, func(rows [][]float64, a *Labelled) {
		beside = append(beside, a.examples(compared(logOdds(first, rows)))...)
	})
	if w.Beside, err = learn.Train(Comparisons, beside, l2); err != nil {
		return nil, err
	}
	second, err := w.Beside.For(Comparisons)
	if err != nil {
		return nil, err
	}
	w.Beside.Threshold = bestThreshold(second, beside)
	return w, nil
}

// each calls do with the labelled articles that teach something, and their rows.
func each(sources [][]Labelled, do func([][]float64, *Labelled)) {
	for _, source := range sources {
		articles := make([]Article, len(source))
		for i := range source {
			articles[i] = source[i].Article
		}
		for i, rows := range Rows(articles) {
			if slices.Contains(source[i].Taught, true) {
				do(rows, &source[i])
			}
		}
	}
}

func (a *Labelled) examples(rows [][]float64) []learn.Example {
	var list []learn.Example
	for i, row := range rows {
		if a.Concepts[i].Prose > 0 && !a.Ignored[i] {
			list = append(list, learn.Example{Values: learn.Dense(row...), IsTrue: a.Taught[i]})
		}
	}
	return list
}

// bestThreshold is the probability that separates the examples with the best F1, in steps of 0.05; of several the highest.
func bestThreshold(m *learn.Linear, examples []learn.Example) float64 {
	best, at := -1.0, 0.5
	for step := 1; step < 20; step++ {
		threshold := float64(step) / 20
		var c learn.Counts
		for _, e := range examples {
			c.Note(m.Probability(e.Values) >= threshold, e.IsTrue)
		}
		if c.F1() >= best {
			best, at = c.F1(), threshold
		}
	}
	return at
}
