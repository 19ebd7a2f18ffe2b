// Package model has what GraphQL's types are in Go where graph's own types
// don't do: scalars, connections, and answers with something added.
package model

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"github.com/readfirst/readfirst/graph"
)

// Given is a string that may be empty, such as a name that a client gave.
type Given string

// MarshalString writes a string. graph's "" means that there is none: null.
func MarshalString(s string) graphql.Marshaler {
	if s == "" {
		return graphql.Null
	}
	return graphql.MarshalString(s)
}

// UnmarshalString reads a string; numbers and booleans are none.
func UnmarshalString(v any) (string, error) {
	if s, ok := v.(string); ok {
		return s, nil
	}
	return "", Errorf(Invalid, "%v is not a string", v)
}

// MarshalGiven writes a string, the empty one too.
func MarshalGiven(s Given) graphql.Marshaler { return graphql.MarshalString(string(s)) }

// UnmarshalGiven reads a string.
func UnmarshalGiven(v any) (Given, error) {
	s, err := UnmarshalString(v)
	return Given(s), err
}

// MarshalID writes an id.
func MarshalID(id graph.ID) graphql.Marshaler { return graphql.MarshalString(string(id)) }

// UnmarshalID reads an id, which may look like a number.
func UnmarshalID(v any) (graph.ID, error) {
	switch v := v.(type) {
	case string:
		return graph.ID(v), nil
	case json.Number:
		return graph.ID(v), nil
	case int64:
		return graph.ID(strconv.FormatInt(v, 10)), nil
	}
	return "", Errorf(Invalid, "%v is not an ID", v)
}

// MarshalInt writes an integer. GraphQL's have 32 bits: sums of reading times
// beyond that, which only absurd claims can give, stop at the highest.
func MarshalInt(i int) graphql.Marshaler {
	clamped := min(max(i, math.MinInt32), math.MaxInt32)
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.Itoa(clamped)) })
}

// UnmarshalInt reads an integer of 32 bits.
func UnmarshalInt(v any) (int, error) {
	i, err := strconv.ParseInt(fmt.Sprint(v), 10, 32)
	if _, isString := v.(string); err != nil || isString {
		return 0, Errorf(Invalid, "%v is not an integer of 32 bits", v)
	}
	return int(i), nil
}

// MarshalRevision writes a revision.
func MarshalRevision(r graph.Revision) graphql.Marshaler { return MarshalInt(int(r)) }

// UnmarshalRevision reads a revision.
func UnmarshalRevision(v any) (graph.Revision, error) {
	i, err := UnmarshalInt(v)
	return graph.Revision(i), err
}
