package terms

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/loader/page"
)

// A Candidate is a term with what marks it as one, over all articles of a source.
type Candidate struct {
	Key  string
	Name string // the commonest spelling
	Also []string

	Code     int // code spans that are it
	Pages    int // articles that mark it in one way or another
	Titles   int // titles that are it, or a piece of which is
	Headings int
	Terms    int // of glossaries, definition lists and tables
	Stressed int // emphasised
	Links    int // words of links to other articles
	Declared int // names of variables and functions in blocks of code

	spellings map[string]int
	page      int // the last that marked it
}

// Marks counts how often it is marked, in whatever way.
func (c *Candidate) Marks() int {
	return c.Code + c.Titles + c.Headings + c.Terms + c.Stressed + c.Links
}

// A Set holds names, whatever their spelling.
type Set map[string]bool

// NewSet holds some names.
func NewSet(names []string) Set {
	s := Set{}
	for _, name := range names {
		s[keyOf(name)] = true
	}
	return s
}

// Has says that a name is in the set, in one spelling or another.
func (s Set) Has(name string) bool { return s[keyOf(name)] }

// Gatherer collects candidates.
type Gatherer struct {
	by       map[string]*Candidate
	declared map[string]int // in source code, by key
	page     int
}

// NewGatherer has none yet.
func NewGatherer() *Gatherer {
	return &Gatherer{by: map[string]*Candidate{}, declared: map[string]int{}}
}

// An Article is a title, text and links.
type Article struct {
	Title  string
	Blocks []*page.Block
	Links  []string // the words of links to other articles of the source
}

var (
	pieces   = regexp.MustCompile(`[,;:–—()&+?]+\s*(?:(?i:and|or)\s)?|\s(?i:-|and|or|vs\.?|versus|in|with|for|to|of|on|as|is|are)\s`)
	listTerm = regexp.MustCompile(`^([^:–—\n]{2,40}?)\s*(?::\s*\\?\n|:\s|\s[–—-]\s)`)
)

// Add takes the candidates of one article.
func (g *Gatherer) Add(a Article) {
	g.page++
	for _, piece := range wholeAndPieces(a.Title) {
		g.phrase(piece, func(c *Candidate) { c.Titles++ })
	}
	for _, words := range a.Links {
		g.phrase(words, func(c *Candidate) { c.Links++ })
	}
	for _, b := range a.Blocks {
		g.block(b)
	}
}

func (g *Gatherer) block(b *page.Block) {
	text := string(b.Text)
	if b.IsCode {
		for name := range declared(text) {
			g.declared[keyOf(name)]++
		}
		return
	}
	for _, span := range b.Code {
		if f, ok := fromCode(text[span[0]:span[1]]); ok {
			g.note(f, func(c *Candidate) { c.Code++ })
		}
	}
	for _, span := range b.Stress {
		g.phrase(text[span[0]:span[1]], func(c *Candidate) { c.Stressed++ })
	}
	switch {
	case b.Level > 0:
		for _, piece := range wholeAndPieces(b.Quote()) {
			g.phrase(piece, func(c *Candidate) { c.Headings++ })
		}
	case b.Shape == page.Term:
		g.phrase(b.Quote(), func(c *Candidate) { c.Terms++ })
	case b.Shape == page.Item:
		if m := listTerm.FindStringSubmatch(text); m != nil {
			g.phrase(m[1], func(c *Candidate) { c.Terms++ })
		}
	}
}

// wholeAndPieces gives a title and, if it has several, its pieces.
func wholeAndPieces(title string) []string {
	parts := pieces.Split(title, -1)
	if len(parts) == 1 {
		return parts
	}
	return append(parts, title)
}

func (g *Gatherer) phrase(words string, count func(*Candidate)) {
	if f, ok := fromPhrase(words); ok {
		g.note(f, count)
	}
}

func (g *Gatherer) note(f form, count func(*Candidate)) {
	if f.key == "" {
		return
	}
	c := g.by[f.key]
	if c == nil {
		c = &Candidate{Key: f.key, spellings: map[string]int{}}
		g.by[f.key] = c
	}
	if c.page != g.page {
		c.page = g.page
		c.Pages++
	}
	c.spellings[f.name]++
	count(c)
}

// mostCandidates is how many terms of a source are looked at, those that most articles mark.
const mostCandidates = 5000

// Candidates gives the terms, by their keys.
func (g *Gatherer) Candidates() []*Candidate {
	list := make([]*Candidate, 0, len(g.by))
	for _, c := range g.by {
		c.settle()
		c.Declared = g.declared[c.Key]
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *Candidate) int { return cmp.Or(cmp.Compare(b.Pages, a.Pages), strings.Compare(a.Key, b.Key)) })
	list = list[:min(len(list), mostCandidates)]
	slices.SortFunc(list, func(a, b *Candidate) int { return strings.Compare(a.Key, b.Key) })
	return list
}

// settle chooses the name: the commonest spelling, of equals the first by bytes. Spellings that say more, such as another case
// or a macro's mark, are also kept, the commonest first.
func (c *Candidate) settle() {
	var names []string
	for name := range c.spellings {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(c.spellings[b], c.spellings[a]), strings.Compare(a, b))
	})
	c.Name = names[0]
	const mostAliases = 5
	for _, name := range names[1:] {
		if !strings.EqualFold(name, c.Name) && c.spellings[name] > 1 && len(c.Also) < mostAliases {
			c.Also = append(c.Also, name)
		}
	}
}
