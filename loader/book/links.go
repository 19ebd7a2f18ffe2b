package book

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Lead says to which chapter a link in another chapter leads; nil if it leads
// elsewhere. wrong says what is wrong with a link into the book that
// leads to nothing there.
func (b *Book) Lead(from *Chapter, target string) (to *Chapter, wrong string) {
	file, ok := b.within(from, target)
	if !ok {
		return nil, ""
	}
	if to := b.at(file); to != nil {
		return to, ""
	}
	info, err := fs.Stat(b.folder, file)
	switch {
	case err == nil && isMarkdown(file) && !info.IsDir():
		return nil, fmt.Sprintf("%s, which the summary doesn't name", b.inSource(file))
	case err == nil || b.isMade(file):
		return nil, ""
	}
	return nil, fmt.Sprintf("%s, which isn't there", b.inSource(file))
}

// within gives the path that a link names in the book's folder of sources; false if it leads out of that.
func (b *Book) within(from *Chapter, target string) (string, bool) {
	if rest, ok := strings.CutPrefix(target, b.URL); ok && b.URL != "" {
		target, from = rest, &Chapter{Path: b.SummaryPath()}
	}
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || path.IsAbs(u.Path) {
		return "", false
	}
	file := path.Join(path.Dir(from.Path), u.Path)
	inside := fs.ValidPath(file) && (b.source == "." || file == b.source || strings.HasPrefix(file, b.source+"/"))
	return file, inside
}

// at finds the chapter that a path names: its file, its page, or an address that its page had.
func (b *Book) at(file string) *Chapter {
	for range 5 { // redirections, one after the other
		if c := b.chapters[file]; c != nil {
			return c
		}
		name := b.inSource(file)
		if file == b.source {
			name = "."
		}
		for _, page := range []string{name, path.Join(name, indexPage)} {
			if c := b.pages[page]; c != nil {
				return c
			}
		}
		next, ok := b.redirects[name]
		if !ok || strings.Contains(next, "://") {
			return nil
		}
		next, _, _ = strings.Cut(next, "#")
		file = path.Join(b.source, path.Dir(name), next)
	}
	return nil
}

// isMade says that mdBook makes the page, or that it is an old address.
func (b *Book) isMade(file string) bool {
	name := b.inSource(file)
	_, moved := b.redirects[name]
	return moved || slices.Contains([]string{indexPage, "print.html", "404.html", "toc.html"}, name)
}

func isMarkdown(file string) bool {
	return slices.Contains([]string{".md", ".markdown"}, strings.ToLower(path.Ext(file)))
}
