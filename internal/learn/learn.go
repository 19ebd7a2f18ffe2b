// Package learn has the little statistics that readfirst learns with: logistic
// regression, isotonic calibration, and the measures by which either is judged.
//
// Everything is deterministic: sums are taken in the order of what is given,
// nothing is drawn, and what is stored is rounded, so that the same examples
// give the same bytes on every machine.
package learn

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// A Value is one feature of an example; the feature is a place in the list of
// names that the model is trained with.
type Value struct {
	Feature int
	Value   float64
}

// An Example is what a model learns from: the features that aren't zero, each
// at most once, and whether what they describe is so.
type Example struct {
	Values []Value
	IsTrue bool
	Weight float64 // how often it counts; 0 is once
}

// Dense returns the values of a row that has all features in their order.
func Dense(row ...float64) []Value {
	var values []Value
	for i, v := range row {
		if v != 0 {
			values = append(values, Value{i, v})
		}
	}
	return values
}

// A Model is a logistic regression as it is stored: the logarithm of the odds
// is Bias plus the sum of Weights times features, in the features' own units.
type Model struct {
	// Command and Data say how it came about.
	Command string   `json:"command,omitempty"`
	Data    []string `json:"data,omitempty"`
	// Threshold is the probability from which on its user takes a thing for true.
	Threshold float64            `json:"threshold,omitempty"`
	Bias      float64            `json:"bias"`
	Weights   map[string]float64 `json:"weights"` // by the features' names
	// Calibration turns the probability into the share of such things that are
	// true; without one they are the same.
	Calibration Curve `json:"calibration,omitempty"`
}

// Read reads a model as Write wrote it.
func Read(data []byte) (*Model, error) {
	m := new(Model)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("the weights can't be read: %w", err)
	}
	return m, nil
}

// Write returns the model as JSON, a weight a line, sorted by name, so that a
// change of it can be read in a diff.
func (m *Model) Write() []byte {
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		panic(err) // a weight that isn't a number: Train returns none
	}
	return append(data, '\n')
}

// Linear is a model that is ready to score rows of features.
type Linear struct {
	Bias    float64
	Weights []float64 // by the features' places
	Curve   Curve
}

// For puts the weights in the order of the features' names. A feature that
// only one of the two sides knows is an error: then the weights are of another
// version of the features.
func (m *Model) For(features []string) (*Linear, error) {
	l := &Linear{Bias: m.Bias, Weights: make([]float64, len(features)), Curve: m.Calibration}
	known := map[string]bool{}
	var wrong []string
	for i, name := range features {
		known[name] = true
		w, ok := m.Weights[name]
		if !ok {
			wrong = append(wrong, name)
		}
		l.Weights[i] = w
	}
	for _, name := range slices.Sorted(maps.Keys(m.Weights)) {
		if !known[name] {
			wrong = append(wrong, name)
		}
	}
	if len(wrong) > 0 {
		return nil, fmt.Errorf("the weights are of other features (%s): train them again", strings.Join(wrong, ", "))
	}
	return l, nil
}

// LogOdds returns the logarithm of the odds that an example with those
// features is true. No multiplication is fused with its addition, so that all
// machines agree on it to the last bit.
func (l *Linear) LogOdds(values []Value) float64 {
	sum := l.Bias
	for _, v := range values {
		sum += float64(l.Weights[v.Feature] * v.Value)
	}
	return sum
}

// Probability returns the probability of it, calibrated if the model is.
func (l *Linear) Probability(values []Value) float64 {
	p := Logistic(l.LogOdds(values))
	if len(l.Curve) > 0 {
		return l.Curve.At(p)
	}
	return p
}

// A Contribution is how much one feature moves the logarithm of the odds.
type Contribution struct {
	Feature string  `json:"feature"`
	Value   float64 `json:"value"`
	LogOdds float64 `json:"log_odds"` // value times weight, rounded to three decimals
}

// Explain lists the contributions of an example's features, the strongest first.
func (l *Linear) Explain(features []string, values []Value) []Contribution {
	list := make([]Contribution, 0, len(values))
	for _, v := range values {
		list = append(list, Contribution{features[v.Feature], Round(v.Value, 3), Round(l.Weights[v.Feature]*v.Value, 3)})
	}
	slices.SortFunc(list, func(a, b Contribution) int {
		return cmp.Or(cmp.Compare(math.Abs(b.LogOdds), math.Abs(a.LogOdds)), cmp.Compare(a.Feature, b.Feature))
	})
	return list
}

// Logistic turns log odds into a probability.
func Logistic(logOdds float64) float64 { return 1 / (1 + math.Exp(-logOdds)) }

// LogOdds turns a probability into log odds; 0 and 1 are infinite.
func LogOdds(p float64) float64 { return math.Log(p / (1 - p)) }

// Round rounds to so many decimals, so that what is stored or shown is the
// same on every machine.
func Round(x float64, decimals int) float64 {
	unit := math.Pow10(decimals)
	return math.Round(x*unit) / unit
}
