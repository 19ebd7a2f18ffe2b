package graph

import (
	"cmp"
	"slices"
	"strings"
)

// AudienceClaim is one source's word on what a group of readers knows.
type AudienceClaim struct {
	Name  string `json:"name"`
	Knows []ID   `json:"knows,omitempty"` // concepts, and articles that were read; ids that nothing claims are let be
}

// AudienceFact is a group of readers as all sources together see it.
type AudienceFact struct {
	Name  string
	Knows []ID
}

// Audience is a group of readers and what they know.
type Audience struct {
	s *Snapshot
	i int32
}

// mergeAudiences joins the lists of one name (see [Fold]), which keeps its first
// spelling, in order of the sources; people's own come before the bundled ones. Audiences come by folded name.
func mergeAudiences(state *State) []AudienceFact {
	type from struct {
		source string
		claim  *AudienceClaim
	}
	var all []from
	for i := range state.Sources {
		s := &state.Sources[i].Source
		for j := range s.Audiences {
			all = append(all, from{s.ID, &s.Audiences[j]})
		}
	}
	slices.SortStableFunc(all, func(a, b from) int {
		return cmp.Or(strings.Compare(Fold(a.claim.Name), Fold(b.claim.Name)), precedence(Author, a.source, Author, b.source))
	})
	var facts []AudienceFact
	for i, f := range all {
		if i == 0 || Fold(all[i-1].claim.Name) != Fold(f.claim.Name) {
			facts = append(facts, AudienceFact{Name: f.claim.Name})
		}
		last := &facts[len(facts)-1]
		last.Knows = join(last.Knows, f.claim.Knows)
	}
	return facts
}

// Audiences lists all audiences by name.
func (s *Snapshot) Audiences() []Audience {
	list := make([]Audience, len(s.audiences))
	for i := range list {
		list[i] = Audience{s, int32(i)}
	}
	return list
}

// FindAudience finds an audience by its name, in any case and typography.
func (s *Snapshot) FindAudience(name string) (Audience, bool) {
	i, ok := slices.BinarySearchFunc(s.audiences, Fold(strings.TrimSpace(name)), func(f AudienceFact, folded string) int {
		return strings.Compare(Fold(f.Name), folded)
	})
	return Audience{s, int32(i)}, ok
}

// NearestAudiences gives up to n names of audiences that are similar to the given one, likeliest first.
func (s *Snapshot) NearestAudiences(name string, n int) []string {
	names := make([]string, len(s.audiences))
	for i := range s.audiences {
		names[i] = s.audiences[i].Name
	}
	return NearestNames(name, names, n)
}

// Name gives the audience's name.
func (a Audience) Name() string { return a.s.audiences[a.i].Name }

// Knows lists what the readers know, of what the graph has.
func (a Audience) Knows() []Subject {
	var known []Subject
	for _, id := range a.s.audiences[a.i].Knows {
		if subject := a.s.Subject(id); subject != nil {
			known = append(known, subject)
		}
	}
	return known
}
