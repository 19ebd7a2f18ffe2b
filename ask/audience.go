package ask

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Where in a question NAME, an audience, stands for the one who asks: each with what is left of the question.
var audiencePlaces = []struct{ text, left string }{
	{`\b(do|does|should|must|would|could|can|shall|will|might) (?:an? |the |our |my |all |most )?NAME `, "$1 i "}, // what should a C++ programmer read …
	{`^(?:i am|i'm|we are|we're|as) (?:an? |the )?NAME[,.;:]+ (?:so |and |then )?`, ""},
	{`^for (?:an? |the |our |my )?NAME[,;:]* `, ""},
	{`[, ]+(?:for|as|if i am|if i'm|if we are) (?:an? |the |our |my )?NAME$`, ""},
}

// audience takes off a question for whom it is asked, where an audience has that name: "a C++ programmer", "for beginners".
func (p *parser) audience(text string) string {
	for _, name := range p.audienceNames(text) {
		for _, place := range audiencePlaces {
			at := regexp.MustCompile("(?i)" + strings.Replace(place.text, "NAME", regexp.QuoteMeta(name.spelled), 1))
			if at.MatchString(text) {
				p.who = &name.audience
				return tidy(at.ReplaceAllString(text, place.left))
			}
		}
	}
	return text
}

type audienceName struct {
	audience graph.Audience
	spelled  string
}

// audienceNames lists the spellings of audiences that are in a text, of one or of many of its readers, the longest first. What means something in the graph, too, is no audience here.
func (p *parser) audienceNames(text string) []audienceName {
	var list []audienceName
	lower := strings.ToLower(text)
	for _, a := range p.s.Audiences() {
		for _, spelled := range forms(a.Name()) {
			if strings.Contains(lower, strings.ToLower(spelled)) && p.s.Lookup(spelled).Subject == nil {
				list = append(list, audienceName{a, spelled})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b audienceName) int { return cmp.Compare(len(b.spelled), len(a.spelled)) })
	return list
}
