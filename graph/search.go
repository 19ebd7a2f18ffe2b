package graph

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Tier says how well a thing fits a search, the best first.
type Tier uint8

// The tiers. The first five are of concepts.
const (
	ByName    Tier = iota // its name is the text
	ByPrefix              // its name begins with the text
	ByAlias               // an alias is the text, or begins with it
	ByPart                // a name or alias has all the words, or a word of it ends with the text, or a CamelCase part begins with it
	BySimilar             // a name or alias is spelled nearly so
	ByTitle               // an article's title is the text, begins with it, or has all the words
	BySummary             // summary, name and aliases, or title, together have all the words
	ByText                // an article's text, summary and title together have all the words
)

// MaxTextHits is how many articles a search finds by their texts.
const MaxTextHits = 1000

// maxSimilar is how many concepts a search finds by similar names.
const maxSimilar = 10

// TextHit is an article that a store finds by its text.
type TextHit struct {
	Article ID
	Score   float64 // the higher, the better; to be compared within one answer only
}

// Found is what a search finds.
type Found struct {
	Subject Subject
	Tier    Tier
	Rank    float64 // within the tier, the lowest first; the id decides between equals
	As      string  // the name, alias or title that the tier speaks of; "" in the last two
}

// Compare orders what is found, the best first.
func (f Found) Compare(other Found) int { return f.Place().Compare(other.Place()) }

// Place is where a thing stands among what is found.
func (f Found) Place() FoundPlace { return FoundPlace{f.Tier, f.Rank, f.Subject.ID()} }

// Highlight shows why it was found: the name, alias or title that the tier
// speaks of, else up to n passages of the summary or, in ByText, of the article's text, which only then is needed. None
// if what was found isn't there any more.
func (f Found) Highlight(q Query, text string, n int) []Passage {
	if f.Tier < BySummary {
		return []Passage{q.Mark(f.As)}
	}
	if f.Tier == BySummary {
		switch x := f.Subject.(type) {
		case Concept:
			text = x.Summary()
		case Article:
			text = x.Summary()
		}
	}
	return q.Passages(text, n)
}

// FoundPlace is a place among what is found. In all tiers but ByText it
// depends on the thing alone, so it stays right when others come and go.
type FoundPlace struct {
	Tier Tier
	Rank float64
	ID   ID
}

// Compare orders places, the best first.
func (p FoundPlace) Compare(other FoundPlace) int {
	return cmp.Or(cmp.Compare(p.Tier, other.Tier), cmp.Compare(p.Rank, other.Rank), strings.Compare(string(p.ID), string(other.ID)))
}

// Search finds concepts and articles, the best first, each in the first tier
// that fits. The texts are what [TextSearcher] found for the query; nil: texts
// aren't searched. Rejected concepts aren't found; suggested ones come behind the accepted ones of a tier.
func (s *Snapshot) Search(q Query, texts []TextHit) []Found {
	if q.folded == "" {
		return nil
	}
	x := search{s: s, q: &q, forms: s.forms(), score: make(map[int32]float64, len(texts))}
	for _, h := range texts {
		if subject, ok := s.subject.find(string(h.Article)); ok { // one that isn't there is of another revision
			x.score[subject] = h.Score
		}
	}
	x.subjects()
	if !x.named {
		x.similar()
	}
	slices.SortFunc(x.found, finding.compare)
	found := make([]Found, len(x.found))
	for i, f := range x.found {
		found[i] = Found{Subject: s.handle(f.subject), Tier: f.tier, Rank: f.rank}
		if f.entry >= 0 {
			found[i].As = s.names.entries[f.entry].name
		}
	}
	return found
}

// searchForms are framed terms: what the query is looked for in.
type searchForms struct {
	names     []string // of each entry of the name index
	summaries []string // of each subject's summary; "" where there is none
}

func newSearchForms(s *Snapshot) *searchForms {
	f := &searchForms{names: make([]string, len(s.names.entries)), summaries: make([]string, s.subjects())}
	for i := range s.names.entries {
		f.names[i] = framed(Terms(s.names.entries[i].name))
	}
	for i := range s.concepts {
		f.summaries[i] = framed(Terms(Readable(s.concepts[i].Summary)))
	}
	for i := range s.articles {
		f.summaries[len(s.concepts)+i] = framed(Terms(Readable(s.articles[i].Summary)))
	}
	return f
}

// search is one search under way.
type search struct {
	s     *Snapshot
	q     *Query
	forms *searchForms
	score map[int32]float64 // of articles that were found by their texts
	found []finding
	named bool // something is called so, or has it in its name: no need for guesses
}

// finding is a Found in numbers.
type finding struct {
	tier    Tier
	subject int32
	entry   int32 // the name, alias or title that the tier speaks of; -1: none
	rank    float64
}

// compare is as [Found.Compare]: subjects of one rank are of one kind, and numbered by id.
func (f finding) compare(other finding) int {
	return cmp.Or(cmp.Compare(f.tier, other.tier), cmp.Compare(f.rank, other.rank), cmp.Compare(f.subject, other.subject))
}

