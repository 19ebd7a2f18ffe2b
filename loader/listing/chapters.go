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

	headLine      = regexp.MustCompile(`^(?i:chapter\s+|ch\.?\s+|#)?([0-9]{1,3})(\s*[.):]?\s*[·•|–—-]?\s*[(\[]?)(\p{L}.*?)?[)\]]?[.…]?$`)
	readLine      = regexp.MustCompile(`(?i)^(?:read|start|open|view|continue)(?: (?:more|on|it|now|chapter|the chapter|this chapter|reading))?\s*[→»›>….]*$`)
	keyLabel      = regexp.MustCompile(`(?i)^(?:key )?(?:concepts|topics|terms|ideas|keywords)\s*:\s*`)
	labelledParts = regexp.MustCompile(`\s*[,·•‧∙・|]\s*`)
	keyParts      = regexp.MustCompile(`\s*[·•‧∙・|]\s*`)
)

// head is the line that begins a chapter: its number and what stands behind it.
type head struct {
	number int
	words  string // a status or, on pages without statuses, the title
	glued  bool   // nothing stands between the two: "01Live"
}

// chapterHead reads "01Live", "1. Coming soon", "3)".
func chapterHead(text string) (head, bool) {
	if len(text) > longestTitle || !strings.ContainsAny(text, "0123456789") {
		return head{}, false
	}
	m := headLine.FindStringSubmatch(text)
	if m == nil {
		return head{}, false
	}
	n, _ := strconv.Atoi(m[1])
	return head{n, strings.TrimRight(m[3], " )]"), m[2] == "" && m[3] != ""}, true
}

// bare is a status without signs around it, in small letters.
func bare(status string) string { return strings.ToLower(strings.Trim(status, " ()[]….")) }

func isStatus(text string) bool {
	word := bare(text)
	return slices.Contains(readable, word) || slices.Contains(announced, word)
}

// isLive says that a chapter of this status can be read; without any it can.
func isLive(status string) bool {
	return status == "" || slices.Contains(readable, bare(status))
}

// parseChapters reads a title, an introduction, and chapters up to "Read".
func (l *Listing) parseChapters(lines []Line) {
	starts := chapterStarts(lines)
	intro := lines
	if len(starts) > 0 {
		intro = lines[:starts[0]]
	}
	series := seriesName(intro)
	if series == "" && len(starts) > 0 {
		l.warn(lines[starts[0]].Number, "write the book's or course's title above the chapters", "the chapters belong to no series: the page has no title")
	}
	statuses := hasStatuses(lines)
	for i, start := range starts {
		end := len(lines)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		l.chapter(lines[start:end], series, statuses)
	}
}

// hasStatuses says that the page's chapters have a status each.
func hasStatuses(lines []Line) bool {
	return slices.ContainsFunc(lines, func(line Line) bool {
		h, ok := chapterHead(line.Text)
		return ok && isStatus(h.words)
	})
}

// chapterStarts finds the lines that begin chapters: a number with a known
// status anywhere, a bare number that goes on counting, and a number with other words
// only where a chapter is due.
func chapterStarts(lines []Line) []int {
	statuses := hasStatuses(lines)
	var starts []int
	last, due := 0, true
	for i, line := range lines {
		h, ok := chapterHead(line.Text)
		begins := ok && isStatus(h.words)
		if ok && !begins {
			const mostSkipped = 10
			counts := h.number > last && h.number <= last+mostSkipped
			begins = counts && (h.words == "" || statuses && h.glued && len(strings.Fields(h.words)) <= 3 || due && h.number == last+1 && plausible(h.words, statuses))
		}
		if begins {
			starts, last = append(starts, i), h.number
		}
		due = !line.Given() || readLine.MatchString(line.Text) || i == 0 && !begins && due
	}
	return starts
}

// plausible says that words behind a number could be an unknown status or a title.
func plausible(words string, statuses bool) bool {
	if statuses {
		return len(strings.Fields(words)) <= 3 && looksLikeTitle(words)
	}
	return looksLikeTitle(words)
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
func (l *Listing) chapter(lines []Line, series string, statuses bool) {
	h, _ := chapterHead(lines[0].Text)
	e := Entry{Series: series, Part: h.number}
	if statuses || isStatus(h.words) {
		e.Status = h.words
	} else if h.words != "" {
		at := strings.LastIndex(lines[0].Text, h.words)
		e.Title = lines[0].part(at, at+len(h.words))
	}
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
	e.Readable = isLive(e.Status)
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
	if keyLabel.MatchString(text) {
		return true
	}
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

// splitKeyLine cuts the list into its items. Behind a label ("Topics:") commas part them too.
func splitKeyLine(line Line) []Line {
	if !line.Given() {
		return nil
	}
	parts := keyParts
	from := 0
	if label := keyLabel.FindString(line.Text); label != "" {
		from, parts = len(label), labelledParts
	}
	var keys []Line
	ends := parts.FindAllStringIndex(line.Text, -1)
	for _, at := range append(ends, []int{len(line.Text), len(line.Text)}) {
		if at[0] < from {
			continue
		}
		if key := line.part(from, at[0]); key.Given() {
			keys = append(keys, key)
		}
		from = at[1]
	}
	return keys
}
