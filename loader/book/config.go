package book

import (
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

// readConfig reads book.toml. A folder without one is a book with mdBook's settings.
func (b *Book) readConfig(faults *graph.Faults) {
	if _, err := fs.Stat(b.folder, ConfigName); err != nil {
		return
	}
	data, err := b.read(ConfigName, maxFile)
	if err != nil {
		faults.Add(graph.Place{File: ConfigName}, "make it readable", "%s", err)
		return
	}
	before := len(*faults)
	root := tree.TOML(data, 1, faults)
	for i := range (*faults)[before:] {
		(*faults)[before+i].Place.File = ConfigName
	}
	settings, html := root.Table("book"), root.Table("output", "html")
	b.Title, b.Lang = value(settings.Get("title")), value(settings.Get("language"))
	b.Author = joined(settings.Get("authors"))
	b.URL = address(value(html.Get("site-url")))
	if redirects := html.Table("redirect"); redirects != nil {
		for _, f := range redirects.Fields {
			b.redirects[strings.TrimPrefix(f.Key, "/")] = value(f.Value)
		}
	}
	if source := settings.Get("src"); value(source) != "" {
		b.source = path.Clean(value(source))
		if !fs.ValidPath(b.source) {
			faults.Add(graph.Place{File: ConfigName, Line: source.Line}, "name a folder within the book's", "src %q leads out of the book", value(source))
		}
	}
}

// value is a single value; "" if there is none.
func value(n *tree.Node) string {
	if n == nil || n.Shape != tree.Scalar {
		return ""
	}
	return strings.TrimSpace(n.Text)
}

// joined is a list of values, or one alone, joined by commas.
func joined(n *tree.Node) string {
	if n == nil || n.Shape != tree.List {
		return value(n)
	}
	var items []string
	for _, item := range n.List {
		if s := value(item); s != "" {
			items = append(items, s)
		}
	}
	return strings.Join(items, ", ")
}

// address gives a whole web address with a slash at its end; "" for a path,
// which says where on a site a book is, but not on which.
func address(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.RawQuery, u.Fragment = "", ""
	return strings.TrimSuffix(u.String(), "/") + "/"
}
