package loader

import (
	"cmp"
	"context"
	"slices"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/roles"
	"github.com/readfirst/readfirst/loader/webpage"
)

// Markup says how a text that isn't stored is written.
type Markup uint8

// The sorts of markup.
const (
	Markdown Markup = iota // with or without front matter
	HTMLText               // a whole page or a piece of one; all of its text counts
	Plain                  // none
)

// Finder finds the accepted concepts of one snapshot in texts that no store has, as a load would find them.
// It may be used by several goroutines.
type Finder struct {
	names      *names
	vocabulary *vocabulary
}

// NewFinder prepares the names of a snapshot, which takes as long as reading a megabyte of text.
func NewFinder(s *graph.Snapshot) *Finder {
	n := &names{own: graph.NewSnapshot(&graph.State{}), base: s, broken: map[string]bool{}}
	n.concepts, n.subjects = []*graph.Snapshot{s}, []*graph.Snapshot{s}
	return &Finder{n, newVocabulary(n, "")}
}

// TextMention is what a text does with a concept.
type TextMention struct {
	Concept  graph.Concept
	Role     graph.Role
	Count    int
	Salience float64 // 0 to 1
	Places   []TextPlace
}

// TextPlace is where a text names a concept.
type TextPlace struct {
	Start, End int // bytes of the text, the end behind the last; both 0: unknown, which they are in HTML
	Line       int // from 1
	Heading    string
	Quote      string // the sentence; of source code the line
}

// Find gives what a text mentions, by the concepts' ids, each with its places in their order. Any text will do: what can't be read gives nothing.
// Concepts that front matter lists have their role from there, and perhaps no places.
func (f *Finder) Find(text string, markup Markup) []TextMention {
	doc := &document{id: "article:text", file: &file{path: "text", typed: "text"}, page: pageOf(text, markup)}
	doc.name, doc.line = doc.page.Name.Value, doc.page.Line
	places := map[graph.ID][]TextPlace{}
	b := &builder{docs: &documents{broken: f.names.broken}, names: f.names, vocabularies: map[string]*vocabulary{"": f.vocabulary},
		readings: map[*document]*reading{}, roles: roles.Default()}
	_ = b.readTexts(context.Background(), &parsedSource{documents: []*document{doc}}, nil) // fails only if it is stopped
	made := []documentClaims{{builder: b, vocabulary: f.vocabulary}}
	found := &made[0]
	found.noticed = func(block *page.Block, o occurrence) {
		place := TextPlace{Start: o.start, End: o.end, Line: block.Place(o.start).Line, Heading: block.Heading, Quote: block.Sentence(o.start, o.end)}
		if markup == HTMLText {
			place.Start, place.End = 0, 0 // of the text that was taken out of it
		}
		places[o.id] = append(places[o.id], place)
	}
	found.mentions(doc)
	b.decideRoles(made)
	var mentions []TextMention
	for _, m := range found.claims.Mentions {
		if c, ok := f.names.base.Subject(m.Concept).(graph.Concept); ok { // front matter may list an article
			at := places[m.Concept]
			slices.SortStableFunc(at, func(a, b TextPlace) int { return cmp.Or(a.Line-b.Line, a.Start-b.Start) })
			mentions = append(mentions, TextMention{c, m.Role, m.Count, m.Salience, at})
		}
	}
	return mentions
}

// CountWords counts the words of a text in Markdown, as a load does.
func CountWords(markdown string) int { return pageOf(markdown, Markdown).Words }

// pageOf reads a text as an article without a description: that is no part of the text.
func pageOf(text string, markup Markup) *page.Page {
	switch markup {
	case HTMLText:
		p := &page.Page{Kind: graph.KindArticle, Foreign: true}
		if its, fault := webpage.ReadFragment(text, "", 1); fault == nil {
			p.Blocks, p.Words = its.Text.List, its.Text.Words
		}
		return p
	case Plain:
		return page.PlainText(text)
	}
	p, _ := page.Parse([]byte(text), "")
	p.Kind, p.Summary = graph.KindArticle, page.Text{}
	return p
}
