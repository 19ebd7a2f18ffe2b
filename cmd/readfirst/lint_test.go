package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/readfirst/readfirst/graph"
)

// What code hosts read is valid by the schema of SARIF's standard, whatever is in the names and paths.
func TestSARIF(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/sarif/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	hostile := filepath.Join(t.TempDir(), `odd "pages" #1 %41 é`)
	if err := os.Mkdir(hostile, 0o755); err != nil {
		t.Fatal(err)
	}
	page := "---\nkind: concept\nname: '<Pin> & \"co\" %s'\nrequires: [Fürst]\n---\n"
	for name, text := range map[string]string{"a.md": page, "b.md": "---\nkind: concept\nname: Fürst\n---\n", "readfirst.yaml": "rules: {no-reason: error}\n"} {
		if err := os.WriteFile(filepath.Join(hostile, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store := "--store=sqlite:" + filepath.Join(t.TempDir(), "graph.db")
	var errors bytes.Buffer
	if code := run(t.Context(), []string{"load", hostile, store}, strings.NewReader(""), &errors, &errors); code != exitFine {
		t.Fatalf("load: exit code %d: %s", code, &errors)
	}
	for name, set := range map[string]string{"findings": "no-reason=error,untaught=warning", "nothing": "no-reason=off,untaught=off"} {
		t.Run(name, func(t *testing.T) {
			var out, errors bytes.Buffer
			code := run(t.Context(), []string{"lint", "--format", "sarif", "--set", set, store}, strings.NewReader(""), &out, &errors)
			if code > exitFaults {
				t.Fatalf("exit code %d: %s", code, &errors)
			}
			if found := strings.Contains(out.String(), "physicalLocation"); found != (name == "findings") {
				t.Errorf("findings: %t\n%s", found, &out)
			}
			checkJSON(t, schema, out.Bytes())
		})
	}
	var out bytes.Buffer // what has no place, too
	if err := printJSON(&out, sarifOf([]findingView{{Rule: "stale-decision", Severity: graph.Warning, Message: "gone"}})); err != nil {
		t.Fatal(err)
	}
	checkJSON(t, schema, out.Bytes())
}

func checkJSON(t *testing.T, schema *jsonschema.Schema, text []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}
