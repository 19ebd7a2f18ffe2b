package graph

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Merging turns the claims of all sources into facts. It happens here and
// nowhere else; docs/decisions/0001-claims-and-their-merge.md has worked cases.
//
// Claims are heard in order of precedence: by origin (Author, Import, SeriesOf,
// Inferred), then the bundled corpus after people's own sources, then by source
// id in byte order. Of single values the first that is given wins; lists are
// joined in that order.

// From is a claim and the source that makes it.
type From[C any] struct {
	Source string
	Claim  *C
}

// BundledPrefix begins the ids of sources that come with the program.
const BundledPrefix = "corpus:"

func precedence(origin1 Origin, source1 string, origin2 Origin, source2 string) int {
	return cmp.Or(cmp.Compare(origin1, origin2),
		cmp.Compare(bundled(source1), bundled(source2)), strings.Compare(source1, source2))
}

func bundled(source string) int {
	if strings.HasPrefix(source, BundledPrefix) {
		return 1
	}
	return 0
}

// ConceptFact is a concept as all sources and people together see it.
type ConceptFact struct {
	ID       ID
	Name     string
	Aliases  []string
	Summary  string
	Module   string
	Match    MatchRule
	Together []ID
	External []ExternalID
	Status   Status

	Inferred   bool // nobody says that it is one
	Confidence float64
	Signals    []Signal
}

// ArticleFact is an article as all sources together see it.
type ArticleFact struct {
	ID      ID
	Title   string
	URL     string
	Author  string
	Date    string
	Lang    string
	Series  ID
	Part    int
	Minutes int // as an author states it; 0: no one does
	Words   int
	Summary string
	Source  string   // one that has it, and
	AlsoIn  []string // the others
}

// SeriesFact is a series as all sources together see it.
type SeriesFact struct {
	ID   ID
	Name string
}

// LinkFact is what is said of one link, plain or within one any-of group.
type LinkFact struct {
	Need       Need
	Origin     Origin
	Status     Status
	Reason     string
	Confidence float64 // of the inferred claims together (see Agreed); 0 if there are others
}

// MergeConcept merges the claims (at least one) on one concept with the decision on
// it, if there is one. It sorts the claims.
func MergeConcept(claims []From[ConceptClaim], d *Decision) ConceptFact {
	if len(claims) > 1 {
		slices.SortFunc(claims, func(a, b From[ConceptClaim]) int {
			return precedence(a.Claim.Origin, a.Source, b.Claim.Origin, b.Source)
		})
	}
	first := claims[0].Claim
	fact := ConceptFact{ID: first.ID, Name: first.Name, Aliases: first.Aliases, Summary: first.Summary, Module: first.Module,
		Match: first.Match, Together: first.Together, External: first.External, Status: statusOf(first.Origin, d)}
	if first.Origin == Inferred {
		fact.Inferred, fact.Confidence, fact.Signals = true, first.Confidence, first.Signals
	}
	for _, from := range claims[1:] {
		c := from.Claim
		fact.Summary = cmp.Or(fact.Summary, c.Summary)
		fact.Module = cmp.Or(fact.Module, c.Module)
		fact.Aliases = join(fact.Aliases, c.Aliases)
		if c.Name != fact.Name {
			fact.Aliases = join(fact.Aliases, []string{c.Name})
		}
		fact.Together = join(fact.Together, c.Together)
		fact.External = joinExternal(fact.External, c.External)
		if first.Origin == Inferred {
			fact.Confidence = Agreed(fact.Confidence, c.Confidence)
		}
	}
	if d != nil {
		fact.edit(&d.Set)
	}
	if slices.Contains(fact.Aliases, fact.Name) { // the name of one claim is another's alias
		fact.Aliases = without(fact.Aliases, fact.Name)
	}
	return fact
}

// edit puts a person's word over what is claimed.
func (f *ConceptFact) edit(set *Edited) {
	if set.Aliases != nil {
		f.Aliases = *set.Aliases
	}
	if set.Name != nil && *set.Name != f.Name {
		f.Aliases = join(f.Aliases, []string{f.Name})
		f.Name = *set.Name
	}
	if set.Summary != nil {
		f.Summary = *set.Summary
	}
	if set.Module != nil {
		f.Module = *set.Module
	}
	if set.External != nil {
		f.External = *set.External
	}
}

