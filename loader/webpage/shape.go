package webpage

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
)

var (
	bookWord = regexp.MustCompile(`(?i)\b(?:chapters?|course|curriculum|syllabus|handbook|book|lessons?|learning path|walkthrough|deep dives?|in \d+ parts)\b`)
	// titles of pages that list whatever there is
	filing   = regexp.MustCompile(`(?i)^(?:(?:all )?(?:posts|articles|entries|writings?|essays|notes|blog|news|home|archives?|tutorials|guides|series|courses|books|latest|recent)\b.*|(?:tag|tags|topic|category|author|posts tagged|tagged|filed under)\b.*|.*\b(?:blog|archives?)|#\S+|page \d+.*)$`)
	yearLike = regexp.MustCompile(`(?i)^(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+)?\d{4}$|^(?:january|february|march|april|may|june|july|august|september|october|november|december)$`)
)

// shapeOf tells a chapter index from a tag page: chapters have numbers or
// statuses of their own or stand in an ordered list, and none has a date; or the page says that it's a course or book.
func (l *list) shapeOf(form Form) listing.Shape {
	switch form {
	case TagPage:
		return listing.TagPage
	case Chapters:
		return listing.Chapters
	}
	dated, counted, status, ordered, inTitle := 0, 0, 0, 0, 0
	for _, e := range l.entries {
		dated += b2i(e.Date != "")
		counted += b2i(e.counted && e.Series == "")
		status += b2i(e.Status != "")
		ordered += b2i(e.orderedList() != nil)
		inTitle += b2i(e.Series != "")
	}
	n := len(l.entries)
	book := l.facts.listing.is(wordSet("Book Course CreativeWorkSeries LearningPath")) || bookWord.MatchString(l.facts.title.Value)
	switch {
	case n == 0, 2*dated > n, 2*inTitle > n:
		return listing.TagPage
	case 2*counted > n, 2*status > n, 2*ordered > n, book:
		return listing.Chapters
	}
	return listing.TagPage
}

// orderedList gives the ordered list that an entry is an item of.
func (e *entry) orderedList() *html.Node {
	item := closest(e.holder, named(atom.Li))
	if item == nil || item.Parent.DataAtom != atom.Ol {
		return nil
	}
	return item.Parent
}

// seriesName is what a page of chapters lists the parts of; "" if its title only says where it files.
func (l *list) seriesName(form Form) string {
	if its := l.facts.listing.text("name", "headline"); its != "" && l.facts.listing.is(seriesTypes) {
		return its
	}
	title := l.facts.title.Value
	for _, pattern := range boxNames[2:3] { // "Series: Quiet Water"
		if m := pattern.FindStringSubmatch(title); m != nil && m[1] != "" {
			return squeeze(m[1])
		}
	}
	if listing.IsTagLine(title) || filing.MatchString(title) && form != Chapters {
		return ""
	}
	return title
}

// settle gives the entries their series and parts, in whole, and makes a listing of them.
func (l *list) settle() {
	l.number()
	for _, e := range l.entries {
		if e.Part > 0 && e.Series == "" || l.shape == listing.Chapters && e.Series == "" {
			if e.Series = l.seriesAbove(e); e.Series == "" && e.bare {
				e.Series = e.Title.Text
			}
		}
		if e.Part > 0 && e.Series == "" {
			l.found.Warnings.Add(graph.Place{Line: e.Title.Number}, "write the series before it", "part %d of what? neither the title nor the page names a series", e.Part)
			e.Part = 0
		}
		e.Readable = listing.IsLive(e.Status) && (e.isLinked || l.shape != listing.Chapters || e.Status != "")
		if !e.Readable && e.Status == "" {
			e.Status = "no link"
		}
		l.found.Entries = append(l.found.Entries, e.Entry)
	}
}

