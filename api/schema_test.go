package api_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestSchemaIsDescribed wants a description of every type, field, argument and value.
func TestSchemaIsDescribed(t *testing.T) {
	schema := loadSchema(t, "../schema.graphqls")
	want := func(name, description string) {
		if strings.TrimSpace(description) == "" {
			t.Errorf("%s has no description", name)
		}
	}
	for _, def := range schema.Types {
		if def.BuiltIn {
			continue
		}
		want(def.Name, def.Description)
		for _, value := range def.EnumValues {
			want(def.Name+"."+value.Name, value.Description)
		}
		for _, field := range def.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			want(def.Name+"."+field.Name, field.Description)
			for _, arg := range field.Arguments {
				want(def.Name+"."+field.Name+"."+arg.Name, arg.Description)
			}
		}
	}
}

// TestNoStubs: gqlgen writes a resolver that panics for a field that it can't bind.
func TestNoStubs(t *testing.T) {
	for _, file := range []string{"gen/exec.go", "gen/models.go"} {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(code, []byte("not implemented")) || bytes.Contains(code, []byte("MarshalSliceConcurrently")) {
			t.Errorf("%s is not as `go generate` should leave it", file)
		}
	}
}
