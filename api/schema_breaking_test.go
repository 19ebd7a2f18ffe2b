package api_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// promised is the schema that clients were promised: that of the last release, or before the first one the last that was looked at as a whole. A
// change that breaks clients needs a decision: -update then takes the schema as it is for the new promise.
const promised = "testdata/promised.graphqls"

func TestNothingBreaks(t *testing.T) {
	if *update {
		text, err := os.ReadFile("../schema.graphqls")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(promised, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, what := range breaking(loadSchema(t, promised), loadSchema(t, "../schema.graphqls")) {
		t.Errorf("%s: this breaks clients of the promised schema", what)
	}
}

func TestBreakingIsFound(t *testing.T) {
	const common = "type Query { a(x: Int, y: Int! = 1, in: In): Int! b: [Int!]! c: T e: E u: U }\n"
	was := mustLoad(t, common+"type T implements N { i: Int j: Int } interface N { i: Int } enum E { A B } input In { f: Int g: Int } union U = T | V type V { v: Int } type Gone { g: Int }")
	is := mustLoad(t, "type Query { a(x: Int!, y: Int! = 2, in: In, z: Int!): Int b: [Int] c: T e: E u: U new: Int }\n"+
		"type T { i: Int } interface N { i: Int } enum E { A C } input In { f: Int! h: Int! k: Int } union U = T type V { v: Int }")
	want := []string{
		"E.B is gone", "Gone is gone", "In.f is Int!, was Int", "In.g is gone", "In.h is new and required", "Query.a is Int, was Int!", "Query.a.x is Int!, was Int",
		"Query.a.y has another default", "Query.a.z is new and required", "Query.b is [Int], was [Int!]!", "T is no N any more", "T.j is gone", "U is no V any more",
	}
	got := breaking(was, is)
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := breaking(was, was); got != nil {
		t.Error(got)
	}
}

func mustLoad(t *testing.T, text string) *ast.Schema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: text})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// breaking lists what would break a client of a schema.
func breaking(was, is *ast.Schema) []string {
	b := breaks{}
	for _, old := range ours(was) {
		now := is.Types[old.Name]
		if now == nil || now.Kind != old.Kind {
			b.add(old.Name + " is gone")
			continue
		}
		for _, name := range slices.Concat(old.Interfaces) {
			if !slices.Contains(now.Interfaces, name) {
				b.add(old.Name + " is no " + name + " any more")
			}
		}
		for _, name := range old.Types {
			if !slices.Contains(now.Types, name) {
				b.add(old.Name + " is no " + name + " any more")
			}
		}
		for _, value := range old.EnumValues {
			if now.EnumValues.ForName(value.Name) == nil {
				b.add(old.Name + "." + value.Name + " is gone")
			}
		}
		b.fields(old, now)
	}
	return b.found
}

type breaks struct{ found []string }

func (b *breaks) add(what string) { b.found = append(b.found, what) }

func (b *breaks) fields(old, now *ast.Definition) {
	input := old.Kind == ast.InputObject
	for _, field := range old.Fields {
		where := old.Name + "." + field.Name
		its := now.Fields.ForName(field.Name)
		switch {
		case its == nil:
			b.add(where + " is gone")
			continue
		case input && !fits(field.Type, its.Type), !input && !fits(its.Type, field.Type):
			b.add(where + " is " + its.Type.String() + ", was " + field.Type.String())
		}
		if input {
			b.defaults(where, field.DefaultValue, its.DefaultValue)
		}
		for _, arg := range field.Arguments {
			switch itsArg := its.Arguments.ForName(arg.Name); {
			case itsArg == nil:
				b.add(where + "." + arg.Name + " is gone")
			case !fits(arg.Type, itsArg.Type):
				b.add(where + "." + arg.Name + " is " + itsArg.Type.String() + ", was " + arg.Type.String())
			default:
				b.defaults(where+"."+arg.Name, arg.DefaultValue, itsArg.DefaultValue)
			}
		}
		for _, arg := range its.Arguments {
			if field.Arguments.ForName(arg.Name) == nil && arg.Type.NonNull && arg.DefaultValue == nil {
				b.add(where + "." + arg.Name + " is new and required")
			}
		}
	}
	for _, field := range now.Fields {
		if input && old.Fields.ForName(field.Name) == nil && field.Type.NonNull && field.DefaultValue == nil {
			b.add(old.Name + "." + field.Name + " is new and required")
		}
	}
}

// defaults finds a default that is another now: who left the value out gets something else.
func (b *breaks) defaults(where string, was, is *ast.Value) {
	if was != nil && (is == nil || was.String() != is.String()) {
		b.add(where + " has another default")
	}
}

// fits says that a value of one type will do where another one is expected.
func fits(value, expected *ast.Type) bool {
	if expected.NonNull && !value.NonNull {
		return false
	}
	if value.Elem != nil || expected.Elem != nil {
		return value.Elem != nil && expected.Elem != nil && fits(value.Elem, expected.Elem)
	}
	return value.NamedType == expected.NamedType
}
