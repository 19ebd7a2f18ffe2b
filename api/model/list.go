package model

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// List marshals the elements of a list one after the other. The generated code
// calls it in place of gqlgen's graphql.MarshalSliceConcurrently (see
// sequential.go), which gives every element a goroutine: for fields that
// only read memory that costs more than it gains. Panics of elements are caught
// by the field that has the list.
func List(ctx context.Context, length int, _ int64, _ bool, element func(ctx context.Context, i int) graphql.Marshaler) graphql.Array {
	list := make(graphql.Array, length)
	for i := range list {
		list[i] = element(graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i}), i)
	}
	return list
}
