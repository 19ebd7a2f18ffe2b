package graph

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// nameIndex finds subjects by name. Entries with one folded name are chained,
// in order of subject, names before aliases.
type nameIndex struct {
	entries []nameEntry
	head    table // folded name → first entry
	address table // address slug → article
}

type nameEntry struct {
	subject int32
	next    int32 // the next entry with the same folded name; -1: none
	alias   bool
	name    string
	folded  string
}

func newNameIndex(s *Snapshot) *nameIndex {
	x := &nameIndex{}
	x.addNames(s)
	x.fold()
	x.chain()
	x.addAddresses(s)
	return x
}

func (x *nameIndex) addNames(s *Snapshot) {
	n := s.subjects()
	for i := range s.concepts {
		n += len(s.concepts[i].Aliases)
	}
	x.entries = make([]nameEntry, 0, n)
	for i := range s.concepts {
		x.entries = append(x.entries, nameEntry{subject: int32(i), name: s.concepts[i].Name})
		for _, alias := range s.concepts[i].Aliases {
			x.entries = append(x.entries, nameEntry{subject: int32(i), name: alias, alias: true})
		}
	}
	for i := range s.articles {
		x.entries = append(x.entries, nameEntry{subject: int32(len(s.concepts) + i), name: s.articles[i].Title})
	}
}

// fold fills in the folded names, all in one piece of memory.
func (x *nameIndex) fold() {
	size := 0
	for i := range x.entries {
		size += len(x.entries[i].name)
	}
	ends := make([]int, len(x.entries))
	memory := make([]byte, 0, size)
	for i := range x.entries {
		memory = appendFold(memory, x.entries[i].name)
		ends[i] = len(memory)
	}
	text, start := string(memory), 0
	for i, end := range ends {
		x.entries[i].folded, start = text[start:end], end
	}
}

// chain links entries of one folded name; going backwards keeps each chain in entry order.
func (x *nameIndex) chain() {
	x.head = newTable(len(x.entries), func(entry int32) string { return x.entries[entry].folded })
	for i := int32(len(x.entries)) - 1; i >= 0; i-- {
		x.entries[i].next = x.head.put(x.entries[i].folded, i)
	}
}

// addAddresses notes the address of each article; of two with one address, that of the first.
func (x *nameIndex) addAddresses(s *Snapshot) {
	slugs := make([]string, len(s.articles))
	x.address = newTable(len(slugs), func(article int32) string { return slugs[article] })
	for i := int32(len(slugs)) - 1; i >= 0; i-- {
		if slugs[i] = AddressSlug(s.articles[i].URL); slugs[i] != "" {
			x.address.put(slugs[i], i)
		}
	}
}

// AddressSlug brings a web address into the form that makes two spellings of
// one address equal and serves in ids: host and path (and query) without
// scheme, "www.", default port, fragment, tracking parameters and a slash at
// the end. "" if it isn't an http(s) address.
func AddressSlug(address string) string {
	if slug, ok := plainAddress(address); ok {
		return slug
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	slug := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if strings.Contains(slug, ":") {
		slug = "[" + slug + "]"
	}
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		slug += ":" + port
	}
	slug += strings.TrimRight(u.EscapedPath(), "/")
	query := u.Query()
	for key := range query {
		if strings.HasPrefix(key, "utm_") {
			query.Del(key)
		}
	}
	if len(query) > 0 {
		slug += "?" + query.Encode()
	}
	return slug
}

// plainAddress is AddressSlug for addresses that need no parsing, as most: lower-case host and plain path.
func plainAddress(address string) (slug string, ok bool) {
	slug, ok = strings.CutPrefix(address, "https://")
	if !ok {
		slug, ok = strings.CutPrefix(address, "http://")
	}
	slug = strings.TrimRight(strings.TrimPrefix(slug, "www."), "/")
	inPath := false
	for i := 0; i < len(slug); i++ {
		switch c := slug[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '.' && i > 0:
		case c == '/' && i > 0:
			inPath = true
		case inPath && ('A' <= c && c <= 'Z' || c == '_' || c == '~'):
		default:
			return "", false
		}
	}
	return slug, ok && slug != ""
}

