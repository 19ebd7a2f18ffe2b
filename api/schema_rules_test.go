package api_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// loadSchema reads a schema from a file.
func loadSchema(t *testing.T, file string) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: file, Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// ours lists the types of a schema that are no part of GraphQL itself, by name.
func ours(schema *ast.Schema) []*ast.Definition {
	var types []*ast.Definition
	for _, def := range schema.Types {
		if !def.BuiltIn && !strings.HasPrefix(def.Name, "__") {
			types = append(types, def)
		}
	}
	slices.SortFunc(types, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return types
}

var (
	typeName  = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	fieldName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)
	valueName = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)
)

// TestSchemaRules lints the schema: names, Relay's connections and nodes, and one shape of mutations.
func TestSchemaRules(t *testing.T) {
	schema := loadSchema(t, "../schema.graphqls")
	for _, fault := range schemaFaults(schema) {
		t.Error(fault)
	}
}

// TestSchemaRulesFindFaults keeps the rules themselves honest.
func TestSchemaRulesFindFaults(t *testing.T) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `
		type Query { things(first: Int!): ThingConnection!  Upper: Int  node(id: ID!): Node }
		type Mutation { makeThing(input: ThingIn!): Thing! }
		interface Node { id: ID! }
		type Thing { id: ID! color: color }
		type ThingConnection { nodes: [Thing!]! }
		type Lonely { a: Int }
		input ThingIn { a: Int }
		enum color { red }`})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Lonely: nothing uses it",
		"Mutation.makeThing: it gives Thing, which is no payload",
		"Mutation.makeThing: it takes no change: ChangeOptions",
		"Mutation.makeThing: its input is no type MakeThingInput, or one that others share and that ends in Input",
		"Query.Upper: the name is not in camelCase",
		"Query.things: a connection takes first: Int! with a default, and after: String",
		"Thing: it has an id, and is no Node",
		"ThingConnection: it has no edges: [ThingEdge!]!",
		"ThingConnection: it has no pageInfo: PageInfo!",
		"ThingConnection: it has no totalCount: Int!",
		"ThingIn: the name of an input ends in Input or Options",
		"color.red: the name is not in UPPER_CASE",
		"color: the name is not in PascalCase",
	}
	got := schemaFaults(schema)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func schemaFaults(schema *ast.Schema) []string {
	l := &linter{schema: schema, used: map[string]bool{"Query": true, "Mutation": true, "Subscription": true}}
	for _, def := range ours(schema) {
		l.def(def)
	}
	for _, def := range ours(schema) {
		for _, name := range def.Interfaces {
			l.used[name] = true
		}
	}
	for _, def := range ours(schema) {
		if !l.used[def.Name] && !slices.ContainsFunc(def.Interfaces, func(name string) bool { return l.used[name] }) {
			l.fault(def.Name, "nothing uses it")
		}
	}
	return l.faults
}

type linter struct {
	schema *ast.Schema
	used   map[string]bool
	faults []string
}

func (l *linter) fault(where, what string) { l.faults = append(l.faults, where+": "+what) }

func (l *linter) def(def *ast.Definition) {
	if !typeName.MatchString(def.Name) {
		l.fault(def.Name, "the name is not in PascalCase")
	}
	for _, value := range def.EnumValues {
		if !valueName.MatchString(value.Name) {
			l.fault(def.Name+"."+value.Name, "the name is not in UPPER_CASE")
		}
	}
	for _, field := range def.Fields {
		if !strings.HasPrefix(field.Name, "__") {
			l.field(def, field)
		}
	}
	if def.Kind == ast.InputObject && !strings.HasSuffix(def.Name, "Input") && !strings.HasSuffix(def.Name, "Options") {
		l.fault(def.Name, "the name of an input ends in Input or Options")
	}
	if id := def.Fields.ForName("id"); def.Kind == ast.Object && id != nil && id.Type.String() == "ID!" && !slices.Contains(def.Interfaces, "Node") {
		l.fault(def.Name, "it has an id, and is no Node")
	}
	if thing, is := strings.CutSuffix(def.Name, "Connection"); is {
		for _, want := range []string{"edges: [" + thing + "Edge!]!", "pageInfo: PageInfo!", "totalCount: Int!"} {
			name, wanted, _ := strings.Cut(want, ": ")
			if f := def.Fields.ForName(name); f == nil || f.Type.String() != wanted {
				l.fault(def.Name, "it has no "+want)
			}
		}
	}
	if strings.HasSuffix(def.Name, "Edge") {
		cursor, node := def.Fields.ForName("cursor"), def.Fields.ForName("node")
		if cursor == nil || cursor.Type.String() != "String!" || node == nil || node.Type.Elem != nil {
			l.fault(def.Name, "an edge has cursor: String! and a node that is no list")
		}
	}
}

func (l *linter) field(def *ast.Definition, field *ast.FieldDefinition) {
	where := def.Name + "." + field.Name
	if !fieldName.MatchString(field.Name) {
		l.fault(where, "the name is not in camelCase")
	}
	l.used[field.Type.Name()] = true
	for _, arg := range field.Arguments {
		l.used[arg.Type.Name()] = true
		if !fieldName.MatchString(arg.Name) {
			l.fault(where+"."+arg.Name, "the name is not in camelCase")
		}
	}
	if strings.HasSuffix(field.Type.Name(), "Connection") {
		first, after := field.Arguments.ForName("first"), field.Arguments.ForName("after")
		if first == nil || first.Type.String() != "Int!" || first.DefaultValue == nil || after == nil || after.Type.String() != "String" {
			l.fault(where, "a connection takes first: Int! with a default, and after: String")
		}
	}
	if def.Name == "Mutation" {
		l.mutation(where, field)
	}
}

func (l *linter) mutation(where string, field *ast.FieldDefinition) {
	if result := l.schema.Types[field.Type.Name()]; !field.Type.NonNull || !slices.Contains(result.Interfaces, "Payload") {
		l.fault(where, "it gives "+result.Name+", which is no payload")
	}
	if change := field.Arguments.ForName("change"); change == nil || change.Type.String() != "ChangeOptions" {
		l.fault(where, "it takes no change: ChangeOptions")
	}
	own := strings.ToUpper(field.Name[:1]) + field.Name[1:] + "Input!"
	if input := field.Arguments.ForName("input"); input != nil && input.Type.String() != own && !strings.HasSuffix(input.Type.String(), "Input!") {
		l.fault(where, "its input is no type "+strings.TrimSuffix(own, "!")+", or one that others share and that ends in Input")
	}
}
