package sense

import (
	"slices"

	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader/match"
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

// Train learns the weights from several sources. The second model learns from what the first
// one says of sources that it hasn't seen, where there are several.
func Train(sources []Gold) (*Weights, error) {
	sets := make([]set, len(sources))
	for i := range sources {
		sets[i] = newSet(&sources[i])
	}
	w := &Weights{}
	var err error
	if w.First, err = learn.TrainSigned(firstNames(), common(joined(sets, -1, firstExamples)), firstPenalty, firstSigns()); err != nil {
		return nil, err
	}
	for i := range sets {
		m := w.First
		if len(sets) > 1 {
			if m, err = learn.TrainSigned(firstNames(), common(joined(sets, i, firstExamples)), firstPenalty, firstSigns()); err != nil {
				return nil, err
			}
		}
		if err = sets[i].among(m); err != nil {
			return nil, err
		}
	}
	w.Second, err = learn.TrainSigned(secondNames[:], joined(sets, -1, secondExamples), secondPenalty, secondSigns())
	if err != nil {
		return nil, err
	}
	w.Second.Threshold = Threshold
	return w, nil
}

// set is what is learned from one source.
type set struct {
	gold          *Gold
	source        *source
	first, second []learn.Example
}

func firstExamples(s *set) []learn.Example  { return s.first }
func secondExamples(s *set) []learn.Example { return s.second }

// newSet makes the examples of the first model.
func newSet(g *Gold) set {
	s := set{gold: g, source: g.Finder.newSource(g.Pages)}
	s.source.Finder = &Finder{matcher: g.Finder.matcher, concepts: g.Finder.concepts}
	s.source.pool.New = g.Finder.pool.New
	for _, p := range g.Pages {
		s.source.first(p, s.reader(p, &s.first))
	}
	return s
}

// reader keeps what counts.
func (s *set) reader(p *Page, to *[]learn.Example) rowReader {
	return func(f *Found, values []learn.Value) {
		if isName, counts := s.gold.IsName(p, f); counts {
			e := learn.Example{Values: slices.Clone(values), IsTrue: isName}
			if s.gold.Weight != nil {
				e.Weight = s.gold.Weight(f)
			}
			*to = append(*to, e)
		}
	}
}

// among makes the examples of the second model, from what the first one says.
func (s *set) among(m *learn.Model) error {
	first, err := m.For(firstNames())
	if err != nil {
		return err
	}
	s.source.model = &Model{first: first, second: &learn.Linear{Weights: make([]float64, secondFeatures)}}
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

// Doubts counts the places in doubt that count.
func (g *Gold) Doubts() (names, words int) {
	for _, p := range g.Pages {
		for i := range p.Found {
			if f := &p.Found[i]; f.Sense != match.Sure {
				if isName, counts := g.IsName(p, f); counts && isName {
					names++
				} else if counts {
					words++
				}
			}
		}
	}
	return names, words
}
