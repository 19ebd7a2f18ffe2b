package ask

import (
	"regexp"
	"strings"
)

// A pattern is a phrasing. It is written in words; (a|b) is one of several, [a] may
// be missing, {x} and {y} are names. Case doesn't matter, and all of the text must fit.
type pattern struct {
	kind Kind
	// swap: {x} is what needs {y}, so the goals come the other way round.
	swap bool
	re   *regexp.Regexp
}

// words stand for sets of words in phrasings.
var words = strings.NewReplacer(
	"I", "(i|we|you|one|people|someone|somebody|a beginner|a learner|students|my students|my team)",
	"WILL", "(do|does|should|must|would|could|can|shall|will|might|did)",
	"LEARN", "(read|learn|know|understand|study|grasp|master|get|look at|have read|have learned|have understood|be familiar with|cover|go through|do)",
	"REACH", "(understand|learn|get to|get into|reach|grasp|use|know|master|read|study|get|tackle|approach|start|start with|start on|make sense of|follow|write|work with)",
	"TEXT", "(article|articles|text|texts|chapter|chapters|page|pages|post|posts|book|books|blog post|blog posts|lesson|lessons|source|sources)",
	"LIST", "(reading list|reading order|reading path|learning path|study plan|plan|path|road|road map|roadmap|route|way|curriculum|course|prerequisites|prereqs|requirements|dependencies|prior knowledge|steps)",
	"NEEDS", "(need|needs|require|requires|depend on|depends on|build on|builds on|builds upon|rest on|rests on|presuppose|presupposes|assume|assumes|rely on|relies on|use|uses)",
	"EXPLAINED", "(explained|taught|covered|introduced|described|defined|discussed|treated|written about|dealt with)",
)

