package loader

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
	url     string // under which its pages are published; "" if unknown
	files   []file
	ignored int
	configs []*config   // the readfirst.yaml that names it, if there is one
	notYet  []Announced // the chapters that a book only announces
	desks   []*desk     // the file of decisions next to it

	// vocabulary: a readfirst.yaml borrows its concepts, and nothing else of it. It
	// keeps its name whatever --source says.
	vocabulary bool
}

// gatherer finds the sources that arguments name, and their files. What it has
// opened stays open, so that files can be read, until it is closed.
type gatherer struct {
	Options
	faults   graph.Faults
	warnings graph.Faults
	opened   []*os.Root
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
				g.faults.Add(graph.Place{File: s.typed}, "put .md, .html or .txt files there", "there is nothing to read")
			}
			if !s.vocabulary {
				s.format = cmp.Or(g.Format, s.format)
			}
			found = append(found, s)
		}
	}
	return g.distinct(append(found, g.borrow()...))
}

// borrow finds the sources of which only the concepts are read, because the caller wants them looked for.
func (g *gatherer) borrow() []*source {
	if g.borrowed == "" {
		return nil
	}
	sources := g.fromArgument(g.borrowed)
	for _, s := range sources {
		if base := filepath.Ext(g.borrowed); s.format == Auto && len(s.files) == 1 && (base == ".yaml" || base == ".yml") {
			s.format = Vocabulary
		}
		s.ID, s.vocabulary, s.named = s.ID+"/vocabulary", true, true
	}
	return sources
}

