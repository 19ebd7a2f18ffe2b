package webpage

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/page"
)

const countPattern = `([0-9]{1,4}|[IVXLivxl]{1,7}|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))`

const total = `(?:[0-9]{1,4}|[IVXLivxl]{1,7}|(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))\b`

var (
	seriesWord = regexp.MustCompile(`(?i)(?:^|[\s_-])series(?:$|[\s_-])`)

	// "Part 3 of 9", "This post is part 3 of the Quiet Water series", "Part 3/9 · Quiet Water"
	partLine = regexp.MustCompile(`(?i)^(?:th(?:is|e) (?:post|article|page|tutorial|chapter|lesson|entry|piece) is |you(?:'re|’re| are) reading )?(?:the )?part\s+#?` + countPattern +
		`(?:\s*(?:of|/|out of)\s*` + total + `)?\b[\s,:·•|–—-]*(?:(?:of|in|from)\s+)?(?:(?:the|our|my|a|an)\s+)?(?:[0-9]+[- ]part\s+)?(?:series[\s:,]+)?(?:(?:on|about|called|titled|named)\s+)?["“«‘]?(.*?)["”»’]?(?:\s+series)?[.:]?$`)
	// "Quiet Water · Part 3 of 9", "Quiet Water, 3/9"
	partBehind  = regexp.MustCompile(`(?i)^["“]?(.{2,80}?)["”]?(?:\s+series)?\s*[,:·•|–—(-]+\s*part\s+#?` + countPattern + `(?:\s*(?:of|/)\s*` + total + `)?\)?[.]?$`)
	shareBehind = regexp.MustCompile(`^(.{2,80}?)\s*[,:·•|–—(-]+\s*([0-9]{1,4})\s*(?:/|of)\s*[0-9]{1,4}\)?$`)

	// What stands above a list of a series' parts, and the series' name in it.
	boxNames = []*regexp.Regexp{
		regexp.MustCompile(`(?i)^th(?:is|e) (?:post|article|page|tutorial|chapter|lesson|entry) is (?:a )?part of (?:the |a |our |my )?(?:series )?["“«]?(.*?)["”»]?(?: series)?[.:]?$`),
		regexp.MustCompile(`(?i)^(?:all |other |more )?(?:posts|articles|parts|chapters|lessons|entries|more|also) (?:in|of|from) (?:the |this |our |my )?(?:series\b)?:?\s*["“«]?(.*?)["”»]?(?: series)?[.:]?$`),
		regexp.MustCompile(`(?i)^(?:in )?(?:the |this |our )?series\b\s*[:–—-]?\s*["“«]?(.*?)["”»]?[.:]?$`),
		regexp.MustCompile(`(?i)^["“«]?(.*?)["”»]?[ :–—-]+(?:the |a )?(?:blog |article )?series[.:]?$`),
	}
	genericName = regexp.MustCompile(`(?i)^(?:home|start|index|blog|posts?|articles?|tutorials?|guides?|docs|documentation|news|archives?|tags?|categor(?:y|ies)|all|series|this|writing|learn|courses?|notes|topics?)$`)
	currentWord = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:current|active|selected|this|self|is-active|is-current|here)(?:$|[\s_-])`)
	itemNumber  = regexp.MustCompile(`(?i)^(?:(?:part|pt\.?|chapter|ch\.?|lesson|episode|ep\.?|step|day|unit|module|no\.?)\s*#?` + countPattern + `|#?([0-9]{1,4})\s*[.):–—-]|#([0-9]{1,4}))(?:[\s:.)–—-]|$)`)
)

