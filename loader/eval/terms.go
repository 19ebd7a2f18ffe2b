package eval

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/terms"
)

// TrainTerms learns which candidates are concepts.
func TrainTerms(studies []loader.TermStudy) (*learn.Model, error) {
	var list []terms.Labelled
	for i := range studies {
		for j := range studies[i].Candidates {
			list = append(list, terms.Labelled{Seen: studies[i].Candidates[j], IsConcept: studies[i].Gold[j] != ""})
		}
	}
	return terms.Train(list)
}

// Concepts measures what new concepts are found where nothing is known: how many of those that come first, by the model or
// by popularity, are of the hidden vocabulary.
func Concepts(studies []loader.TermStudy) ([]*Table, error) {
	table := &Table{Title: "New concepts, with the vocabulary hidden", Columns: []string{"source", "candidates", "hidden", "of the first 20", "of the first 50", "popularity, 20", "popularity, 50", "random, 20", "found in 100", "suggested", "of these"},
		Notes: []string{
			"Hidden: concepts of the vocabulary that at least two articles name, and a track's own; of the first 20: how many of them the vocabulary has, which says nothing about the others: no vocabulary has all.",
			"Popularity: the most mentioned candidates first. Found in 100: how many hidden concepts are among the first 100. Suggested: what a load would suggest.",
		}}
	var failed error
	LeaveOneOut(studies, terms.Default(), func(rest []loader.TermStudy) *terms.Model {
		w, err := TrainTerms(rest)
		if err == nil {
			var m *terms.Model
			if m, err = terms.New(w); err == nil {
				return m
			}
		}
		failed = cmp.Or(failed, err)
		return terms.Default()
	}, func(m *terms.Model, s loader.TermStudy) { table.addTerms(m, &s) })
	if failed != nil {
		return nil, fmt.Errorf("the model can't be trained: %w", failed)
	}
	return []*Table{table}, nil
}

// candidate is a candidate with its gold and its score.
type candidate struct {
	*terms.Seen
	gold    graph.ID
	verdict terms.Verdict
}

func (t *Table) addTerms(m *terms.Model, s *loader.TermStudy) {
	var list []candidate
	for i := range s.Candidates {
		if c := &s.Candidates[i]; c.In >= terms.LeastArticles {
			list = append(list, candidate{c, s.Gold[i], m.Judge(c)})
		}
	}
	right := func(n int, score func(candidate) float64) int {
		slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Or(cmp.Compare(score(b), score(a)), cmp.Compare(a.Key, b.Key)) })
		count := 0
		for _, c := range list[:min(n, len(list))] {
			count += b2i(c.gold != "")
		}
		return count
	}
	confidence := func(c candidate) float64 { return c.verdict.Confidence }
	popularity := func(c candidate) float64 { return float64(c.Sum.Prose) }
	random := right(20, func(c candidate) float64 { return chance(s.Source, c.Key) })
	popular20, popular50 := right(20, popularity), right(50, popularity)
	first20, first50 := right(20, confidence), right(50, confidence)
	found := map[graph.ID]bool{}
	suggested, ofThese := 0, 0
	for i, c := range list {
		if i < 100 && c.gold != "" {
			found[c.gold] = true
		}
		if c.verdict.IsLikely && suggested < terms.MostSuggested {
			suggested++
			ofThese += b2i(c.gold != "")
		}
	}
	t.Add(s.Source, len(list), s.Hidden, first20, first50, popular20, popular50, random, len(found), suggested, ofThese)
}
