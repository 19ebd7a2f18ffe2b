package infer

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/readfirst/readfirst/internal/learn"
)

// Example is a source whose links are known.
type Example struct {
	Name     string
	Material *Material
	// Gold are the links, from what needs to what is needed, each once.
	Gold [][2]int
	// Weight is how much the example counts; 0 is as much as others.
	Weight float64

	survey *survey
}

// Of the training. The penalty is on signals in units of their deviation; examples count the same whatever their size.
const (
	relatedPenalty = 100
	relatedWeight  = 1000 // of all pairs of an example together
	orderWeight    = 200  // of all links of an example together
	impliedShare   = 0.3  // of them that goes to what links imply over others
	fewest         = 2    // in so many concepts a word has to be
)

// suggestFrom is the confidence from which on a link is worth a person's look. It is low, since gold has only what its
// author thought of: of what remains when the known links are taken out, much is right, too.
const suggestFrom = 0.15

func (e *Example) surveyed() *survey {
	if e.survey == nil {
		e.survey = newSurvey(e.Material)
	}
	return e.survey
}

// inGold are the concepts that have links in the gold, ascending: of the others nobody said that they have none.
func (e *Example) inGold() []int {
	var list []int
	for _, link := range e.Gold {
		list = append(list, link[0], link[1])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (e *Example) weight() float64 {
	if e.Weight == 0 {
		return 1
	}
	return e.Weight
}

// Train learns from examples.
func Train(examples []*Example) (*Model, error) {
	m, err := fit(examples)
	if err != nil {
		return nil, err
	}
	scored, err := leftOut(examples)
	if err != nil {
		return nil, err
	}
	m.Calibration = learn.Isotonic(scored)
	m.Threshold = suggestFrom
	return m, nil
}

// fit learns all but the calibration.
func fit(examples []*Example) (*Model, error) {
	if len(examples) == 0 {
		return nil, errors.New("there is nothing to learn from")
	}
	related, err := fitRelated(examples)
	if err != nil {
		return nil, fmt.Errorf("what has to do with what: %w", err)
	}
	degree := 0.0
	for _, e := range examples {
		degree += 2 * float64(len(e.Gold)) / float64(len(e.inGold())*len(examples))
	}
	return &Model{Related: related, Degree: learn.Round(degree, 2), Order: fitOrder(examples)}, nil
}

// leftOut scores the pairs of each example by what the others teach; with one example there are no others, and no scores.
func leftOut(examples []*Example) ([]learn.Scored, error) {
	var all []learn.Scored
	for i, e := range examples {
		if len(examples) == 1 {
			break
		}
		m, err := fit(slices.Concat(examples[:i], examples[i+1:]))
		if err != nil {
			return nil, err
		}
		s, err := newScorer(m, e.surveyed())
		if err != nil {
			return nil, err
		}
		e.EachPair(func(a, b int, isLink bool) { all = append(all, learn.Scored{Score: s.score(a, b), IsTrue: isLink}) })
	}
	return all, nil
}

// EachPair visits the ordered pairs of concepts that have links.
func (e *Example) EachPair(visit func(a, b int, isLink bool)) {
	gold := map[[2]int]bool{}
	for _, link := range e.Gold {
		gold[link] = true
	}
	concepts := e.inGold()
	for _, a := range concepts {
		for _, b := range concepts {
			if a != b {
				visit(a, b, gold[[2]int{a, b}])
			}
		}
	}
}

// fitRelated learns what has to do with what. Pairs that have and pairs that haven't count the same in each example: how
// rare the first are depends on how many concepts there are, which is added when pairs are scored (see Model.Degree).
func fitRelated(examples []*Example) (*learn.Model, error) {
	var all []learn.Example
	for _, e := range examples {
		s := e.surveyed()
		linked := map[[2]int]bool{}
		for _, link := range e.Gold {
			linked[[2]int{min(link[0], link[1]), max(link[0], link[1])}] = true
		}
		first, count := len(all), [2]float64{}
		e.EachPair(func(a, b int, _ bool) {
			if a < b {
				is := linked[[2]int{a, b}]
				count[int(one(is))]++
				all = append(all, learn.Example{Values: s.related(a, b), IsTrue: is})
			}
		})
		for i := range all[first:] {
			its := &all[first+i]
			its.Weight = relatedWeight / 2 * e.weight() / count[int(one(its.IsTrue))]
		}
	}
	return learn.Train(relatedSignals, all, relatedPenalty)
}

// fitOrder learns which of two linked concepts comes first.
func fitOrder(examples []*Example) *learn.Model {
	words, names := wordsOf(examples)
	number := map[string]int{}
	for i, name := range names {
		number[name] = len(orderSignals) + i
	}
	var list []preference
	for i, e := range examples {
		s := e.surveyed()
		numbered := map[int][]learn.Value{}
		for _, c := range e.inGold() {
			numbered[c] = numberedWords(words[i][c], number)
		}
		add := func(links [][2]int, total float64) {
			for _, link := range links {
				list = append(list, preference{append(s.order(link[0], link[1]), differences(numbered[link[0]], numbered[link[1]])...), total / float64(len(links))})
			}
		}
		add(e.Gold, orderWeight*e.weight()*(1-impliedShare))
		add(implied(e.Gold), orderWeight*e.weight()*impliedShare)
	}
	scale := deviations(list)
	w := fitPreferences(len(orderSignals)+len(names), list)
	m := &learn.Model{Weights: map[string]float64{}}
	const decimals = 4
	for i, name := range orderSignals {
		m.Weights[name] = learn.Round(w[i]/scale[i], decimals)
	}
	for i, name := range names {
		if weight := learn.Round(w[len(orderSignals)+i], decimals); weight != 0 {
			m.Weights[name] = weight
		}
	}
	return m
}

// wordsOf gives the words of each example's concepts that have links, and the names of those that more than one has.
func wordsOf(examples []*Example) ([]map[int][]word, []string) {
	of := make([]map[int][]word, len(examples))
	in := map[string]int{}
	for i, e := range examples {
		of[i] = map[int][]word{}
		for _, c := range e.inGold() {
			of[i][c] = e.surveyed().words(&e.Material.Concepts[c], c)
			for _, w := range of[i][c] {
				in[w.name]++
			}
		}
	}
	var names []string
	for name, n := range sorted(in) {
		if n >= fewest {
			names = append(names, name)
		}
	}
	return of, names
}

// deviations brings the signals to a mean square of one, so that the penalty is fair to them, and gives by what they were divided.
func deviations(list []preference) []float64 {
	scale, total := make([]float64, len(orderSignals)), 0.0
	for _, p := range list {
		total += p.weight
		for _, v := range p.values {
			if v.Feature < len(scale) {
				scale[v.Feature] += p.weight * v.Value * v.Value
			}
		}
	}
	for i := range scale {
		if scale[i] = math.Sqrt(scale[i] / total); scale[i] == 0 {
			scale[i] = 1
		}
	}
	for _, p := range list {
		for i := range p.values {
			if f := p.values[i].Feature; f < len(scale) {
				p.values[i].Value /= scale[f]
			}
		}
	}
	return scale
}

// differences are those of two lists that ascend by feature.
func differences(a, b []learn.Value) []learn.Value {
	var d []learn.Value
	for len(a)+len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].Feature < b[0].Feature:
			d, a = append(d, a[0]), a[1:]
		case len(a) == 0 || b[0].Feature < a[0].Feature:
			d, b = append(d, learn.Value{Feature: b[0].Feature, Value: -b[0].Value}), b[1:]
		default:
			if v := a[0].Value - b[0].Value; v != 0 {
				d = append(d, learn.Value{Feature: a[0].Feature, Value: v})
			}
			a, b = a[1:], b[1:]
		}
	}
	return d
}

// implied are the pairs that links lead to over others, with the links themselves, sorted.
func implied(links [][2]int) [][2]int {
	needs := map[int][]int{}
	for _, link := range links {
		needs[link[0]] = append(needs[link[0]], link[1])
	}
	var all [][2]int
	for from := range sorted(needs) {
		met := map[int]bool{from: true}
		for stack := slices.Clone(needs[from]); len(stack) > 0; {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !met[at] {
				met[at] = true
				all = append(all, [2]int{from, at})
				stack = append(stack, needs[at]...)
			}
		}
	}
	slices.SortFunc(all, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return all
}

// Confidence gives how sure a model is that one concept of an example needs another.
func Confidence(m *Model, e *Example) (func(a, b int) float64, error) {
	s, err := newScorer(m, e.surveyed())
	if err != nil {
		return nil, err
	}
	return func(a, b int) float64 { return m.confidence(s.score(a, b)) }, nil
}

// Popularity gives how many concepts' texts name each concept.
func Popularity(m *Material) []float64 {
	s := newSurvey(m)
	named := make([]float64, len(m.Concepts))
	for _, list := range s.named {
		for _, how := range list {
			if how.prose > 0 {
				named[how.concept]++
			}
		}
	}
	return named
}
