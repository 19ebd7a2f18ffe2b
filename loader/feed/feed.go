// Package feed reads feeds: RSS (0.9x, 1.0, 2.0), Atom and JSON Feed. Their
// items are articles. docs/formats.md says what is taken from where.
//
// gofeed reads them; before it does, scan.go looks through the file for what
// would make that slow or large, and for the lines of what it reads.
package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/webpage"
)

// Endings are those of files that may be feeds; [IsFeed] tells.
var Endings = []string{".xml", ".rss", ".atom", ".rdf", ".json"}

var (
	xmlFeed  = regexp.MustCompile(`(?i)^\s*(?:<\?[^>]*\?>\s*|<!--(?:[^-]|-[^-])*-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(?:rss|feed|rdf:rdf)[\s>]`)
	jsonFeed = regexp.MustCompile(`^\s*\{(?s:.*)"https://jsonfeed\.org/version/`)
)

// Enough is how many of a file's first bytes tell whether it is a feed.
const Enough = 4096

// IsFeed says that a file begins as a feed does.
func IsFeed(data []byte) bool {
	text, err := webpage.Decode(data[:min(len(data), Enough)])
	return err == nil && (xmlFeed.Match(text) || jsonFeed.Match(text))
}

// Feed is what one file says: its items, each an article.
type Feed struct {
	Items    []*page.Page
	Warnings graph.Faults // with lines only
}

// Read reads a feed (UTF-8, see [webpage.Decode]). The faults' places have lines only;
// with a fault there is no feed.
func Read(data []byte) (*Feed, graph.Faults) {
	s, fault := scan(data)
	if fault != nil {
		return nil, graph.Faults{*fault}
	}
	parser := gofeed.NewParser()
	parser.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true} // it would parse texts without limits
	its, err := parser.Parse(bytes.NewReader(s.text))
	if err != nil {
		return nil, graph.Faults{unreadable(err, s)}
	}
	f := &Feed{}
	if ofComments.MatchString(its.Title) {
		f.warn(1, "remove it", "a feed of comments is left out")
		return f, nil
	}
	for i, item := range its.Items {
		if item != nil {
			f.item(item, its, s.at(i))
		}
	}
	if len(its.Items) == 0 {
		f.warn(1, "save it again when it has some", "the feed has no items")
	}
	return f, nil
}

var ofComments = regexp.MustCompile(`(?i)^(?:comments (?:on|for)|kommentare (?:zu|für)|commentaires (?:sur|pour))\b`)

func (f *Feed) warn(line int, do, format string, args ...any) {
	f.Warnings.Add(graph.Place{Line: line}, do, format, args...)
}

// unreadable says why a feed can't be read.
func unreadable(err error, s *scanned) graph.Fault {
	fault := graph.Fault{Place: graph.Place{Line: 1}, Do: "save it again, or mend it", What: "the feed can't be read: " + err.Error()}
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, gofeed.ErrFeedTypeNotDetected):
		fault.What, fault.Do = "this is no feed", "see docs/formats.md for the formats of feeds, or name another one with --format"
	case errors.As(err, &syntax):
		fault.Place.Line, fault.What = min(max(syntax.Line, 1), s.lines), "the feed can't be read: "+syntax.Msg
	}
	fault.What = strings.ReplaceAll(fault.What, "\n", " ")
	return fault
}