// series finds which part of which series the page is: by its structured data
// and title, else by what it shows: a box that lists the parts, a line
// "Part 3 of 9", and for the name the page above it.
func (d *document) series(f *facts) {
	whole := f.title.Value
	title := listing.ParseTitle(whole)
	if title.Part > 0 {
		f.part = cmp.Or(f.part, title.Part)
		if title.Series != "" && !title.Bare && !f.series.Given() {
			f.series = page.Text{Value: title.Series, Line: f.title.Line}
		}
		f.title.Value = title.Text
	}
	if !f.series.Given() || f.part == 0 {
		f.partOf(d.seriesBox(f))
	}
	if !f.series.Given() || f.part == 0 {
		f.partOf(d.partLine())
	}
	if f.part > 0 && !f.series.Given() {
		f.series = d.above(f)
	}
	if title.Bare && (!f.series.Given() || graph.Fold(f.series.Value) == graph.Fold(title.Series)) {
		f.title.Value, f.series = whole, page.Text{Value: title.Series, Line: f.title.Line}
	}
	if !f.series.Given() {
		f.part = 0
	}
}

// partOf takes over what isn't known yet. What speaks of another series is let be.
func (f *facts) partOf(series page.Text, part int) {
	if f.series.Given() && series.Given() && graph.Slug(f.series.Value) != graph.Slug(series.Value) {
		return
	}
	if !f.series.Given() {
		f.series = series
	}
	if f.part == 0 {
		f.part = part
	}
}

// seriesBox finds the list of a series' parts that the page stands in itself.
func (d *document) seriesBox(f *facts) (series page.Text, part int) {
	for _, list := range all(d.body, named(atom.Ol, atom.Ul)) {
		at, count := d.current(list, f)
		if at < 0 || count < 2 {
			continue
		}
		name, isBox := boxName(list)
		if !isBox {
			continue
		}
		if above := headingAbove(list, nil); above != nil { // none of it is the page's text
			above.Parent.RemoveChild(above)
		}
		list.Parent.RemoveChild(list)
		return name, at + 1
	}
	return page.Text{}, 0
}

// current gives which item of a list is the page itself, and how many there
// are. What the items number themselves counts more than their order.
func (d *document) current(list *html.Node, f *facts) (at, count int) {
	at = -1
	for item := list.FirstChild; item != nil; item = item.NextSibling {
		if item.DataAtom != atom.Li {
			continue
		}
		if d.isCurrent(item, f) {
			at = count
			if m := itemNumber.FindStringSubmatch(textOf(item)); m != nil {
				at = listing.Number(m[1]+m[2]+m[3]) - 1
			} else if t := listing.ParseTitle(textOf(item)); t.Part > 0 {
				at = t.Part - 1
			}
		}
		count++
	}
	if has(list, "reversed") && at >= 0 {
		at = count - 1 - at
	}
	return at, count
}

// isCurrent says that an item of a list is the page that it stands in.
func (d *document) isCurrent(item *html.Node, f *facts) bool {
	link := find(item, atom.A)
	if link == nil {
		return graph.Fold(listing.ParseTitle(textOf(item)).Text) == graph.Fold(f.title.Value) || isOf(item, currentWord)
	}
	if has(link, "aria-current") && attr(link, "aria-current") != "false" || isOf(item, currentWord) || isOf(link, currentWord) {
		return true
	}
	to := d.resolve(attr(link, "href"))
	return to.web != "" && graph.AddressSlug(to.web) == graph.AddressSlug(f.address)
}

// boxName finds the name of the series above a list of its parts. It looks no
// farther than the element that is called a series, or the list's nearest heading.
func boxName(list *html.Node) (name page.Text, isBox bool) {
	box := closest(list, func(n *html.Node) bool { return isOf(n, seriesWord) })
	heading := headingAbove(list, box)
	if heading == nil {
		return page.Text{}, box != nil
	}
	text := textOf(heading)
	for _, pattern := range boxNames {
		if m := pattern.FindStringSubmatch(text); m != nil {
			name := squeeze(m[1])
			if name == "" || genericName.MatchString(name) {
				return page.Text{}, true
			}
			return page.Text{Value: name, Line: lineOf(heading)}, true
		}
	}
	if m := partLine.FindStringSubmatch(text); m != nil {
		return page.Text{Value: squeeze(m[2]), Line: lineOf(heading)}, true
	}
	if box == nil {
		return page.Text{}, false
	}
	return page.Text{Value: strings.TrimRight(text, ":."), Line: lineOf(heading)}, true
}

