package listing

import "regexp"

var (
	tagLine = regexp.MustCompile(`(?i)^(?:tags?|topics?|category|categories|posts tagged(?: with)?|tagged)\s*[:#–—-]\s*\S`)
	// what blogs put between entries
	noise = regexp.MustCompile(`(?i)^(?:(?:read|continue|keep)(?: (?:more|on|reading|the post|article))?|older posts?|newer posts?|previous|next|share|page \d+(?: of \d+)?|` +
		`\d+\s*min(?:ute)?s?(?: read)?|(?:published |posted )?(?:on )?\d{4}-\d\d-\d\d|` +
		`(?:mon|tue|wed|thu|fri|sat|sun)?[a-z]*,?\s*(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4})\s*[→»›….]*$`)
)

func isTagLine(text string) bool { return tagLine.MatchString(text) }

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
	start := 0 // what stands above the tag line is no entry unless it names a part
	for i, line := range lines {
		if isTagLine(line.Text) {
			start = i
			break
		}
	}
	for i, line := range lines {
		switch {
		case !line.Given():
			p.gap = true
			continue
		case noise.MatchString(line.Text):
		case isTagLine(line.Text):
			p.close()
		default:
			p.line(line, i < start)
		}
		p.gap, p.previous = false, line.Text
	}
	p.close()
}

func (p *tagPage) line(line Line, head bool) {
	t := parseTitle(line.Text)
	awaited := p.open != nil && len(p.open.Description) == 0
	switch {
	case t.part > 0:
		p.begin(line, t, false)
	case awaited && !(p.weak && looksLikeTitle(line.Text)):
		p.open.Description = append(p.open.Description, line)
	case head && looksLikeTitle(line.Text): // the page's own heading
	case !head && looksLikeTitle(line.Text) && endsSentence(p.last()):
		p.begin(line, t, true)
	case p.open != nil && !awaited && !p.gap && !endsSentence(p.previous):
		p.open.Description = append(p.open.Description, line)
	case p.open != nil && !awaited && !p.gap && !looksLikeTitle(line.Text), p.open == nil && !looksLikeTitle(line.Text):
		p.close()
		p.orphan(line)
	case !head && looksLikeTitle(line.Text):
		p.begin(line, t, true)
	default:
		p.close()
		p.orphan(line)
	}
}

// last is the line before, or a full stop where none came.
func (p *tagPage) last() string {
	if p.previous == "" || isTagLine(p.previous) {
		return "."
	}
	return p.previous
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

func (p *tagPage) orphan(line Line) {
	p.warn(line.Number, "add the title above it", "a description without its title is left out")
}
