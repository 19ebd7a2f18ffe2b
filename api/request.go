package api

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// Limits on one answer.
const (
	maxFields = 100_000
	maxQuoted = 5_000 // links and mentions whose quotes are read
	maxTexts  = 100
	maxFound  = 10 // searches of texts
)

// request is what all resolvers of one request share.
type request struct {
	snapshot *graph.Snapshot
	quotes   *batch[graph.ClaimKey, []graph.Evidence]
	texts    *batch[graph.ID, string]
	found    *batch[string, textHits] // by what was searched for
	changes  *batch[revisions, []graph.Change]
	finders  *finders // of all requests
	engine   *engine
	changed  map[string]*model.Payload // by the path of the mutation in the answer
}

type requestKey struct{}

func requestOf(ctx context.Context) *request { return ctx.Value(requestKey{}).(*request) }

func snapshotOf(ctx context.Context) *graph.Snapshot { return requestOf(ctx).snapshot }

// batch collects what a whole answer needs of the store, so that it is read in
// one statement.
type batch[K comparable, V any] struct {
	most    int    // values of one request
	refusal string // of more than that

	mu     sync.Mutex
	values map[K]V // the wanted ones have the zero value until they are read
	wanted []K
}

func newBatch[K comparable, V any](most int, refusal string) *batch[K, V] {
	return &batch[K, V]{most: most, refusal: refusal, values: map[K]V{}}
}

// get gives a value if it has been read. Else it notes that it is wanted. It
// fails if that is too much for one request.
func (b *batch[K, V]) get(key K) (V, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	value, ok := b.values[key]
	if ok {
		return value, nil
	}
	if len(b.values) == b.most {
		return value, model.Errorf(model.Limit, b.refusal, b.most)
	}
	b.values[key] = value
	b.wanted = append(b.wanted, key)
	return value, nil
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
	for i, key := range b.wanted {
		b.values[key] = values[i]
	}
	b.wanted = nil
	return true, nil
}

// run executes an operation. Resolvers are pure functions of the snapshot, so
// where an answer needs quotes or texts it is worked out once to learn which,
// those are read at one go, and it is worked out again. (A quote stands in a
// thing, whose links have quotes, …: each such level of the query is a further round.)
func (e *engine) run(ctx context.Context, snapshot *graph.Snapshot, op *graphql.OperationContext) *graphql.Response {
	const tooMany = "the answer needs the quotes or texts of more than %d things: ask for smaller pages"
	req := &request{snapshot: snapshot, quotes: newBatch[graph.ClaimKey, []graph.Evidence](maxQuoted, tooMany),
		texts:   newBatch[graph.ID, string](maxTexts, tooMany),
		found:   newBatch[string, textHits](maxFound, "texts are searched for more than %d things: search for less at once, or without `texts`"),
		changes: newBatch[revisions, []graph.Change](maxChanges, "the answer needs more than %d runs of the history"), finders: &e.finders,
		engine: e, changed: map[string]*model.Payload{}}
	ctx = context.WithValue(ctx, requestKey{}, req)
	budget := newBudget(ctx, e.maxFields)
	op.ResolverMiddleware = budget.spend
	if op.Operation.Operation == ast.Mutation {
		op.ResolverMiddleware = e.audited(budget.spend)
	}
	for {
		respond, ctx := e.executor.DispatchOperation(ctx, op)
		response := respond(ctx)
		if err := budget.err(); err != nil {
			return e.fault(ctx, req.made(err))
		}
		more, err := e.fill(ctx, req)
		if err != nil {
			return e.fault(ctx, req.made(err))
		}
		if !more {
			return response
		}
	}
}

// made adds to an error that takes the place of the whole answer which changes have been made all the same, so that no client makes them twice.
func (r *request) made(err error) error {
	var last graph.Revision
	for _, p := range r.changed {
		last = max(last, p.Made())
	}
	if last == 0 {
		return err
	}
	e := *clientError(err)
	e.Message = fmt.Sprintf("the changes are made, up to revision %d, but not all of the answer can be given: %s", last, e.Message)
	e.Details = map[string]any{"revision": last}
	return &e
}

// budget bounds the work on one request: its fields and its time. What a
// query may cost is checked before; this is for what it turns out to cost.
type budget struct {
	ctx  context.Context // of the request
	most int64           // fields
	left atomic.Int64
}

func newBudget(ctx context.Context, most int64) *budget {
	b := &budget{ctx: ctx, most: most}
	b.left.Store(most)
	return b
}

// errStopped fails all fields once the budget is used up, so that the rest is over soon.
var errStopped = errors.New("stopped")

// spend is called around every field.
func (b *budget) spend(ctx context.Context, next graphql.Resolver) (any, error) {
	if b.left.Add(-1) < 0 || b.ctx.Err() != nil {
		return nil, errStopped
	}
	return next(ctx)
}

func (b *budget) err() error {
	if b.ctx.Err() != nil {
		return errTooLong
	}
	if b.left.Load() < 0 {
		return model.Errorf(model.Limit, "the answer has more than %d fields: ask for smaller pages or fewer fields", b.most)
	}
	return nil
}
