package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Finding is one thing that lint has to say about the graph.
type Finding struct {
	Rule     string
	Severity Severity
	Message  string
	Subjects []Subject // what it is about, the first above all
	Links    []Link    // the evidence
	Decision *Decision // what is stale; nil: it is about something else
	series   ID
}

// LintRule is a rule of [Snapshot.Lint].
type LintRule struct {
	ID       string
	Severity Severity // unless set otherwise
	Title    string   // a few words
	Explain  string   // what it looks for, why it matters, what to do
	find     func(*linter)
}

// LintRules lists the rules in the order of their findings. docs/lint.md has a section for each.
func LintRules() []LintRule { return slices.Clone(lintRules) }

// FindLintRule finds a rule by its id; if there is none, it gives the id that is most likely meant, "" if none is near.
func FindLintRule(id string) (rule LintRule, nearest string, ok bool) {
	var ids []string
	for _, rule := range lintRules {
		if rule.ID == id {
			return rule, "", true
		}
		ids = append(ids, rule.ID)
	}
	if near := NearestNames(id, ids, 1); len(near) > 0 {
		nearest = near[0]
	}
	return LintRule{}, nearest, false
}

var lintRules = []LintRule{
	{"loop", Error, "Things that need each other", "None of them can come first, so they become one step of every list. The shortest way round is shown with its weakest link: of the weakest origin, the least confident, without a reason. " +
		"Take a link back, make it recommended, or, if the loop is meant, declare it with `together`.", (*linter).findLoops},
	{"stale-decision", Warning, "A decision on what is no longer there", "Somebody accepted, rejected or edited a link or a concept that no source claims any more. It does nothing until one claims it again. " +
		"Remove it, or correct the names if they have changed.", (*linter).findStaleDecisions},
	{"near-duplicate", Warning, "Two concepts with almost one name", "The names are the same but for case, hyphens, spaces or a plural, or one letter apart (in names of six letters and more; digits have to agree). Links to one are missing from the other. " +
		"Make one an alias of the other, or tell them apart by their names.", (*linter).findDuplicates},
	{"missing-part", Warning, "A series with a gap", "A part number below the highest is nobody's. Readers of the series miss what it teaches. Load the part, or correct the numbers.", (*linter).findMissingParts},
	{"used-before-taught", Warning, "A part uses what only a later part teaches", "An article of a series uses a concept that a later part teaches, and nothing before it: no earlier part, and nothing that it or those require or recommend, directly or not. " +
		"Put the parts in another order, explain the concept where it is first used, or mark it as required.", (*linter).findUsedEarly},
	{"orphan", Warning, "A concept that nothing is linked with", "It needs nothing, nothing needs it, and no article mentions it, so it is on no list. Link it, or remove it.", (*linter).findOrphans},
	{"untaught", Note, "A concept that no article teaches", "On a list its summary stands in; if it has none, readers get nothing but its name. Find or write an article, or a summary.", (*linter).findUntaught},
	{"unprepared", Note, "An article uses what nothing before it teaches", "An article names a concept three times or more that some article teaches, but none that comes before it: no earlier part of its series, and nothing that it, what it teaches or those require or recommend, directly or not. No list to the article has the concept. " +
		"Add it to what the article requires, or explain it there. What needs the article itself, directly or not, isn't meant: naming it is looking ahead. Nor is what a later part of the series teaches: that is used before taught.", (*linter).findUnprepared},
	{"single-choice", Note, "Alternatives of which there is but one", "An any-of group with one member is a plain link. Either an alternative is missing, or the group can go.", (*linter).findSingleChoices},
	{"redundant", Note, "A required link that others imply", "What is needed is needed already by something else that is needed, over plain required links. It changes no list. " +
		"Leave it out, unless its reason tells readers something.", (*linter).findRedundant},
	{"no-reason", Note, "A link without a reason", "Somebody wrote the link by hand and didn't say why. A list then can't either. Add `why`.", (*linter).findNoReasons},
}

// LintSettings override the rules, by id: another severity, or off.
type LintSettings map[string]LintSetting

// LintSetting is what a rule is set to.
type LintSetting struct {
	Off      bool
	Severity Severity
}

// ParseLintSetting reads "off", "error", "warning" or "note".
func ParseLintSetting(text string) (LintSetting, bool) {
	if text == "off" {
		return LintSetting{Off: true}, true
	}
	i := slices.Index(severityNames, strings.ToUpper(text))
	return LintSetting{Severity: Severity(max(i, 0))}, i >= 0 && text == strings.ToLower(text)
}

// Findings gives what all rules find, with the severities that are theirs: worked out when first asked for, and then kept. Nobody may change it.
func (s *Snapshot) Findings() []Finding { return s.findings() }

// Lint looks for what is wrong with the graph itself: by the order of [LintRules], then by what the findings are about. Of a rule that is
// off, and, if only isn't nil, of those not in it, there are none.
func (s *Snapshot) Lint(only []string, settings LintSettings) []Finding {
	l := linter{s: s}
	for _, rule := range lintRules {
		setting, set := settings[rule.ID]
		if setting.Off || only != nil && !slices.Contains(only, rule.ID) {
			continue
		}
		l.rule, l.severity = rule.ID, rule.Severity
		if set {
			l.severity = setting.Severity
		}
		rule.find(&l)
	}
	return l.found
}

// linter collects findings.
type linter struct {
	s        *Snapshot
	rule     string
	severity Severity
	found    []Finding
	uses     []use // see unknown; nil until then
}

