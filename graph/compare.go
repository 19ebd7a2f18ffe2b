package graph

import "slices"

// Comparison puts two ways of learning side by side.
type Comparison struct {
	Shared, OnlyLeft, OnlyRight []Subject // what is covered and read: concepts by id, then articles by id
	MinutesLeft, MinutesRight   Minutes
	MinutesShared               Minutes // of what both read
}

// Compare compares what is read and covered on the way to two sets of goals.
func (s *Snapshot) Compare(left, right []Subject, opt ReadOptions) Comparison {
	return s.compare(s.ReadBefore(left, opt).contents(), s.ReadBefore(right, opt).contents(), opt.Speed)
}

// CompareItems compares two curricula: their articles, and the concepts that they name or their articles teach.
func (s *Snapshot) CompareItems(left, right []Subject) Comparison {
	return s.compare(contentsOf(left), contentsOf(right), 0)
}

// contents lists all that a list covers and reads, by number.
func (l *ReadingList) contents() []int32 {
	var list []int32
	for _, step := range l.Steps {
		for _, c := range step.Covers {
			list = append(list, c.i)
		}
		for _, a := range step.Also {
			list = append(list, a.i)
		}
		if step.Read != nil {
			list = append(list, step.Read.i)
		}
	}
	return sortedSet(list)
}

func contentsOf(items []Subject) []int32 {
	var list []int32
	for _, item := range items {
		list = append(list, item.number())
		if a, ok := item.(Article); ok {
			for _, c := range a.Teaches() {
				list = append(list, c.i)
			}
		}
	}
	return sortedSet(list)
}

func sortedSet(list []int32) []int32 {
	slices.Sort(list)
	return slices.Compact(list)
}

func (s *Snapshot) compare(left, right []int32, speed int) Comparison {
	c := Comparison{MinutesLeft: s.minutes(left, speed), MinutesRight: s.minutes(right, speed)}
	var shared []int32
	for _, v := range left {
		if _, both := slices.BinarySearch(right, v); both {
			shared = append(shared, v)
		}
	}
	rest := func(list []int32) []Subject {
		return s.handles(slices.DeleteFunc(slices.Clone(list), func(v int32) bool { _, both := slices.BinarySearch(shared, v); return both }))
	}
	c.Shared, c.OnlyLeft, c.OnlyRight, c.MinutesShared = s.handles(shared), rest(left), rest(right), s.minutes(shared, speed)
	return c
}

// minutes adds up the articles' reading times.
func (s *Snapshot) minutes(subjects []int32, speed int) Minutes {
	var total Minutes
	for _, v := range subjects {
		if !s.isConcept(v) {
			total = total.Plus(minutesAt(s.article(v), speed))
		}
	}
	return total
}
