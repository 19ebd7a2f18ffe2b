package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

func (a *app) ready() *cobra.Command {
	var q asking
	var most int
	cmd := &cobra.Command{
		Use:   "ready",
		Short: "What can be learned next",
		Long: `ready lists what you don't know yet but could learn now, since you know all that it needs.
What opens most comes first.`,
		Example: `  readfirst ready --knowing ownership,traits`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error {
				options, _, err := a.options(s, q)
				if err != nil {
					return err
				}
				steps := s.Ready(options, most)
				if !a.json {
					a.writeReady(steps)
					return nil
				}
				return printJSON(a.out, quotes{s: s}.steps(steps))
			})
		},
	}
	a.flagsOfKnowing(cmd, &q)
	a.flagOfSpeed(cmd, &q)
	cmd.Flags().IntVarP(&most, "first", "n", 10, "`HOW` many to list")
	return cmd
}

func (a *app) writeReady(steps []graph.Step) {
	s := a.sheet()
	if len(steps) == 0 {
		s.text("", "Nothing is left to learn.", plain)
	}
	for i, step := range steps {
		if i > 0 {
			s.line()
		}
		a.writeNext(s, fmt.Sprintf("%3d. ", i+1), step)
	}
}

// writeNext writes a step that can be taken now, and what it opens.
func (a *app) writeNext(s *sheet, head string, step graph.Step) {
	indent := fmt.Sprintf("%*s", len(head), "")
	if step.Read == nil {
		s.line(head, s.bold.Render("Summary of "+clean(named(step.Covers))))
		s.line(indent, a.showCommand(step.Covers[0]))
	} else {
		a.writeReading(s, head, *step.Read, step.Minutes, "")
		s.text(indent+"covers: ", named(step.Covers), plain)
	}
	if opened := step.Unlocks(); len(opened) > 0 {
		s.text(indent+"opens: ", named(opened), s.faint)
	}
}
