package infer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

// explain gives links their signals, reasons and quotes.
func (s *scorer) explain(links []Link) {
	in := make([]map[int]int, len(s.m.Concepts)) // by concept: the articles that mention it, and the place of the mention there
	for i := range s.m.Articles {
		for j, mention := range s.m.Articles[i].Mentions {
			if in[mention.Concept] == nil {
				in[mention.Concept] = map[int]int{}
			}
			in[mention.Concept][i] = j
		}
	}
	for i := range links {
		l := &links[i]
		l.Signals = s.signals(l.After, l.Before)
		l.Reason = s.reason(l)
		l.Evidence = s.evidence(l.After, l.Before, in)
	}
}

// most is how many signals a reason names.
const most = 3

// reason says the strongest signals in words.
func (s *scorer) reason(l *Link) string {
	after, before := s.m.Concepts[l.After].Name, s.m.Concepts[l.Before].Name
	named := s.naming(l.After, l.Before)
	type sign struct {
		weight float64
		words  string
	}
	var signs []sign
	add := func(weight float64, holds bool, format string, args ...any) {
		if holds {
			signs = append(signs, sign{weight, fmt.Sprintf(format, args...)})
		}
	}
	of := func(names ...string) float64 {
		sum := 0.0
		for _, name := range names {
			sum += l.Signals[name]
		}
		return sum
	}
	add(9, s.phrases[[2]int{l.After, l.Before}].n > 0, "a sentence says so")
	add(8, s.within(l.Before, l.After), "“%s” is in its name", before)
	add(of("related.words", "order.words", "related.closest"), named.prose > 0, "its text names %s", before)
	add(of("related.code", "order.used"), named.code > 0 || l.Signals["order.used"] > 0.1, "its code uses what belongs to %s", before)
	add(of("order.generality"), l.Signals["order.generality"] > 0.1, "more texts name %s than %s", before, after)
	add(of("order.series"), s.before(l.Before, l.After) > 0, "%s comes first in the series", before)
	add(of("related.references", "order.references"), s.refers(l.After, l.Before), "its article has a link to that on %s", before)
	add(of("order.earliness"), l.Signals["order.earliness"] > 0.2, "such things as %s are taught before such as %s elsewhere", before, after)
	slices.SortStableFunc(signs, func(x, y sign) int { return cmp.Compare(y.weight, x.weight) })
	words := make([]string, 0, most)
	for _, its := range signs[:min(most, len(signs))] {
		words = append(words, its.words)
	}
	if len(words) == 0 {
		return ""
	}
	text := strings.Join(words, "; ") + "."
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// evidence quotes what speaks for a needing b: sentences that say so, then sentences of a's articles that name b, then
// such as name both.
func (s *scorer) evidence(a, b int, in []map[int]int) []graph.Evidence {
	quotes := slices.Clone(s.phrases[[2]int{a, b}].evidence)
	add := func(list ...graph.Evidence) {
		for _, e := range list {
			same := func(have graph.Evidence) bool { return have.Quote == e.Quote }
			if len(quotes) < maxQuotes && e.Quote != "" && !slices.ContainsFunc(quotes, same) {
				quotes = append(quotes, e)
			}
		}
	}
	for _, article := range s.of[a].articles {
		if mention, ok := in[b][article]; ok {
			add(s.m.Articles[article].Mentions[mention].Evidence...)
		}
	}
	if len(quotes) == 0 {
		for article := range sorted(in[a]) {
			if _, both := in[b][article]; both && len(quotes) < maxQuotes {
				add(s.together(article, a, b)...)
			}
		}
	}
	return quotes
}

// together quotes the first stretch of an article's block that names both.
func (s *scorer) together(article, a, b int) []graph.Evidence {
	its := &s.m.Articles[article]
	for i, x := range its.Sightings {
		for _, y := range its.Sightings[i+1:] {
			if y.Block != x.Block {
				break
			}
			if block := &its.Blocks[x.Block]; !block.IsCode && (x.Concept == a && y.Concept == b || x.Concept == b && y.Concept == a) {
				return []graph.Evidence{{Quote: block.Sentence(y.Start, y.End), Heading: block.Heading, In: its.ID, Place: its.place(block.Place(y.Start))}}
			}
		}
	}
	return nil
}
