package eval

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/roles"
)

// LabelledRoles are the articles of studies as the model learns from them: taught is what is the title, or a whole piece of
// it, and named at least three times by the text. What a title names among other words, and what the text names less, isn't counted.
func LabelledRoles(studies []loader.RoleStudy) [][]roles.Labelled {
	sources := make([][]roles.Labelled, len(studies))
	for i := range studies {
		for _, a := range studies[i].Articles {
			sources[i] = append(sources[i], labelled(&a, roles.LeastNamed))
		}
	}
	return sources
}

func labelled(a *loader.StudiedArticle, least int) roles.Labelled {
	l := roles.Labelled{Article: a.Text}
	for i, gold := range a.Gold {
		named := a.Text.Concepts[i].Prose
		l.Taught = append(l.Taught, gold == loader.Whole && named >= least)
		l.Ignored = append(l.Ignored, gold == loader.Within || gold == loader.Whole && named < least)
	}
	return l
}

// roleMeasure counts, by a method each, what is found of the gold.
type roleMeasure struct {
	model, loaded, known, popular, random learn.Counts
	articles                              int
}

func (m *roleMeasure) add(o roleMeasure) {
	m.model.Add(o.model)
	m.loaded.Add(o.loaded)
	m.known.Add(o.known)
	m.popular.Add(o.popular)
	m.random.Add(o.random)
	m.articles += o.articles
}

// Roles measures which concepts articles teach, by their texts alone: one table for the gold that can be told from
// texts, and one for the stricter ones.
func Roles(studies []loader.RoleStudy) ([]*Table, error) {
	var failed error
	strict := []struct {
		name   string
		least  int
		unsaid bool
	}{
		{"title, named three times", roles.LeastNamed, false},
		{"title, named twice", 2, false},
		{"title, named once", 1, false},
		{"title, named or not", 1, true},
	}
	table := &Table{Title: "TEACHES from texts whose titles are hidden", Columns: []string{"source", "articles", "taught", "precision", "recall", "F1", "F1 knowing how many", "popularity", "random", "F1 as loaded"},
		Notes: []string{
			"Taught is what is the title, or a whole piece of it, and what the text names at least three times; titles and the headings that repeat them are hidden.",
			"Knowing how many: as many as are taught, the likeliest; popularity: as many, the most mentioned; random: as many, by chance.",
			"As loaded: with the titles, whose concepts are taught for certain; what else the text is said to teach counts as wrong.",
		}}
	stricter := &Table{Title: "The same with stricter gold, all sources", Columns: []string{"gold", "taught", "precision", "recall", "F1", "F1 knowing how many", "popularity"}}
	totals := make([]roleMeasure, len(strict))
	LeaveOneOut(studies, roles.Default(), func(rest []loader.RoleStudy) *roles.Model {
		w, err := roles.Train(LabelledRoles(rest))
		if err != nil {
			failed = cmp.Or(failed, err)
			return roles.Default()
		}
		m, err := roles.New(w)
		failed = cmp.Or(failed, err)
		return m
	}, func(m *roles.Model, s loader.RoleStudy) {
		for i, gold := range strict {
			one := measureRoles(m, &s, gold.least, gold.unsaid)
			totals[i].add(one)
			if i == 0 {
				table.addRoles(s.Source, one)
			}
		}
	})
	if failed != nil {
		return nil, fmt.Errorf("the model can't be trained: %w", failed)
	}
	if len(studies) > 1 {
		table.addRoles("all", totals[0])
	}
	for i, gold := range strict {
		c := totals[i].model
		stricter.Add(gold.name, c.TP+c.FN, c.Precision(), c.Recall(), c.F1(), totals[i].known.F1(), totals[i].popular.F1())
	}
	return []*Table{table, stricter}, nil
}

func (t *Table) addRoles(name string, m roleMeasure) {
	if m.articles == 0 {
		t.Add(name, 0, 0, nil, nil, nil, nil, nil, nil, nil)
		return
	}
	t.Add(name, m.articles, m.model.TP+m.model.FN, m.model.Precision(), m.model.Recall(), m.model.F1(), m.known.F1(), m.popular.F1(), m.random.F1(), m.loaded.F1())
}

