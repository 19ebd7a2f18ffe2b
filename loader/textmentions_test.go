package loader_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/loader"
)

func TestFinder(t *testing.T) {
	finder := loader.NewFinder(graph.NewSnapshot(graphtest.Fixture()))
	for _, c := range []struct {
		name, text string
		markup     loader.Markup
		want       []string // concept, role, line and words of each place, heading
	}{
		{"markdown", "# Ownership\n\nA *Waker* and ownership.\n\n```rust\nlet w: Waker = ownership;\n```\n", loader.Markdown, []string{
			"Ownership TEACHES 1:Ownership/Ownership 3:ownership/Ownership",
			"Waker USES 3:Waker/Ownership 6:Waker/Ownership",
		}},
		{"front matter", "---\nkind: article\ntitle: Talk\ndescription: Lifetimes, told.\nteaches: [Moves]\n---\nOn Borrowing.\n", loader.Markdown, []string{
			"Borrowing USES 7:Borrowing/",
			"Moves TEACHES",
		}},
		{"broken front matter", "---\nteaches: [\n---\nOn Borrowing.\n", loader.Markdown, []string{"Borrowing USES 4:Borrowing/"}},
		{"plain", "# Ownership\nis plain here.\n\nBorrowing `Waker`\r\n \r\n非同期", loader.Plain, []string{
			"Borrowing USES 4:Borrowing/", "Ownership USES 1:Ownership/", "Waker USES 4:Waker/", "非同期 USES 6:非同期/",
		}},
		{"html", "<h2>Why</h2>\n<p>On <b>borrow</b>ing.</p><pre>Waker</pre>", loader.HTMLText, []string{"Borrowing USES 2:/Why", "Waker USES 2:/Why"}},
		{"nothing", "", loader.Markdown, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, m := range finder.Find(c.text, c.markup) {
				line := m.Concept.Name() + " " + m.Role.String()
				for _, p := range m.Places {
					line += fmt.Sprintf(" %d:%s/%s", p.Line, c.text[p.Start:p.End], p.Heading)
				}
				got = append(got, line)
			}
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// FuzzFinder: whatever the text, places lie in it and quotes are of it.
func FuzzFinder(f *testing.F) {
	finder := loader.NewFinder(graph.NewSnapshot(graphtest.Fixture()))
	f.Add("# Ownership\n\n`Pin<P>` and 所有権.", uint8(loader.Markdown))
	f.Add("---\nteaches: [Pin]\n---\nborrow", uint8(loader.Markdown))
	f.Add("<p>Pin", uint8(loader.HTMLText))
	f.Add("a\n\nborrow\n \nPin", uint8(loader.Plain))
	f.Fuzz(func(t *testing.T, text string, markup uint8) {
		for _, m := range finder.Find(text, loader.Markup(markup%3)) {
			for _, p := range m.Places {
				if p.Start < 0 || p.End < p.Start || p.End > len(text) || p.Line < 1 || p.Line > 1+strings.Count(text, "\n") {
					t.Errorf("%s is at %+v of %d bytes", m.Concept.Name(), p, len(text))
				}
			}
		}
	})
}
