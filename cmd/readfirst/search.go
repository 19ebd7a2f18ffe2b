package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

// usualFound is how many things a search shows unless told otherwise.
const usualFound = 10

func (a *app) search() *cobra.Command {
	var most int
	cmd := &cobra.Command{
		Use:   "search WORDS...",
		Short: "Find concepts and articles by their names and texts",
		Long: `search finds what has all of the words: names first, then titles, then summaries and texts, with
the passages that show it. The last word may be the beginning of a longer one. Case and accents
don't matter, and nothing in what you type has a special meaning.`,
		Example: `  readfirst search pin
  readfirst search waker queue -n 3
  readfirst search std::mem::swap --json`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeNames(anything),
		RunE: func(cmd *cobra.Command, args []string) error {
			text := strings.Join(args, " ")
			switch {
			case strings.TrimSpace(text) == "":
				return wrongUse("there is nothing to search for: name a word, as in readfirst search pin")
			case most < 1:
				return wrongUse("-n is %d: give a number from 1", most)
			}
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error {
				return a.searchFor(cmd.Context(), s, from, graph.NewQuery(text), most)
			})
		},
	}
	cmd.Flags().IntVarP(&most, "number", "n", usualFound, "how many to show at most")
	return cmd
}

func (a *app) searchFor(ctx context.Context, s *graph.Snapshot, from store, q graph.Query, most int) error {
	hits, err := from.SearchTexts(ctx, q)
	if err != nil {
		return err
	}
	all := s.Search(q, hits)
	passages := 1
	if a.json {
		passages = 2 // as many as the API gives
	}
	shown, err := highlighted(ctx, from, q, all[:min(most, len(all))], passages)
	if err != nil {
		return err
	}
	if q.Cut {
		a.note("only the first %d words were searched for", graph.MaxQueryTerms)
	}
	if a.json {
		return printJSON(a.out, foundViews(shown))
	}
	if len(all) == 0 {
		a.writeNothing(s, q)
		return nil
	}
	a.writeFound(shown, len(all))
	return nil
}

// shownFound is a thing that is found, with what shows why.
type shownFound struct {
	graph.Found
	passages []graph.Passage
}

// highlighted reads the texts of what is shown, in one statement, if any is needed.
func highlighted(ctx context.Context, from store, q graph.Query, found []graph.Found, passages int) ([]shownFound, error) {
	var wanted []graph.ID
	for _, f := range found {
		if f.Tier == graph.ByText {
			wanted = append(wanted, f.Subject.ID())
		}
	}
	texts := map[graph.ID]string{}
	if len(wanted) > 0 {
		read, err := from.Texts(ctx, wanted)
		if err != nil {
			return nil, err
		}
		for i, id := range wanted {
			texts[id] = read[i]
		}
	}
	shown := make([]shownFound, len(found))
	for i, f := range found {
		shown[i] = shownFound{f, f.Highlight(q, texts[f.Subject.ID()], passages)}
	}
	return shown, nil
}

// foundView is the API's SubjectEdge.
type foundView struct {
	Node      ref           `json:"node"`
	Tier      graph.Tier    `json:"tier"`
	Highlight []passageView `json:"highlight"`
}

type passageView struct {
	Parts []partView `json:"parts"`
}

type partView struct {
	Text   string `json:"text"`
	Marked bool   `json:"marked"`
}

func foundViews(shown []shownFound) []foundView {
	views := make([]foundView, len(shown))
	for i, f := range shown {
		views[i] = foundView{Node: refOf(f.Subject), Tier: f.Tier, Highlight: make([]passageView, len(f.passages))}
		for j, p := range f.passages {
			parts := make([]partView, len(p.Parts))
			for k, part := range p.Parts {
				parts[k] = partView(part)
			}
			views[i].Highlight[j] = passageView{parts}
		}
	}
	return views
}
