package feed

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/webpage"
)

var update = flag.Bool("update", false, "write the results into the test data")

const goldens = "testdata/feeds.txtar"

// The test data are pairs of a feed and what is read from it.
func TestGolden(t *testing.T) {
	archive, err := txtar.ParseFile(goldens)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(archive.Files); i += 2 {
		input, want := &archive.Files[i], &archive.Files[i+1]
		got := render(t, input.Data)
		if diff := cmp.Diff(string(want.Data), got); diff != "" && !*update {
			t.Errorf("%s, -want +got:\n%s", input.Name, diff)
		}
		want.Data = []byte(got)
	}
	if *update {
		if err := os.WriteFile(goldens, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func render(t *testing.T, data []byte) string {
	t.Helper()
	text, err := webpage.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	f, faults := Read(text)
	for _, fault := range faults {
		fmt.Fprintf(&b, "fault %d: %s: %s\n", fault.Place.Line, fault.What, fault.Do)
	}
	if f == nil {
		return b.String()
	}
	for _, w := range f.Warnings {
		fmt.Fprintf(&b, "warning %d: %s: %s\n", w.Place.Line, w.What, w.Do)
	}
	for _, p := range f.Items {
		fmt.Fprintf(&b, "%d", p.Line)
		if p.Part > 0 {
			fmt.Fprintf(&b, " [%s] part %d", p.Series.Value, p.Part)
		}
		fmt.Fprintf(&b, " %q\n", p.Name.Value)
		for _, field := range [][2]string{{"url", p.URL}, {"id", p.ID.Value}, {"author", p.Author}, {"date", p.Date}, {"lang", p.Lang}} {
			if field[1] != "" {
				fmt.Fprintf(&b, "  %s: %s\n", field[0], field[1])
			}
		}
		if p.Summary.Given() {
			fmt.Fprintf(&b, "  summary (%d): %s\n", p.Summary.Line, p.Summary.Value)
		}
		for i := range p.Blocks {
			block := &p.Blocks[i]
			fmt.Fprintf(&b, "  %d %q\n", block.Place(block.Offset).Line, block.Text)
		}
		for _, link := range p.Links {
			fmt.Fprintf(&b, "  link: %s %q (%d)\n", link.Target, link.Text, link.Place.Line)
		}
		if p.Body != "" {
			fmt.Fprintf(&b, "  %d words: %q\n", p.Words, p.Body)
		}
	}
	return b.String()
}

func TestIsFeed(t *testing.T) {
	for data, want := range map[string]bool{
		"<rss version='2.0'>": true, "\uFEFF<?xml version='1.0'?>\n<!-- x -->\n<feed xmlns='x'>": true, "<rdf:RDF>": true,
		`{"version": "https://jsonfeed.org/version/1", "items": []}`: true, `{"version": 1}`: false, "<html>": false, "<rssx>": false, "": false, "<urlset>": false,
	} {
		if IsFeed([]byte(data)) != want {
			t.Errorf("%q: %v", data, !want)
		}
	}
}

// What is beyond a limit is a fault, and soon.
func TestHostile(t *testing.T) {
	const head, item = "<rss version='2.0' xmlns:a='b'><channel>", "<item><title>x</title>"
	for name, feed := range map[string]struct{ data, want string }{
		"nested":           {head + strings.Repeat("<a:b>", 1_000_000), "more than 128 elements within each other"},
		"nested in a text": {head + item + "<description>" + strings.Repeat("<b>", 1_000_000), "more than 128 elements within each other"},
		"elements":         {head + strings.Repeat("<item/>", maxElements), "more than 200000 elements"},
		"attributes":       {head + "<item " + strings.Repeat("a='b' ", 1000) + "/>", "an element with more than 256 attributes"},
		"namespaces":       {head + strings.Repeat("<item xmlns:a='b'/>", 6000), "more than 5000 declarations of namespaces"},
		"pieces":           {head + item + "<a:b>" + strings.Repeat("x<![CDATA[]]>", 100_000), "a text in more than 5000 pieces"},
		"entities":         {"<!DOCTYPE a [<!ENTITY b 'c'>]>" + head, "the feed declares entities of its own"},
		"a base":           {"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/'><entry><title>x</title><content type='html'>" + formatting() + "</content></entry></feed>", ""},
		"formatting":       {head + item + "<description>" + formatting() + "</description></item></channel></rss>", ""},
		"a long text":      {head + item + "<description>" + strings.Repeat("x &amp;amp; y. ", 500_000) + "</description></item></channel></rss>", ""},
		"unclosed":         {head + item, "the feed can't be read: unexpected EOF"},
		"deep JSON":        {`{"version": "https://jsonfeed.org/version/1", "items": ` + strings.Repeat("[", 100_000), "the feed can't be read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := Read([]byte(feed.data))
			if feed.want == "" && faults != nil || !strings.Contains(faults.Error(), feed.want) {
				t.Error(faults)
			}
		})
	}
}

// formatting makes an HTML parser that has no limits use gigabytes.
func formatting() string {
	var b strings.Builder
	b.WriteString("&lt;div>")
	for i := range 400 {
		fmt.Fprintf(&b, "&lt;b id=a%d>", i)
	}
	return b.String() + "&lt;/div>" + strings.Repeat("&lt;p>x&lt;/div>", 200_000)
}

func FuzzFeed(f *testing.F) {
	archive, err := txtar.ParseFile(goldens)
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(archive.Files); i += 2 {
		f.Add(archive.Files[i].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := webpage.Decode(data)
		if err != nil {
			return
		}
		lines := 1 + strings.Count(string(text), "\n")
		feed, faults := Read(text)
		if (feed == nil) != (len(faults) > 0) {
			t.Error(feed, faults)
		}
		if feed == nil {
			checkLines(t, faults, lines)
			return
		}
		checkLines(t, feed.Warnings, lines)
		for _, p := range feed.Items {
			if !p.Name.Given() || !utf8.ValidString(p.Name.Value) || !utf8.ValidString(p.Body) || p.Part > 0 && !p.Series.Given() {
				t.Errorf("%+v", p)
			}
			if p.URL == "" == !p.ID.Given() && p.ID.Value != graph.Slug(p.Name.Value) || p.URL != "" && graph.AddressSlug(p.URL) == "" {
				t.Errorf("url %q, id %q", p.URL, p.ID.Value)
			}
			for i := range p.Blocks {
				block := &p.Blocks[i]
				if line := block.Place(block.Offset).Line; line < 1 || line > lines {
					t.Errorf("%q is on line %d of %d", block.Text, line, lines)
				}
			}
		}
		if again, _ := Read(text); !reflect.DeepEqual(feed, again) {
			t.Error("read again it is another")
		}
	})
}

func checkLines(t *testing.T, faults graph.Faults, lines int) {
	t.Helper()
	for _, fault := range faults {
		if fault.Place.Line < 1 || fault.Place.Line > lines {
			t.Errorf("%v is outside of %d lines", fault, lines)
		}
	}
}
