package loader

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/infer"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/roles"
)

// InferOptions say what links are inferred from.
type InferOptions struct {
	Options
	// Vocabulary names concepts to look for besides those of the sources, as an argument of [Load] would: a file of
	// words, a folder of pages, a bundled source. What its author links is known.
	Vocabulary string
	// IgnoreCurated: what people said of needs is no signal and no filter.
	IgnoreCurated bool
}

// InferSource is one source for inference.
type InferSource struct {
	Source   graph.Source
	Material *infer.Material
	// Gold are the links between concepts that people made, each once, from what needs to what is needed, also where
	// IgnoreCurated keeps them out of the material.
	Gold [][2]int
}

// ReadToInfer reads sources as [Load] does, against a state of the graph, and gives what can be inferred from. Nothing is
// written. What is wrong with the input comes back as [graph.Faults].
func ReadToInfer(ctx context.Context, state *graph.State, args []string, opt InferOptions) ([]InferSource, error) {
	opt.borrowed = opt.Vocabulary
	docs, err := read(ctx, args, opt.Options)
	if err != nil {
		return nil, err
	}
	docs.inferNothing = true // it is the caller who infers
	b, err := build(ctx, state, docs)
	if err != nil {
		return nil, err
	}
	if err := docs.sorted(b.faults).Err(); err != nil {
		return nil, err
	}
	known := b.curated(state)
	var sources []InferSource
	for i, s := range docs.sources {
		if s.vocabulary {
			continue
		}
		m, number := b.material(i)
		if !opt.IgnoreCurated {
			m.Known = numbered(known, number)
		}
		sources = append(sources, InferSource{Source: s.Source, Material: m, Gold: among(known, number)})
	}
	return sources, nil
}

// StoredToInfer gives what can be inferred from what a graph has of each source: its articles' texts and mentions. What
// a text links to isn't stored.
func StoredToInfer(ctx context.Context, state *graph.State, from graph.TextReader, opt InferOptions) ([]InferSource, error) {
	b := &builder{docs: &documents{}, vocabularies: map[string]*vocabulary{}, readings: map[*document]*reading{}, roles: roles.Default()}
	b.names = newNames(state, b.docs)
	known := b.curated(state)
	var sources []InferSource
	for i := range state.Sources {
		claims := &state.Sources[i]
		s, err := b.stored(ctx, claims, from)
		if err != nil {
			return nil, err
		}
		b.docs.sources, b.sources = append(b.docs.sources, s), append(b.sources, *claims)
		m, number := b.material(i)
		if !opt.IgnoreCurated {
			m.Known = numbered(known, number)
		}
		sources = append(sources, InferSource{Source: claims.Source, Material: m, Gold: among(known, number)})
	}
	return sources, nil
}

