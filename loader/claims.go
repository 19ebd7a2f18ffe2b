package loader

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/roles"
)

// builder works out the claims of a load against one state of the graph.
type builder struct {
	docs         *documents
	names        *names
	vocabularies map[string]*vocabulary // by namespace
	readings     map[*document]*reading // by telling
	faults       graph.Faults
	warnings     graph.Faults
	sources      []graph.SourceClaims
	roles        *roles.Model
	judged       map[graph.ID]bool // the concepts that people have decided about
	audiences    map[*config][]graph.AudienceClaim
}

// documentClaims works out the claims of one document. Documents are worked
// out apart from each other, against what the builder knows, which none of them changes.
type documentClaims struct {
	*builder
	vocabulary *vocabulary
	noticed    func(*page.Block, occurrence) // if not nil, is told of each place in a text where a concept is found
	claims     graph.SourceClaims
	mentioned  *mentionList // nil of a concept
	faults     graph.Faults
	warnings   graph.Faults
}

// build makes the claims of all sources. Faults are collected, so that those of
// one file don't hide those of another.
func build(ctx context.Context, state *graph.State, docs *documents) (*builder, error) {
	b := &builder{docs: docs, faults: slices.Clone(docs.faults), warnings: slices.Clone(docs.warnings), roles: roles.Default()}
	ids := make([]string, len(docs.sources))
	list := make([]*source, len(docs.sources))
	for i, s := range docs.sources {
		ids[i], list[i] = s.ID, s.source
	}
	refuseMoved(state, list, &b.faults)
	decided := b.withDecisions(state)
	b.judged = map[graph.ID]bool{}
	for _, d := range decided.Decisions {
		b.judged[d.After] = b.judged[d.After] || d.Before == ""
	}
	b.names = newNames(decided.Without(ids...), docs)
	b.vocabularies = map[string]*vocabulary{}
	docs.each(func(_ *parsedSource, d *document) {
		if b.vocabularies[d.namespace] == nil {
			b.vocabularies[d.namespace] = newVocabulary(b.names, d.namespace)
		}
	})
	parts := newSeriesParts(docs, &b.warnings)
	b.findAudiences()
	docs.meter.begin(Searching, docs.count())
	if err := b.eachSource(ctx, func(its *builder, s *parsedSource) error {
		if err := its.readTexts(ctx, s, nil); err != nil {
			return err
		}
		return its.source(ctx, s, parts)
	}); err != nil {
		return nil, err
	}
	return b, b.inferLinks(ctx, state)
}

// eachSource lets a builder for each source alone do something, at once, which knows what this one knows. What
// they make comes to this one, in the sources' order.
func (b *builder) eachSource(ctx context.Context, do func(*builder, *parsedSource) error) error {
	made, failed := make([]builder, len(b.docs.sources)), make([]error, len(b.docs.sources))
	if err := eachOnAllCores(ctx, len(made), func(i int) {
		made[i] = *b
		made[i].faults, made[i].warnings, made[i].sources, made[i].readings = nil, nil, nil, map[*document]*reading{}
		failed[i] = do(&made[i], b.docs.sources[i])
	}); err != nil {
		return err
	}
	b.readings = map[*document]*reading{}
	for i := range made {
		b.faults = append(b.faults, made[i].faults...)
		b.warnings = append(b.warnings, made[i].warnings...)
		b.sources = append(b.sources, made[i].sources...)
		maps.Copy(b.readings, made[i].readings)
	}
	return errors.Join(failed...)
}

// source makes the claims of one source: those of its documents, on all cores, put together in
// the documents' order.
func (b *builder) source(ctx context.Context, s *parsedSource, parts *seriesParts) error {
	made := make([]documentClaims, len(s.documents))
	if err := eachOnAllCores(ctx, len(made), func(i int) {
		made[i].builder, made[i].vocabulary = b, b.vocabularies[s.documents[i].namespace]
		made[i].document(s.documents[i], parts)
		b.docs.meter.step()
	}); err != nil {
		return err
	}
	b.decideRoles(made)
	claims := graph.SourceClaims{Source: s.Source}
	claims.Source.Audiences = b.audiencesOf(s)
	once := map[graph.ID]bool{} // a series, a suggested concept
	for i := range made {
		m := &made[i]
		b.faults = append(b.faults, m.faults...)
		b.warnings = append(b.warnings, m.warnings...)
		for _, c := range m.claims.Concepts {
			if c.Origin != graph.Inferred || !once[c.ID] {
				once[c.ID] = c.Origin == graph.Inferred
				claims.Concepts = append(claims.Concepts, c)
			}
		}
		for _, c := range m.claims.Series {
			if !once[c.ID] {
				once[c.ID] = true
				claims.Series = append(claims.Series, c)
			}
		}
		claims.Articles = append(claims.Articles, m.claims.Articles...)
		claims.Mentions = append(claims.Mentions, m.claims.Mentions...)
		claims.Links = append(claims.Links, m.claims.Links...)
	}
	if err := b.suggestTerms(ctx, s, &claims); err != nil {
		return err
	}
	sortClaims(&claims)
	b.sources = append(b.sources, claims)
	return nil
}