// measureRoles measures one source's articles that teach something.
func measureRoles(m *roles.Model, s *loader.RoleStudy, least int, unsaid bool) roleMeasure {
	texts := make([]roles.Article, len(s.Articles))
	for i := range s.Articles {
		texts[i] = s.Articles[i].Text
	}
	var sum roleMeasure
	for i, verdicts := range m.Judge(texts) {
		a := &s.Articles[i]
		gold := labelled(a, least)
		missed := 0
		if unsaid {
			missed = len(a.Unsaid)
		}
		if !slices.Contains(gold.Taught, true) && missed == 0 {
			continue
		}
		sum.articles++
		var things []roleThing
		for j, v := range verdicts {
			if x := &a.Text.Concepts[j]; x.Prose > 0 && !gold.Ignored[j] {
				things = append(things, roleThing{x.ID, gold.Taught[j], v, x.Prose})
				sum.model.Note(v.Teaches, gold.Taught[j])
				sum.loaded.Note(v.Teaches || gold.Taught[j], gold.Taught[j])
			}
		}
		sum.model.FN += missed
		sum.loaded.TP += missed
		sum.known.Add(foremost(things, missed, func(t roleThing) float64 { return t.verdict.Probability }))
		sum.popular.Add(foremost(things, missed, func(t roleThing) float64 { return float64(t.named) }))
		sum.random.Add(foremost(things, missed, func(t roleThing) float64 { return chance(string(a.ID), t.id) }))
	}
	return sum
}

// roleThing is a concept in an article.
type roleThing struct {
	id      string
	taught  bool
	verdict roles.Verdict
	named   int
}

// foremost takes as many things for taught as are, those of the highest scores; missed ones aren't among them.
func foremost(things []roleThing, missed int, score func(roleThing) float64) learn.Counts {
	things = slices.Clone(things)
	slices.SortStableFunc(things, func(a, b roleThing) int { return cmp.Or(cmp.Compare(score(b), score(a)), cmp.Compare(a.id, b.id)) })
	taught := missed
	for _, t := range things {
		taught += b2i(t.taught)
	}
	c := learn.Counts{FN: missed}
	for i, t := range things {
		c.Note(i < taught, t.taught)
	}
	return c
}

// chance draws a number from 0 to 1 for a pair of texts, always the same (FNV-1a).
func chance(a, b string) float64 {
	hash := uint64(14695981039346656037)
	for _, text := range []string{a, "\x00", b} {
		for i := range len(text) {
			hash = (hash ^ uint64(text[i])) * 1099511628211
		}
	}
	return float64(hash>>11) / (1 << 53)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// KeyRoles measures sources that list key concepts: what is told from titles and descriptions, with the lists hidden.
func KeyRoles(studies []loader.RoleStudy) *Table {
	t := &Table{Title: "TEACHES from titles and descriptions whose key concepts are hidden", Columns: []string{"source", "articles", "taught", "precision", "recall", "F1", "F1 of what is named", "all that is named", "F1 as loaded"},
		Notes: []string{
			"Taught are the known concepts of an entry's list. Title and description are all there is to tell from; of what is named: without those of the list that neither has.",
			"All that is named: everything that title or description mentions. As loaded: with the lists; what else the titles name counts as wrong.",
		}}
	for _, s := range studies {
		var c, named, all, loaded learn.Counts
		texts := make([]roles.Article, len(s.Articles))
		for i := range s.Articles {
			texts[i] = s.Articles[i].Text
		}
		articles := 0
		for i, verdicts := range roles.Default().Judge(texts) {
			a := &s.Articles[i]
			gold := map[graph.ID]bool{}
			for _, id := range a.Unsaid {
				gold[id] = true
			}
			found, mentioned := map[graph.ID]bool{}, map[graph.ID]bool{}
			for j, v := range verdicts {
				id := graph.ID(a.Text.Concepts[j].ID)
				mentioned[id] = true
				if a.Gold[j] == loader.Whole {
					gold[id] = true
				}
				if v.Teaches {
					found[id] = true
				}
			}
			for _, id := range a.Named {
				found[id], mentioned[id] = true, true
			}
			if len(gold) == 0 {
				continue
			}
			articles++
			union := map[graph.ID]bool{}
			for _, set := range []map[graph.ID]bool{gold, mentioned} {
				for id := range set {
					union[id] = true
				}
			}
			for id := range union {
				c.Note(found[id], gold[id])
				all.Note(mentioned[id], gold[id])
				loaded.Note(gold[id] || slices.Contains(a.Named, id), gold[id])
				if mentioned[id] {
					named.Note(found[id], gold[id])
				}
			}
		}
		t.Add(s.Source, articles, c.TP+c.FN, c.Precision(), c.Recall(), c.F1(), named.F1(), all.F1(), loaded.F1())
	}
	return t
}
