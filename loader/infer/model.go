package infer

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"sync"

	"github.com/readfirst/readfirst/internal/learn"
)

// Model is what inference has learned.
type Model struct {
	// Command and Data say how it came about.
	Command string   `json:"command,omitempty"`
	Data    []string `json:"data,omitempty"`
	// Related says whether two concepts have to do with each other, from the signals that are the same either way.
	// It was learned from as many pairs that have as such that haven't.
	Related *learn.Model `json:"related"`
	// Degree is how many others a concept is linked with, on the average: so of n concepts each pair has a chance of
	// Degree/(n-1) before anything else is known of it.
	Degree float64 `json:"degree"`
	// Order says which of two comes first, if they have: from signals that turn their sign with the pair, and from words.
	Order *learn.Model `json:"order"`
	// Calibration turns the product of the two into the share of such pairs that are links.
	Calibration learn.Curve `json:"calibration"`
	// Threshold is the confidence from which on a load suggests a link.
	Threshold float64 `json:"threshold"`
}

//go:embed weights.json
var weights []byte

// Trained is the model with the weights that come with the program.
var Trained = sync.OnceValues(func() (*Model, error) { return ReadModel(weights) })

// ReadModel reads a model as Write wrote it.
func ReadModel(data []byte) (*Model, error) {
	m := new(Model)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("the weights of links can't be read: %w", err)
	}
	return m, nil
}

// Write returns the model as JSON, sorted, a weight a line.
func (m *Model) Write() ([]byte, error) {
	data, err := json.MarshalIndent(m, "", " ")
	return append(data, '\n'), err
}

// scorer is a model that is ready for pairs of one survey.
type scorer struct {
	*survey
	model    *Model
	related_ *learn.Linear
	order_   *learn.Linear
	prior    float64   // the log odds of a pair before anything is known of it
	early    []float64 // of each concept: what its words say on its being taught late
}

func newScorer(m *Model, s *survey) (*scorer, error) {
	related, err := m.Related.For(relatedSignals)
	if err != nil {
		return nil, err
	}
	sc := &scorer{survey: s, model: m, related_: related, order_: &learn.Linear{Weights: make([]float64, len(orderSignals))}, early: make([]float64, len(s.of))}
	const most = 0.3 // of few concepts not all are linked
	sc.prior = learn.LogOdds(min(most, m.Degree/float64(max(1, s.speaking()-1))))
	for i, name := range orderSignals {
		weight, ok := m.Order.Weights[name]
		if !ok {
			return nil, fmt.Errorf("the weights are of other features (%s): train them again", name)
		}
		sc.order_.Weights[i] = weight
	}
	for i := range s.of {
		for _, w := range s.words(&s.m.Concepts[i], i) {
			sc.early[i] += float64(m.Order.Weights[w.name] * w.value)
		}
	}
	return sc, nil
}

// score is how likely it is, before calibration, that a needs b.
func (s *scorer) score(a, b int) float64 {
	z := s.order_.LogOdds(s.order(a, b)) + s.early[a] - s.early[b]
	return learn.Logistic(s.prior+s.related_.LogOdds(s.related(a, b))) * learn.Logistic(z)
}

// ownShare is the part of a confidence that is the score itself, so that scores between which calibration sees no
// difference aren't equal.
const ownShare = 0.01

// confidence is the calibrated share, rounded to six decimals.
func (m *Model) confidence(score float64) float64 {
	calibrated := score
	if len(m.Calibration) > 0 {
		calibrated = m.Calibration.At(score)
	}
	return learn.Round((1-ownShare)*calibrated+ownShare*score, 6)
}

// signals are what speaks for a needing b, or against it, by name: how much each moves the log odds, that the two have to
// do with each other or that b comes first. What moves nothing isn't there.
func (s *scorer) signals(a, b int) map[string]float64 {
	moved := map[string]float64{}
	add := func(kind string, l *learn.Linear, names []string, values []learn.Value) {
		for _, c := range l.Explain(names, values) {
			if c.LogOdds != 0 {
				moved[kind+c.Feature] = c.LogOdds
			}
		}
	}
	add("related.", s.related_, relatedSignals, s.survey.related(a, b))
	add("order.", s.order_, orderSignals, s.survey.order(a, b))
	if early := learn.Round(s.early[a]-s.early[b], 3); early != 0 && !math.IsNaN(early) {
		moved["order.earliness"] = early
	}
	return moved
}
