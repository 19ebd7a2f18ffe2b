package listing

import (
	"regexp"
	"unicode"
	"unicode/utf8"
)

var (
	tagLine = regexp.MustCompile(`(?i)^(?:tags?|topics?|category|categories|posts tagged(?: with)?|tagged)\s*[:#–—-]\s*\S`)
	// what blogs put between entries
	noise = regexp.MustCompile(`(?i)^(?:(?:read|continue|keep)(?: (?:more|on|reading|the post|article))?|older posts?|newer posts?|previous|next|share|page \d+(?: of \d+)?|` +
		`\d+\s*min(?:ute)?s?(?: read)?|(?:published |posted )?(?:on )?\d{4}-\d\d-\d\d|` +
		`(?:mon|tue|wed|thu|fri|sat|sun)?[a-z]*,?\s*(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4})\s*[→»›….]*$`)
)

func isTagLine(text string) bool { return tagLine.MatchString(text) }

func isNoise(text string) bool {
	const longest = 60
	return len(text) <= longest && noise.MatchString(text)
}

// tagPage reads a tag page line by line.
type tagPage struct {
	*Listing
	open     *Entry // the entry whose description is awaited or going on
	weak     bool   // its title is one by its looks only
	gap      bool   // an empty line came before this one
	previous string // the last line that wasn't empty
}

// parseTagPage reads entries of a title line and a description. A line that
// names a part is a title for certain; others are by their looks, and only if a
// description follows.
func (l *Listing) parseTagPage(lines []Line) {
	p := tagPage{Listing: l}
	start := tagLineOnTop(lines)
	for i, line := range lines {
		switch {
		case !line.Given():
			p.gap = true
			continue
		case isNoise(line.Text):
		case isTagLine(line.Text):
			p.close()
		default:
			p.line(line, i < start, lines[i+1:])
		}
		p.gap, p.previous = false, line.Text
	}
	p.close()
}

// tagLineOnTop finds the one tag line that is part of the page's head: what
// stands above it is no entry unless it names a part. 0 if there is none, as
// where each entry has its tags.
func tagLineOnTop(lines []Line) int {
	const head = 5
	found, above, given := 0, 0, 0
	for i, line := range lines {
		if isTagLine(line.Text) {
			found++
			if found == 1 && given < head {
				above = i
			}
		}
		given += b2i(line.Given())
	}
	if found > 1 {
		return 0
	}
	return above
}

// line reads a line with something in it: a title, a description, a part of
// one, or a description whose title isn't there.
func (p *tagPage) line(line Line, head bool, rest []Line) {
	t := parseTitle(line.Text)
	title := looksLikeTitle(line.Text)
	awaited := p.open != nil && len(p.open.Description) == 0
	wrapped := p.open != nil && !awaited && !p.gap && goesOn(p.previous, line.Text)
	switch {
	case t.part > 0:
		p.begin(line, t, false)
	case awaited && (!p.weak || !title || !p.gap && !described(rest)):
		p.open.Description = append(p.open.Description, line)
	case wrapped:
		p.open.Description = append(p.open.Description, line)
	case title && head: // the page's own heading
	case title:
		p.begin(line, t, true)
	default:
		p.close()
		p.warn(line.Number, "add the title above it", "a description without its title is left out")
	}
}

// goesOn says that a line ends in the middle of a sentence that the next one
// ends: it is long enough to have been wrapped, or the next begins with a small letter.
func goesOn(line, next string) bool {
	const shortest = 50
	first, _ := utf8.DecodeRuneInString(next)
	return !endsSentence(line) && (len(line) >= shortest || unicode.IsLower(first))
}

// described says that the next line is a description.
func described(rest []Line) bool {
	for _, line := range rest {
		if line.Given() {
			return !looksLikeTitle(line.Text) && parseTitle(line.Text).part == 0
		}
	}
	return false
}

func (p *tagPage) begin(line Line, t title, weak bool) {
	p.close()
	p.open, p.weak = &Entry{Title: line.part(t.from, t.to), Series: t.series, Part: t.part, Readable: true}, weak
	if t.series == "" && t.part > 0 {
		p.warn(line.Number, "write the series before it", "part %d of what? the title names no series", t.part)
		p.open.Part = 0
	}
}

// close ends the open entry. A line that only looked like a title and has no
// description is none.
func (p *tagPage) close() {
	switch e := p.open; {
	case e == nil:
	case p.weak && len(e.Description) == 0:
		p.warn(e.Title.Number, "add its description below it if it is a title", "%q is left out: nothing describes it", e.Title.Text)
	default:
		p.Entries = append(p.Entries, *e)
	}
	p.open = nil
}