func (l *linter) add(subjects []Subject, links []Link, format string, args ...any) *Finding {
	l.found = append(l.found, Finding{Rule: l.rule, Severity: l.severity, Message: fmt.Sprintf(format, args...), Subjects: subjects, Links: links})
	return &l.found[len(l.found)-1]
}

func (l *linter) findLoops() {
	for _, loop := range l.s.Loops() {
		way := loop.Shortest()
		if loop.Intended || len(way) == 0 {
			continue
		}
		names := []string{way[0].Before().Name()}
		for _, link := range way {
			names = append(names, link.After().Name())
		}
		weakest := slices.MinFunc(way, func(a, b Link) int {
			x, _ := a.Confidence()
			y, _ := b.Confidence()
			return cmp.Or(-cmp.Compare(a.Origin(), b.Origin()), cmp.Compare(x, y), cmp.Compare(min(len(a.Why()), 1), min(len(b.Why()), 1)), cmp.Compare(a.i, b.i))
		})
		// The weakest comes first: it is the one to look at.
		links := append([]Link{weakest}, slices.DeleteFunc(slices.Clone(way), func(link Link) bool { return link == weakest })...)
		l.add(loop.Members, links, "%s: the weakest link is that %s needs %s", strings.Join(names, " → "), weakest.After().Name(), weakest.Before().Name())
	}
}

func (l *linter) findStaleDecisions() {
	var gone []Judged
	for on := range l.s.judged {
		after := l.s.Subject(on.After)
		if after == nil || on.Before != "" && !slices.ContainsFunc(after.Needs(), func(link Link) bool { return link.Before().ID() == on.Before }) {
			gone = append(gone, on)
		}
	}
	slices.SortFunc(gone, Judged.compare)
	for _, on := range gone {
		what := string(on.After)
		if on.Before != "" {
			what += " needs " + string(on.Before)
		}
		d := l.s.judged[on]
		f := l.add(nil, nil, "%s was %s, and no source claims it any more", what, strings.ToLower(d.Status.String()))
		f.Decision = d
		if after := l.s.Subject(on.After); after != nil {
			f.Subjects = []Subject{after}
		}
	}
}

func (l *linter) findMissingParts() {
	for _, series := range l.s.Series() {
		missing := series.MissingParts()
		if len(missing) == 0 {
			continue
		}
		const most = 10
		var parts []string
		for _, part := range missing[:min(len(missing), most)] {
			parts = append(parts, fmt.Sprint(part))
		}
		if more := len(missing) - most; more > 0 {
			parts = append(parts, fmt.Sprintf("%d more", more))
		}
		word := "part"
		if len(missing) > 1 {
			word = "parts"
		}
		var next []Subject // the first article behind the gap
		for _, a := range series.Articles() {
			if a.Part() > missing[0] {
				next = []Subject{a}
				break
			}
		}
		l.add(next, nil, "%s: %s %s %s missing", series.Name(), word, joined(parts, " and "), map[bool]string{true: "are", false: "is"}[len(missing) > 1]).series = series.ID()
	}
}

func (l *linter) findOrphans() {
	counts := func(links []int32) bool {
		return slices.ContainsFunc(links, func(k int32) bool { return l.s.links.fact[k].Status != Rejected })
	}
	for c := range int32(len(l.s.concepts)) {
		from, to := l.s.needsOf(c)
		needs := false
		for k := from; k < to; k++ {
			needs = needs || l.s.links.fact[k].Status != Rejected
		}
		if !needs && l.s.concepts[c].Status == Accepted && len(l.s.mentions.in.row(c)) == 0 && !counts(l.s.links.neededBy.row(c)) {
			l.add([]Subject{Concept{l.s, c}}, nil, "%s has no link, and no article mentions it", l.s.concepts[c].Name)
		}
	}
}

func (l *linter) findUntaught() {
	for c := range int32(len(l.s.concepts)) {
		fact := &l.s.concepts[c]
		if fact.Status != Accepted || slices.ContainsFunc(l.s.mentions.in.row(c), func(m int32) bool { return l.s.mentions.role[m] == Teaches }) {
			continue
		}
		more := "its summary stands in"
		if fact.Summary == "" {
			more = "it has no summary either"
		}
		l.add([]Subject{Concept{l.s, c}}, nil, "no article teaches %s, and %s", fact.Name, more)
	}
}

func (l *linter) findSingleChoices() {
	links := &l.s.links
	for k := range int32(len(links.after)) {
		if links.group[k] == 0 || links.fact[k].Status == Rejected {
			continue
		}
		from, to := l.s.needsOf(links.after[k])
		alone := true
		for other := from; other < to; other++ {
			alone = alone && (other == k || links.group[other] != links.group[k] || links.fact[other].Status == Rejected)
		}
		if alone {
			link := Link{l.s, k}
			l.add([]Subject{link.After()}, []Link{link}, "%s has a choice with one alternative: %s", link.After().Name(), link.Before().Name())
		}
	}
}

func (l *linter) findNoReasons() {
	for k := range int32(len(l.s.links.after)) {
		if f := &l.s.links.fact[k]; f.Origin == Author && f.Status == Accepted && f.Reason == "" {
			link := Link{l.s, k}
			verb := "needs"
			if f.Need == Recommended {
				verb = "recommends"
			}
			l.add([]Subject{link.After()}, []Link{link}, "%s %s %s, and nobody says why", link.After().Name(), verb, link.Before().Name())
		}
	}
}