// Match is what a name was found to mean.
type Match struct {
	Name       string    // as asked for
	Subject    Subject   // nil if nothing or several things have the name
	Candidates []Subject // the several things
	Nearest    []Subject // if nothing has the name: what has a similar one, likeliest first; at most 3
}

// Lookup finds what a name means: an id, an address, a name or an alias, in any
// case and typography. The first of these that fits anything decides: the id;
// the address; the name as spelled; an alias as spelled; the name folded (see
// [Fold]); an alias folded. Among what fits, concepts come before articles
// and accepted concepts before others; if several are left it is ambiguous.
// Concepts in a namespace (see [ID.Namespace]) have no names where one without a namespace fits.
//
// Where nothing fits, Nearest has up to three subjects of similar names.
func (s *Snapshot) Lookup(name string) Match {
	m := s.Resolve(name)
	if m.Subject == nil && len(m.Candidates) == 0 {
		m.Nearest = s.Nearest(strings.TrimSpace(name), 3)
	}
	return m
}

// Resolve is Lookup without what is near, which takes long to find among many names.
func (s *Snapshot) Resolve(name string) Match {
	asked := strings.TrimSpace(name)
	m := Match{Name: name}
	if subject, ok := s.byIDOrAddress(asked); ok {
		m.Subject = s.handle(subject)
		return m
	}
	found := s.named(asked)
	switch len(found) {
	case 0:
	case 1:
		m.Subject = s.handle(found[0])
	default:
		m.Candidates = s.handles(found)
	}
	return m
}

func (s *Snapshot) byIDOrAddress(asked string) (int32, bool) {
	if subject, ok := s.subject.find(asked); ok {
		return subject, true
	}
	if slug := AddressSlug(asked); slug != "" {
		if article, ok := s.names.address.find(slug); ok {
			return int32(len(s.concepts)) + article, true
		}
	}
	return s.byIDInAnyCase(asked)
}

// byIDInAnyCase finds the only id that is the asked one but for case. Few ask so, and only
// addresses in ids have capitals, so no index is kept for it.
func (s *Snapshot) byIDInAnyCase(asked string) (found int32, ok bool) {
	word, _, _ := strings.Cut(asked, ":")
	if ID(strings.ToLower(word)+":x").Kind() == KindNone {
		return 0, false
	}
	if subject, ok := s.subject.find(caseless(asked)); ok {
		return subject, true
	}
	for subject := range int32(s.subjects()) {
		if strings.EqualFold(string(s.idOf(subject)), asked) {
			if ok {
				return 0, false
			}
			found, ok = subject, true
		}
	}
	return found, ok
}

// named gives the subjects that fit the name best, in order of number.
func (s *Snapshot) named(asked string) []int32 {
	first, ok := s.names.head.find(Fold(asked))
	if !ok {
		return nil
	}
	onlyCommon := s.anyCommon(first)
	best := -1
	var found []int32
	for i := first; i >= 0; i = s.names.entries[i].next {
		e := &s.names.entries[i]
		if onlyCommon && s.isConcept(e.subject) && s.idOf(e.subject).Namespace() != "" {
			continue
		}
		rank := s.nameRank(e, asked)
		if best < 0 || rank < best {
			best, found = rank, found[:0]
		}
		if rank == best && !slices.Contains(found, e.subject) {
			found = append(found, e.subject)
		}
	}
	return found
}

// anyCommon says that a concept without a namespace is among the entries of a chain.
func (s *Snapshot) anyCommon(first int32) bool {
	for i := first; i >= 0; i = s.names.entries[i].next {
		if subject := s.names.entries[i].subject; s.isConcept(subject) && s.idOf(subject).Namespace() == "" {
			return true
		}
	}
	return false
}

