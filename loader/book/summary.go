package book

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

var markdown = goldmark.DefaultParser()

// readSummary reads the chapters.
func (b *Book) readSummary(faults, warnings *graph.Faults) {
	data, err := b.read(b.SummaryPath(), maxFile)
	if err != nil {
		do := "make it readable"
		if errors.Is(err, fs.ErrNotExist) {
			do, err = "list the chapters in it", errors.New("the book has no summary")
		}
		faults.Add(graph.Place{File: b.SummaryPath()}, do, "%s", err)
		return
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !isText(data) {
		faults.Add(graph.Place{File: b.SummaryPath()}, "save the file as UTF-8", "the summary is no UTF-8 text")
		return
	}
	r := summaryReader{book: b, text: data, faults: faults, warnings: warnings, named: map[string]int{}}
	if at, what := page.TooMuch(data); what != "" {
		r.faultAt(at, "simplify it", "the summary has %s", what)
		return
	}
	r.read()
	for i := range b.Chapters {
		if c := &b.Chapters[i]; c.Path != "" {
			b.chapters[c.Path], b.pages[b.page(c.Path)] = c, c
		}
	}
}

// summaryReader reads a summary by its grammar:
//
//	summary  = title? prefix* part* suffix*
//	prefix   = link | rule                 links in paragraphs
//	part     = heading? (list | rule)*     a heading of the first level
//	suffix   = link | rule
//	item     = link item*                  of a list
//
// HTML, headings of other levels and all else between is passed over.
type summaryReader struct {
	book     *Book
	text     []byte
	faults   *graph.Faults
	warnings *graph.Faults

	ends   []int // of the lines before each, in bytes
	module string
	named  map[string]int // the line that names a file first
	parts  int            // chapters so far, also those that aren't there
	top    int            // numbered chapters at the top, through all parts of the book
}

func (r *summaryReader) read() {
	next := markdown.Parse(text.NewReader(r.text)).FirstChild()
	for next != nil && (next.Kind() == ast.KindHTMLBlock || next.Kind() == ast.KindLinkReferenceDefinition) {
		next = next.NextSibling()
	}
	if isTitle(next) { // of the summary itself
		next = next.NextSibling()
	}
	for ; next != nil && !isTitle(next) && next.Kind() != ast.KindList; next = next.NextSibling() {
		r.links(next)
	}
	for next != nil && next.Kind() != ast.KindParagraph {
		next = r.part(next)
	}
	r.module = ""
	for ; next != nil; next = next.NextSibling() {
		if isTitle(next) || next.Kind() == ast.KindList {
			r.fault(next, "move the chapters without numbers behind it", "a list or part follows chapters without numbers")
			return
		}
		r.links(next)
	}
}

func isTitle(n ast.Node) bool {
	heading, ok := n.(*ast.Heading)
	return ok && heading.Level == 1
}

// links reads chapters without numbers.
func (r *summaryReader) links(n ast.Node) {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.Link); ok && entering {
			r.chapter(link, "")
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

// part reads a part of the book and gives what follows it: the next part, or
// the first paragraph of what has no numbers.
func (r *summaryReader) part(next ast.Node) ast.Node {
	if isTitle(next) {
		r.module = page.TextOf(next, r.text)
		next = next.NextSibling()
		if next != nil && next.Kind() == ast.KindParagraph { // words on the part
			r.warnLinks(next)
			next = next.NextSibling()
		}
	}
	for ; next != nil && !isTitle(next) && next.Kind() != ast.KindParagraph; next = next.NextSibling() {
		if next.Kind() == ast.KindList {
			r.top = r.items(next, "", r.top)
		}
	}
	return next
}

func (r *summaryReader) warnLinks(n ast.Node) {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.Link); ok && entering {
			r.warn(link, "make it an item of the list", "%q stands directly below a part's title, where mdBook reads no chapters", page.TextOf(link, r.text))
		}
		return ast.WalkContinue, nil
	})
}

// items reads the items of a list, numbered from the one behind last, and
// gives the last number.
func (r *summaryReader) items(list ast.Node, above string, last int) int {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		var link *ast.Link
		if first := item.FirstChild(); first != nil {
			link, _ = first.FirstChild().(*ast.Link)
		}
		if link == nil {
			r.fault(item, "write - [TITLE](FILE)", "an item of the summary doesn't begin with a link")
			continue
		}
		last++
		number := fmt.Sprint(above, last)
		r.chapter(link, number)
		nested := 0
		for child := item.FirstChild(); child != nil; child = child.NextSibling() {
			if child.Kind() == ast.KindList {
				nested = r.items(child, number+".", nested)
			}
		}
	}
	return last
}

// chapter notes a chapter, unless its file isn't there or is named already.
func (r *summaryReader) chapter(link *ast.Link, number string) {
	c := Chapter{Title: strings.TrimSpace(page.TextOf(link, r.text)), Line: r.lineAt(link.Pos()), Number: number, Module: r.module}
	file := strings.ReplaceAll(page.Unescape(link.Destination), "%20", " ")
	if file != "" {
		c.Path = path.Join(r.book.source, file)
		if first := r.named[c.Path]; first > 0 {
			r.warn(link, "remove it here", "the summary names %s twice, first on line %d", file, first)
			return
		}
		r.named[c.Path] = c.Line
	}
	r.parts++
	c.Part = r.parts
	if c.Path == "" || r.isThere(link, file, c.Path) {
		r.book.Chapters = append(r.book.Chapters, c)
	}
}

// isThere says that a chapter's file can be read.
func (r *summaryReader) isThere(link *ast.Link, file, whole string) bool {
	if !fs.ValidPath(whole) || path.IsAbs(file) || strings.Contains(file, "://") {
		r.warn(link, "name a file of the book", "%s leads out of the book", file)
		return false
	}
	info, err := fs.Stat(r.book.folder, whole)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.warn(link, "write it, or leave the parentheses empty", "the summary names %s, a file that isn't there", file)
	case err != nil || !info.Mode().IsRegular():
		r.warn(link, "name a file of the book", "the summary names %s, which is no file", file)
	default:
		return true
	}
	return false
}

func (r *summaryReader) fault(n ast.Node, do, format string, args ...any) {
	r.faultAt(n.Pos(), do, format, args...)
}

func (r *summaryReader) faultAt(at int, do, format string, args ...any) {
	r.faults.Add(graph.Place{File: r.book.SummaryPath(), Line: r.lineAt(at)}, do, format, args...)
}

func (r *summaryReader) warn(n ast.Node, do, format string, args ...any) {
	r.warnings.Add(graph.Place{File: r.book.SummaryPath(), Line: r.lineAt(n.Pos())}, do, format, args...)
}

// lineAt gives the line of a byte.
func (r *summaryReader) lineAt(at int) int {
	if r.ends == nil {
		r.ends = []int{-1}
		for i, c := range r.text {
			if c == '\n' {
				r.ends = append(r.ends, i)
			}
		}
	}
	return max(1, sort.SearchInts(r.ends, at))
}
