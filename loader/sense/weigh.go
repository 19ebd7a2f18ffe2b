package sense

import (
	"cmp"
	"math"
	"slices"

	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader/match"
)

// counts is what a page, or a source, has of one concept's names.
type counts struct {
	code, declared, typed int32 // in code, without comments and strings
	marked                int32 // in code spans of prose
	likely, doubted       int32 // in doubt, and of these within a sentence
	pages                 int32 // with any of them in code; of sources only
	sum                   float64
}

func (c *counts) add(o *counts) {
	c.code += o.code
	c.declared += o.declared
	c.typed += o.typed
	c.marked += o.marked
	c.likely += o.likely
	c.doubted += o.doubted
	c.sum += o.sum
}

// note counts a place.
func (c *counts) note(f *Found, inCode bool) {
	switch {
	case f.Sense == match.Likely:
		c.likely++
		c.doubted++
	case f.Sense == match.Unlikely:
		c.doubted++
	case f.Code && !inCode:
		c.marked++
	case f.Code && f.syntax != quoted:
		c.code++
		switch f.syntax {
		case declared:
			c.declared++
		case typed:
			c.typed++
		}
	}
}

// desk is what one goroutine works with.
type desk struct {
	matches []match.Match
	found   []Found
	headed  []int32
	counts  []counts // of a page, by concept
	touched []int32  // those that aren't zero
	row     row
}

// count counts what a page has.
func (d *desk) count(p *Page) {
	for _, c := range d.touched {
		d.counts[c] = counts{}
	}
	d.touched = d.touched[:0]
	for i := range p.Found {
		f := &p.Found[i]
		c := &d.counts[f.Concept]
		if *c == (counts{}) {
			d.touched = append(d.touched, f.Concept)
		}
		c.note(f, p.Blocks[f.Block].Kind == match.CodeBlock)
	}
}

// source is what all pages of a source have together.
type source struct {
	*Finder
	total []counts // by concept
}

// InTurn does something for so many things, one after the other: what Weigh needs where nothing else runs them at once.
func InTurn(n int, do func(i int)) error {
	for i := range n {
		do(i)
	}
	return nil
}

// Weigh scores the places of the pages of one source, which have been scanned. each runs a function for so many things, perhaps
// several at once; its error ends the work. explain, if it isn't nil, is told why, perhaps by several goroutines at once.
func (f *Finder) Weigh(pages []*Page, each func(n int, do func(i int)) error, explain Explainer) error {
	s := f.newSource(pages)
	reasons := make([][][]learn.Value, len(pages)) // for each place in doubt, if anybody asks
	if err := each(len(pages), func(i int) {
		if explain == nil {
			s.first(pages[i], nil)
			return
		}
		s.first(pages[i], func(_ *Found, values []learn.Value) {
			reasons[i] = append(reasons[i], slices.Clone(values))
		})
	}); err != nil {
		return err
	}
	s.sum(pages)
	return each(len(pages), func(i int) {
		if explain == nil {
			s.second(pages[i], nil)
			return
		}
		at := 0
		s.second(pages[i], func(f *Found, values []learn.Value) {
			explain(pages[i], f, s.model[f.sort].explain(reasons[i][at], values))
			at++
		})
	})
}

// An Explainer is told what speaks for a place in doubt being the name, and against it: what each feature adds to the
// logarithm of the odds, the strongest first.
type Explainer func(p *Page, f *Found, why []learn.Contribution)

// explain puts the contributions of both models into the second one's terms.
func (m *scorer) explain(first, second []learn.Value) []learn.Contribution {
	all := m.second.Explain(secondNames[:], second)
	share := 0.0
	for _, v := range second {
		if v.Feature == byItself || v.Feature == startsByItself {
			share = m.second.Weights[v.Feature] * v.Value / m.first.LogOdds(first)
		}
	}
	all = slices.DeleteFunc(all, func(c learn.Contribution) bool {
		return c.Feature == secondNames[byItself] || c.Feature == secondNames[startsByItself]
	})
	for _, c := range m.first.Explain(firstNames(), first) {
		c.LogOdds = learn.Round(c.LogOdds*share, 3)
		all = append(all, c)
	}
	all = append(all, learn.Contribution{Feature: "any place", Value: 1, LogOdds: learn.Round(m.second.Bias+m.first.Bias*share, 3)})
	slices.SortStableFunc(all, func(a, b learn.Contribution) int { return cmp.Compare(math.Abs(b.LogOdds), math.Abs(a.LogOdds)) })
	return all
}

// newSource counts what the pages have together.
func (f *Finder) newSource(pages []*Page) *source {
	s := &source{f, make([]counts, f.concepts)}
	d := f.pool.Get().(*desk)
	defer f.pool.Put(d)
	for _, p := range pages {
		d.count(p)
		for _, c := range d.touched {
			s.total[c].add(&d.counts[c])
			if d.counts[c].code+d.counts[c].marked > 0 {
				s.total[c].pages++
			}
		}
	}
	return s
}

// A rowReader is given the features of a place, which are valid during the call.
type rowReader func(f *Found, values []learn.Value)

// first scores the places of a page each by itself.
func (s *source) first(p *Page, read rowReader) {
	d := s.pool.Get().(*desk)
	defer s.pool.Put(d)
	d.count(p)
	for i := range p.Found {
		f := &p.Found[i]
		if f.Sense == match.Sure {
			continue
		}
		d.row.place(s, d, p, i)
		f.starts = d.row.at.starts
		if read != nil {
			read(f, d.row.values)
		}
		if s.model != nil {
			f.logOdds = min(max(s.model[f.sort].first.LogOdds(d.row.values), -limit), limit)
		}
	}
}

// limit is how sure one place alone can be, in log odds.
const limit = 6

// sum adds up what all places of each concept say.
func (s *source) sum(pages []*Page) {
	for i := range s.total {
		s.total[i].sum = 0
	}
	for _, p := range pages {
		for i := range p.Found {
			if f := &p.Found[i]; f.Sense != match.Sure {
				s.total[f.Concept].sum += f.logOdds
			}
		}
	}
}

// second scores the places of a page by the others, too.
func (s *source) second(p *Page, read rowReader) {
	d := s.pool.Get().(*desk)
	defer s.pool.Put(d)
	d.count(p)
	for i := range p.Found {
		if f := &p.Found[i]; f.Sense != match.Sure {
			d.counts[f.Concept].sum += f.logOdds
		}
	}
	for i := range p.Found {
		f := &p.Found[i]
		if f.Sense == match.Sure {
			continue
		}
		d.row.others(s, d, p, i)
		if read != nil {
			read(f, d.row.values)
		}
		switch {
		case s.model == nil:
		case p.marked && f.sort == small:
			f.Score = 0 // what has a mark is the name, what has none is the word
		default:
			f.Score = learn.Round(s.model[f.sort].second.Probability(d.row.values), 4)
		}
	}
}

// mean of the others: of a sum with n places, of which one says x; 0 if there are no others.
func others(sum float64, n int32, x float64) float64 {
	if n < 2 {
		return 0
	}
	return (sum - x) / float64(n-1)
}

func log2(n int32) float64 { return math.Log2(float64(1 + n)) }
