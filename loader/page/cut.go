package page

import (
	"bytes"
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

// maxNested is how many quotations and lists may be within each other. The
// parser's time grows faster than the square of it.
const maxNested = 100

// TooDeep gives where the first line begins that opens too many blocks or
// is a list item indented as deep; -1 if none does.
func TooDeep(body []byte) int {
	for at := 0; at < len(body); {
		line, next := lineAt(body, at)
		text := bytes.TrimLeft(line, " \t")
		markers := blockMarkers(text)
		if markers > maxNested || markers > 0 && len(line)-len(text) > 4*maxNested {
			return at
		}
		at = next
	}
	return -1
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
