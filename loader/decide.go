package loader

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Act is what a person does with a link or concept.
type Act uint8

// The acts.
const (
	Accept Act = iota
	Reject
	Edit // its fields; what was only suggested is accepted with them
	Undo // takes back whatever was decided
)

// Judgement is a person's act on one link or concept.
type Judgement struct {
	On  graph.Judged
	Act Act
	Set graph.Edited // of an edit
}

// DecideOptions say who decides and where that is kept.
type DecideOptions struct {
	By, Why string
	In      string // a folder whose file is to hold the decisions; "": as docs/decisions/0014 says
}

// Decided is what became of a judgement.
type Decided struct {
	On   graph.Judged
	File string          // that holds the decision, or held it; "": the store
	Note string          // why it isn't in a file, where that may surprise; or ""
	Old  *graph.Decision // what counted before; nil: nothing was decided
	New  *graph.Decision // what counts now; nil: nothing is decided
}

// Decisions is what [Decide] did.
type Decisions struct {
	Decided []Decided
	Change  *graph.Change // without edits if all was decided so already
}

// Decide keeps what people decided: in the file of the folder that a source was loaded
// from, so that the next load finds it there, and in the store at once; in the store alone
// where there is no such file. Files are written first, each whole: if the store fails then, the decisions
// are safe in them, and the error (a [*NotStored]) says so.
//
// Refused as [graph.Faults], with nothing written: what would close a loop, faults in a file,
// a file on another machine, and a decision that another folder's file would overrule.
func Decide(ctx context.Context, store graph.Store, judgements []Judgement, opt DecideOptions) (*Decisions, error) {
	files := map[string]*decisionsFile{} // by folder; read once, so that another try begins where the first did
	load := rand.Text()
	const attempts = 5
	for i := 1; ; i++ {
		done, err := decideOnce(ctx, store, judgements, opt, files, load)
		moved := errors.Is(err, errFileMoved)
		switch {
		case !moved && !errors.Is(err, graph.ErrConflict):
			return done, err
		case i == attempts:
			return nil, notStored(files, err)
		case moved:
			clear(files)
		}
	}
}

// notStored is the error of a store, or of files that others write to, after some files may have been written.
func notStored(files map[string]*decisionsFile, err error) error {
	var written []string
	for _, f := range files {
		if !bytes.Equal(f.onDisk, f.before) {
			written = append(written, f.path())
		}
	}
	if written == nil {
		return err
	}
	slices.Sort(written)
	return &NotStored{written, err}
}

// errFileMoved says that somebody else has written to a file in the meantime.
var errFileMoved = errors.New("a file of decisions was changed by somebody else in the meantime")

// NotStored is the error of decisions that are in files, but that the store didn't take.
type NotStored struct {
	Files []string
	Err   error
}

func (e *NotStored) Error() string {
	return fmt.Sprintf("the decision is kept in %s, and the next load of it brings it into the store, which has failed: %s", strings.Join(e.Files, " and "), e.Err)
}

// Unwrap gives the store's error.
func (e *NotStored) Unwrap() error { return e.Err }

// deciding is one try to decide, on one state of the graph.
type deciding struct {
	opt    DecideOptions
	state  *graph.State
	ruling map[graph.Judged]*graph.Decision
	files  map[string]*decisionsFile
	faults graph.Faults
	batch  *graph.Batch
}

func decideOnce(ctx context.Context, store graph.Store, judgements []Judgement, opt DecideOptions, files map[string]*decisionsFile, load string) (*Decisions, error) {
	state, err := store.Read(ctx)
	if err != nil {
		return nil, err
	}
	d := &deciding{opt: opt, state: state, ruling: graph.Ruling(state.Decisions), files: files,
		batch: &graph.Batch{By: opt.By, Why: graph.OneLine(opt.Why), Load: load, Base: &state.Revision}}
	for _, f := range files {
		f.data = f.before
	}
	done := &Decisions{}
	for _, j := range judgements {
		done.Decided = append(done.Decided, d.judge(j))
	}
	d.check()
	if err := d.faults.Err(); err != nil {
		return nil, err
	}
	if err := d.write(); err != nil {
		return nil, err
	}
	if done.Change, err = store.Apply(ctx, d.batch); errors.Is(err, graph.ErrConflict) {
		return nil, err
	} else if err != nil {
		return nil, notStored(files, err)
	}
	ruling := graph.Ruling(state.With(d.batch).Decisions)
	for i := range done.Decided {
		done.Decided[i].New = ruling[done.Decided[i].On]
	}
	return done, nil
}

