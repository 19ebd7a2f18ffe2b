package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
)

// judging is what accept, reject and edit are called with.
type judging struct {
	act   loader.Act
	needs []string
	undo  bool
	loader.DecideOptions
	edit editing
}

func (a *app) accept() *cobra.Command {
	return a.judgingCommand(&judging{act: loader.Accept}, &cobra.Command{
		Use:   "accept NAME... [--needs NAME]",
		Short: "Say that a suggested link or concept is right",
		Long: `accept says that a link is right: that NAME needs what --needs names. Without
--needs it accepts concepts.` + whereKept,
		Example: `  readfirst accept Pin --needs Future,Unpin
  readfirst accept "eye splice" whipping
  readfirst accept Pin --needs Future --undo`,
	})
}

func (a *app) reject() *cobra.Command {
	return a.judgingCommand(&judging{act: loader.Reject}, &cobra.Command{
		Use:   "reject NAME... [--needs NAME] --why REASON",
		Short: "Say that a link or concept is wrong; no load brings it back",
		Long: `reject says that a link is wrong: that NAME doesn't need what --needs names. Without
--needs it rejects concepts. Whatever sources say, now and later, it stays out of all
answers until somebody accepts it or takes the word back with --undo.` + whereKept,
		Example: `  readfirst reject Pin --needs Tokio --why "Pin is older than Tokio."
  readfirst reject Pin --needs Tokio --undo`,
	})
}

const whereKept = `

The word is kept in readfirst.decisions.yaml in the folder that NAME's source was loaded
from, to be committed with it, and is in the graph at once. What came from no folder,
such as the bundled corpus, is decided in the store alone.`

// judgingCommand is what accept, reject and edit share.
func (a *app) judgingCommand(j *judging, cmd *cobra.Command) *cobra.Command {
	cmd.Args = needsNames("what is it about? For example: readfirst " + cmd.Name() + " Pin --needs Future")
	cmd.ValidArgsFunction = a.completeNames(anything)
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.runJudging(cmd, j, args) }
	flags := cmd.Flags()
	flags.StringSliceVar(&j.needs, "needs", nil, "the link to what it needs: `NAMES`, with commas between them")
	flags.StringVar(&j.Why, "why", "", "why you decide so, in a `SENTENCE`, for those who will ask")
	flags.StringVar(&j.By, "by", os.Getenv("USER"), "`WHO` decides")
	flags.StringVar(&j.In, "in", "", "keep it in this `FOLDER`'s readfirst.decisions.yaml")
	flags.BoolVar(&j.undo, "undo", false, "take back whatever was decided about it")
	flags.Lookup("by").DefValue = "" // help must not depend on who reads it
	a.completeFlag(cmd, "needs", a.completeNameList)
	return cmd
}

func (a *app) runJudging(cmd *cobra.Command, j *judging, args []string) error {
	if j.act == loader.Reject && !j.undo && strings.TrimSpace(j.Why) == "" {
		return wrongUse(`say why, for those who will ask later: --why "REASON"`)
	}
	act := j.act
	if j.undo {
		act = loader.Undo
	}
	return a.ask(cmd.Context(), func(s *graph.Snapshot, from store) error {
		judged, err := a.judged(s, args, j.needs, j.undo)
		if err != nil {
			return err
		}
		set, err := j.edit.of(cmd, judged, j.undo)
		if err != nil {
			return err
		}
		judgements := make([]loader.Judgement, len(judged))
		for i, on := range judged {
			judgements[i] = loader.Judgement{On: on, Act: act, Set: set}
		}
		return a.decide(cmd.Context(), from, judgements, j.DecideOptions)
	})
}

