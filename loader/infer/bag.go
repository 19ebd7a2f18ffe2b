package infer

import (
	"cmp"
	"slices"
	"sort"
)

// lexicon numbers stems.
type lexicon struct {
	number map[string]int32
	stems  []string
}

func newLexicon() *lexicon { return &lexicon{number: map[string]int32{}} }

func (l *lexicon) of(stem string) int32 {
	n, ok := l.number[stem]
	if !ok {
		n = int32(len(l.stems))
		l.number[stem] = n
		l.stems = append(l.stems, stem)
	}
	return n
}

// count is how often a stem is in a text.
type count struct {
	stem int32
	n    int32
}

// bag counts the stems of a text, ascending by stem.
type bag []count

// bagOf counts stems. It sorts the list.
func bagOf(stems []int32) bag {
	slices.Sort(stems)
	var b bag
	for i, s := range stems {
		if i > 0 && s == stems[i-1] {
			b[len(b)-1].n++
		} else {
			b = append(b, count{s, 1})
		}
	}
	return b
}

// of gives how often a stem is in the bag.
func (b bag) of(stem int32) int32 {
	i := sort.Search(len(b), func(i int) bool { return b[i].stem >= stem })
	if i < len(b) && b[i].stem == stem {
		return b[i].n
	}
	return 0
}

// size counts all.
func (b bag) size() int {
	n := 0
	for _, c := range b {
		n += int(c.n)
	}
	return n
}

// plus adds up bags.
func plus(bags ...bag) bag {
	switch len(bags) {
	case 0:
		return nil
	case 1:
		return bags[0]
	}
	sum := slices.Concat(bags...)
	slices.SortStableFunc(sum, func(a, b count) int { return cmp.Compare(a.stem, b.stem) })
	kept := sum[:0]
	for _, c := range sum {
		if n := len(kept); n > 0 && kept[n-1].stem == c.stem {
			kept[n-1].n += c.n
		} else {
			kept = append(kept, c)
		}
	}
	return kept
}

// weighed is a stem with a weight.
type weighed struct {
	stem   int32
	weight float64
}

// heaviest keeps the n heaviest, ascending by stem, their weights as shares of their sum.
func heaviest(list []weighed, n int) []weighed {
	slices.SortFunc(list, func(a, b weighed) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.stem, b.stem)) })
	list = slices.Clone(list[:min(n, len(list))])
	sum := 0.0
	for _, w := range list {
		sum += w.weight
	}
	for i := range list {
		list[i].weight /= sum
	}
	slices.SortFunc(list, func(a, b weighed) int { return cmp.Compare(a.stem, b.stem) })
	return list
}
