package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

// completionPatience is how long a shell's user waits for a remote store.
const completionPatience = 2 * time.Second

// anything is the kind of names that complete where concepts and articles are both welcome.
const anything = graph.KindNone

// completeNames offers the names of concepts, articles or both, from the store as it is:
// nothing is made or loaded because of a press of the tab key.
func (a *app) completeNames(kind graph.Kind) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		var offers []string
		for _, name := range a.storedNames(cmd.Context(), kind) {
			if strings.HasPrefix(graph.Fold(name), graph.Fold(typed)) {
				offers = append(offers, name)
			}
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeNameList does so for the last of several names with commas between them.
func (a *app) completeNameList(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	done := typed[:strings.LastIndex(typed, ",")+1]
	offers, directive := a.completeNames(anything)(cmd, args, typed[len(done):])
	for i := range offers {
		offers[i] = done + offers[i]
	}
	return offers, directive
}

// completeAudiences offers the names of audiences.
func (a *app) completeAudiences(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var offers []string
	if state := a.storedState(cmd.Context()); state != nil {
		for _, audience := range graph.NewSnapshot(state).Audiences() {
			if name := audience.Name(); strings.HasPrefix(graph.Fold(name), graph.Fold(typed)) {
				offers = append(offers, name)
			}
		}
	}
	return offers, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) storedNames(ctx context.Context, kind graph.Kind) []string {
	if state := a.storedState(ctx); state != nil {
		return namesIn(graph.NewSnapshot(state), kind)
	}
	return nil
}

// storedState is what the store holds; nil if it can't be read, which is no reason to complain here.
func (a *app) storedState(ctx context.Context) *graph.State {
	ctx, cancel := context.WithTimeout(ctx, completionPatience)
	defer cancel()
	at, err := a.locate()
	if err != nil || !at.isThere() {
		return nil
	}
	from, err := at.open(ctx)
	if err != nil {
		return nil
	}
	defer from.Close()
	state, err := from.Read(ctx)
	if err != nil {
		return nil
	}
	return state
}

func namesIn(s *graph.Snapshot, kind graph.Kind) []string {
	var names []string
	if kind != graph.KindArticle {
		for _, c := range s.Concepts() {
			if c.Status() != graph.Rejected {
				names = append(names, c.Name())
			}
		}
	}
	if kind == graph.KindArticle {
		for _, article := range s.Articles() {
			names = append(names, article.ID().Slug())
		}
	}
	return names
}

// completeFlag sets what a flag's value completes to.
func (a *app) completeFlag(cmd *cobra.Command, flag string, offers cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, offers); err != nil {
		panic("readfirst: " + err.Error()) // a flag that isn't there is a programming error
	}
}
