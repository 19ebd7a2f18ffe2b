package api

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/readfirst/readfirst/api/gen"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/edit"
	"github.com/readfirst/readfirst/graph"
)

// Limits on one request.
const (
	maxBody    = 1 << 20 // bytes of a request
	maxTokens  = 2_000   // of a query: validation takes quadratic time in repeated fields
	maxQuery   = 1 << 16 // bytes of a query
	maxQueries = 256     // parsed queries kept
	maxErrors  = 20      // shown of a query that is wrong in itself

	maxFill = 5 * time.Second // for reading quotes and texts
)

// engine answers parsed requests.
type engine struct {
	executor  *executor.Executor
	snapshots *Snapshots
	log       *slog.Logger
	audit     *slog.Logger
	maxFields int64
	finders   finders
	editor    *edit.Editor
	bundled   map[string]fs.FS
}

func newEngine(snapshots *Snapshots, log *slog.Logger, maxFields int64) *engine {
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: root{}})
	e := &engine{executor: executor.New(schema), snapshots: snapshots, log: log, audit: log, maxFields: maxFields, editor: edit.NewEditor(snapshots.store)}
	e.executor.SetQueryCache(lru.New[*ast.QueryDocument](maxQueries))
	e.executor.SetParserTokenLimit(maxTokens)
	e.executor.SetErrorPresenter(presenter(log))
	e.executor.SetRecoverFunc(recovered)
	e.executor.Use(extension.Introspection{})
	return e
}

// fill reads what the answer lacks of the store; it says whether it lacked anything.
func (e *engine) fill(ctx context.Context, req *request) (bool, error) {
	quotes, err := req.quotes.fill(ctx, e.readQuotes)
	if err != nil {
		return false, e.unavailable(ctx, err)
	}
	texts, err := req.texts.fill(ctx, e.readTexts)
	if err != nil {
		return false, e.unavailable(ctx, err)
	}
	found, err := req.found.fill(ctx, e.searchTexts)
	if err != nil {
		return false, e.unavailable(ctx, err)
	}
	changes, err := req.changes.fill(ctx, e.readChanges)
	if err != nil {
		return false, e.unavailable(ctx, err)
	}
	return quotes || texts || found || changes, nil
}

// readChanges reads runs of the history: in one statement, from the first to the last.
func (e *engine) readChanges(ctx context.Context, runs []revisions) ([][]graph.Change, error) {
	from, to := runs[0].after, runs[0].after
	for _, run := range runs {
		from, to = min(from, run.after), max(to, run.after+graph.Revision(run.count))
	}
	if to-from > maxChanges {
		return nil, model.Errorf(model.Limit, "the answer needs changes that are more than %d revisions apart: ask for fewer at once", maxChanges)
	}
	lists := make([][]graph.Change, len(runs))
	historian, ok := e.snapshots.store.(graph.Historian)
	if !ok {
		return lists, nil
	}
	all, err := fromStore(ctx, e, func(ctx context.Context) ([]graph.Change, error) { return historian.History(ctx, from, int(to-from)) })
	for i, run := range runs {
		lists[i] = filter(all, func(c graph.Change) bool {
			return run.after < c.Revision && c.Revision <= run.after+graph.Revision(run.count)
		})
	}
	return lists, err
}

func (e *engine) readQuotes(ctx context.Context, keys []graph.ClaimKey) ([][]graph.Evidence, error) {
	if reader, ok := e.snapshots.store.(graph.EvidenceReader); ok {
		return fromStore(ctx, e, func(ctx context.Context) ([][]graph.Evidence, error) { return reader.Evidence(ctx, keys) })
	}
	return make([][]graph.Evidence, len(keys)), nil
}

func (e *engine) readTexts(ctx context.Context, ids []graph.ID) ([]string, error) {
	if reader, ok := e.snapshots.store.(graph.TextReader); ok {
		return fromStore(ctx, e, func(ctx context.Context) ([]string, error) { return reader.Texts(ctx, ids) })
	}
	return make([]string, len(ids)), nil
}

// searchTexts searches for each text that was asked for, one statement each. It
// doesn't fail: what the snapshot has is worth showing without texts.
func (e *engine) searchTexts(ctx context.Context, asked []string) ([]textHits, error) {
	found := make([]textHits, len(asked))
	searcher, ok := e.snapshots.store.(graph.TextSearcher)
	for i, text := range asked {
		if !ok {
			found[i].missing = true
			continue
		}
		list, err := fromStore(ctx, e, func(ctx context.Context) ([]graph.TextHit, error) {
			return searcher.SearchTexts(ctx, graph.NewQuery(text))
		})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			list = nil
			if !errors.Is(err, errKnown) {
				e.log.ErrorContext(ctx, "texts can't be searched", "error", err)
			}
		}
		found[i] = textHits{list: list, missing: err != nil}
	}
	return found, nil
}

// errKnown: the store is in a trouble that the log has already.
var errKnown = errors.New("the store is in trouble")

// fromStore reads from the store, and doesn't try while that is known to be in
// trouble: else each question would wait for it.
func fromStore[T any](ctx context.Context, e *engine, read func(context.Context) (T, error)) (T, error) {
	if e.snapshots.Trouble() != nil {
		var none T
		return none, errKnown
	}
	return within(ctx, maxFill, read)
}

// unavailable is what a client may know of a failed reading.
func (e *engine) unavailable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if refusal, ok := errors.AsType[*model.Error](err); ok {
		return refusal
	}
	if !errors.Is(err, errKnown) {
		e.log.ErrorContext(ctx, "quotes, texts or history can't be read", "error", err)
	}
	return model.Errorf(model.Unavailable, "quotes, texts and history can't be read now: ask again later, or without `evidence`, `text`, `highlight` and `history`")
}

// prepare parses, validates and measures a request. If it can't be executed, it gives the answer that says why.
func (e *engine) prepare(ctx context.Context, params *graphql.RawParams) (*graphql.OperationContext, *graphql.Response) {
	ctx = graphql.StartOperationTrace(ctx)
	op, errs := e.executor.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		return nil, e.executor.DispatchError(ctx, errs[:min(len(errs), maxErrors)])
	}
	if err := checkCost(op); err != nil {
		return nil, e.fault(ctx, err)
	}
	return op, nil
}

// fault is the answer that has nothing but an error.
func (e *engine) fault(ctx context.Context, err error) *graphql.Response {
	return e.executor.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(err)})
}
