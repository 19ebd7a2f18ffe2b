package loader

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/wholefile"
)

// decisionsFile is a folder's file that decisions are put into.
type decisionsFile struct {
	folder string
	before []byte // as it was read
	data   []byte // as it shall be
	onDisk []byte // as it is: as before, or as an earlier try has written it
}

func (f *decisionsFile) path() string { return filepath.Join(f.folder, DecisionsName) }

// fileFor finds the file that a judgement is kept in; nil: the store. The note says why it isn't in a file
// where it could be expected there.
func (d *deciding) fileFor(j Judgement) (f *decisionsFile, note string) {
	deciders := d.deciders(j.On)
	switch {
	case d.opt.In != "":
		folder, err := filepath.Abs(d.opt.In)
		if err != nil || len(d.membersAt(folder)) == 0 {
			d.faults.Add(graph.Place{File: d.opt.In}, "load it first, or leave --in out", "no source was loaded from this folder")
			return nil, ""
		}
		f = d.open(folder)
	case len(deciders) > 0:
		f = d.open(deciders[0])
	default:
		if f, note = d.nearest(j.On); f == nil {
			return nil, note
		}
	}
	for _, folder := range deciders {
		if f != nil && folder != f.folder && j.Act != Undo {
			d.faults.Add(placeInFile(folder, j.On), "change it there, or take it back there first (--undo --in "+folder+")",
				"another file has decided %s already, and two may not differ", judgedText(j.On))
		}
	}
	return f, ""
}

// deciders lists the folders whose files decide on something, in the order in which they rule.
func (d *deciding) deciders(on graph.Judged) []string {
	var folders []string
	for i := range d.state.Decisions { // by source
		decision := &d.state.Decisions[i]
		if s := d.state.Source(decision.Source); decision.On() == on && s != nil && s.DecisionsIn != "" && !slices.Contains(folders, s.DecisionsIn) {
			folders = append(folders, s.DecisionsIn)
		}
	}
	return folders
}

// nearest finds the file of whoever claims what is judged, or the end that needs something.
func (d *deciding) nearest(on graph.Judged) (f *decisionsFile, note string) {
	for _, about := range []graph.Judged{on, {After: on.After}} {
		for _, s := range d.state.Voices(about) {
			if s.DecisionsIn == "" {
				continue
			}
			if info, err := os.Stat(s.DecisionsIn); err == nil && info.IsDir() {
				return d.open(s.DecisionsIn), ""
			}
			note = cmp.Or(note, fmt.Sprintf("%s, where the source %s was loaded from, isn't on this machine", s.DecisionsIn, s.ID))
		}
	}
	return nil, note
}

// open reads a folder's file of decisions, once; one that isn't there is empty.
func (d *deciding) open(folder string) *decisionsFile {
	if f := d.files[folder]; f != nil {
		return f
	}
	f := &decisionsFile{folder: folder}
	d.files[folder] = f
	if _, err := os.Stat(folder); err != nil {
		d.faults.Add(graph.Place{File: f.path()}, "decide where it is", "the file that decides on this can't be written: %s", plainError(err))
		return f
	}
	on := file{typed: f.path(), open: func() (fs.File, error) { return os.Open(f.path()) }}
	if _, err := os.Stat(f.path()); errors.Is(err, fs.ErrNotExist) {
		return f
	}
	data, ok := on.read(&d.faults)
	if ok {
		f.before, f.data, f.onDisk = data, data, data
		readDecisions(f.path(), data, &d.faults)
	}
	return f
}

// find gives what the file says on something; nil if nothing.
func (f *decisionsFile) find(on graph.Judged) *graph.Decision {
	var faults graph.Faults
	for _, item := range readDecisions(f.path(), f.data, &faults) {
		if item.On() == on {
			return &item.Decision
		}
	}
	return nil
}

// write writes the files that are different: all of them, or none if one can't be written.
func (d *deciding) write() error {
	var ready []*wholefile.Replacement
	defer func() {
		for _, r := range ready {
			r.Discard() // without effect on those in their places
		}
	}()
	for _, folder := range slices.Sorted(maps.Keys(d.files)) {
		f := d.files[folder]
		if f.isMoved() {
			return errFileMoved
		}
		if bytes.Equal(f.data, f.onDisk) {
			continue
		}
		r, err := wholefile.Prepare(f.path(), f.data)
		if err != nil {
			return fmt.Errorf("the decision can't be written to %s: %w", f.path(), err)
		}
		ready = append(ready, r)
	}
	for _, r := range ready {
		if err := r.Put(); err != nil {
			return fmt.Errorf("the decision can't be written to %s: %w", r.Path, err)
		}
	}
	for _, f := range d.files {
		f.onDisk = f.data
	}
	return nil
}

// isMoved says that somebody else has written to the file since it was read or written here. (Who does so
// between this look and the renaming is overlooked.)
func (f *decisionsFile) isMoved() bool {
	is, err := os.ReadFile(f.path())
	return err == nil && !bytes.Equal(bytes.TrimPrefix(is, []byte("\uFEFF")), f.onDisk)
}
