package book

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

const (
	maxDepth      = 10       // of files that include files, as in mdBook
	maxDirectives = 1_000    // of one chapter, with those in what it includes
	maxIncluded   = 16 << 20 // bytes that one chapter includes
)

// Compose gives the text of a chapter with what its directives include, and the
// title that {{#title …}} gives it, if one does. What can't be included is left out, with a warning. data is what
// the chapter's file holds.
func (b *Book) Compose(c *Chapter, data []byte, warnings *graph.Faults) (composed page.Composed, title string) {
	w := composer{book: b, chapter: c, warnings: warnings, room: maxIncluded}
	composed = w.replace(page.Composed{Text: data}, path.Dir(c.Path), 0)
	return composed, w.title
}

// composer puts one chapter's text together.
type composer struct {
	book     *Book
	chapter  *Chapter
	warnings *graph.Faults
	title    string
	met      int // directives
	room     int // bytes that may still be included

	// the file that was read last: most chapters include several parts of one
	last     string
	lastData []byte
}

// directive is one as mdBook finds them: its name and what follows, or neither if a backslash escapes it.
var directive = regexp.MustCompile(`\\\{\{#.*\}\}|\{\{\s*#([a-zA-Z0-9_]+)\s+([^}]+)\}\}`)

// replace puts what directives mean into their place. dir is the folder that their paths begin in.
func (w *composer) replace(in page.Composed, dir string, depth int) page.Composed {
	if !bytes.Contains(in.Text, []byte("{{")) {
		return in
	}
	var out page.Composed
	at := 0
	for _, m := range directive.FindAllSubmatchIndex(in.Text, -1) {
		d := w.directive(in, m)
		put, ok := w.expand(d, dir, depth)
		if !ok {
			continue
		}
		out.Append(in.Slice(at, m[0]))
		at = m[1]
		if d.name == "" {
			out.Append(in.Slice(m[0]+1, m[1]))
			continue
		}
		w.put(&out, put, d)
	}
	if at == 0 {
		return in
	}
	out.Append(in.Slice(at, len(in.Text)))
	return out
}

// found is a directive that was found.
type found struct {
	name, rest string
	place      page.Place
}

func (w *composer) directive(in page.Composed, m []int) found {
	d := found{place: in.Place(m[0])}
	if m[2] >= 0 {
		d.name, d.rest = string(in.Text[m[2]:m[3]]), strings.TrimSpace(string(in.Text[m[4]:m[5]]))
	}
	return d
}

func (w *composer) warn(d found, do, format string, args ...any) {
	w.warnings.Add(graph.Place{File: cmp.Or(d.place.File, w.chapter.Path), Line: d.place.Line}, do, format, args...)
}

// expand gives what a directive means; false if it is none of mdBook's.
func (w *composer) expand(d found, dir string, depth int) (page.Composed, bool) {
	switch d.name {
	case "", "title", "include", "rustdoc_include", "playground", "playpen", "template":
	default:
		return page.Composed{}, false
	}
	if w.met++; w.met > maxDirectives {
		if w.met == maxDirectives+1 {
			w.warn(d, "split the chapter", "the chapter has more than %d directives, and this one and those behind it are left out", maxDirectives)
		}
		return page.Composed{}, true
	}
	switch d.name {
	case "":
		return page.Composed{}, true
	case "title":
		w.title = d.rest
		return page.Composed{}, true
	}
	t, ok := targetOf(d)
	if !ok {
		return page.Composed{}, false
	}
	return w.include(d, t, dir, depth), true
}

// include gives what a directive includes; nothing, and a warning, if it can't be.
func (w *composer) include(d found, t target, dir string, depth int) page.Composed {
	name := path.Join(dir, t.file)
	switch {
	case !fs.ValidPath(name) || path.IsAbs(t.file):
		w.warn(d, "include a file of the book", "%s leads out of the book, and is left out", t.file)
		return page.Composed{}
	case depth >= maxDepth:
		w.warn(d, "break the circle", "%s is included by a file that is included, and so on, %d deep", t.file, maxDepth)
		return page.Composed{}
	}
	part, err := w.part(name, t.lines)
	if err != nil {
		do := "check the path"
		if !errors.Is(err, fs.ErrNotExist) {
			do = "include something else"
		}
		w.warn(d, do, "%s can't be included, and is left out: %s", t.file, plain(err))
		return page.Composed{}
	}
	if d.name == "template" {
		part = w.fill(part, d, t.args)
	}
	part = w.replace(part, path.Dir(name), depth+1)
	if d.name == "playground" || d.name == "playpen" {
		part = fenced(part, d, t.properties)
	}
	return part
}

