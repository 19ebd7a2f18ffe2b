package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/readfirst/readfirst/api/model"
)

// presenter makes of any error what a client may read: the one place where
// errors become codes. What clients may not read goes to the log.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		if errors.Is(err, errStopped) {
			return nil // one error says it for all fields: see budget.err
		}
		shown := &gqlerror.Error{}
		if known, ok := errors.AsType[*gqlerror.Error](err); ok {
			shown.Path, shown.Locations = known.Path, known.Locations
		}
		e := clientError(err)
		if e.Code == model.Internal {
			log.ErrorContext(ctx, "a query failed", "error", err, "path", shown.Path.String())
		}
		shown.Message = e.Message
		shown.Extensions = map[string]any{"code": e.Code}
		maps.Copy(shown.Extensions, e.Details)
		return shown
	}
}

func clientError(err error) *model.Error {
	if e, ok := errors.AsType[*model.Error](err); ok {
		return e
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return errTooLong
	}
	if g, ok := errors.AsType[*gqlerror.Error](err); ok {
		switch g.Extensions["code"] {
		case errcode.ValidationFailed, errcode.ParseFailed:
			return model.Errorf(model.Invalid, "%s", g.Message)
		}
	}
	return errInternal
}

var (
	errInternal = model.Errorf(model.Internal, "internal error")
	errTooLong  = model.Errorf(model.Limit, "the answer takes too long: ask for less at once")
)

// recovered makes an error of a panic and keeps where it happened for the log.
func recovered(_ context.Context, cause any) error {
	return fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
}
