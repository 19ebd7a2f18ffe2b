package ask

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// parser reads one question.
type parser struct {
	names
	knowing []graph.Subject
	budget  int
	who     *graph.Audience
	unknown []graph.Match // of what is said to be known
}

const person = `(?:i|we|you|one|they|my students|my team)`

// What may stand before or behind a question: what is known, and how much time there is.
var (
	knownBehind = regexp.MustCompile(`(?i)[, ]+(?:(?:if|when|now that|given that|given|assuming|assuming that|since|because|and|provided|provided that) ` + person +
		` (?:already |just |only )?(?:know|understand|have read|'ve read|have learned|have learnt|learned|learnt|read|am familiar with|are familiar with|know about)|knowing|having read|already knowing|given|with knowledge of) (.+)$`)
	knownBefore = regexp.MustCompile(`(?i)^(?:(?:if|when|since|now that|given that|assuming) )?(?:` + person +
		` (?:already |just |only )?(?:know|understand|have read|'ve read|have learned|have learnt|learned|learnt|am familiar with|know about)|i've read|knowing|having read|given) (.+?)[,.;:!?]+ (?:so |then |and |now )?(.+)$`)
	timeWords    = `(?:about |at most |less than |only |just )?(\d+(?:[.,]\d+)?|half an|an|a|one|two|three|four|five|six|ten)(?: and a half)? ?(hours?|h|hrs?|minutes?|mins?|min|m|days?|evenings?)(?: and a half)?(?:(?: and)? (\d+) ?(?:minutes?|mins?|m))?`
	timeAnywhere = regexp.MustCompile(`(?i)(?:^|[, ]+)(?:in|within|with|if i have|i have|i've got|when i have|in the next|given|and have|and i have) ` + timeWords + `(?: of time| time| left)?(?:[,:;.]+ ?| |$)`)
)

// modifiers takes what is known and the time off a question.
func (p *parser) modifiers(text string) string {
	if m := timeAnywhere.FindStringSubmatchIndex(text); m != nil {
		more := ""
		if m[6] >= 0 {
			more = text[m[6]:m[7]]
		}
		half := strings.Contains(strings.ToLower(text[m[0]:m[1]]), "and a half")
		if minutes := minutes(text[m[2]:m[3]], text[m[4]:m[5]], more, half); minutes > 0 {
			p.budget = minutes
			text = strings.Trim(strings.Join(strings.Fields(text[:m[0]]+" "+text[m[1]:]), " "), " ,?")
		}
	}
	if m := knownBefore.FindStringSubmatch(text); m != nil {
		p.known(m[1])
		text = m[2]
	} else if m := knownBehind.FindStringSubmatchIndex(text); m != nil {
		p.known(text[m[2]:m[3]])
		text = text[:m[0]]
	}
	return p.audience(tidy(text))
}

func (p *parser) known(list string) {
	found, unknown := p.many(list)
	p.knowing = append(p.knowing, found...)
	p.unknown = append(p.unknown, unknown...)
}

// minutes reads a time: a number or word, its unit, and minutes behind hours.
func minutes(number, unit, more string, half bool) int {
	count, err := strconv.ParseFloat(strings.ReplaceAll(number, ",", "."), 64)
	if err != nil {
		count = map[string]float64{"half an": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}[strings.ToLower(number)]
	}
	if half {
		count += 0.5
	}
	switch unit = strings.ToLower(unit); {
	case strings.HasPrefix(unit, "h"):
		count *= 60
	case strings.HasPrefix(unit, "d"):
		count *= 6 * 60 // of reading
	case strings.HasPrefix(unit, "e"):
		count *= 2 * 60
	}
	extra, _ := strconv.Atoi(more)
	return min(int(count)+extra, 1_000_000)
}

// try reads the question by one pattern: fits says that the words do; the names may still mean nothing.
func (p *parser) try(with *pattern, text string) (q Question, unknown []graph.Match, fits bool) {
	m := with.re.FindStringSubmatch(text + " ")
	if m == nil {
		return q, nil, false
	}
	if p.who != nil && with.kind != Before && with.kind != Ready && with.kind != Compare {
		return q, nil, false // for whom it is makes no difference there
	}
	q = Question{Kind: with.kind, Audience: p.who, Knowing: p.knowing, Budget: p.budget}
	slot := func(name string) string {
		if i := with.re.SubexpIndex(name); i >= 0 {
			return strings.TrimSpace(m[i])
		}
		return ""
	}
	p.typed = nil
	switch with.kind {
	case Ready:
	case Before:
		q.Goals, unknown = p.many(slot("x"))
	case Path, Compare:
		for _, name := range []string{"x", "y"} {
			subject, match := p.one(slot(name))
			if subject == nil {
				unknown = append(unknown, match)
			}
			q.Goals = append(q.Goals, subject)
		}
		if with.swap {
			q.Goals[0], q.Goals[1] = q.Goals[1], q.Goals[0]
		}
	default:
		subject, match := p.one(slot("x"))
		if subject == nil {
			unknown = append(unknown, match)
		}
		q.Goals = []graph.Subject{subject}
	}
	q.Typed = p.typed
	return q, unknown, true
}
