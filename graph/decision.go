package graph

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// A Decision is a person's word on one link, or on one concept. It is kept
// apart from all claims, keyed by what it judges, so that no load overwrites
// it, and it stays when the claims it judges come and go.
type Decision struct {
	After  ID `json:"after"`            // the judged concept, or the end of the judged link that needs the other
	Before ID `json:"before,omitempty"` // empty: the decision judges After itself
	// Source is the source in whose file the decision stands; it goes when that
	// is unloaded. Empty: it is the store's own.
	Source string `json:"source,omitempty"`
	Status Status `json:"status"` // Accepted or Rejected; Suggested puts it back to wait
	By     string `json:"by,omitempty"`
	Why    string `json:"why,omitempty"`
	Set    Edited `json:"set,omitzero"`
	Was    Edited `json:"was,omitzero"` // what sources said of the fields in Set when they were edited, as far as known
}

// Edited holds the fields that a decision overrides; nil leaves one as claimed.
// Lists are not nil themselves: an empty one says that there is nothing.
type Edited struct {
	// Of a concept. The name that Name replaces becomes an alias, besides those of Aliases.
	Name     *string       `json:"name,omitempty"`
	Aliases  *[]string     `json:"aliases,omitempty"`
	Summary  *string       `json:"summary,omitempty"`
	Module   *string       `json:"module,omitempty"`
	External *[]ExternalID `json:"external,omitempty"`

	// Of a link. AnyOf takes it out of the groups of alternatives that its claims
	// put it in: links of one After with the same AnyOf and need are one group;
	// with "" it stands alone.
	Need   *Need   `json:"need,omitempty"`
	AnyOf  *string `json:"anyOf,omitempty"`
	Reason *string `json:"reason,omitempty"`
}

// Fields names the fields that are given, as JSON does.
func (e Edited) Fields() []string {
	var names []string
	for _, field := range []struct {
		name  string
		given bool
	}{
		{"name", e.Name != nil}, {"aliases", e.Aliases != nil}, {"summary", e.Summary != nil}, {"module", e.Module != nil},
		{"external", e.External != nil}, {"need", e.Need != nil}, {"anyOf", e.AnyOf != nil}, {"reason", e.Reason != nil},
	} {
		if field.given {
			names = append(names, field.name)
		}
	}
	return names
}

// Take takes over those fields of some that are given in others.
func (e *Edited) Take(from, given *Edited) {
	t, f, g := reflect.ValueOf(e).Elem(), reflect.ValueOf(from).Elem(), reflect.ValueOf(given).Elem()
	for i := range t.NumField() {
		if !g.Field(i).IsNil() {
			t.Field(i).Set(f.Field(i))
		}
	}
}

// Judged is what decisions judge: a link, or the concept After if Before is empty.
type Judged struct {
	After  ID
	Before ID
}

// DecisionKey tells a decision from all others: what it judges, and in whose file it stands.
type DecisionKey struct {
	After  ID
	Before ID
	Source string // empty: the store's own
}

// Key tells the decision from all others.
func (d Decision) Key() DecisionKey { return DecisionKey{d.After, d.Before, d.Source} }

// Edits names the fields that the decision overrides.
func (d Decision) Edits() []string { return d.Set.Fields() }

// On gives what the decision judges.
func (d Decision) On() Judged { return Judged{d.After, d.Before} }

// Compare orders keys by bytes: After, Before, Source.
func (k DecisionKey) Compare(other DecisionKey) int {
	return cmp.Or(strings.Compare(string(k.After), string(other.After)),
		strings.Compare(string(k.Before), string(other.Before)), strings.Compare(k.Source, other.Source))
}

// ClaimKey is the decision's key among what its source says.
func (k DecisionKey) ClaimKey() ClaimKey { return ClaimKey{Kind: OfDecision, A: k.After, B: k.Before} }

// Ruling gives the decision that counts on each thing that is judged. Those in
// the files of people's own sources come first, by the source's id; then the store's own; then
// those of bundled sources. Decisions aren't mixed: the first counts as a whole.
func Ruling(decisions []Decision) map[Judged]*Decision {
	if len(decisions) == 0 {
		return nil
	}
	ruling := make(map[Judged]*Decision, len(decisions))
	for i := range decisions {
		d := &decisions[i]
		if first := ruling[d.On()]; first == nil || ruleOrder(d.Source, first.Source) < 0 {
			ruling[d.On()] = d
		}
	}
	return ruling
}

