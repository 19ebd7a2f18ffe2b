package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
)

// conceptFilter says which concepts a list holds.
type conceptFilter struct {
	module   string
	status   string
	untaught bool
}

func (a *app) concepts() *cobra.Command {
	var filter conceptFilter
	cmd := &cobra.Command{
		Use:   "concepts [NAME]",
		Short: "List the concepts, or show one",
		Long: `concepts lists the concepts of the graph; with a name it shows that one: its summary,
what it needs, what needs it, and which articles teach it.`,
		Example: `  readfirst concepts
  readfirst concepts --untaught
  readfirst concepts waker`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeNames(graph.KindConcept),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := atMostOne(cmd, args, "module", "status", "untaught"); err != nil {
				return err
			}
			if err := filter.check(); err != nil {
				return err
			}
			return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error {
				if len(args) == 1 {
					return a.showConcept(cmd.Context(), s, from, args[0])
				}
				return a.listConcepts(filter.of(s))
			})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&filter.module, "module", "", "only those of this `MODULE`")
	flags.StringVar(&filter.status, "status", "", "only those with this `STATUS`: accepted, suggested or rejected (without it all but the rejected)")
	flags.BoolVar(&filter.untaught, "untaught", false, "only those that no article teaches")
	a.completeFlag(cmd, "status", cobra.FixedCompletions([]string{"accepted", "suggested", "rejected"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// atMostOne refuses several names, and a name together with flags that filter a list.
func atMostOne(cmd *cobra.Command, args []string, filters ...string) error {
	if len(args) > 1 {
		return wrongUse("one name at a time, please: put a name of several words in quotes, as in readfirst %s %s", cmd.Name(), shellWord(strings.Join(args, " ")))
	}
	for _, flag := range filters {
		if len(args) == 1 && cmd.Flags().Changed(flag) {
			return wrongUse("--%s filters the list: leave it or the name out", flag)
		}
	}
	return nil
}

func (f conceptFilter) check() error {
	var status graph.Status
	if f.status != "" && status.UnmarshalText([]byte(strings.ToUpper(f.status))) != nil {
		return wrongUse("there is no status %q: write accepted, suggested or rejected", f.status)
	}
	return nil
}

func (f conceptFilter) of(s *graph.Snapshot) []graph.Concept {
	return slices.DeleteFunc(s.Concepts(), func(c graph.Concept) bool {
		return f.status == "" && c.Status() == graph.Rejected ||
			f.status != "" && !strings.EqualFold(f.status, c.Status().String()) ||
			f.module != "" && graph.Fold(f.module) != graph.Fold(c.Module()) ||
			f.untaught && !c.Untaught()
	})
}

// conceptItem is a concept in a list; conceptView one that is shown by itself.
type conceptItem struct {
	ref
	Aliases     []string           `json:"aliases"`
	Summary     *string            `json:"summary"`
	Module      *string            `json:"module"`
	Status      graph.Status       `json:"status"`
	Decision    *decisionView      `json:"decision"`
	Confidence  *float64           `json:"confidence"`
	Signals     []graph.Signal     `json:"signals"`
	ExternalIDs []graph.ExternalID `json:"externalIds"`
	TaughtIn    []ref              `json:"taughtIn"`
}

type conceptView struct {
	conceptItem
	Needs    []linkView    `json:"needs"`
	NeededBy []linkView    `json:"neededBy"`
	Mentions []mentionView `json:"mentions"`
}

func conceptItemOf(c graph.Concept) conceptItem {
	item := conceptItem{ref: refOf(c), Aliases: some(c.Aliases()), Summary: orNull(c.Summary()), Module: orNull(c.Module()),
		Status: c.Status(), Decision: decisionViewOf(c.Decision()), Signals: some(c.Signals()), ExternalIDs: some(c.ExternalIDs()), TaughtIn: refs(c.TaughtIn())}
	if confidence, inferred := c.Confidence(); inferred {
		item.Confidence = &confidence
	}
	return item
}

func (a *app) listConcepts(concepts []graph.Concept) error {
	if a.json {
		items := make([]conceptItem, len(concepts))
		for i, c := range concepts {
			items[i] = conceptItemOf(c)
		}
		return printJSON(a.out, items)
	}
	t := table{}
	for _, c := range concepts {
		var remarks []string
		if c.Status() != graph.Accepted {
			remarks = append(remarks, strings.ToLower(c.Status().String()))
		}
		if c.Untaught() {
			remarks = append(remarks, "untaught")
		}
		t.add(c.Name(), string(c.ID()), strings.Join(remarks, ", "))
	}
	s := a.sheet()
	t.write(s)
	s.line(s.faint.Render(count(len(concepts), "concept")))
	return nil
}

func (a *app) showConcept(ctx context.Context, s *graph.Snapshot, from store, name string) error {
	c, err := a.findConcept(s, name)
	if err != nil {
		return err
	}
	if !a.json {
		a.writeConcept(c)
		return nil
	}
	q, err := quotesOf(ctx, s, from, slices.Concat(c.Needs(), c.NeededBy()), c.Mentions())
	if err != nil {
		return err
	}
	return printJSON(a.out, conceptView{conceptItem: conceptItemOf(c), Needs: q.links(c.Needs()),
		NeededBy: q.links(c.NeededBy()), Mentions: q.mentions(c.Mentions())})
}

func (a *app) writeConcept(c graph.Concept) {
	s := a.sheet()
	s.line(s.bold.Render(clean(c.Name())), "  ", s.faint.Render(string(c.ID())))
	if d, decided := c.Decision(); decided {
		s.text("Status: ", decisionText(d), plain)
	} else if c.Status() != graph.Accepted {
		s.text("Status: ", strings.ToLower(c.Status().String()), plain)
	}
	if c.Module() != "" {
		s.text("Module: ", c.Module(), plain)
	}
	if len(c.Aliases()) > 0 {
		s.text("Also called: ", strings.Join(c.Aliases(), ", "), plain)
	}
	s.line()
	if c.Summary() != "" {
		s.paragraphs(c.Summary())
	} else {
		s.line("Nobody has written a summary yet.")
	}
	writeLinks(s, "Needs", c.Needs(), graph.Link.Before)
	writeLinks(s, "Needed by", c.NeededBy(), graph.Link.After)
	s.line()
	if c.Untaught() {
		s.line("No article teaches it.")
		return
	}
	s.line(s.bold.Render("Taught in"))
	for _, article := range c.TaughtIn() {
		a.writeReading(s, "  ", article, article.Minutes(), "")
	}
}

// writeLinks writes one side's links with their reasons.
func writeLinks(s *sheet, title string, links []graph.Link, end func(graph.Link) graph.Subject) {
	if len(links) == 0 {
		return
	}
	s.line()
	s.line(s.bold.Render(title))
	for _, l := range links {
		head := "  " + clean(end(l).Name())
		if marks := linkMarks(l); marks != "" {
			head += " (" + marks + ")"
		}
		s.line(head)
		if l.Why() != "" {
			s.text("    ", l.Why(), s.faint)
		}
	}
}

// linkMarks says what is special about a link.
func linkMarks(l graph.Link) string {
	var marks []string
	if l.Need() == graph.Recommended {
		marks = append(marks, "recommended")
	}
	if others := alternatives(l); len(others) > 0 {
		marks = append(marks, "or "+nameList(others, " or ", graph.Subject.Name))
	}
	d, decided := l.Decision()
	if confidence, inferred := l.Confidence(); inferred && !decided {
		marks = append(marks, fmt.Sprintf("a guess, %.0f %% sure", 100*confidence))
	} else if inferred {
		marks = append(marks, "found in texts")
	}
	if decided {
		marks = append(marks, decisionText(d))
	} else if l.Status() != graph.Accepted {
		marks = append(marks, strings.ToLower(l.Status().String()))
	}
	return clean(strings.Join(marks, "; "))
}
