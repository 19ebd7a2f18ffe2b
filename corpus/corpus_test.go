package corpus_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
)

// memory is a store for one load.
type memory struct {
	graph.Store
	state graph.State
}

func (m *memory) Read(context.Context) (*graph.State, error) { return &m.state, nil }

func (m *memory) Apply(_ context.Context, b *graph.Batch) (*graph.Change, error) {
	if err := b.Validate(); err != nil {
		return nil, err
	}
	m.state = *m.state.With(b)
	return &graph.Change{Revision: m.state.Revision}, nil
}

// snapshot loads the corpus as a user's first question does, and what else is named after it.
func snapshot(t testing.TB, more ...string) *graph.Snapshot {
	t.Helper()
	store := new(memory)
	for _, source := range append([]string{corpus.Rust}, more...) {
		if _, err := loader.Load(t.Context(), store, []string{source}, loader.Options{Bundled: corpus.Bundled()}); err != nil {
			t.Fatalf("%s doesn't load:\n%v", source, err)
		}
	}
	return graph.NewSnapshot(&store.state)
}

// The pages keep their promises: summaries of a length that can be read at a glance, a reason in a
// sentence for each link, no loop, nothing left for somebody to accept.
func TestCorpus(t *testing.T) {
	s := snapshot(t)
	if loops := s.Loops(); len(loops) > 0 {
		t.Errorf("there are loops: %v", loops)
	}
	for _, c := range s.Concepts() {
		if n := len(strings.Fields(c.Summary())); n < 60 || n > 150 {
			t.Errorf("the summary of %s has %d words, want 60 to 150", c.ID(), n)
		}
		if c.Status() != graph.Accepted {
			t.Errorf("%s is %s", c.ID(), c.Status())
		}
		if c.Module() == "" {
			t.Errorf("%s is in no module", c.ID())
		}
	}
	for _, l := range s.Links() {
		if !strings.HasSuffix(l.Why(), ".") {
			t.Errorf("%s gives no reason in a sentence: %q", l.ID(), l.Why())
		}
	}
}

// Each concept is taught by an article whose text is here, or is on the list of those that aren't.
func TestTaught(t *testing.T) {
	list, err := os.ReadFile("testdata/untaught.txt")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(list)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			want = append(want, line)
		}
	}
	var got []string
	for _, c := range snapshot(t).Concepts() {
		if !slices.ContainsFunc(c.TaughtIn(), graph.Article.HasText) {
			got = append(got, string(c.ID()))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("no article of ours teaches %v, testdata/untaught.txt says %v", got, want)
	}
}

// An article is read in a few minutes.
func TestLengths(t *testing.T) {
	files, err := fs.Glob(corpus.FS, "rust/articles/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(corpus.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(strings.TrimPrefix(string(text), "---\n"), "\n---\n")
		if n := len(strings.Fields(body)); n < 300 || n > 900 {
			t.Errorf("%s has %d words, want 300 to 900", file, n)
		}
	}
}

// README.md and CHANGELOG.md say how much there is.
func TestFigures(t *testing.T) {
	s := snapshot(t)
	ours := 0
	for _, a := range s.Articles() {
		if a.HasText() {
			ours++
		}
	}
	want := fmt.Sprintf("%d concepts and %d articles", len(s.Concepts()), ours)
	for _, file := range []string{"../README.md", "../CHANGELOG.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), want) {
			t.Errorf("%s doesn't say that there are %s", file, want)
		}
	}
}

// What the corpus has of other people's writing is entries of a catalogue:
// 20 of them, in three series, with two parts nobody has seen.
func TestCatalogue(t *testing.T) {
	s := snapshot(t)
	files, err := fs.Glob(corpus.FS, "rust/catalogue/*.md")
	if err != nil || len(files) != 20 {
		t.Errorf("%d catalogue entries, %v", len(files), err)
	}
	want := map[string][]int{"Advanced Rust Series": {1, 7}, "Async Rust with Tokio": nil, "Rust internals": nil}
	listed := 0
	for _, series := range s.Series() {
		missing, known := want[series.Name()]
		if !known || !slices.Equal(series.MissingParts(), missing) {
			t.Errorf("%s lacks parts %v, want %v", series.Name(), series.MissingParts(), missing)
		}
		listed += len(series.Articles())
		for _, article := range series.Articles() {
			if article.HasText() || article.Summary() != "" {
				t.Errorf("%s has words of somebody else", article.ID())
			}
			if len(article.Mentions()) == 0 {
				t.Errorf("%s is about nothing", article.ID())
			}
		}
	}
	if listed != 20 {
		t.Errorf("%d articles in series, want 20", listed)
	}
}

