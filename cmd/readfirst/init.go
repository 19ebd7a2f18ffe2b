package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/loader"
)

func (a *app) init() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a readfirst.yaml for what a folder holds",
		Long: `init looks through a folder, this one if none is named, for books, tracks, pages and
listings, and writes a readfirst.yaml that names them as sources. It never
overwrites one. Then readfirst load, without anything more, loads them all.`,
		Example: `  readfirst init
  readfirst init shelf/`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return a.runInit(dir)
		},
	}
}

func (a *app) runInit(dir string) error {
	proposal, err := loader.Propose(dir)
	if err == nil {
		err = proposal.Write()
	}
	if errors.Is(err, loader.ErrConfigThere) {
		return wrongUse("%v, which is left as it is", err)
	}
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, initViewOf(proposal))
	}
	a.writeProposal(proposal, dir)
	return nil
}

func (a *app) writeProposal(p *loader.Proposal, dir string) {
	s := a.sheet()
	s.text("", "Wrote "+p.File+": "+count(len(p.Sources), "source"), s.bold)
	var t table
	for i := range p.Sources {
		source := &p.Sources[i]
		what := count(source.Pages, "page")
		if source.Format != loader.Auto {
			what = source.Format.String()
		}
		t.add("  "+source.Name, what, source.Path)
	}
	t.write(s)
	for _, file := range p.LeftOut {
		s.text("Left out: ", file, plain)
	}
	for _, w := range p.Warnings {
		s.text("Warning: ", w.Error(), s.accent)
	}
	load := []string{"load"}
	if dir != "." {
		load = append(load, dir)
	}
	s.text("", "Next: "+a.command(load...), plain)
}

// initView is what was written, for programs.
type initView struct {
	File     string           `json:"file"`
	Sources  []initSourceView `json:"sources"`
	LeftOut  []string         `json:"leftOut"`
	Warnings []faultView      `json:"warnings"`
}

type initSourceView struct {
	Name string `json:"name"`
	Path string `json:"path"`
	Kind string `json:"kind"`
}

func initViewOf(p *loader.Proposal) initView {
	view := initView{File: p.File, Sources: []initSourceView{}, LeftOut: some(p.LeftOut), Warnings: faultViews(p.Warnings)}
	for _, s := range p.Sources {
		view.Sources = append(view.Sources, initSourceView{s.Name, s.Path, s.Format.String()})
	}
	return view
}
