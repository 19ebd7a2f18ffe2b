package terms

import (
	"iter"
	"strings"
)

// declaring are the words of many languages that a name follows.
var declaring = map[string]bool{
	"let": true, "var": true, "const": true, "def": true, "fn": true, "func": true, "function": true, "mut": true, "val": true,
	"my": true, "local": true, "for": true, "mod": true, "use": true, "import": true,
}

// declared gives the names that source code declares or assigns to: what matches, as a regular expression,
//
//	\b(?:let|var|…)\s+(?:mut\s+)?(\w+)|\b(\w+)\s*(?::=|=)\s
//
// It is read by hand since that takes a tenth of the time, and there is much code.
func declared(code string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for at := 0; ; {
			word, end := nextWord(code, at)
			if word == "" {
				return
			}
			at = end
			name := ""
			if declaring[word] {
				name, at = declaredAfter(code, end)
			}
			if name == "" {
				if end := assigned(code, end); end > 0 {
					name, at = word, end
				}
			}
			if name != "" && !yield(name) {
				return
			}
		}
	}
}

// declaredAfter gives the name behind a word that declares one, and where it ends; without one, where the word ends.
func declaredAfter(code string, end int) (string, int) {
	name, after := wordBehindSpace(code, end)
	if name == "mut" {
		if its, behind := wordBehindSpace(code, after); its != "" {
			return its, behind
		}
	}
	if name == "" {
		return "", end
	}
	return name, after
}

// assigned gives where the sign ends that assigns to what ends there, 0 if there is none.
func assigned(code string, end int) int {
	at := behindSpace(code, end)
	at += len(code[at:]) - len(strings.TrimPrefix(code[at:], ":"))
	if strings.HasPrefix(code[at:], "=") && at+1 < len(code) && isSpace(code[at+1]) {
		return at + 2
	}
	return 0
}

// nextWord gives the first word that begins at a place or behind it, and where it ends.
func nextWord(code string, at int) (string, int) {
	for at < len(code) && !isLetter(code[at]) {
		at++
	}
	end := at
	for end < len(code) && isLetter(code[end]) {
		end++
	}
	return code[at:end], end
}

// wordBehindSpace gives the word that begins behind white space, "" if there is none of either.
func wordBehindSpace(code string, at int) (string, int) {
	start := behindSpace(code, at)
	if start == at || start == len(code) || !isLetter(code[start]) {
		return "", at
	}
	return nextWord(code, start)
}

func behindSpace(code string, at int) int {
	for at < len(code) && isSpace(code[at]) {
		at++
	}
	return at
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' && c != '\v' }

// isLetter says that a byte is part of a word, as \w does.
func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}
