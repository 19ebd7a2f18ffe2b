package feed

import (
	"cmp"
	"html"
	"net/mail"
	"net/url"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/webpage"
)

// item makes a page of an item of a feed.
func (f *Feed) item(item *gofeed.Item, of *gofeed.Feed, at place) {
	p := &page.Page{Kind: graph.KindArticle, Foreign: true}
	p.URL = f.address(item, of, at)
	p.Author = authors(item.Authors, of.Authors)
	p.Date = date(item)
	p.Lang = cmp.Or(at.language, of.Language)
	f.title(p, plain(item.Title), at.title)
	f.texts(p, item, at)
	if !p.Name.Given() {
		p.Name = page.Text{Value: firstWords(p), Line: at.line}
	}
	if !p.Name.Given() {
		f.warn(at.line, "give it a title", "an item without a title or a text is left out")
		return
	}
	p.Line = p.Name.Line
	if p.URL == "" { // like an entry of a listing
		p.ID = page.Text{Value: graph.Slug(p.Name.Value), Line: p.Line}
	}
	f.Items = append(f.Items, p)
}

// title takes a title apart as in a listing.
func (f *Feed) title(p *page.Page, whole string, line int) {
	t := listing.ParseTitle(whole)
	p.Name = page.Text{Value: t.Text, Line: line}
	if t.Bare {
		p.Name.Value = whole
	}
	if t.Series == "" && t.Part > 0 {
		f.warn(line, "write the series before it", "part %d of what? the title names no series", t.Part)
		return
	}
	p.Series, p.Part = page.Text{Value: t.Series, Line: line}, t.Part
}

// address is the item's link, or an id that is one.
func (f *Feed) address(item *gofeed.Item, of *gofeed.Feed, at place) string {
	base := resolved(cmp.Or(of.Link, of.FeedLink), at.base)
	for _, its := range append([]string{item.Link, item.GUID}, item.Links...) {
		if its = strings.TrimSpace(its); its == "" {
			continue
		}
		if its != item.GUID || strings.Contains(its, "://") {
			its = resolved(base, its)
		}
		if graph.AddressSlug(its) != "" {
			return its
		}
	}
	return ""
}

// resolved gives an address that may be relative to another.
func resolved(base, its string) string {
	b, err := url.Parse(strings.TrimSpace(base))
	if err != nil {
		return its
	}
	u, err := b.Parse(strings.TrimSpace(its))
	if err != nil || its == "" {
		return base
	}
	return u.String()
}

// authors joins names; addresses of mail are nobody's business.
func authors(its ...[]*gofeed.Person) string {
	for _, people := range its {
		var names []string
		for _, person := range people {
			if person != nil && person.Name != "" && !strings.Contains(person.Name, "@") {
				names = append(names, strings.Join(strings.Fields(person.Name), " "))
			}
		}
		if len(names) > 0 {
			return strings.Join(names, ", ")
		}
	}
	return ""
}

var day = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)

// date is the day of publication, in the zone that it is written in.
func date(item *gofeed.Item) string {
	its := strings.TrimSpace(cmp.Or(item.Published, item.Updated))
	if iso := day.FindString(its); iso != "" {
		return iso
	}
	if t, err := mail.ParseDate(its); err == nil {
		return t.Format("2006-01-02")
	}
	if t := cmp.Or(item.PublishedParsed, item.UpdatedParsed); t != nil {
		return t.Format("2006-01-02")
	}
	const longest = 60
	if len(its) > longest {
		return ""
	}
	return its
}