// The pages that the catalogue is about (here their titles and key concepts) name no concept that
// the corpus lacks and no article that it doesn't know.
func TestListings(t *testing.T) {
	before, s := snapshot(t), snapshot(t, "testdata/listings")
	for _, c := range s.Concepts() {
		if c.Status() != graph.Accepted {
			t.Errorf("%s (%q) is %s: the corpus should have it", c.ID(), c.Name(), c.Status())
		}
	}
	if n, m := len(before.Articles()), len(s.Articles()); n != m {
		t.Errorf("%d articles with the listings, %d without: some weren't recognised", m, n)
	}
	for _, article := range s.Articles() {
		for _, m := range article.Mentions() {
			if m.Role() == graph.Teaches && m.Salience() < 0.9 { // less than a title or a page says
				t.Errorf("%s teaches %s by its key concepts alone: its catalogue entry should say so", article.ID(), m.Concept().ID())
			}
		}
	}
}

// The road to Pin is in an order that works.
func TestRoadToPin(t *testing.T) {
	s := snapshot(t)
	list := s.ReadBefore([]graph.Subject{s.Lookup("Pin").Subject}, graph.ReadOptions{})
	at := map[graph.ID]int{}
	for i, step := range list.Steps {
		for _, c := range step.Covers {
			at[c.ID()] = i + 1
		}
	}
	for _, id := range []graph.ID{"concept:ownership", "concept:borrowing", "concept:lifetimes", "concept:self-references", "concept:future"} {
		if at[id] == 0 || at[id] >= at["concept:pin"] {
			t.Errorf("%s is step %d, Pin is step %d", id, at[id], at["concept:pin"])
		}
	}
	if at["concept:pin"] != len(list.Steps) {
		t.Errorf("Pin is step %d of %d", at["concept:pin"], len(list.Steps))
	}
}

// Whatever one asks for, everything before it can be read here, without a guess about its length.
func TestRoads(t *testing.T) {
	s := snapshot(t)
	for _, c := range s.Concepts() {
		list := s.ReadBefore([]graph.Subject{c}, graph.ReadOptions{})
		if len(list.Untaught) > 0 || len(list.Loops) > 0 || list.Withheld > 0 || list.Minutes.Guessed > 0 {
			t.Errorf("before %s: untaught %v, loops %v, withheld %d, guessed minutes %d", c.ID(), list.Untaught, list.Loops, list.Withheld, list.Minutes.Guessed)
		}
		for i, step := range list.Steps {
			if step.Read == nil || !step.Read.HasText() {
				t.Errorf("before %s: step %d has no text to read", c.ID(), i+1)
			}
		}
	}
}

// The least list for everything in the corpus is proven to be it.
func TestLeastIsProven(t *testing.T) {
	s := snapshot(t)
	for _, goal := range goals(s) {
		if list := s.ReadBefore([]graph.Subject{goal}, graph.ReadOptions{}); list.MaxSaving > 0 {
			t.Errorf("before %s: could be shorter by %d minutes", goal.ID(), list.MaxSaving)
		}
	}
}

// goals are all concepts and articles.
func goals(s *graph.Snapshot) []graph.Subject {
	var all []graph.Subject
	for _, c := range s.Concepts() {
		all = append(all, c)
	}
	for _, a := range s.Articles() {
		all = append(all, a)
	}
	return all
}

// The least list for each thing in the corpus: its slowest, too.
func BenchmarkLeast(b *testing.B) {
	s := snapshot(b)
	all := goals(s)
	took := make([]time.Duration, len(all)) // the best of each
	for b.Loop() {
		for i, goal := range all {
			began := time.Now()
			s.ReadBefore([]graph.Subject{goal}, graph.ReadOptions{})
			if d := time.Since(began); took[i] == 0 || d < took[i] {
				took[i] = d
			}
		}
	}
	b.ReportMetric(float64(slices.Max(took).Microseconds())/1000, "slowest-ms")
}

// The pages are in the order that readfirst fmt brings files into.
func TestTidy(t *testing.T) {
	tidied, err := loader.Tidy(t.Context(), []string{"rust"}, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(tidied.Differ) > 0 || len(tidied.Stay) > 0 {
		t.Errorf("go run ./cmd/readfirst fmt corpus/rust brings these in order: %s %v", strings.Join(tidied.Differ, "\n\t"), tidied.Stay)
	}
}

func TestBundled(t *testing.T) {
	for name, files := range corpus.Bundled() {
		if pages, err := fs.Glob(files, "concepts/*.md"); err != nil || len(pages) == 0 {
			t.Errorf("%s has no concepts: %v", name, err)
		}
	}
}
