package loader

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/readfirst/readfirst/loader/match"
	"github.com/readfirst/readfirst/loader/sense"
)

// benchPages are pages of about 8,000 bytes in sentences of English words and drawn ones, a megabyte in all: names are in about
// four words of a hundred, half of them where a sentence begins, and a tenth of each page is code.
func benchPages(names []string) (pages []*sense.Page, size int) {
	r := rand.New(rand.NewPCG(5, 6))
	zipf := rand.NewZipf(r, 1.1, 2.7, uint64(len(names)-1))
	plain := []string{"the", "a", "of", "is", "to", "and", "in", "that", "type", "value", "which", "can", "be", "used", "when", "it", "returns",
		"without", "reading", "compiler", "memory", "nothing", "quickly", "moved", "threads", "library", "somewhere", "between", "pages", "written"}
	text := func(most int, in []byte) []byte {
		for len(in) < most {
			for i := range 8 + r.IntN(12) {
				w := plain[r.IntN(len(plain))]
				if r.IntN(12) > 1 {
					w += "er" // words that no list has
				}
				switch {
				case i == 0 && r.IntN(3) == 0 || r.IntN(40) == 0:
					w = names[zipf.Uint64()]
				case i == 0:
					w = string(w[0]-'a'+'A') + w[1:]
				}
				if i > 0 {
					in = append(in, ' ')
				}
				in = append(in, w...)
			}
			in = append(in, ". "...)
		}
		return in
	}
	for size < 1<<20 {
		p := &sense.Page{Title: "A page on " + names[zipf.Uint64()]}
		for range 14 {
			block := sense.Block{Block: match.Block{Text: text(500, nil), Offset: size}}
			p.Blocks = append(p.Blocks, block)
			size += len(block.Text)
		}
		code := sense.Block{Block: match.Block{Offset: size, Kind: match.CodeBlock}}
		for range 20 {
			code.Text = fmt.Appendf(code.Text, "let x: %s<T> = run(y, 1);\n", names[zipf.Uint64()])
		}
		p.Blocks = append(p.Blocks, code)
		size += len(code.Text)
		pages = append(pages, p)
	}
	return pages, size
}

// BenchmarkSense finds and weighs 10,000 names, on one core.
func BenchmarkSense(b *testing.B) {
	names := make([]string, 10_000)
	patterns := make([]match.Pattern, len(names))
	for i := range names {
		n, w := i+1, []byte{}
		for range 4 {
			w = append(w, "bdfgklmnprstvz"[n%14], "aeiou"[n/14%5])
			n /= 14 * 5
		}
		w[0] -= 'a' - 'A'
		names[i] = string(w)
		patterns[i] = match.Pattern{Name: names[i], Rule: match.Code, Concept: int32(i)}
	}
	pages, size := benchPages(names)
	f := sense.NewFinder(match.New(patterns), len(names), sense.Default())
	b.SetBytes(int64(size))
	b.ReportAllocs()
	defer reportCPU(b, int64(size))()
	for b.Loop() {
		for _, p := range pages {
			f.Scan(p)
		}
		if err := f.Weigh(pages, sense.InTurn, nil); err != nil {
			b.Fatal(err)
		}
	}
	doubts := 0
	for _, p := range pages {
		for i := range p.Found {
			if p.Found[i].Sense != match.Sure {
				doubts++
			}
		}
	}
	b.ReportMetric(float64(doubts), "doubts/op")
}
