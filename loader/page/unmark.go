package page

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/text"

	"github.com/readfirst/readfirst/graph"
)

// Unmarked is a page without the marks of its code spans.
type Unmarked struct {
	Text []byte
	Code [][2]int // where in Text the code spans were, from and to
	// Apart is what says nothing of how prose marks its code: headings, source code, the texts of links.
	Apart [][2]int
}

// definition is a line that defines the target of links.
var definition = regexp.MustCompile("(?m)^ {0,3}\\[[^\\]\n]*`[^\\]\n]*\\]:")

// Unmark takes the backticks of code spans out of a page, and tells where they were.
func Unmark(data []byte) Unmarked {
	_, _, start := split(data, new(graph.Faults))
	if _, what := TooMuch(data[start:]); what != "" {
		return Unmarked{Text: data}
	}
	w := newWalker(Composed{Text: data}, start)
	w.linked = [][2]int{}
	w.walk(markdown.Parse(text.NewReader(w.source)))
	var gone, code, apart [][2]int
	for i := range w.blocks {
		b := &w.blocks[i]
		if b.IsCode || b.Level > 0 {
			apart = append(apart, [2]int{b.Offset, b.Offset + len(b.Text)})
		}
		for _, span := range b.Code {
			from, to := span[0]+b.Offset, span[1]+b.Offset
			inFrom, inTo := from, to
			for inFrom < to && data[inFrom] == '`' {
				inFrom++
			}
			for inTo > inFrom && data[inTo-1] == '`' {
				inTo--
			}
			gone = append(gone, [2]int{from, inFrom}, [2]int{inTo, to})
			code = append(code, [2]int{inFrom, inTo})
		}
	}
	apart = append(apart, w.linked...)
	for _, line := range definition.FindAllIndex(data[start:], -1) {
		for at := start + line[0]; at < start+line[1]; at++ {
			if data[at] == '`' {
				gone = append(gone, [2]int{at, at + 1})
			}
		}
	}
	return without(data, gone, code, apart)
}

// without takes bytes out of a text, and moves stretches of it to where they stand then.
func without(data []byte, gone, code, apart [][2]int) Unmarked {
	slices.SortFunc(gone, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	u := Unmarked{Text: make([]byte, 0, len(data))}
	left := make([]int, 0, len(gone)) // how many bytes are gone behind each
	at, sum := 0, 0
	for _, g := range gone {
		if g[0] < at { // a text that two blocks have
			g[0] = min(at, g[1])
		}
		u.Text = append(u.Text, data[at:g[0]]...)
		at = max(at, g[1])
		sum += g[1] - g[0]
		left = append(left, sum)
	}
	u.Text = append(u.Text, data[at:]...)
	moved := func(spans [][2]int) [][2]int {
		for i, span := range spans {
			for k, to := range span {
				n, _ := slices.BinarySearchFunc(gone, to, func(g [2]int, at int) int { return cmp.Compare(g[0], at) })
				// gone[:n] begin before it
				if n > 0 {
					spans[i][k] = to - left[n-1]
				}
			}
		}
		return spans
	}
	u.Code, u.Apart = moved(code), moved(apart)
	return u
}
