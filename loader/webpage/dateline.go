package webpage

import (
	"cmp"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var isoDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)

// date is when the page was published, as it says, but without the time of day.
func (d *document) date(f *facts) string {
	its := cmp.Or(f.first("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created",
		"dcterms.date", "pubdate", "publishdate", "publish_date", "publish-date", "parsely-pub-date", "citation_publication_date").Value,
		f.main.text("datePublished", "dateCreated"))
	if its == "" {
		if n := d.firstOf(isPublished); n != nil {
			its = cmp.Or(attr(n, "datetime"), textOf(n))
		}
	}
	return plainDate(postedWord.ReplaceAllString(its, ""))
}

func plainDate(its string) string {
	const longest = 60
	its = onWord.ReplaceAllString(its, "")
	if day := isoDate.FindString(its); day != "" {
		return day
	}
	if len(its) > longest {
		return ""
	}
	return its
}

var onWord = regexp.MustCompile(`(?i)^[\s:]*(?:on\s+)?`)

var dateWord = regexp.MustCompile(`(?i)\b(?:date|published|posted|pubdate|dateline|post-?(?:date|meta|time)|entry-date)\b`)

// isPublished says that an element holds the date: a time that is no change or comment, or what is called so.
func isPublished(n *html.Node) bool {
	if n.DataAtom == atom.Time {
		return !isOf(n, updatedWord) && closest(n, func(n *html.Node) bool { return isOf(n, asideWord) || isAside(n) }) == nil
	}
	if !isOf(n, dateWord) && !isLeafBlock(n) {
		return false
	}
	text := textOf(n)
	return len(text) < 60 && dateLike.MatchString(text) && (isOf(n, dateWord) || postedWord.MatchString(text)) && find(n, atom.Time) == nil
}

var postedWord = regexp.MustCompile(`(?i)^(?:published|posted|written|date)\b`)

var (
	updatedWord = regexp.MustCompile(`(?i)\b(?:updated|modified)\b`)
	dateLike    = regexp.MustCompile(`(?i)^(?:published|posted|on|written|date)?[\s:]*(?:on\s+)?(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4}|` +
		`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4})$`)
)

// firstOf gives the first element of the main part that is so, else of the body.
func (d *document) firstOf(isSo func(*html.Node) bool) *html.Node {
	scope := d.body
	if main := all(d.body, isMain); len(main) > 0 {
		scope = main[0]
	}
	for _, n := range []*html.Node{scope, d.body} {
		if found := all(n, isSo); len(found) > 0 {
			return found[0]
		}
	}
	return nil
}

var bylineWord = regexp.MustCompile(`(?i)\b(?:byline|author|p-author|writtenby)\b`)

// author is who wrote the page; several are parted by commas.
func (d *document) author(f *facts) string {
	var names []string
	for _, key := range []string{"author", "creator"} {
		for _, v := range f.main.values(key) {
			if name := v.name(); name != "" && len(names) < 10 && !strings.Contains(name, "://") {
				names = append(names, name)
			}
		}
	}
	if len(names) > 0 {
		return strings.Join(names, ", ")
	}
	if its := f.first("author", "article:author", "dc.creator", "citation_author", "parsely-author").Value; its != "" && !strings.Contains(its, "://") {
		return its
	}
	n := d.firstOf(func(n *html.Node) bool {
		return attr(n, "rel") == "author" || isOf(n, bylineWord) && !isOf(n, asideWord) && textOf(n) != "" && len(textOf(n)) < 80
	})
	if n == nil {
		return ""
	}
	return byline(textOf(n))
}

var (
	byWord    = regexp.MustCompile(`(?i)^(?:written |posted |published )?by:?\s+`)
	bylineEnd = regexp.MustCompile(`(?i)\s*(?:[·•|,–—]|\bon\b|\bin\b).*$`)
)

// byline takes the name out of "by Ann Example on 3 May".
func byline(text string) string {
	if cut := byWord.ReplaceAllString(text, ""); cut != text {
		text = bylineEnd.ReplaceAllString(cut, "")
	}
	if dateLike.MatchString(text) || strings.ContainsAny(text, "0123456789") {
		return ""
	}
	return text
}
