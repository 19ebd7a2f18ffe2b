package page

import (
	"regexp"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Take gives a page that is read from another format its text, as blocks and as
// Markdown. The file's name gives the name of last resort.
func (p *Page) Take(text *Blocks, body, file string) {
	p.Blocks, p.Words, p.Body = text.List, text.Words, body
	p.named = p.Name.Given()
	p.settleName(file)
}

// Blocks gathers the blocks of a text that isn't Markdown, in their order.
type Blocks struct {
	List  []Block
	Words int

	heading string
	offset  int
}

// PlainText reads a text without markup as an article without a title: each paragraph is a block.
func PlainText(text string) *Page {
	p := &Page{Kind: graph.KindArticle, Line: 1, Foreign: true, Body: text}
	for offset, line := 0, 1; offset < len(text); {
		end := len(text)
		if gap := betweenParagraphs.FindStringIndex(text[offset:]); gap != nil {
			end = offset + gap[1]
		}
		b := Plain(text[offset:end], offset, line)
		b.Before = p.Words
		p.Words += b.countWords()
		p.Blocks = append(p.Blocks, b)
		line += strings.Count(text[offset:end], "\n")
		offset = end
	}
	return p
}

var betweenParagraphs = regexp.MustCompile(`\n[ \t\r]*\n`)

// Add adds a block of prose. The text is without markup, but that code spans have their backticks; code has where they
// are, from and to. Level is 1 to 6 for a heading, else 0. The pieces say on which lines of the file the text stands.
func (b *Blocks) Add(text string, level int, code [][2]int, pieces []Piece) {
	block := Plain(text, b.offset, 0)
	block.Level, block.Code, block.pieces = level, code, pieces
	if len(pieces) > 0 {
		block.Line = pieces[0].Line
	}
	b.push(block)
}

// AddCode adds a block of source code that begins on a line.
func (b *Blocks) AddCode(text string, line int) {
	if text == "" {
		return
	}
	block := Plain(text, b.offset, line)
	block.IsCode = true
	b.push(block)
}

// OnLine puts all blocks on one line, for a text that stands in one line of the file whatever line ends are in it.
func (b *Blocks) OnLine(line int) {
	for i := range b.List {
		b.List[i].Line, b.List[i].pieces = line, []Piece{{Line: line, Made: true}}
	}
}

func (b *Blocks) push(block Block) {
	quote := block.Quote()
	block.Before = b.Words
	b.Words += len(strings.Fields(quote))
	if block.Level > 0 {
		b.heading = quote
	}
	block.Heading = b.heading
	b.offset += len(block.Text) + 1
	b.List = append(b.List, block)
}
