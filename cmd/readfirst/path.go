package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

func (a *app) path() *cobra.Command {
	var q asking
	var most int
	cmd := &cobra.Command{
		Use:   "path FROM TO",
		Short: "How one thing leads to another, and why it is needed",
		Long: `path shows how one thing leads to another, the shortest ways first, each link with its
reason and quotes: why do I need lifetimes for Pin? Links that only help count with
--recommended, those that wait for a person with --suggested.`,
		Example:           `  readfirst path lifetimes Pin`,
		ValidArgsFunction: a.completeNames(anything),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return wrongUse("path takes two names: readfirst path lifetimes Pin")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error {
				ends, err := a.findAll(s, args)
				if err != nil {
					return err
				}
				options, _, err := a.options(s, q)
				if err != nil {
					return err
				}
				paths := s.Paths(ends[0], ends[1], options, most)
				var links []graph.Link
				for _, p := range paths {
					links = append(links, p.Links...)
				}
				quoted, err := quotesOf(cmd.Context(), s, from, links, nil)
				if err != nil {
					return err
				}
				if a.json {
					views := make([]pathView, len(paths))
					for i, p := range paths {
						views[i].Links = quoted.links(p.Links)
					}
					return printJSON(a.out, views)
				}
				a.writePaths(s, ends, paths, quoted, options)
				return nil
			})
		},
	}
	a.flagsOfLinks(cmd, &q)
	cmd.Flags().IntVarP(&most, "first", "n", 3, "`HOW` many ways to show")
	return cmd
}

type pathView struct {
	Links []linkView `json:"links"`
}

func (a *app) writePaths(snapshot *graph.Snapshot, ends []graph.Subject, paths []graph.Path, quoted quotes, options graph.ReadOptions) {
	s := a.sheet()
	if len(paths) == 0 {
		s.text("", fmt.Sprintf("%s doesn't lead to %s.", ends[0].Name(), ends[1].Name()), plain)
		if len(snapshot.Paths(ends[1], ends[0], options, 1)) > 0 {
			s.text("", fmt.Sprintf("It is the other way round: %s", a.command("path", ends[1].Name(), ends[0].Name())), plain)
		}
	}
	for i, p := range paths {
		if i > 0 {
			s.line()
		}
		way := clean(p.Links[0].Before().Name())
		for _, l := range p.Links {
			way += " → " + clean(l.After().Name())
		}
		s.text("", way, s.bold)
		for _, l := range p.Links {
			s.text("  "+clean(l.After().Name())+" needs "+clean(l.Before().Name())+": ", reason(l, nil), plain)
			for _, e := range quoted.texts[l.EvidenceKey()] {
				s.text("    ", "“"+e.Quote+"”", s.faint)
			}
		}
	}
}
