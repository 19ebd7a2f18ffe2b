package graph

import (
	"cmp"
	"slices"
)

// SuggestedLinks lists the links that wait for a person's word, likeliest
// first (see [Likelier]). Those of rejected concepts wait for nothing.
func (s *Snapshot) SuggestedLinks() []Link {
	var waiting []Link
	for i := range s.links.fact {
		if s.links.fact[i].Status == Suggested && !s.rejected(s.links.after[i]) && !s.rejected(s.links.before[i]) {
			waiting = append(waiting, Link{s, int32(i)})
		}
	}
	slices.SortFunc(waiting, Likelier)
	return waiting
}

// Likelier orders links of one snapshot by confidence, the likeliest first, then in their order among all links.
func Likelier(a, b Link) int {
	return cmp.Or(cmp.Compare(b.fact().Confidence, a.fact().Confidence), cmp.Compare(a.i, b.i))
}

// SuggestedConcepts lists the concepts that wait for a person's word, likeliest
// first (see [LikelierConcept]).
func (s *Snapshot) SuggestedConcepts() []Concept {
	var waiting []Concept
	for i := range s.concepts {
		if s.concepts[i].Status == Suggested {
			waiting = append(waiting, Concept{s, int32(i)})
		}
	}
	slices.SortFunc(waiting, LikelierConcept)
	return waiting
}

// LikelierConcept orders concepts of one snapshot by confidence, the likeliest first, then by the number of articles that mention them, then
// by how much these are about them, then by id.
func LikelierConcept(a, b Concept) int {
	return cmp.Or(cmp.Compare(b.fact().Confidence, a.fact().Confidence),
		cmp.Compare(len(b.s.mentions.in.row(b.i)), len(a.s.mentions.in.row(a.i))), cmp.Compare(b.salience(), a.salience()), cmp.Compare(a.i, b.i))
}

// salience sums up how much articles are about the concept.
func (c Concept) salience() (sum float64) {
	for _, m := range c.s.mentions.in.row(c.i) {
		sum += c.s.mentions.salience[m]
	}
	return sum
}
