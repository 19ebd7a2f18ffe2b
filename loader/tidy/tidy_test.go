package tidy

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

var update = flag.Bool("update", false, "write the results into the cases")

// order is that of the cases: a table of these keys, whose lists are sorted.
var order = func() *Order {
	o := &Order{Keys: []string{"kind", "name", "aliases", "requires", "teaches"}}
	need := &Order{Keys: []string{"concept", "any", "why"}, Under: map[string]*Order{"any": {By: text}}}
	o.Under = map[string]*Order{"teaches": {By: text}, "requires": {By: text, Items: need}, "readfirst": o, "extra": {Under: map[string]*Order{"readfirst": o}}}
	o.Items, o.By = o, text // of a list of such tables
	return o
}()

// text is a value, or that of a table's first key that says what it is about.
func text(n *tree.Node) string {
	for _, key := range []string{"name", "concept", "any"} {
		if value := n.Get(key); value != nil {
			return text(value)
		}
	}
	least := graph.Fold(n.Text)
	for i, item := range n.List { // in whatever order they are
		if t := text(item); i == 0 || t < least {
			least = t
		}
	}
	return least
}

// The cases in testdata: a file, and the same in order. "stays" is one that can't be.
func TestCases(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal(cases, err)
	}
	for _, path := range cases {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(archive.Files); i += 2 {
			in, out := &archive.Files[i], &archive.Files[i+1]
			t.Run(filepath.Base(path)+"/"+in.Name, func(t *testing.T) {
				tidy := byName(in.Name)
				got, err := tidy(in.Data, order)
				if stays := out.Name == "stays"; errors.Is(err, ErrStays) != stays {
					t.Errorf("%v", err)
				}
				if again, err := tidy(got, order); err == nil && !bytes.Equal(got, again) {
					t.Errorf("brought in order once more:\n%s", cmp.Diff(string(got), string(again)))
				}
				if *update {
					out.Data = got
				} else if diff := cmp.Diff(string(out.Data), string(got)); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			})
		}
		if *update {
			if err := os.WriteFile(path, txtar.Format(archive), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func byName(name string) func([]byte, *Order) ([]byte, error) {
	if strings.HasSuffix(name, ".toml") {
		return TOML
	}
	return YAML
}

func TestLineEnds(t *testing.T) {
	for in, want := range map[string]string{
		"name: a\nkind: b":           "kind: b\nname: a\n",
		"name: a\r\nkind: b":         "kind: b\r\nname: a\r\n",
		"name: a\r\n\r\nkind: b\r\n": "kind: b\r\n\r\nname: a\r\n",
		"kind: b\nname: a":           "kind: b\nname: a",
		"":                           "",
		"# nothing\n":                "# nothing\n",
		"name: [":                    "name: [",
		"name: a\rkind: b\n":         "name: a\rkind: b\n",
	} {
		if got, _ := YAML([]byte(in), order); string(got) != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// FuzzYAML sees that whatever is moved says the same as before, and is moved once only.
func FuzzYAML(f *testing.F) { fuzz(f, YAML, tree.YAML, ".yaml") }

// FuzzTOML does so for TOML.
func FuzzTOML(f *testing.F) { fuzz(f, TOML, tree.TOML, ".toml") }

func fuzz(f *testing.F, tidy func([]byte, *Order) ([]byte, error), read parse, ending string) {
	cases, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range cases {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ending) {
				f.Add(file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := slices.Clone(data)
		got, err := tidy(data, order)
		if !bytes.Equal(data, before) {
			t.Fatal("the input was written to")
		}
		if err != nil && !bytes.Equal(got, data) {
			t.Fatal("refused and changed")
		}
		if a, b := meaning(data, read), meaning(got, read); a != b {
			t.Fatalf("it says something else:\n%s", cmp.Diff(a, b))
		}
		if sorted(data) != sorted(got) {
			t.Fatal("there are other signs in it than before")
		}
		if again, err := tidy(got, order); err == nil && !bytes.Equal(got, again) {
			t.Fatalf("brought in order once more:\n%s", cmp.Diff(string(got), string(again)))
		}
	})
}

// sorted gives all signs but line ends, sorted: what is moved stays whole.
func sorted(data []byte) string {
	signs := bytes.Split(bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r"), nil), []byte("\n"), nil), nil)
	slices.SortFunc(signs, bytes.Compare)
	return string(bytes.Join(signs, nil))
}

// meaning is what a file says, keys and items sorted, without lines.
func meaning(data []byte, read parse) string {
	var faults graph.Faults
	root := read(data, 1, &faults)
	if root == nil || len(faults) > 0 {
		return ""
	}
	return dump(root)
}

func dump(n *tree.Node) string {
	var parts []string
	for _, item := range n.List {
		parts = append(parts, dump(item))
	}
	for _, f := range n.Fields {
		parts = append(parts, f.Key+"="+dump(f.Value))
	}
	slices.Sort(parts)
	if n.Null {
		parts = append(parts, "null")
	}
	return n.Shape.String() + "(" + n.Text + strings.Join(parts, ";") + ")"
}
