package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/spreadsheet"
)

// importing is what `import` is to do.
type importing struct {
	spreadsheet.Options
	yes, dryRun, verbose bool
}

func (a *app) importTables() *cobra.Command {
	var todo importing
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Take tables of concepts and links back from a spreadsheet",
		Long: `import reads concepts.csv and links.csv, as export --format csv writes them and a
spreadsheet saves them, and makes the graph say what was edited in them. What a row
doesn't change stays as it is, and so does what has no row or column; an empty cell
empties the field. The difference is shown first. On a terminal you are asked then;
elsewhere nothing is changed without --yes.`,
		Example: `  readfirst export --format csv -o tables/
  readfirst import tables/concepts.csv
  readfirst import tables/*.csv --delete-missing --dry-run`,
		Args: needsNames("which tables? For example: readfirst import concepts.csv links.csv"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if todo.yes && todo.dryRun {
				return wrongUse("--yes applies the difference, --dry-run doesn't: leave one of them out")
			}
			return a.runImport(cmd.Context(), args, todo)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&todo.DeleteMissing, "delete-missing", false, "what has no row in a table shall go: it is rejected, or taken back if only tables said it")
	flags.BoolVarP(&todo.yes, "yes", "y", false, "apply the difference without asking")
	dryRunFlags(cmd, &todo.dryRun, &todo.verbose)
	flags.StringVar(&todo.By, "by", os.Getenv("USER"), "`WHO` edited the tables, for the history")
	flags.StringVar(&todo.Why, "why", "", "why, in a `SENTENCE`, for the history and for people's decisions")
	flags.Lookup("by").DefValue = "" // help must not depend on who reads it
	return cmd
}

// importView is what an import found and did, for programs.
type importView struct {
	Applied    bool           `json:"applied"`
	Difference differenceView `json:"difference"`
	Warnings   []faultView    `json:"warnings"`
	Change     changeView     `json:"change"`
}

func (a *app) runImport(ctx context.Context, paths []string, todo importing) (err error) {
	files, err := readTables(paths)
	if err != nil {
		return err
	}
	into, _, err := a.openToWrite(ctx, todo.dryRun)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, into.Close()) }()
	found, change, err := planImport(ctx, into, files, todo.Options)
	if err != nil {
		return err
	}
	if !a.json {
		a.writeImport(found, todo.verbose)
	}
	apply := todo.yes && !change.Empty()
	if !change.Empty() && !todo.yes && !todo.dryRun && a.canAsk() {
		if apply, err = a.confirm(ctx, "Apply this?"); err != nil {
			return err
		}
		if !apply {
			a.sheet().line("Nothing was changed.")
			return nil
		}
	}
	if apply {
		if change, err = applyImport(ctx, into, files, todo.Options, found); err != nil {
			return err
		}
	}
	return a.reportImport(found, change, apply, todo.dryRun)
}

// reportImport says what became of the graph. What waits for a word is no success: a script may have forgotten to say it.
func (a *app) reportImport(found *spreadsheet.Import, change *graph.Change, applied, dryRun bool) error {
	var err error
	switch {
	case a.json:
		err = printJSON(a.out, importView{Applied: applied, Difference: differenceViewOf(&found.Difference),
			Warnings: faultViews(found.Warnings), Change: changeViewOf(change, !applied)})
	case change.Empty():
		a.sheet().line(fmt.Sprintf("No change: the graph says all of this already (revision %d).", change.Revision))
	case applied:
		a.sheet().line(fmt.Sprintf("Done (now revision %d).", change.Revision))
	case dryRun:
		a.sheet().line("Nothing was written: this was a dry run.")
	}
	if err == nil && !applied && !dryRun && !change.Empty() {
		err = wrongUse("nothing was changed: --yes applies this, --dry-run only shows it")
	}
	return err
}

func readTables(paths []string) ([]spreadsheet.File, error) {
	var files []spreadsheet.File
	var faults graph.Faults
	for _, path := range paths {
		if data, ok := loader.ReadText(path, &faults); ok {
			files = append(files, spreadsheet.File{Name: path, Data: data})
		}
	}
	return files, faults.Err()
}

// planImport works out what the files would change, and lets the store say whether that is possible.
func planImport(ctx context.Context, into graph.Store, files []spreadsheet.File, opt spreadsheet.Options) (*spreadsheet.Import, *graph.Change, error) {
	state, err := into.Read(ctx)
	if err != nil {
		return nil, nil, err
	}
	found, err := spreadsheet.Plan(state, files, opt)
	if err != nil {
		return nil, nil, err
	}
	if found.Batch == nil {
		return found, &graph.Change{Revision: state.Revision}, nil
	}
	found.Batch.DryRun = true
	change, err := into.Apply(ctx, found.Batch)
	return found, change, err
}

// applyImport applies what was shown. If somebody else was faster, it is worked out anew, and applied if it is still the same.
func applyImport(ctx context.Context, into graph.Store, files []spreadsheet.File, opt spreadsheet.Options, shown *spreadsheet.Import) (*graph.Change, error) {
	const attempts = 5
	found := shown
	for i := 1; ; i++ {
		found.Batch.DryRun, found.Batch.Load = false, rand.Text()
		change, err := into.Apply(ctx, found.Batch)
		if !errors.Is(err, graph.ErrConflict) || i == attempts {
			return change, err
		}
		again, _, err := planImport(ctx, into, files, opt)
		if err != nil {
			return nil, err
		}
		if again.Batch == nil || !reflect.DeepEqual(again.Difference, shown.Difference) {
			return nil, fmt.Errorf("%w, and the tables mean something else now: import them again", graph.ErrConflict)
		}
		found = again
	}
}

// canAsk says that there is somebody to ask.
func (a *app) canAsk() bool {
	in, ok := a.in.(*os.File)
	return ok && !a.json && a.screen.terminal && term.IsTerminal(in.Fd())
}

// confirm asks a question that is to be answered with yes; anything else is a no.
func (a *app) confirm(ctx context.Context, question string) (bool, error) {
	if err := a.out.Flush(); err != nil {
		return false, err
	}
	fmt.Fprintf(a.err, "%s [y/N] ", question)
	answers := make(chan string, 1)
	go func() {
		line, err := bufio.NewReader(a.in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			line = ""
		}
		answers <- line
	}()
	select {
	case line := <-answers:
		answer := strings.ToLower(strings.TrimSpace(line))
		return answer == "y" || answer == "yes", nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}
