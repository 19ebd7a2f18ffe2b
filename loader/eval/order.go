package eval

import (
	"cmp"
	"slices"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/infer"
)

// Order measures lists that are made from inferred links alone against the order that books agree on: the pairs of
// concepts that at least two books teach, and that all of them begin in one order, each where it first teaches it. A book's list has its concepts by how much more they need others than
// others need them, summed over all pairs; the book's own order is kept out of it.
func Order(books []*infer.Example) (*Table, error) {
	model, err := infer.Trained()
	if err != nil {
		return nil, err
	}
	t := &Table{Title: "Lists against the order that books agree on", Columns: []string{"book", "pairs", "random breaks", "popularity breaks", "readfirst breaks"}, Notes: []string{
		"Breaks: the share of the pairs that the list has in the other order. The weights are those of the program.",
	}}
	agreed := agreedOrder(books)
	sums, n := make([]float64, 3), 0
	for _, book := range books {
		confidence, err := infer.Confidence(model, &infer.Example{Material: withoutOrder(book.Material)})
		if err != nil {
			return nil, err
		}
		row := []any{book.Name, 0}
		for i, method := range []func(a, b int) float64{random, popularity(book), confidence} {
			broken, pairs := broken(book.Material, lateness(book.Material, method), agreed)
			if row[1] = pairs; pairs == 0 {
				row = append(row, nil)
				continue
			}
			row = append(row, broken)
			sums[i] += broken
			n += (i + 1) / 3
		}
		t.Add(row...)
	}
	if n > 0 {
		t.Add("mean", nil, sums[0]/float64(n), sums[1]/float64(n), sums[2]/float64(n))
	}
	return t, nil
}

// beginnings are the places of the articles where a book begins its concepts, by the concepts' ids.
func beginnings(m *infer.Material) map[graph.ID]int {
	order := make([]int, len(m.Articles))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(m.Articles[a].Part, m.Articles[b].Part) })
	at := map[graph.ID]int{}
	for place, i := range order {
		for _, mention := range m.Articles[i].Mentions {
			id := m.Concepts[mention.Concept].ID
			if _, met := at[id]; !met && mention.Teaches {
				at[id] = place
			}
		}
	}
	return at
}

// agreedOrder are the pairs, the first one first, that at least two books teach and all of them begin in that order.
func agreedOrder(books []*infer.Example) map[[2]graph.ID]bool {
	votes := map[[2]graph.ID]int{} // of the books that teach both, and not in one article
	for _, book := range books {
		at := beginnings(book.Material)
		for a, first := range at {
			for b, then := range at {
				if first < then {
					votes[[2]graph.ID{a, b}]++
				}
			}
		}
	}
	agreed := map[[2]graph.ID]bool{}
	for pair, n := range votes {
		if n >= 2 && votes[[2]graph.ID{pair[1], pair[0]}] == 0 {
			agreed[pair] = true
		}
	}
	return agreed
}

// withoutOrder is the material without the order of its articles.
func withoutOrder(m *infer.Material) *infer.Material {
	its := *m
	its.Articles = slices.Clone(m.Articles)
	for i := range its.Articles {
		its.Articles[i].Part = 0
	}
	return &its
}

// lateness is how much more each concept needs others than they need it.
func lateness(m *infer.Material, confidence func(a, b int) float64) []float64 {
	late := make([]float64, len(m.Concepts))
	for a := range late {
		for b := range late {
			if a != b {
				c := confidence(a, b)
				late[a] += c
				late[b] -= c
			}
		}
	}
	return late
}

// broken is the share of the agreed pairs of a book's concepts that a list has the other way round, and how many they are.
func broken(m *infer.Material, late []float64, agreed map[[2]graph.ID]bool) (share float64, pairs int) {
	for a := range m.Concepts {
		for b := range m.Concepts {
			if agreed[[2]graph.ID{m.Concepts[a].ID, m.Concepts[b].ID}] {
				pairs++
				switch {
				case late[a] > late[b]:
					share++
				case late[a] == late[b]:
					share += 0.5
				}
			}
		}
	}
	return share / float64(max(1, pairs)), pairs
}