// nameRank orders the ways in which an entry fits: spelling first, then names
// before aliases, then concepts before articles, then status.
func (s *Snapshot) nameRank(e *nameEntry, asked string) int {
	rank := 0
	if e.name != asked {
		rank += 16
	}
	if e.alias {
		rank += 8
	}
	if !s.isConcept(e.subject) {
		return rank + 4
	}
	return rank + int(s.concepts[e.subject].Status)
}

// Nearest gives up to n subjects with names similar to the given one,
// likeliest first: by the fewest typing errors (optimal string alignment
// distance; about one for every four letters is allowed), names that begin or
// end with it counted as two errors away.
func (s *Snapshot) Nearest(name string, n int) []Subject {
	asked, ok := newMistyped(name)
	if !ok {
		return nil
	}
	type near struct {
		distance int
		entry    int32
	}
	var all []near
	for i := range s.names.entries {
		if d, isNear := asked.distance(s.names.entries[i].folded); isNear {
			all = append(all, near{d, int32(i)})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		x, y := &s.names.entries[a.entry], &s.names.entries[b.entry]
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(len(x.folded), len(y.folded)), cmp.Compare(x.subject, y.subject))
	})
	var found []int32
	for _, a := range all {
		if subject := s.names.entries[a.entry].subject; !slices.Contains(found, subject) {
			if found = append(found, subject); len(found) == n {
				break
			}
		}
	}
	return s.handles(found)
}

// NearestNames gives up to n of the names that are similar to the given one,
// likeliest first, by the measure of [Snapshot.Nearest]: for names of what is
// no subject, such as sources and audiences.
func NearestNames(name string, among []string, n int) []string {
	asked, ok := newMistyped(name)
	if !ok {
		return nil
	}
	distance := map[string]int{}
	var found []string
	for _, candidate := range among {
		if d, isNear := asked.distance(Fold(candidate)); isNear {
			distance[candidate] = d
			found = append(found, candidate)
		}
	}
	slices.SortFunc(found, func(a, b string) int {
		return cmp.Or(cmp.Compare(distance[a], distance[b]), cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	})
	found = slices.Compact(found)
	return found[:min(n, len(found))]
}

// mistyped is a name that nothing has, to be compared with those that there are.
type mistyped struct {
	text  string // folded
	runes []rune
	limit int // typing errors that are allowed
}

// newMistyped is false for what nobody mistypes: nothing, and texts so long that comparing them is work.
func newMistyped(name string) (mistyped, bool) {
	const longest = 100
	text := Fold(strings.TrimSpace(name))
	runes := []rune(text)
	return mistyped{text, runes, 1 + len(runes)/4}, len(runes) > 0 && len(runes) <= longest
}

// distance is how many errors away a folded name is, and whether that is near.
func (m *mistyped) distance(folded string) (int, bool) {
	d := m.limit + 1
	if len(folded) <= 4*(len(m.runes)+m.limit) && utf8.RuneCountInString(folded)+m.limit >= len(m.runes) {
		d = typos(m.runes, folded, m.limit)
	}
	if d > m.limit && len(m.runes) >= 3 && hasWordEdge(folded, m.text) {
		return 2, true
	}
	return d, d <= m.limit
}

// hasWordEdge says that a name begins or ends with the given words.
func hasWordEdge(name, part string) bool {
	return strings.HasPrefix(name, part) || strings.HasSuffix(name, " "+part)
}

// Typos counts the typing errors between two names (letters missing, added, wrong, or exchanged with their neighbour), as
// they are written; limit+1 if there are more than the limit.
func Typos(a, b string, limit int) int { return typos([]rune(a), b, limit) }

// typos is the optimal string alignment distance of two names (insertions,
// deletions, replacements, neighbours swapped; Boytsov, "Indexing methods for
// approximate dictionary searching", 2011), limit+1 if it is over the limit.
func typos(a []rune, name string, limit int) int {
	b := []rune(name)
	if len(b)-len(a) > limit || len(a)-len(b) > limit {
		return limit + 1
	}
	var buffer [3][104]int
	var before, last, row []int = buffer[0][:], buffer[1][:], buffer[2][:]
	if len(b) >= len(row) {
		before, last, row = make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	}
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
