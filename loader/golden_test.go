package loader

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/readfirst/readfirst/graph"
)

var update = flag.Bool("update", false, "write the results into the test data")

// Each case is a folder (what is in "bundled" is bundled as corpus:pond), the loads to make one after the other into an empty
// store (a line each, "in" if there are none), and what comes of them.
func TestGolden(t *testing.T) {
	for name, archive := range archives(t) {
		file, _ := filepath.Abs(name)
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			got := runCase(t, archive)
			want := &archive.Files[len(archive.Files)-1]
			if want.Name != "want" {
				t.Fatal("the last file isn't want")
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" && !*update {
				t.Errorf("-want +got:\n%s", diff)
			}
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// archives gives the test data by the names of their files.
func archives(t testing.TB) map[string]*txtar.Archive {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	all := map[string]*txtar.Archive{}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = archive
	}
	return all
}

func runCase(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	t.Chdir(t.TempDir())
	loads := "in"
	for _, f := range archive.Files {
		switch f.Name {
		case "want":
		case "loads":
			loads = strings.TrimSpace(string(f.Data))
		default:
			writeFile(t, f.Name, string(f.Data))
		}
	}
	store := &memStore{}
	var out strings.Builder
	for line := range strings.Lines(loads) {
		line = strings.TrimSpace(line)
		args, opt := parseLoad(t, line)
		if _, err := os.Stat("bundled"); err == nil {
			opt.Bundled = map[string]fs.FS{"corpus:pond": os.DirFS("bundled")}
		}
		before := store.state.Revision
		report, err := Load(context.Background(), store, args, opt)
		if strings.Contains(loads, "\n") {
			fmt.Fprintf(&out, "# load %s\n", line)
		}
		if err != nil {
			fmt.Fprintln(&out, strings.ReplaceAll(err.Error(), mustGetwd(t), "$WORK"))
			continue
		}
		dumpReport(&out, report, store, before)
	}
	return out.String()
}

func parseLoad(t *testing.T, line string) (args []string, opt Options) {
	t.Helper()
	for _, word := range strings.Fields(line) {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "--format":
			opt.Format, _ = ParseFormat(value)
		case "--source":
			opt.Source = value
		default:
			args = append(args, word)
		}
	}
	return args, opt
}

func dumpReport(out *strings.Builder, report *Report, store *memStore, before graph.Revision) {
	for _, w := range report.Warnings {
		fmt.Fprintln(out, "warning:", w)
	}
	if store.state.Revision == before {
		fmt.Fprintln(out, "no change")
		return
	}
	for _, r := range report.Sources {
		fmt.Fprintf(out, "source %s: files %d, drafts %d, ignored %d\n", r.ID, r.Files, r.Drafts, r.Ignored)
		for _, s := range r.Series {
			fmt.Fprintf(out, "  %s: articles %d, missing %v\n", s.Name, s.Articles, s.Missing)
		}
		for _, a := range r.Announced {
			fmt.Fprintf(out, "  announced: %q (%s) %s\n", a.Title, a.Status, a.Place)
		}
		for _, s := range store.state.Sources {
			if s.Source.ID == r.ID {
				dumpClaims(out, s)
			}
		}
	}
	for _, d := range store.state.Decisions {
		fmt.Fprintf(out, "decision of %q: %s %s\n", d.Source, judgedText(d.On()), verdict{status: d.Status, set: d.Set, by: d.By}.text())
	}
}

func dumpClaims(out *strings.Builder, s graph.SourceClaims) {
	for _, a := range s.Source.Audiences {
		fmt.Fprintf(out, "audience %q knows %v\n", a.Name, a.Knows)
	}
	for _, c := range s.Concepts {
		fmt.Fprintf(out, "%s %q %s %s (%s)\n", c.ID, c.Name, c.Match, c.Origin, c.Place)
		dumpSignals(out, fmt.Sprintf("%.1f sure because", c.Confidence), c.Signals)
		dumpFields(out, "aliases", strings.Join(c.Aliases, ", "), "module", c.Module, "summary", c.Summary, "together", list2(c.Together), "external", list2(c.External))
	}
	for _, a := range s.Articles {
		fmt.Fprintf(out, "%s %q %s (%s)\n", a.ID, a.Title, a.Origin, a.Place)
		dumpFields(out, "url", a.URL, "author", a.Author, "date", a.Date, "lang", a.Lang, "series", string(a.Series), "part", count(a.Part),
			"minutes", count(a.Minutes), "words", count(a.Words), "summary", a.Summary, "text", fmt.Sprintf("%.60s", a.Text))
	}
	for _, m := range s.Mentions {
		fmt.Fprintf(out, "%s %s %s ×%d %.3f (%s)\n", m.Article, m.Role, m.Concept, m.Count, m.Salience, m.Place)
		dumpSignals(out, "because", m.Signals)
		for _, e := range m.Evidence {
			fmt.Fprintf(out, "    %q [%s] (%s)\n", e.Quote, e.Heading, e.Place)
		}
	}
	for _, l := range s.Links {
		fmt.Fprintf(out, "%s → %s %s %s (%s)\n", l.Before, l.After, l.Need, l.Origin, l.Place)
		dumpFields(out, "any of", l.AnyOf, "why", l.Reason)
	}
}

func dumpSignals(out *strings.Builder, what string, signals []graph.Signal) {
	for i, signal := range signals {
		fmt.Fprintf(out, "%s%s %+.1f", []string{"    " + what + ": ", ", "}[min(i, 1)], signal.Name, signal.Weight)
	}
	if len(signals) > 0 {
		fmt.Fprintln(out)
	}
}

func dumpFields(out *strings.Builder, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			fmt.Fprintf(out, "    %s: %s\n", pairs[i], strings.ReplaceAll(pairs[i+1], "\n", `\n`))
		}
	}
}

func list2[E any](items []E) string {
	if len(items) == 0 {
		return ""
	}
	return fmt.Sprint(items)
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func writeFile(t testing.TB, name, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func mustGetwd(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
