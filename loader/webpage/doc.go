// Package webpage reads saved web pages: articles, and pages that list
// articles (tag pages, chapter indexes, archives). docs/formats.md says what
// is taken from where, and how the two are told apart.
//
// A page is decoded ([Decode]), cleaned of what isn't read and marked with its
// lines (clean.go), and parsed into nodes (document.go). An article's facts come from its
// head and structured data (facts.go, schema.go), its place in a series also from what it
// shows (series.go); its text is the readable part (readable.go), as blocks to
// find mentions in (blocks.go) and as Markdown to read (markdown.go). A
// listing's entries are found by their likeness (cluster.go, entries.go).
// Nothing of a page is executed or fetched.
package webpage