var (
	inTitle = regexp.MustCompile(`(?i)</?(?:a|abbr|b|br|cite|code|em|i|kbd|mark|q|s|small|span|strong|sub|sup|tt|u|var)(?:\s[^<>]*)?/?>`)
	anyTag  = regexp.MustCompile(`<[a-zA-Z/!][^<>]*>`)
	cutOff  = regexp.MustCompile(`(?i)(?:\[?(?:…|\.\.\.|&hellip;|&#8230;|&#x2026;)\]?|\b(?:read more|continue reading|weiterlesen)\b[^<]{0,80})\s*(?:</[a-z]+>\s*)*$`)
	// "The post Toads appeared first on Pond Post."
	appeared = regexp.MustCompile(`(?is)<p>\s*The post\s+<a [^>]*>.*?</a>\s+appeared first on\s+<a [^>]*>.*?</a>\s*\.?\s*</p>\s*$`)
)

// plain gives a title without the tags and entities that programs leave in it.
func plain(title string) string {
	return strings.Join(strings.Fields(html.UnescapeString(inTitle.ReplaceAllString(title, ""))), " ")
}

// texts tells a teaser from the text. What an item has as content is its text; a description
// is, too, if it is long and isn't cut off.
func (f *Feed) texts(p *page.Page, item *gofeed.Item, at place) {
	content, line := item.Content, at.of("encoded", "content", "content_html", "content_text")
	teaser, teaserLine := item.Description, at.of("description", "summary", "subtitle")
	const enough = 150
	if content == "" && len(strings.Fields(anyTag.ReplaceAllString(teaser, " "))) >= enough && !cutOff.MatchString(strings.TrimSpace(teaser)) {
		content, line, teaser = teaser, teaserLine, ""
	}
	if content != "" {
		f.text(p, appeared.ReplaceAllString(content, ""), at, line)
	}
	if teaser = appeared.ReplaceAllString(teaser, ""); teaser != "" && teaser != content {
		summary := &page.Page{}
		f.text(summary, teaser, at, teaserLine)
		var words []string
		for i := range summary.Blocks {
			words = append(words, summary.Blocks[i].Quote())
		}
		p.Summary = page.Text{Value: strings.Join(words, " "), Line: teaserLine}
	}
	p.Blocks = append(p.Blocks, categories(item.Categories, at)...)
}

// categories gives what an item is filed under as a text to find mentions in, and nothing more: blogs file under anything.
func categories(names []string, at place) []page.Block {
	const most = 32
	var kept []string
	for _, name := range names[:min(len(names), most)] {
		if name = plain(name); name != "" {
			kept = append(kept, name)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return []page.Block{page.Plain(strings.Join(kept, " · "), 0, at.of("category", "subject", "tags"))}
}

// text reads a text, as HTML if there are tags in it.
func (f *Feed) text(p *page.Page, text string, at place, line int) {
	if !anyTag.MatchString(text) {
		var b strings.Builder
		for i, part := range paragraphs.Split(html.UnescapeString(text), -1) {
			if i > 0 {
				b.WriteString("\n\n")
			}
			b.WriteString("<p>" + html.EscapeString(part) + "</p>")
		}
		text = b.String()
	}
	fragment, fault := webpage.ReadFragment(text, p.URL, line)
	if fault != nil {
		f.warn(fault.Place.Line, fault.Do, "%s: the text is left out", fault.What)
		return
	}
	if at.inOneLine {
		fragment.Text.OnLine(line)
		for i := range fragment.Links {
			fragment.Links[i].Place.Line = line
		}
	}
	p.Links = fragment.Links
	p.Blocks, p.Words, p.Body = fragment.Text.List, fragment.Text.Words, fragment.Body
}

var paragraphs = regexp.MustCompile(`\n[ \t]*\n\s*`)

// firstWords is the title of an item that has none.
func firstWords(p *page.Page) string {
	const longest = 80
	text := p.Summary.Value
	if len(p.Blocks) > 0 {
		text = p.Blocks[0].Quote()
	}
	if len(text) <= longest {
		return text
	}
	end := strings.LastIndex(text[:longest], " ")
	if end < longest/2 {
		end = strings.IndexByte(text[longest:], ' ') + longest
	}
	if end < longest/2 {
		return ""
	}
	return strings.ToValidUTF8(text[:end], "") + "…"
}