// seriesAbove is the name of the series that stands above an entry: the heading of its section, else the page's.
// Where the page is one book its sections are parts of that.
func (l *list) seriesAbove(e *entry) string {
	section := ""
	if e.above != nil && level(e.above) > 1 {
		if text := textOf(e.above); !yearLike.MatchString(text) && !filing.MatchString(text) && !besideHeading.MatchString(text) {
			section = strings.TrimRight(text, ":")
		}
	}
	if l.isDivided() {
		return cmp.Or(section, l.name)
	}
	return cmp.Or(l.name, section)
}

// isDivided says that each section numbers its own parts, from the beginning: they are series each.
func (l *list) isDivided() bool {
	if l.name == "" {
		return true
	}
	sections := map[int]*html.Node{}
	for _, e := range l.entries {
		if !e.counted || e.Part == 0 {
			continue
		}
		if above, seen := sections[e.Part]; seen && above != e.above {
			return true
		}
		sections[e.Part] = e.above
	}
	return false
}

// number counts the chapters of ordered lists: each by its list's own numbers, or on through all lists of the page.
func (l *list) number() {
	if l.shape != listing.Chapters || slices.ContainsFunc(l.entries, func(e *entry) bool { return e.counted }) {
		return
	}
	generic := l.name == ""
	next := map[*html.Node]int{} // in each list, or in all of them
	var before *html.Node
	for _, e := range l.entries {
		ol := e.orderedList()
		if ol == nil && !l.facts.listing.is(seriesTypes) {
			continue
		}
		key := ol
		if !generic {
			key = nil
		}
		step := 1
		if ol != nil && ol != before {
			if start, err := strconv.Atoi(attr(ol, "start")); err == nil && start > 0 && start <= maxPart {
				next[key] = start - 1
			}
			if has(ol, "reversed") && attr(ol, "start") == "" {
				next[key] = l.inList(ol) + 1
			}
			before = ol
		}
		if ol != nil && has(ol, "reversed") {
			step = -1
		}
		next[key] += step
		e.Part = max(next[key], 0)
	}
	if l.name != "" { // an ordered list of several series' parts is none of its own
		return
	}
	for _, e := range l.entries {
		if l.seriesAbove(e) == "" {
			e.Part = 0
		}
	}
}

func (l *list) inList(ol *html.Node) int {
	n := 0
	for _, e := range l.entries {
		n += b2i(e.orderedList() == ol)
	}
	return n
}

// isListing tells a listing from an article: it has entries, and more words in them than beside them.
// How many more depends on what the page says that it is, and on whether it counts chapters.
func (l *list) isListing(rest int) bool {
	share := 1.0
	n := len(l.entries)
	says := func(types map[string]bool) bool { return l.facts.listing.is(types) }
	counted := 0
	for _, e := range l.entries {
		counted += b2i(e.Part > 0 && l.shape == listing.Chapters)
	}
	switch {
	case n < 2:
		return false
	case l.facts.main != nil && !says(listingTypes) || l.facts.meta["og:type"].Value == "article":
		share = 4
	case counted > 1 && 2*counted > n, says(listingTypes):
		share = 0.1
	case filing.MatchString(l.facts.title.Value), bodyList.MatchString(attr(l.body, "class")):
		share = 0.5
	}
	return float64(l.words) >= share*float64(rest) && (n > 2 || share < 1 || l.words > rest*2)
}

// bodyList are the classes of a page's body by which blog software says that it lists.
var bodyList = regexp.MustCompile(`(?i)(?:^|\s)(?:archive|tag|category|blog|home|tag-template|list|taxonomy|term|page-archive|series)(?:$|[\s-])`)

// rest counts the words of the page's content that are in no entry, without what stands beside it.
func (l *list) rest() int {
	return max(wordsBeside(l.content())-l.words, 0)
}

func wordsBeside(n *html.Node) int {
	if n.Type == html.TextNode {
		return len(strings.Fields(n.Data))
	}
	if n.Type == html.ElementNode && isAside(n) {
		return 0
	}
	count := 0
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		count += wordsBeside(child)
	}
	return count
}
