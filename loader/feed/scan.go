package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Limits of a feed. What is beyond them is no feed that a program wrote for
// readers, and could make the parser slow or large.
const (
	maxElements = 200_000
	maxNested   = 128
	maxNames    = 5_000 // declarations of namespaces
	maxValues   = 256   // attributes of an element
	maxPieces   = 5_000 // of an element's text, between elements and comments
)

// scanned is what is known of a feed before it is parsed.
type scanned struct {
	text  []byte // without its declaration of a character set, and with bases blanked out
	lines int
	items []place
}

// place is where an item and its texts begin.
type place struct {
	line     int
	title    int
	texts    map[string]int // by element
	base     string         // what its links are relative to
	language string

	inOneLine bool // its texts are, as strings of JSON
}

// at gives the place of an item.
func (s *scanned) at(i int) place {
	if i < len(s.items) {
		return s.items[i]
	}
	return place{line: 1, title: 1}
}

// of gives the line of the first text that there is.
func (p place) of(names ...string) int {
	for _, name := range names {
		if line := p.texts[name]; line > 0 {
			return line
		}
	}
	return p.line
}

var declaration = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)

func scan(data []byte) (*scanned, *graph.Fault) {
	s := &scanned{text: bytes.Clone(data), lines: 1 + bytes.Count(data, []byte{'\n'})}
	if trimmed := bytes.TrimLeft(data, " \t\r\n"); bytes.HasPrefix(trimmed, []byte("{")) {
		s.json(data)
		return s, nil
	}
	if at := declaration.FindIndex(s.text); at != nil { // it is UTF-8 by now, whatever it says
		blank(s.text[at[0]:at[1]])
	}
	x := xmlScan{scanned: s, decoder: xml.NewDecoder(bytes.NewReader(s.text))}
	x.decoder.Strict = false
	if fault := x.run(); fault != nil {
		return nil, fault
	}
	return s, nil
}

// blank overwrites all but line ends with spaces.
func blank(text []byte) {
	for i, c := range text {
		if c != '\n' && c != '\r' {
			text[i] = ' '
		}
	}
}

// xmlScan goes through a feed element by element.
type xmlScan struct {
	*scanned
	decoder *xml.Decoder

	open     []element
	elements int
	names    int
	line     int // of the last token's beginning
	seen     int // lines are counted up to this byte
}

type element struct {
	name     string // without its prefix, small
	base     string
	language string
	item     int // the number of the item that it is in, from 1
	pieces   int
}

func (x *xmlScan) run() *graph.Fault {
	x.line = 1
	for {
		from := int(x.decoder.InputOffset())
		token, err := x.decoder.RawToken()
		x.line += bytes.Count(x.text[x.seen:from], []byte{'\n'})
		x.seen = from
		if err != nil {
			return x.ended(err)
		}
		to := int(x.decoder.InputOffset())
		switch token := token.(type) {
		case xml.StartElement:
			x.start(token, from, to)
		case xml.EndElement:
			x.end(token)
		case xml.CharData, xml.Comment:
			if n := len(x.open); n > 0 {
				x.open[n-1].pieces++
			}
		case xml.Directive:
			if bytes.Contains(token, []byte("<!ENTITY")) {
				return x.fault("the feed declares entities of its own", "remove its DOCTYPE")
			}
		}
		if what := x.beyond(token); what != "" {
			return x.fault(what, "simplify the feed or leave it out")
		}
	}
}

// ended says that the file is through, or why not. What gofeed can't read either it says better.
func (x *xmlScan) ended(err error) *graph.Fault {
	if errors.Is(err, io.EOF) {
		return nil
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return x.fault("the feed can't be read: "+syntax.Msg, "save it again, or mend it")
	}
	return x.fault("the feed can't be read: "+err.Error(), "save it again, or mend it")
}

func (x *xmlScan) fault(what, do string) *graph.Fault {
	return &graph.Fault{Place: graph.Place{Line: min(x.line, x.lines)}, What: what, Do: do}
}

func (x *xmlScan) beyond(token xml.Token) string {
	start, _ := token.(xml.StartElement)
	switch n := len(x.open); {
	case x.elements > maxElements:
		return "more than " + strconv.Itoa(maxElements) + " elements"
	case n > maxNested:
		return "more than " + strconv.Itoa(maxNested) + " elements within each other"
	case x.names > maxNames:
		return "more than " + strconv.Itoa(maxNames) + " declarations of namespaces"
	case len(start.Attr) > maxValues:
		return "an element with more than " + strconv.Itoa(maxValues) + " attributes"
	case n > 0 && x.open[n-1].pieces > maxPieces && !holdsItems[x.open[n-1].name]:
		return "a text in more than " + strconv.Itoa(maxPieces) + " pieces"
	}
	return ""
}