func (b *documentClaims) document(d *document, parts *seriesParts) {
	if d.isConcept() {
		b.concept(d)
		return
	}
	b.claims.Articles = append(b.claims.Articles, articleClaim(d))
	if claim, ok := seriesClaim(d); ok {
		b.claims.Series = append(b.claims.Series, claim)
	}
	b.mentions(d)
	b.articleLinks(d)
	b.claims.Links = append(b.claims.Links, parts.link(d)...)
}

// concept claims a concept page.
func (b *documentClaims) concept(d *document) {
	claim := conceptClaim(d)
	for _, name := range d.page.Together {
		if id, ok := b.names.concept(name, d, &b.faults); ok && id != d.id && !slices.Contains(claim.Together, id) {
			claim.Together = append(claim.Together, id)
		}
	}
	slices.Sort(claim.Together) // in whatever order they are written
	b.claims.Concepts = append(b.claims.Concepts, claim)
	b.conceptLinks(d)
}

// conceptClaim is a page's word on its concept, without what needs other names.
func conceptClaim(d *document) graph.ConceptClaim {
	p := d.page
	claim := graph.ConceptClaim{ID: d.id, Name: d.name, Summary: p.Summary.Value, Module: p.Module, Match: p.Match,
		External: p.External, Origin: d.origin, Place: d.at(d.line)}
	if d.origin == graph.Inferred {
		claim.Confidence, claim.Signals = listedConfidence, listedSignals
	}
	for _, alias := range p.Aliases {
		if alias.Value != claim.Name && !slices.Contains(claim.Aliases, alias.Value) {
			claim.Aliases = append(claim.Aliases, alias.Value)
		}
	}
	return claim
}

// articleClaim is a page's or an entry's word on its article. What it doesn't
// say is taken from what else the source says of it.
func articleClaim(d *document) graph.ArticleClaim {
	claim := graph.ArticleClaim{ID: d.id, Title: d.name, Origin: d.origin, Place: d.at(d.line), Part: partOf(d)}
	for _, t := range d.tellings() {
		its := t.articleClaim()
		claim.URL = cmp.Or(claim.URL, its.URL)
		claim.Author = cmp.Or(claim.Author, its.Author)
		claim.Date = cmp.Or(claim.Date, its.Date)
		claim.Lang = cmp.Or(claim.Lang, its.Lang)
		claim.Minutes = cmp.Or(claim.Minutes, its.Minutes)
		claim.Summary = cmp.Or(claim.Summary, its.Summary)
		if claim.Words == 0 {
			claim.Words, claim.Text = its.Words, its.Text
		}
	}
	if series, ok := seriesClaim(d); ok {
		claim.Series = series.ID
	}
	return claim
}

// articleClaim is one telling's word alone.
func (d *document) articleClaim() graph.ArticleClaim {
	if e := d.entry; e != nil {
		words := make([]string, len(e.Description))
		for i, line := range e.Description {
			words[i] = line.Text
		}
		return graph.ArticleClaim{URL: e.URL, Date: e.Date, Summary: strings.Join(words, " ")}
	}
	p := d.page
	return graph.ArticleClaim{URL: p.URL, Author: p.Author, Date: p.Date, Lang: p.Lang, Minutes: p.Minutes, Words: p.Words,
		Summary: p.Summary.Value, Text: p.Body}
}

// sortClaims brings claims into the order of their keys, so that one input
// gives one sequence, whatever the order of files.
func sortClaims(s *graph.SourceClaims) {
	sortByKey(s.Concepts, func(c *graph.ConceptClaim) graph.ClaimKey { return c.Key() })
	sortByKey(s.Articles, func(c *graph.ArticleClaim) graph.ClaimKey { return c.Key() })
	sortByKey(s.Series, func(c *graph.SeriesClaim) graph.ClaimKey { return c.Key() })
	sortByKey(s.Mentions, func(c *graph.MentionClaim) graph.ClaimKey { return c.Key() })
	sortByKey(s.Links, func(c *graph.LinkClaim) graph.ClaimKey { return c.Key() })
}

func sortByKey[C any](claims []C, key func(*C) graph.ClaimKey) {
	slices.SortStableFunc(claims, func(a, b C) int { return key(&a).Compare(key(&b)) })
}
