package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

// asking holds the flags of questions on what to read.
type asking struct {
	knowing     []string
	audience    string
	onlyAsTold  bool
	recommended bool
	suggested   bool
	everything  bool
	within      []string
	speed       string
	budget      string
	nearest     int
}

// flagsOfKnowing are the flags that say what is known and which links count.
func (a *app) flagsOfKnowing(cmd *cobra.Command, q *asking) {
	flags := cmd.Flags()
	flags.StringSliceVar(&q.knowing, "knowing", nil, "what you know already: `NAMES` of concepts, or of articles that you have read, with commas between them")
	flags.StringVar(&q.audience, "audience", "", "what the readers of this `NAME` know, as a readfirst.yaml lists it")
	flags.BoolVar(&q.onlyAsTold, "only-as-told", false, "knowing a thing doesn't mean knowing what it requires")
	flags.StringSliceVar(&q.within, "within", nil, "learn from these `SOURCES` or series only")
	a.flagsOfLinks(cmd, q)
	a.completeFlag(cmd, "knowing", a.completeNameList)
	a.completeFlag(cmd, "audience", a.completeAudiences)
}

// flagsOfLinks are the flags that say which links count.
func (a *app) flagsOfLinks(cmd *cobra.Command, q *asking) {
	flags := cmd.Flags()
	flags.BoolVar(&q.recommended, "recommended", false, "also what helps, not only what is required")
	flags.BoolVar(&q.suggested, "suggested", false, "follow links too that wait for a person's word")
}

// flagOfSpeed says how fast the reader reads.
func (a *app) flagOfSpeed(cmd *cobra.Command, q *asking) {
	cmd.Flags().StringVar(&q.speed, "speed", "", fmt.Sprintf("how many `WORDS` you read in a minute (%d, or what %s says); times that an author states stay", graph.WordsPerMinute, envSpeed))
}

// flagsOfLists are the flags that say how much is listed.
func (a *app) flagsOfLists(cmd *cobra.Command, q *asking) {
	flags := cmd.Flags()
	flags.BoolVar(&q.everything, "everything", false, "all there is before it, alternatives included, instead of the least that is enough")
	flags.StringVar(&q.budget, "budget", "", "only what fits into this `TIME`, such as 90m or 1h30m; the rest is named")
	flags.IntVar(&q.nearest, "nearest", 0, "only the `N` steps nearest to the goal")
}

func (a *app) before() *cobra.Command {
	var q asking
	cmd := &cobra.Command{
		Use:   "before NAME...",
		Short: "What to read before something, in order, and why",
		Long: `before lists the least reading that leads to a concept or an article, in an order that
works, each step with its reason. Several names are several goals of one list. A name
is a name, alias, id or address, in any case; one of several words needs quotes.`,
		Example: `  readfirst before Pin
  readfirst before Pin --knowing ownership,traits
  readfirst before Pin --budget 1h
  readfirst before Pin --audience "backend team"
  readfirst before "trait objects" Send --json`,
		Args:              needsNames("what do you want to get to? For example: readfirst before Pin"),
		ValidArgsFunction: a.completeNames(anything),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error { return a.answer(cmd.Context(), s, from, args, q) })
		},
	}
	a.flagsOfKnowing(cmd, &q)
	a.flagOfSpeed(cmd, &q)
	a.flagsOfLists(cmd, &q)
	return cmd
}

// needsNames refuses a call without names with a sentence.
func needsNames(sentence string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return wrongUse("%s", sentence)
		}
		return nil
	}
}

func (a *app) answer(ctx context.Context, s *graph.Snapshot, from graph.EvidenceReader, names []string, q asking) error {
	goals, err := a.findAll(s, names)
	if err != nil {
		return err
	}
	options, unresolved, err := a.options(s, q)
	if err != nil {
		return err
	}
	list := s.ReadBefore(goals, options)
	if !a.json {
		a.writeList(s, list, options)
		return nil
	}
	view, err := listViewOf(ctx, s, from, list, unresolved)
	if err != nil {
		return err
	}
	return printJSON(a.out, view)
}

