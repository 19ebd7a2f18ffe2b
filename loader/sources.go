package loader

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// source is one source to load and its files.
type source struct {
	graph.Source
	typed   string // the argument that it comes from
	named   bool   // by hand or in readfirst.yaml, so that any place may hold it
	format  Format // what readfirst.yaml or the folder itself says that it holds; --format counts more
	files   []file
	ignored int
}

// gatherer finds the sources that arguments name, and their files. What it has
// opened stays open, so that files can be read, until it is closed.
type gatherer struct {
	Options
	faults graph.Faults
	opened []*os.Root
}

func (g *gatherer) close() {
	for _, root := range g.opened {
		_ = root.Close() // it was only read
	}
}

// gather finds the sources that the arguments name.
func (g *gatherer) gather(args []string) []*source {
	if len(args) == 0 {
		g.faults.Add(graph.Place{}, "name a folder, a file or a bundled source", "there is nothing to load")
	}
	var found []*source
	for _, arg := range args {
		before := len(g.faults)
		for _, s := range g.fromArgument(arg) {
			if len(s.files) == 0 && len(g.faults) == before {
				g.faults.Add(graph.Place{File: s.typed}, "put .md, .markdown or .txt files there", "there is nothing to read")
			}
			found = append(found, s)
		}
	}
	if g.Source != "" && len(found) > 0 {
		return []*source{asOne(found, g.Source)}
	}
	return distinct(found, &g.faults)
}

// asOne makes one source of several, of the given name.
func asOne(found []*source, name string) *source {
	one := &source{Source: graph.Source{ID: name}, typed: found[0].typed, named: true}
	if len(found) == 1 {
		one.Location = found[0].Location
	}
	for _, s := range found {
		one.files = append(one.files, s.files...)
		one.ignored += s.ignored
	}
	return one
}

// distinct leaves out what is named twice, and faults two sources of one name.
func distinct(found []*source, faults *graph.Faults) []*source {
	first := map[string]*source{}
	var kept []*source
	for _, s := range found {
		switch have := first[s.ID]; {
		case have == nil:
			first[s.ID] = s
			kept = append(kept, s)
		case have.typed != s.typed && (have.Location != s.Location || s.Location == ""):
			faults.Add(graph.Place{File: s.typed}, "load one of them, or name one with --source NAME in a load of its own",
				"the source %q is both %s and %s", s.ID, have.typed, s.typed)
		}
	}
	return kept
}

// fromArgument finds what one argument names: a bundled source, a folder
// (which may hold several sources) or a file.
func (g *gatherer) fromArgument(arg string) []*source {
	if bundled, ok := g.Bundled[arg]; ok {
		return g.fromFolder(folder{files: bundled}, graph.Source{ID: arg}, arg, true)
	}
	info, err := os.Stat(arg)
	if err != nil {
		g.faults.Add(graph.Place{File: arg}, whatInstead(arg, g.Options), "%s", plainError(err))
		return nil
	}
	location, err := filepath.Abs(arg)
	if err != nil {
		g.faults.Add(graph.Place{File: arg}, "give its whole path", "%s", err)
		return nil
	}
	name := filepath.Base(location)
	switch {
	case info.Mode().IsRegular():
		return fromFile(arg, location)
	case !info.IsDir():
		g.faults.Add(graph.Place{File: arg}, "name a file or a folder", "this is neither a file nor a folder")
		return nil
	}
	root, err := os.OpenRoot(arg)
	if err != nil {
		g.faults.Add(graph.Place{File: arg}, "make it readable", "%s", plainError(err))
		return nil
	}
	g.opened = append(g.opened, root)
	return g.fromFolder(folder{root.FS(), root}, graph.Source{ID: name, Location: location}, arg, false)
}

// whatInstead says what to name instead of what isn't there.
func whatInstead(arg string, opt Options) string {
	if strings.HasPrefix(arg, graph.BundledPrefix) && len(opt.Bundled) > 0 {
		return "the bundled ones are " + strings.Join(slices.Sorted(maps.Keys(opt.Bundled)), ", ")
	}
	return "check the path"
}

