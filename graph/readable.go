package graph

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Readable gives what of a Markdown text is read: without link targets, comments,
// fences and markers, every block on a line of its own. It is for searching and for
// passages, so it needs no more than to be right for usual Markdown: whatever it doesn't understand stays.
func Readable(markdown string) string {
	r := reader{out: make([]byte, 0, len(markdown))}
	for rest := norm.NFC.String(strings.ReplaceAll(markdown, dropped, " ")); rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		r.line(line)
	}
	r.block()
	return strings.TrimSpace(strings.ReplaceAll(string(r.out), dropped, ""))
}

// dropped stands where something was taken out again.
const dropped = "\x00"

// reader writes what is readable of one line after the other.
type reader struct {
	out       []byte
	fence     string // that ends the code we are in; "": we are in none
	inComment bool
	inCode    bool  // a code span
	brackets  []int // where in out the open square brackets of the block stand
}

func (r *reader) line(line string) {
	text := strings.TrimSpace(line)
	switch {
	case r.fence != "" && strings.HasPrefix(text, r.fence) && strings.Trim(text, r.fence[:1]) == "":
		r.fence = ""
		r.block()
		return
	case r.fence != "":
		r.out = append(r.out, text...)
		r.space()
		return
	case r.inComment:
		r.inline(text)
		return
	}
	for strings.HasPrefix(text, ">") {
		text = strings.TrimSpace(text[1:])
	}
	switch {
	case text == "", isRule(text), isDefinition(text), isTag(text):
		r.block()
	case strings.HasPrefix(text, "```"), strings.HasPrefix(text, "~~~"):
		r.block()
		r.fence = text[:len(text)-len(strings.TrimLeft(text, text[:1]))]
	case text[0] == '#':
		r.block()
		r.inline(strings.TrimSpace(strings.TrimLeft(text, "#")))
		r.block()
	default:
		if item := withoutBullet(text); item != text {
			r.block()
			text = item
		}
		r.inline(text)
	}
}

// isRule says that a line draws something: a rule, the line under a heading, the one in a table.
func isRule(text string) bool { return len(text) > 2 && strings.Trim(text, "-=*_|: ") == "" }

// isDefinition says that a line only says where a link leads: [name]: address.
func isDefinition(text string) bool {
	if text[0] != '[' {
		return false
	}
	_, target, ok := strings.Cut(text, "]: ")
	return ok && !strings.Contains(strings.TrimSpace(target), " ")
}

// isTag says that a line is nothing but a tag of HTML.
func isTag(text string) bool {
	return len(text) > 2 && text[0] == '<' && text[len(text)-1] == '>' && strings.Count(text, "<") == 1 && strings.Count(text, ">") == 1 &&
		(text[1] == '/' || 'a' <= text[1]|0x20 && text[1]|0x20 <= 'z')
}

// withoutBullet takes the marker off a list's item.
func withoutBullet(text string) string {
	rest := strings.TrimLeft(text, "0123456789")
	switch {
	case rest == text && len(text) > 1 && strings.IndexByte("-*+", text[0]) >= 0 && text[1] == ' ':
		return strings.TrimSpace(text[2:])
	case rest != text && len(rest) > 1 && (rest[0] == '.' || rest[0] == ')') && rest[1] == ' ':
		return strings.TrimSpace(rest[2:])
	}
	return text
}

// inline writes a line's text without the markup in it.
func (r *reader) inline(text string) {
	for i := 0; i < len(text); {
		i += r.next(text[i:])
	}
	r.space()
}

// next deals with what a text begins with and says how long that was.
func (r *reader) next(text string) int {
	if r.inComment {
		before, _, closed := strings.Cut(text, "-->")
		if !closed {
			return len(text)
		}
		r.inComment = false
		return len(before) + len("-->")
	}
	switch text[0] {
	case '`':
		r.inCode = !r.inCode
		return len(text) - len(strings.TrimLeft(text, "`"))
	case ' ', '\t':
		r.space()
		return 1
	}
	if r.inCode {
		return r.character(text)
	}
	switch {
	case strings.HasPrefix(text, "<!--"):
		r.inComment = true
		return len("<!--")
	case (text[0] == '*' || text[0] == '_') && r.isEmphasis(text[1:]):
		return 1
	case strings.HasPrefix(text, "!["):
		return len("!")
	case text[0] == '\\' && len(text) > 1 && strings.IndexByte("\\`*_{}[]()#+-.!|<>", text[1]) >= 0:
		r.out = append(r.out, text[1])
		return 2
	case text[0] == '[':
		r.brackets = append(r.brackets, len(r.out))
	case text[0] == ']' && len(r.brackets) > 0:
		return r.closeBracket(text)
	}
	return r.character(text)
}

// isEmphasis says that the star or underscore between what is written and the rest begins or ends an emphasis: it doesn't if it
// stands between words or between spaces.
func (r *reader) isEmphasis(rest string) bool {
	before, _ := utf8.DecodeLastRune(r.out)
	after, _ := utf8.DecodeRuneInString(rest)
	open, end := len(r.out) == 0 || unicode.IsSpace(before), rest == "" || unicode.IsSpace(after)
	return !(isWordRune(before) && isWordRune(after)) && !(open && end)
}

// closeBracket ends a link, of which only the text stays, or what is only in brackets.
func (r *reader) closeBracket(text string) int {
	open := r.brackets[len(r.brackets)-1]
	r.brackets = r.brackets[:len(r.brackets)-1]
	n := linkTarget(text[1:])
	if n == 0 {
		return r.character(text)
	}
	r.out[open] = dropped[0]
	return 1 + n
}

// linkTarget is the length of a link's target, (address "title") or [name]; 0 if there is none.
func linkTarget(text string) int {
	if text == "" {
		return 0
	}
	switch text[0] {
	case '[':
		if end := strings.IndexAny(text[1:], "[]"); end >= 0 && text[1+end] == ']' {
			return end + 2
		}
	case '(':
		depth := 0
		for i := 0; i < len(text) && !strings.HasPrefix(text[i:], "]("); i++ { // each character is looked at once, whatever the line is like
			switch text[i] {
			case '(':
				depth++
			case ')':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
	}
	return 0
}

// character writes a text's first character and gives its length.
func (r *reader) character(text string) int {
	_, size := utf8.DecodeRuneInString(text)
	r.out = append(r.out, text[:size]...)
	return size
}

// space ends a word.
func (r *reader) space() {
	if n := len(r.out); n > 0 && r.out[n-1] != ' ' && r.out[n-1] != '\n' {
		r.out = append(r.out, ' ')
	}
}

// block ends a paragraph, a heading, an item.
func (r *reader) block() {
	r.space()
	if n := len(r.out); n > 0 {
		r.out[n-1] = '\n'
	}
	r.inCode, r.brackets = false, r.brackets[:0]
}
