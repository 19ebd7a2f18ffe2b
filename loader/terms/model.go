package terms

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader/roles"
	"github.com/readfirst/readfirst/loader/sense"
)

//go:embed weights.json
var embedded []byte

// A Seen candidate is one with what the texts of its source say of it.
type Seen struct {
	*Candidate
	Articles int         // of the source, all in all
	In       int         // articles that name it in prose other than headings
	Sum      roles.Signs // in all of them
	Most     int         // occurrences in the prose of the article with most
	Taught   float64     // the highest probability that an article teaches it
	TaughtIn int         // articles that teach it, by their texts
}

// Features are the names of what the model looks at, by their places in a row.
var Features = []string{
	"articles", "share of articles", "often", "marked in articles",
	"in titles", "in headings", "in a glossary", "emphasised", "linked",
	"is defined", "is called so", "share of definitions", "begins sentences",
	"taught", "taught in articles", "in one article",
	"code spans", "marked as code", "in code", "declared in code",
	"small letters in code",
	"two words", "three words", "everyday word", "very everyday word", "all words everyday", "ends in -ing", "begins with -ing", "in sentences",
}

// Row gives the features of a candidate.
func (s *Seen) Row() []float64 {
	l, n := lookOf(s.Name), float64(s.Sum.Prose)
	words := strings.Fields(s.Name)
	single := len(words) == 1
	marked := share(float64(s.Sum.Marked), n)
	isCode := single && marked > 0.5
	everyday, very, all := 0.0, 0.0, 1.0
	for _, word := range strings.FieldsFunc(s.Key, func(r rune) bool { return r == ' ' }) {
		rank := sense.Everyday(word)
		if rank == 0 {
			all = 0
		}
		if single && rank > 0 {
			everyday = 1
			very = one(rank <= 1000)
		}
	}
	return []float64{
		math.Log1p(float64(s.In)), share(float64(s.In), math.Max(float64(s.Articles), 20)), math.Log1p(n), math.Log1p(float64(s.Pages)),
		one(s.Titles > 0), math.Log1p(float64(s.Headings)), one(s.Terms > 0), math.Log1p(float64(s.Stressed)), math.Log1p(float64(s.Links)),
		math.Log1p(float64(s.Sum.IsA)), math.Log1p(float64(s.Sum.Called)), share(float64(s.Sum.IsA+s.Sum.Called), n+1), share(float64(s.Sum.Subject), n+1),
		s.Taught, math.Log1p(float64(s.TaughtIn)), share(float64(s.Most), n),
		math.Log1p(float64(s.Code)), marked, math.Log1p(float64(s.Sum.Code)), math.Log1p(float64(s.Declared)),
		one(isCode && !l.capital && !l.macro),
		one(len(words) == 2), one(len(words) == 3), everyday, very, one(!single) * all, one(strings.HasSuffix(words[len(words)-1], "ing")),
		one(!single && strings.HasSuffix(words[0], "ing")), math.Log1p(math.Max(0, n-float64(s.Sum.Headings+s.Links))),
	}
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

// Model scores candidates.
type Model struct {
	linear    *learn.Linear
	threshold float64
}

// New makes a model of trained weights. Weights of other features are an error.
func New(m *learn.Model) (*Model, error) {
	linear, err := m.For(Features)
	if err != nil {
		return nil, err
	}
	return &Model{linear, m.Threshold}, nil
}

// Default is the program's own model.
var Default = sync.OnceValue(func() *Model {
	w := new(learn.Model)
	err := json.Unmarshal(embedded, w)
	if err == nil {
		var m *Model
		if m, err = New(w); err == nil {
			return m
		}
	}
	panic("loader/terms: " + err.Error()) // the weights are committed with the features
})

// A Verdict is what the model says of a candidate.
type Verdict struct {
	Confidence float64
	Signals    []graph.Signal // the strongest first
	IsLikely   bool           // enough to be suggested
}

// LeastArticles is how many articles have to name what is suggested.
const LeastArticles = 2

// MostSuggested is how many concepts a source suggests at most.
const MostSuggested = 50

// mostSignals is how many signals a verdict gives.
const mostSignals = 5

// Judge says how likely a candidate is a concept.
func (m *Model) Judge(s *Seen) Verdict {
	values := learn.Dense(s.Row()...)
	v := Verdict{Confidence: learn.Round(min(m.linear.Probability(values), 0.99), 3)}
	v.IsLikely = v.Confidence >= m.threshold && s.In >= LeastArticles
	for _, c := range m.linear.Explain(Features, values) {
		if c.LogOdds != 0 && len(v.Signals) < mostSignals {
			v.Signals = append(v.Signals, graph.Signal{Name: c.Feature, Weight: c.LogOdds})
		}
	}
	return v
}

// Order sorts candidates, the likeliest first; of equals by key.
func (m *Model) Order(list []Seen) []Verdict {
	type judged struct {
		Seen
		Verdict
	}
	all := make([]judged, len(list))
	for i := range list {
		all[i] = judged{list[i], m.Judge(&list[i])}
	}
	slices.SortStableFunc(all, func(a, b judged) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), strings.Compare(a.Key, b.Key))
	})
	verdicts := make([]Verdict, len(list))
	for i := range all {
		list[i], verdicts[i] = all[i].Seen, all[i].Verdict
	}
	return verdicts
}