func ruleOrder(a, b string) int {
	rank := func(source string) int {
		if source == "" {
			return 1
		}
		return 2 * bundled(source)
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
}

// Unedited gives what sources say of the fields that a decision can edit, without any
// decision: the merge of the claims of those sources that count. false if none of them
// claims the link or concept. A link's groups are left out: it may be in several. The state's
// claims have to be in order.
func (s *State) Unedited(on Judged, counts func(*Source) bool) (Edited, bool) {
	if on.Before != "" {
		claims := linksOn(s, on, counts)
		if len(claims) == 0 {
			return Edited{}, false
		}
		fact := MergeLink(claims, nil)
		return Edited{Need: &fact.Need, Reason: &fact.Reason}, true
	}
	claims := conceptsOn(s, on, counts)
	if len(claims) == 0 {
		return Edited{}, false
	}
	fact := MergeConcept(claims, nil)
	aliases, external := append([]string{}, fact.Aliases...), append([]ExternalID{}, fact.External...)
	return Edited{Name: &fact.Name, Aliases: &aliases, Summary: &fact.Summary, Module: &fact.Module, External: &external}, true
}

// Voices lists the sources that claim a link, or a concept or article (Before is empty), in
// the order in which a merge hears them. The state's claims have to be in order.
func (s *State) Voices(on Judged) []*Source {
	all := func(*Source) bool { return true }
	switch {
	case on.Before != "":
		return voices(s, linksOn(s, on, all), func(c *LinkClaim) Origin { return c.Origin })
	case on.After.Kind() == KindArticle:
		claims := claimsOn(s, on, all, func(c *SourceClaims) []ArticleClaim { return c.Articles },
			func(c *ArticleClaim) Judged { return Judged{After: c.ID} })
		return voices(s, claims, func(c *ArticleClaim) Origin { return c.Origin })
	}
	return voices(s, conceptsOn(s, on, all), func(c *ConceptClaim) Origin { return c.Origin })
}

// voices gives the sources of claims, each once.
func voices[C any](s *State, claims []From[C], origin func(*C) Origin) []*Source {
	slices.SortFunc(claims, func(a, b From[C]) int { return precedence(origin(a.Claim), a.Source, origin(b.Claim), b.Source) })
	var found []*Source
	for _, from := range claims {
		if !slices.ContainsFunc(found, func(have *Source) bool { return have.ID == from.Source }) {
			found = append(found, s.Source(from.Source))
		}
	}
	return found
}

// Source finds a source by its id; nil if it isn't there.
func (s *State) Source(id string) *Source {
	i, ok := slices.BinarySearchFunc(s.Sources, id, func(c SourceClaims, id string) int { return strings.Compare(c.Source.ID, id) })
	if !ok {
		return nil
	}
	return &s.Sources[i].Source
}

func linksOn(s *State, on Judged, counts func(*Source) bool) []From[LinkClaim] {
	return claimsOn(s, on, counts, func(c *SourceClaims) []LinkClaim { return c.Links },
		func(c *LinkClaim) Judged { return Judged{c.After, c.Before} })
}

func conceptsOn(s *State, on Judged, counts func(*Source) bool) []From[ConceptClaim] {
	return claimsOn(s, on, counts, func(c *SourceClaims) []ConceptClaim { return c.Concepts },
		func(c *ConceptClaim) Judged { return Judged{After: c.ID} })
}

// claimsOn finds one sort of claims on a thing.
func claimsOn[C any](s *State, on Judged, counts func(*Source) bool, of func(*SourceClaims) []C, judged func(*C) Judged) []From[C] {
	var found []From[C]
	for i := range s.Sources {
		source := &s.Sources[i]
		if !counts(&source.Source) {
			continue
		}
		claims := of(source)
		first, _ := slices.BinarySearchFunc(claims, on, func(c C, on Judged) int { return judged(&c).compare(on) })
		for ; first < len(claims) && judged(&claims[first]) == on; first++ {
			found = append(found, From[C]{source.Source.ID, &claims[first]})
		}
	}
	return found
}

func (j Judged) compare(other Judged) int {
	return cmp.Or(strings.Compare(string(j.After), string(other.After)), strings.Compare(string(j.Before), string(other.Before)))
}
