package listing

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	// statuses of what can be read, and of what can't yet
	readable  = []string{"live", "published", "available", "ready", "done", "complete", "completed", "new", "updated", "out now", "free", "beta", "preview", "open"}
	announced = []string{"draft", "soon", "coming soon", "planned", "todo", "to do", "wip", "in progress", "upcoming", "pending", "unpublished", "not yet", "later", "locked", "idea", "archived", "scheduled", "in review", "tba", "tbd"}

	headLine = regexp.MustCompile(`^(?i:chapter\s+|ch\.?\s+|#)?([0-9]{1,3})\s*[.):]?\s*[·•|–—-]?\s*[(\[]?([\p{L}][\p{L} -]{0,30}?)?[)\]]?[.…]?$`)
	readLine = regexp.MustCompile(`(?i)^(?:read|start|open|view|continue)(?: (?:more|on|it|now|chapter|the chapter|this chapter|reading))?\s*[→»›>….]*$`)
	keyParts = regexp.MustCompile(`\s*[·•‧∙・|]\s*`)
)

// head is the line that begins a chapter.
type head struct {
	number int
	status string // as written; "" if it has none
}

// chapterHead reads "01Live", "1. Coming soon", "3)". A word that is no known
// status makes it another line: "12 angry futures" begins no chapter.
func chapterHead(text string) (head, bool) {
	m := headLine.FindStringSubmatch(text)
	if m == nil {
		return head{}, false
	}
	n, _ := strconv.Atoi(m[1])
	status := strings.TrimSpace(m[2])
	return head{n, status}, status == "" || isStatus(status)
}

func isStatus(text string) bool {
	word := strings.ToLower(strings.Trim(text, " ()[]…."))
	return slices.Contains(readable, word) || slices.Contains(announced, word)
}

// isLive says that a chapter of this status can be read; without any it can.
func isLive(status string) bool {
	return status == "" || slices.Contains(readable, strings.ToLower(status))
}

// parseChapters reads a title, an introduction, and chapters up to "Read".
func (l *Listing) parseChapters(lines []Line) {
	starts := l.chapterStarts(lines)
	intro := lines
	if len(starts) > 0 {
		intro = lines[:starts[0]]
	}
	series := seriesName(intro)
	if series == "" && len(starts) > 0 {
		l.warn(lines[starts[0]].Number, "write the book's or course's title above the chapters", "the chapters belong to no series: the page has no title")
	}
	for i, start := range starts {
		end := len(lines)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		l.chapter(lines[start:end], series)
	}
}

// chapterStarts finds the lines that begin chapters. A bare number begins one
// only if an empty line or nothing stands before it or the last chapter has ended, so that a
// number in a text doesn't.
func (l *Listing) chapterStarts(lines []Line) []int {
	var starts []int
	last := 0
	for i, line := range lines {
		h, ok := chapterHead(line.Text)
		if !ok || h.status == "" && h.number != last+1 {
			continue
		}
		starts = append(starts, i)
		last = h.number
	}
	return starts
}

// seriesName is the page's title: of the lines above the chapters the first
// that stands there twice (in the head of the page and as its heading), else
// the first that looks like a title and lists nothing.
func seriesName(intro []Line) string {
	name := ""
	seen := map[string]bool{}
	for _, line := range intro {
		if !line.Given() || !looksLikeTitle(line.Text) || keyParts.MatchString(line.Text) {
			continue
		}
		if seen[line.Text] {
			return line.Text
		}
		seen[line.Text] = true
		if name == "" {
			name = line.Text
		}
	}
	return name
}

// chapter reads one chapter, whose head is the first of the lines.
func (l *Listing) chapter(lines []Line, series string) {
	h, _ := chapterHead(lines[0].Text)
	e := Entry{Series: series, Part: h.number, Status: h.status}
	var rest []Line
	for _, line := range lines[1:] {
		if readLine.MatchString(line.Text) && e.Title.Given() {
			break
		}
		switch {
		case !line.Given():
		case e.Title.Given():
			rest = append(rest, line)
		case e.Status == "" && isStatus(line.Text):
			e.Status = line.Text
		default:
			e.Title = line
		}
	}
	if !e.Title.Given() {
		l.warn(lines[0].Number, "add its title below it", "chapter %d has no title and is left out", h.number)
		return
	}
	if series == "" {
		e.Part = 0
	}
	e.Readable = isLive(strings.ToLower(strings.Trim(e.Status, " ()[]….")))
	e.Description, e.KeyLine = splitKeys(rest)
	e.Keys = splitKeyLine(e.KeyLine)
	l.Entries = append(l.Entries, e)
}

// splitKeys tells the list of key concepts, which comes last, from the description.
func splitKeys(lines []Line) (description []Line, keys Line) {
	for i := len(lines) - 1; i >= 0; i-- {
		if isKeyLine(lines[i].Text) {
			return slices.Delete(slices.Clone(lines), i, i+1), lines[i]
		}
	}
	if last := len(lines) - 1; last > 0 && isSingleKey(lines[last].Text) && endsSentence(lines[last-1].Text) {
		return lines[:last], lines[last]
	}
	return lines, Line{}
}

// isKeyLine says that a line is a list of short items.
func isKeyLine(text string) bool {
	items := keyParts.Split(strings.TrimRight(text, "."), -1)
	const longest = 60
	for _, item := range items {
		if utf8.RuneCountInString(item) > longest || strings.Contains(item, ". ") {
			return false
		}
	}
	return len(items) > 1
}

// isSingleKey says that a line is one short name, which is a list of one.
func isSingleKey(text string) bool {
	return len(strings.Fields(text)) <= 4 && !endsSentence(text)
}

// splitKeyLine cuts the list into its items.
func splitKeyLine(line Line) []Key {
	if !line.Given() {
		return nil
	}
	var keys []Key
	from := 0
	for _, at := range append(keyParts.FindAllStringIndex(line.Text, -1), []int{len(line.Text), len(line.Text)}) {
		if key := line.part(from, at[0]); key.Given() {
			keys = append(keys, key)
		}
		from = at[1]
	}
	return keys
}
