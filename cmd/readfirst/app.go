package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// app is one run of the program: where it reads and writes, and the flags that
// every sub-command has.
type app struct {
	in  io.Reader
	out *bufio.Writer
	err io.Writer

	screen  screen // what out is: a terminal or something else
	store   string
	json    bool
	noColor bool
}

// run does what the arguments say and gives the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errors io.Writer) int {
	a := &app{in: in, out: bufio.NewWriterSize(out, 32<<10), err: errors, screen: screenOf(out)}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(a.out)
	root.SetErr(errors)
	err := root.ExecuteContext(ctx)
	if flushed := a.out.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("the answer can't be written: %w", flushed)
	}
	if err == nil {
		return exitFine
	}
	f := failureOf(ctx, err)
	a.report(f)
	return f.exit
}

const about = `readfirst knows what needs what, and so what to read before something:

  readfirst before Pin              what to read before Pin, in order, and why
  readfirst load notes/ talk.txt    put your own pages and saved listings in
  readfirst serve                   ask over GraphQL

A first question brings its own corpus: the road to Rust's Pin.`

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "readfirst",
		Short:         "What to read before what",
		Long:          about,
		Args:          a.noSuchCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.store, "store", "", "`WHERE` the graph is: sqlite:FILE, neo4j://HOST or bolt://HOST (default "+envStore+", else a file of yours)")
	flags.BoolVar(&a.json, "json", false, "answer in JSON, for programs")
	flags.BoolVar(&a.noColor, "no-color", false, "no colours (as with NO_COLOR)")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return wrongUse("%s", oneLine(err.Error())) })
	root.AddCommand(
		a.before(), a.question(), a.ready(), a.path(), a.needs(), a.neededBy(), a.bottlenecks(), a.compare(), a.check(), a.lint(),
		a.search(), a.concepts(), a.articles(),
		a.suggestions(), a.accept(), a.reject(), a.edit(),
		a.init(), a.load(), a.unload(), a.fmt(), a.export(), a.importTables(),
		a.infer(), a.eval(), a.extract(),
		a.serve(), a.token(), a.version(),
	)
	return root
}

// noSuchCommand is what comes of arguments that no sub-command takes.
func (a *app) noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return wrongUse("there is no command %q: did you mean %s?", args[0], strings.Join(near, " or "))
	}
	return wrongUse("there is no command %q: readfirst --help lists them", args[0])
}

// printJSON writes a value as people and programs can read it: names such as
// Pin<P> as they are.
func printJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// note tells people something beside the answer.
func (a *app) note(format string, args ...any) {
	fmt.Fprintf(a.err, "readfirst: %s\n", clean(fmt.Sprintf(format, args...)))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
