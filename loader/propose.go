package loader

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/webpage"
)

// Proposal is a readfirst.yaml for a folder that has none.
type Proposal struct {
	File    string // where it would be
	Sources []ProposedSource
	// LeftOut are files that no source has: READMEs of folders that only hold
	// sources, since they speak of the folder, and texts that are no listing.
	LeftOut  []string
	Warnings graph.Faults // files that a load will stop at
}

// ProposedSource is one source of a proposal.
type ProposedSource struct {
	Name   string
	Path   string // within the folder; "." is all of it
	Format Format // Auto where each file shows what it is
	Pages  int    // that it holds, if they were counted
}

// ErrConfigThere says that a folder has a readfirst.yaml already.
var ErrConfigThere = errors.New("there is a " + configName + " already")

// Propose looks through a folder and proposes how to divide it into sources:
// each book, each track and each listing is one; the pages around them, saved ones too, are one for each
// folder that holds no source of its own. A folder without books and tracks is
// one source, or, if its pages are all in folders within, one for each of these. Places in
// the proposal begin with the folder as given. The error is
// graph.Faults if there is nothing to read, and ErrConfigThere.
func Propose(dir string) (*Proposal, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	p := &Proposal{File: join(dir, configName)}
	if _, err := root.Lstat(configName); err == nil {
		return nil, fmt.Errorf("%s: %w", p.File, ErrConfigThere)
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	var special []string
	for _, place := range discover(root.FS()) {
		if place.format != Auto {
			special = append(special, place.path)
			p.Sources = append(p.Sources, ProposedSource{Path: place.path, Format: place.format})
		}
	}
	var faults graph.Faults
	if !slices.Contains(special, ".") {
		files, _ := walk(root.FS(), dir, special, &faults)
		p.divide(files, special)
	}
	if len(p.Sources) == 0 && len(faults) == 0 {
		faults.Add(graph.Place{File: dir}, "put pages, books or listings there", "there is nothing to read")
	}
	p.name(filepath.Base(full))
	return p, faults.Err()
}

// divide makes sources of the files that are around books and tracks.
func (p *Proposal) divide(files []file, special []string) {
	var pages, odd []file
	for i := range files {
		switch f := &files[i]; p.formatOf(f) {
		case Pages:
			pages = append(pages, *f)
		case TagPage:
			p.Sources = append(p.Sources, ProposedSource{Path: f.path, Format: TagPage})
		case Chapters:
			p.Sources = append(p.Sources, ProposedSource{Path: f.path, Format: Chapters})
		default:
			odd = append(odd, *f)
		}
	}
	p.folders(pages, special)
	for i := range odd {
		p.odd(&odd[i])
	}
	slices.SortFunc(p.Sources, func(a, b ProposedSource) int { return strings.Compare(a.Path, b.Path) })
}

// formatOf says what a file is: a page (also a saved one), which belongs to its folder, a listing, or (Auto) neither.
func (p *Proposal) formatOf(f *file) Format {
	if !strings.EqualFold(path.Ext(f.path), listingEnding) {
		return Pages
	}
	data, ok := f.readBytes(&p.Warnings)
	switch {
	case !ok:
		return Auto
	case webpage.IsPage(data):
		return Pages
	}
	switch listing.Detect(string(data)) {
	case listing.TagPage:
		return TagPage
	case listing.Chapters:
		return Chapters
	}
	return Auto
}

// folders makes sources of the folders that pages are in.
func (p *Proposal) folders(pages []file, special []string) {
	holders := holdersOf(pages, special)
	at := map[string]int{}
	for i := range pages {
		dir := folderFor(pages[i].path, holders)
		if holders[dir] && isReadme(pages[i].path) {
			p.LeftOut = append(p.LeftOut, pages[i].typed)
			continue
		}
		n, known := at[dir]
		if !known {
			n = len(p.Sources)
			at[dir] = n
			p.Sources = append(p.Sources, ProposedSource{Path: dir})
		}
		p.Sources[n].Pages++
	}
}

// odd is for a text that is no listing: a load would stop at it if a source has it.
func (p *Proposal) odd(f *file) {
	if slices.ContainsFunc(p.Sources, func(s ProposedSource) bool {
		return s.Pages > 0 && (s.Path == "." || strings.HasPrefix(f.path, s.Path+"/"))
	}) {
		p.Warnings.Add(graph.Place{File: f.typed}, "move it elsewhere before you load", "this looks neither like a tag page nor like a chapter index")
		return
	}
	p.LeftOut = append(p.LeftOut, f.typed)
}

// holdersOf are the folders that hold sources: those around books and tracks;
// without any, the whole folder if all its pages are in folders within.
func holdersOf(pages []file, special []string) map[string]bool {
	holders := map[string]bool{}
	for _, dir := range special {
		for dir != "." {
			dir = path.Dir(dir)
			holders[dir] = true
		}
	}
	if len(special) == 0 {
		within := func(f file) bool { return strings.Contains(f.path, "/") }
		holders["."] = slices.ContainsFunc(pages, within) &&
			!slices.ContainsFunc(pages, func(f file) bool { return !within(f) && !isReadme(f.path) })
	}
	return holders
}

// folderFor is the folder whose source a file belongs to: the outermost that holds no sources, else its own.
func folderFor(file string, holders map[string]bool) string {
	dir := "."
	for holders[dir] {
		rest := strings.TrimPrefix(file, dir+"/")
		child, _, within := strings.Cut(rest, "/")
		if !within {
			return dir
		}
		dir = path.Join(dir, child)
	}
	return dir
}

func isReadme(file string) bool { return strings.EqualFold(nameOfFile(file), "readme") }

// name gives each source the name of its folder or file, and where several have one
// the way to it.
func (p *Proposal) name(whole string) {
	uses := map[string]int{}
	for i := range p.Sources {
		if s := &p.Sources[i]; s.Path != "." {
			s.Name = path.Base(s.Path)
			if s.Format == TagPage || s.Format == Chapters {
				s.Name = nameOfFile(s.Path)
			}
			uses[s.Name]++
		}
	}
	for i := range p.Sources {
		s := &p.Sources[i]
		switch {
		case s.Path == "." && uses[whole] > 0:
			s.Name = whole + " (the rest)"
		case s.Path == ".":
			s.Name = whole
		case uses[s.Name] > 1:
			s.Name = s.Path
		}
	}
}

// YAML is the text of the proposed readfirst.yaml.
func (p *Proposal) YAML() []byte {
	var b strings.Builder
	b.WriteString("# What is in this folder: `readfirst load` loads it. Change it as you like; docs/formats.md says what else can stand here.\n")
	b.WriteString("sources:\n")
	for i := range p.Sources {
		s := &p.Sources[i]
		fmt.Fprintf(&b, "  - name: %s\n    path: %s", yamlWord(s.Name), yamlWord(s.Path))
		if s.Format != Auto {
			fmt.Fprintf(&b, "\n    kind: %s", s.Format)
		}
		b.WriteString("\n")
	}
	b.WriteString("# vocabulary: corpus:rust # looks in the texts for the concepts of the bundled corpus, too\n")
	return []byte(b.String())
}

var plainYAML = regexp.MustCompile(`^[\pL_./][\pL\pN_./-]*( [\pL\pN_./-]+)*$`)

// yamlWord writes a text as YAML: in quotes where it could mean something else.
func yamlWord(text string) string {
	if plainYAML.MatchString(text) && !slices.Contains([]string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(text)) {
		return text
	}
	return strconv.Quote(text) // YAML has all of Go's escapes
}

// Write writes the proposed readfirst.yaml, which must not be there yet.
func (p *Proposal) Write() error {
	f, err := os.OpenFile(p.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644) //nolint:gosec // as readable as the pages that it speaks of
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s: %w", p.File, ErrConfigThere)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(p.YAML())
	return errors.Join(err, f.Close())
}

// FindConfig gives the folder whose readfirst.yaml is nearest to a folder: its
// own, or one above; false if there is none.
func FindConfig(dir string) (string, bool) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for up := dir; ; up, full = filepath.Join(up, ".."), filepath.Dir(full) {
		if info, err := os.Stat(filepath.Join(full, configName)); err == nil && info.Mode().IsRegular() {
			return up, true
		}
		if filepath.Dir(full) == full {
			return "", false
		}
	}
}
