package graphtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// The worked cases (graph/testdata/cases) write graphs in a small language, a
// statement a line:
//
//	// a comment
//	source notes                        what follows is what this source says
//	concept Pin : aka Pin<P>, code      also: id pin, exact, module async, summary Text, external wikidata Q1, import, inferred
//	article Pinned : 12 min, url https://example.com/pinned
//	                                    also: id x, 900 words, author Ada, series Inside 3, lang en, import, inferred
//	series Inside                       a series without articles; others need no line of their own
//	Pinned teaches Pin 0.9, Future      with its salience, 1 if not given
//	Pinned uses Waker
//	Pin needs Future, Lifetimes         also an article; options: import, series, inferred 0.6, because Text
//	Pin needs Generators or Types       alternatives: one is enough
//	Pin recommends Unsafe
//	together Waker, Context
//	accept Pin needs Future             options: required, recommended, any LABEL, alone, because Text
//	reject concept Foo                  options: name Foo, called (no other name), called Bar, module async, summary Text
//	unload notes                        after all the rest, and that is one more change
//
// Options follow " : ". Names are slugged into ids; an article with an address
// has its id from there.

// ParseGraph reads a graph in the language of the cases.
func ParseGraph(text string) (*graph.State, error) {
	p := graphParser{ids: map[string]graph.ID{}}
	for i, line := range strings.Split(text, "\n") {
		p.line = i + 1
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			p.declare(line)
		}
	}
	for _, s := range p.later {
		p.line, p.source = s.line, s.source
		p.state(s.text)
	}
	if p.err == nil {
		p.err = p.batch.Validate()
	}
	if p.err != nil {
		return nil, p.err
	}
	state := new(graph.State).With(&p.batch)
	if len(p.unload) > 0 {
		state = state.With(&graph.Batch{Unload: p.unload})
	}
	return state, nil
}

type graphParser struct {
	batch  graph.Batch
	source int // the source that is speaking
	unload []string
	ids    map[string]graph.ID // of everything declared, by name
	later  []statement         // what names things that may be declared further down
	line   int
	err    error
}

type statement struct {
	line, source int
	text         string
}

func (p *graphParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("line %d: %s", p.line, fmt.Sprintf(format, args...))
	}
}

func (p *graphParser) place() graph.Place { return graph.Place{File: "case", Line: p.line} }

func (p *graphParser) says() *graph.SourceClaims {
	if len(p.batch.Sources) == 0 {
		p.fail("name a source first")
		p.batch.Sources = append(p.batch.Sources, graph.SourceClaims{Source: graph.Source{ID: "none"}})
	}
	return &p.batch.Sources[p.source]
}

// declare reads what makes sources, concepts, articles and series, and keeps the rest for later.
func (p *graphParser) declare(line string) {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "source":
		p.source = len(p.batch.Sources)
		p.batch.Sources = append(p.batch.Sources, graph.SourceClaims{Source: graph.Source{ID: rest}})
	case "concept":
		p.concept(splitOptions(rest))
	case "article":
		p.article(splitOptions(rest))
	case "series":
		p.seriesOf(rest)
	case "unload":
		p.unload = append(p.unload, rest)
	default:
		p.later = append(p.later, statement{p.line, p.source, line})
	}
}

// splitOptions parts "Pin : aka X, code" into the subject and its options.
func splitOptions(text string) (string, []string) {
	subject, options, _ := strings.Cut(text, " : ")
	return strings.TrimSpace(subject), splitList(options)
}

func splitList(text string) []string {
	var list []string
	for _, item := range strings.Split(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

func (p *graphParser) concept(name string, options []string) {
	c := graph.ConceptClaim{ID: graph.NewID(graph.KindConcept, graph.Slug(name)), Name: name, Place: p.place()}
	for _, option := range options {
		switch word, rest, _ := strings.Cut(option, " "); word {
		case "id":
			c.ID = graph.NewID(graph.KindConcept, rest)
		case "aka":
			c.Aliases = append(c.Aliases, rest)
		case "summary":
			c.Summary = rest
		case "module":
			c.Module = rest
		case "external":
			system, id, _ := strings.Cut(rest, " ")
			c.External = append(c.External, graph.ExternalID{System: system, ID: id})
		case "exact":
			c.Match = graph.MatchExact
		case "code":
			c.Match = graph.MatchCode
		default:
			c.Origin, _ = p.origin(word, rest)
		}
	}
	p.ids[name] = c.ID
	s := p.says()
	s.Concepts = append(s.Concepts, c)
}

func (p *graphParser) article(title string, options []string) {
	a := graph.ArticleClaim{ID: graph.NewID(graph.KindArticle, graph.Slug(title)), Title: title, Place: p.place()}
	for _, option := range options {
		switch word, rest, _ := strings.Cut(option, " "); {
		case word == "id":
			a.ID = graph.NewID(graph.KindArticle, rest)
		case word == "url":
			a.URL, a.ID = rest, graph.NewID(graph.KindArticle, graph.AddressSlug(rest))
		case word == "author":
			a.Author = rest
		case word == "lang":
			a.Lang = rest
		case word == "series":
			a.Series, a.Part = p.part(rest)
		case rest == "min":
			a.Minutes = p.number(word)
		case rest == "words":
			a.Words = p.number(word)
		default:
			a.Origin, _ = p.origin(word, rest)
		}
	}
	p.ids[title] = a.ID
	s := p.says()
	s.Articles = append(s.Articles, a)
}

// part reads "Inside 3".
func (p *graphParser) part(text string) (graph.ID, int) {
	i := strings.LastIndex(text, " ")
	return p.seriesOf(text[:max(i, 0)]), p.number(text[i+1:])
}

// seriesOf claims a series unless the source has done so.
func (p *graphParser) seriesOf(name string) graph.ID {
	id := graph.NewID(graph.KindSeries, graph.Slug(name))
	s := p.says()
	if !slices.ContainsFunc(s.Series, func(c graph.SeriesClaim) bool { return c.ID == id }) {
		s.Series = append(s.Series, graph.SeriesClaim{ID: id, Name: name, Place: p.place()})
	}
	return id
}

func (p *graphParser) number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		p.fail("%q is no number", text)
	}
	return n
}

