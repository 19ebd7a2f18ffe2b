package infer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWord is the most bytes of a word that count.
const maxWord = 40

// eachStem calls do for the stem of each word of a text: runs of letters and digits that begin with a letter.
func eachStem(text string, do func(stem string)) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) {
			i += size
			continue
		}
		end := i + size
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				break
			}
			end += size
		}
		if end-i <= maxWord {
			do(stem(strings.ToLower(text[i:end])))
		}
		i = end
	}
}

// stem takes the commonest English endings off a word in small letters, so that a word's forms agree. It is cruder than
// Porter's algorithm, on purpose: names of things are few, and a stem that joins two of them costs more than one that
// leaves a form alone.
func stem(word string) string {
	switch n := len(word); {
	case n > 4 && strings.HasSuffix(word, "ies"):
		return word[:n-3] + "y"
	case n > 4 && strings.HasSuffix(word, "sses"):
		return word[:n-2]
	case n > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		word = word[:n-1]
	}
	switch n := len(word); {
	case n > 5 && strings.HasSuffix(word, "ing"):
		word = word[:n-3]
	case n > 5 && strings.HasSuffix(word, "ed"):
		word = word[:n-2]
	}
	if n := len(word); n > 3 && word[n-1] == 'e' {
		word = word[:n-1]
	}
	if n := len(word); n > 3 && word[n-1] == word[n-2] && word[n-1] != 'l' && word[n-1] != 's' {
		word = word[:n-1]
	}
	return word
}

// common are words that say nothing of what a text is about.
var common = setOf(`a an the of to in on and or is are be it its this that with for as by from at not you your we can will if
then else so such into than when which there their they these those also more most some any all one two may might should would
could use used using uses has have had do does done but about how what other between each via per`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
		set[stem(word)] = true
	}
	return set
}

// nameStems are the stems of a name, without common words unless it has no others.
func nameStems(name string) []string {
	var all, telling []string
	eachStem(name, func(s string) {
		all = append(all, s)
		if !common[s] {
			telling = append(telling, s)
		}
	})
	if len(telling) == 0 {
		return all
	}
	return telling
}