// headingAbove gives the text block right above a list: a heading, paragraph
// or summary, within the box if there is one.
func headingAbove(list, box *html.Node) *html.Node {
	const near, longest = 3, 160
	for n, steps := list, 0; n != nil && n != box && steps < near; n, steps = n.Parent, steps+1 {
		for before := n.PrevSibling; before != nil; before = before.PrevSibling {
			if before.Type == html.ElementNode && textOf(before) != "" {
				if len(textOf(before)) > longest {
					return nil
				}
				return before
			}
		}
	}
	return nil
}

// partLine finds a line near the top that says which part this is.
func (d *document) partLine() (series page.Text, part int) {
	const far, longest = 20, 120
	seen := 0
	for n := range within(d.content()) {
		if n.Type != html.ElementNode || !isLeafBlock(n) && n.DataAtom != atom.Span && n.DataAtom != atom.A {
			continue
		}
		text := textOf(n)
		if seen += b2i(text != "" && isBlock(n)); seen > far {
			break
		}
		if text == "" || len(text) > longest {
			continue
		}
		if name, part := partIn(text, closest(n, func(n *html.Node) bool { return isOf(n, seriesWord) }) != nil); part > 0 {
			return page.Text{Value: name, Line: lineOf(n) * b2i(name != "")}, part
		}
	}
	return page.Text{}, 0
}

// partIn reads a line that says nothing but which part of which series this is. "Quiet Water 3/9" is such a
// line only in a place for it.
func partIn(text string, isPlace bool) (series string, part int) {
	name, count := "", ""
	if m := partLine.FindStringSubmatch(text); m != nil {
		name, count = m[2], m[1]
	} else if m := partBehind.FindStringSubmatch(text); m != nil {
		name, count = m[1], m[2]
	} else if m := shareBehind.FindStringSubmatch(text); m != nil && isPlace {
		name, count = m[1], m[2]
	}
	name = squeeze(name)
	if !isName(name) {
		return "", 0
	}
	return name, listing.Number(count)
}

// isLeafBlock says that an element is a block without blocks in it.
func isLeafBlock(n *html.Node) bool {
	if !isBlock(n) {
		return false
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if isBlock(child) {
			return false
		}
	}
	return true
}

// isName says that a text could be the name of a series, or is nothing: it is no sentence.
func isName(text string) bool {
	const longest = 80
	text = squeeze(text)
	if text == "" {
		return true
	}
	return len(text) <= longest && !strings.Contains(text, ". ") && !genericName.MatchString(text) && !strings.HasPrefix(strings.ToLower(text), "this ")
}

// above gives the name of the page that the breadcrumbs have above this one, if it's a name.
func (d *document) above(f *facts) page.Text {
	var trail []page.Text
	for _, t := range d.described {
		if slices.Contains(t.types, "BreadcrumbList") && trail == nil {
			for _, item := range t.things("itemListElement") {
				name := item.text("name")
				if its := item.things("item"); name == "" && len(its) > 0 {
					name = its[0].text("name")
				}
				trail = append(trail, page.Text{Value: name, Line: item.line})
			}
		}
	}
	if trail == nil {
		for _, n := range all(d.body, func(n *html.Node) bool {
			return isOf(n, breadcrumbWord) || breadcrumbWord.MatchString(attr(n, "aria-label"))
		}) {
			trail = trailIn(n)
			break
		}
	}
	if n := len(trail); n > 0 && graph.Fold(listing.ParseTitle(trail[n-1].Value).Text) == graph.Fold(f.title.Value) {
		trail = trail[:n-1]
	}
	if n := len(trail); n > 0 && isName(trail[n-1].Value) {
		return trail[n-1]
	}
	return page.Text{}
}

// trailIn reads the pages above from a trail of links.
func trailIn(n *html.Node) []page.Text {
	var trail []page.Text
	for _, item := range all(n, named(atom.A, atom.Li)) {
		if text := textOf(item); text != "" && (item.DataAtom == atom.A || find(item, atom.A) == nil) {
			trail = append(trail, page.Text{Value: text, Line: lineOf(item)})
		}
	}
	return trail
}

var breadcrumbWord = regexp.MustCompile(`(?i)breadcrumb`)
