package roles

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"sync"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/learn"
)

//go:embed weights.json
var embedded []byte

// Weights are what is learned: a model of each concept alone, and one that compares it with the others of its article.
type Weights struct {
	Command string       `json:"command"`
	Data    []string     `json:"data"`
	Alone   *learn.Model `json:"alone"`
	Beside  *learn.Model `json:"beside"`
}

// Write writes the weights as JSON.
func (w *Weights) Write() []byte {
	data, err := json.MarshalIndent(w, "", " ")
	if err != nil {
		panic(err) // a weight that isn't a number: there are none
	}
	return append(data, '\n')
}

// Model tells what is taught.
type Model struct {
	alone, beside *learn.Linear
	threshold     float64
}

// New makes a model of trained weights. Weights of other features are an error.
func New(w *Weights) (*Model, error) {
	if w.Alone == nil || w.Beside == nil {
		return nil, errors.New("a model is missing: train the weights again")
	}
	alone, err := w.Alone.For(Features)
	if err != nil {
		return nil, err
	}
	beside, err := w.Beside.For(Comparisons)
	if err != nil {
		return nil, err
	}
	return &Model{alone, beside, w.Beside.Threshold}, nil
}

// Default is the program's own model.
var Default = sync.OnceValue(func() *Model {
	w := new(Weights)
	err := json.Unmarshal(embedded, w)
	if err == nil {
		var m *Model
		if m, err = New(w); err == nil {
			return m
		}
	}
	panic("loader/roles: " + err.Error()) // the weights are committed with the features
})

// Comparisons are the features of a concept beside the others of its article: all are made of the log odds that
// each has alone.
var Comparisons = []string{"by itself", "ahead of the others", "behind the best", "share of the odds", "place", "first of all", "how many others"}

// compared works out the comparisons from the log odds alone.
func compared(alone []float64) [][]float64 {
	rows := make([][]float64, len(alone))
	odds := make([]float64, len(alone))
	sum := 0.0
	for i, z := range alone {
		odds[i] = math.Exp(min(z, 50))
		sum += odds[i]
	}
	place := newScale(odds)
	first, second := -10.0, -10.0 // the highest, and the highest but one
	for _, z := range alone {
		first, second = math.Max(first, z), math.Max(second, math.Min(first, z))
	}
	for i, z := range alone {
		best := first
		if z == first {
			best = second
		}
		rows[i] = []float64{z, z - best, math.Min(z-best, 0), odds[i] / sum, 1 / float64(1+place.rank[i]), one(place.rank[i] == 0), math.Log(float64(len(alone)))}
	}
	return rows
}

func logOdds(m *learn.Linear, rows [][]float64) []float64 {
	z := make([]float64, len(rows))
	for i, row := range rows {
		z[i] = m.LogOdds(learn.Dense(row...))
	}
	return z
}

// A Verdict is what the model says of one concept in one article.
type Verdict struct {
	Teaches     bool
	Probability float64
	Signals     []graph.Signal // of what is taught: the strongest first
}

// LeastNamed is how often a text has to name a concept to tell whether it is taught: of less nobody could say. In
// what a listing says of it once is enough, if it says more than one thing.
const LeastNamed = 3

func (a *Article) least() int {
	said := 0
	for i := range a.Concepts {
		said += b2i(a.Concepts[i].Prose > 0)
	}
	if a.Brief && said > 1 {
		return 1
	}
	return LeastNamed
}

// Judge says what each concept of each article of one source is, in their order.
func (m *Model) Judge(articles []Article) [][]Verdict {
	verdicts := make([][]Verdict, len(articles))
	for i, rows := range Rows(articles) {
		verdicts[i] = make([]Verdict, len(rows))
		least := articles[i].least()
		for j, row := range compared(logOdds(m.alone, rows)) {
			p := learn.Round(m.beside.Probability(learn.Dense(row...)), 4)
			v := Verdict{Teaches: p >= m.threshold && articles[i].Concepts[j].Prose >= least, Probability: p}
			if v.Teaches {
				v.Signals = m.signals(rows[j], row)
			}
			verdicts[i][j] = v
		}
	}
	return verdicts
}

// mostSignals is how many signals a verdict gives.
const mostSignals = 5

// signals are the strongest reasons: the contributions of what was seen, in the units of the final log odds, and
// what the comparison adds.
func (m *Model) signals(row, beside []float64) []graph.Signal {
	var list []graph.Signal
	unit := m.beside.Weights[0]
	for _, c := range m.alone.Explain(Features, learn.Dense(row...)) {
		list = append(list, graph.Signal{Name: c.Feature, Weight: learn.Round(unit*c.LogOdds, 3)})
	}
	comparison := m.beside.LogOdds(learn.Dense(append([]float64{0}, beside[1:]...)...)) - m.beside.Bias
	list = append(list, graph.Signal{Name: "beside the others", Weight: learn.Round(comparison, 3)})
	slices.SortStableFunc(list, func(a, b graph.Signal) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
	list = slices.DeleteFunc(list, func(s graph.Signal) bool { return s.Weight == 0 })
	return list[:min(mostSignals, len(list))]
}

// Salience is how much an article is about what it teaches by its text: from 0.5 at the
// threshold to 0.75.
func (m *Model) Salience(v Verdict) float64 {
	return learn.Round(0.5+0.25*(v.Probability-m.threshold)/(1-m.threshold), 3)
}
