package webpage

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/page"
)

var update = flag.Bool("update", false, "write the results into the test data")

// The test data are pairs of a page and what is read from it. A page named
// tag-…, chapters-… or article-… is read as that.
func TestGolden(t *testing.T) {
	forEachPage(t, func(t *testing.T, name string, input []byte, want *[]byte) {
		got := render(t, name, input)
		if diff := cmp.Diff(string(*want), got); diff != "" && !*update {
			t.Errorf("%s, -want +got:\n%s", name, diff)
		}
		*want = []byte(got)
	})
}

func forEachPage(t testing.TB, check func(t *testing.T, name string, input []byte, want *[]byte)) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no test data", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		one := func(t *testing.T) {
			for i := 0; i+1 < len(archive.Files); i += 2 {
				check(t, archive.Files[i].Name, archive.Files[i].Data, &archive.Files[i+1].Data)
			}
		}
		if t, ok := t.(*testing.T); ok {
			t.Run(filepath.Base(file), one)
		} else {
			one(nil)
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func formOf(name string) Form {
	switch word, _, _ := strings.Cut(name, "-"); word {
	case "tag":
		return TagPage
	case "chapters":
		return Chapters
	case "article":
		return Article
	}
	return Any
}

func render(t *testing.T, name string, input []byte) string {
	text, err := Decode(input)
	if err != nil {
		return err.Error() + "\n"
	}
	p, faults := Read(text, name, formOf(name))
	var b strings.Builder
	for _, fault := range faults {
		fmt.Fprintf(&b, "fault %d: %s: %s\n", fault.Place.Line, fault.What, fault.Do)
	}
	if p == nil {
		return b.String()
	}
	field(&b, "address", p.Address)
	if p.Listing != nil {
		renderListing(&b, p.Listing)
	} else {
		renderArticle(&b, p)
	}
	return b.String()
}

func field(b *strings.Builder, name, value string) {
	if value != "" {
		fmt.Fprintf(b, "%s: %s\n", name, value)
	}
}

func texts(list []page.Text) string {
	words := make([]string, len(list))
	for i, its := range list {
		words[i] = fmt.Sprintf("%s (%d)", its.Value, its.Line)
	}
	return strings.Join(words, "; ")
}

func renderArticle(b *strings.Builder, p *Page) {
	a := p.Article
	fmt.Fprintf(b, "article: %s (%d)\n", a.Name.Value, a.Line)
	if a.Series.Given() || a.Part > 0 {
		fmt.Fprintf(b, "series: %s (%d) part %d\n", a.Series.Value, a.Series.Line, a.Part)
	}
	field(b, "summary", a.Summary.Value)
	field(b, "author", a.Author)
	field(b, "date", a.Date)
	field(b, "lang", a.Lang)
	if a.Minutes > 0 {
		fmt.Fprintf(b, "minutes: %d\n", a.Minutes)
	}
	field(b, "teaches", texts(a.Teaches))
	field(b, "about", texts(a.About))
	for _, need := range a.Requires {
		field(b, "requires", texts(need.Names))
	}
	if (p.Next != Link{}) {
		fmt.Fprintf(b, "next: %+v\n", p.Next)
	}
	for i, link := range p.Links {
		fmt.Fprintf(b, "link: %+v %q (%d)\n", link, a.Links[i].Text, a.Links[i].Place.Line)
	}
	fmt.Fprintf(b, "words: %d\n", a.Words)
	for i := range a.Blocks {
		block := &a.Blocks[i]
		kind := ""
		if block.Level > 0 {
			kind = fmt.Sprintf(" h%d", block.Level)
		} else if block.IsCode {
			kind = " code"
		}
		fmt.Fprintf(b, "  %d%s %q", block.Line, kind, block.Text)
		for _, span := range block.Code {
			fmt.Fprintf(b, " %s", block.Text[span[0]:span[1]])
		}
		fmt.Fprintln(b)
	}
	fmt.Fprintf(b, "%s\n", a.Body)
}

func renderListing(b *strings.Builder, l *listing.Listing) {
	fmt.Fprintln(b, [...]string{"listing", "tag page", "chapter index"}[l.Shape])
	for _, w := range l.Warnings {
		fmt.Fprintf(b, "warning %d: %s: %s\n", w.Place.Line, w.What, w.Do)
	}
	for _, e := range l.Entries {
		fmt.Fprintf(b, "%d", e.Title.Number)
		if e.Series != "" {
			fmt.Fprintf(b, " [%s] part %d", e.Series, e.Part)
		}
		fmt.Fprintf(b, " %q", e.Title.Text)
		if e.Status != "" {
			fmt.Fprintf(b, " (%s)", e.Status)
		}
		if !e.Readable {
			fmt.Fprint(b, " not readable")
		}
		fmt.Fprintln(b)
		field(b, "  at", strings.TrimSpace(e.URL+" "+e.Path))
		field(b, "  date", e.Date)
		for _, line := range e.Description {
			fmt.Fprintf(b, "  %d %q\n", line.Number, line.Text)
		}
		if len(e.Keys) > 0 {
			keys := make([]string, len(e.Keys))
			for i, key := range e.Keys {
				keys[i] = key.Text
			}
			fmt.Fprintf(b, "  keys: %s\n", strings.Join(keys, "; "))
		}
	}
}
