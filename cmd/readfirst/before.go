package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

// question is what `before` is asked.
type question struct {
	goals       []string
	knowing     []string
	audience    string
	onlyAsTold  bool
	recommended bool
	suggested   bool
}

func (a *app) before() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "before NAME...",
		Short: "What to read before something, in order, and why",
		Long: `before lists what to read before a concept or an article, in an order that works,
each step with its reason. Several names are several goals of one list. A name
is a name, alias, id or address, in any case; one of several words needs quotes.`,
		Example: `  readfirst before Pin
  readfirst before Pin --knowing ownership,traits
  readfirst before Pin --audience "backend team"
  readfirst before "trait objects" Send --json`,
		Args:              needsNames("what do you want to get to? For example: readfirst before Pin"),
		ValidArgsFunction: a.completeNames(anything),
		RunE: func(cmd *cobra.Command, args []string) error {
			q.goals = args
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error { return a.answer(cmd.Context(), s, from, q) })
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&q.knowing, "knowing", nil, "what you know already: `NAMES` of concepts, or of articles that you have read, with commas between them")
	flags.StringVar(&q.audience, "audience", "", "what the readers of this `NAME` know, as a readfirst.yaml lists it")
	flags.BoolVar(&q.onlyAsTold, "only-as-told", false, "knowing a thing doesn't mean knowing what it requires")
	flags.BoolVar(&q.recommended, "recommended", false, "also what helps, not only what is required")
	flags.BoolVar(&q.suggested, "suggested", false, "follow links too that wait for a person's word")
	a.completeFlag(cmd, "knowing", a.completeNameList)
	a.completeFlag(cmd, "audience", a.completeAudiences)
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

func (a *app) answer(ctx context.Context, s *graph.Snapshot, from graph.EvidenceReader, q question) error {
	var goals []graph.Subject
	for _, name := range q.goals {
		goal, err := a.find(s, name)
		if err != nil {
			return err
		}
		goals = append(goals, goal)
	}
	options := graph.ReadOptions{OnlyAsTold: q.onlyAsTold, Recommended: q.recommended, Suggested: q.suggested}
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
			return err
		}
		options.Knowing = append(options.Knowing, audience.Knows()...)
	}
	list := s.ReadBefore(goals, options)
	if !a.json {
		a.writeList(list, options)
		return nil
	}
	view, err := listViewOf(ctx, s, from, list, unresolved)
	if err != nil {
		return err
	}
	return printJSON(a.out, view)
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

type listView struct {
	Goals      []ref          `json:"goals"`
	Steps      []stepView     `json:"steps"`
	Minutes    graph.Minutes  `json:"minutes"`
	Untaught   []ref          `json:"untaught"`
	Loops      []loopView     `json:"loops"`
	Assumed    []ref          `json:"assumed"`
	Unresolved []matchView    `json:"unresolved"`
	Withheld   int            `json:"withheld"`
	Revision   graph.Revision `json:"revision"`
}

type stepView struct {
	Layer    int           `json:"layer"`
	ReadyNow bool          `json:"readyNow"`
	IsGoal   bool          `json:"isGoal"`
	Read     *ref          `json:"read"`
	Also     []ref         `json:"also"`
	Covers   []ref         `json:"covers"`
	Minutes  graph.Minutes `json:"minutes"`
	Because  []linkView    `json:"because"`
}

type loopView struct {
	Members  []ref      `json:"members"`
	Links    []linkView `json:"links"`
	Intended bool       `json:"intended"`
}

func listViewOf(ctx context.Context, s *graph.Snapshot, from graph.EvidenceReader, list *graph.ReadingList, unresolved []graph.Match) (listView, error) {
	var shown []graph.Link
	for _, step := range list.Steps {
		shown = append(shown, step.Because...)
	}
	for _, loop := range list.Loops {
		shown = append(shown, loop.Links...)
	}
	q, err := quotesOf(ctx, s, from, shown, nil)
	if err != nil {
		return listView{}, err
	}
	view := listView{Goals: refs(list.Goals), Steps: make([]stepView, len(list.Steps)), Minutes: list.Minutes,
		Untaught: refs(list.Untaught), Loops: make([]loopView, len(list.Loops)), Assumed: refs(list.Assumed),
		Unresolved: matchViews(unresolved), Withheld: list.Withheld, Revision: list.Revision}
	for i, step := range list.Steps {
		view.Steps[i] = stepView{Layer: step.Layer, ReadyNow: step.ReadyNow(), IsGoal: step.IsGoal, Also: refs(step.Also),
			Covers: refs(step.Covers), Minutes: step.Minutes, Because: q.links(step.Because)}
		if step.Read != nil {
			read := refOf(*step.Read)
			view.Steps[i].Read = &read
		}
	}
	for i, loop := range list.Loops {
		view.Loops[i] = loopView{Members: refs(loop.Members), Links: q.links(loop.Links), Intended: loop.Intended}
	}
	return view, nil
}

// named is how a thing is spoken of in a sentence.
func named[S graph.Subject](things []S) string {
	return nameList(things, " and ", func(s S) string { return strings.TrimSpace(s.Name()) })
}
