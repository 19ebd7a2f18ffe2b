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

// gather finds the sources that the arguments name and reads their files.
func gather(args []string, opt Options, faults *graph.Faults) []*source {
	if len(args) == 0 {
		faults.Add(graph.Place{}, "name a folder, a file or a bundled source", "there is nothing to load")
	}
	var found []*source
	for _, arg := range args {
		before := len(*faults)
		for _, s := range fromArgument(arg, opt, faults) {
			if len(s.files) == 0 && len(*faults) == before {
				faults.Add(graph.Place{File: s.typed}, "put .md, .markdown or .txt files there", "there is nothing to read")
			}
			found = append(found, s)
		}
	}
	if opt.Source != "" && len(found) > 0 {
		return []*source{asOne(found, opt.Source)}
	}
	return distinct(found, faults)
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

// fromArgument reads what one argument names: a bundled source, a folder
// (which may hold several sources) or a file.
func fromArgument(arg string, opt Options, faults *graph.Faults) []*source {
	if bundled, ok := opt.Bundled[arg]; ok {
		return fromFolder(bundled, graph.Source{ID: arg}, arg, true, opt, faults)
	}
	info, err := os.Stat(arg)
	if err != nil {
		faults.Add(graph.Place{File: arg}, whatInstead(arg, opt), "%s", plainError(err))
		return nil
	}
	location, err := filepath.Abs(arg)
	if err != nil {
		faults.Add(graph.Place{File: arg}, "give its whole path", "%s", err)
		return nil
	}
	name := filepath.Base(location)
	if !info.IsDir() {
		return fromFile(arg, location, faults)
	}
	root, err := os.OpenRoot(arg)
	if err != nil {
		faults.Add(graph.Place{File: arg}, "make it readable", "%s", plainError(err))
		return nil
	}
	defer root.Close()
	return fromFolder(root.FS(), graph.Source{ID: name, Location: location}, arg, false, opt, faults)
}

// whatInstead says what to name instead of what isn't there.
func whatInstead(arg string, opt Options) string {
	if strings.HasPrefix(arg, graph.BundledPrefix) && len(opt.Bundled) > 0 {
		return "the bundled ones are " + strings.Join(slices.Sorted(maps.Keys(opt.Bundled)), ", ")
	}
	return "check the path"
}

func fromFile(arg, location string, faults *graph.Faults) []*source {
	base := filepath.Base(location)
	name := strings.TrimSuffix(base, filepath.Ext(base))
	if name == "" {
		name = base
	}
	s := &source{Source: graph.Source{ID: name, Location: location}, typed: arg}
	f := readNamed(arg, faults)
	f.path = base
	s.files = []file{f}
	return []*source{s}
}

// fromFolder reads a folder as the sources that its readfirst.yaml names, else
// as those that its files show; as the one source given if that is bundled or
// its format is.
func fromFolder(folder fs.FS, whole graph.Source, typed string, named bool, opt Options, faults *graph.Faults) []*source {
	config := readConfig(folder, typed, faults)
	switch {
	case len(config) > 0:
	case opt.Format != Auto || named:
		s := &source{Source: whole, typed: typed, named: named}
		s.files, s.ignored = walk(folder, typed, nil, faults)
		return []*source{s}
	default:
		return fromDiscovered(folder, whole, typed, faults)
	}
	var sources []*source
	for _, c := range config {
		if c.name == "" {
			continue // a fault already
		}
		part, err := fs.Sub(folder, c.path)
		if err == nil {
			_, err = fs.Stat(folder, c.path)
		}
		if err != nil {
			faults.Add(graph.Place{File: join(typed, configName), Line: c.line}, "mend the path", "the folder %q: %s", c.path, plainError(err))
			continue
		}
		s := &source{Source: graph.Source{ID: c.name}, typed: join(typed, c.path), named: true}
		s.format = formatOf(part, ".")
		s.files, s.ignored = walk(part, s.typed, nil, faults)
		sources = append(sources, s)
	}
	return sources
}

// fromDiscovered reads a folder as the sources that its files show.
func fromDiscovered(folder fs.FS, whole graph.Source, typed string, faults *graph.Faults) []*source {
	var sources []*source
	places := discover(folder)
	for _, place := range places {
		s := &source{Source: whole, typed: typed, format: place.format}
		part := folder
		if place.path != "." {
			s.ID, s.typed = path.Base(place.path), join(typed, place.path)
			s.Location = filepath.Join(whole.Location, filepath.FromSlash(place.path))
			part, _ = fs.Sub(folder, place.path) // discover gives valid paths
		}
		s.files, s.ignored = walk(part, s.typed, foldersWithin(place.path, places), faults)
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
