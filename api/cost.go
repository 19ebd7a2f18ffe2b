package api

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/readfirst/readfirst/api/model"
)

// Limits on one query, worked out before it runs.
const (
	maxDepth  = 15
	maxCost   = 100_000
	usualList = 10  // the length that a list without `first` is taken to have
	listCost  = 300 // of working out a reading list, a search, or something as dear
)

// cost is how deep a selection goes, and how many fields its answer may have.
// It is a float so that it can't overflow.
type cost struct {
	depth  int
	fields float64
}

// checkCost refuses queries that go too deep or ask for too much.
func checkCost(op *graphql.OperationContext) error {
	m := measure{variables: op.Variables, fragments: map[*ast.FragmentDefinition]cost{}}
	switch c := m.selection(op.Operation.SelectionSet); {
	case c.depth > maxDepth:
		return model.Errorf(model.Limit, "the query is %d fields deep, more than %d", c.depth, maxDepth)
	case c.fields > maxCost:
		return model.Errorf(model.Limit, "the query may give %.0f fields, more than %d: ask for smaller pages or fewer fields", c.fields, maxCost)
	}
	return nil
}

// measure works out costs. Each fragment is measured once: spread again and
// again, fragments of fragments would else take for ever.
type measure struct {
	variables map[string]any
	fragments map[*ast.FragmentDefinition]cost
}

func (m *measure) selection(set ast.SelectionSet) cost {
	var sum cost
	for _, selection := range set {
		var c cost
		switch s := selection.(type) {
		case *ast.Field:
			c = m.field(s)
		case *ast.InlineFragment:
			c = m.selection(s.SelectionSet)
		case *ast.FragmentSpread:
			c = m.fragment(s.Definition)
		}
		sum.depth = max(sum.depth, c.depth)
		sum.fields += c.fields
	}
	return sum
}

func (m *measure) fragment(f *ast.FragmentDefinition) cost {
	c, ok := m.fragments[f]
	if !ok {
		c = m.selection(f.SelectionSet)
		m.fragments[f] = c
	}
	return c
}

func (m *measure) field(f *ast.Field) cost {
	if f.Name == "__schema" || f.Name == "__type" { // validation bounds the depth of introspection
		return cost{depth: 1, fields: 1}
	}
	child := m.selection(f.SelectionSet)
	own := 1.0
	switch f.Definition.Type.Name() {
	case "ReadingList", "ConceptPayload", "ArticlePayload", "LinkPayload", "UndoPayload", "SubjectConnection", "Alternative", "Path", "Bottleneck":
		own = listCost
	case "LoadPayload":
		own = 50 * listCost
	case "Comparison", "Answer", "Check", "Stats", "TextMention", "ChangeConnection", "FindingConnection":
		own = 2 * listCost
	case "Effects":
		own = 20 * listCost
	}
	return cost{depth: 1 + child.depth, fields: own + m.length(f)*child.fields}
}

// length is how many items a field has at most, or is taken to have.
func (m *measure) length(f *ast.Field) float64 {
	args := f.ArgumentMap(m.variables)
	if first, ok := args["first"]; ok {
		n, err := model.UnmarshalInt(first)
		if err != nil || n < 0 {
			return 1 // refused when it runs
		}
		return float64(n)
	}
	for _, name := range []string{"names", "ids", "items"} {
		if list, ok := args[name].([]any); ok {
			return float64(len(list))
		}
	}
	if f.Definition.Type.Elem != nil && f.Name != "edges" && f.Name != "nodes" || f.ObjectDefinition.Name == "Query" && f.Name == "nodes" {
		return usualList
	}
	return 1
}
