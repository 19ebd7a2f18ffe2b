package sense

import (
	"errors"
	"slices"

	"github.com/readfirst/readfirst/internal/learn"
)

// Gold is a source whose code marks were taken out, to learn from: its pages have been scanned. Of each place in doubt IsName says
// whether it was marked, and whether that counts.
type Gold struct {
	Finder *Finder
	Pages  []*Page
	IsName func(p *Page, f *Found) (isName, counts bool)
	Weight func(f *Found) float64 // how much it counts; nil: 1
}

// Penalties of the two models, chosen by leaving each source out in turn.
const (
	firstPenalty  = 40
	secondPenalty = 10
)

// Train learns the weights from several sources. The second models learn from what the first ones say of sources that they
// haven't seen, where there are several. A sort of names that the sources can teach nothing of keeps the program's weights.
func Train(sources []Gold) (*Weights, error) {
	w, err := stored()
	if err != nil {
		w = &Weights{} // of other features: they are to be replaced
	}
	for i, pair := range []*Pair{&w.Capital, &w.Small} {
		sets := make([]set, len(sources))
		for k := range sources {
			sets[k] = newSet(&sources[k], uint8(i))
		}
		its := Pair{}
		switch err := its.train(sets); {
		case errors.Is(err, learn.ErrOneSided) && pair.First != nil:
		case err != nil:
			return nil, err
		default:
			*pair = its
		}
	}
	return w, nil
}

func (p *Pair) train(sets []set) error {
	var err error
	if p.First, err = trainFirst(sets, -1); err != nil {
		return err
	}
	for i := range sets {
		m := p.First
		if len(sets) > 1 {
			if m, err = trainFirst(sets, i); errors.Is(err, learn.ErrOneSided) {
				m = p.First
			} else if err != nil {
				return err
			}
		}
		if err = sets[i].among(m); err != nil {
			return err
		}
	}
	p.Second, err = learn.TrainSigned(secondNames[:], joined(sets, -1, secondExamples), secondPenalty, secondSigns())
	if err == nil {
		p.Second.Threshold = Threshold
	}
	return err
}

func trainFirst(sets []set, without int) (*learn.Model, error) {
	return learn.TrainSigned(firstNames(), common(joined(sets, without, firstExamples)), firstPenalty, firstSigns())
}

// set is what is learned from one source about one sort of names.
type set struct {
	gold          *Gold
	sort          uint8
	source        *source
	first, second []learn.Example
}

func firstExamples(s *set) []learn.Example  { return s.first }
func secondExamples(s *set) []learn.Example { return s.second }

// newSet makes the examples of the first model.
func newSet(g *Gold, sort uint8) set {
	s := set{gold: g, sort: sort, source: NewFinder(g.Finder.matcher, g.Finder.concepts, nil).newSource(g.Pages)}
	for _, p := range g.Pages {
		s.source.first(p, s.reader(p, &s.first))
	}
	return s
}

// reader keeps what counts.
func (s *set) reader(p *Page, to *[]learn.Example) rowReader {
	return func(f *Found, values []learn.Value) {
		isName, counts := s.gold.IsName(p, f)
		if !counts || f.sort != s.sort {
			return
		}
		e := learn.Example{Values: slices.Clone(values), IsTrue: isName}
		if s.gold.Weight != nil {
			e.Weight = s.gold.Weight(f)
		}
		*to = append(*to, e)
	}
}

// among makes the examples of the second model, from what the first one says.
func (s *set) among(m *learn.Model) error {
	first, err := m.For(firstNames())
	if err != nil {
		return err
	}
	its := scorer{first: first, second: &learn.Linear{Weights: make([]float64, secondFeatures)}}
	s.source.model = &Model{its, its}
	for _, p := range s.gold.Pages {
		s.source.first(p, nil)
	}
	s.source.sum(s.gold.Pages)
	s.second = nil
	for _, p := range s.gold.Pages {
		s.source.second(p, s.reader(p, &s.second))
	}
	return nil
}

// joined puts the examples of all sets but one together.
func joined(sets []set, without int, of func(*set) []learn.Example) []learn.Example {
	var all []learn.Example
	for i := range sets {
		if i != without {
			all = append(all, of(&sets[i])...)
		}
	}
	return all
}

// common leaves out the features that few examples have.
func common(examples []learn.Example) []learn.Example {
	const fewest = 5
	count := make([]int, len(firstNames()))
	for i := range examples {
		for _, v := range examples[i].Values {
			count[v.Feature]++
		}
	}
	for i := range examples {
		examples[i].Values = slices.DeleteFunc(slices.Clone(examples[i].Values), func(v learn.Value) bool { return count[v.Feature] < fewest })
	}
	return examples
}
