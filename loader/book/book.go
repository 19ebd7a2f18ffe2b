// Package book reads mdBooks: the settings in book.toml, the chapters and
// their order in SUMMARY.md, and the chapters' text with what it includes from
// other files of the book. docs/formats.md describes what is understood.
//
// The rules are those of mdBook 0.5 (https://rust-lang.github.io/mdBook), of
// its crates mdbook-summary and mdbook-driver.
package book

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

// ConfigName is the file that makes a folder a book, and SummaryName the one
// in the book's folder of sources that lists the chapters.
const (
	ConfigName  = "book.toml"
	SummaryName = "SUMMARY.md"
)

// Book is an mdBook. Paths of files are within the book's folder.
type Book struct {
	Title    string // "" if it has none
	Author   string // several joined by commas
	Lang     string
	URL      string // where it can be read, with a slash at its end; "" if book.toml names no whole address
	Chapters []Chapter

	folder    fs.FS
	source    string              // the folder that the summary's paths begin in
	redirects map[string]string   // from addresses that pages had to those that they have, relative to the first
	chapters  map[string]*Chapter // by file
	pages     map[string]*Chapter // by page on the book's site
}

// Chapter is one entry of the summary.
type Chapter struct {
	Title  string // as the summary names it; may be empty
	Path   string // "" for a draft: it is announced and can't be read
	Line   int    // of the summary
	Part   int    // its place in reading order, counted from 1
	Number string // "2.1" as mdBook numbers it; "" before and after the numbered chapters
	Module string // the title of the part of the book that it stands in
}

// indexPage is the page of a folder.
const indexPage = "index.html"

// maxFile is the most bytes that a file may have.
const maxFile = 16 << 20

// Open reads a book's settings and summary. Faults and warnings have places
// within the folder. A book comes back even with faults, with what could be read.
func Open(folder fs.FS, faults, warnings *graph.Faults) *Book {
	b := &Book{folder: folder, source: "src", redirects: map[string]string{}, chapters: map[string]*Chapter{}, pages: map[string]*Chapter{}}
	b.readConfig(faults)
	if len(*faults) == 0 {
		b.readSummary(faults, warnings)
	}
	return b
}

// SummaryPath is where the summary stands.
func (b *Book) SummaryPath() string { return path.Join(b.source, SummaryName) }

// Address gives where a chapter can be read; "" if book.toml names no whole address.
func (b *Book) Address(c *Chapter) string {
	if b.URL == "" {
		return ""
	}
	page := b.page(c.Path)
	if dir, ok := strings.CutSuffix(page, indexPage); ok && (dir == "" || strings.HasSuffix(dir, "/")) {
		page = dir // servers show it there
	}
	return b.URL + (&url.URL{Path: page}).EscapedPath()
}

// page gives the path of a chapter's page on the book's site.
func (b *Book) page(file string) string {
	page := strings.TrimSuffix(b.inSource(file), path.Ext(file))
	if strings.EqualFold(path.Base(page), "readme") { // as on GitHub, it is its folder's page
		page = path.Join(path.Dir(page), "index")
	}
	return page + ".html"
}

// inSource makes a path within the folder of sources of one within the book's.
func (b *Book) inSource(file string) string {
	if b.source == "." {
		return file
	}
	return strings.TrimPrefix(file, b.source+"/")
}

// read reads a file of the book, of at most so many bytes.
func (b *Book) read(name string, most int) ([]byte, error) {
	f, err := b.folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no file")
	}
	data, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	if len(data) > most {
		return nil, fmt.Errorf("it has more than %d bytes", most)
	}
	return data, err
}

func isText(data []byte) bool { return utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 }
