package page

import (
	"slices"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// The Markdown that is read is that of most site generators, mdBook and Hugo
// among them: CommonMark with tables, strike-through, footnotes, task lists,
// definition lists and attributes of headings.
var (
	markdown = parserWith(parser.DefaultBlockParsers())
	// withinHTML is for text in HTML, which may be indented as one likes.
	withinHTML = parserWith(slices.DeleteFunc(parser.DefaultBlockParsers(), func(v util.PrioritizedValue) bool {
		return v.Value == parser.NewCodeBlockParser()
	}))
)

func parserWith(blocks []util.PrioritizedValue) parser.Parser {
	p := parser.NewParser(parser.WithBlockParsers(blocks...), parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...), parser.WithHeadingAttribute())
	return goldmark.New(goldmark.WithParser(p), goldmark.WithExtensions(
		extension.Table, extension.Strikethrough, extension.Footnote, extension.TaskList, extension.DefinitionList)).Parser()
}
