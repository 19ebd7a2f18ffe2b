package page

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/readfirst/readfirst/loader/tidy"
)

// sameButOrder compares pages without regard to lines and to the order of what has none.
var sameButOrder = cmp.Options{
	cmp.AllowUnexported(Page{}), cmpopts.IgnoreFields(Page{}, "own", "Line", "Blocks"), cmpopts.IgnoreFields(Text{}, "Line"), cmpopts.IgnoreFields(Need{}, "Line"),
	cmpopts.SortSlices(func(a, b Text) bool { return a.Value < b.Value }),
	cmpopts.SortSlices(func(a, b Need) bool { return needKey(a) < needKey(b) }),
}

func needKey(n Need) string {
	names := make([]string, len(n.Names))
	for i, name := range n.Names {
		names[i] = name.Value
	}
	slices.Sort(names)
	return strings.Join(names, "|") + n.Why
}

// checkTidy holds a page that was brought in order against the page as it was.
func checkTidy(t *testing.T, data []byte) {
	t.Helper()
	got, faults, err := Tidy(data)
	if (err != nil || len(faults) > 0) && !bytes.Equal(got, data) {
		t.Error("refused and changed")
	}
	if err != nil && !errors.Is(err, tidy.ErrStays) {
		t.Error(err)
	}
	before, was := Parse(data, "a.md")
	after, is := Parse(got, "a.md")
	if diff := cmp.Diff(before, after, sameButOrder); diff != "" {
		t.Errorf("it says something else:\n%s", diff)
	}
	if len(was) != len(is) {
		t.Errorf("%d faults have become %d", len(was), len(is))
	}
	if before.Body != after.Body {
		t.Error("the body has changed")
	}
	if again, _, err := Tidy(got); err == nil && !bytes.Equal(got, again) {
		t.Errorf("brought in order once more:\n%s", cmp.Diff(string(got), string(again)))
	}
}

const untidy = `---
name: Pin # its name
# above kind
kind: concept
tags: [b, a]
requires:
  - Waker
  - why: One is enough.
    any: [Rc, Box]
  - "[[Future]]"
together: [Unpin, Poll]
aliases: [pinned, Pin<P>]
---
b
a
`

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		untidy: `---
# above kind
kind: concept
name: Pin # its name
aliases: [pinned, Pin<P>]
requires:
  - any: [Box, Rc]
    why: One is enough.
  - "[[Future]]"
  - Waker
together: [Poll, Unpin]
tags: [b, a]
---
b
a
`,
		"---\nreadfirst:\n  teaches: [b, a]\n  kind: article\ntitle: x\n---\n":             "---\nreadfirst:\n  kind: article\n  teaches: [a, b]\ntitle: x\n---\n",
		"---\nparams:\n  readfirst:\n    teaches: [b, a]\n    kind: article\n---\n":        "---\nparams:\n  readfirst:\n    kind: article\n    teaches: [a, b]\n---\n",
		"+++\ntitle = 'x'\n[extra.readfirst]\nteaches = ['b', 'a']\nkind = 'article'\n+++": "+++\ntitle = 'x'\n[extra.readfirst]\nkind = 'article'\nteaches = ['a', 'b']\n+++",
		"---\ntitle: x\ndate: y\nalias: z\n---\nNothing of ours.\n":                        "---\ntitle: x\ndate: y\nalias: z\n---\nNothing of ours.\n",
		"---\r\nname: a\r\nkind: concept\r\n---\r\n":                                       "---\r\nkind: concept\r\nname: a\r\n---\r\n",
		"No front matter.":                      "No front matter.",
		"---\nname: a\nkind: concept\n":         "---\nname: a\nkind: concept\n", // not closed
		"---\nname: &a x\nkind: *a\n---\n":      "---\nname: &a x\nkind: *a\n---\n",
		"---\nname: a\nkind: concept\n...\nx\n": "---\nkind: concept\nname: a\n...\nx\n",
	} {
		got, _, _ := Tidy([]byte(in))
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%q: -want +got:\n%s", in, diff)
		}
		checkTidy(t, []byte(in))
	}
}

// Every page of the bundled corpus says the same afterwards.
func TestTidyCorpus(t *testing.T) {
	pages, err := filepath.Glob("../../corpus/*/*/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	for _, name := range pages {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		checkTidy(t, data)
	}
}

func FuzzTidy(f *testing.F) {
	f.Add([]byte(untidy))
	f.Add([]byte("+++\n[extra.readfirst]\nteaches = ['b', \"a\"]\nkind = 'article'\n+++\nx"))
	f.Add([]byte("---\nreadfirst: {kind: article}\nrequires:\n- {any: [b, a]}\n- a\nkind: concept\n---\n"))
	f.Fuzz(func(t *testing.T, data []byte) { checkTidy(t, data) })
}