// judged finds the links or concepts that are meant. To take a word back it is enough that there is one.
func (a *app) judged(s *graph.Snapshot, names, needs []string, undo bool) ([]graph.Judged, error) {
	if len(needs) > 0 && len(names) > 1 {
		return nil, wrongUse("--needs goes with one name: put a name of several words in quotes")
	}
	var judged []graph.Judged
	add := func(on graph.Judged) {
		if !slices.Contains(judged, on) {
			judged = append(judged, on)
		}
	}
	for _, name := range names {
		if link, ok := linkByID(s, name); ok {
			add(graph.Judged{After: link.After().ID(), Before: link.Before().ID()})
			continue
		}
		after, err := a.judgedEnd(s, name, undo)
		if err != nil {
			return nil, err
		}
		if len(needs) == 0 && after.Kind() != graph.KindConcept {
			return nil, wrongUse("%q is an article, about which there is nothing to decide; name the link with --needs", name)
		}
		if len(needs) == 0 {
			add(graph.Judged{After: after})
		}
		for _, need := range needs {
			before, err := a.judgedEnd(s, need, undo)
			if err != nil {
				return nil, err
			}
			if err := a.hasLink(s, after, before, undo); err != nil {
				return nil, err
			}
			add(graph.Judged{After: after, Before: before})
		}
	}
	return judged, nil
}

// linkByID finds a link by the id that lists in JSON give it.
func linkByID(s *graph.Snapshot, id string) (graph.Link, bool) {
	if !strings.HasPrefix(id, "link:") {
		return graph.Link{}, false
	}
	for _, l := range s.Links() {
		if string(l.ID()) == id {
			return l, true
		}
	}
	return graph.Link{}, false
}

// judgedEnd gives the id of what a name means. To take a word back, a whole id needs nothing that has it.
func (a *app) judgedEnd(s *graph.Snapshot, name string, undo bool) (graph.ID, error) {
	found, err := a.find(s, name)
	if err == nil {
		return found.ID(), nil
	}
	if id := graph.ID(name); undo && id.Kind() != graph.KindNone {
		return id, nil
	}
	return "", err
}

// hasLink refuses a link that nobody claims, and says which there are.
func (a *app) hasLink(s *graph.Snapshot, after, before graph.ID, undo bool) error {
	subject, other := s.Subject(after), s.Subject(before)
	if subject == nil || other == nil {
		return nil // of what is gone, a word can be taken back
	}
	needs := subject.Needs()
	var ends []graph.Subject
	for _, l := range needs {
		if l.Before() == other {
			return nil
		}
		if !slices.Contains(ends, l.Before()) {
			ends = append(ends, l.Before())
		}
	}
	if undo {
		return nil
	}
	f := &failure{exit: exitUse, code: model.NotFound, suggestions: ends,
		message: fmt.Sprintf("nobody says that %s needs %s", subject.Name(), other.Name())}
	switch {
	case slices.ContainsFunc(other.Needs(), func(l graph.Link) bool { return l.Before() == subject }):
		f.message += fmt.Sprintf(", but that %s needs %s: which of the two comes first?", other.Name(), subject.Name())
	case len(ends) > 0:
		f.message += fmt.Sprintf(": it needs %s", nameList(ends, " and ", graph.Subject.Name))
	default:
		f.message += ": it needs nothing"
	}
	return f
}

func (a *app) decide(ctx context.Context, in store, judgements []loader.Judgement, options loader.DecideOptions) error {
	done, err := loader.Decide(ctx, in, judgements, options)
	if err != nil {
		return err
	}
	state, err := in.Read(ctx)
	if err != nil {
		return err
	}
	s := graph.NewSnapshot(state)
	if a.json {
		return printJSON(a.out, decisionsViewOf(s, done))
	}
	sheet := a.sheet()
	for i := range done.Decided {
		writeDecided(sheet, s, &done.Decided[i])
	}
	return nil
}

// decidedView is what became of a word, for programs.
type decidedView struct {
	After    ref           `json:"after"`
	Before   *ref          `json:"before"`   // null: it is about the concept `after`
	Decision *decisionView `json:"decision"` // null: nothing is decided any more
	Old      *decisionView `json:"old"`      // null: nothing was decided
	In       *string       `json:"in"`       // the file that keeps it, or kept it; null: the store
}

