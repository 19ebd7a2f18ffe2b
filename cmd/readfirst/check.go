package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/curriculum"
)

// checking holds the flags of check.
type checking struct {
	asking
	goals    []string
	maxNew   int
	repaired bool
}

func (a *app) check() *cobra.Command {
	var q checking
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: "Whether a curriculum can be taught in its order, and how it could",
		Long: `check reads a curriculum, a name, id or address a line with "# Heading" for modules and "//" for
comments (or YAML or JSON: see docs/formats.md), from a file or, as "-", from standard input.
It says what comes too early, is missing, repeated, unknown, too much at once or needed by
nothing, and shows an order that works with the fewest moves. Faults are exit code 1; notes
are none. --repaired writes that order as a curriculum.`,
		Example: `  readfirst check course.txt
  readfirst check course.txt --goal Pin --knowing ownership
  readfirst check course.txt --repaired > better.txt
  readfirst check - < course.txt --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return wrongUse("check takes one file, or - for standard input: readfirst check course.txt")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.checkFile(cmd.Context(), args[0], q) },
	}
	a.flagsOfKnowing(cmd, &q.asking)
	flags := cmd.Flags()
	flags.StringSliceVar(&q.goals, "goal", nil, "what the curriculum is for: `NAMES` (default: what it says, else its last module or item)")
	flags.IntVar(&q.maxNew, "max-new", graph.UsualMaxNew, "how `MANY` new concepts one article may teach")
	flags.BoolVar(&q.repaired, "repaired", false, "write the repaired order as a curriculum, and nothing else")
	a.completeFlag(cmd, "goal", a.completeNameList)
	return cmd
}

func (a *app) checkFile(ctx context.Context, file string, q checking) error {
	if q.maxNew < 1 {
		return wrongUse("--max-new is %d: write a number from 1", q.maxNew)
	}
	data, err := a.readFile(file)
	if err != nil {
		return err
	}
	var faults graph.Faults
	course := curriculum.Read(file, data, &faults)
	if len(faults) > 0 {
		return &failure{exit: exitFaults, code: model.Invalid, message: count(len(faults), "fault"), faults: faults}
	}
	if len(course.Entries) == 0 {
		return wrongUse("%s names nothing to teach: write a name a line", file)
	}
	return a.ask(ctx, func(s *graph.Snapshot, from store) error {
		opt := graph.CheckOptions{MaxNew: q.maxNew}
		if opt.ReadOptions, _, err = a.options(s, q.asking); err != nil {
			return err
		}
		goals := q.goals
		for _, e := range course.Goals {
			if len(q.goals) == 0 {
				goals = append(goals, e.Name)
			}
		}
		if opt.Goals, err = a.findAll(s, goals); err != nil {
			return err
		}
		items := curriculum.Find(file, course.Entries, func(name string) graph.Match { return lookup(s, name) })
		check := s.Check(items, opt)
		if err := a.showCheck(ctx, s, from, items, check, q.repaired); err != nil || check.OK() {
			return err
		}
		n := 0
		for _, f := range check.Faults {
			if f.Severity != graph.Note {
				n++
			}
		}
		return &failure{exit: exitFaults, code: model.Invalid, message: count(n, "fault")}
	})
}

// readFile reads a file, or standard input for "-", but no more than a curriculum may have.
func (a *app) readFile(file string) (data []byte, err error) {
	in := a.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(io.LimitReader(in, curriculum.MaxSize+1))
}

func (a *app) showCheck(ctx context.Context, s *graph.Snapshot, from store, items []graph.Item, check *graph.Check, repaired bool) error {
	answer := model.NewCheck(check, items)
	switch {
	case repaired:
		a.writeCurriculum(answer.Repaired)
		return nil
	case !a.json:
		a.writeCheck(items, answer)
		return nil
	}
	var links []graph.Link
	for _, f := range check.Faults {
		links = append(links, f.Because...)
	}
	quoted, err := quotesOf(ctx, s, from, links, nil)
	if err != nil {
		return err
	}
	view := checkView{OK: check.OK(), Faults: []checkFaultView{}, Repaired: []repairedView{}, Moves: check.Moves, Fewest: check.Fewest}
	for _, f := range check.Faults {
		view.Faults = append(view.Faults, checkFaultView{f.Rule, f.Severity, f.Position(), f.Place.Line, orNull(f.Module), refOrNull(f.Subject), f.Message, quoted.links(f.Because)})
	}
	for _, p := range answer.Repaired {
		view.Repaired = append(view.Repaired, repairedView{p.Position, string(p.Name), refOrNull(p.Subject), orNull(p.Module), p.Moved, p.Added})
	}
	return printJSON(a.out, view)
}

type checkView struct {
	OK       bool             `json:"ok"`
	Faults   []checkFaultView `json:"faults"`
	Repaired []repairedView   `json:"repaired"`
	Moves    int              `json:"moves"`
	Fewest   bool             `json:"fewest"`
}

type checkFaultView struct {
	Rule     string         `json:"rule"`
	Severity graph.Severity `json:"severity"`
	Position int            `json:"position"`
	Line     int            `json:"line"`
	Module   *string        `json:"module"`
	Subject  *ref           `json:"subject"`
	Message  string         `json:"message"`
	Because  []linkView     `json:"because"`
}

type repairedView struct {
	Position *int    `json:"position"`
	Name     string  `json:"name"`
	Subject  *ref    `json:"subject"`
	Module   *string `json:"module"`
	Moved    bool    `json:"moved"`
	Added    bool    `json:"added"`
}

func refOrNull(s graph.Subject) *ref {
	if s == nil {
		return nil
	}
	r := refOf(s)
	return &r
}

// writeCheck writes the faults, as compilers do, and below them the repaired order if there is anything to repair.
func (a *app) writeCheck(items []graph.Item, check model.Check) {
	s := a.sheet()
	for _, f := range check.Faults {
		s.text(fmt.Sprintf("%s: %s %s: ", clean(f.Place.String()), strings.ToLower(f.Severity.String()), f.Rule), f.Message, plain)
		for _, l := range tellingLinks(f.Because, nil) {
			if l.Why() != "" {
				s.text("    for "+clean(l.After().Name())+": ", reason(l, nil), s.faint)
			}
		}
	}
	changed := check.Moves > 0
	for _, p := range check.Repaired {
		changed = changed || p.Added
	}
	switch {
	case changed:
		a.writeRepaired(s, check)
	case check.OK():
		s.text("", fmt.Sprintf("%s can be taught in this order.", count(len(items), "item")), plain)
	}
}

func (a *app) writeRepaired(s *sheet, check model.Check) {
	s.line()
	least := ", as few as can be"
	if !check.Fewest {
		least = ""
	}
	s.text("", fmt.Sprintf("An order that works (%s%s):", count(check.Moves, "move"), least), s.bold)
	module := ""
	for _, p := range check.Repaired {
		if p.Module != module {
			module = p.Module
			s.line("  ", s.bold.Render("# "+clean(module)))
		}
		mark := ""
		switch {
		case p.Added:
			mark = "  " + s.accent.Render("← added")
		case p.Moved:
			mark = "  " + s.accent.Render(fmt.Sprintf("← moved, was item %d", *p.Position))
		}
		s.line("  ", clean(string(p.Name)), mark)
	}
}

// writeCurriculum writes a repaired order in the format of lines. What is added is named by its id.
func (a *app) writeCurriculum(order []model.RepairedItem) {
	module := ""
	for _, p := range order {
		if p.Module != module {
			module = p.Module
			fmt.Fprintf(a.out, "# %s\n", oneLine(clean(module)))
		}
		name := oneLine(clean(string(p.Name)))
		if p.Added {
			name = fmt.Sprintf("%s // added: %s", p.Subject.ID(), name)
		}
		fmt.Fprintln(a.out, name)
	}
}
