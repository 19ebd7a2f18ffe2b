package loader

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/roles"
)

// RoleStudy is what the articles of one source say of concepts, as the model of roles sees it, and what people say that
// they teach: in their titles, or in their lists of key concepts. Of neither the model sees anything.
type RoleStudy struct {
	Source   string
	Articles []StudiedArticle
	HasKeys  bool // the source lists key concepts; titles are then no gold, but a way to tell
}

// StudiedArticle is an article with a text, if only a description, and without a title or a list of key concepts.
type StudiedArticle struct {
	ID   graph.ID
	Text roles.Article
	Gold []Naming // of each concept in the text
	// Named are the concepts that the title names, for sources with key concepts.
	Named []graph.ID
	// Unsaid are the concepts that it teaches, and its text doesn't mention.
	Unsaid []graph.ID
}

// A Naming says what a title, or a list of key concepts, has to do with a concept.
type Naming uint8

// The namings.
const (
	Unnamed Naming = iota
	Within         // the title names it among other words, so that it says neither yes nor no
	Whole          // the title is the concept, or a whole piece of the title is; the list has it
)

// StudyRoles reads sources for the training and the measuring of roles. The concepts are those of the vocabulary: files, folders
// or bundled sources as [Load] takes them. Without one they are what the titles of each source name.
func StudyRoles(ctx context.Context, sources, vocabulary []string, opt Options) ([]RoleStudy, error) {
	var studies []RoleStudy
	for _, arg := range sources {
		docs, err := read(ctx, append([]string{arg}, vocabulary...), opt)
		if err == nil {
			err = docs.faults.Err()
		}
		if err != nil {
			return nil, err
		}
		s := docs.sources[0]
		if len(vocabulary) == 0 {
			docs.sources = append(docs.sources, titleVocabulary(s))
		}
		study, err := studyRoles(ctx, s, docs)
		if err != nil {
			return nil, err
		}
		studies = append(studies, study)
	}
	return studies, nil
}

func studyRoles(ctx context.Context, s *parsedSource, docs *documents) (RoleStudy, error) {
	b := &builder{docs: docs, names: newNames(&graph.State{}, docs), vocabularies: map[string]*vocabulary{}, readings: map[*document]*reading{}}
	known := newVocabulary(b.names, "")
	for _, d := range s.documents {
		b.vocabularies[d.namespace] = known
	}
	if err := b.readTexts(ctx, s, nil); err != nil {
		return RoleStudy{}, err
	}
	r := RoleStudy{Source: s.ID}
	var lists []*mentionList
	for _, d := range s.documents {
		if d.id.Kind() != graph.KindArticle {
			continue
		}
		c := documentClaims{builder: b, vocabulary: known}
		if a, l := c.study(d); a != nil {
			r.Articles, lists = append(r.Articles, *a), append(lists, l)
			r.HasKeys = r.HasKeys || d.entry != nil && len(d.entry.Keys) > 0
		}
	}
	for i, text := range signsOf(lists) {
		r.Articles[i].Text = text
	}
	return r, nil
}

// study reads one article's text alone; nil if it has none.
func (b *documentClaims) study(d *document) (*StudiedArticle, *mentionList) {
	l := newMentionList(d)
	if b.readText(l); l.words+l.described == 0 {
		return nil, nil
	}
	a := &StudiedArticle{ID: d.id, Named: b.inTitle(d.name)}
	whole := b.wholeTitle(d.name)
	within := a.Named
	if d.entry != nil && len(d.entry.Keys) > 0 {
		whole, within = nil, nil
		for _, key := range d.entry.Keys {
			whole = append(whole, b.keyConcepts(d, key)...)
		}
	}
	for _, m := range l.inOrder() {
		gold := Unnamed
		switch {
		case slices.Contains(whole, m.Concept):
			gold = Whole
		case slices.Contains(within, m.Concept):
			gold = Within
		}
		a.Gold = append(a.Gold, gold)
	}
	for _, id := range whole {
		if l.of[id] == nil && !slices.Contains(a.Unsaid, id) {
			a.Unsaid = append(a.Unsaid, id)
		}
	}
	return a, l
}

// wholeTitle gives the concepts that a title is, or that a whole piece of it is.
func (b *documentClaims) wholeTitle(title string) []graph.ID {
	var ids []graph.ID
	for _, piece := range titlePieces.Split(title, -1) {
		ids = append(ids, b.vocabulary.whole(withoutArticle(strings.Trim(piece, " `")))...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// titleVocabulary has what the titles of a source's articles name: their pieces of up to three words, without
// those that come in several titles, such as "Introduction" and "Exercise".
func titleVocabulary(s *parsedSource) *parsedSource {
	const mostWords, mostTitles = 3, 2
	titles := map[string]int{}
	pages := map[string]*page.Page{}
	var order []string
	for _, d := range s.documents {
		once := map[string]bool{}
		for _, piece := range titlePieces.Split(d.name, -1) {
			piece = strings.TrimSpace(piece)
			name := withoutArticle(strings.Trim(piece, "` "))
			slug := graph.Slug(name)
			if slug == "" || len(strings.Fields(name)) > mostWords || utf8.RuneCountInString(name) < 2 || once[slug] {
				continue
			}
			once[slug] = true
			if titles[slug]++; pages[slug] == nil {
				pages[slug] = &page.Page{Kind: graph.KindConcept, Name: page.Text{Value: name, Line: 1}}
				order = append(order, slug)
			}
			if strings.HasPrefix(piece, "`") && strings.HasSuffix(piece, "`") {
				pages[slug].Match = ruleOf(name)
			}
		}
	}
	v := &parsedSource{source: &source{Source: graph.Source{ID: s.ID + "/titles"}}}
	for _, slug := range order {
		if titles[slug] <= mostTitles {
			p := pages[slug]
			v.documents = append(v.documents, &document{id: graph.NewID(graph.KindConcept, slug), name: p.Name.Value, file: &file{}, page: p})
		}
	}
	return v
}

// withoutArticle drops a leading "the", "a" or "an".
func withoutArticle(name string) string {
	first, rest, found := strings.Cut(name, " ")
	switch strings.ToLower(first) {
	case "the", "a", "an":
		if found {
			return rest
		}
	}
	return name
}
