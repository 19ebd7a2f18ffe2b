package loader

import "slices"

// Format says what the files of a source hold.
type Format uint8

// The formats.
const (
	Auto       Format = iota // by what is there: ending and content
	Pages                    // Markdown pages
	TagPage                  // saved tag pages of blogs
	Chapters                 // saved chapter indexes
	Book                     // an mdBook
	Track                    // a track of Exercism
	Vocabulary               // lists of concepts: names, aliases, how they are matched
	HTML                     // saved web pages, each an article
	Feed                     // feeds: RSS, Atom, JSON Feed
)

var formatNames = []string{"auto", "pages", "tag", "chapters", "book", "track", "vocabulary", "html", "feed"}

// FormatNames lists what [ParseFormat] takes.
func FormatNames() []string { return slices.Clone(formatNames) }

func (f Format) String() string { return formatNames[f] }

// ParseFormat gives the format of that name; false if there is none.
func ParseFormat(name string) (Format, bool) {
	i := slices.Index(formatNames, name)
	return Format(max(i, 0)), i >= 0
}
