package infer

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// library invents n concepts and as many articles of 400 words, each of which names about ten other concepts.
func library(n int) *Material {
	r := rand.New(rand.NewPCG(1, 2))
	word := func(i int) string { return "w" + strings.Repeat(string(rune('a'+i%26)), 1+i%3) + fmt.Sprint(i) + "x" }
	m := &Material{}
	for i := range n {
		m.Concepts = append(m.Concepts, Concept{ID: graph.ID(fmt.Sprintf("concept:c%d", i)), Name: fmt.Sprintf("c%dq d%dq", i, i%97)})
	}
	for i := range n {
		a := Article{ID: graph.ID(fmt.Sprintf("article:c%d", i)), Title: m.Concepts[i].Name, Series: "series:s", Part: i + 1,
			Mentions: []Mention{{Concept: i, Teaches: true, Count: 3}}}
		for range 10 {
			var text strings.Builder
			for range 40 {
				text.WriteString(word(int(float64(5000) * r.Float64() * r.Float64())))
				text.WriteByte(' ')
			}
			c := r.IntN(n)
			start := text.Len()
			text.WriteString(m.Concepts[c].Name)
			a.Sightings = append(a.Sightings, Sighting{Block: len(a.Blocks), Concept: c, Start: start, End: text.Len()})
			text.WriteString(". ")
			a.Blocks = append(a.Blocks, page.Plain(text.String(), 0, 1))
		}
		m.Articles = append(m.Articles, a)
	}
	return m
}

func BenchmarkSuggest(b *testing.B) {
	model, err := Trained()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1_000, 20_000} {
		b.Run(fmt.Sprintf("concepts=%d", n), func(b *testing.B) {
			m := library(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Suggest(m, model); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
