package loader

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// desk is a folder's file of decisions, on what the folder's sources say;
// docs/decisions/0014-decisions-in-files-and-in-the-store.md tells whose they are.
type desk struct {
	folder string // its whole path; "" if it has bundled sources only
	file   file
	items  []decided
}

// readDesk reads a folder's file of decisions, if there is one, and puts the folder's sources at it.
func (g *gatherer) readDesk(dir folder, whole graph.Source, typed string, sources []*source) {
	d := &desk{file: fileIn(dir.files, DecisionsName, typed)}
	if _, err := fs.Stat(dir.files, DecisionsName); !errors.Is(err, fs.ErrNotExist) {
		if data, ok := d.file.read(&g.faults); ok {
			d.items = readDecisions(d.file.typed, data, &g.faults)
		}
	}
	for _, s := range sources {
		bundled := strings.HasPrefix(s.ID, graph.BundledPrefix) // so it is the same wherever it is loaded from
		if !bundled {
			d.folder, s.DecisionsIn = whole.Location, whole.Location
		}
		if !bundled || !s.vocabulary {
			s.desks = []*desk{d}
		}
	}
}

// at gives a place for faults.
func (d *desk) at(line int) graph.Place { return graph.Place{File: d.file.typed, Line: line} }

// deskList lists the desks of the load, each once.
func (d *documents) deskList() []*desk {
	var desks []*desk
	for _, s := range d.sources {
		for _, desk := range s.desks {
			if !slices.Contains(desks, desk) {
				desks = append(desks, desk)
			}
		}
	}
	return desks
}

// membersOf lists the sources, by name, whose decisions stand in a file: those that the graph has at the folder, also
// from other loads, and those of the load.
func (d *documents) membersOf(at *desk, after *graph.State) []string {
	var ids []string
	for i := range after.Sources {
		if s := &after.Sources[i].Source; at.folder != "" && s.DecisionsIn == at.folder {
			ids = append(ids, s.ID)
		}
	}
	for _, s := range d.sources {
		if slices.Contains(s.desks, at) {
			ids = append(ids, s.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// readsFileOf says that the load reads the file that a source's decisions stood in.
func (d *documents) readsFileOf(source string, state *graph.State) bool {
	if slices.ContainsFunc(d.sources, func(s *parsedSource) bool { return s.ID == source }) {
		return true
	}
	s := state.Source(source)
	return s != nil && s.DecisionsIn != "" && slices.ContainsFunc(d.deskList(), func(at *desk) bool { return at.folder == s.DecisionsIn })
}

// ownersOf lists those of a folder's sources that a decision belongs to: who claims what is
// judged, else who claims the end that needs something, else the first by name.
func ownersOf(on graph.Judged, members []string, state *graph.State) []string {
	for _, about := range []graph.Judged{on, {After: on.After}} {
		var owners []string
		for _, s := range state.Voices(about) {
			if slices.Contains(members, s.ID) {
				owners = append(owners, s.ID)
			}
		}
		if owners != nil {
			slices.Sort(owners)
			return owners
		}
	}
	return members[:min(1, len(members))]
}

// placeInFile finds where a folder's file on the disk decides on something; the file
// alone if it can't be found there.
func placeInFile(folder string, on graph.Judged) graph.Place {
	place := graph.Place{File: filepath.Join(folder, DecisionsName)}
	f := file{typed: place.File, open: func() (fs.File, error) { return os.Open(place.File) }}
	var faults graph.Faults
	if data, ok := f.read(&faults); ok {
		for _, item := range readDecisions(place.File, data, &faults) {
			if item.On() == on {
				place.Line = item.line
			}
		}
	}
	return place
}
