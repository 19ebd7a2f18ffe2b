package page

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/readfirst/readfirst/graph"
)

// split cuts a file into front matter and body. The fence is "---" (YAML) or
// "+++" (TOML), "" if there is no front matter; bodyStart is where the body begins.
func split(data []byte, faults *graph.Faults) (fence string, matter []byte, bodyStart int) {
	first, next := lineAt(data, 0)
	fence = string(first)
	if fence != "---" && fence != "+++" {
		return "", nil, 0
	}
	start := next
	for at := start; at < len(data); {
		line, next := lineAt(data, at)
		if string(line) == fence || fence == "---" && string(line) == "..." {
			return fence, data[start:at], next
		}
		at = next
	}
	// An open fence is broken front matter if a key follows, else a rule across the page.
	if line, _ := lineAt(data, start); looksLikeKey.Match(line) {
		faults.Add(graph.Place{Line: 1}, "end it with a line "+fence, "the front matter isn't closed")
	}
	return "", nil, 0
}

var looksLikeKey = regexp.MustCompile(`^["']?[\p{L}_][\p{L}\p{N}_. -]*["']?\s*(:(\s|$)|=)`)

// lineAt gives the line that begins at a byte, without white space at its end, and
// where the next one begins.
func lineAt(data []byte, at int) (line []byte, next int) {
	rest := data[at:]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		return bytes.TrimRight(rest[:end], " \t\r"), at + end + 1
	}
	return bytes.TrimRight(rest, " \t\r"), len(data)
}

// maxNested is how many quotations and lists may be within each other, and maxDefinitions
// how many targets of links may be defined without an empty line between. The
// parser's time grows with the square of them, or faster.
const (
	maxNested      = 100
	maxDefinitions = 10_000
)

// TooMuch finds what would keep the parser of Markdown busy without end: where the line begins
// that goes too far, and what is too much there; "" if nothing is.
func TooMuch(body []byte) (at int, what string) {
	definitions := 0
	for at := 0; at < len(body); {
		line, next := lineAt(body, at)
		text := bytes.TrimLeft(line, " \t")
		switch {
		case len(text) == 0:
			definitions = 0
		case bytes.Contains(text, []byte("]:")):
			definitions++
		}
		if markers := blockMarkers(text); markers > maxNested || markers > 0 && len(line)-len(text) > 4*maxNested {
			return at, fmt.Sprintf("more than %d blocks within each other", maxNested)
		}
		if definitions > maxDefinitions {
			return at, fmt.Sprintf("more than %d targets of links without an empty line between", maxDefinitions)
		}
		at = next
	}
	return 0, ""
}

// blockMarkers counts the marks of quotations and list items that a line begins with.
func blockMarkers(line []byte) int {
	count := 0
	for i, c := range line {
		switch {
		case c == '>':
			count++
		case c == '-', c == '+', c == '*', c == '.', c == ')':
			if i+1 < len(line) && line[i+1] == ' ' || i+1 == len(line) {
				count++
			}
		case c != ' ' && c != '\t' && (c < '0' || c > '9'):
			return count
		}
	}
	return count
}
