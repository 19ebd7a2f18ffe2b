package listing

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longestTitle is the most bytes of a line that can name a part or begin a chapter.
const longestTitle = 600

// title is a title line taken apart.
type title struct {
	series string
	part   int
	from   int // where the title proper begins in the line
	to     int // and ends
}

// count is a number of a part: digits, Roman, or a word.
const count = `([0-9]{1,4}|[ivxl]{1,7}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)`

var counts = []string{"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

var (
	// "SERIES Part N: TITLE", also "SERIES (Part N) – TITLE", "Part N of SERIES: TITLE" below
	partInside = regexp.MustCompile(`(?i)^(.*?)[\s,;:|–—-]*[(\[]?\b(?:part|pt\.?)\s*#?\s*` + count + `\b(?:\s+of\s+[0-9]{1,4})?[)\]]?\s*(?::|[–—|.-]\s)\s*(.+)$`)
	partOf     = regexp.MustCompile(`(?i)^(?:part|pt\.?)\s*#?\s*` + count + `\s+of\s+(?:the\s+)?(.*?[^\s:–—-])\s*(?::|\s[–—-]\s)\s*(.+)$`)
	// "SERIES: TITLE (Part N)"
	partAtEnd = regexp.MustCompile(`(?i)^(.*?)[\s,;:|–—-]*[(\[]?\b(?:part|pt\.?)\s*#?\s*` + count + `(?:\s+of\s+[0-9]{1,4})?[)\]]?$`)
	// "SERIES #N: TITLE", "SERIES (N/M): TITLE"; with nothing behind: "SERIES: TITLE (#N)", "TITLE (N/M)"
	countInside = regexp.MustCompile(`^(.*?\S)(?:\s*,)?\s+(?:#([0-9]{1,3})|[(\[]#([0-9]{1,3})[)\]]|[(\[]([0-9]{1,3})\s?/\s?([0-9]{1,3})[)\]])(?:\s*:\s+|\s+[–—|-]\s+|$)(.*)$`)
	// what parts a series from a title
	seriesEnd = regexp.MustCompile(`:\s+|\s[–—|-]\s`)
)

// parseTitle finds series and part in a title line; part 0 if it names none.
func parseTitle(line string) title {
	if len(line) > longestTitle || !strings.ContainsAny(line, "pP#/") {
		return title{to: len(line)} // spares long texts the slow look
	}
	if m := partOf.FindStringSubmatchIndex(line); m != nil && number(line[m[2]:m[3]]) > 0 && !allDigits(line[m[4]:m[5]]) {
		return title{line[m[4]:m[5]], number(line[m[2]:m[3]]), m[6], m[7]}
	}
	if m := partInside.FindStringSubmatchIndex(line); m != nil && number(line[m[4]:m[5]]) > 0 {
		return title{strings.TrimSpace(line[m[2]:m[3]]), number(line[m[4]:m[5]]), m[6], m[7]}
	}
	if m := partAtEnd.FindStringSubmatchIndex(line); m != nil && m[3] > 0 && number(line[m[4]:m[5]]) > 0 {
		return titleBeforePart(line[:m[3]], number(line[m[4]:m[5]]))
	}
	return countedTitle(line)
}

// countedTitle takes apart what numbers its parts by signs: "#4", "(3/7)".
func countedTitle(line string) title {
	m := countInside.FindStringSubmatchIndex(line)
	if m == nil || !looksLikeTitle(line) {
		return title{to: len(line)}
	}
	part, of := 0, 0
	for _, group := range []int{4, 6, 8} {
		if m[group] >= 0 {
			part = number(line[m[group]:m[group+1]])
		}
	}
	if m[10] >= 0 {
		of = number(line[m[10]:m[11]])
	}
	switch {
	case part == 0, of > 0 && (part > of || of < 2):
		return title{to: len(line)}
	case m[12] < m[13]:
		return title{line[:m[3]], part, m[12], m[13]}
	case of == 0 && seriesEnd.FindStringIndex(line[:m[3]]) == nil: // "Digest #4": a number that is all that tells it from others
		return title{to: len(line)}
	}
	return titleBeforePart(line[:m[3]], part)
}

// Title is a title taken apart by the rule for listings. What names no part is all text.
type Title struct {
	Series string
	Part   int
	Text   string
	Bare   bool // there is only a name and a number, so that the name is series and text
}

// ParseTitle finds series and part in a title.
func ParseTitle(line string) Title {
	t := parseTitle(line)
	text := strings.TrimSpace(line[t.from:t.to])
	return Title{t.series, t.part, text, t.part > 0 && text == t.series}
}

// Number reads a count in digits, in Roman numerals or as a word up to twelve; 0 if it is none.
func Number(word string) int { return number(word) }

// titleBeforePart takes apart what stands before "(Part N)": "SERIES: TITLE",
// or one name, which then is both.
func titleBeforePart(name string, part int) title {
	if at := seriesEnd.FindStringIndex(name); at != nil && at[0] > 0 && at[1] < len(name) {
		return title{name[:at[0]], part, at[1], len(name)}
	}
	return title{name, part, 0, len(name)}
}

func allDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// number reads a count in digits, as a word or in Roman numerals; 0 if it is none.
func number(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	if n := slices.Index(counts, strings.ToLower(word)); n > 0 {
		return n
	}
	values := map[rune]int{'I': 1, 'V': 5, 'X': 10, 'L': 50}
	sum, last := 0, 0
	for _, r := range strings.ToUpper(word) {
		v := values[r]
		if v > last {
			sum -= 2 * last
		}
		sum, last = sum+v, v
	}
	return sum
}

// looksLikeTitle says that a line could be a title: it isn't long, doesn't end
// like a sentence and isn't several of them. A question may be a title.
func looksLikeTitle(text string) bool {
	const longest = 160
	return utf8.RuneCountInString(text) <= longest && !strings.Contains(text, ". ") &&
		(!endsSentence(text) || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!"))
}