// judge puts one judgement into the batch and into a file.
func (d *deciding) judge(j Judgement) Decided {
	done := Decided{On: j.On, Old: d.ruling[j.On]}
	f, note := d.fileFor(j)
	if f == nil || j.Act == Undo && f.find(j.On) == nil && (done.Old == nil || done.Old.Source == "") {
		done.Note = note
		d.judgeInStore(j, done.Old)
		return done
	}
	done.File = f.path()
	there := f.find(j.On)
	done.Old = cmp.Or(done.Old, there)
	if j.Act == Undo {
		d.undo(j.On, f)
		return done
	}
	decision := d.decision(j, cmp.Or(there, done.Old, &graph.Decision{}), f)
	if !d.valid(decision) {
		return done
	}
	data, err := putDecision(f.data, decision)
	if err != nil {
		d.faults.Add(graph.Place{File: f.path()}, "write each item of it as `- concept: ID` and further lines", "nothing can be put into it: %s", err)
		return done
	}
	f.data = data
	for _, owner := range ownersOf(j.On, d.membersAt(f.folder), d.state) {
		decision.Source = owner
		d.batch.Decide = append(d.batch.Decide, decision)
	}
	d.batch.Undecide = append(d.batch.Undecide, graph.DecisionKey{After: j.On.After, Before: j.On.Before}) // the file's takes its place
	return done
}

// judgeInStore puts one judgement into the batch alone.
func (d *deciding) judgeInStore(j Judgement, old *graph.Decision) {
	if j.Act == Undo {
		d.batch.Undecide = append(d.batch.Undecide, graph.DecisionKey{After: j.On.After, Before: j.On.Before})
		return
	}
	if decision := d.decision(j, cmp.Or(old, &graph.Decision{}), nil); d.valid(decision) {
		d.batch.Decide = append(d.batch.Decide, decision)
	}
}

// valid faults a decision that no store takes, before it gets into a file.
func (d *deciding) valid(decision graph.Decision) bool {
	var found graph.Faults
	errors.As((&graph.Batch{Decide: []graph.Decision{decision}}).Validate(), &found)
	d.faults = append(d.faults, found...)
	return len(found) == 0
}

// decision is the judgement as a decision, on top of what was decided before.
func (d *deciding) decision(j Judgement, old *graph.Decision, f *decisionsFile) graph.Decision {
	decision := graph.Decision{After: j.On.After, Before: j.On.Before, By: d.opt.By, Why: d.opt.Why, Set: old.Set, Was: old.Was}
	switch j.Act {
	case Reject:
		decision.Status = graph.Rejected
	case Edit:
		if decision.Status = old.Status; decision.Status == graph.Suggested {
			decision.Status = graph.Accepted
		}
		decision.Why = cmp.Or(decision.Why, old.Why)
		counts := everySource
		if f != nil {
			counts = func(s *graph.Source) bool { return s.DecisionsIn == f.folder }
		}
		was, _ := d.state.Unedited(j.On, counts)
		decision.Set.Take(&j.Set, &j.Set)
		decision.Was.Take(&was, &j.Set)
	}
	return decision.Clean()
}

// undo takes a decision out of a file.
func (d *deciding) undo(on graph.Judged, f *decisionsFile) {
	data, err := dropDecision(f.data, on)
	if err != nil {
		d.faults.Add(graph.Place{File: f.path()}, "take it out by hand", "nothing can be taken out of it: %s", err)
		return
	}
	f.data = data
	for _, s := range d.membersAt(f.folder) {
		d.batch.Undecide = append(d.batch.Undecide, graph.DecisionKey{After: on.After, Before: on.Before, Source: s})
	}
}

// membersAt lists the sources, by name, whose decisions stand in a folder's file.
func (d *deciding) membersAt(folder string) []string {
	var ids []string
	for i := range d.state.Sources {
		if s := &d.state.Sources[i].Source; s.DecisionsIn == folder {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// check looks for loops that the decisions would close.
func (d *deciding) check() {
	if len(d.faults) > 0 {
		return
	}
	before := graph.NewSnapshot(d.state)
	for _, loop := range graph.NewSnapshot(d.state.With(d.batch)).NewLoops(before) {
		if way := loop.ShortestNew(before); len(way) > 0 {
			d.faults.Add(graph.Place{}, "reject one of the links, or make it recommended; if it is meant, declare it with together:",
				"these would need each other: %s", graph.WayRound(way))
		}
	}
}