// stored makes documents of the articles of a source in a graph, and finds the names in their texts.
func (b *builder) stored(ctx context.Context, claims *graph.SourceClaims, from graph.TextReader) (*parsedSource, error) {
	s := &parsedSource{source: &source{Source: claims.Source}}
	ids := make([]graph.ID, len(claims.Articles))
	names := map[graph.ID]string{}
	for _, c := range claims.Series {
		names[c.ID] = c.Name
	}
	for i := range claims.Articles {
		ids[i] = claims.Articles[i].ID
	}
	texts, err := from.Texts(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i := range claims.Articles {
		c := &claims.Articles[i]
		p := pageOf(texts[i], Markdown)
		p.Name, p.Series, p.Part = page.Text{Value: c.Title}, page.Text{Value: names[c.Series]}, c.Part
		d := &document{id: c.ID, name: c.Title, file: &file{path: c.Place.File}, page: p, namespace: c.ID.Namespace()}
		s.documents = append(s.documents, d)
		if b.vocabularies[d.namespace] == nil {
			b.vocabularies[d.namespace] = newVocabulary(b.names, d.namespace)
		}
	}
	return s, b.readTexts(ctx, s, nil)
}

// inferLinks lets each source claim the links that its texts imply.
func (b *builder) inferLinks(ctx context.Context, state *graph.State) error {
	if b.docs.inferNothing || !slices.ContainsFunc(b.docs.sources, (*parsedSource).infers) {
		return nil
	}
	model, err := infer.Trained()
	if err != nil {
		return err
	}
	known := b.curated(state)
	made := make([][]graph.LinkClaim, len(b.docs.sources))
	failed := make([]error, len(made))
	if err := eachOnAllCores(ctx, len(made), func(i int) {
		if b.docs.sources[i].infers() {
			made[i], failed[i] = b.impliedBy(i, known, model)
		}
	}); err != nil {
		return err
	}
	for i := range made {
		if len(made[i]) > 0 {
			b.sources[i].Links = append(b.sources[i].Links, made[i]...)
			sortClaims(&b.sources[i])
		}
	}
	return errors.Join(failed...)
}

// infers says that links are inferred from what a source says when it is loaded: not from one whose author has written
// its needs down, as a track or what comes with the program, and not where a readfirst.yaml says no.
func (s *parsedSource) infers() bool {
	return !s.vocabulary && s.format != Track && !strings.HasPrefix(s.ID, graph.BundledPrefix) &&
		!slices.ContainsFunc(s.configs, func(c *config) bool { return c.inferNothing || c.silent }) &&
		!slices.ContainsFunc(s.documents, func(d *document) bool { return d.namespace != "" })
}

// impliedBy makes claims of the links that the texts of a source imply.
func (b *builder) impliedBy(source int, known []graph.Judged, model *infer.Model) ([]graph.LinkClaim, error) {
	m, number := b.material(source)
	m.Known = numbered(known, number)
	links, err := infer.Suggest(m, model)
	if err != nil {
		return nil, err
	}
	claims := make([]graph.LinkClaim, len(links))
	for i, l := range links {
		claims[i] = graph.LinkClaim{After: m.Concepts[l.After].ID, Before: m.Concepts[l.Before].ID, Origin: graph.Inferred,
			Need: graph.Required, Reason: l.Reason, Confidence: l.Confidence, Evidence: l.Evidence}
		if len(l.Evidence) > 0 {
			claims[i].Place = l.Evidence[0].Place
		}
	}
	return claims, nil
}

// curated are the links between concepts that people made, in the graph and in the load, in order. Decisions are none of
// them: a link that was inferred, and then accepted or rejected, is still to be claimed, since it is what they judge.
func (b *builder) curated(state *graph.State) []graph.Judged {
	links := map[graph.Judged]bool{}
	take := func(s *graph.SourceClaims) {
		for i := range s.Links {
			if l := &s.Links[i]; l.Origin <= graph.Import && l.After.Kind() == graph.KindConcept {
				links[graph.Judged{After: l.After, Before: l.Before}] = true
			}
		}
	}
	ids := make([]string, len(b.docs.sources))
	for i, s := range b.docs.sources {
		ids[i] = s.ID
		take(&b.sources[i])
	}
	base := state.Without(ids...)
	for i := range base.Sources {
		take(&base.Sources[i])
	}
	return slices.SortedFunc(maps.Keys(links), func(x, y graph.Judged) int {
		return slices.Compare([]graph.ID{x.After, x.Before}, []graph.ID{y.After, y.Before})
	})
}

// among are those of the links whose ends both have a number.
func among(links []graph.Judged, number map[graph.ID]int) [][2]int {
	var list [][2]int
	for _, l := range links {
		after, ok := number[l.After]
		before, both := number[l.Before]
		if ok && both {
			list = append(list, [2]int{after, before})
		}
	}
	return list
}

// numbered are all the links; ends without a number get one beyond the others.
func numbered(links []graph.Judged, number map[graph.ID]int) [][2]int {
	number = maps.Clone(number)
	of := func(id graph.ID) int {
		n, ok := number[id]
		if !ok {
			n = len(number)
			number[id] = n
		}
		return n
	}
	list := make([][2]int, len(links))
	for i, l := range links {
		list[i] = [2]int{of(l.After), of(l.Before)}
	}
	return list
}

// material is what a source of the load says, for inference, and the numbers of its concepts: those that it describes
// and those that its articles mention, as far as they aren't mere suggestions or rejected.
func (b *builder) material(source int) (*infer.Material, map[graph.ID]int) {
	s, claims := b.docs.sources[source], &b.sources[source]
	wanted := map[graph.ID]bool{}
	for _, c := range claims.Concepts {
		wanted[c.ID] = true
	}
	mentions := map[graph.ID][]graph.MentionClaim{}
	for _, m := range claims.Mentions {
		wanted[m.Concept] = true
		mentions[m.Article] = append(mentions[m.Article], m)
	}
	m, number := &infer.Material{}, map[graph.ID]int{}
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		if c, ok := b.acceptedConcept(id); ok {
			number[id] = len(m.Concepts)
			m.Concepts = append(m.Concepts, infer.Concept{ID: id, Name: c.Name(), Aliases: c.Aliases(), Match: c.Match(), Summary: c.Summary()})
		}
	}
	articles := map[graph.ID]int{}
	for _, d := range s.documents {
		if d.id.Kind() == graph.KindArticle {
			articles[d.id] = len(m.Articles)
			m.Articles = append(m.Articles, b.articleMaterial(d, mentions[d.id], number))
		}
	}
	for _, r := range s.references {
		from, ok := articles[r.from]
		to, both := articles[r.to]
		if ok && both {
			m.Articles[from].LinksTo = append(m.Articles[from].LinksTo, to)
		}
	}
	return m, number
}

// acceptedConcept finds a concept among those of the load, else of the graph.
func (b *builder) acceptedConcept(id graph.ID) (graph.Concept, bool) {
	for _, s := range []*graph.Snapshot{b.names.own, b.names.base} {
		if c, ok := s.Subject(id).(graph.Concept); ok {
			return c, c.Status() == graph.Accepted
		}
	}
	return graph.Concept{}, false
}

func (b *builder) articleMaterial(d *document, mentions []graph.MentionClaim, number map[graph.ID]int) infer.Article {
	a := infer.Article{ID: d.id, Title: d.name, File: d.file.path, Part: partOf(d)}
	if series, ok := seriesClaim(d); ok {
		a.Series = series.ID
	}
	for _, t := range d.tellings() {
		if t.page != nil && len(a.Blocks) == 0 {
			a.Blocks = t.page.Blocks
			a.Sightings = b.sightings(t, number)
		}
	}
	for _, m := range mentions {
		if c, ok := number[m.Concept]; ok {
			a.Mentions = append(a.Mentions, infer.Mention{Concept: c, Teaches: m.Role == graph.Teaches, Count: m.Count, Evidence: m.Evidence})
		}
	}
	return a
}

// sightings are the places in the text of a telling where concepts are named.
func (b *builder) sightings(d *document, number map[graph.ID]int) []infer.Sighting {
	its, vocabulary := b.readings[d], b.vocabularies[d.namespace]
	var list []infer.Sighting
	for i := range d.page.Blocks {
		for _, o := range vocabulary.names(its.found(its.described + i)) {
			if c, ok := number[o.id]; ok && !(d.page.Blocks[i].IsCode && o.rule == graph.MatchPhrase) {
				list = append(list, infer.Sighting{Block: i, Concept: c, Start: o.start, End: o.end})
			}
		}
	}
	return list
}
