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

// A group are the names that a table is about.
type group struct {
	title, note string
	has         func(loader.Term) bool
}

var (
	ofTypes = group{"Mentions without code marks: names of types", "", loader.Term.IsType}
	inSmall = group{"Names in small letters", "These make no gold: where a word such as “move” isn't marked it means the name about as often. " +
		"Pages that mark their code, as these did, are searched for marked ones only.", loader.Term.IsSmall}
	groups = []group{
		ofTypes,
		{"Of these, names that are words of everyday English", "", func(t loader.Term) bool { return t.IsType() && sense.IsEveryday(t.Name) }},
		inSmall,
	}
)

// names are the source's names of the group.
func (g group) names(s *loader.UnmarkedSource) []string {
	var names []string
	for _, t := range s.Terms {
		if g.has(t) && t.Count >= fewestMarks {
			names = append(names, t.Name)
		}
	}
	return names
}

// foreignWeight is how much a place counts, in training, of a name that only other sources mark: these are asked for, so that there
// are names that a source never marks, but a missing mark says less there.
const foreignWeight = 0.5

// TrainMentions learns to tell names from everyday words from where sources mark their code. Each source is asked for the names of
// types of all of them, so that there are names that it never marks, and for its own in small letters.
func TrainMentions(sources []*loader.UnmarkedSource) (*sense.Weights, error) {
	var types []string
	for _, s := range sources {
		types = append(types, ofTypes.names(s)...)
	}
	slices.Sort(types)
	types = slices.Compact(types)
	gold := make([]sense.Gold, len(sources))
	for i, s := range sources {
		names := slices.Concat(types, inSmall.names(s))
		var err error
		if gold[i], err = s.Search(names, nil); err != nil {
			return nil, err
		}
		own := map[string]bool{}
		for _, name := range slices.Concat(ofTypes.names(s), inSmall.names(s)) {
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
	var tables []*Table
	var sums []sum
	for _, g := range groups {
		t := &Table{Title: g.title, Columns: []string{"source", "names", "marked", "other places", "random F1", "popularity F1", "spelling F1", "precision", "recall", "F1"}}
		if g.note != "" {
			t.Notes = []string{g.note}
		}
		tables, sums = append(tables, t), append(sums, sum{})
	}
	var failed error
	LeaveOneOut(sources, trained{sense.Default(), nil}, func(others []*loader.UnmarkedSource) trained {
		m, err := trainedOn(others)
		failed = cmp.Or(failed, err)
		return trained{m, others}
	}, func(t trained, s *loader.UnmarkedSource) {
		for i, g := range groups {
			if failed == nil && ctx.Err() == nil {
				failed = t.measure(tables[i], g, s, &sums[i])
			}
		}
	})
	if len(sources) > 1 {
		for i := range sums {
			sums[i].add(tables[i])
		}
	}
	return tables, cmp.Or(failed, ctx.Err())
}

// sum is what all sources have together.
type sum struct {
	names, sources           int
	model, spelling, popular learn.Counts
	meanF1, meanSpelling     float64
}

// add adds the rows below those of the sources.
func (s *sum) add(t *Table) {
	t.Add("all places", s.names, s.spelling.TP, s.spelling.FP, share(s.spelling.Precision()), s.popular.F1(), s.spelling.F1(), s.model.Precision(), s.model.Recall(), s.model.F1())
	n := float64(max(s.sources, 1))
	t.Add("mean of sources", nil, nil, nil, nil, nil, s.meanSpelling/n, nil, nil, s.meanF1/n)
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
func (t trained) measure(table *Table, of group, s *loader.UnmarkedSource, all *sum) error {
	names := of.names(s)
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
	if spelling.TP > 0 {
		all.names += len(names)
		all.sources++
		all.model.Add(model)
		all.spelling.Add(spelling)
		all.popular.Add(popularity)
		all.meanF1 += model.F1()
		all.meanSpelling += spelling.F1()
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
