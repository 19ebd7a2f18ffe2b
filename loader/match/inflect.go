package match

import "strings"

// The rule of inflection. Two words are forms of each other if some base word
// yields both; a base yields itself, its plural (or third person), its -ed and
// its -ing form by the regular spelling of English, and the irregular plurals
// listed below. So "moves", "moved" and "moving" are forms of each other and
// of "move", but not of "movement" or "mover"; "generics" of "generic", but
// not of "generate"; "planning" of "plan", "planing" of "plane".
//
// There is no dictionary: "caches" may come from "cache" or from "cach", and
// both are tried. That does no harm, since no text has the wrong one.
//
// The Porter2 ("snowball") stemmer would be the usual tool. It is no part of
// this: stems join words that are different concepts (general, generic and
// generate; universe and university), part words that belong together (trie
// and tries, alias and aliases, queue and queued, reference and referencing),
// and cost two microseconds a word. The tests hold both against each other.

// minInflected is the shortest word that is inflected, in letters: shorter
// ones have too many everyday neighbours (go, going; us, using; do, does).
const minInflected = 3

// bases appends the words that may yield w, w itself first. w is in lower case.
func bases(dst []string, w string) []string {
	dst = append(dst, w)
	if one, ok := singular[w]; ok {
		dst = append(dst, one)
	}
	if len(w) <= minInflected || !isLower(w) || unrelated[w] {
		return dst
	}
	yields := func(base string) {
		if len(base) < minInflected || !hasVowel(base) {
			return
		}
		var room [12]string
		for _, form := range regular(room[:0], base) {
			if form == w {
				dst = append(dst, base)
				return
			}
		}
	}
	switch w[len(w)-1] {
	case 's':
		stripS(w, yields)
	case 'd':
		stripEnd(w, "ed", yields)
	case 'g':
		stripEnd(w, "ing", yields)
	}
	return dst
}

// stripS offers the bases of w if its s is an ending.
func stripS(w string, offer func(string)) {
	offer(w[:len(w)-1])
	if stem, ok := strings.CutSuffix(w, "es"); ok {
		offer(stem)
		offer(undouble(stem))
	}
	if stem, ok := strings.CutSuffix(w, "ies"); ok {
		offer(stem + "y")
	}
}

// stripEnd offers the bases of w if it ends in -ed or -ing.
func stripEnd(w, end string, offer func(string)) {
	stem, ok := strings.CutSuffix(w, end)
	if !ok || stem == "" {
		return
	}
	offer(stem)
	offer(stem + "e")
	offer(undouble(stem))
	switch last := stem[len(stem)-1]; {
	case last == 'k':
		offer(stem[:len(stem)-1])
	case last == 'i' && end == "ed":
		offer(stem[:len(stem)-1] + "y")
	case last == 'y' && end == "ing":
		offer(stem[:len(stem)-1] + "ie")
	}
}

// undouble takes one of two equal last letters away. A stem without them
// becomes empty, which is nobody's base.
func undouble(stem string) string {
	n := len(stem)
	if n < 2 || stem[n-1] != stem[n-2] {
		return ""
	}
	return stem[:n-1]
}

// forms appends all that base yields, base itself first.
func forms(dst []string, base string) []string {
	dst = append(dst, base)
	if len(base) < minInflected || !isLower(base) || !hasVowel(base) {
		return dst
	}
	if many, ok := plural[base]; ok {
		dst = append(dst, many)
	}
	return regular(dst, base)
}

// regular appends the regular inflections of base, which are made of letters
// and at least minInflected long.
func regular(dst []string, base string) []string {
	n := len(dst)
	dst = sForms(dst, base)
	dst = edForms(dst, base)
	dst = ingForms(dst, base)
	kept := dst[:n]
	for _, form := range dst[n:] {
		if !unrelated[form] {
			kept = append(kept, form)
		}
	}
	return kept
}

// sForms appends the plural, which is also the verb's third person.
func sForms(dst []string, base string) []string {
	n := len(base)
	last := base[n-1]
	switch {
	case last == 'y' && !isVowel(base[n-2]):
		return append(dst, base[:n-1]+"ies")
	case last == 'z' && doubles(base):
		return append(dst, base+"zes")
	case last == 's' || last == 'x' || last == 'z' || strings.HasSuffix(base, "sh"):
		return append(dst, base+"es")
	case last == 'o' || strings.HasSuffix(base, "ch"): // macros, echoes; epochs, matches
		return append(dst, base+"s", base+"es")
	}
	return append(dst, base+"s")
}

