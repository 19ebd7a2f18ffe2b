package loader

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
)

const (
	tagPage = "Tag: ponds\nWhy do herons stand still?\nThey wait for a frog. It works.\n"
	aTrack  = `{"slug": "x", "exercises": {"concept": []}}`
)

func TestPropose(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  string
	}{
		"notes alone":              {[]string{"a.md", "b/c.md", "README.md"}, "shelf . auto 3"},
		"a book":                   {[]string{"book.toml", "src/a.md"}, "shelf . book 0"},
		"a track":                  {[]string{"config.json", "concepts/a/about.md"}, "shelf . track 0"},
		"folders alone":            {[]string{"b/c/d.md", "a/x.txt", "a/b/y.md", "README.md"}, "a a auto 1; x a/x.txt tag 0; b b auto 1; left out shelf/README.md"},
		"one folder":               {[]string{"b/c.md", "README.md"}, "b b auto 1; left out shelf/README.md"},
		"a README alone":           {[]string{"README.md"}, "shelf . auto 1"},
		"listings and a text":      {[]string{"a.txt", "b/c.txt", "b/odd.txt"}, "a a.txt tag 0; c b/c.txt tag 0; left out shelf/b/odd.txt"},
		"a text among pages":       {[]string{"b/a.md", "b/odd.txt", "odd.txt", "c/x.md"}, "b b auto 1; c c auto 1; left out shelf/odd.txt; shelf/b/odd.txt: this looks neither like a tag page nor like a chapter index: move it elsewhere before you load"},
		"books, tracks and pages":  {[]string{"README.md", "data/README.md", "data/x/book.toml", "data/x/a.md", "data/t/config.json", "data/t/concepts/a/about.md", "data/site/README.md", "data/site/b/c.md", "seeds/a.txt"}, "site data/site auto 2; t data/t track 0; x data/x book 0; a seeds/a.txt tag 0; left out shelf/README.md, shelf/data/README.md"},
		"a saved site":             {[]string{"site/index.html", "site/a/b.htm", "site/tags.txt", "notes/c.md"}, "notes notes auto 1; site site auto 2; tags site/tags.txt tag 0"},
		"pages around a book":      {[]string{"x/book.toml", "a.md", "README.md", "notes/b.md"}, "shelf . auto 1; notes notes auto 1; x x book 0; left out shelf/README.md"},
		"the same names":           {[]string{"a/x/book.toml", "b/x/book.toml", "shelf/book.toml", "n.md", "c/x.txt"}, "shelf (the rest) . auto 1; a/x a/x book 0; b/x b/x book 0; c/x.txt c/x.txt tag 0; shelf shelf book 0"},
		"names that YAML mistakes": {[]string{"true/book.toml", "a: b/book.toml", "# c/book.toml", "1/book.toml"}, "# c # c book 0; 1 1 book 0; a: b a: b book 0; true true book 0"},
		"nothing to read":          {[]string{"picture.png"}, "shelf: there is nothing to read: put pages, books or listings there"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, file := range c.files {
				text := "# A\n"
				switch {
				case filepath.Ext(file) == ".json":
					text = aTrack
				case filepath.Ext(file) == ".txt" && nameOfFile(file) != "odd":
					text = tagPage
				}
				writeFile(t, "shelf/"+file, text)
			}
			p, err := Propose("shelf")
			var got string
			if err != nil {
				got = err.Error()
			} else {
				got = proposalText(p)
				wantReadBack(t, p)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func proposalText(p *Proposal) string {
	var parts []string
	for i := range p.Sources {
		s := &p.Sources[i]
		parts = append(parts, fmt.Sprintf("%s %s %s %d", s.Name, s.Path, s.Format, s.Pages))
	}
	if len(p.LeftOut) > 0 {
		parts = append(parts, "left out "+strings.Join(p.LeftOut, ", "))
	}
	if len(p.Warnings) > 0 {
		parts = append(parts, p.Warnings.Error())
	}
	return strings.Join(parts, "; ")
}

// wantReadBack checks that the text says what is proposed.
func wantReadBack(t interface {
	Helper()
	Errorf(format string, args ...any)
}, p *Proposal) {
	t.Helper()
	var faults graph.Faults
	c := &config{file: file{typed: configName}}
	newConfigReader(c, &faults).read(p.YAML())
	if faults != nil || len(c.sources) != len(p.Sources) {
		t.Errorf("%v\n%s", faults, p.YAML())
		return
	}
	for i, s := range c.sources {
		if want := p.Sources[i]; s.name != want.Name || s.path != want.Path || s.format != want.Format {
			t.Errorf("%+v, want %+v\n%s", s, want, p.YAML())
		}
	}
}

// Any names can be written and read back.
func TestProposalNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &Proposal{}
		for _, name := range rapid.SliceOfNDistinct(rapid.StringN(1, 20, -1), 1, 5, rapid.ID).Draw(t, "names") {
			if strings.TrimSpace(name) != name || name == "" || strings.ContainsAny(name, "/\x00\uFFFD") || name == "." || name == ".." {
				continue
			}
			p.Sources = append(p.Sources, ProposedSource{Name: name, Path: name})
		}
		wantReadBack(t, p)
	})
}

// What is proposed is what a load takes, and nothing is overwritten.
func TestProposeAndLoad(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "shelf/notes/a.md", "# A")
	writeFile(t, "shelf/saved/tag.txt", tagPage)
	writeFile(t, "shelf/saved/odd.txt", "nothing of ours\n\n\n")
	writeFile(t, "shelf/saved/again.txt", tagPage)
	p, err := Propose("shelf")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Write(); err != nil {
		t.Fatal(err)
	}
	if err := p.Write(); err == nil || !strings.Contains(err.Error(), "there is a readfirst.yaml already") {
		t.Error(err)
	}
	if _, err := Propose("shelf"); err == nil || !strings.Contains(err.Error(), "shelf/readfirst.yaml: there is a readfirst.yaml already") {
		t.Error(err)
	}
	report := mustLoad(t, &memStore{}, Options{}, "shelf")
	var ids []string
	for _, s := range report.Sources {
		ids = append(ids, s.ID)
	}
	if !slices.Equal(ids, []string{"notes", "again", "tag"}) {
		t.Error(ids)
	}
}

func TestFindConfig(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "shelf/readfirst.yaml", "")
	writeFile(t, "shelf/a/b/c.md", "")
	writeFile(t, "shelf/a/readfirst.yaml/c.md", "")
	for dir, want := range map[string]string{"shelf": "shelf", "shelf/a/b": "shelf", "shelf/a": "shelf"} {
		if got, ok := FindConfig(dir); !ok || got != want {
			t.Errorf("%s: %q", dir, got)
		}
	}
	t.Chdir("shelf/a/b")
	if got, ok := FindConfig("."); !ok || got != "../.." {
		t.Errorf("%q", got)
	}
}
