package infer

import (
	"regexp"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// phrase is what sentences say in so many words on one concept's need of another.
type phrase struct {
	n        int
	evidence []graph.Evidence
}

// strength is 0 without such a sentence, and grows ever more slowly with their number.
func (p phrase) strength() float64 { return soften(int32(p.n)) }

// maxQuotes is the most quotes that are kept of one link.
const maxQuotes = 3

// What stands between "A" and "B" of one sentence where A needs B, and the other way round.
var (
	needs = regexp.MustCompile(`(?i)^\W*(?:(?:is|are|was|were)\s+(?:just\s+|simply\s+|really\s+|also\s+|often\s+|basically\s+)?(?:a|an|the|one)?\s*` +
		`(?:special\s+|kind|type|sort|form|case|variant|subset|example|instance|generali[sz]ation|wrapper|built|based|implemented|defined|made|expressed|written|used|syntactic|sugar)\b[^.;:]{0,40}?` +
		`\b(?:of|on|around|with|from|using|for|over|in terms of|as)\b\W*(?:an?\s|the\s)?\W*` +
		`|(?:builds?|relies|rely|depends?|rests?|is based|are based)\s+(?:up)?on\s\W*(?:an?\s|the\s)?\W*` +
		`|(?:requires?|needs?|assumes?|presupposes?|makes? use of|takes? advantage of|extends?|generali[sz]es?|implements?|wraps?)\s\W*(?:an?\s|the\s|that\s)?\W*)$`)
	neededBy = regexp.MustCompile(`(?i)^\W*(?:(?:is|are)\s+(?:a\s+)?(?:required|needed|prerequisites?|necessary|the\s+basis|the\s+foundation|a\s+foundation|the\s+building\s+blocks?)\b[^.;:]{0,20}?\b(?:for|by|of|to understand)` +
		`|(?:underl(?:ies|ie|y)|leads?\s+to|makes?\s+possible|enables?|powers?))\s\W*(?:an?\s|the\s)?\W*$`)
)

// known introduces what a text takes for known: "recall that B", "as we saw with B", "before reading this you should know B".
var known = regexp.MustCompile(`(?i)\b(?:recall(?:\s+that|\s+from)?|(?:as|like)\s+(?:we|you)(?:['’]ve|\s+have)?\s+(?:saw|seen|learn(?:ed|t)|covered|discussed)|before\s+(?:reading|you\s+read)` +
	`|(?:familiar|acquainted|comfortable)\s+with|familiarity\s+with|(?:basic\s+)?knowledge\s+of|(?:you\s+)?(?:should|need\s+to|must|already)\s+(?:first\s+)?(?:know|understand|learn)|assum(?:es?|ing)\s+(?:that\s+)?you|prerequisites?)\b[^.;:!?]{0,40}$`)

// mostPerSentence is how many concepts of one sentence are looked at with each other.
const mostPerSentence = 8

// findPhrases finds sentences that say what needs what.
func (s *survey) findPhrases() {
	s.phrases = map[[2]int]phrase{}
	for i := range s.m.Articles {
		a := &s.m.Articles[i]
		var taught []int
		for _, mention := range a.Mentions {
			if mention.Teaches {
				taught = append(taught, mention.Concept)
			}
		}
		for from := 0; from < len(a.Sightings); {
			to := from
			for to < len(a.Sightings) && a.Sightings[to].Block == a.Sightings[from].Block {
				to++
			}
			if block := &a.Blocks[a.Sightings[from].Block]; !block.IsCode && block.Level == 0 {
				s.phrasesIn(a, block, a.Sightings[from:to], taught)
			}
			from = to
		}
	}
}

// phrasesIn looks at what stands between and before the concepts of a block.
func (s *survey) phrasesIn(a *Article, block *page.Block, seen []Sighting, taught []int) {
	between := func(from, to int) string { return string(block.Text[from-block.Offset : to-block.Offset]) }
	for i, x := range seen {
		for _, y := range seen[i+1 : min(len(seen), i+mostPerSentence)] {
			if y.Start < x.End || y.Start-x.End > 90 {
				break
			}
			middle := between(x.End, y.Start)
			switch {
			case x.Concept == y.Concept:
			case needs.MatchString(middle):
				s.note(x.Concept, y.Concept, a, block, x.Start, y.End)
			case neededBy.MatchString(middle):
				s.note(y.Concept, x.Concept, a, block, x.Start, y.End)
			}
		}
		const far = 120
		before := between(max(block.Offset, x.Start-far), x.Start)
		if end := strings.LastIndexAny(before, ".;:!?"); end >= 0 {
			before = before[end+1:]
		}
		if len(taught) <= mostPerSentence && known.MatchString(before) {
			for _, concept := range taught {
				if concept != x.Concept {
					s.note(concept, x.Concept, a, block, x.Start, x.End)
				}
			}
		}
	}
}

// note keeps that a sentence says that one concept needs another.
func (s *survey) note(after, before int, a *Article, block *page.Block, start, end int) {
	p := s.phrases[[2]int{after, before}]
	p.n++
	if len(p.evidence) < maxQuotes {
		p.evidence = append(p.evidence, graph.Evidence{Quote: block.Sentence(start, end), Heading: block.Heading, In: a.ID, Place: a.place(block.Place(start))})
	}
	s.phrases[[2]int{after, before}] = p
}
