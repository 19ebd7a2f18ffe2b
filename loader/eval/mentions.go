package eval

import (
	"cmp"
	"context"
	"slices"

	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/sense"
)

// fewestMarks is how often a source must mark a name as code, alone, for it to be asked for.
const fewestMarks = 2

// typeNames are the source's names that an everyday word may be spelled like.
func typeNames(s *loader.UnmarkedSource) []string {
	var names []string
	for _, t := range s.Terms {
		if t.IsType() && t.Count >= fewestMarks {
			names = append(names, t.Name)
		}
	}
	return names
}

// foreignWeight is how much a place counts, in training, of a name that only other sources mark: these are asked for, so that there
// are names that a source never marks, but a missing mark says less there.
const foreignWeight = 0.5

// TrainMentions learns to tell names from everyday words from where sources mark their code. Each source is asked for the names
// of all of them, so that there are names that it never marks.
func TrainMentions(sources []*loader.UnmarkedSource) (*sense.Weights, error) {
	var names []string
	for _, s := range sources {
		names = append(names, typeNames(s)...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	gold := make([]sense.Gold, len(sources))
	for i, s := range sources {
		var err error
		if gold[i], err = s.Search(names, nil); err != nil {
			return nil, err
		}
		own := map[string]bool{}
		for _, name := range typeNames(s) {
			own[name] = true
		}
		gold[i].Weight = func(f *sense.Found) float64 {
			if own[names[f.Concept]] {
				return 1
			}
			return foreignWeight
		}
	}
	return sense.Train(gold)
}

// Mentions measures how well names are told from everyday words in texts whose code marks were taken out, against where the
// marks were.
func Mentions(ctx context.Context, args []string, opt loader.Options) ([]*Table, error) {
	sources, err := loader.ReadUnmarked(ctx, args, opt)
	if err != nil {
		return nil, err
	}
	table := &Table{Title: "Mentions without code marks: names of types",
		Columns: []string{"source", "names", "marked", "other places", "random F1", "popularity F1", "spelling F1", "precision", "recall", "F1"}}
	var failed error
	LeaveOneOut(sources, trained{sense.Default(), nil}, func(others []*loader.UnmarkedSource) trained {
		m, err := trainedOn(others)
		failed = cmp.Or(failed, err)
		return trained{m, others}
	}, func(t trained, s *loader.UnmarkedSource) {
		if failed == nil && ctx.Err() == nil {
			failed = t.measure(table, s)
		}
	})
	return []*Table{table}, cmp.Or(failed, ctx.Err())
}

// trained is a model, and what it was trained on.
type trained struct {
	*sense.Model
	on []*loader.UnmarkedSource
}

func trainedOn(sources []*loader.UnmarkedSource) (*sense.Model, error) {
	w, err := TrainMentions(sources)
	if err != nil {
		return nil, err
	}
	return w.Model()
}

// measure adds the row of a source.
func (t trained) measure(table *Table, s *loader.UnmarkedSource) error {
	names := typeNames(s)
	usual, err := usualSense(t.on, names)
	if err != nil {
		return err
	}
	g, err := s.Search(names, t.Model)
	if err != nil {
		return err
	}
	var model, spelling, popularity learn.Counts
	eachDoubt(g, func(f *sense.Found, isName bool) {
		model.Note(f.IsName(), isName)
		spelling.Note(true, isName)
		popularity.Note(usual[f.Concept] >= 0, isName)
	})
	random, popular := share(spelling.Precision()), any(popularity.F1())
	if len(t.on) == 0 {
		popular = nil
	}
	table.Add(s.Name, len(names), spelling.TP, spelling.FP, random, popular, spelling.F1(), model.Precision(), model.Recall(), model.F1())
	return nil
}

// share is the F1 that is expected of tossing a coin where such a share is true.
func share(isTrue float64) float64 { return isTrue / (isTrue + 0.5) }

// eachDoubt visits the places that are spelled like the name, of those that count.
func eachDoubt(g sense.Gold, visit func(f *sense.Found, isName bool)) {
	for _, p := range g.Pages {
		for i := range p.Found {
			f := &p.Found[i]
			if f.Inflected {
				continue
			}
			if isName, counts := g.IsName(p, f); counts {
				visit(f, isName)
			}
		}
	}
}

// usualSense says of each name by how many more places of the sources are names than words.
func usualSense(sources []*loader.UnmarkedSource, names []string) ([]int, error) {
	more := make([]int, len(names))
	for _, s := range sources {
		g, err := s.Search(names, nil)
		if err != nil {
			return nil, err
		}
		eachDoubt(g, func(f *sense.Found, isName bool) {
			if isName {
				more[f.Concept]++
			} else {
				more[f.Concept]--
			}
		})
	}
	return more, nil
}
