package webpage

import (
	"net/url"
	"path"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Link is where a link leads.
type Link struct {
	Web  string // the web address; "" if it can't be told
	Path string // relative to the page's folder, or to the site's if it begins with a slash; "" if the link names a host
}

// link is the same while a page is read.
type link struct{ web, path string }

func (l link) given() bool { return l != link{} }

// resolve finds where a link leads: nowhere if it stays on the page or is none to a page.
func (d *document) resolve(href string) link {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || href == "" || strings.HasPrefix(href, "#") {
		return link{}
	}
	u.Fragment = ""
	var l link
	if u.Host == "" && u.Scheme == "" {
		l.path = u.Path
		if u.RawQuery != "" {
			l.path += "?" + u.RawQuery
		}
		if l.path == "" {
			return link{}
		}
	}
	if d.base != nil {
		u = d.base.ResolveReference(u)
	}
	if graph.AddressSlug(u.String()) != "" {
		l.web = u.String()
	}
	return l
}

// fileEndings are those of links to what isn't a page.
var fileEndings = wordSet(".7z .css .csv .epub .gif .gz .ico .jpeg .jpg .js .json .mp3 .mp4 .pdf .png .rss .svg .tar .tgz .txt .webp .xml .zip")

// isPageLink says that a link leads to a page and not to a file of another sort.
func (l link) isPageLink() bool {
	its := l.path
	if its == "" {
		if u, err := url.Parse(l.web); err == nil {
			its = u.Path
		}
	}
	its, _, _ = strings.Cut(its, "?")
	return !fileEndings[strings.ToLower(path.Ext(its))]
}
