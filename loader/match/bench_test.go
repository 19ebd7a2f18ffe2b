package match

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// The benchmarks' language: words of two to four syllables, drawn by Zipf's
// law, with the most frequent fifty being short ones, as in English.
func benchWords(n int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	consonants, vowels := "bcdfglmnprstv", "aeiou"
	seen, words := map[string]bool{}, []string(nil)
	for len(words) < n {
		w := ""
		for range 1 + min(len(words)/50, 1+r.IntN(3)) {
			w += string(consonants[r.IntN(len(consonants))]) + string(vowels[r.IntN(len(vowels))])
			if r.IntN(2) == 0 {
				w += string(consonants[r.IntN(len(consonants))])
			}
		}
		if !seen[w] {
			seen[w] = true
			words = append(words, w)
		}
	}
	return words
}

// benchPatterns returns n names of one to three words, four in five of them
// phrases. Their n/2+200 words are any of the language's 60,000 but the most
// frequent hundred.
func benchPatterns(n int) []Pattern {
	r := rand.New(rand.NewPCG(3, 4))
	words := benchWords(60_000)[100:]
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	words = words[:n/2+200]
	patterns := make([]Pattern, n)
	for i := range patterns {
		var name []string
		for range 1 + r.IntN(3) {
			name = append(name, words[r.IntN(len(words))])
		}
		p := Pattern{Name: strings.Join(name, " "), Concept: int32(i)}
		if i%5 == 0 {
			p.Name, p.Rule = strings.ToUpper(p.Name[:1])+p.Name[1:], Code
		}
		patterns[i] = p
	}
	return patterns
}

// benchText returns a megabyte of sentences in blocks of about 500 bytes.
func benchText() []Block {
	r := rand.New(rand.NewPCG(5, 6))
	words := benchWords(30_000)
	zipf := rand.NewZipf(r, 1.1, 2.7, uint64(len(words)-1))
	endings := []string{"", "", "", "", "s", "s", "ed", "ing"}
	var blocks []Block
	for total := 0; total < 1<<20; {
		var text []byte
		for len(text) < 500 {
			for i := range 8 + r.IntN(12) {
				w := words[zipf.Uint64()] + endings[r.IntN(len(endings))]
				if i == 0 {
					w = strings.ToUpper(w[:1]) + w[1:]
				} else if text = append(text, ' '); r.IntN(10) == 0 {
					text[len(text)-1] = ','
					text = append(text, ' ')
				}
				text = append(text, w...)
			}
			text = append(text, ". "...)
		}
		blocks = append(blocks, Block{Text: text, Offset: total})
		total += len(text)
	}
	return blocks
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchFind(b, benchPatterns(n), benchText()) })
	}
}

// BenchmarkFindUnicode reads text in which every second word has a letter
// that isn't ASCII.
func BenchmarkFindUnicode(b *testing.B) {
	blocks := benchText()
	for i := range blocks {
		text := strings.ReplaceAll(string(blocks[i].Text), "a", "ä")
		blocks[i].Text = []byte(text)
	}
	benchFind(b, benchPatterns(10_000), blocks)
}

func benchFind(b *testing.B, patterns []Pattern, blocks []Block) {
	m := New(patterns)
	size := 0
	for _, block := range blocks {
		size += len(block.Text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	var dst []Match
	for b.Loop() {
		dst = dst[:0]
		for _, block := range blocks {
			dst = m.Find(dst, block)
		}
	}
	b.ReportMetric(float64(len(dst)), "matches/op")
}

func BenchmarkNew(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			patterns := benchPatterns(n)
			b.ReportAllocs()
			for b.Loop() {
				New(patterns)
			}
		})
	}
}
