package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/eval"
)

func (a *app) eval() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure what is found and inferred against gold",
		Long: `eval measures against what people marked or listed by hand, beside methods that know nothing. With several
sources each is left out in turn: what is measured on it was trained on the others. With
one, the model is that of the program. docs/extraction.md shows its tables.`,
		Args: a.noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.evalMentions(), a.evalRoles(), a.evalLinks(), a.evalOrder(), a.evalConcepts())
	return cmd
}

// writeTables writes what was measured.
func (a *app) writeTables(tables []*eval.Table) error {
	if a.json {
		return printJSON(a.out, tables)
	}
	s := a.sheet()
	for i, t := range tables {
		if i > 0 {
			s.line()
		}
		s.line(s.bold.Render(clean(t.Title)))
		cells := table{}
		cells.add(append([]string{}, t.Columns...)...)
		for row := range t.Rows {
			cells.add(t.Text(row)...)
		}
		cells.write(s)
		for _, note := range t.Notes {
			s.text("", note, s.faint)
		}
	}
	return nil
}

// readGold reads a file of gold; all its faults come at once.
func readGold[G any](file string, check func(*G) string) ([]G, error) { //nolint:unused // for the sub-commands
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var faults graph.Faults
	gold := eval.ReadGold(file, data, &faults, check)
	if len(faults) > 0 {
		return nil, &failure{exit: exitFaults, code: model.Invalid, message: count(len(faults), "fault"), faults: faults}
	}
	if len(gold) == 0 {
		return nil, wrongUse("%s has no gold", file)
	}
	return gold, nil
}
