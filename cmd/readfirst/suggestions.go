package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

func (a *app) suggestions() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "suggestions [NAME]",
		Short: "List what waits for your word: suggested links and concepts",
		Long: `suggestions lists the links and concepts that nobody has accepted or rejected yet,
likeliest first, with the quotes that speak for them; with a name those that have to do
with it.`,
		Example: `  readfirst suggestions
  readfirst suggestions Pin --limit 0`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeNames(anything),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := atMostOne(cmd, args); err != nil {
				return err
			}
			if limit < 0 {
				return wrongUse("--limit is a count: 0 is all")
			}
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error {
				waiting, err := a.waiting(s, args)
				if err != nil {
					return err
				}
				return a.listWaiting(cmd.Context(), s, from, waiting, limit)
			})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "how `MANY` of each sort at most; 0 is all")
	return cmd
}

// waiting is what waits for a person's word.
type waiting struct {
	links    []graph.Link
	concepts []graph.Concept
}

func (a *app) waiting(s *graph.Snapshot, names []string) (waiting, error) {
	w := waiting{s.SuggestedLinks(), s.SuggestedConcepts()}
	if len(names) == 0 {
		return w, nil
	}
	about, err := a.find(s, names[0])
	if err != nil {
		return w, err
	}
	w.links = filtered(w.links, func(l graph.Link) bool { return l.After() == about || l.Before() == about })
	w.concepts = filtered(w.concepts, func(c graph.Concept) bool { return graph.Subject(c) == about })
	return w, nil
}

func filtered[E any](list []E, keep func(E) bool) []E {
	var kept []E
	for _, e := range list {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// waitingView is what waits, for programs.
type waitingView struct {
	Links    []linkView         `json:"links"`
	Concepts []suggestedConcept `json:"concepts"`
	Left     leftView           `json:"left"` // how many more there are
}

type suggestedConcept struct {
	conceptItem
	Mentions []mentionView `json:"mentions"`
}

type leftView struct {
	Links    int `json:"links"`
	Concepts int `json:"concepts"`
}

func (a *app) listWaiting(ctx context.Context, s *graph.Snapshot, from graph.EvidenceReader, w waiting, limit int) error {
	var left leftView
	if limit > 0 {
		left = leftView{max(0, len(w.links)-limit), max(0, len(w.concepts)-limit)}
		w.links, w.concepts = w.links[:min(limit, len(w.links))], w.concepts[:min(limit, len(w.concepts))]
	}
	var mentions []graph.Mention
	for _, c := range w.concepts {
		mentions = append(mentions, c.Mentions()...)
	}
	q, err := quotesOf(ctx, s, from, w.links, mentions)
	if err != nil {
		return err
	}
	if a.json {
		view := waitingView{Links: q.links(w.links), Concepts: make([]suggestedConcept, len(w.concepts)), Left: left}
		for i, c := range w.concepts {
			view.Concepts[i] = suggestedConcept{conceptItemOf(c), q.mentions(c.Mentions())}
		}
		return printJSON(a.out, view)
	}
	a.writeWaiting(w, q, left)
	return nil
}

func (a *app) writeWaiting(w waiting, q quotes, left leftView) {
	s := a.sheet()
	if len(w.links)+len(w.concepts) == 0 {
		s.line("Nothing waits for your word.")
		return
	}
	if len(w.links) > 0 {
		s.line(s.bold.Render("Suggested links"))
		for _, l := range w.links {
			a.writeSuggestedLink(s, l, q)
		}
		writeLeft(s, left.Links)
	}
	if len(w.concepts) > 0 {
		if len(w.links) > 0 {
			s.line()
		}
		s.line(s.bold.Render("Suggested concepts"))
		for _, c := range w.concepts {
			a.writeSuggestedConcept(s, c, q)
		}
		writeLeft(s, left.Concepts)
	}
	s.line()
	s.text("", fmt.Sprintf("%s or %s says what you think of one.", a.command("accept", "NAME"), a.command("reject", "NAME", "--why", "REASON")), plain)
}

func writeLeft(s *sheet, left int) {
	if left > 0 {
		s.line("  ", s.faint.Render(fmt.Sprintf("… and %d more: --limit 0 shows all", left)))
	}
}

func (a *app) writeSuggestedLink(s *sheet, l graph.Link, q quotes) {
	head := "  " + clean(l.After().Name()) + " needs " + clean(l.Before().Name())
	if marks := linkMarks(l); marks != "" {
		head += " (" + marks + ")"
	}
	s.line(head)
	if l.Why() != "" {
		s.text("    ", l.Why(), s.faint)
	}
	writeQuotes(s, q.texts[l.EvidenceKey()])
	s.line("    ", s.accent.Render(a.command("accept", l.After().ID().Slug(), "--needs", l.Before().ID().Slug())))
}

func (a *app) writeSuggestedConcept(s *sheet, c graph.Concept, q quotes) {
	s.line("  ", clean(c.Name()), "  ", s.faint.Render(string(c.ID())+sureness(c)))
	const most = 3 // articles that are quoted
	mentions := c.Mentions()
	slices.SortStableFunc(mentions, func(a, b graph.Mention) int {
		return cmp.Or(cmp.Compare(a.Role(), b.Role()), cmp.Compare(b.Salience(), a.Salience()))
	})
	for _, m := range mentions[:min(most, len(mentions))] {
		if quotes := q.texts[m.EvidenceKey()]; len(quotes) > 0 {
			writeQuotes(s, quotes[:min(len(quotes), max(1, 3-len(mentions)))])
		} else {
			s.text("    in ", m.Article().Name(), s.faint)
		}
	}
	if more := len(mentions) - most; more > 0 {
		s.line("    ", s.faint.Render(fmt.Sprintf("… and %s", count(more, "more article"))))
	}
	s.line("    ", s.accent.Render(a.command("accept", c.ID().Slug())))
}

// sureness says how sure an inference is, where that is known.
func sureness(c graph.Concept) string {
	if confidence, _ := c.Confidence(); confidence > 0 {
		return fmt.Sprintf("  %.0f %% sure", 100*confidence)
	}
	return ""
}

// writeQuotes writes the first quotes, and where they stand.
func writeQuotes(s *sheet, quotes []evidenceView) {
	const most = 2
	for _, quote := range quotes[:min(most, len(quotes))] {
		text := "“" + quote.Quote + "”"
		if quote.In != nil {
			text += " (" + quote.In.Name + ")"
		}
		s.text("    ", text, s.faint)
	}
}
