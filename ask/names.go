package ask

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

// names finds what the names in a question mean.
type names struct {
	s     *graph.Snapshot
	typed []string
}

// one finds the thing of a name as people write it in a sentence.
func (n *names) one(name string) (graph.Subject, graph.Match) {
	name = strings.Trim(name, " ,;:")
	first := n.s.Lookup(bare(name))
	for _, form := range forms(name) {
		m := n.s.Lookup(form)
		if m.Subject == nil && len(m.Candidates) > 0 {
			first = m
		}
		if m.Subject != nil {
			return n.concept(m, bare(name)), m
		}
	}
	if len(first.Candidates) == 0 {
		if near := n.near(bare(name)); near != nil {
			n.typed = append(n.typed, name)
			return near, first
		}
	}
	first.Name = bare(name)
	return nil, first
}

// concept prefers the concept of a bare name to an article that has the name with an article in
// front for its title: in a sentence, "the borrow checker" is no title.
func (n *names) concept(found graph.Match, bare string) graph.Subject {
	if found.Subject.ID().Kind() == graph.KindArticle {
		if c, ok := n.s.Lookup(bare).Subject.(graph.Concept); ok {
			return c
		}
	}
	return found.Subject
}

var (
	leading  = regexp.MustCompile(`(?i)^(?:the|a|an|about|rust's|rusts|using|learning|understanding) `)
	trailing = regexp.MustCompile(`(?i)(?: trait| type| types| concept| keyword| in rust| in general| properly| really| well| at all| please| first| thing| things| stuff)$`)
)

// bare takes quotes, articles and such off a name.
func bare(name string) string {
	for {
		cut := strings.Trim(name, " \"'`*_")
		cut = leading.ReplaceAllString(cut, "")
		if cut == name || cut == "" {
			return name
		}
		name = cut
	}
}

// forms are the spellings that a name is looked up in, the most faithful first.
func forms(name string) []string {
	list := []string{name, bare(name)}
	if short := trailing.ReplaceAllString(bare(name), ""); short != bare(name) {
		list = append(list, short, bare(short))
	}
	for _, form := range list[1:] {
		lower := strings.ToLower(form)
		switch {
		case strings.HasSuffix(lower, "ies"):
			list = append(list, form[:len(form)-3]+"y")
		case strings.HasSuffix(lower, "s") && len(form) > 3:
			list = append(list, form[:len(form)-1])
		default:
			list = append(list, form+"s")
		}
	}
	return list
}

// near finds the one thing whose name differs by a typing error or two; nil: none, or several.
func (n *names) near(name string) graph.Subject {
	folded := graph.Fold(name)
	letters, allowed := utf8.RuneCountInString(folded), 1
	switch {
	case letters < 3:
		return nil
	case letters > 5:
		allowed = 2
	}
	first, _ := utf8.DecodeRuneInString(folded)
	var best graph.Subject
	bestDistance, twice := allowed+1, false
	for _, subject := range n.s.Nearest(name, 5) {
		d := allowed + 1
		for _, other := range namesOf(subject) {
			// People miss the first letter of a word rarely; "async" is no misspelt "Sync".
			if name := graph.Fold(other); strings.HasPrefix(name, string(first)) {
				d = min(d, graph.Typos(folded, name, allowed))
			}
		}
		switch {
		case d < bestDistance:
			best, bestDistance, twice = subject, d, false
		case d == bestDistance && d <= allowed:
			twice = true
		}
	}
	if twice {
		return nil
	}
	return best
}

func namesOf(subject graph.Subject) []string {
	if c, ok := subject.(graph.Concept); ok {
		return append([]string{c.Name()}, c.Aliases()...)
	}
	return []string{subject.Name()}
}

var separators = regexp.MustCompile(`(?i)\s*(?:,\s*(?:and|or|plus)?\s|\s(?:and|as well as|plus|&)\s|,)\s*`)

// many finds the things of a list of names: "ownership, traits and Send". Where a name has an "and" of its own it is one.
func (n *names) many(text string) (found []graph.Subject, unknown []graph.Match) {
	if subject, m := n.one(text); subject != nil {
		return []graph.Subject{subject}, nil
	} else if len(m.Candidates) > 0 {
		return nil, []graph.Match{m}
	}
	at := separators.FindAllStringIndex(text, -1)
	for from := 0; from <= len(at); {
		start := 0
		if from > 0 {
			start = at[from-1][1]
		}
		next := -1
		for to := len(at); to >= from; to-- { // the longest name first
			end := len(text)
			if to < len(at) {
				end = at[to][0]
			}
			subject, m := n.one(text[start:end])
			if subject != nil {
				found = append(found, subject)
				next = to + 1
				break
			}
			if to == from {
				unknown = append(unknown, m)
			}
		}
		if next < 0 {
			next = from + 1
		}
		from = next
	}
	return found, unknown
}
