package webpage

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/loader/listing"
)

// entry is one thing that a page lists, while it is being read.
type entry struct {
	listing.Entry
	holder   *html.Node
	above    *html.Node // the heading that it stands under
	counted  bool       // its part is written there
	isLinked bool
	bare     bool // the title is a name and a number: "Mud (2/5)"
}

// entryOf reads the pieces of one entry.
func entryOf(e *entry, found []piece) {
	titled := slices.ContainsFunc(found, func(p piece) bool { return p.isTitle })
	for _, p := range found {
		switch {
		case p.isTitle && !e.Title.Given():
			e.Title = listing.Line{Text: p.text, Number: p.line}
		case p.items != nil:
			e.addItems(p)
		case e.isMeta(p):
		case !titled && !e.Title.Given():
			e.Title = listing.Line{Text: p.text, Number: p.line}
		case p.isTitle: // the rest of it, in other letters
			e.Title.Text += " " + p.text
		case listing.IsKeyLine(p.text) && !e.KeyLine.Given():
			e.KeyLine = listing.Line{Text: p.text, Number: p.line}
			e.Keys = listing.Keys(e.KeyLine)
		default:
			e.Description = append(e.Description, listing.Line{Text: p.text, Number: p.line})
		}
	}
}

// addItems takes a list of short items for key concepts. Links in it are to
// what a blog files under, which is no word on what is taught.
func (e *entry) addItems(p piece) {
	if p.linked || e.KeyLine.Given() {
		return
	}
	const joint = " · "
	e.KeyLine = listing.Line{Text: strings.Join(p.items, joint), Number: p.line}
	at := 0
	for _, item := range p.items {
		e.Keys = append(e.Keys, listing.Line{Text: item, Number: p.line, Offset: at})
		at += len(item) + len(joint)
	}
}

