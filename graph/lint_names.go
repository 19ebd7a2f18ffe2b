package graph

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// findDuplicates finds concepts with almost one name. Names one letter apart share what is left when a letter is taken out of each
// (deletion neighbourhoods; Mor and Fraenkel, "A hash code method for detecting and correcting spelling errors", 1982), so
// no name is compared with all others.
func (l *linter) findDuplicates() {
	var sets []nameSet
	var list []nameKey
	for c := range int32(len(l.s.concepts)) {
		if l.s.concepts[c].Status != Accepted {
			continue
		}
		n := newNameSet(l.s, c)
		list = n.keys(list, int32(len(sets)))
		sets = append(sets, n)
	}
	slices.SortFunc(list, func(a, b nameKey) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.set, b.set)) })
	const crowd = 50 // names that share one key and are still compared with each other
	var pairs [][2]int32
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && list[to].hash == list[from].hash {
			to++
		}
		for i := from; i < min(to, from+crowd); i++ {
			for j := i + 1; j < min(to, from+crowd); j++ {
				if a, b := list[i].set, list[j].set; a != b && sets[a].isNear(&sets[b]) {
					pairs = append(pairs, [2]int32{a, b})
				}
			}
		}
		from = to
	}
	slices.SortFunc(pairs, func(a, b [2]int32) int { return slices.Compare(a[:], b[:]) })
	for _, p := range slices.Compact(pairs) {
		a, b := Concept{l.s, sets[p[0]].concept}, Concept{l.s, sets[p[1]].concept}
		l.add([]Subject{a, b}, nil, "%s (%s) and %s (%s) have almost the same name", a.Name(), a.ID(), b.Name(), b.ID())
	}
}

// nameSet is a concept's name as it is compared: its letters, without the plural's s, and its digits apart.
type nameSet struct {
	concept         int32
	letters, digits string
	space           string // its namespace
}

type nameKey struct {
	hash uint64
	set  int32
}

func newNameSet(s *Snapshot, c int32) nameSet {
	n := nameSet{concept: c, space: s.concepts[c].ID.Namespace()}
	var letters, digits strings.Builder
	for _, r := range Fold(s.concepts[c].Name) {
		switch {
		case unicode.IsDigit(r):
			digits.WriteRune(r)
		case unicode.IsLetter(r), unicode.IsMark(r), strings.ContainsRune("+#&'*", r): // C, C++ and C# differ
			letters.WriteRune(r)
		}
	}
	n.letters, n.digits = letters.String(), digits.String()
	if rest, plural := strings.CutSuffix(n.letters, "s"); plural && len(rest) > 3 && !strings.HasSuffix(rest, "s") {
		n.letters = rest
	}
	return n
}

// leastLetters is how long a name has to be for a letter more or less to be a mistake rather than another name.
const leastLetters = 6

// keys adds what the name is found by.
func (n *nameSet) keys(list []nameKey, set int32) []nameKey {
	base := hashOf(hashOf(hashStart, n.space), n.digits)
	list = append(list, nameKey{hashOf(base, n.letters), set})
	if len(n.letters) >= leastLetters && len(n.letters) <= 100 {
		for i := range n.letters { // a multi-byte letter is left out as a whole
			size := 1
			for i+size < len(n.letters) && n.letters[i+size]&0xc0 == 0x80 {
				size++
			}
			list = append(list, nameKey{hashOf(hashOf(base, n.letters[:i]), n.letters[i+size:]), set})
		}
	}
	return list
}

const hashStart uint64 = 14695981039346656037

// hashOf goes on with a hash (FNV-1a).
func hashOf(hash uint64, text string) uint64 {
	for i := range len(text) {
		hash = (hash ^ uint64(text[i])) * 1099511628211
	}
	return hash
}

// isNear says that the names are the same, or one letter apart.
func (n *nameSet) isNear(other *nameSet) bool {
	switch {
	case n.space != other.space || n.digits != other.digits || n.letters == "" || other.letters == "":
		return false
	case n.letters == other.letters:
		return true
	}
	return min(len(n.letters), len(other.letters)) >= leastLetters && typos([]rune(n.letters), other.letters, 1) <= 1
}
