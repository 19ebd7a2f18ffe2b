// Command readfirst answers what to read before what: from articles, pages and
// listings that were loaded into a store, in the terminal and over GraphQL.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	os.Exit(run(untilSignal(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// stopped is why a context ended: somebody pressed Ctrl-C, or asked the process to end.
type stopped struct{ by syscall.Signal }

func (s stopped) Error() string { return "stopped by a signal: " + s.by.String() }

// exit is the exit code that shells know such an end by.
func (s stopped) exit() int { return 128 + int(s.by) }

// untilSignal is the context that ends with the first signal. A second one
// ends the process at once, should the first not be enough.
func untilSignal() context.Context {
	ctx, stop := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		by, _ := (<-signals).(syscall.Signal) // on all systems they are
		signal.Stop(signals)
		stop(stopped{by})
	}()
	return ctx
}
