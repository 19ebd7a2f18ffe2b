package loader

import (
	"context"
	"sort"

	"github.com/readfirst/readfirst/loader/match"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/sense"
)

// reading is the text of one telling of an article, with the names in it.
type reading struct {
	blocks    []*page.Block
	described int // how many of them, the first ones, are its description
	page      sense.Page
}

// newReading takes a document's text.
func newReading(d *document) *reading {
	r := &reading{}
	add := func(block *page.Block) {
		in := sense.Block{Block: match.Block{Text: block.Text, Offset: block.Offset}, Level: block.Level}
		if block.IsCode {
			in.Kind = match.CodeBlock
		}
		for _, span := range block.Code {
			in.Code = append(in.Code, match.Span{Start: span[0], End: span[1]})
		}
		r.blocks = append(r.blocks, block)
		r.page.Blocks = append(r.page.Blocks, in)
	}
	plain := func(text string, offset, line int) {
		block := page.Plain(text, offset, line)
		add(&block)
	}
	r.page.Title = d.name
	if d.entry != nil {
		for _, line := range d.entry.Description {
			plain(line.Text, line.Offset, line.Number)
		}
		r.described = len(r.blocks)
		return r
	}
	plain(d.page.Summary.Value, 0, d.page.Summary.Line)
	r.described = 1
	for i := range d.page.Blocks {
		add(&d.page.Blocks[i])
	}
	return r
}

// found gives what is in a block.
func (r *reading) found(block int) []sense.Found {
	all := r.page.Found
	from := sort.Search(len(all), func(i int) bool { return int(all[i].Block) >= block })
	to := from + sort.Search(len(all)-from, func(i int) bool { return int(all[from+i].Block) > block })
	return all[from:to]
}

// readTexts finds the names in the texts of a source's articles, on all cores. What tells a name from an everyday
// word is the source's own text and code.
func (b *builder) readTexts(ctx context.Context, s *parsedSource, why sense.Explainer) error {
	byVocabulary := map[*vocabulary][]*sense.Page{}
	var order []*vocabulary
	for _, d := range s.documents {
		if d.isConcept() {
			continue
		}
		v := b.vocabularies[d.namespace]
		if byVocabulary[v] == nil {
			order = append(order, v)
		}
		for _, telling := range d.tellings() {
			r := newReading(telling)
			b.readings[telling] = r
			byVocabulary[v] = append(byVocabulary[v], &r.page)
		}
	}
	each := func(n int, do func(int)) error { return eachOnAllCores(ctx, n, do) }
	for _, v := range order {
		pages := byVocabulary[v]
		if err := each(len(pages), func(i int) { v.finder.Scan(pages[i]) }); err != nil {
			return err
		}
		if err := v.finder.Weigh(pages, each, why); err != nil {
			return err
		}
	}
	return nil
}
