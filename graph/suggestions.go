package graph

import (
	"cmp"
	"slices"
)

// SuggestedLinks lists the links that wait for a person's word, likeliest
// first: by confidence, then in their order among all links. Those of rejected
// concepts wait for nothing.
func (s *Snapshot) SuggestedLinks() []Link {
	var waiting []Link
	for i := range s.links.fact {
		if s.links.fact[i].Status == Suggested && !s.rejected(s.links.after[i]) && !s.rejected(s.links.before[i]) {
			waiting = append(waiting, Link{s, int32(i)})
		}
	}
	slices.SortStableFunc(waiting, func(a, b Link) int { return cmp.Compare(b.fact().Confidence, a.fact().Confidence) })
	return waiting
}

// SuggestedConcepts lists the concepts that wait for a person's word, likeliest
// first: by confidence, then by the number of articles that mention them, then
// by how much these are about them, then by id.
func (s *Snapshot) SuggestedConcepts() []Concept {
	var waiting []Concept
	salience := map[Concept]float64{}
	for i := range s.concepts {
		if s.concepts[i].Status == Suggested {
			c := Concept{s, int32(i)}
			waiting = append(waiting, c)
			for _, m := range s.mentions.in.row(c.i) {
				salience[c] += s.mentions.salience[m]
			}
		}
	}
	slices.SortStableFunc(waiting, func(a, b Concept) int {
		return cmp.Or(cmp.Compare(s.concepts[b.i].Confidence, s.concepts[a.i].Confidence),
			cmp.Compare(len(s.mentions.in.row(b.i)), len(s.mentions.in.row(a.i))), cmp.Compare(salience[b], salience[a]))
	})
	return waiting
}
