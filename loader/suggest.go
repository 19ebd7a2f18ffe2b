package loader

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/roles"
	"github.com/readfirst/readfirst/loader/terms"
)

// termSearch looks for new concepts in the articles of one source.
type termSearch struct {
	*builder   // of its own readings and vocabulary: no known concept loses an occurrence to a candidate
	candidates []terms.Seen
	words      *vocabulary // a word for each candidate, in their order
	lists      []*mentionList
}

// searchTerms finds what a source's texts may have a word for, apart from what is known already.
func (b *builder) searchTerms(ctx context.Context, s *parsedSource, documents []*document, known func(name string) bool) (*termSearch, error) {
	links := map[graph.ID][]string{}
	for _, r := range s.references {
		links[r.from] = append(links[r.from], r.text)
	}
	g := terms.NewGatherer()
	for _, d := range documents {
		blocks := make([]*page.Block, len(d.page.Blocks))
		for i := range d.page.Blocks {
			blocks[i] = &d.page.Blocks[i]
		}
		g.Add(terms.Article{Title: d.name, Blocks: blocks, Links: links[d.id]})
	}
	t := &termSearch{}
	var words wordList
	once := map[graph.ID]bool{}
	for _, c := range g.Candidates() {
		id := graph.NewID(graph.KindConcept, graph.Slug(c.Name))
		if id.Kind() == graph.KindNone || once[id] || known(c.Name) {
			continue
		}
		once[id] = true
		t.candidates = append(t.candidates, terms.Seen{Candidate: c, Articles: len(documents)})
		rule := ruleOfTerm(c)
		if rule == graph.MatchPhrase {
			c.Also = nil // it is found in all of these spellings
		}
		words.addNames(word{id, c.Name, rule}, c.Also)
	}
	t.words = words.vocabulary()
	t.builder = &builder{docs: b.docs, names: b.names, vocabularies: map[string]*vocabulary{}, readings: map[*document]*reading{}}
	for _, d := range documents {
		t.vocabularies[d.namespace] = t.words
	}
	if err := t.readTexts(ctx, &parsedSource{documents: documents}, nil); err != nil {
		return nil, err
	}
	t.lists = make([]*mentionList, len(documents))
	if err := eachOnAllCores(ctx, len(documents), func(i int) {
		c := documentClaims{builder: t.builder, vocabulary: t.words}
		t.lists[i] = newMentionList(documents[i])
		t.lists[i].definitionsFirst = true
		c.readText(t.lists[i])
	}); err != nil {
		return nil, err
	}
	t.add()
	for _, l := range t.lists {
		c := documentClaims{builder: t.builder, vocabulary: t.words}
		c.fromTitle(l)
	}
	return t, nil
}

// add adds up what the articles say of each candidate.
func (t *termSearch) add() {
	number := map[graph.ID]int{}
	for i := range t.words.concepts {
		number[t.words.concepts[i].id] = i
	}
	for i, verdicts := range roles.Default().Judge(signsOf(t.lists)) {
		for j, m := range t.lists[i].inOrder() {
			seen := &t.candidates[number[m.Concept]]
			if m.signs.Prose > m.signs.Headings {
				seen.In++
			}
			seen.Sum.Add(&m.signs)
			seen.Most = max(seen.Most, m.signs.Prose)
			if v := verdicts[j]; m.signs.Prose > 1 {
				seen.Taught = max(seen.Taught, v.Probability)
				if v.Teaches {
					seen.TaughtIn++
				}
			}
		}
	}
}

// ruleOfTerm guesses how a term is looked for: what stands in code, in small letters, is found in code alone.
func ruleOfTerm(c *terms.Candidate) graph.MatchRule {
	rule := ruleOf(c.Name)
	if rule == graph.MatchPhrase && !strings.Contains(c.Name, " ") && 2*c.Code > c.Marks() {
		return graph.MatchCode
	}
	return rule
}

// suggestTerms claims the new concepts that a source's texts have a word for, and where they mention them.
func (b *builder) suggestTerms(ctx context.Context, s *parsedSource, claims *graph.SourceClaims) error {
	var documents []*document
	for _, d := range s.documents {
		if !d.isConcept() && d.page != nil && d.namespace == "" {
			documents = append(documents, d)
		}
	}
	quiet := s.isQuiet()
	if !s.mayClaimTerms() || len(documents) < terms.LeastArticles || quiet && len(b.judged) == 0 {
		return nil
	}
	claimed := map[graph.ID]bool{}
	var have []string
	for i := range claims.Concepts {
		claimed[claims.Concepts[i].ID] = true
		have = append(have, claims.Concepts[i].Name)
	}
	own := terms.NewSet(have)
	finder := documentClaims{builder: b, vocabulary: b.vocabularies[""]}
	t, err := b.searchTerms(ctx, s, documents, func(name string) bool {
		return own.Has(name) || claimed[graph.NewID(graph.KindConcept, graph.Slug(name))] || len(finder.known(name)) > 0
	})
	if err != nil {
		return err
	}
	chosen := t.choose(b.judged, quiet)
	for id, c := range chosen {
		c.Place = t.placeOf(id)
		claims.Concepts = append(claims.Concepts, *c)
	}
	for _, l := range t.lists {
		maps.DeleteFunc(l.of, func(id graph.ID, _ *mention) bool { return chosen[id] == nil })
	}
	b.teach(t.lists)
	for _, l := range t.lists {
		claims.Mentions = append(claims.Mentions, l.claims()...)
	}
	return nil
}

// mayClaimTerms says that a source is neither a list of words nor one that comes with the program.
func (s *parsedSource) mayClaimTerms() bool {
	return !s.vocabulary && !strings.HasPrefix(s.ID, graph.BundledPrefix)
}

// isQuiet says that its readfirst.yaml wants nothing new suggested. What somebody has decided about stays all the same.
func (s *parsedSource) isQuiet() bool {
	return slices.ContainsFunc(s.configs, func(c *config) bool { return c.silent })
}

// choose gives the claims of the likeliest candidates, unless nothing new is wanted, and of those that somebody has decided about.
func (t *termSearch) choose(judged map[graph.ID]bool, quiet bool) map[graph.ID]*graph.ConceptClaim {
	number := map[string]int{} // of the words, by the candidates' keys: sorting moves the candidates
	for i := range t.candidates {
		number[t.candidates[i].Key] = i
	}
	chosen := map[graph.ID]*graph.ConceptClaim{}
	likely := 0
	for i, v := range terms.Default().Order(t.candidates) {
		c := t.candidates[i]
		w := t.words.concepts[number[c.Key]]
		if v.IsLikely && likely < terms.MostSuggested && !quiet {
			likely++
		} else if !judged[w.id] {
			continue
		}
		chosen[w.id] = &graph.ConceptClaim{ID: w.id, Name: c.Name, Aliases: c.Also, Match: w.rule, Origin: graph.Inferred, Confidence: v.Confidence, Signals: v.Signals}
	}
	return chosen
}

// placeOf is where a term comes first.
func (t *termSearch) placeOf(id graph.ID) graph.Place {
	for _, l := range t.lists {
		if m := l.of[id]; m != nil {
			return m.Place
		}
	}
	return graph.Place{}
}
