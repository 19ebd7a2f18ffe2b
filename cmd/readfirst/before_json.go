package main

import (
	"context"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

type listView struct {
	Goals      []ref          `json:"goals"`
	Steps      []stepView     `json:"steps"`
	Minutes    graph.Minutes  `json:"minutes"`
	MaxSaving  int            `json:"maxSaving"`
	Earlier    []stepView     `json:"earlier"`
	Later      []stepView     `json:"later"`
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
	Unlocks  []ref         `json:"unlocks"`
	Instead  []insteadView `json:"instead"`
}

type insteadView struct {
	Steps []insteadStep `json:"steps"`
	Extra int           `json:"extra"`
}

type insteadStep struct {
	Read    *ref          `json:"read"`
	Covers  []ref         `json:"covers"`
	Minutes graph.Minutes `json:"minutes"`
}

type loopView struct {
	Members  []ref      `json:"members"`
	Links    []linkView `json:"links"`
	Intended bool       `json:"intended"`
}

func listViewOf(ctx context.Context, s *graph.Snapshot, from graph.EvidenceReader, list *graph.ReadingList, unresolved []graph.Match) (listView, error) {
	var shown []graph.Link
	for _, step := range slices.Concat(list.Steps, list.Earlier, list.Later) {
		shown = append(shown, step.Because...)
	}
	for _, loop := range list.Loops {
		shown = append(shown, loop.Links...)
	}
	q, err := quotesOf(ctx, s, from, shown, nil)
	if err != nil {
		return listView{}, err
	}
	view := listView{Goals: refs(list.Goals), Steps: q.steps(list.Steps), Minutes: list.Minutes, MaxSaving: list.MaxSaving,
		Earlier: q.steps(list.Earlier), Later: q.steps(list.Later),
		Untaught: refs(list.Untaught), Loops: make([]loopView, len(list.Loops)), Assumed: refs(list.Assumed),
		Unresolved: matchViews(unresolved), Withheld: list.Withheld, Revision: list.Revision}
	for i, loop := range list.Loops {
		view.Loops[i] = loopView{Members: refs(loop.Members), Links: q.links(loop.Links), Intended: loop.Intended}
	}
	return view, nil
}

func (q quotes) steps(steps []graph.Step) []stepView {
	views := make([]stepView, len(steps))
	for i, step := range steps {
		views[i] = stepView{Layer: step.Layer, ReadyNow: step.ReadyNow(), IsGoal: step.IsGoal, Read: readOf(step), Also: refs(step.Also),
			Covers: refs(step.Covers), Minutes: step.Minutes, Because: q.links(step.Because), Unlocks: refs(step.Unlocks()), Instead: []insteadView{}}
		for _, a := range step.Instead() {
			other := insteadView{Extra: a.Extra, Steps: make([]insteadStep, len(a.Steps))}
			for j, s := range a.Steps {
				other.Steps[j] = insteadStep{readOf(s), refs(s.Covers), s.Minutes}
			}
			views[i].Instead = append(views[i].Instead, other)
		}
	}
	return views
}

func readOf(step graph.Step) *ref {
	if step.Read == nil {
		return nil
	}
	read := refOf(*step.Read)
	return &read
}
