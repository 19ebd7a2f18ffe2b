package webpage

import (
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of what is written as Markdown. The library's time grows with the
// square of these, or more.
const (
	deepestList  = 16 // lists and quotations within each other
	widestTable  = 32
	bracketSteps = 100_000_000 // through the text behind brackets
)

// markdown writes a part of a page as Markdown. It changes the part.
func markdown(part *html.Node) (string, error) {
	prepare(part, 0)
	closeBrackets(part)
	c := converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(),
		table.NewTablePlugin(table.WithHeaderPromotion(true), table.WithCellPaddingBehavior(table.CellPaddingBehaviorMinimal)),
		strikethrough.NewStrikethroughPlugin()))
	text, err := c.ConvertNode(part)
	return strings.TrimSpace(string(text)), err
}

// prepare writes what Markdown has no word for in words that it has.
func prepare(n *html.Node, lists int) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if child.Type != html.ElementNode {
			continue
		}
		inner := lists
		switch child.DataAtom {
		case atom.Dt, atom.Summary: // a term and the title of what can be opened
			embolden(child)
		case atom.Pre:
			trimSource(child)
		case atom.Kbd, atom.Samp, atom.Tt:
			rename(child, atom.Code)
		case atom.Table:
			if isWide(child) {
				flatten(child)
			}
		case atom.Blockquote, atom.Ul, atom.Ol:
			if inner++; inner > deepestList {
				flatten(child)
			}
		}
		prepare(child, inner)
	}
}

// trimSource takes the empty lines off the beginning of source code.
func trimSource(pre *html.Node) {
	for n := range within(pre) {
		if n.Type == html.TextNode {
			n.Data = strings.TrimLeft(n.Data, "\r\n")
			return
		}
	}
}

// isWide says that a table has a row of too many cells to be shown as a table.
func isWide(table *html.Node) bool {
	for row := range within(table) {
		cells := 0
		for cell := row.FirstChild; cell != nil && row.DataAtom == atom.Tr; cell = cell.NextSibling {
			if cells++; cells > 2*widestTable { // texts between cells count too
				return true
			}
		}
	}
	return false
}

// flatten makes paragraphs of a table's cells, a list's items, a quotation.
func flatten(n *html.Node) {
	for _, part := range all(n, named(atom.Td, atom.Th, atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot, atom.Caption, atom.Li)) {
		rename(part, atom.Div)
	}
	rename(n, atom.Div)
}

// closeBrackets writes brackets otherwise in a text that is full of them. For
// each the library looks through the rest of its paragraph for the closing one.
func closeBrackets(part *html.Node) {
	steps, brackets, length := 0, 0, 0
	for n := range within(part) {
		if isBlock(n) {
			steps, brackets, length = steps+brackets*length, 0, 0
		}
		if n.Type == html.TextNode {
			brackets += strings.Count(n.Data, "[")
			length += len(n.Data)
		}
	}
	if steps+brackets*length < bracketSteps {
		return
	}
	otherwise := strings.NewReplacer("[", "⟦", "]", "⟧")
	for n := range within(part) {
		if n.Type == html.TextNode && closest(n, named(atom.Code, atom.Pre)) == nil {
			n.Data = otherwise.Replace(n.Data)
		}
	}
}

func rename(n *html.Node, to atom.Atom) { n.DataAtom, n.Data = to, to.String() }

// embolden makes a paragraph in bold letters of an element.
func embolden(n *html.Node) {
	rename(n, atom.P)
	strong := &html.Node{Type: html.ElementNode, DataAtom: atom.Strong, Data: "strong"}
	for n.FirstChild != nil {
		child := n.FirstChild
		n.RemoveChild(child)
		strong.AppendChild(child)
	}
	n.AppendChild(strong)
}
