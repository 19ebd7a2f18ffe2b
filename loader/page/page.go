// Package page reads Markdown pages with front matter: concept pages and
// articles, our own and those of other site generators. docs/formats.md
// describes the format.
package page

import (
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/text"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

// Text is a value and the line of the file where it stands. A line below 0 is
// one of the readfirst.yaml whose `pages:` speak for the file (see [Page.Fill]).
type Text struct {
	Value string
	Line  int
}

// Given says that the page has the value.
func (t Text) Given() bool { return t.Value != "" }

// Page is what one file says.
type Page struct {
	Kind  graph.Kind // KindConcept or KindArticle
	Line  int        // where the page speaks of itself first: its name or title, else line 1
	Draft bool       // not to be read yet
	// Foreign: it wasn't written for readfirst, so that a name in it that
	// nobody knows is no fault.
	Foreign bool
	// Broken: the front matter can't be read at all, so nothing is known, not even the kind.
	Broken bool

	ID      Text // as written; may be empty, may have the kind before it
	Name    Text // a concept's name, an article's title; never empty
	Titled  bool // the name is given by our keys, here or elsewhere
	Summary Text // of an article a description, of a concept the body

	Aliases    []Text
	Match      graph.MatchRule
	Module     string
	Recommends []Need
	Together   []Text
	External   []graph.ExternalID

	URL        string
	Slug       string // what a site generator puts in the place of the file's name
	Author     string
	Date       string
	Lang       string
	Series     Text
	Part       int
	Minutes    int
	Teaches    []Text
	Uses       []Text
	HasTeaches bool   // there is a list, even if it's empty
	About      []Text // of a foreign page: what it deals with, as far as the names are known

	Requires []Need

	Body   string  // Markdown, without comments, hidden lines of code and white space around it
	Blocks []Block // the body's text, block by block
	Links  []Link  // in the blocks, as they come
	Words  int     // in the blocks

	named bool       // the name is its front matter's
	own   *tree.Node // our keys in its front matter; nil if there are none
}

// Need is one item of requires or recommends: a name, or alternatives of
// which one is enough.
type Need struct {
	Names []Text
	AnyOf bool
	Why   string
	Line  int
}

// maxMatter is the most bytes that front matter may have.
const maxMatter = 128 << 10

// Parse reads a page. The file's path gives the name of last resort. The
// faults' places have lines only; a page comes back even with faults, to be
// looked at but not to be used.
func Parse(data []byte, file string) (*Page, graph.Faults) {
	p, faults, _ := ParseComposed(Composed{Text: data}, file, nil)
	return p, faults
}

// ParseComposed is Parse for a page that includes other files, and with what another file says in the place of front
// matter (see [Page.Fill]; nil: nothing). The faults of that come apart. The front matter is the page's own.
func ParseComposed(c Composed, file string, more *tree.Node) (p *Page, faults, inMore graph.Faults) {
	data := c.Text
	fence, matter, bodyStart := split(data, &faults)
	var root *tree.Node
	switch {
	case len(matter) > maxMatter:
		faults.Add(graph.Place{Line: 1}, "shorten it", "the front matter has %d bytes, more than %d", len(matter), maxMatter)
	case fence == "---":
		root = tree.YAML(matter, 2, &faults)
	case fence == "+++":
		root = tree.TOML(matter, 2, &faults)
	}
	if root != nil && root.Shape != tree.Table && !root.Null {
		faults.Add(graph.Place{Line: root.Line}, "write `key: value` lines", "the front matter is %s", root.Shape)
		root = nil
	}
	p = &Page{Kind: graph.KindArticle, Line: 1, Broken: len(faults) > 0}
	if !p.Broken {
		r := reader{page: p, faults: &faults}
		r.read(root)
	}
	p.named = p.Name.Given()
	if more != nil {
		inMore = p.fill(more)
	}
	if at, what := TooMuch(data[bodyStart:]); what != "" {
		faults.Add(graph.Place{Line: c.ownLine(bodyStart + at)}, "simplify it", "%s", what)
		bodyStart = len(data)
	}
	p.readBody(c, bodyStart)
	p.settleName(file)
	return p, faults, inMore
}

// readBody finds the body's text and its blocks.
func (p *Page) readBody(c Composed, start int) {
	w := newWalker(c, start)
	w.walk(markdown.Parse(text.NewReader(w.source)))
	p.Blocks, p.Links = slices.Clone(w.blocks), slices.Clone(w.links) // no larger than they are
	p.Words, p.Body = w.words, w.body()
}

// settleName gives a page without a name that of its first heading, else its file's.
func (p *Page) settleName(file string) {
	heading := p.firstHeading()
	if !p.Name.Given() && heading != nil {
		p.Name = Text{heading.Quote(), 1}
		if heading.File == "" {
			p.Name.Line = heading.Line
		}
	}
	if !p.Name.Given() {
		p.Name = Text{baseName(file), 1}
	}
	p.Line = p.Name.Line
	if p.Kind != graph.KindConcept {
		return
	}
	if body := p.withoutTitle(heading); body != "" {
		p.Summary = Text{body, p.Summary.Line}
	}
}

func (p *Page) firstHeading() *Block {
	for i := range p.Blocks {
		if p.Blocks[i].Level > 0 && p.Blocks[i].Quote() != "" {
			return &p.Blocks[i]
		}
	}
	return nil
}

// withoutTitle is the body without a first line that only repeats the name.
func (p *Page) withoutTitle(heading *Block) string {
	if heading == nil || heading != &p.Blocks[0] || graph.Fold(heading.Quote()) != graph.Fold(p.Name.Value) {
		return p.Body
	}
	line, rest, _ := strings.Cut(p.Body, "\n")
	if !strings.HasPrefix(line, "#") {
		_, rest, _ = strings.Cut(rest, "\n") // a heading underlined
	}
	return strings.Trim(rest, " \t\r\n")
}

// baseName is a file's name without folder and ending.
func baseName(file string) string {
	base := path.Base(file)
	if name := strings.TrimSuffix(base, path.Ext(base)); name != "" {
		return name
	}
	return base
}
