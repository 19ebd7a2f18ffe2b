package api

import (
	"context"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// What becomes of a mutation, for the audit log. One that fails has its error's code instead.
const (
	outcomeMade    = "made"
	outcomeNothing = "nothing" // it would have changed nothing
	outcomeDryRun  = "dry-run"
	outcomeRefused = "refused"
)

// outcome is what became of one mutation.
type outcome struct {
	what     string
	revision graph.Revision // that it has led to; 0: none
	refusals []string       // their codes
}

// audited notes every mutation of a request in the audit log, around a middleware. A request that is worked out more
// than once (see run) is noted once, unless something else becomes of a mutation the next time.
func (e *engine) audited(next graphql.FieldMiddleware) graphql.FieldMiddleware {
	noted := map[string]outcome{}
	return func(ctx context.Context, resolve graphql.Resolver) (result any, err error) {
		field := graphql.GetFieldContext(ctx)
		if field.Object != "Mutation" {
			return next(ctx, resolve)
		}
		became := outcome{what: string(model.Internal)} // should it panic
		defer func() {
			path := field.Path().String()
			before, again := noted[path]
			if again && before.what == became.what {
				return
			}
			noted[path] = became
			e.note(ctx, field.Field.Name, became)
		}()
		result, err = next(ctx, resolve)
		became = outcomeOf(result, err)
		return result, err
	}
}

// mutated is what all payloads can tell.
type mutated interface {
	model.AnyPayload
	Made() graph.Revision
	Codes() []string
}

func outcomeOf(result any, err error) outcome {
	switch payload, ok := result.(mutated); {
	case errors.Is(err, errStopped):
		return outcome{what: string(errTooLong.Code)}
	case err != nil:
		return outcome{what: string(clientError(err).Code)}
	case !ok:
		return outcome{what: outcomeMade}
	case len(payload.Codes()) > 0:
		return outcome{what: outcomeRefused, refusals: payload.Codes()}
	case payload.Change() == nil:
		return outcome{what: outcomeNothing}
	case payload.Made() == 0:
		return outcome{what: outcomeDryRun}
	default:
		return outcome{what: outcomeMade, revision: payload.Made()}
	}
}

func (e *engine) note(ctx context.Context, mutation string, became outcome) {
	who := callerOf(ctx)
	attributes := []slog.Attr{slog.String("mutation", mutation), slog.String("outcome", became.what), slog.String("client", who.address)}
	if who.known {
		attributes = append(attributes, slog.String("who", who.Name), slog.String("role", who.Role.String()))
	}
	if became.revision > 0 {
		attributes = append(attributes, slog.Any("revision", became.revision))
	}
	if len(became.refusals) > 0 {
		attributes = append(attributes, slog.Any("codes", became.refusals))
	}
	e.audit.LogAttrs(ctx, slog.LevelInfo, "mutation", attributes...)
}
