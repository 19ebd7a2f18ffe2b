package match

import (
	"slices"
	"strings"
	"testing"

	"github.com/kljensen/snowball/english"
	"pgregory.net/rapid"
)

// wordForms reports whether two words are forms of each other.
func wordForms(v, w string) bool {
	return naiveRelated(naiveToken{written: v, folded: v}, w)
}

func TestInflection(t *testing.T) {
	families := []string{
		"pin pins pinned pinning", "pine pines pined pining", "plan plans planned planning",
		"box boxes boxed boxing", "class classes", "cache caches cached caching", "match matches matched matching",
		"index indexes indices indexed indexing", "copy copies copied copying", "key keys keyed keying",
		"tie ties tied tying", "see sees seeing", "free frees freed freeing", "queue queues queued queueing queuing",
		"refer refers referred referring", "offer offers offered offering", "cancel cancels canceled cancelled",
		"panic panics panicked panicking", "sync syncs synced syncing", "epoch epochs", "macro macros", "echo echoes",
		"quiz quizzes", "bus buses", "alias aliases aliased aliasing", "status statuses", "reference references referencing",
		"database databases", "type types typed typing", "debug debugs debugged debugging", "generic generics",
		"analysis analyses", "matrix matrices", "child children", "string strings", "trait traits", "lens lenses",
	}
	for i, family := range families {
		words := strings.Fields(family)
		for _, v := range words {
			for _, w := range words {
				if !wordForms(v, w) {
					t.Errorf("%s and %s should be forms of one word", v, w)
				}
			}
			for j, other := range families {
				if w := strings.Fields(other)[0]; i != j && wordForms(v, w) {
					t.Errorf("%s and %s should not be forms of one word", v, w)
				}
			}
		}
	}
}

// TestAgainstStemmer shows why inflection isn't left to the Porter2 stemmer.
func TestAgainstStemmer(t *testing.T) {
	stem := func(w string) string { return english.Stem(w, true) }
	for _, pair := range []string{"generate generation", "universe university", "relate relation",
		"universal university", "operate operator", "common commonly", "proper properly"} {
		v, w, _ := strings.Cut(pair, " ")
		if stem(v) != stem(w) {
			t.Errorf("the stemmer parts %s", pair)
		}
		if wordForms(v, w) {
			t.Errorf("%s should not be forms of one word", pair)
		}
	}
	for _, pair := range []string{"trie tries", "alias aliases", "queue queued", "reference referencing",
		"panic panicked", "free freed", "vertex vertices", "bus buses"} {
		v, w, _ := strings.Cut(pair, " ")
		if stem(v) == stem(w) {
			t.Errorf("the stemmer joins %s", pair)
		}
		if !wordForms(v, w) {
			t.Errorf("%s should be forms of one word", pair)
		}
	}
}

// TestBasesFindForms: whatever a base yields is traced back to it, unless the
// words are known to be unrelated.
func TestBasesFindForms(t *testing.T) {
	ends := rapid.SampledFrom([]string{"", "e", "ee", "ie", "ue", "oe", "y", "ay", "s", "ss", "x", "z", "ch", "sh", "o", "c", "l", "ll", "w", "n"})
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.StringMatching(`[a-z]{0,3}[aeiou][a-z]{0,2}`).Draw(t, "start") + ends.Draw(t, "end")
		for _, form := range forms(nil, base) {
			if !slices.Contains(bases(nil, form), base) {
				t.Fatalf("%s yields %s, whose bases are %v", base, form, bases(nil, form))
			}
		}
	})
	for one, many := range plural {
		if !slices.Contains(bases(nil, many), one) {
			t.Errorf("%s has no base %s", many, one)
		}
	}
}
