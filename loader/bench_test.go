package loader

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/sqlitestore"
)

func BenchmarkCorpus(b *testing.B) {
	for b.Loop() {
		if _, err := Load(background, &memStore{}, []string{"../corpus/rust"}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad makes a batch of Markdown, which is all of a load but what the store does: 1,000 pages
// of drawn words with the names of 500 concepts among them; once as pages, once as the chapters of a book.
func BenchmarkLoad(b *testing.B) {
	b.Chdir(b.TempDir())
	bytes := drawPages(b, 1000, 500)
	for _, folder := range []string{"pages", "book"} {
		for _, cores := range []int{1, runtime.NumCPU()} {
			b.Run(fmt.Sprintf("%s/cores=%d", folder, cores), func(b *testing.B) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
				b.SetBytes(bytes)
				defer reportCPU(b, bytes)()
				for b.Loop() {
					toBatch(b, "concepts", folder)
				}
			})
		}
	}
}

func toBatch(b *testing.B, args ...string) {
	b.Helper()
	docs, err := read(background, args, Options{})
	if err != nil {
		b.Fatal(err)
	}
	state := &graph.State{}
	made, err := build(background, state, docs)
	if err != nil || made.faults != nil {
		b.Fatal(err, made.faults)
	}
	made.check(state, &graph.Batch{Sources: made.sources})
}

// drawPages writes the same articles as pages and as a book, and concepts that they name. It
// gives the articles' bytes.
func drawPages(b *testing.B, pages, concepts int) int64 {
	b.Helper()
	draw := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 3000)
	for i := range words {
		words[i] = drawWord(draw)
	}
	names := make([]string, concepts)
	for i := range names {
		names[i] = words[draw.IntN(len(words))] + " " + drawWord(draw)
		writeFile(b, fmt.Sprintf("concepts/%d.md", i), fmt.Sprintf("---\nkind: concept\nname: %s\nid: c%d\n---\n", names[i], i))
	}
	var summary strings.Builder
	var bytes int64
	for i := range pages {
		text := drawPage(draw, words, names)
		bytes += int64(len(text))
		writeFile(b, fmt.Sprintf("pages/%d.md", i), text)
		writeFile(b, fmt.Sprintf("book/src/%d.md", i), text)
		fmt.Fprintf(&summary, "- [Chapter %d](%d.md)\n", i, i)
	}
	writeFile(b, "book/src/SUMMARY.md", summary.String())
	writeFile(b, "book/book.toml", "[book]\ntitle = \"A book\"\n")
	return bytes
}

func drawWord(draw *rand.Rand) string {
	const vowels, consonants = "aeiou", "bcdfghklmnprstvw"
	var word []byte
	for range 1 + draw.IntN(4) {
		word = append(word, consonants[draw.IntN(len(consonants))], vowels[draw.IntN(len(vowels))])
	}
	return string(word)
}

// drawPage writes about 5,000 bytes with the markup that pages have.
func drawPage(draw *rand.Rand, words, names []string) string {
	var text strings.Builder
	sentence := func() {
		for i := range 8 + draw.IntN(12) {
			if i > 0 {
				text.WriteByte(' ')
			}
			switch word := words[draw.IntN(len(words))]; draw.IntN(40) {
			case 0:
				text.WriteString(names[draw.IntN(len(names))])
			case 1:
				fmt.Fprintf(&text, "`%s()`", word)
			case 2:
				fmt.Fprintf(&text, "*%s*", word)
			case 3:
				fmt.Fprintf(&text, "[%s](%d.md)", word, draw.IntN(1000))
			default:
				text.WriteString(word)
			}
		}
		text.WriteString(". ")
	}
	for i := range 6 {
		fmt.Fprintf(&text, "%s %s\n\n", "##"[min(i, 1):], words[draw.IntN(len(words))])
		for range 2 {
			for range 3 {
				sentence()
			}
			text.WriteString("\n\n")
		}
		for range 3 {
			text.WriteString("- ")
			sentence()
			text.WriteByte('\n')
		}
		text.WriteString("\n```rust\n# hidden\nfn main() {\n    let a = 1; // " + words[i] + "\n}\n```\n\n")
	}
	return text.String()
}

// BenchmarkFolder loads a folder of yours, which READFIRST_BENCH_DATA names, and the bundled corpus, into a
// file: first, and then the same again.
func BenchmarkFolder(b *testing.B) {
	folder := os.Getenv("READFIRST_BENCH_DATA")
	if folder == "" {
		b.Skip("READFIRST_BENCH_DATA names no folder")
	}
	opt := Options{Bundled: corpus.Bundled()}
	load := func(b *testing.B, path string) *Report {
		store, err := sqlitestore.Open(background, path, sqlitestore.Options{})
		if err != nil {
			b.Fatal(err)
		}
		report, err := Load(background, store, []string{corpus.Rust, folder}, opt)
		if err != nil {
			b.Fatal(err)
		}
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
		return report
	}
	dir := b.TempDir()
	b.Run("first", func(b *testing.B) {
		defer reportCPU(b, 0)()
		for i := 0; b.Loop(); i++ {
			report := load(b, filepath.Join(dir, fmt.Sprint(i)))
			articles, mentions := 0, 0
			for _, s := range report.Sources {
				articles += s.Articles
				mentions += s.Mentions
			}
			b.ReportMetric(float64(articles), "articles")
			b.ReportMetric(float64(mentions), "mentions")
		}
	})
	b.Run("again", func(b *testing.B) {
		path := filepath.Join(dir, "again")
		load(b, path)
		defer reportCPU(b, 0)()
		for b.Loop() {
			if !load(b, path).Change.Empty() {
				b.Fatal("the same again is a change")
			}
		}
	})
}