// rank puts accepted before suggested concepts, then orders by class, then by length.
func (x *search) rank(subject int32, class, length int) float64 {
	if x.s.isConcept(subject) && x.s.concepts[subject].Status != Accepted {
		class += 100
	}
	return float64(class*10_000 + min(length, 9_999))
}

func (x *search) rejected(subject int32) bool {
	return x.s.isConcept(subject) && x.s.concepts[subject].Status == Rejected
}

// subjects goes through all that there is. The entries of names are in the
// order of their subjects, and each has one.
func (x *search) subjects() {
	entries := x.s.names.entries
	for from, to := 0, 0; from < len(entries); from = to {
		for to < len(entries) && entries[to].subject == entries[from].subject {
			to++
		}
		if x.rejected(entries[from].subject) {
			continue
		}
		if f, ok := x.subject(from, to); ok {
			x.found = append(x.found, f)
		}
	}
}

// subject says how the subject fits that has the entries.
func (x *search) subject(from, to int) (best finding, ok bool) {
	subject := x.s.names.entries[from].subject
	for i := from; i < to; i++ {
		if f, fits := x.name(int32(i)); fits && (!ok || f.compare(best) < 0) {
			best, ok = f, true
		}
	}
	if ok {
		return best, true
	}
	if summary := x.forms.summaries[subject]; summary != "" && x.q.among(x.forms.names[from:to], summary) {
		class := 0
		if !x.s.isConcept(subject) {
			class = 1
		}
		return finding{BySummary, subject, -1, x.rank(subject, class, len(summary))}, true
	}
	score, ok := x.score[subject]
	return finding{ByText, subject, -1, -score}, ok && !x.s.isConcept(subject)
}

// name says how a name, alias or title fits.
func (x *search) name(entry int32) (f finding, fits bool) {
	e := &x.s.names.entries[entry]
	fit := x.fit(e, x.forms.names[entry])
	if fit == fitsNot {
		return f, false
	}
	f = finding{ByTitle, e.subject, entry, x.rank(e.subject, fit, len(e.folded))}
	if x.s.isConcept(e.subject) {
		f.tier = conceptTier(fit, e.alias)
	}
	x.named = x.named || f.tier < ByTitle || fit <= fitsBeginning
	return f, true
}

// How a name fits the text, the best first.
const (
	fitsWhole     = iota
	fitsTerms     // but for marks and signs
	fitsBeginning // the name begins with it
	fitsWords     // it has all the words
	fitsPiece     // it has the text within a word
	fitsNot
)

func (x *search) fit(e *nameEntry, form string) int {
	switch q := x.q; {
	case e.folded == q.folded:
		return fitsWhole
	case q.terms != "" && len(form) == len(q.terms)+3 && form[1:len(form)-2] == q.terms:
		return fitsTerms
	case strings.HasPrefix(e.folded, q.folded), q.beginning != "" && strings.HasPrefix(form, q.beginning):
		return fitsBeginning
	case q.in(form):
		return fitsWords
	case len(q.folded) >= 2 && strings.Contains(e.folded, q.folded) && isPiece(e, q.folded):
		return fitsPiece
	}
	return fitsNot
}

// isPiece says that a text ends a word of a name, or begins with one of its CamelCase capitals.
func isPiece(e *nameEntry, text string) bool {
	if strings.HasSuffix(e.folded, text) || strings.Contains(e.folded, text+" ") {
		return true
	}
	for i, r := range e.name {
		if unicode.IsUpper(r) && strings.HasPrefix(Fold(e.name[i:]), text) {
			return true
		}
	}
	return false
}

func conceptTier(fit int, alias bool) Tier {
	switch {
	case fit > fitsBeginning:
		return ByPart
	case alias:
		return ByAlias
	case fit == fitsBeginning:
		return ByPrefix
	}
	return ByName
}

// similar adds the concepts with names that are nearly spelled so; see [Snapshot.Nearest].
func (x *search) similar() {
	asked := []rune(x.q.folded)
	shortest, longest := 3, 100
	if isSingle(asked[0]) {
		shortest = 4 // one character of these is half a word
	}
	if len(asked) < shortest || len(asked) > longest {
		return
	}
	near := map[int32]finding{}
	limit := 1 + len(asked)/4
	for i := range x.s.names.entries {
		e := &x.s.names.entries[i]
		if !x.s.isConcept(e.subject) || x.rejected(e.subject) || len(e.folded) > 4*(len(asked)+limit) {
			continue
		}
		if d := typos(asked, e.folded, limit); d <= limit {
			f := finding{BySimilar, e.subject, int32(i), x.rank(e.subject, d, len(e.folded))}
			if old, ok := near[e.subject]; !ok || f.compare(old) < 0 {
				near[e.subject] = f
			}
		}
	}
	best := slices.SortedFunc(maps.Values(near), finding.compare)
	best = best[:min(len(best), maxSimilar)]
	x.found = slices.DeleteFunc(x.found, func(f finding) bool { // no longer by its summary alone
		return slices.ContainsFunc(best, func(b finding) bool { return b.subject == f.subject })
	})
	x.found = append(x.found, best...)
}