// edForms appends the past.
func edForms(dst []string, base string) []string {
	n := len(base)
	switch last := base[n-1]; {
	case last == 'e':
		return append(dst, base+"d")
	case last == 'y' && !isVowel(base[n-2]):
		return append(dst, base[:n-1]+"ied")
	}
	return ending(dst, base, "ed")
}

// ingForms appends the participle.
func ingForms(dst []string, base string) []string {
	n := len(base)
	if base[n-1] != 'e' {
		return ending(dst, base, "ing")
	}
	switch base[n-2] {
	case 'i':
		return append(dst, base[:n-2]+"ying") // tie, tying
	case 'e', 'o', 'y':
		return append(dst, base+"ing") // see, seeing
	case 'u':
		return append(dst, base+"ing", base[:n-1]+"ing") // queueing, queuing
	}
	return append(dst, base[:n-1]+"ing")
}

// ending appends base with an ending that starts with a vowel. A last
// consonant after a single vowel is doubled in words of one syllable
// (pinned); in longer ones that depends on the stress and the country
// (referred, offered, cancelled, canceled), so both are taken.
func ending(dst []string, base, end string) []string {
	n := len(base)
	if base[n-1] == 'c' {
		return append(dst, base+"k"+end, base+end) // panicked, synced
	}
	if !doubles(base) {
		return append(dst, base+end)
	}
	dst = append(dst, base+base[n-1:]+end)
	if vowelGroups(base) > 1 {
		dst = append(dst, base+end)
	}
	return dst
}

// doubles reports whether w ends in consonant, vowel, consonant, where the
// last is one that English doubles. The u of qu is no vowel (quiz, quizzes).
func doubles(w string) bool {
	n := len(w)
	if n < 3 || isVowel(w[n-1]) || strings.IndexByte("wxy", w[n-1]) >= 0 || !isVowel(w[n-2]) {
		return false
	}
	return !isVowel(w[n-3]) || n > 3 && w[n-3] == 'u' && w[n-4] == 'q'
}

func vowelGroups(w string) int {
	n, in := 0, false
	for i := range len(w) {
		v := isVowel(w[i])
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

func hasVowel(w string) bool { return strings.ContainsAny(w, "aeiouy") }

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}

func isLower(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// unrelated words only look like inflections of another word (new, len, even,
// see, fee).
var unrelated = map[string]bool{
	"news": true, "lens": true, "evening": true, "seed": true, "feed": true,
	"weed": true, "heed": true, "wicked": true, "wedding": true, "does": true,
}

// plural has the irregular plurals of technical prose. Left out are those that
// are forms of another word at least as often (bases, axes, leaves, data, media).
var plural = map[string]string{
	"index": "indices", "matrix": "matrices", "vertex": "vertices", "vortex": "vortices",
	"appendix": "appendices", "simplex": "simplices", "helix": "helices", "codex": "codices",
	"analysis": "analyses", "hypothesis": "hypotheses", "thesis": "theses", "synthesis": "syntheses",
	"parenthesis": "parentheses", "synopsis": "synopses", "crisis": "crises",
	"criterion": "criteria", "phenomenon": "phenomena", "automaton": "automata", "polyhedron": "polyhedra",
	"schema": "schemata", "lemma": "lemmata", "formula": "formulae", "vertebra": "vertebrae",
	"maximum": "maxima", "minimum": "minima", "optimum": "optima", "extremum": "extrema",
	"quantum": "quanta", "spectrum": "spectra", "stratum": "strata", "bacterium": "bacteria",
	"radius": "radii", "focus": "foci", "locus": "loci", "nucleus": "nuclei", "stimulus": "stimuli",
	"modulus": "moduli", "corpus": "corpora", "genus": "genera",
	"child": "children", "mouse": "mice", "half": "halves", "shelf": "shelves", "wolf": "wolves",
	"life": "lives", "knife": "knives", "man": "men", "woman": "women", "foot": "feet", "tooth": "teeth",
}

// singular is plural the other way round.
var singular = func() map[string]string {
	m := make(map[string]string, len(plural))
	for one, many := range plural {
		m[many] = one
	}
	return m
}()
