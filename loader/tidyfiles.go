package loader

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/wholefile"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/tidy"
	"github.com/readfirst/readfirst/loader/tree"
)

// configOrder is the order of a readfirst.yaml. What its lists name has an order of its own.
var configOrder = &tidy.Order{
	Keys: []string{"sources", "pages", "vocabulary", "audiences", "rules", "suggest", "infer"},
	Under: map[string]*tidy.Order{
		"sources":    {Items: &tidy.Order{Keys: []string{"name", "path", "kind", "url"}}},
		"vocabulary": {Items: &tidy.Order{Keys: []string{"name", "path"}}},
		"pages":      {Under: map[string]*tidy.Order{"": page.Order(graph.KindArticle)}},
	},
}

// Tidied is what [Tidy] found.
type Tidied struct {
	Files  int          // that were looked at
	Differ []string     // that are, or were, in another order
	Stay   graph.Faults // that can't be brought in order by moving lines
}

// Tidy brings files of ours into one order: readfirst.yaml, readfirst.decisions.yaml and the front matter
// of pages, those that the arguments name and those in the folders that they name. It moves lines and
// rewrites nothing (see package tidy); nothing that a load makes of the files changes but line numbers.
// With check it only looks.
//
// Files that can't be read are faults, all of them, and then nothing is written.
func Tidy(ctx context.Context, args []string, check bool) (*Tidied, error) {
	t := &tidying{check: check}
	for _, arg := range args {
		t.find(arg)
	}
	for _, f := range t.files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t.tidy(f)
	}
	defer t.discard()
	if err := t.faults.Err(); err != nil {
		return &t.Tidied, err
	}
	for _, r := range t.ready {
		if err := r.Put(); err != nil {
			return &t.Tidied, fmt.Errorf("%s can't be written: %w", r.Path, err)
		}
	}
	return &t.Tidied, nil
}

type tidying struct {
	Tidied
	check  bool
	files  []file
	faults graph.Faults
	ready  []*wholefile.Replacement
}

func (t *tidying) discard() {
	for _, r := range t.ready {
		r.Discard() // without effect on those in their places
	}
}

// find lists the files that an argument names. A folder's are looked for in all of it.
func (t *tidying) find(arg string) {
	info, err := os.Stat(arg)
	switch {
	case err != nil:
		t.faults.Add(graph.Place{File: arg}, "check the path", "%s", plainError(err))
		return
	case !info.IsDir() && !isTidied(filepath.Base(arg)):
		t.faults.Add(graph.Place{File: arg}, "name pages, "+configName+" or "+DecisionsName, "there is no order for this sort of file")
		return
	case !info.IsDir():
		t.files = append(t.files, fileIn(os.DirFS(filepath.Dir(arg)), filepath.Base(arg), filepath.Dir(arg)))
		return
	}
	dir := os.DirFS(arg)
	err = fs.WalkDir(dir, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			t.faults.Add(graph.Place{File: join(arg, name)}, "make it readable", "%s", plainError(err))
			return skip(entry)
		case name == ".":
		case isHidden(entry):
			return skip(entry)
		case entry.Type().IsRegular() && isTidied(entry.Name()):
			t.files = append(t.files, fileIn(dir, name, arg))
		}
		return nil
	})
	if err != nil {
		t.faults.Add(graph.Place{File: arg}, "make it readable", "%s", plainError(err))
	}
}

func isTidied(name string) bool { return name == configName || name == DecisionsName || isPage(name) }

// tidy prepares a file's new order.
func (t *tidying) tidy(f file) {
	t.Files++
	data, ok := f.read(&t.faults)
	if !ok {
		return
	}
	var found graph.Faults
	var tidied []byte
	var err error
	switch path.Base(f.path) {
	case configName:
		tidied, err = tidyYAML(data, configOrder, &found)
	case DecisionsName:
		readDecisions(f.typed, data, &t.faults)
		tidied, err = tidyYAML(data, decisionsOrder, &found)
	default:
		tidied, found, err = page.Tidy(data)
	}
	for _, fault := range found {
		fault.Place.File = f.typed
		t.faults = append(t.faults, fault)
	}
	switch {
	case err != nil && len(found) == 0:
		t.Stay.Add(graph.Place{File: f.typed}, "bring it in order by hand, or leave it", "%s", err)
	case err != nil, bytes.Equal(data, tidied):
	default:
		t.Differ = append(t.Differ, f.typed)
		if !t.check {
			t.prepare(f, tidied)
		}
	}
}

func tidyYAML(data []byte, order *tidy.Order, faults *graph.Faults) ([]byte, error) {
	if tree.YAML(data, 1, faults); len(*faults) > 0 {
		return data, nil
	}
	return tidy.YAML(data, order)
}

func (t *tidying) prepare(f file, data []byte) {
	if was, err := os.ReadFile(f.typed); err == nil && bytes.HasPrefix(was, []byte("\uFEFF")) {
		data = append([]byte("\uFEFF"), data...)
	}
	r, err := wholefile.Prepare(f.typed, data)
	if err != nil {
		t.faults.Add(graph.Place{File: f.typed}, "make it and its folder writable", "%s", plainError(err))
		return
	}
	t.ready = append(t.ready, r)
}
