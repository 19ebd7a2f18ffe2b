package loader

import (
	"cmp"
	"io/fs"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/book"
	"github.com/readfirst/readfirst/loader/page"
)

// draftStatus is what the report calls a chapter that its book only announces.
const draftStatus = "draft"

// chapter is a book's file.
type chapter struct {
	*book.Chapter
	book *book.Book
}

// listBook lists a book's chapters, in reading order.
func (g *gatherer) listBook(s *source, dir folder) {
	var faults, warnings graph.Faults
	b := book.Open(dir.files, &faults, &warnings)
	b.Title = cmp.Or(b.Title, s.ID)
	if s.url != "" {
		b.URL = s.url + "/"
	}
	for i := range b.Chapters {
		c := &b.Chapters[i]
		if c.Path == "" {
			s.notYet = append(s.notYet, Announced{Title: c.Title, Series: b.Title, Part: c.Part, Status: draftStatus,
				Place: graph.Place{File: b.SummaryPath(), Line: c.Line}})
			continue
		}
		f := fileIn(dir.files, c.Path, s.typed)
		f.chapter = &chapter{c, b}
		s.files = append(s.files, f)
	}
	if len(faults) == 0 && len(s.files) == 0 {
		faults.Add(graph.Place{File: b.SummaryPath()}, "list the chapters as - [TITLE](FILE)", "the summary names no chapter that is there")
	}
	s.ignored = max(0, countFiles(dir.files)-len(s.files)) // a chapter may be hidden from the count
	inFolder(s.typed, faults, &g.faults)
	inFolder(s.typed, warnings, &g.warnings)
}

// countFiles counts the files of a folder that walk would list or count.
func countFiles(dir fs.FS) int {
	count := 0
	_ = fs.WalkDir(dir, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name != "." && isHidden(entry) {
			return skip(entry)
		}
		count += b2i(!entry.IsDir())
		return nil
	})
	return count
}

// inFolder moves faults with places within a folder to where the user sees it.
func inFolder(typed string, found graph.Faults, to *graph.Faults) {
	for _, fault := range found {
		fault.Place.File = join(typed, fault.Place.File)
		*to = append(*to, fault)
	}
}

// bookChapter reads a chapter as a page that the book's summary and settings say more about.
func (f *parsedFile) bookChapter(data []byte) {
	c := f.chapter
	typed, warnings := f.folder(), graph.Faults{}
	text, title := c.book.Compose(c.Chapter, data, &warnings)
	inFolder(typed, warnings, &f.warnings)
	p, found, inMore := page.ParseComposed(text, f.path, f.moreMatter())
	if p.Kind == graph.KindArticle {
		if !p.Titled {
			p.Name.Value = cmp.Or(title, c.Title, p.Name.Value)
		}
		p.URL = cmp.Or(p.URL, c.book.Address(c.Chapter))
		p.Author = cmp.Or(p.Author, c.book.Author)
		p.Lang = cmp.Or(p.Lang, c.book.Lang)
		p.Series = page.Text{Value: c.book.Title, Line: p.Line}
		p.Part = c.Part
	}
	f.parsedPage(p, found, inMore)
	for _, link := range p.Links {
		_, wrong := c.book.Lead(c.Chapter, link.Target)
		if wrong != "" {
			at := graph.Place{File: join(typed, cmp.Or(link.Place.File, f.path)), Line: link.Place.Line}
			f.warnings.Add(at, "mend the link", "%q leads to %s", link.Target, wrong)
		}
	}
}