func fromFile(arg, location string) []*source {
	base := filepath.Base(location)
	name := strings.TrimSuffix(base, filepath.Ext(base))
	if name == "" {
		name = base
	}
	f := file{path: base, typed: arg, open: func() (fs.File, error) { return os.Open(arg) }}
	return []*source{{Source: graph.Source{ID: name, Location: location}, typed: arg, files: []file{f}}}
}

// fromFolder finds in a folder the sources that its readfirst.yaml names, else
// those that its files show; the one source given if that is bundled or
// its format is.
func (g *gatherer) fromFolder(dir folder, whole graph.Source, typed string, named bool) []*source {
	config := readConfig(dir.files, typed, &g.faults)
	switch {
	case len(config) > 0:
	case g.Format != Auto || named:
		s := &source{Source: whole, typed: typed, named: named}
		s.files, s.ignored = walk(dir.files, typed, nil, &g.faults)
		return []*source{s}
	default:
		return g.fromDiscovered(dir, whole, typed)
	}
	var sources []*source
	for _, c := range config {
		if c.name == "" {
			continue // a fault already
		}
		part, err := g.within(dir, c.path)
		if err != nil {
			g.faults.Add(graph.Place{File: join(typed, configName), Line: c.line}, "mend the path", "the folder %q: %s", c.path, plainError(err))
			continue
		}
		s := &source{Source: graph.Source{ID: c.name}, typed: join(typed, c.path), named: true}
		s.format = formatOf(part.files, ".")
		s.files, s.ignored = walk(part.files, s.typed, nil, &g.faults)
		sources = append(sources, s)
	}
	return sources
}

// fromDiscovered finds the sources that a folder's files show.
func (g *gatherer) fromDiscovered(dir folder, whole graph.Source, typed string) []*source {
	var sources []*source
	places := discover(dir.files)
	for _, place := range places {
		s := &source{Source: whole, typed: typed, format: place.format}
		if place.path != "." {
			s.ID, s.typed = path.Base(place.path), join(typed, place.path)
			s.Location = filepath.Join(whole.Location, filepath.FromSlash(place.path))
		}
		part, err := g.within(dir, place.path)
		if err != nil {
			g.faults.Add(graph.Place{File: s.typed}, "make it readable", "%s", plainError(err))
			continue
		}
		s.files, s.ignored = walk(part.files, s.typed, foldersWithin(place.path, places), &g.faults)
		sources = append(sources, s)
	}
	return sources
}

// foldersWithin gives the folders of other sources as the one at dir sees them.
func foldersWithin(dir string, places []found) []string {
	var within []string
	for _, place := range places {
		if dir == "." && place.path != "." {
			within = append(within, place.path)
		}
	}
	return within
}

// within opens a folder within another one, so that nothing leads out of it.
func (g *gatherer) within(dir folder, name string) (folder, error) {
	if name == "." {
		return dir, nil
	}
	if dir.root == nil {
		if _, err := fs.Stat(dir.files, name); err != nil {
			return folder{}, err
		}
		part, err := fs.Sub(dir.files, name)
		return folder{files: part}, err
	}
	root, err := dir.root.OpenRoot(filepath.FromSlash(name))
	if err != nil {
		return folder{}, err
	}
	g.opened = append(g.opened, root)
	return folder{root.FS(), root}, nil
}

// refuseMoved faults a source that the store has from another place, unless it was given its name on purpose.
func refuseMoved(state *graph.State, sources []*source, faults *graph.Faults) {
	for _, s := range sources {
		for i := range state.Sources {
			have := &state.Sources[i].Source
			if have.ID == s.ID && have.Location != s.Location && !s.named {
				faults.Add(graph.Place{File: s.typed}, "give the new one a name with --source NAME (the old name to replace it)",
					"the source %q was loaded from %s, and this is %s", s.ID, locationWords(have.Location), s.Location)
			}
		}
	}
}

func locationWords(location string) string {
	if location == "" {
		return "somewhere that gave it this name on purpose"
	}
	return location
}
