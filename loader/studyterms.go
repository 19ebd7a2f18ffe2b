package loader

import (
	"context"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/terms"
)

// TermStudy is what one source's texts have a word for, and what of it people call a concept.
type TermStudy struct {
	Source     string
	Candidates []terms.Seen
	Gold       []graph.ID // of each candidate: the concept that it names; "" if it names none
	Hidden     int        // concepts of the gold that at least two articles name
}

// StudyTerms reads sources for the training and the measuring of new concepts. Nothing is known to the search. Gold are the
// concepts of the vocabulary (files, folders or bundled sources as [Load] takes them), of a track its own, and of a source with a
// page called “Glossary” the terms of that page, which the search then doesn't see.
func StudyTerms(ctx context.Context, sources, vocabulary []string, opt Options) ([]TermStudy, error) {
	var studies []TermStudy
	for _, arg := range sources {
		docs, err := read(ctx, append([]string{arg}, vocabulary...), opt)
		if err == nil {
			err = docs.faults.Err()
		}
		if err != nil {
			return nil, err
		}
		study, err := studyTerms(ctx, docs.sources[0], docs)
		if err != nil {
			return nil, err
		}
		studies = append(studies, study)
	}
	return studies, nil
}

func studyTerms(ctx context.Context, s *parsedSource, docs *documents) (TermStudy, error) {
	gold := &documents{sources: slices.Clone(docs.sources)}
	glossary := &parsedSource{source: &source{Source: graph.Source{ID: s.ID + "/glossary"}}}
	var texts []*document
	for _, d := range s.documents {
		switch {
		case d.page == nil || d.isConcept():
		case strings.EqualFold(d.name, "glossary"):
			glossary.documents = append(glossary.documents, glossaryWords(d)...)
		default:
			texts = append(texts, d)
		}
	}
	gold.sources = append(gold.sources, glossary)
	names := wordsOf(gold)
	b := &builder{docs: docs, names: newNames(&graph.State{}, docs)}
	t, err := b.searchTerms(ctx, s, texts, func(string) bool { return false })
	if err != nil {
		return TermStudy{}, err
	}
	study := TermStudy{Source: s.ID, Candidates: t.candidates}
	named := map[graph.ID]bool{}
	for i := range t.candidates {
		var id graph.ID
		for _, name := range append([]string{t.candidates[i].Name}, t.candidates[i].Also...) {
			if ids := names.whole(name); len(ids) > 0 && id == "" {
				id = ids[0]
			}
		}
		study.Gold = append(study.Gold, id)
		named[id] = named[id] || id != ""
	}
	study.Hidden, err = b.namedTwice(ctx, texts, names)
	return study, err
}

// namedTwice counts the concepts of a vocabulary that at least two of the articles name in their prose.
func (b *builder) namedTwice(ctx context.Context, texts []*document, words *vocabulary) (int, error) {
	its := &builder{docs: b.docs, names: b.names, vocabularies: map[string]*vocabulary{}, readings: map[*document]*reading{}}
	for _, d := range texts {
		its.vocabularies[d.namespace] = words
	}
	if err := its.readTexts(ctx, &parsedSource{documents: texts}, nil); err != nil {
		return 0, err
	}
	in := map[graph.ID]int{}
	for _, d := range texts {
		c := documentClaims{builder: its, vocabulary: words}
		l := newMentionList(d)
		c.readText(l)
		for id, m := range l.of {
			in[id] += b2i(m.signs.Prose > 0)
		}
	}
	count := 0
	for _, n := range in {
		count += b2i(n > 1)
	}
	return count, nil
}

// glossaryWords makes concepts of the terms of a glossary.
func glossaryWords(d *document) []*document {
	g := terms.NewGatherer()
	a := terms.Article{}
	for i := range d.page.Blocks {
		a.Blocks = append(a.Blocks, &d.page.Blocks[i])
	}
	g.Add(a)
	var words []*document
	for _, c := range g.Candidates() {
		if c.Terms > 0 {
			words = append(words, wordDocument(c.Name))
		}
	}
	return words
}

// wordDocument is a concept that is nothing but a name.
func wordDocument(name string) *document {
	p := &page.Page{Kind: graph.KindConcept, Name: page.Text{Value: name, Line: 1}, Match: ruleOf(name)}
	return &document{id: graph.NewID(graph.KindConcept, graph.Slug(name)), name: name, file: &file{}, page: p}
}