// part reads some lines of a file of the book.
func (w *composer) part(name string, which lines) (page.Composed, error) {
	data, err := w.file(name)
	if err != nil {
		return page.Composed{}, err
	}
	part := which.of(data, name)
	_, tooMuch := page.TooMuch(part.Text)
	switch {
	case len(part.Text) > w.room:
		return part, fmt.Errorf("the chapter would include more than %d bytes", maxIncluded)
	case len(part.Text) == 0 && len(data) > 0:
		return part, errors.New("it has no " + which.String())
	case tooMuch != "":
		return part, errors.New("it has " + tooMuch)
	}
	w.room -= len(part.Text)
	return part, nil
}

// file reads a file of the book.
func (w *composer) file(name string) ([]byte, error) {
	if name == w.last {
		return w.lastData, nil
	}
	data, err := w.book.read(name, maxFile)
	if err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !isText(data) {
		return nil, errors.New("it is no UTF-8 text")
	}
	w.last, w.lastData = name, data
	return data, nil
}

// put adds what a directive means behind what stands before it. As in mdBook,
// what stands before it on its line (the indentation of a list, the mark of a quotation) begins each line.
func (w *composer) put(out *page.Composed, part page.Composed, d found) {
	if n := len(part.Text); n > 0 && part.Text[n-1] == '\n' {
		part = part.Slice(0, n-1)
	}
	prefix := bytes.Clone(out.Text[1+bytes.LastIndexByte(out.Text, '\n'):])
	if len(prefix) == 0 {
		out.Append(part)
		return
	}
	if w.room -= len(prefix) * bytes.Count(part.Text, []byte{'\n'}); w.room < 0 {
		w.room = 0
		w.warn(d, "include less", "the chapter includes more than %d bytes, and this is left out", maxIncluded)
		return
	}
	lineStart := false
	for i, p := range part.Pieces {
		end := len(part.Text)
		if i+1 < len(part.Pieces) {
			end = part.Pieces[i+1].At
		}
		for line := range bytes.Lines(part.Text[p.At:end]) {
			if lineStart {
				out.Append(madeAt(d, string(prefix)))
			}
			p.At = 0
			out.Append(page.Composed{Text: line, Pieces: []page.Piece{p}})
			lineStart = line[len(line)-1] == '\n'
			if !p.Made {
				p.Offset += len(line)
				p.Line += bytes.Count(line, []byte{'\n'})
			}
		}
	}
}

// madeAt is a text that a directive makes, which stands nowhere but there.
func madeAt(d found, text string) page.Composed {
	return page.Composed{Text: []byte(text), Pieces: []page.Piece{{File: d.place.File, Offset: d.place.Offset, Line: d.place.Line, Made: true}}}
}

// fenced makes a block of Rust of a file.
func fenced(part page.Composed, d found, properties []string) page.Composed {
	fence := "```" + strings.Join(append([]string{"rust"}, properties...), ",") + "\n"
	out := madeAt(d, fence)
	out.Append(part)
	if n := len(part.Text); n == 0 || part.Text[n-1] != '\n' {
		out.Append(madeAt(d, "\n"))
	}
	out.Append(madeAt(d, "```"))
	return out
}

// argument is where a template has an argument put in, with what stands there if none is given.
var argument = regexp.MustCompile(`\\?\[\[\s*#([\w-]+)(?:\s+([^\]]*))?\]\]`)

// fill puts arguments into a template, as the preprocessor mdbook-template does.
func (w *composer) fill(in page.Composed, d found, args map[string]string) page.Composed {
	var out page.Composed
	at := 0
	for _, m := range argument.FindAllSubmatchIndex(in.Text, -1) {
		out.Append(in.Slice(at, m[0]))
		at = m[1]
		given, ok := args[string(in.Text[m[2]:m[3]])]
		switch {
		case in.Text[m[0]] == '\\':
			out.Append(in.Slice(m[0]+1, m[1]))
		case ok && len(given) <= w.room:
			w.room -= len(given)
			out.Append(madeAt(d, given))
		case m[4] >= 0:
			out.Append(in.Slice(m[4], m[4]+len(bytes.TrimRight(in.Text[m[4]:m[5]], " \t\r\n"))))
		}
	}
	out.Append(in.Slice(at, len(in.Text)))
	return out
}