// phrasings are tried in order; what is more special comes first.
var phrasings = []struct {
	kind Kind
	swap bool
	text string
}{
	// why, and how one thing leads to another
	{Path, false, "why WILL I (need|have) [to] [LEARN] {x} [first] (for|before|to REACH|in order to REACH|if i want to REACH|when learning) {y}"},
	{Path, false, "why WILL I LEARN {x} [first] (for|before|to REACH) {y}"},
	{Path, false, "why (is|are) {x} (needed|required|necessary|important|a prerequisite|prerequisites|relevant|useful) (for|before|of|to REACH|to) {y}"},
	{Path, false, "why {x} (before|for) {y}"},
	{Path, false, "why (does|do) {x} (come|have to come|go) before {y}"},
	{Path, true, "why (does|do|would) {x} NEEDS {y}"},
	{Path, true, "why WILL {x} NEEDS {y}"},
	{Path, false, "WILL I (need|need to LEARN|have to LEARN|LEARN) {x} [first] (for|before|to REACH|in order to REACH|if i want to REACH) [learning|reading|LEARN] {y}"},
	{Path, false, "(is|are) {x} (needed|required|necessary|important|a prerequisite|prerequisites) (for|before|of|to REACH|to) {y}"},
	{Path, true, "(does|do|would) {x} NEEDS {y}"},
	{Path, false, "what (has|have|does|do) {x} [have] (got to do|to do|in common) with {y}"},
	{Path, false, "how (does|do|is|are) {x} (lead to|leads to|relate to|related to|connect to|connected to|connected with|help with|help to understand|matter for|matter to|contribute to) {y}"},
	{Path, false, "how WILL I (get|go|come|move|progress|proceed) from {x} to {y}"},
	{Path, false, "[show me|give me|what is|what's|find] [the|a] [shortest] LIST from {x} to {y}"},
	{Path, false, "how far is it from {x} to {y}"},
	{Path, false, "from {x} to {y}"},

	// two things side by side
	{Compare, false, "compare {x} (and|with|to|against) {y}"},
	{Compare, false, "what (do|does) {x} and {y} (have in common|share)"},
	{Compare, false, "what (is|'s) [the] (common|shared) (to|between|by) {x} and {y}"},
	{Compare, false, "(difference|what's the difference|what is the difference) between [the] [LIST] [for|to|of] {x} and {y}"},
	{Compare, false, "{x} (vs|vs.|versus) {y}"},

	// what can be learned next
	{Ready, false, "what [WILL] [I] [LEARN] next"},
	{Ready, false, "what (is|comes|'s|are) [the] next [for me|steps|step]"},
	{Ready, false, "[and] what (now|next|then)"},
	{Ready, false, "what (am i|are we) ready for [now|next]"},
	{Ready, false, "what WILL I LEARN (now|already|right now|from here|right away|at this point)"},
	{Ready, false, "where (WILL|to) [I] (go|continue|go on) [next|from here|now]"},
	{Ready, false, "what (else) WILL I LEARN [now|next]"},

	// what a thing opens
	{Unlocks, false, "what (does|do|will|would) {x} (unlock|unlocks|open|open up|enable|allow|lead to|make possible|prepare for|prepare me for|give access to)"},
	{Unlocks, false, "what WILL I LEARN (after|once i know|once i have read|once i understand|with|when i know|having read|having learned) {x}"},
	{Unlocks, false, "what (comes|follows|is|goes|is next) (after|from|next after) {x}"},
	{Unlocks, false, "what [else] NEEDS {x}"},
	{Unlocks, false, "what (things|concepts|topics|articles) NEEDS {x}"},
	{Unlocks, false, "(what|who|which concepts|which things) (is|are) {x} (needed|required|good|useful|a prerequisite|important) for"},
	{Unlocks, false, "what (does|do) I need {x} for"},
	{Unlocks, false, "what (is|are) {x} (needed|required|good|useful|a prerequisite|prerequisites) (for|of)"},

	// where something is explained
	{Where, false, "where (is|are|was|were) {x} [best] EXPLAINED"},
	{Where, false, "where WILL I (read|learn|find out|find something|find anything|find|study) [more] [about|on] {x}"},
	{Where, false, "(who|what) (explains|teaches|covers|introduces|describes|treats) {x}"},
	{Where, false, "(which|what) TEXT (explain|explains|teach|teaches|cover|covers|introduce|introduces|describe|describes|treat|treats|is about|are about|deal with|deals with|talk about|talks about) {x}"},
	{Where, false, "[is there|are there|show me|give me|find|list] [all] [a|an|any|some|the] [good|best] TEXT (about|on|for|explaining|that explains|that explain) {x}"},
	{Where, false, "what WILL I read (about|on) {x}"},
	{Where, false, "where (to|can one) (read|learn) [about] {x}"},

	// what comes before something
	{Before, false, "what WILL I (need|have|want|ought) [to] LEARN [first|beforehand|in advance] (before|for|prior to|in order to REACH|to REACH|to be able to REACH|so that i can REACH|so i can REACH|if i want to REACH) {x}"},
	{Before, false, "what WILL I LEARN [first|beforehand|in advance] (before|prior to|for|in order to REACH|to REACH|to be able to REACH|so that i can REACH|so i can REACH|if i want to REACH|when i want to REACH|on the way to) [LEARN] [REACH] {x}"},
	{Before, false, "what WILL I (need|have) [first] (before|for|to REACH|in order to REACH) {x}"},
	{Before, false, "what (is|are|'s) [needed|required|necessary|there|to read|to learn|to be read|to be learned|worth reading|useful] [first] (before|for|prior to|to REACH|in order to REACH) {x}"},
	{Before, false, "what (comes|goes|leads|must come|should come|has to come) [directly|right] (before|to|up to|first for) {x}"},
	{Before, false, "what (does|do|would|will) {x} NEEDS"},
	{Before, false, "what (must|should|has to|needs to) (be|be read|be learned|be known|be understood|come) [first] before {x}"},
	{Before, false, "[what is|what are|what's|show me|show|give me|list|tell me|i need|i want|make|make me] [all] [the|a|my] [shortest|best|least] LIST (for|of|to|before|towards|to REACH|leading to) {x}"},
	{Before, false, "how WILL I [best|quickly|quickest|get to] REACH {x}"},
	{Before, false, "(i want|i'd like|i would like|i need|i have|we want|we need|help me|i am trying|i'm trying|my goal is|how|want|teach me) [to] REACH {x}"},
	{Before, false, "(teach|prepare) me [for] {x}"},
	{Before, false, "how long (does|do|will|would) it take [me|us|one] [to REACH|until i REACH] {x}"},
	{Before, false, "where WILL I (start|begin) [reading|learning] [to REACH|with|for|if i want to REACH|in order to REACH] {x}"},
	{Before, false, "(which|what) (concepts|things|topics|articles|chapters|texts) (come|comes|are needed|are required|do i have to read|do i have to know|do i need to know|do i need to read|do i need|should i know|should i read|must i know|must i read) (before|for|to REACH) {x}"},
	{Before, false, "(am i|are we) ready (for|to REACH) {x}"},
	{Before, false, "[what] before {x}"},
	{Before, false, "what (have i|have we|is|do i have) [left] to LEARN before {x}"},

	// what something is
	{What, false, "what (is|are|'s|was) {x}"},
	{What, false, "what (does|do) {x} mean"},
	{What, false, "(define|describe|explain|summarise|summarize|show|show me|tell me about|explain to me|explain me) {x}"},
}

var patterns = compile()

func compile() []pattern {
	list := make([]pattern, len(phrasings))
	for i, p := range phrasings {
		list[i] = pattern{p.kind, p.swap, regexp.MustCompile("(?i)^" + expression(p.text) + "$")}
	}
	return list
}

// expression makes a regular expression of a phrasing: words are separated by one
// space, which what may be missing takes with it.
func expression(text string) string {
	text = words.Replace(text)
	var b strings.Builder
	for _, part := range parts(text) {
		optional := strings.HasPrefix(part, "[")
		body := part
		if optional {
			body = part[1 : len(part)-1]
		}
		switch body {
		case "{x}", "(?:{x})":
			body = `(?P<x>.+?)`
		case "{y}":
			body = `(?P<y>.+?)`
		default:
			body = "(?:" + strings.ReplaceAll(strings.ReplaceAll(body, "(", "(?:"), ".", `\.`) + ")"
		}
		if optional {
			b.WriteString("(?:" + body + " )?")
		} else {
			b.WriteString(body + " ")
		}
	}
	return b.String()
}

// parts splits a phrasing at the spaces outside of brackets.
func parts(text string) []string {
	var list []string
	depth, from := 0, 0
	for i, r := range text + " " {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ' ':
			if depth == 0 {
				list = append(list, (text + " ")[from:i])
				from = i + 1
			}
		}
	}
	return list
}
