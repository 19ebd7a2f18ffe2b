package api

import (
	"context"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"

	"github.com/readfirst/readfirst/graph"
)

// RunWithoutSnapshot answers a query with nothing to answer from: resolvers panic.
func RunWithoutSnapshot(ctx context.Context, store graph.Store, log *slog.Logger, query string) *graphql.Response {
	e := newEngine(NewSnapshots(store, log, 0), log, maxFields)
	op, fault := e.prepare(ctx, &graphql.RawParams{Query: query})
	if fault != nil {
		return fault
	}
	return e.run(ctx, nil, op)
}

// WithMaxFields lowers the limit on the fields of one answer.
func (o Options) WithMaxFields(n int64) Options {
	o.maxFields = n
	return o
}