// distinct leaves out what is named twice, and faults two sources of one name,
// unless all are to be one source anyway.
func (g *gatherer) distinct(found []*source) []*source {
	first := map[string]*source{}
	var kept []*source
	for _, s := range found {
		switch have := first[s.ID]; {
		case have == nil || g.Source != "" && !s.vocabulary:
			first[s.ID] = s
			kept = append(kept, s)
		case have.typed != s.typed && (have.Location != s.Location || s.Location == ""):
			g.faults.Add(graph.Place{File: s.typed}, "load one of them, or name one with --source NAME in a load of its own",
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
	case info.Mode().IsRegular() && name == configName:
		return g.fromArgument(filepath.Dir(arg)) // what it names is meant
	case info.Mode().IsRegular() && g.Format == Book:
		g.faults.Add(graph.Place{File: arg}, "name the folder with its book.toml", "a book is a folder")
		return nil
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

// Version tells bundled files from those of other programs: the beginning of a hash of their names and contents. Files that can't be
// embedded, whose names begin with a dot or a low line, don't count.
func Version(bundled fs.FS) string {
	hash := sha256.New()
	// What can't be read is a fault of the load.
	_ = fs.WalkDir(bundled, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.ContainsAny(entry.Name()[:1], "._") {
			data, _ := fs.ReadFile(bundled, name)
			fmt.Fprintf(hash, "%s %d\n%s", name, len(data), data)
		}
		return nil
	})
	return hex.EncodeToString(hash.Sum(nil)[:8])
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
	name := nameOfFile(base)
	f := file{path: base, typed: arg, open: func() (fs.File, error) { return os.Open(arg) }}
	return []*source{{Source: graph.Source{ID: name, Location: location}, typed: arg, files: []file{f}}}
}

// fromFolder finds in a folder the sources that its readfirst.yaml names, else
// those that its files show; the one source given if that is bundled or
// its format is.
func (g *gatherer) fromFolder(dir folder, whole graph.Source, typed string, named bool) []*source {
	before := len(g.faults)
	c := readConfig(dir.files, typed, &g.faults)
	var sources []*source
	switch {
	case c != nil && len(c.sources) > 0:
		sources = g.fromConfig(dir, c, typed)
	case len(g.faults) > before:
		return nil // nobody knows what was meant
	case g.Format != Auto || named:
		s := &source{Source: whole, typed: typed, named: named}
		g.list(s, dir, nil)
		sources = []*source{s}
	default:
		sources = g.fromDiscovered(dir, whole, typed)
	}
	for _, s := range sources {
		if strings.HasPrefix(s.ID, graph.BundledPrefix) {
			s.Version = Version(dir.files)
		}
	}
	if c != nil {
		for _, s := range sources {
			s.configs = []*config{c}
		}
		g.speakFor(sources, c, typed)
		sources = append(sources, g.vocabularies(dir, c, typed)...)
	}
	g.readDesk(dir, whole, typed, sources)
	return sources
}

// fromConfig finds the sources that a readfirst.yaml names. A file belongs to the innermost one.
func (g *gatherer) fromConfig(dir folder, c *config, typed string) []*source {
	var paths []string
	for _, s := range c.sources {
		paths = append(paths, s.path)
	}
	for _, v := range c.vocabulary {
		paths = append(paths, v.path)
	}
	var sources []*source
	for _, sc := range c.sources {
		s := &source{Source: graph.Source{ID: sc.name}, typed: join(typed, sc.path), named: true, format: sc.format, url: sc.url}
		if isFile(dir.files, sc.path) {
			s.files = []file{fileAt(dir.files, sc.path, typed)}
			sources = append(sources, s)
			continue
		}
		part, err := g.within(dir, sc.path)
		if err != nil {
			g.faults.Add(graph.Place{File: c.file.typed, Line: sc.line}, "mend the path", "%q: %s", sc.path, plainError(err))
			continue
		}
		s.format = cmp.Or(s.format, formatOf(part.files, "."))
		without := inside(sc.path, paths)
		if s.format == Auto {
			without = g.unnamed(part, s, graph.Place{File: c.file.typed, Line: sc.line}, without)
		}
		g.list(s, part, without)
		sources = append(sources, s)
	}
	return sources
}

// unnamed adds to the paths that a source doesn't read the books and tracks
// within it that the readfirst.yaml doesn't name: their files are no pages of it.
func (g *gatherer) unnamed(dir folder, s *source, at graph.Place, without []string) []string {
	for _, place := range discover(dir.files) {
		named := slices.ContainsFunc(without, func(p string) bool { return p == place.path || strings.HasPrefix(place.path, p+"/") })
		if place.format != Auto && !named {
			g.warnings.Add(at, "name it as a source of its own, to load it", "%s is a %s, so it is left out of %q", join(s.typed, place.path), place.format, s.ID)
			without = append(without, place.path)
		}
	}
	return without
}

// list lists the files of a source that is a folder, but not those of the paths given.
func (g *gatherer) list(s *source, dir folder, without []string) {
	switch cmp.Or(g.Format, s.format) {
	case Book:
		g.listBook(s, dir)
	case Track:
		s.files = trackFiles(dir.files, s.typed, &g.faults)
	default:
		s.files, s.ignored = walk(dir.files, s.typed, without, &g.faults)
	}
}

// fileAt is a file of a folder that is a source of its own.
func fileAt(dir fs.FS, name, typed string) file {
	f := fileIn(dir, name, typed)
	f.path = path.Base(name)
	return f
}

// inside gives those of the paths that are inside a folder, as seen from there.
func inside(dir string, paths []string) []string {
	var within []string
	for _, p := range paths {
		if dir == "." && p != "." {
			within = append(within, p)
		} else if rest, ok := strings.CutPrefix(p, dir+"/"); ok {
			within = append(within, rest)
		}
	}
	return within
}

// speakFor gives files what the readfirst.yaml says in the place of their front matter.
func (g *gatherer) speakFor(sources []*source, c *config, typed string) {
	files := map[string]*file{}
	for _, s := range sources {
		for i := range s.files {
			files[s.files[i].typed] = &s.files[i]
		}
	}
	for i := range c.pages {
		p := &c.pages[i]
		if f := files[join(typed, p.path)]; f != nil {
			f.more, f.config = p, c.file.typed
			continue
		}
		do := "write the path of a file that one of the sources has"
		if near := graph.NearestNames(join(typed, p.path), slices.Collect(maps.Keys(files)), 1); len(near) > 0 {
			do = "did you mean " + strings.TrimPrefix(near[0], join(typed, "")) + "?"
		}
		g.faults.Add(graph.Place{File: c.file.typed, Line: p.line}, do, "no source has a file %q", p.path)
	}
}

// vocabularies finds the sources whose concepts a readfirst.yaml borrows.
func (g *gatherer) vocabularies(dir folder, c *config, typed string) []*source {
	var sources []*source
	for _, v := range c.vocabulary {
		at := graph.Place{File: c.file.typed, Line: v.line}
		s := &source{Source: graph.Source{ID: v.name}, typed: join(typed, v.path), named: true, format: Vocabulary, vocabulary: true}
		switch bundled, isBundled := g.Bundled[v.path]; {
		case isBundled:
			s.ID, s.typed, s.format = v.path+"/vocabulary", v.path, Auto
			s.files, s.ignored = walk(bundled, s.typed, nil, &g.faults)
		case v.name == "" || !isFile(dir.files, v.path):
			g.faults.Add(at, whatInstead(v.path, g.Options), "the vocabulary %q: there is no such file", v.path)
			continue
		default:
			s.files = []file{fileAt(dir.files, v.path, typed)}
		}
		sources = append(sources, s)
	}
	return sources
}

// fromDiscovered finds the sources that a folder's files show.
func (g *gatherer) fromDiscovered(dir folder, whole graph.Source, typed string) []*source {
	var sources []*source
	places := discover(dir.files)
	paths := make([]string, len(places))
	for i := range places {
		paths[i] = places[i].path
	}
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
		g.list(s, part, inside(place.path, paths))
		sources = append(sources, s)
	}
	return sources
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
