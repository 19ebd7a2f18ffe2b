package sense

import (
	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader/match"
)

// Gold is a source whose code marks were taken out, to learn from: its pages have been scanned. Of each place in doubt IsName says
// whether it was marked, and whether that counts.
type Gold struct {
	Finder *Finder
	Pages  []*Page
	IsName func(p *Page, f *Found) (isName, counts bool)
}

// Penalties of the two models, chosen by leaving each source out in turn.
const (
	firstPenalty  = 3
	secondPenalty = 1
)

// Train learns the weights from several sources, which count by the root of their size. The second model learns from what the first
// one says of sources that it hasn't seen, where there are several.
func Train(sources []Gold) (*Weights, error) {
	sets := make([]set, len(sources))
	for i := range sources {
		sets[i] = newSet(&sources[i])
	}
	w := &Weights{}
	var err error
	if w.First, err = learn.Train(firstNames(), joined(sets, -1, firstExamples), firstPenalty); err != nil {
		return nil, err
	}
	for i := range sets {
		m := w.First
		if len(sets) > 1 {
			if m, err = learn.Train(firstNames(), joined(sets, i, firstExamples), firstPenalty); err != nil {
				return nil, err
			}
		}
		if err = sets[i].among(m); err != nil {
			return nil, err
		}
	}
	w.Second, err = learn.Train(secondNames[:], joined(sets, -1, secondExamples), secondPenalty)
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
			*to = append(*to, learn.Example{Values: append([]learn.Value{}, values...), IsTrue: isName})
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