// start notes an element. An xml:base is kept for the items within and blanked out: the parser would parse
// their texts for it, without limits.
func (x *xmlScan) start(token xml.StartElement, from, to int) {
	x.elements++
	e := element{name: strings.ToLower(token.Name.Local)}
	parent := ""
	if n := len(x.open); n > 0 {
		parent, e.base, e.language, e.item = x.open[n-1].name, x.open[n-1].base, x.open[n-1].language, x.open[n-1].item
	}
	for _, a := range token.Attr {
		switch {
		case a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns":
			x.names++
		case a.Name.Space == "xml" && a.Name.Local == "base":
			e.base = resolved(e.base, a.Value)
			hide(x.text[from:to])
		case a.Name.Space == "xml" && a.Name.Local == "lang":
			e.language = a.Value
		}
	}
	if isItem(e.name, parent, token.Name.Space) {
		x.items = append(x.items, place{line: x.line, title: x.line, texts: map[string]int{}, base: e.base, language: e.language})
		e.item = len(x.items)
	} else if n := len(x.open); e.item > 0 && n > 0 && isItem(parent, x.parentOf(n-1), "") {
		x.textOf(&x.items[e.item-1], e.name, to)
	}
	x.open = append(x.open, e)
}

func (x *xmlScan) parentOf(i int) string {
	if i == 0 {
		return ""
	}
	return x.open[i-1].name
}

// textOf notes where the text of an item's element begins: behind the white space that is cut off it.
func (x *xmlScan) textOf(p *place, name string, to int) {
	rest := x.text[to:]
	rest = rest[:len(rest)-len(bytes.TrimLeft(rest, " \t\r\n"))]
	line := x.line + bytes.Count(x.text[x.seen:to], []byte{'\n'}) + bytes.Count(rest, []byte{'\n'})
	if name == "title" {
		p.title = line
	}
	if p.texts[name] == 0 {
		p.texts[name] = line
	}
}

var holdsItems = map[string]bool{"channel": true, "feed": true, "rdf": true, "rss": true}

func isItem(name, parent, prefix string) bool {
	if prefix != "" && !strings.EqualFold(prefix, "rss") && !strings.EqualFold(prefix, "atom") {
		return false
	}
	return name == "entry" && parent == "feed" || name == "item" && (parent == "channel" || parent == "rdf" || parent == "rss")
}

// hide spells xml:base otherwise, so that it means nothing.
func hide(tag []byte) {
	for _, at := range baseName.FindAllIndex(tag, -1) {
		copy(tag[at[0]:], "xml:bas_")
	}
}

var baseName = regexp.MustCompile(`\bxml:base\b`)

func (x *xmlScan) end(token xml.EndElement) {
	name := strings.ToLower(token.Name.Local)
	for i := len(x.open) - 1; i >= 0; i-- {
		if x.open[i].name == name {
			x.open = x.open[:i]
			return
		}
	}
}

// json finds the lines of the items of a JSON feed. What it can't read gofeed says.
func (s *scanned) json(data []byte) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return
		}
		if key != "items" {
			var skipped json.RawMessage
			if decoder.Decode(&skipped) != nil {
				return
			}
			continue
		}
		if token, err := decoder.Token(); err != nil || token != json.Delim('[') {
			return
		}
		s.jsonItems(data, decoder)
		return
	}
}

func (s *scanned) jsonItems(data []byte, decoder *json.Decoder) {
	line, seen := 1, 0
	for decoder.More() {
		var item json.RawMessage
		if decoder.Decode(&item) != nil {
			return
		}
		from := int(decoder.InputOffset()) - len(item)
		line += bytes.Count(data[seen:from], []byte{'\n'})
		seen = from
		p := place{line: line, title: line, texts: map[string]int{}, inOneLine: true}
		for _, key := range []string{"title", "content_html", "content_text", "summary"} {
			if at := bytes.Index(item, []byte(`"`+key+`"`)); at >= 0 {
				p.texts[key] = line + bytes.Count(item[:at], []byte{'\n'})
			}
		}
		if its := p.texts["title"]; its > 0 {
			p.title = its
		}
		s.items = append(s.items, p)
	}
}
