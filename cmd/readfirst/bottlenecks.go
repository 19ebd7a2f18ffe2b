package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

func (a *app) bottlenecks() *cobra.Command {
	var most int
	cmd := &cobra.Command{
		Use:   "bottlenecks [GOAL]",
		Short: "What the way to a goal, or most of the graph, hangs on",
		Long: `bottlenecks lists what the way to a goal hangs on: first what every way passes, then what
most of the rest needs. Without a goal it is what most of the graph depends on.`,
		Example:           "  readfirst bottlenecks Pin\n  readfirst bottlenecks",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeNames(anything),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ask(cmd.Context(), func(s *graph.Snapshot, _ store) error {
				var goal graph.Subject
				if len(args) == 1 {
					var err error
					if goal, err = a.find(s, args[0]); err != nil {
						return err
					}
				}
				found := s.Bottlenecks(goal, most)
				if !a.json {
					a.writeBottlenecks(goal, found)
					return nil
				}
				views := make([]bottleneckView, len(found))
				for i, b := range found {
					views[i] = bottleneckView{refOf(b.Subject), b.Blocks, b.AllRoads}
				}
				return printJSON(a.out, views)
			})
		},
	}
	cmd.Flags().IntVarP(&most, "first", "n", 10, "`HOW` many to list")
	return cmd
}

type bottleneckView struct {
	Subject  ref  `json:"subject"`
	Blocks   int  `json:"blocks"`
	AllRoads bool `json:"allRoads"`
}

func (a *app) writeBottlenecks(goal graph.Subject, found []graph.Bottleneck) {
	s := a.sheet()
	if len(found) == 0 {
		s.text("", "Nothing hangs on anything here.", plain)
	} else if goal != nil {
		s.text("", "What the way to "+goal.Name()+" hangs on", s.bold)
		s.line()
	}
	for _, b := range found {
		needs := fmt.Sprintf("%s it, directly or not", verb(b.Blocks, "1 thing needs", fmt.Sprintf("%d things need", b.Blocks)))
		if b.AllRoads {
			needs += "; every way to " + goal.Name() + " passes it"
		}
		s.text("", b.Subject.Name()+": "+needs, plain)
	}
}