// findAll finds what several names mean; the first that means nothing is the failure.
func (a *app) findAll(s *graph.Snapshot, names []string) ([]graph.Subject, error) {
	found := make([]graph.Subject, len(names))
	for i, name := range names {
		var err error
		if found[i], err = a.find(s, name); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// options translates the flags, and gives the known names that were not found.
func (a *app) options(s *graph.Snapshot, q asking) (graph.ReadOptions, []graph.Match, error) {
	options := graph.ReadOptions{OnlyAsTold: q.onlyAsTold, Recommended: q.recommended, Suggested: q.suggested, Nearest: q.nearest}
	if q.everything {
		options.Cover = graph.Everything
	}
	unresolved := []graph.Match{}
	for _, name := range q.knowing {
		if m := lookup(s, name); m.Subject != nil {
			options.Knowing = append(options.Knowing, m.Subject)
		} else {
			unresolved = append(unresolved, m)
			a.note("--knowing: %v", a.notFound(s, m))
		}
	}
	if q.audience != "" {
		audience, err := findAudience(s, q.audience)
		if err != nil {
			return options, nil, err
		}
		for _, known := range audience.Knows() {
			if !slices.Contains(options.Knowing, known) {
				options.Knowing = append(options.Knowing, known)
			}
		}
	}
	var err error
	if options.Budget, err = minutesOf(q.budget); err != nil {
		return options, nil, err
	}
	if options.Speed, err = speedOf(q.speed); err != nil {
		return options, nil, err
	}
	if q.nearest < 0 {
		return options, nil, wrongUse("--nearest is %d: write a number from 1", q.nearest)
	}
	if len(q.within) > 0 {
		options.Within, err = onlyWithin(s, q.within)
	}
	return options, unresolved, err
}

// envSpeed names the variable that says how fast the reader reads, where --speed doesn't.
const envSpeed = "READFIRST_SPEED"

// speedOf reads how many words are read in a minute; 0: as usual.
func speedOf(flag string) (int, error) {
	from, text := "--speed", flag
	if flag == "" {
		from, text = envSpeed, os.Getenv(envSpeed)
	}
	if text == "" {
		return 0, nil
	}
	words, err := strconv.Atoi(text)
	if err != nil || words < graph.SlowestSpeed || words > graph.FastestSpeed {
		return 0, wrongUse("%s is %q: write how many words you read in a minute, from %d to %d", from, text, graph.SlowestSpeed, graph.FastestSpeed)
	}
	return words, nil
}

// minutesOf reads a time such as 1h30m, 90m or 90 (minutes); 0 if none is given.
func minutesOf(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	minutes, err := strconv.Atoi(text)
	if err != nil {
		d, wrong := time.ParseDuration(strings.ReplaceAll(strings.ToLower(text), " ", ""))
		minutes, err = int(d.Minutes()), wrong
	}
	if err != nil || minutes < 1 {
		return 0, wrongUse("--budget is %q: write a time such as 45m, 1h or 1h30m", text)
	}
	return minutes, nil
}

// onlyWithin says which articles are of the sources and series of these names.
func onlyWithin(s *graph.Snapshot, names []string) (func(graph.Article) bool, error) {
	var series []graph.Series
	var sources []string
	for _, name := range names {
		found := slices.DeleteFunc(s.Series(), func(r graph.Series) bool {
			return graph.Fold(r.Name()) != graph.Fold(name) && string(r.ID()) != name && r.ID().Slug() != name
		})
		switch {
		case s.HasSource(name):
			sources = append(sources, name)
		case len(found) > 0:
			series = append(series, found...)
		default:
			return nil, noSuch("there is no source or series %q; the sources are %s", name, nameList(s.Sources(), " and ", itself))
		}
	}
	return graph.Within(sources, series), nil
}

// findAudience finds the audience of a name; else the failure says which come near.
func findAudience(s *graph.Snapshot, name string) (graph.Audience, error) {
	audience, ok := s.FindAudience(name)
	if ok {
		return audience, nil
	}
	if near := s.NearestAudiences(name, 3); len(near) > 0 {
		return audience, noSuch("there is no audience %q: did you mean %s?", name, nameList(near, " or ", itself))
	}
	all := s.Audiences()
	if len(all) == 0 {
		return audience, noSuch("there is no audience %q, nor any other: a readfirst.yaml names them, under `audiences:`", name)
	}
	return audience, noSuch("there is no audience %q: there are %s", name, nameList(all, " and ", graph.Audience.Name))
}

// named is how a thing is spoken of in a sentence.
func named[S graph.Subject](things []S) string {
	return nameList(things, " and ", func(s S) string { return strings.TrimSpace(s.Name()) })
}
