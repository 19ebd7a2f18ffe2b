package tree

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph"
)

func dump(b *strings.Builder, n *Node, indent string) {
	switch n.Shape {
	case Scalar:
		fmt.Fprintf(b, " %q@%d\n", n.Text, n.Line)
	case List:
		fmt.Fprintf(b, " list@%d\n", n.Line)
		for _, item := range n.List {
			b.WriteString(indent + "-")
			dump(b, item, indent+"  ")
		}
	case Table:
		fmt.Fprintf(b, " table@%d\n", n.Line)
		for _, f := range n.Fields {
			fmt.Fprintf(b, "%s%s@%d:", indent, f.Key, f.Line)
			dump(b, f.Value, indent+"  ")
		}
	}
}

func TestLines(t *testing.T) {
	const yaml = "a: x\nb:\n  - 1\n  - c: 'q'\n    d: |\n      long\ne: {f: [g,\n  h]}\n"
	const toml = "a = \"x\"\nb = [1,\n  2, {c = 'q'}]\n\n[e.f]\ng = true\n\"h i\".j = 2024-01-02\n[[k]]\nl = 1\n[[k]]\nl = 2\n[k.m]\nn = \"\"\"\nmany\"\"\"\n"
	var faults graph.Faults
	var got strings.Builder
	dump(&got, YAML([]byte(yaml), 2, &faults), "")
	dump(&got, TOML([]byte(toml), 2, &faults), "")
	if faults != nil {
		t.Fatal(faults)
	}
	want := ` table@2
a@2: "x"@2
b@3: list@4
  - "1"@4
  - table@5
    c@5: "q"@5
    d@6: "long\n"@6
e@8: table@8
  f@8: list@8
    - "g"@8
    - "h"@9
 table@2
a@2: "x"@2
b@3: list@3
  - "1"@3
  - "2"@4
  - table@4
    c@4: "q"@4
e@6: table@6
  f@6: table@6
    g@7: "true"@7
    h i@8: table@8
      j@8: "2024-01-02"@8
k@9: list@9
  - table@9
    l@10: "1"@10
  - table@11
    l@12: "2"@12
    m@13: table@13
      n@14: "many"@14
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestJSON(t *testing.T) {
	const data = "{\n \"a\": \"x\\ny\",\n \"b\": [1.50, true,\n  {\"c\": null}, []],\n\"d\": {}}\n"
	var faults graph.Faults
	var got strings.Builder
	dump(&got, JSON([]byte(data), &faults), "")
	want := ` table@1
a@2: "x\ny"@2
b@3: list@3
  - "1.50"@3
  - "true"@3
  - table@4
    c@4: ""@4
  - list@4
d@5: table@5
`
	if diff := cmp.Diff(want, got.String()); diff != "" || faults != nil {
		t.Errorf("%v -want +got:\n%s", faults, diff)
	}
	for data, want := range map[string]string{
		"":                            ":1: the JSON can't be read: unexpected end of JSON input",
		"{\n\"a\": 1,\n}":             ":3: the JSON can't be read: invalid character '}' looking for beginning of object key string",
		"{\n\"a\":\n\"x\ny\"}":        ":3: the JSON can't be read: invalid character '\\n' in string literal",
		"{}\n\n[]":                    ":3: the JSON can't be read: invalid character '[' after top-level value",
		"{\"a\": 1,\n\"a\": 2}":       ":2: the key \"a\" is there twice",
		strings.Repeat("[\n", 20_000): "exceeded max depth",
		strings.Repeat("[\n", 101) + strings.Repeat("]", 101): ":101: the JSON is nested too deep",
	} {
		var faults graph.Faults
		if n := JSON([]byte(data), &faults); n != nil || len(faults) != 1 || !strings.Contains(faults.Error(), want) {
			t.Errorf("%.20q: %v, want %s", data, faults, want)
		}
	}
}

// What is read is what encoding/json reads, and lines go up.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"a": [1, null, {"b": "c"}], "d": true}`))
	f.Add([]byte("[\n\"\\ud83d\\ude00\", \"\\ud800\", -1e9]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var faults graph.Faults
		n := JSON(data, &faults)
		var want any
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		err := decoder.Decode(&want)
		if n == nil != (faults != nil) || err != nil && n != nil {
			t.Fatalf("%v, %v", n, faults)
		}
		if n == nil {
			return
		}
		last := 1
		same(t, n, want, &last)
	})
}

func same(t *testing.T, n *Node, want any, last *int) {
	t.Helper()
	if n.Line < *last {
		t.Errorf("line %d after line %d", n.Line, *last)
	}
	*last = n.Line
	ok := false
	switch want := want.(type) {
	case nil:
		ok = n.Null
	case bool:
		ok = n.Text == fmt.Sprint(want)
	case string:
		ok = n.Shape == Scalar && n.Text == want
	case json.Number:
		ok = n.Text == want.String()
	case []any:
		if ok = n.Shape == List && len(n.List) == len(want); ok {
			for i, item := range n.List {
				same(t, item, want[i], last)
			}
		}
	case map[string]any:
		if ok = n.Shape == Table && len(n.Fields) == len(want); ok {
			for _, f := range n.Fields {
				same(t, f.Value, want[f.Key], last)
			}
		}
	}
	if !ok {
		t.Errorf("%+v is not %v", n, want)
	}
}

func TestNearestKey(t *testing.T) {
	known := []string{"aliases", "requires", "recommends", "together", "id"}
	for key, want := range map[string]string{"alias": "aliases", "require": "requires", "Requires": "requires", "reccommends": "recommends", "x": "", "colour": ""} {
		if got := NearestKey(key, known); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

func fuzz(f *testing.F, parse func([]byte, int, *graph.Faults) *Node, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var faults graph.Faults
		root := parse(data, 1, &faults)
		lines := 1 + strings.Count(string(data), "\n")
		for _, fault := range faults {
			if fault.Place.Line < 1 || fault.Place.Line > lines {
				t.Errorf("%v is outside of %d lines", fault, lines)
			}
		}
		if root != nil {
			checkLines(t, root, lines)
		}
	})
}

func checkLines(t *testing.T, n *Node, lines int) {
	if n.Line < 1 || n.Line > lines {
		t.Errorf("line %d of %d", n.Line, lines)
	}
	for _, item := range n.List {
		checkLines(t, item, lines)
	}
	for _, f := range n.Fields {
		checkLines(t, f.Value, lines)
	}
}

func FuzzYAML(f *testing.F) {
	fuzz(f, YAML, "a: 1\nb: [c, {d: e}]\n", "- &x a\n- *x\n", "a: |\n  b\n? c\n: d", "'a", "%YAML 1.2\n---\na", "a: {b: [")
}

func FuzzTOML(f *testing.F) {
	fuzz(f, TOML, "a = 1\n[b]\nc.d = [{e = 'f'}]\n[[g]]\nh = 1979-05-27T07:32:00Z\n", "a = \"\"\"\nb\"\"\"", "[a]\n[a]", "a = [1,\n2]", "x = {y = {z = 1}}")
}