var (
	metaJoint   = regexp.MustCompile(`\s*[·•|]\s*|\s+[–—]\s+|,\s+by\s+`)
	minutesLike = regexp.MustCompile(`(?i)^(?:about |~)?\d+\s*(?:-\s*\d+\s*)?min(?:ute)?s?\.?(?: read(?:ing time)?)?$|^(?:reading time:?|time:?)\s`)
	remarkWord  = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:meta|author|byline|readmore|read-more|more-link|comments?|reading-?time|minutes|icon|sr-only|visually-hidden|screen-reader-text)(?:$|[\s_-])`)
	remarkLike  = regexp.MustCompile(`(?i)^(?:by|written by|posted by)\s+\S|^\d+\s+(?:comments?|words|views|likes)$|^(?:posted|filed) (?:in|under)|^tags?:|^in\s+\S+$|^(?:no|leave a) comments?$|^(?:©|\(c\)|copyright)\s`)
)

// isMeta takes over what a piece says beside title and description: date,
// number, status, series. False if it's none of these.
func (e *entry) isMeta(p piece) bool {
	text := p.text
	switch {
	case p.isTitle:
		return false
	case p.n.DataAtom == atom.Time:
		e.setDate(p)
	case isOf(p.n, seriesWord) && partOfSeries(e, text):
	case e.setCount(text):
	case listing.IsStatus(text) && isInlineOrShort(p):
		if e.Status == "" {
			e.Status = text
		}
	case dateLike.MatchString(text) || shortDate.MatchString(text):
		e.setDate(p)
	case listing.IsNoise(text), minutesLike.MatchString(text), remarkLike.MatchString(text) && len(text) < 80, isOf(p.n, remarkWord) && len(text) < 80 && !hasDate(text):
	default:
		return e.isMetaLine(p)
	}
	return true
}

func isInlineOrShort(p piece) bool { return isInline(p.n) || len(strings.Fields(p.text)) <= 3 }

func hasDate(text string) bool {
	return slices.ContainsFunc(metaJoint.Split(text, -1), dateLike.MatchString)
}

// isMetaLine reads a line of several such things: "3 May 2024 · 5 min read · Ann Example".
func (e *entry) isMetaLine(p piece) bool {
	parts := metaJoint.Split(p.text, -1)
	isOne := func(part string) bool { return dateLike.MatchString(part) || minutesLike.MatchString(part) }
	if len(parts) < 2 || !slices.ContainsFunc(parts, isOne) {
		return false
	}
	for _, part := range parts {
		switch {
		case dateLike.MatchString(part):
			e.setDate(piece{text: part, n: p.n})
		case listing.IsStatus(part) && e.Status == "":
			e.Status = part
		default:
			e.setCount(part)
		}
	}
	return true
}

func (e *entry) setDate(p piece) {
	if e.Date == "" {
		if e.Date = plainDate(attr(p.n, "datetime")); e.Date == "" {
			e.Date = plainDate(p.text)
		}
	}
}

// setCount takes over a number, or "Part 3 of the Quiet Water series".
func (e *entry) setCount(text string) bool {
	if n := countOf(text); n > 0 {
		if !e.counted {
			e.Part, e.counted = n, true
		}
		return true
	}
	const longest = 100
	if len(text) > longest {
		return false
	}
	return partOfSeries(e, text)
}

func partOfSeries(e *entry, text string) bool {
	series, part := partIn(text, true)
	if part == 0 || part > maxPart {
		return false
	}
	if !e.counted {
		e.Part, e.counted = part, true
	}
	if e.Series == "" {
		e.Series = series
	}
	return true
}

var labelledTitle = regexp.MustCompile(`(?i)^(?:(?:part|pt\.?|chapter|ch\.?|lesson|episode|ep\.?|step|day|unit|module)\s*#?` + countPattern + `\s*[:.–—-]+|#?([0-9]{1,3})\s*[.):–—]|#([0-9]{1,3})\s|(0[0-9]{1,2})\s)\s*(\S.*)$`)

// settleTitle takes series and part out of the title.
func (e *entry) settleTitle() {
	if t := listing.ParseTitle(e.Title.Text); t.Part > 0 {
		if !e.counted {
			e.Part, e.counted = t.Part, true
		}
		if e.Series == "" && !t.Bare {
			e.Series = t.Series
		}
		e.bare = t.Bare
		e.Title.Text = t.Text
		return
	}
	m := labelledTitle.FindStringSubmatch(e.Title.Text)
	if m == nil {
		return
	}
	if n := listing.Number(m[1] + m[2] + m[3] + m[4]); n > 0 && (!e.counted || e.Part == n) {
		e.Part, e.counted = n, true
		e.Title.Text = m[5]
	}
}

// unlinked finds what stands among the entries and is like them, but leads
// nowhere: chapters that can't be read yet.
func (d *document) unlinked(c *cluster) []*html.Node {
	type kind struct {
		parent      *html.Node
		name, class string
	}
	kinds := map[kind]bool{}
	for n := range c.holders {
		kinds[kind{n.Parent, n.Data, ""}] = true
		if class := plainClass(n); class != "" {
			kinds[kind{n.Parent, "", class}] = true
		}
	}
	return all(d.body, func(n *html.Node) bool {
		switch {
		case !kinds[kind{n.Parent, n.Data, ""}] && !kinds[kind{n.Parent, "", plainClass(n)}],
			c.within[n] > 0, textOf(n) == "", isAside(n), n.DataAtom == atom.P, n.DataAtom == atom.Dt, level(n) > 0,
			n.DataAtom == atom.Tr && find(n, atom.Td) == nil: // the head of a table
			return false
		}
		return !slices.ContainsFunc(all(n, named(atom.A)), func(a *html.Node) bool { return d.resolve(attr(a, "href")).given() })
	})
}

// "Lakes (coming soon)"
var statusBehind = regexp.MustCompile(`^(.+?)\s*(?:[(\[]\s*([^()\[\]]{3,20})\s*[)\]]|[:–—-]\s+([^:–—-]{3,20}))$`)

// settleStatus takes the status of what has no link out of its title.
func (e *entry) settleStatus() {
	if m := statusBehind.FindStringSubmatch(e.Title.Text); m != nil && e.Status == "" && listing.IsStatus(m[2]+m[3]) {
		e.Title.Text, e.Status = m[1], m[2]+m[3]
	}
}
