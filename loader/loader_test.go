package loader

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/readfirst/readfirst/graph"
)

var background = context.Background()

func mustLoad(t *testing.T, store graph.Store, opt Options, args ...string) *Report {
	t.Helper()
	report, err := Load(background, store, args, opt)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// pond writes a small folder of pages and a listing.
func pond(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	writeFile(t, "pond/frog.md", "---\nkind: concept\nname: Frog\nrequires: [Water]\n---\nJumps.")
	writeFile(t, "pond/water.md", "---\nkind: concept\nname: Water\n---\nWet.")
	writeFile(t, "pond/a.md", "# About frogs\n\nA frog likes water. Frogs jump.\n")
	writeFile(t, "pond/list.txt", "Pond book\n\n01Live\nFrogs\nThey jump.\nfrog · newts\nRead\n")
}

func TestAgainChangesNothing(t *testing.T) {
	pond(t)
	store := &memStore{}
	first := mustLoad(t, store, Options{By: "ann", Why: "a test"}, "pond")
	if first.Change.Empty() || first.Change.By != "ann" || first.Change.Why != "a test" {
		t.Errorf("first: %+v", first.Change)
	}
	if r := first.Sources[0]; r.Concepts != 2 || r.Suggested != 1 || r.Articles != 2 || r.Files != 4 {
		t.Errorf("report %+v", r)
	}
	if again := mustLoad(t, store, Options{}, "pond/"); !again.Change.Empty() {
		t.Errorf("again: %d edits", len(again.Change.Edits))
	}
	writeFile(t, "pond/water.md", "---\nkind: concept\nname: Water\n---\nVery wet.")
	if third := mustLoad(t, store, Options{}, "pond"); third.Change.Empty() {
		t.Error("a changed page changes nothing")
	}
}

// What a suggested concept becomes by a person's word stays, and is no suggestion any more.
func TestAcceptedSuggestion(t *testing.T) {
	pond(t)
	store := &memStore{}
	mustLoad(t, store, Options{}, "pond")
	store.state.Decisions = []graph.Decision{{After: "concept:newts", Status: graph.Accepted}}
	if r := mustLoad(t, store, Options{}, "pond"); r.Sources[0].Suggested != 0 || !r.Change.Empty() {
		t.Errorf("%+v", r.Sources[0])
	}
}

// Unloading a source gives back the graph without it, whatever was loaded with it.
func TestUnload(t *testing.T) {
	pond(t)
	writeFile(t, "track/config.json", `{"slug": "x", "concepts": [{"slug": "frog"}, {"slug": "b"}],
		"exercises": {"concept": [{"slug": "e", "concepts": ["b"], "prerequisites": ["frog"]}]}}`)
	writeFile(t, "track/concepts/frog/about.md", "# About frogs\n\nWater is their home.\n")
	writeFile(t, "tag.txt", tagPage)
	without, all := &memStore{}, &memStore{}
	mustLoad(t, without, Options{}, "pond", "tag.txt")
	mustLoad(t, all, Options{}, "track", "pond", "tag.txt")
	if _, err := all.Apply(background, &graph.Batch{Unload: []string{"track"}}); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(all.state.Sources, without.state.Sources) {
		t.Errorf("%+v", all.state.Sources)
	}
}

// Each stage is told from its beginning to its end, and nothing goes back.
func TestProgress(t *testing.T) {
	pond(t)
	var told []Progress
	mustLoad(t, &memStore{}, Options{Progress: func(p Progress) { told = append(told, p) }}, "pond")
	var got []string
	for i, p := range told {
		if i > 0 && p.Stage == told[i-1].Stage && p.Done != told[i-1].Done+1 {
			t.Errorf("%+v after %+v", p, told[i-1])
		}
		if i == len(told)-1 || told[i+1].Stage != p.Stage {
			got = append(got, fmt.Sprint(p.Stage, " ", p.Done, "/", p.Total))
		}
	}
	if want := []string{"Reading 4/4", "Searching 4/4", "Writing 0/11"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestConflict(t *testing.T) {
	pond(t)
	if report := mustLoad(t, &memStore{conflicts: 3}, Options{}, "pond"); report.Change.Empty() {
		t.Error("nothing was written after conflicts")
	}
	if _, err := Load(background, &memStore{conflicts: 100}, []string{"pond"}, Options{}); !errors.Is(err, graph.ErrConflict) {
		t.Error(err)
	}
}

func TestCancelled(t *testing.T) {
	pond(t)
	ctx, cancel := context.WithCancel(background)
	cancel()
	if _, err := Load(ctx, &memStore{}, []string{"pond"}, Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// countedFiles are files that count how often one is opened.
type countedFiles struct {
	fstest.MapFS
	opened atomic.Int32
	at     int32 // which opening ends the load
	end    func()
}

func (c *countedFiles) Open(name string) (fs.File, error) {
	if c.opened.Add(1) == c.at {
		c.end()
	}
	return c.MapFS.Open(name)
}

// A load that is ended in its midst reads on no longer, and leaves the graph as it was.
func TestCancelledWithin(t *testing.T) {
	files := &countedFiles{MapFS: fstest.MapFS{}, at: 20}
	for i := range 1000 {
		files.MapFS[fmt.Sprintf("%d.md", i)] = &fstest.MapFile{Data: []byte("# Frogs\n\nThey jump.\n")}
	}
	ctx, cancel := context.WithCancel(background)
	files.end = cancel
	store := &memStore{}
	_, err := Load(ctx, store, []string{"corpus:frogs"}, Options{Bundled: map[string]fs.FS{"corpus:frogs": files}})
	if !errors.Is(err, context.Canceled) || store.state.Revision != 0 {
		t.Errorf("%v, revision %d", err, store.state.Revision)
	}
	if opened := files.opened.Load(); opened > 20+int32(runtime.GOMAXPROCS(0)) {
		t.Errorf("%d files were opened", opened)
	}
}

// A bundled source and the folder that it was bundled from are one.
func TestBundled(t *testing.T) {
	t.Chdir(t.TempDir())
	bundled := fstest.MapFS{
		"readfirst.yaml": {Data: []byte("sources: [{name: corpus:pond, path: .}]")},
		"frog.md":        {Data: []byte("---\nkind: concept\nname: Frog\n---\n")},
		"a.md":           {Data: []byte("A frog.")},
	}
	for name, f := range bundled {
		writeFile(t, "somewhere/"+name, string(f.Data))
	}
	store := &memStore{}
	opt := Options{Bundled: map[string]fs.FS{"corpus:pond": bundled}}
	first := mustLoad(t, store, opt, "corpus:pond")
	if s := first.Sources[0]; s.ID != "corpus:pond" || s.Location != "" {
		t.Errorf("%+v", s)
	}
	if again := mustLoad(t, store, opt, "somewhere"); !again.Change.Empty() || len(store.state.Sources) != 1 {
		t.Errorf("%+v", store.state.Sources)
	}
	_, err := Load(background, store, []string{"corpus:nothing"}, opt)
	if err == nil || !strings.Contains(err.Error(), "the bundled ones are corpus:pond") {
		t.Error(err)
	}
	delete(bundled, "readfirst.yaml") // then the argument names it
	if again := mustLoad(t, store, opt, "corpus:pond"); len(again.Change.Edits) != 1 || len(store.state.Sources) != 1 {
		t.Errorf("%+v", store.state.Sources)
	}
	if version := store.state.Sources[0].Source.Version; version != Version(bundled) || len(version) != 16 {
		t.Errorf("the source's version is %q, that of its files %q", version, Version(bundled))
	}
}

// The order in which files come to be doesn't matter, nor do earlier runs.
func TestDeterministic(t *testing.T) {
	pond(t)
	for i := range 30 {
		writeFile(t, fmt.Sprintf("pond/more/%02d.md", i), fmt.Sprintf("---\nkind: concept\nname: Thing %d\naliases: [t%d]\n---\n", i, i))
		writeFile(t, fmt.Sprintf("pond/text/%02d.md", i), fmt.Sprintf("Thing %d and thing %d, t%d.\n", i, (i+7)%30, (i+3)%30))
	}
	var want []graph.SourceClaims
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for i := range 5 {
		runtime.GOMAXPROCS(1 + 3*(i%2))
		store := &memStore{}
		mustLoad(t, store, Options{}, "pond")
		if i == 0 {
			want = store.state.Sources
		} else if !reflect.DeepEqual(store.state.Sources, want) {
			t.Fatal("another run gives other claims")
		}
	}
}

// Quotes are where they say: the place's line holds the beginning of the mention's sentence or more of it.
func TestQuotePlaces(t *testing.T) {
	pond(t)
	store := &memStore{}
	mustLoad(t, store, Options{}, "pond")
	for _, m := range store.state.Sources[0].Mentions {
		for _, e := range m.Evidence {
			data, err := os.ReadFile(filepath.Join("pond", e.Place.File))
			if err != nil {
				t.Fatal(err)
			}
			line := strings.Split(string(data), "\n")[e.Place.Line-1]
			if !strings.Contains(line, e.Quote) {
				t.Errorf("%q isn't on line %s: %q", e.Quote, e.Place, line)
			}
			if e.In != m.Article {
				t.Errorf("a quote in %s of a mention in %s", e.In, m.Article)
			}
		}
	}
}

func TestBadFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "bad/binary.md", "PNG\n\x00\x01")
	writeFile(t, "bad/latin.md", "fine\ncaf\xe9\n")
	writeFile(t, "bad/wide.txt", "\xff\xfea\x00")
	writeFile(t, "bad/fine.md", "fine")
	if f, err := os.Create("bad/huge.md"); err != nil {
		t.Fatal(err)
	} else if err := f.Truncate(1 << 30); err != nil { // one line, without a byte on the disk
		t.Skip("no sparse files here:", err)
	} else if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	want := `bad/binary.md:2: a binary file, not text: remove it or give it another ending
bad/huge.md: the file has 1073741824 bytes, more than 16777216: split it
bad/latin.md:2: the text is not valid UTF-8: save the file as UTF-8
bad/wide.txt:1: the text is UTF-16: save the file as UTF-8`
	store := &memStore{}
	_, err := Load(background, store, []string{"bad"}, Options{})
	var faults graph.Faults
	if !errors.As(err, &faults) || err.Error() != want {
		t.Errorf("%v", err)
	}
	if store.state.Revision != 0 {
		t.Error("something was written")
	}
}

func TestNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, args := range [][]string{nil, {""}, {"nowhere"}, {os.DevNull}} {
		var faults graph.Faults
		if _, err := Load(background, &memStore{}, args, Options{}); !errors.As(err, &faults) {
			t.Errorf("%q: %v", args, err)
		}
	}
}

// Links within the folder are read, those out of it and to folders are not; devices neither.
func TestLinks(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "secret.md", "# Secret")
	writeFile(t, "in/real/a.md", "# A")
	for link, target := range map[string]string{
		"in/out.md": "../secret.md", "in/whole.md": filepath.Join(mustGetwd(t), "secret.md"), "in/b.md": "real/a.md", "in/loop": ".", "in/lost.md": "nowhere.md",
	} {
		if err := os.Symlink(target, link); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	if err := exec.Command("mkfifo", "in/pipe.md").Run(); err != nil {
		t.Log("no pipes here:", err)
	}
	store := &memStore{}
	mustLoad(t, store, Options{}, "in")
	var titles []string
	for _, a := range store.state.Sources[0].Articles {
		titles = append(titles, string(a.ID)+" "+a.Title)
	}
	want := []string{"article:in/b A", "article:in/real/a A"}
	if !reflect.DeepEqual(titles, want) {
		t.Errorf("%q", titles)
	}
}

// A source that is loaded again may not take with it what others refer to; the store says so.
func TestRequiresFromStore(t *testing.T) {
	pond(t)
	store := &memStore{}
	mustLoad(t, store, Options{}, "pond")
	writeFile(t, "newt.md", "---\nkind: concept\nname: Newt\nrequires: [frog, concept:water]\n---\n")
	mustLoad(t, store, Options{}, "newt.md")
	writeFile(t, "frog2.md", "---\nkind: concept\nname: Water\nid: water\nrequires: [Newt]\n---\n")
	_, err := Load(background, store, []string{"frog2.md"}, Options{})
	if err == nil || !strings.Contains(err.Error(), "frog2.md:5: these need each other: ") {
		t.Error(err)
	}
}

func TestTextSalience(t *testing.T) {
	last := 0.0
	for n := 1; n < 100; n++ {
		s := textSalience(n, 1000, 500)
		if s < last || s >= 0.5 {
			t.Errorf("%d occurrences: %v after %v", n, s, last)
		}
		last = s
	}
	if early, late := textSalience(2, 1000, 0), textSalience(2, 1000, 900); early <= late {
		t.Error(early, late)
	}
	if short, long := textSalience(2, 300, 0), textSalience(2, 3000, 0); short <= long {
		t.Error(short, long)
	}
}

func TestRuleOf(t *testing.T) {
	for name, want := range map[string]graph.MatchRule{
		"pinning": graph.MatchPhrase, "two-phase borrows": graph.MatchPhrase, "Drop trait": graph.MatchPhrase, "Weak": graph.MatchCode,
		"GlobalAlloc": graph.MatchExact, "allocator_api": graph.MatchExact, "#[repr]": graph.MatchExact, "MIR": graph.MatchExact, "x86": graph.MatchExact,
	} {
		if got := ruleOf(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// The bundled corpus loads without a word, and with the time that a first start takes.
func TestCorpus(t *testing.T) {
	report := mustLoad(t, &memStore{}, Options{}, "../corpus/rust")
	for _, w := range report.Warnings {
		t.Error(w)
	}
	if s := report.Sources[0]; s.ID != "corpus:rust" || s.Location != "" || s.Concepts < 40 || s.Articles < 32 || s.Suggested != 0 {
		t.Errorf("%+v", s)
	}
}
