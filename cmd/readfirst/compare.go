package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

func (a *app) compare() *cobra.Command {
	var q asking
	cmd := &cobra.Command{
		Use:   "compare LEFT... -- RIGHT...",
		Short: "Two goals side by side: what they share, and what only one asks for",
		Long: `compare shows what the ways to two goals have in common. Two names are the two goals; of
several goals on a side, -- stands between the sides.`,
		Example: `  readfirst compare Pin Send
  readfirst compare Pin Future -- Send Sync`,
		ValidArgsFunction: a.completeNames(anything),
		Args: func(cmd *cobra.Command, args []string) error {
			if at := cmd.ArgsLenAtDash(); at == 0 || at == len(args) && at > 0 || at < 0 && len(args) != 2 {
				return wrongUse("compare takes two names, or several on each side of --: readfirst compare Pin Send")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			at := cmd.ArgsLenAtDash()
			if at < 0 {
				at = 1
			}
			return a.ask(cmd.Context(), func(s *graph.Snapshot, _ store) error {
				left, err := a.findAll(s, args[:at])
				if err != nil {
					return err
				}
				right, err := a.findAll(s, args[at:])
				if err != nil {
					return err
				}
				options, _, err := a.options(s, q)
				if err != nil {
					return err
				}
				c := s.Compare(left, right, options)
				if !a.json {
					a.writeComparison(left, right, c)
					return nil
				}
				return printJSON(a.out, comparisonViewOf(c))
			})
		},
	}
	a.flagsOfKnowing(cmd, &q)
	a.flagOfSpeed(cmd, &q)
	return cmd
}

type comparisonView struct {
	Shared        []ref         `json:"shared"`
	OnlyLeft      []ref         `json:"onlyLeft"`
	OnlyRight     []ref         `json:"onlyRight"`
	MinutesLeft   graph.Minutes `json:"minutesLeft"`
	MinutesRight  graph.Minutes `json:"minutesRight"`
	MinutesShared graph.Minutes `json:"minutesShared"`
}

func comparisonViewOf(c graph.Comparison) comparisonView {
	return comparisonView{refs(c.Shared), refs(c.OnlyLeft), refs(c.OnlyRight), c.MinutesLeft, c.MinutesRight, c.MinutesShared}
}

func (a *app) writeComparison(left, right []graph.Subject, c graph.Comparison) {
	s := a.sheet()
	for _, part := range []struct {
		title   string
		things  []graph.Subject
		minutes string
	}{
		{"Both", c.Shared, duration(c.MinutesShared)},
		{"Only " + named(left), c.OnlyLeft, duration(c.MinutesLeft) + " with the shared"},
		{"Only " + named(right), c.OnlyRight, duration(c.MinutesRight) + " with the shared"},
	} {
		concepts := slices.DeleteFunc(slices.Clone(part.things), func(x graph.Subject) bool { return x.ID().Kind() != graph.KindConcept })
		text := "nothing"
		if len(concepts) > 0 {
			text = named(concepts)
		}
		s.text(part.title+" ("+part.minutes+"): ", text, plain)
	}
}
