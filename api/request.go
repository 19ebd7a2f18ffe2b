package api

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/readfirst/readfirst/graph"
)

// request is what all resolvers of one request share.
type request struct {
	snapshot *graph.Snapshot
	quotes   batch[graph.ClaimKey, []graph.Evidence]
	texts    batch[graph.ID, string]
}

type requestKey struct{}

func requestOf(ctx context.Context) *request { return ctx.Value(requestKey{}).(*request) }

func snapshotOf(ctx context.Context) *graph.Snapshot { return requestOf(ctx).snapshot }

// batch collects what a whole answer needs of the store, so that it is read in
// one statement.
type batch[K comparable, V any] struct {
	mu     sync.Mutex
	known  map[K]V
	wanted []K
	asked  map[K]bool // the wanted, for looking up
}

// get gives a value if it has been read. Else it notes that it is wanted.
func (b *batch[K, V]) get(key K) V {
	b.mu.Lock()
	defer b.mu.Unlock()
	value, ok := b.known[key]
	if !ok && !b.asked[key] {
		if b.asked == nil {
			b.asked = map[K]bool{}
		}
		b.asked[key] = true
		b.wanted = append(b.wanted, key)
	}
	return value
}

// fill reads what is wanted; it says whether that was anything.
func (b *batch[K, V]) fill(ctx context.Context, read func(context.Context, []K) ([]V, error)) (bool, error) {
	if len(b.wanted) == 0 {
		return false, nil
	}
	values, err := read(ctx, b.wanted)
	if err != nil {
		return false, err
	}
	if b.known == nil {
		b.known = make(map[K]V, len(values))
	}
	for i, key := range b.wanted {
		b.known[key] = values[i]
	}
	b.wanted, b.asked = nil, nil
	return true, nil
}

// run executes an operation. Resolvers are pure functions of the snapshot, so
// where an answer needs quotes or texts it is worked out once to learn which,
// those are read at one go, and it is worked out again. (A quote stands in a
// thing, whose links have quotes, …: each such level of the query is a further round.)
func (e *engine) run(ctx context.Context, req *request, op *graphql.OperationContext) *graphql.Response {
	ctx = context.WithValue(ctx, requestKey{}, req)
	for {
		respond, ctx := e.executor.DispatchOperation(ctx, op)
		response := respond(ctx)
		more, err := e.fill(ctx, req)
		if err != nil {
			return e.executor.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(err)})
		}
		if !more {
			return response
		}
	}
}
