package page

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnmark(t *testing.T) {
	u := Unmark([]byte("---\ntitle: x\n---\n# The `Pin` type\n\nA `Pin` and ``a ` tick``, [`Box`] and [a `Cell`](x.md).\n\n<details>\n\n- `Rc<T>`s\n\n</details>\n\n```\nlet `x`;\n```\n\n[`Box`]: box.md\n"))
	want := "---\ntitle: x\n---\n# The Pin type\n\nA Pin and a ` tick, [Box] and [a Cell](x.md).\n\n<details>\n\n- Rc<T>s\n\n</details>\n\n```\nlet `x`;\n```\n\n[Box]: box.md\n"
	if d := cmp.Diff(want, string(u.Text)); d != "" {
		t.Fatal(d)
	}
	texts := func(spans [][2]int) (all []string) {
		for _, s := range spans {
			all = append(all, string(u.Text[s[0]:s[1]]))
		}
		return all
	}
	if d := cmp.Diff([]string{"Pin", "Pin", "a ` tick", "Box", "Cell", "Rc<T>"}, texts(u.Code)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"The Pin type", "let `x`;\n", "Box", "a ", "Cell"}, texts(u.Apart)); d != "" {
		t.Error(d)
	}
}

func FuzzUnmark(f *testing.F) {
	f.Add([]byte("A `b` ``c`` [`d`](e) <p>`f`</p>\n\n[`d`]: x\n"))
	f.Add([]byte("- `a\n  b`\n> `c\n> d`"))
	f.Fuzz(func(t *testing.T, data []byte) {
		u := Unmark(data)
		if got, want := without1(u.Text), without1(data); !bytes.Equal(got, want) {
			t.Fatalf("more than marks is gone: %q", u.Text)
		}
		for _, spans := range [][][2]int{u.Code, u.Apart} {
			for _, s := range spans {
				if s[0] < 0 || s[1] < s[0] || s[1] > len(u.Text) {
					t.Fatalf("%v is not in %q", s, u.Text)
				}
			}
		}
	})
}

func without1(text []byte) []byte { return []byte(strings.ReplaceAll(string(text), "`", "")) }
