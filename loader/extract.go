package loader

import (
	"context"
	"sync"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader/roles"
	"github.com/readfirst/readfirst/loader/sense"
)

// ExtractOptions are those of Extract. Of the load's, what writes has no meaning.
type ExtractOptions struct {
	Options
	// Vocabulary names what to look for, as an argument of Load would: a file of words, a folder of pages, a bundled source. "": what
	// the sources describe, and the vocabularies that their readfirst.yaml borrows.
	Vocabulary string
	All        bool // also the places that are not taken for the name
	Explain    bool // say why
}

// Occurrence is a place in a text where a concept is named, or may be.
type Occurrence struct {
	File    string     `json:"file"` // as the argument was typed, and on from there
	Article graph.ID   `json:"article"`
	Start   int        `json:"start"`   // bytes of the file as it is on the disk; -1: see Extract
	End     int        `json:"end"`     // behind the last
	Text    string     `json:"text"`    // as it is written
	Concept string     `json:"concept"` // its name
	Role    graph.Role `json:"role"`    // what the article does with it
	// Score is how likely it is the name: 1 where its rule or a code mark leaves no doubt, else the model's. From 0.5 on
	// (sense.Threshold) it is taken for it.
	Score   float64 `json:"score"`
	Heading string  `json:"heading"` // the one above
	Quote   string  `json:"quote"`   // the sentence
	// Features say why, the strongest first, if that was asked: what each adds to the logarithm of the odds.
	Features []learn.Contribution `json:"features,omitempty"`
	// Why says, if that was asked, why the article teaches it, where nobody says so.
	Why []graph.Signal `json:"role_signals,omitempty"`

	Line int `json:"-"` // of the file
}

// Extract finds every occurrence of every concept in the texts of the sources, in the order of their files and places.
//
// Places are those in the files, also in what a book's chapter includes; only of a saved web page or a feed, whose text is
// taken out of its markup, the bytes aren't known (-1).
func Extract(ctx context.Context, args []string, opt ExtractOptions) ([]Occurrence, error) {
	docs, err := read(ctx, args, opt.Options)
	if err != nil {
		return nil, err
	}
	b := &builder{docs: docs, faults: docs.faults, vocabularies: map[string]*vocabulary{}, readings: map[*document]*reading{}, roles: roles.Default()}
	if err := b.lookFor(ctx, opt); err != nil {
		return nil, err
	}
	if err := docs.sorted(b.faults).Err(); err != nil {
		return nil, err
	}
	var found []Occurrence
	for _, s := range docs.sources {
		why := reasons{of: map[*sense.Found][]learn.Contribution{}}
		var explain sense.Explainer
		if opt.Explain {
			explain = why.note
		}
		if err := b.readTexts(ctx, s, explain); err != nil {
			return nil, err
		}
		made := make([]documentClaims, len(s.documents))
		for i, d := range s.documents {
			made[i] = documentClaims{builder: b, vocabulary: b.vocabularies[d.namespace]}
			if !d.isConcept() {
				made[i].mentions(d)
			}
		}
		b.decideRoles(made)
		for i, d := range s.documents {
			if !d.isConcept() {
				found = append(found, made[i].occurrences(d, opt, why.of)...)
			}
		}
	}
	return found, nil
}

// lookFor makes the vocabularies.
func (b *builder) lookFor(ctx context.Context, opt ExtractOptions) error {
	words := b.docs
	if opt.Vocabulary != "" {
		its := opt.Options
		its.Format, its.Source = Auto, ""
		var err error
		if words, err = readFiles(ctx, []string{opt.Vocabulary}, its); err != nil {
			return err
		}
		words.settleIDs(new(graph.Faults)) // names that differ in case alone are several here
		b.faults = append(b.faults, words.faults...)
	}
	b.names = newNames(&graph.State{}, words)
	b.docs.each(func(_ *parsedSource, d *document) {
		switch {
		case b.vocabularies[d.namespace] != nil:
		case opt.Vocabulary == "":
			b.vocabularies[d.namespace] = newVocabulary(b.names, d.namespace)
		default:
			b.vocabularies[d.namespace] = wordsOf(words)
		}
	})
	return nil
}

// wordsOf is the vocabulary of all concepts that documents describe.
func wordsOf(docs *documents) *vocabulary {
	var words wordList
	docs.each(func(_ *parsedSource, d *document) {
		if d.page == nil || d.page.Kind != graph.KindConcept {
			return
		}
		var aliases []string
		for _, alias := range d.page.Aliases {
			aliases = append(aliases, alias.Value)
		}
		words.addNames(word{d.id, d.name, d.page.Match}, aliases)
	})
	return words.vocabulary()
}

// reasons keeps why places were scored as they are.
type reasons struct {
	sync.Mutex
	of map[*sense.Found][]learn.Contribution
}

func (r *reasons) note(_ *sense.Page, f *sense.Found, why []learn.Contribution) {
	r.Lock()
	defer r.Unlock()
	r.of[f] = why
}

// occurrences are those in all tellings of an article, whose mentions are known.
func (b *documentClaims) occurrences(d *document, opt ExtractOptions, why map[*sense.Found][]learn.Contribution) []Occurrence {
	mentions := map[graph.ID]*graph.MentionClaim{}
	for i := range b.claims.Mentions {
		mentions[b.claims.Mentions[i].Concept] = &b.claims.Mentions[i]
	}
	var list []Occurrence
	for _, telling := range d.tellings() {
		r := b.readings[telling]
		for i := range r.page.Found {
			f := &r.page.Found[i]
			w := b.vocabulary.concepts[f.Concept]
			block := r.blocks[f.Block]
			if !opt.All && !f.IsName() || block.IsCode && w.rule == graph.MatchPhrase {
				continue
			}
			place := block.Place(f.Start)
			o := Occurrence{File: telling.file.typed, Article: d.id, Start: place.Offset + telling.file.marked, Line: place.Line,
				Text: string(block.Text[f.Start-block.Offset : f.End-block.Offset]), Concept: w.name, Role: graph.Uses, Score: f.Score,
				Heading: block.Heading, Quote: block.Sentence(f.Start, f.End), Features: why[f]}
			if m := mentions[w.id]; m != nil {
				if o.Role = m.Role; opt.Explain {
					o.Why = m.Signals
				}
			}
			if place.File != "" {
				o.File, o.Start = join(telling.file.folder(), place.File), place.Offset
			}
			o.End = o.Start + f.End - f.Start
			if telling.web != nil && telling.entry == nil || telling.isItem() || int(f.Block) < r.described && telling.page != nil {
				o.Start, o.End = -1, -1
			}
			list = append(list, o)
		}
	}
	return list
}
