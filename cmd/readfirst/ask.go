package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/ask"
	"github.com/readfirst/readfirst/graph"
)

func (a *app) question() *cobra.Command {
	var q asking
	cmd := &cobra.Command{
		Use:   "ask QUESTION",
		Short: "Ask as you would ask a person",
		Long: `ask takes a question as you type it, says how it was understood and answers it. What isn't
understood is not guessed at. For example:

  ` + strings.Join(ask.Examples(), "\n  "),
		Example: `  readfirst ask "what do I need to read before Pin?"`,
		Args:    needsNames("what is the question? For example: readfirst ask what do I need to read before Pin"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error {
				asked, err := ask.Parse(s, strings.Join(args, " "))
				if err != nil {
					return notUnderstood(err)
				}
				options, _, err := a.options(s, q)
				if err != nil {
					return err
				}
				options.Knowing = append(options.Knowing, asked.Knows()...)
				if asked.Budget > 0 {
					options.Budget = asked.Budget
				}
				if a.json {
					view, err := answerOf(cmd.Context(), s, from, asked, options)
					if err != nil {
						return err
					}
					return printJSON(a.out, view)
				}
				return a.writeAnswer(cmd.Context(), s, from, asked, options)
			})
		},
	}
	a.flagsOfKnowing(cmd, &q)
	a.flagOfSpeed(cmd, &q)
	return cmd
}

// notUnderstood is the failure of a question that is none of those that can be answered.
func notUnderstood(err error) error {
	f := &failure{exit: exitUse, code: model.Invalid, message: err.Error()}
	var not *ask.NotUnderstood
	if errors.As(err, &not) && len(not.Names) > 0 {
		f.code, f.suggestions, f.candidates = model.NotFound, not.Names[0].Nearest, not.Names[0].Candidates
		return f
	}
	f.message += "; ask for example:"
	f.examples = ask.Examples()
	return f
}

// mostShown is how much of a long answer a question shows.
const mostShown = 10

func (a *app) writeAnswer(ctx context.Context, s *graph.Snapshot, from store, q ask.Question, options graph.ReadOptions) error {
	out := a.sheet()
	out.text("", "Understood as: "+q.Understood(), out.faint)
	out.line()
	switch q.Kind {
	case ask.Before:
		a.writeList(s, s.ReadBefore(q.Goals, options), options)
	case ask.Ready:
		a.writeReady(s.Ready(options, mostShown))
	case ask.Path:
		paths := s.Paths(q.Goals[0], q.Goals[1], options, 3)
		var links []graph.Link
		for _, p := range paths {
			links = append(links, p.Links...)
		}
		quoted, err := quotesOf(ctx, s, from, links, nil)
		if err != nil {
			return err
		}
		a.writePaths(s, q.Goals, paths, quoted, options)
	case ask.Unlocks:
		a.writeLinks(q.Goals[0], accepted(q.Goals[0].NeededBy()), graph.Link.After)
	case ask.Where:
		a.writeWhere(out, q.Goals[0])
	case ask.Compare:
		a.writeComparison(q.Goals[:1], q.Goals[1:], s.Compare(q.Goals[:1], q.Goals[1:], options))
	case ask.What:
		if c, ok := q.Goals[0].(graph.Concept); ok {
			a.writeConcept(c)
		} else {
			a.writeWhere(out, q.Goals[0])
		}
	}
	return nil
}

// accepted leaves out the links that wait for a person or were rejected.
func accepted(links []graph.Link) []graph.Link {
	var list []graph.Link
	for _, l := range links {
		if l.Status() == graph.Accepted {
			list = append(list, l)
		}
	}
	return list
}

// writeWhere writes where something is explained.
func (a *app) writeWhere(s *sheet, of graph.Subject) {
	articles := taughtIn(of)
	if len(articles) == 0 {
		s.text("", fmt.Sprintf("No article teaches %s; its summary: %s", of.Name(), a.showCommand(of)), plain)
	}
	for _, article := range articles {
		a.writeReading(s, "  ", article, article.Minutes(), "")
	}
}

// taughtIn lists the articles that teach a concept; an article explains itself.
func taughtIn(of graph.Subject) []graph.Article {
	if c, ok := of.(graph.Concept); ok {
		return c.TaughtIn()
	}
	return []graph.Article{of.(graph.Article)}
}

type answerView struct {
	Understood string          `json:"understood"`
	List       *listView       `json:"list"`
	Ready      []stepView      `json:"ready"`
	Paths      []pathView      `json:"paths"`
	Subject    *ref            `json:"subject"`
	TaughtIn   []ref           `json:"taughtIn"`
	Unlocks    []linkView      `json:"unlocks"`
	Comparison *comparisonView `json:"comparison"`
}

func answerOf(ctx context.Context, s *graph.Snapshot, from store, q ask.Question, options graph.ReadOptions) (answerView, error) {
	view := answerView{Understood: q.Understood(), Ready: []stepView{}, Paths: []pathView{}, TaughtIn: []ref{}, Unlocks: []linkView{}}
	switch q.Kind {
	case ask.Before:
		list, err := listViewOf(ctx, s, from, s.ReadBefore(q.Goals, options), nil)
		view.List = &list
		return view, err
	case ask.Ready:
		view.Ready = quotes{s: s}.steps(s.Ready(options, mostShown))
		return view, nil
	case ask.Compare:
		comparison := comparisonViewOf(s.Compare(q.Goals[:1], q.Goals[1:], options))
		view.Comparison = &comparison
		return view, nil
	}
	var links []graph.Link
	paths := []graph.Path{}
	switch q.Kind {
	case ask.Path:
		paths = s.Paths(q.Goals[0], q.Goals[1], options, 3)
		for _, p := range paths {
			links = append(links, p.Links...)
		}
	case ask.Unlocks:
		links = accepted(q.Goals[0].NeededBy())
	}
	quoted, err := quotesOf(ctx, s, from, links, nil)
	if err != nil {
		return view, err
	}
	for _, p := range paths {
		view.Paths = append(view.Paths, pathView{quoted.links(p.Links)})
	}
	if q.Kind != ask.Path {
		subject := refOf(q.Goals[0])
		view.Subject, view.TaughtIn = &subject, refs(taughtIn(q.Goals[0]))
	}
	if q.Kind == ask.Unlocks {
		view.Unlocks = quoted.links(links)
	}
	return view, nil
}
