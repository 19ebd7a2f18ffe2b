package match

// A vocabulary has the words and symbols of all names, in each form they may
// be written in. All inflection is done when it is built; reading text is one
// look-up a word.
//
// Whether a word of a text is a form of a word of a name is asked twice. Forms
// that are linked through shared bases, over however many steps, are of one
// class, and the trie branches by class. That may be too wide ("ax" and "axe"
// meet in "axes"), so a match found is checked word by word with related.
type vocabulary struct {
	// starts has a bit for the hash of each form that a name may start with, in
	// 8 to 16 times as many bits: most words of a text end here. startShift is
	// 32 minus the bits of a place in it.
	starts     []uint64
	startShift uint8

	slots []slot // open addressing, linear probing
	shift uint8  // 32 minus the bits of a place in slots
	forms []form // the last one is a sentinel
	texts []byte // of all forms
	words []word // the last one is a sentinel
	// formBases and wordBases hold the bases of one form or word after another.
	formBases, wordBases []int32
}

type slot struct {
	hash uint32
	form int32 // its number plus one; 0 is an empty slot
}

// A form is one way to write a word.
type form struct {
	text      uint32 // where the folded text starts; it ends where the next one starts
	class     int32
	firstBase int32
}

// A word is a word or symbol of a name.
type word struct {
	form      int32 // how the name has it
	firstBase int32
}

// FNV-1a (Fowler, Noll, Vo), 32 bits.
const (
	hashSeed  = 2166136261
	hashPrime = 16777619
)

// hashOf returns the hash of a folded word.
func hashOf[T string | []byte](folded T) uint32 {
	h := uint32(hashSeed)
	for i := range len(folded) {
		h = (h ^ uint32(folded[i])) * hashPrime
	}
	return h
}

// hashLower returns the hash of raw with its ASCII capitals made small, and
// whether all of it is ASCII.
func hashLower(raw []byte) (hash uint32, ascii bool) {
	hash, ascii = hashSeed, true
	for _, c := range raw {
		hash = (hash ^ uint32(lower[c])) * hashPrime
		ascii = ascii && c < 0x80
	}
	return hash, ascii
}

// spread turns a hash into a place in a table of 1<<(32-shift) slots
// (Fibonacci hashing; Knuth, The Art of Computer Programming, 6.4).
func spread(hash uint32, shift uint8) uint32 { return hash * 2654435769 >> shift }

// mayStart reports whether a word with that hash can start a name. It errs
// towards true.
func (v *vocabulary) mayStart(hash uint32) bool {
	i := spread(hash, v.startShift)
	return v.starts[i/64]>>(i%64)&1 != 0
}

// lookUp sets t's form and class and reports whether the vocabulary has it.
func (v *vocabulary) lookUp(t *token, text []byte, f *folder) bool {
	raw := text[t.start:t.end]
	if !t.ascii {
		raw = f.fold(raw)
		t.hash = hashOf(raw)
	}
	mask := uint32(len(v.slots) - 1)
	for i := spread(t.hash, v.shift); v.slots[i].form != 0; i = (i + 1) & mask {
		if s := v.slots[i]; s.hash == t.hash && equalLower(v.text(s.form-1), raw) {
			t.form = s.form - 1
			t.class = v.forms[t.form].class
			return true
		}
	}
	return false
}

// text returns how a form is written.
func (v *vocabulary) text(f int32) []byte {
	return v.texts[v.forms[f].text:v.forms[f+1].text]
}

// equalLower reports whether raw, its ASCII capitals made small, is text.
func equalLower(text, raw []byte) bool {
	if len(text) != len(raw) {
		return false
	}
	for i, c := range raw {
		if lower[c] != text[i] {
			return false
		}
	}
	return true
}

// related reports whether the form can be a form of the word.
func (v *vocabulary) related(w, f int32) bool {
	for _, b := range v.wordBases[v.words[w].firstBase:v.words[w+1].firstBase] {
		for _, c := range v.formBases[v.forms[f].firstBase:v.forms[f+1].firstBase] {
			if b == c {
				return true
			}
		}
	}
	return false
}
