package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

func (a *app) unload() *cobra.Command {
	var verbose bool
	batch := graph.Batch{Load: rand.Text()}
	cmd := &cobra.Command{
		Use:   "unload SOURCE...",
		Short: "Take sources out of the graph",
		Long: `unload takes out all that the sources said: the graph is then as if they had never
been loaded, nor the decisions made in their folder's file. What other sources say stays,
and so do the store's own decisions. If something that stays refers to what only these
sources have, the places are told and nothing is changed.`,
		Example: `  readfirst unload notes
  readfirst unload notes --dry-run`,
		ValidArgsFunction: a.completeSources,
		RunE: func(cmd *cobra.Command, args []string) error {
			batch.Unload = args
			return a.runUnload(cmd.Context(), &batch, verbose)
		},
	}
	flags := cmd.Flags()
	dryRunFlags(cmd, &batch.DryRun, &verbose)
	flags.StringVar(&batch.By, "by", os.Getenv("USER"), "`WHO` takes them out, for the history")
	flags.StringVar(&batch.Why, "why", "", "why, in a `SENTENCE`, for the history")
	flags.Lookup("by").DefValue = "" // help must not depend on who reads it
	return cmd
}

// unloadView is what was taken out, for programs.
type unloadView struct {
	Sources []string   `json:"sources"`
	Change  changeView `json:"change"`
}

func (a *app) runUnload(ctx context.Context, batch *graph.Batch, verbose bool) (err error) {
	from, _, err := a.openToWrite(ctx, true) // a store that isn't there has nothing to take out
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	state, err := from.Read(ctx)
	if err != nil {
		return err
	}
	if batch.Unload, err = a.findSources(state, batch.Unload); err != nil {
		return err
	}
	change, err := from.Apply(ctx, batch)
	if faults, refused := errors.AsType[graph.Faults](err); refused {
		return a.stillNeeded(faults, state, batch.Unload)
	}
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, unloadView{batch.Unload, changeViewOf(change, batch.DryRun)})
	}
	a.writeChange(a.sheet(), change, batch.DryRun, verbose)
	return nil
}

// stillNeeded is the failure of taking out what others refer to: the first places, and how to take those out, too.
func (a *app) stillNeeded(faults graph.Faults, state *graph.State, unload []string) error {
	const most = 20 // places that people are shown
	message := faultCount(len(faults))
	if n := len(faults) - most; n > 0 && !a.json {
		faults = faults[:most]
		message = fmt.Sprintf("%s (the first %d of them are shown)", message, most)
	}
	with := append(slices.Clone(unload), needing(state, unload)...)
	message += "; together they can go: " + a.command(append([]string{"unload"}, with...)...)
	return &failure{exit: exitFaults, code: model.Invalid, message: message, faults: faults}
}

// needing are the sources that refer to what only the unloaded ones claim, to what only those claim, and so on.
func needing(state *graph.State, unload []string) []string {
	var all []string
	for {
		left := state.Without(append(slices.Clone(unload), all...)...)
		claimed := map[graph.ID]bool{}
		each(left, func(_ string, c graph.Claim) {
			if kind := c.Key().Kind; kind == graph.OfConcept || kind == graph.OfArticle || kind == graph.OfSeries {
				claimed[c.Key().A] = true
			}
		})
		before := len(all)
		each(left, func(source string, c graph.Claim) {
			if slices.ContainsFunc(graph.References(c), func(end graph.ID) bool { return !claimed[end] }) && !slices.Contains(all, source) {
				all = append(all, source)
			}
		})
		if len(all) == before {
			return all
		}
	}
}

// each visits all claims of a state.
func each(state *graph.State, visit func(source string, c graph.Claim)) {
	for i := range state.Sources {
		for _, c := range state.Sources[i].Claims() {
			visit(state.Sources[i].Source.ID, c)
		}
	}
}

// findSources gives the ids of the sources that the names mean: as spelled, else in any case.
func (a *app) findSources(state *graph.State, names []string) ([]string, error) {
	loaded := make([]string, len(state.Sources))
	for i := range state.Sources {
		loaded[i] = state.Sources[i].Source.ID
	}
	if len(names) == 0 {
		if len(loaded) == 0 {
			return nil, wrongUse("which source is to be taken out? None is loaded: the store is empty")
		}
		return nil, wrongUse("which source is to be taken out? Loaded are %s", nameList(loaded, " and ", itself))
	}
	var found []string
	for _, name := range names {
		id, err := a.findSource(loaded, name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	return found, nil
}

func (a *app) findSource(loaded []string, name string) (string, error) {
	if slices.Contains(loaded, name) {
		return name, nil
	}
	same := slices.DeleteFunc(slices.Clone(loaded), func(id string) bool { return graph.Fold(id) != graph.Fold(name) })
	switch near := graph.NearestNames(name, loaded, 3); {
	case len(same) == 1:
		return same[0], nil
	case len(near) > 0:
		return "", noSuch("there is no source %q: did you mean %s?", name, nameList(near, " or ", itself))
	case len(loaded) == 0:
		return "", noSuch("there is no source %q: the store is empty", name)
	}
	return "", noSuch("there is no source %q: loaded are %s", name, nameList(loaded, " and ", itself))
}

// noSuch is the failure of a name that nothing has.
func noSuch(format string, args ...any) error {
	return &failure{exit: exitUse, code: model.NotFound, message: fmt.Sprintf(format, args...)}
}

// completeSources offers the ids of the sources that are loaded.
func (a *app) completeSources(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	var offers []string
	if state := a.storedState(cmd.Context()); state != nil {
		for _, s := range state.Sources {
			if id := s.Source.ID; strings.HasPrefix(graph.Fold(id), graph.Fold(typed)) && !slices.Contains(args, id) {
				offers = append(offers, id)
			}
		}
	}
	return offers, cobra.ShellCompDirectiveNoFileComp
}
