package loader

import (
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// Places finds the files on this machine's disk that sources were loaded from.
type Places struct {
	state   *graph.State
	configs map[string]*config // by the folder of the readfirst.yaml; nil: it isn't there any more
}

// NewPlaces makes places of what a state's sources say.
func NewPlaces(state *graph.State) *Places {
	return &Places{state: state, configs: map[string]*config{}}
}

// Of says where it is written what a finding is about: in a file with its whole path, or, of sources that are nowhere on the disk (bundled ones, and those that several
// arguments were made one of), in one that begins with the source's id. false: no file says it.
func (p *Places) Of(f graph.Finding) (graph.Place, bool) {
	if f.Decision != nil {
		source := p.state.Source(f.Decision.Source)
		if source == nil || source.DecisionsIn == "" {
			return graph.Place{}, false
		}
		return placeInFile(source.DecisionsIn, f.Decision.On()), true
	}
	source, place, ok := p.state.PlaceOf(f)
	if ok {
		place.File = p.fileOf(&source, place.File)
	}
	return place, ok
}

// fileOf gives the whole path of a source's file.
func (p *Places) fileOf(source *graph.Source, name string) string {
	at := source.Location
	if source.DecisionsIn != "" && (at == "" || name == configName) {
		if name == configName { // it speaks for a page
			return filepath.Join(source.DecisionsIn, configName)
		}
		if c := p.config(source.DecisionsIn); c != nil {
			if i := slices.IndexFunc(c.sources, func(s sourceConfig) bool { return s.name == source.ID }); i >= 0 {
				at = filepath.Join(source.DecisionsIn, filepath.FromSlash(c.sources[i].path))
			}
		}
	}
	if at == "" {
		return path.Join(source.ID, name)
	}
	if info, err := os.Stat(at); err == nil && !info.IsDir() {
		return at // the source is a file
	}
	return filepath.Join(at, filepath.FromSlash(name))
}

// config reads a folder's readfirst.yaml, once.
func (p *Places) config(dir string) *config {
	c, read := p.configs[dir]
	if !read {
		var faults graph.Faults // of no interest here
		c = readConfig(os.DirFS(dir), dir, &faults)
		p.configs[dir] = c
	}
	return c
}