type decisionView struct {
	Status graph.Status `json:"status"`
	By     *string      `json:"by"`
	Why    *string      `json:"why"`
	Edits  []string     `json:"edits"`
}

func decisionViewOf(d graph.Decision, decided bool) *decisionView {
	if !decided {
		return nil
	}
	return &decisionView{Status: d.Status, By: orNull(d.By), Why: orNull(d.Why), Edits: some(d.Edits())}
}

type decisionsView struct {
	Decided []decidedView `json:"decided"`
	Change  changeView    `json:"change"`
}

func decisionsViewOf(s *graph.Snapshot, done *loader.Decisions) decisionsView {
	view := decisionsView{Change: changeViewOf(done.Change, false), Decided: make([]decidedView, len(done.Decided))}
	for i, d := range done.Decided {
		v := &view.Decided[i]
		v.After, v.In = refByID(s, d.On.After), orNull(d.File)
		if d.On.Before != "" {
			before := refByID(s, d.On.Before)
			v.Before = &before
		}
		if d.New != nil {
			v.Decision = decisionViewOf(*d.New, true)
		}
		if d.Old != nil {
			v.Old = decisionViewOf(*d.Old, true)
		}
	}
	return view
}

// refByID is a thing that may have gone.
func refByID(s *graph.Snapshot, id graph.ID) ref {
	if subject := s.Subject(id); subject != nil {
		return refOf(subject)
	}
	return ref{ID: id, Name: id.Slug()}
}

// writeDecided tells people what became of a word.
func writeDecided(s *sheet, graphNow *graph.Snapshot, d *loader.Decided) {
	what := refByID(graphNow, d.On.After).Name
	if d.On.Before != "" {
		what += " needs " + refByID(graphNow, d.On.Before).Name
	}
	switch {
	case d.New == nil && d.Old == nil:
		s.line(s.bold.Render(clean(what)), ": nothing was decided")
		return
	case d.New == nil:
		s.line(s.bold.Render(clean(what)), ": taken back: ", clean(decisionText(*d.Old)))
	default:
		s.line(s.bold.Render(clean(what)), ": ", clean(decisionText(*d.New)))
	}
	place := "the store"
	if d.File != "" {
		place = shortPath(d.File)
	}
	s.text("  in ", place, s.faint)
	if d.Note != "" {
		s.text("  ", "It is not in a file: "+d.Note+".", plain)
	}
	if d.New != nil && d.Old != nil && d.New.On() == d.Old.On() && decisionText(*d.New) != decisionText(*d.Old) {
		s.text("  before: ", decisionText(*d.Old), s.faint)
	}
	for _, remark := range remarksOn(graphNow, d) {
		s.text("  ", remark, plain)
	}
}

// remarksOn says what keeps a link from counting.
func remarksOn(s *graph.Snapshot, d *loader.Decided) []string {
	var remarks []string
	if d.On.Before == "" || d.New == nil || d.New.Status != graph.Accepted {
		return nil
	}
	for _, id := range []graph.ID{d.On.After, d.On.Before} {
		c, ok := s.Subject(id).(graph.Concept)
		switch {
		case !ok:
		case c.Status() == graph.Rejected:
			remarks = append(remarks, fmt.Sprintf("It counts for nothing while %s is rejected.", c.Name()))
		case c.Status() == graph.Suggested:
			remarks = append(remarks, fmt.Sprintf("%s is itself only suggested: readfirst accept %s", c.Name(), shellWord(c.ID().Slug())))
		}
	}
	return remarks
}

// decisionText says what was decided, by whom and why.
func decisionText(d graph.Decision) string {
	text := strings.ToLower(d.Status.String())
	if edits := d.Edits(); len(edits) > 0 {
		text += ", with another " + nameList(edits, " and ", itself)
	}
	if d.By != "" {
		text += " by " + d.By
	}
	if d.Why != "" {
		text += ": " + d.Why
	}
	return text
}

// shortPath is a path as seen from the working folder, if it is below that.
func shortPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(short) {
		return short
	}
	return path
}
