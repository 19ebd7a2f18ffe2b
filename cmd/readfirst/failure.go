package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
)

// The exit codes; README.md promises them.
const (
	exitFine   = 0
	exitFaults = 1 // faults found in the input
	exitUse    = 2 // wrong use, an unknown or ambiguous name
	exitStore  = 3 // store, network or files
)

// codeConflict is a code that the API hasn't got, since nothing can be changed over it.
const codeConflict model.Code = "CONFLICT"

// failure is an error as the user meets it.
type failure struct {
	exit        int
	code        model.Code
	message     string
	suggestions []graph.Subject // of an unknown name: the nearest
	candidates  []graph.Subject // of an ambiguous name: what has it
	faults      graph.Faults
	examples    []string // of what would have been right, a line each
}

func (f *failure) Error() string { return f.message }

func wrongUse(format string, args ...any) error {
	return &failure{exit: exitUse, code: model.Invalid, message: fmt.Sprintf(format, args...)}
}

// failureOf gives any error its exit code, its code and its sentence.
func failureOf(ctx context.Context, err error) *failure {
	of := func(exit int, code model.Code) *failure {
		return &failure{exit: exit, code: code, message: oneLine(err.Error())}
	}
	if own, ok := errors.AsType[*failure](err); ok {
		return own
	}
	if faults, ok := errors.AsType[graph.Faults](err); ok {
		return &failure{exit: exitFaults, code: model.Invalid, message: faultCount(len(faults)), faults: faults}
	}
	_, kept := errors.AsType[*loader.NotStored](err) // in files: so something was changed
	if by, ok := errors.AsType[stopped](context.Cause(ctx)); ok {
		f := of(by.exit(), model.Unavailable)
		if errors.Is(err, context.Canceled) && !kept {
			f.message = "stopped before the end: nothing was changed"
		}
		return f
	}
	switch {
	case kept:
		return of(exitStore, model.Unavailable)
	case ctx.Err() != nil:
		return &failure{exit: exitStore, code: model.Unavailable, message: "stopped before the end: nothing was changed"}
	case errors.Is(err, graph.ErrConflict):
		return of(exitStore, codeConflict)
	case errors.Is(err, graph.ErrTooLarge):
		return of(exitStore, model.Limit)
	case errors.Is(err, graph.ErrUnavailable), errors.Is(err, graph.ErrRefused), errors.Is(err, graph.ErrNewer), errors.Is(err, graph.ErrCorrupt):
		return of(exitStore, model.Unavailable)
	case errors.Is(err, os.ErrNotExist), errors.Is(err, os.ErrPermission):
		return of(exitStore, model.Unavailable)
	case isCobras(err):
		return of(exitUse, model.Invalid)
	}
	return of(exitStore, model.Internal)
}

// isCobras says that cobra found the arguments wrong: it has no type for that.
func isCobras(err error) bool {
	text := err.Error()
	for _, part := range []string{" arg(s), ", "unknown command ", "required flag(s) ", "if any flags in the group ", "invalid argument "} {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

func faultCount(n int) string {
	if n == 1 {
		return "1 fault: nothing was changed"
	}
	return fmt.Sprintf("%d faults: nothing was changed", n)
}

// report tells of a failure on stderr: a sentence for people, an object for programs.
func (a *app) report(f *failure) {
	if a.json {
		_ = printJSON(a.err, errorView{errorBody{Code: f.code, Message: strings.Join(append([]string{f.message}, f.examples...), " "),
			Suggestions: refs(f.suggestions), Candidates: refs(f.candidates), Faults: faultViews(f.faults)}})
		return
	}
	for _, fault := range f.faults {
		fmt.Fprintln(a.err, clean(fault.Error()))
	}
	a.note("%s", f.message)
	for _, example := range f.examples {
		fmt.Fprintln(a.err, "  "+clean(example))
	}
}

type errorView struct {
	Error errorBody `json:"error"`
}

type errorBody struct {
	Code        model.Code  `json:"code"`
	Message     string      `json:"message"`
	Suggestions []ref       `json:"suggestions"`
	Candidates  []ref       `json:"candidates"`
	Faults      []faultView `json:"faults"`
}

type faultView struct {
	File string `json:"file"`
	Line int    `json:"line"`
	What string `json:"what"`
	Do   string `json:"do"`
}

func faultViews(faults graph.Faults) []faultView {
	views := make([]faultView, len(faults))
	for i, f := range faults {
		views[i] = faultView{File: f.Place.File, Line: f.Place.Line, What: f.What, Do: f.Do}
	}
	return views
}