func (p *graphParser) fraction(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		p.fail("%q is no number", text)
	}
	return x
}

func (p *graphParser) origin(word, rest string) (graph.Origin, float64) {
	switch word {
	case "import":
		return graph.Import, 0
	case "series":
		return graph.SeriesOf, 0
	case "inferred":
		if rest == "" {
			rest = "0.5"
		}
		return graph.Inferred, p.fraction(rest)
	}
	p.fail("what is %q?", word)
	return 0, 0
}

// named finds what was declared under a name.
func (p *graphParser) named(name string) graph.ID {
	id, ok := p.ids[name]
	if !ok {
		p.fail("nothing is called %q", name)
	}
	return id
}

// state reads a statement about what was declared.
func (p *graphParser) state(text string) {
	subject, options := splitOptions(text)
	word, rest, _ := strings.Cut(subject, " ")
	switch word {
	case "together":
		p.together(splitList(rest))
		return
	case "accept":
		p.decide(graph.Accepted, rest, options)
		return
	case "reject":
		p.decide(graph.Rejected, rest, options)
		return
	}
	for verb, read := range map[string]func(a graph.ID, b string, options []string){
		" needs ":      p.needs(graph.Required),
		" recommends ": p.needs(graph.Recommended),
		" teaches ":    p.mentions(graph.Teaches),
		" uses ":       p.mentions(graph.Uses),
	} {
		if a, b, ok := strings.Cut(subject, verb); ok {
			read(p.named(a), b, options)
			return
		}
	}
	p.fail("what is %q?", text)
}

func (p *graphParser) needs(need graph.Need) func(graph.ID, string, []string) {
	return func(after graph.ID, befores string, options []string) {
		claim := graph.LinkClaim{After: after, Need: need, Place: p.place()}
		for _, option := range options {
			if word, rest, _ := strings.Cut(option, " "); word == "because" {
				claim.Reason = rest
			} else {
				claim.Origin, claim.Confidence = p.origin(word, rest)
			}
		}
		s := p.says()
		for _, item := range splitList(befores) {
			alternatives := strings.Split(item, " or ")
			if claim.AnyOf = ""; len(alternatives) > 1 {
				claim.AnyOf = item
			}
			for _, name := range alternatives {
				claim.Before = p.named(name)
				s.Links = append(s.Links, claim)
			}
		}
	}
}

func (p *graphParser) mentions(role graph.Role) func(graph.ID, string, []string) {
	return func(article graph.ID, concepts string, _ []string) {
		s := p.says()
		for _, name := range splitList(concepts) {
			m := graph.MentionClaim{Article: article, Role: role, Count: 1, Salience: 1, Place: p.place()}
			if i := strings.LastIndex(name, " 0."); i > 0 {
				m.Salience = p.fraction(name[i+1:])
				name = name[:i]
			}
			m.Concept = p.named(name)
			s.Mentions = append(s.Mentions, m)
		}
	}
}

// together declares on the first concept's claim that all of them belong together.
func (p *graphParser) together(names []string) {
	first := p.named(names[0])
	claims := p.says().Concepts
	i := slices.IndexFunc(claims, func(c graph.ConceptClaim) bool { return c.ID == first })
	if i < 0 {
		p.fail("this source doesn't claim %q", names[0])
		return
	}
	for _, name := range names[1:] {
		claims[i].Together = append(claims[i].Together, p.named(name))
	}
}

func (p *graphParser) decide(status graph.Status, subject string, options []string) {
	d := graph.Decision{Status: status, By: "ada"}
	if name, ok := strings.CutPrefix(subject, "concept "); ok {
		d.After = p.named(name)
	} else if after, before, ok := strings.Cut(subject, " needs "); ok {
		d.After, d.Before = p.named(after), p.named(before)
	} else {
		p.fail("what is %q?", subject)
	}
	for _, option := range options {
		word, rest, _ := strings.Cut(option, " ")
		switch word {
		case "required":
			d.Set.Need = new(graph.Required)
		case "recommended":
			d.Set.Need = new(graph.Recommended)
		case "because":
			d.Set.Reason = &rest
		case "any":
			d.Set.AnyOf = &rest
		case "alone":
			d.Set.AnyOf = new("")
		case "name":
			d.Set.Name = &rest
		case "called":
			if d.Set.Aliases == nil {
				d.Set.Aliases = &[]string{}
			}
			*d.Set.Aliases = append(*d.Set.Aliases, splitList(rest)...)
		case "module":
			d.Set.Module = &rest
		case "summary":
			d.Set.Summary = &rest
		default:
			p.fail("what is %q?", option)
		}
	}
	p.batch.Decide = append(p.batch.Decide, d)
}
