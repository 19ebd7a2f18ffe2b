package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

func (a *app) needs() *cobra.Command {
	return a.linksOf("needs", "What a thing needs, directly", "all it needs, directly or not",
		graph.Subject.Needs, (*graph.Snapshot).AllNeeds, graph.Link.Before)
}

func (a *app) neededBy() *cobra.Command {
	return a.linksOf("needed-by", "What needs a thing, directly", "all that needs it, directly or not",
		graph.Subject.NeededBy, (*graph.Snapshot).AllNeededBy, graph.Link.After)
}

// linksOf is a command that lists the links of a thing in one direction.
func (a *app) linksOf(use, short, all string, direct func(graph.Subject) []graph.Link,
	far func(*graph.Snapshot, graph.Subject, graph.ReadOptions) []graph.Link, end func(graph.Link) graph.Subject) *cobra.Command {
	var q asking
	var deep bool
	cmd := &cobra.Command{
		Use:               use + " NAME",
		Short:             short,
		Example:           "  readfirst " + use + " Pin\n  readfirst " + use + " Pin --all",
		Args:              needsNames("of what? For example: readfirst " + use + " Pin"),
		ValidArgsFunction: a.completeNames(anything),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error {
				if len(args) > 1 {
					return wrongUse("%s takes one name; one of several words needs quotes", use)
				}
				of, err := a.find(s, args[0])
				if err != nil {
					return err
				}
				options, _, err := a.options(s, q)
				if err != nil {
					return err
				}
				links := direct(of)
				if deep {
					links = far(s, of, options)
				}
				quoted, err := quotesOf(cmd.Context(), s, from, links, nil)
				if err != nil {
					return err
				}
				if a.json {
					return printJSON(a.out, quoted.links(links))
				}
				a.writeLinks(of, links, end)
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&deep, "all", false, all)
	a.flagsOfLinks(cmd, &q)
	return cmd
}

func (a *app) writeLinks(of graph.Subject, links []graph.Link, end func(graph.Link) graph.Subject) {
	s := a.sheet()
	if len(links) == 0 {
		s.text("", fmt.Sprintf("Nothing is known of %s here.", of.Name()), plain)
	}
	seen := map[graph.Subject]bool{}
	for _, l := range links {
		if seen[end(l)] {
			continue
		}
		seen[end(l)] = true
		s.text("", end(l).Name()+inBrackets(linkMarks(l)), s.bold)
		if end(l) == l.Before() && l.After() != of {
			s.text("  for "+clean(l.After().Name())+": ", reason(l, nil), plain)
		} else if end(l) == l.After() && l.Before() != of {
			s.text("  after "+clean(l.Before().Name())+": ", reason(l, nil), plain)
		} else {
			s.text("  ", reason(l, nil), plain)
		}
	}
}

func inBrackets(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}
