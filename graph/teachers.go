package graph

import (
	"cmp"
	"slices"
)

// teachersOf lists the articles that teach a concept, best first: those that can be
// opened before mere catalogue entries; then the more salient the concept is in it;
// then the fewer other concepts it teaches, suggestions not counted; then the shorter; then by id.
func (s *Snapshot) teachersOf(concept int32) []int32 {
	return s.appendTeachers(nil, concept)
}

// appendTeachers is teachersOf into given memory.
func (s *Snapshot) appendTeachers(list []int32, concept int32) []int32 {
	from := len(list)
	row := s.mentions.in.row(concept)
	for _, m := range row {
		if s.mentions.role[m] == Teaches {
			list = append(list, m) // mentions, for now
		}
	}
	found := list[from:]
	if len(found) > 1 {
		slices.SortFunc(found, s.teacherOrder)
	}
	for i, m := range found {
		found[i] = s.mentions.article[m]
	}
	return list
}

// teacherOrder compares two TEACHES mentions of one concept, the better one first.
func (s *Snapshot) teacherOrder(m1, m2 int32) int {
	a1, a2 := s.mentions.article[m1], s.mentions.article[m2]
	f1, f2 := s.article(a1), s.article(a2)
	return cmp.Or(
		cmp.Compare(unreadable(f1), unreadable(f2)),
		cmp.Compare(s.mentions.salience[m2], s.mentions.salience[m1]),
		cmp.Compare(s.taughtCount(a1), s.taughtCount(a2)),
		cmp.Compare(minutesOf(f1).Total, minutesOf(f2).Total),
		cmp.Compare(a1, a2))
}

func unreadable(a *ArticleFact) int {
	if a.Words > 0 || a.URL != "" {
		return 0
	}
	return 1
}

func (s *Snapshot) taughtCount(article int32) int {
	count := 0
	for m, end := s.mentionsIn(article); m < end; m++ {
		if s.mentions.role[m] == Teaches && s.concepts[s.mentions.concept[m]].Status != Suggested {
			count++
		}
	}
	return count
}

func (s *Snapshot) teaches(article, concept int32) bool {
	for m, end := s.mentionsIn(article); m < end; m++ {
		if s.mentions.concept[m] == concept {
			return s.mentions.role[m] == Teaches
		}
	}
	return false
}