// MergeArticle merges the claims (at least one) on one article. It sorts the claims.
func MergeArticle(claims []From[ArticleClaim]) ArticleFact {
	if len(claims) > 1 {
		slices.SortFunc(claims, func(a, b From[ArticleClaim]) int {
			return precedence(a.Claim.Origin, a.Source, b.Claim.Origin, b.Source)
		})
	}
	var fact ArticleFact
	for i, from := range claims {
		c := from.Claim
		if i == 0 {
			fact.ID, fact.Title, fact.Source = c.ID, c.Title, from.Source
		} else {
			fact.AlsoIn = append(fact.AlsoIn, from.Source)
		}
		fact.URL = cmp.Or(fact.URL, c.URL)
		fact.Author = cmp.Or(fact.Author, c.Author)
		fact.Date = cmp.Or(fact.Date, c.Date)
		fact.Lang = cmp.Or(fact.Lang, c.Lang)
		fact.Minutes = cmp.Or(fact.Minutes, c.Minutes)
		fact.Words = cmp.Or(fact.Words, c.Words)
		fact.Summary = cmp.Or(fact.Summary, c.Summary)
		if fact.Series == "" { // series and part belong together
			fact.Series, fact.Part = c.Series, c.Part
		}
	}
	return fact
}

// MergeSeries merges the claims (at least one) on one series. It sorts the claims.
func MergeSeries(claims []From[SeriesClaim]) SeriesFact {
	if len(claims) > 1 {
		slices.SortFunc(claims, func(a, b From[SeriesClaim]) int {
			return precedence(a.Claim.Origin, a.Source, b.Claim.Origin, b.Source)
		})
	}
	return SeriesFact{ID: claims[0].Claim.ID, Name: claims[0].Claim.Name}
}

// MergeLink merges the claims (at least one) on one link with the decision on
// it, if there is one. Inferred claims count only where no other is: a guess
// never makes a person's "recommended" required. It sorts the claims.
func MergeLink(claims []From[LinkClaim], d *Decision) LinkFact {
	if len(claims) > 1 {
		slices.SortFunc(claims, func(a, b From[LinkClaim]) int {
			return cmp.Or(precedence(a.Claim.Origin, a.Source, b.Claim.Origin, b.Source),
				strings.Compare(a.Claim.AnyOf, b.Claim.AnyOf)) // a source can have one group under two labels
		})
	}
	first := claims[0].Claim
	fact := LinkFact{Need: first.Need, Origin: first.Origin, Status: statusOf(first.Origin, d), Reason: first.Reason}
	for _, from := range claims {
		c := from.Claim
		if (c.Origin == Inferred) != (first.Origin == Inferred) {
			continue
		}
		fact.Need = min(fact.Need, c.Need)
		fact.Reason = cmp.Or(fact.Reason, c.Reason)
		if first.Origin == Inferred {
			fact.Confidence = Agreed(fact.Confidence, c.Confidence)
		}
	}
	if d != nil {
		if d.Set.Need != nil {
			fact.Need = *d.Set.Need
		}
		if d.Set.Reason != nil {
			fact.Reason = *d.Set.Reason
		}
	}
	return fact
}

// surest is as sure as guesses that agree can make anybody.
const surest = 0.99

// Agreed is how sure two sources' guesses are together, taken as independent (noisy-or), rounded to six decimals.
func Agreed(a, b float64) float64 {
	const unit = 1e6
	return min(math.Round(unit*(a+b-float64(a*b)))/unit, max(surest, a, b))
}

// statusOf is the decision's status, else what the strongest origin gives.
func statusOf(strongest Origin, d *Decision) Status {
	switch {
	case d != nil:
		return d.Status
	case strongest == Inferred:
		return Suggested
	}
	return Accepted
}

// join appends what is new of b to a, never in a's own memory.
func join[E comparable](a, b []E) []E {
	joined := a[:len(a):len(a)]
	for _, e := range b {
		if !slices.Contains(joined, e) {
			joined = append(joined, e)
		}
	}
	return joined
}

// without gives the list without one element, in memory of its own.
func without[E comparable](list []E, element E) []E {
	return slices.DeleteFunc(slices.Clone(list), func(e E) bool { return e == element })
}

// joinExternal appends the ids in systems that a has none of.
func joinExternal(a, b []ExternalID) []ExternalID {
	joined := a[:len(a):len(a)]
	for _, e := range b {
		if !slices.ContainsFunc(joined, func(have ExternalID) bool { return have.System == e.System }) {
			joined = append(joined, e)
		}
	}
	return joined
}
