package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/spreadsheet"
)

// exporting is what `export` is to write.
type exporting struct {
	format string
	to     string // a file, of csv a folder; "": the terminal or pipe
	of     []string
	bom    bool
}

// csvFormat is the one format that is several files.
const csvFormat = "csv"

func (a *app) export() *cobra.Command {
	var todo exporting
	cmd := &cobra.Command{
		Use:   "export --format FORMAT",
		Short: "Write the graph for other programs",
		Long: `export writes the graph for spreadsheets:

  csv         concepts.csv and links.csv, which import takes back`,
		Example: `  readfirst export --format csv -o tables/`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.ask(cmd.Context(), func(s *graph.Snapshot, _ store) error { return a.runExport(cmd.Context(), s, todo) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&todo.format, "format", "", "the `FORMAT`: csv")
	flags.StringVarP(&todo.to, "output", "o", "", "write to this `FILE`; csv: into this folder")
	flags.StringSliceVar(&todo.of, "of", nil, "only what leads to these goals: `NAMES` with commas between them")
	flags.BoolVar(&todo.bom, "bom", false, "csv: begin the tables with a byte order mark, for programs that take UTF-8 for something else")
	a.completeFlag(cmd, "format", cobra.FixedCompletions([]string{csvFormat}, cobra.ShellCompDirectiveNoFileComp))
	a.completeFlag(cmd, "of", a.completeNameList)
	return cmd
}

func (a *app) runExport(_ context.Context, s *graph.Snapshot, todo exporting) error {
	keep, err := a.leadingTo(s, todo.of)
	if err != nil {
		return err
	}
	return a.exportTables(s, todo, keep)
}

// leadingTo says what is a goal of these names or leads to one; nil for no names: everything.
func (a *app) leadingTo(s *graph.Snapshot, names []string) (func(graph.ID) bool, error) {
	if len(names) == 0 {
		return nil, nil
	}
	goals, err := a.findAll(s, names)
	if err != nil {
		return nil, err
	}
	kept := map[graph.ID]bool{}
	for _, goal := range goals {
		kept[goal.ID()] = true
		for _, l := range s.AllNeeds(goal, graph.ReadOptions{Recommended: true, Suggested: true}) {
			kept[l.Before().ID()], kept[l.After().ID()] = true, true
		}
	}
	return func(id graph.ID) bool { return kept[id] }, nil
}

// exportTables writes concepts.csv and links.csv.
func (a *app) exportTables(s *graph.Snapshot, todo exporting, keep func(graph.ID) bool) error {
	if todo.to == "" {
		return wrongUse("csv is two files, concepts.csv and links.csv: say into which folder, with -o FOLDER")
	}
	if err := os.MkdirAll(todo.to, 0o755); err != nil { //nolint:gosec // as readable as any file that people write
		return err
	}
	tables := spreadsheet.Of(s, keep)
	for _, file := range []struct {
		name  string
		write func(io.Writer) error
	}{{"concepts.csv", tables.WriteConcepts}, {"links.csv", tables.WriteLinks}} {
		err := writeWhole(filepath.Join(todo.to, file.name), func(w io.Writer) error {
			if todo.bom {
				if _, err := io.WriteString(w, "\uFEFF"); err != nil {
					return err
				}
			}
			return file.write(w)
		})
		if err != nil {
			return err
		}
	}
	a.warnOfLongCells(&tables)
	a.note("wrote %s and %s into %s", count(len(tables.Concepts), "concept"), count(len(tables.Links), "link"), todo.to)
	return nil
}

// warnOfLongCells says which summaries spreadsheets would cut off.
func (a *app) warnOfLongCells(tables *spreadsheet.Tables) {
	const most = 32_767 // characters of a cell in Excel, and in LibreOffice's files
	long := slices.DeleteFunc(slices.Clone(tables.Concepts), func(c spreadsheet.Concept) bool { return len([]rune(c.Summary)) <= most })
	if len(long) > 0 {
		a.note("Warning: spreadsheets cut cells off after %d characters: take the column summary out before you edit the table; it is too long of %s",
			most, nameList(long, " and ", func(c spreadsheet.Concept) string { return c.Name }))
	}
}

// writeWhole writes a file beside its place and then puts it there, so that it is never half written.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("%s can't be written: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	err = errors.Join(write(file), file.Chmod(0o644), file.Close())
	if err != nil {
		return fmt.Errorf("%s can't be written: %w", path, err)
	}
	return os.Rename(file.Name(), path)
}
