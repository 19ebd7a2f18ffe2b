package loader

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestDiscover(t *testing.T) {
	cases := map[string]struct {
		files []string
		want  []string
	}{
		"nothing":                  {nil, []string{". auto"}},
		"pages alone":              {[]string{"a.md", "b/c.md"}, []string{". auto"}},
		"a book":                   {[]string{"book.toml", "src/SUMMARY.md", "notes.md", "b/book.toml"}, []string{". book"}},
		"books and pages":          {[]string{"x.md", "z/book.toml", "a/deep/book.toml", "a/deep/er/book.toml", "a/y.md"}, []string{". auto", "a/deep book", "z book"}},
		"books alone":              {[]string{"z/book.toml", "a/book.toml", "picture.png"}, []string{"a book", "z book"}},
		"pages of books alone":     {[]string{"a/book.toml", "a/src/x.md"}, []string{"a book"}},
		"a track":                  {[]string{"config.json", "concepts/a/about.md"}, []string{". track"}},
		"no tracks":                {[]string{"a/config.json", "a/x.md", "b/concepts/x.md", "c/config.json/x.md", "c/concepts/y.md"}, []string{". auto"}},
		"tracks, books and pages":  {[]string{"x.md", "b/book.toml", "t/config.json", "t/concepts/a/about.md"}, []string{". auto", "b book", "t track"}},
		"hidden":                   {[]string{".git/book.toml", ".x.md", "node_modules/a/book.toml", "node_modules/x.md", "a/book.toml"}, []string{"a book"}},
		"a folder named book.toml": {[]string{"book.toml/x.md"}, []string{". auto"}},
	}
	for name, c := range cases {
		folder := fstest.MapFS{}
		for _, file := range c.files {
			folder[file] = &fstest.MapFile{Data: []byte(`{"exercises": {"concept": []}}`)}
		}
		var got []string
		for _, f := range discover(folder) {
			got = append(got, fmt.Sprint(f.path, " ", f.format))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}
