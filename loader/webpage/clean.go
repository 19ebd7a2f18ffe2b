package webpage

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/readfirst/readfirst/graph"
)

// Limits of a page. What is beyond them is no page that a person wrote, and
// could make the parser slow or large.
const (
	maxElements = 200_000
	maxNested   = 256 // below the 512 of the parser
	maxRestored = 1_000_000
	maxValue    = 4096
	maxData     = 1 << 20 // of one piece of structured data
)

// lineAttribute has the line of a start tag. Attributes of the page aren't
// copied unless they are listed, so it can't be the page's own.
const lineAttribute = "data-line"

// keptAttributes are all that is read of a page's attributes.
var keptAttributes = map[string]bool{
	"alt": true, "aria-current": true, "aria-hidden": true, "aria-label": true, "charset": true, "class": true, "content": true, "datetime": true,
	"dir": true, "hidden": true, "href": true, "http-equiv": true, "id": true, "itemid": true, "itemprop": true, "itemscope": true, "itemtype": true,
	"itemref": true, "lang": true, "name": true, "property": true, "rel": true, "reversed": true, "role": true, "src": true, "start": true, "title": true, "value": true,
}

// formatting are the elements that the parser opens again in every block
// until they are closed.
var formatting = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true,
	"s": true, "small": true, "strike": true, "strong": true, "tt": true, "u": true,
}

// void elements have no end tag, and those below are closed by others.
var (
	void     = wordSet("area base br col embed hr img input link meta param source track wbr")
	selfEnds = wordSet("body colgroup dd dt head html li option optgroup p rp rt tbody td tfoot th thead tr")
	unread   = wordSet("iframe noembed noframes noscript script style textarea xmp") // their text is raw
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

var (
	displayNone = regexp.MustCompile(`(?i)display\s*:\s*none`)
	savedFrom   = regexp.MustCompile(`(?i)^\s*(?:saved from url=\(\d+\)|page saved with singlefile\s+url:\s*|mirrored from\s+)(\S+)`)
)

// cleaner copies a page's tags and texts, without what isn't read.
type cleaner struct {
	tokens *html.Tokenizer
	out    bytes.Buffer
	line   int

	elements int
	nested   []string       // the elements that are open, as far as can be told without the parser's rules
	open     map[string]int // formatting elements
	opened   int            // their sum
	restored int            // elements that the parser may add to close formatting in the right order

	in        string // the raw element that is left out
	dataLine  int    // the line of structured data that is being read, else 0
	data      []rawData
	savedFrom string
}

// rawData is a piece of JSON-LD.
type rawData struct {
	text string
	line int
}

// cleaned copies a page that begins on a line. A fault says that it goes beyond a limit.
func cleaned(page []byte, line int) (*cleaner, *graph.Fault) {
	c := &cleaner{tokens: html.NewTokenizer(bytes.NewReader(page)), line: line, open: map[string]int{}}
	for {
		kind := c.tokens.Next()
		if kind == html.ErrorToken {
			return c, nil
		}
		lines := bytes.Count(c.tokens.Raw(), []byte{'\n'})
		switch kind {
		case html.TextToken:
			c.text()
		case html.StartTagToken, html.SelfClosingTagToken:
			c.start()
		case html.EndTagToken:
			c.end()
		case html.CommentToken:
			c.comment()
		case html.DoctypeToken:
			c.out.Write(c.tokens.Raw())
		}
		if what := c.beyond(); what != "" {
			return nil, &graph.Fault{Place: graph.Place{Line: c.line}, What: what, Do: "simplify the page or leave it out"}
		}
		c.line += lines
	}
}

// beyond says which limit a page goes beyond.
func (c *cleaner) beyond() string {
	switch {
	case c.elements > maxElements:
		return "more than " + strconv.Itoa(maxElements) + " elements"
	case len(c.nested) > maxNested:
		return tooDeep
	case c.restored > maxRestored:
		return "too many elements that aren't closed"
	}
	return ""
}

var tooDeep = "more than " + strconv.Itoa(maxNested) + " elements within each other"

func (c *cleaner) text() {
	switch {
	case c.dataLine > 0:
		if raw := c.tokens.Raw(); len(raw) <= maxData {
			c.data = append(c.data, rawData{string(raw), c.dataLine})
		}
		c.dataLine = 0
	case c.in == "":
		c.restored += c.opened
		c.out.Write(c.tokens.Raw())
	}
}

func (c *cleaner) start() {
	bytesOfName, more := c.tokens.TagName()
	name := string(bytesOfName)
	c.elements++
	if !formatting[name] {
		c.restored += c.opened
	} else {
		c.open[name]++
		c.opened++
	}
	if !void[name] && !selfEnds[name] {
		c.nested = append(c.nested, name)
	}
	c.in = ""
	if unread[name] {
		c.in = name
	}
	c.out.WriteByte('<')
	c.out.WriteString(name)
	c.attribute(lineAttribute, strconv.Itoa(c.line))
	for more {
		var key, value []byte
		key, value, more = c.tokens.TagAttr()
		c.attr(name, string(key), value)
	}
	c.out.WriteByte('>')
}

// attr copies one attribute if it is read.
func (c *cleaner) attr(element, key string, value []byte) {
	switch {
	case key == "style" && displayNone.Match(value[:min(len(value), maxValue)]):
		c.attribute("hidden", "")
	case element == "script" && key == "type" && strings.EqualFold(strings.TrimSpace(string(value[:min(len(value), maxValue)])), "application/ld+json"):
		c.dataLine = c.line
	case !keptAttributes[key] || len(value) > maxValue:
	case (key == "href" || key == "src") && !isPlainLink(string(value)):
	default:
		c.attribute(key, string(value))
	}
}

// isPlainLink says that a link leads to a place, and doesn't hold data or code.
func isPlainLink(link string) bool {
	scheme, _, found := strings.Cut(strings.TrimSpace(link), ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "file")
}

func (c *cleaner) attribute(key, value string) {
	c.out.WriteByte(' ')
	c.out.WriteString(key)
	if value != "" {
		c.out.WriteString(`="`)
		c.out.WriteString(html.EscapeString(value))
		c.out.WriteByte('"')
	}
}

func (c *cleaner) end() {
	bytesOfName, _ := c.tokens.TagName()
	name := string(bytesOfName)
	c.in, c.dataLine = "", 0
	if c.open[name] > 0 {
		c.open[name]--
		c.opened--
	}
	for i := len(c.nested) - 1; i >= 0; i-- {
		if c.nested[i] == name {
			c.nested = c.nested[:i]
			break
		}
	}
	c.out.WriteString("</")
	c.out.WriteString(name)
	c.out.WriteByte('>')
}

// comment leaves a comment out, unless a browser says in it where the page is from.
func (c *cleaner) comment() {
	text := c.tokens.Text()
	if m := savedFrom.FindSubmatch(text[:min(len(text), maxValue)]); m != nil && c.savedFrom == "" {
		c.savedFrom = strings.TrimSpace(string(m[1]))
		if !strings.Contains(c.savedFrom, "://") { // HTTrack leaves the scheme out
			c.savedFrom = "https://" + c.savedFrom
		}
	}
}
