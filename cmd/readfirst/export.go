package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/export"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/wholefile"
	"github.com/readfirst/readfirst/spreadsheet"
)

// exporting is what `export` is to write.
type exporting struct {
	format string
	to     string // a file, of csv a folder; "": standard output
	of     []string
	bom    bool
	asking
}

// The formats that package export doesn't write by itself.
const (
	csvFormat  = "csv"
	siteFormat = "site"
)

func exportFormats() []string { return append([]string{csvFormat, siteFormat}, export.Formats...) }

func (a *app) export() *cobra.Command {
	var todo exporting
	cmd := &cobra.Command{
		Use:   "export --format FORMAT",
		Short: "Write the graph for spreadsheets, sites and other programs",
		Long: `export writes the graph, or only what leads to a goal:

  csv         concepts.csv and links.csv, which import takes back
  json, jsonl everything, as one document or a line for each thing
  site        what to read before each article, by its address, for the boxes of a site
  markdown    all concepts with what comes before them; with --of a reading list
  mermaid, dot, graphml, cytoscape
              the graph for drawing: arrows go in reading order`,
		Example: `  readfirst export --format csv -o tables/
  readfirst export --format mermaid --of Pin
  readfirst export --format site --within my-blog --nearest 3 -o before.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains(exportFormats(), todo.format) {
				return wrongUse("there is no format %q: write --format with %s", todo.format, nameList(exportFormats(), " or ", itself))
			}
			return a.ask(cmd.Context(), func(s *graph.Snapshot, _ store) error { return a.runExport(cmd.Context(), s, todo) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&todo.format, "format", "", "the `FORMAT`: "+nameList(exportFormats(), " or ", itself))
	flags.StringVarP(&todo.to, "output", "o", "", "write to this `FILE`; csv: into this folder")
	flags.StringSliceVar(&todo.of, "of", nil, "only what leads to these goals: `NAMES` with commas between them")
	flags.BoolVar(&todo.bom, "bom", false, "csv: begin the tables with a byte order mark, for programs that take UTF-8 for something else")
	a.flagsOfKnowing(cmd, &todo.asking)
	flags.IntVar(&todo.nearest, "nearest", 0, "site: only the `N` steps nearest to each article")
	a.completeFlag(cmd, "format", cobra.FixedCompletions(exportFormats(), cobra.ShellCompDirectiveNoFileComp))
	a.completeFlag(cmd, "of", a.completeNameList)
	return cmd
}

func (a *app) runExport(ctx context.Context, s *graph.Snapshot, todo exporting) error {
	if todo.format == csvFormat {
		keep, err := a.leadingTo(s, todo)
		if err != nil {
			return err
		}
		return a.exportTables(s, todo, keep)
	}
	write, err := a.exporter(s, todo)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if todo.to == "" {
		return write(a.out)
	}
	return wholefile.Write(todo.to, write)
}

// exporter gives what writes the format that is asked for.
func (a *app) exporter(s *graph.Snapshot, todo exporting) (func(io.Writer) error, error) {
	list := todo.format == "markdown" && len(todo.of) > 0
	if todo.format == siteFormat || list {
		options, _, err := a.options(s, todo.asking)
		if err != nil {
			return nil, err
		}
		goals, err := a.findAll(s, todo.of)
		if err != nil {
			return nil, err
		}
		if list {
			return func(w io.Writer) error { return export.ReadingList(w, s.ReadBefore(goals, options)) }, nil
		}
		return func(w io.Writer) error { return export.Site(w, s, options) }, nil
	}
	keep, err := a.leadingTo(s, todo)
	options := export.Options{Keep: keep, Recommended: todo.recommended, Suggested: todo.suggested}
	return func(w io.Writer) error { return export.Write(w, todo.format, s, options) }, err
}

// leadingTo says what is a goal or leads to one; nil if no goals are named: everything.
func (a *app) leadingTo(s *graph.Snapshot, todo exporting) (func(graph.ID) bool, error) {
	if len(todo.of) == 0 {
		return nil, nil
	}
	goals, err := a.findAll(s, todo.of)
	if err != nil {
		return nil, err
	}
	all := todo.format == csvFormat
	options := graph.ReadOptions{Recommended: all || todo.recommended, Suggested: all || todo.suggested}
	kept := map[graph.ID]bool{}
	for _, goal := range goals {
		kept[goal.ID()] = true
		for _, l := range s.AllNeeds(goal, options) {
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
		err := wholefile.Write(filepath.Join(todo.to, file.name), func(w io.Writer) error {
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
