package match

import (
	"math/bits"
	"strings"
)

// A lexicon collects a vocabulary.
type lexicon struct {
	vocabulary
	wordOf map[string]int32
	baseOf map[string]int32
	merged []int32    // union-find over bases: a base nearer to the root
	links  []formLink // which base yields which form
}

type formLink struct{ form, base int32 }

// newLexicon returns an empty one with room for the words of n names.
func newLexicon(n int) lexicon {
	const size = 10 // bits of a place in slots
	return lexicon{
		vocabulary: vocabulary{slots: make([]slot, 1<<size), shift: 32 - size, forms: make([]form, 1)},
		wordOf:     make(map[string]int32, n/2),
		baseOf:     make(map[string]int32, n/2),
	}
}

// word returns the number of a word of a name, which is written as written
// and folded to folded.
func (l *lexicon) word(written, folded []byte) int32 {
	one, acronym := acronymOf(written)
	key := folded
	if acronym {
		key = written // in capitals, so no folded word is the same
	}
	if n, ok := l.wordOf[string(key)]; ok {
		return n
	}
	n := int32(len(l.words))
	l.wordOf[string(key)] = n
	l.words = append(l.words, word{form: l.form(string(folded)), firstBase: int32(len(l.wordBases))})
	if acronym {
		l.wordBases = append(l.wordBases, l.acronym(one))
		return n
	}
	var room [6]string
	for _, b := range bases(room[:0], string(folded)) {
		l.wordBases = append(l.wordBases, l.base(b))
	}
	return n
}

// acronymOf returns the singular of a word of two or more capitals, perhaps
// with digits or a plural s (CPU, VMs, K8S). Such a word has a plural but is no
// verb: "rested" is not REST.
func acronymOf(written []byte) (string, bool) {
	one := strings.TrimSuffix(string(written), "s")
	capitals := 0
	for i := range len(one) {
		switch c := one[i]; {
		case 'A' <= c && c <= 'Z':
			capitals++
		case c < '0' || c > '9':
			return "", false
		}
	}
	return one, capitals >= 2
}

// acronym returns the number of a base in capitals.
func (l *lexicon) acronym(one string) int32 {
	n, known := l.number(one)
	if !known {
		small := strings.ToLower(one)
		l.link(small, n)
		l.link(small+"s", n)
	}
	return n
}

// base returns the number of a folded base.
func (l *lexicon) base(b string) int32 {
	n, known := l.number(b)
	if !known {
		var room [12]string
		for _, f := range forms(room[:0], b) {
			l.link(f, n)
		}
	}
	return n
}

// number returns the number of a base and whether it had one before.
func (l *lexicon) number(base string) (n int32, known bool) {
	if n, known = l.baseOf[base]; !known {
		n = int32(len(l.merged))
		l.baseOf[base] = n
		l.merged = append(l.merged, n)
	}
	return n, known
}

// link notes that base yields the form.
func (l *lexicon) link(text string, base int32) {
	l.links = append(l.links, formLink{l.form(text), base})
}

// form returns the number of a form.
func (l *lexicon) form(text string) int32 {
	hash := hashOf(text)
	i, mask := spread(hash, l.shift), uint32(len(l.slots)-1)
	for ; l.slots[i].form != 0; i = (i + 1) & mask {
		if s := l.slots[i]; s.hash == hash && string(l.text(s.form-1)) == text {
			return s.form - 1
		}
	}
	n := len(l.forms)
	l.texts = append(l.texts, text...)
	l.forms = append(l.forms, form{text: uint32(len(l.texts))}) // the new sentinel
	l.slots[i] = slot{hash, int32(n)}
	if 2*n > len(l.slots) {
		l.grow()
	}
	return int32(n - 1)
}

// grow doubles the slots.
func (l *lexicon) grow() {
	old := l.slots
	l.slots = make([]slot, 2*len(old))
	l.shift--
	mask := uint32(len(l.slots) - 1)
	for _, s := range old {
		if s.form == 0 {
			continue
		}
		i := spread(s.hash, l.shift)
		for l.slots[i].form != 0 {
			i = (i + 1) & mask
		}
		l.slots[i] = s
	}
}

// union puts two bases into one class.
func (l *lexicon) union(a, b int32) { l.merged[l.root(a)] = l.root(b) }

// root returns the base that stands for the class of b.
func (l *lexicon) root(b int32) int32 {
	for l.merged[b] != b {
		l.merged[b] = l.merged[l.merged[b]]
		b = l.merged[b]
	}
	return b
}

// finish returns the vocabulary and the number of its classes.
func (l *lexicon) finish() (vocabulary, int) {
	l.words = append(l.words, word{firstBase: int32(len(l.wordBases))})
	l.groupLinks()
	number := make([]int32, len(l.merged)) // by root, plus one
	classes := 0
	for i := range l.forms[:len(l.forms)-1] {
		r := l.root(l.formBases[l.forms[i].firstBase])
		if number[r] == 0 {
			classes++
			number[r] = int32(classes)
		}
		l.forms[i].class = number[r] - 1
	}
	return l.vocabulary, classes
}

// groupLinks sorts the links by form (a counting sort) and unites the bases
// that yield the same form.
func (l *lexicon) groupLinks() {
	for _, k := range l.links {
		l.forms[k.form+1].firstBase++
	}
	for i := 1; i < len(l.forms); i++ {
		l.forms[i].firstBase += l.forms[i-1].firstBase
	}
	l.formBases = make([]int32, len(l.links))
	next := make([]int32, len(l.forms))
	for _, k := range l.links {
		first := l.forms[k.form].firstBase
		l.formBases[first+next[k.form]] = k.base
		next[k.form]++
		l.union(k.base, l.formBases[first])
	}
}

// markStarts fills starts; first is the trie's.
func (v *vocabulary) markStarts(first []int32) {
	const fewest = 10 // bits of a place
	var starting []uint32
	for _, s := range v.slots {
		if s.form != 0 && first[v.forms[s.form-1].class] != 0 {
			starting = append(starting, s.hash)
		}
	}
	size := max(fewest, bits.Len(uint(8*len(starting))))
	v.starts, v.startShift = make([]uint64, 1<<size/64), uint8(32-size)
	for _, hash := range starting {
		i := spread(hash, v.startShift)
		v.starts[i/64] |= 1 << (i % 64)
	}
}
