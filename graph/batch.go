package graph

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Batch is one change to the graph, applied whole or not at all.
type Batch struct {
	By  string // who makes the change; for the history
	Why string // why, in a sentence; for the history
	// Load is a number of the change's own, drawn by whoever makes it. A store
	// that finds it in its history has applied the batch already, and says so
	// instead of applying it twice. Empty: not recognisable.
	Load string
	// Base, if not nil, is the revision that the batch was worked out on. Apply
	// refuses with ErrConflict if the graph is at another.
	Base *Revision
	// DryRun: nothing is written. Apply does all but the commit: it refuses what
	// it would refuse, and its Change tells what it would do.
	DryRun bool

	Sources  []SourceClaims // each replaces all that its source claimed before
	Patch    []Patch        // each changes some of what its source claims; no source is both here and above
	Unload   []string       // ids of sources that claim nothing any more; the decisions in their files go too
	Decide   []Decision     // made, or made anew
	Undecide []DecisionKey  // taken back
}

// Patch changes single claims of a source and leaves its others as they are, so that who
// writes beside others need not read what they wrote.
type Patch struct {
	// Put is what the source claims anew or otherwise. It names the source, which is made if it isn't there.
	Put SourceClaims
	// Record: the source's own record (its location and all that) is put, too; else it stays if there is one.
	Record bool
	// Remove names claims that the source makes no more. Those that it doesn't make change nothing.
	Remove []ClaimKey
}

// Diff compares what the patch names with what the source claims now, and gives the edits in key order, without Old.
func (p *Patch) Diff(held []Held) []Edit {
	named := make(map[ClaimKey]bool, p.Put.Rows()+len(p.Remove)+1)
	for _, c := range p.Put.Claims() {
		named[c.Key()] = true
	}
	for _, key := range p.Remove {
		named[key] = true
	}
	touched := make([]Held, 0, len(named))
	for _, h := range held {
		if h.Key.Kind == OfSource && !p.Record {
			h.Digest = Digest(&p.Put.Source) // as good as the same
		}
		if named[h.Key] {
			touched = append(touched, h)
		}
	}
	return Diff(p.Put.Source.ID, touched, &p.Put)
}

// Limits on single values. They keep one bad input from making every answer
// and every index unusable; nothing that people write comes near them.
const (
	MaxID        = 512              // bytes of an id
	MaxName      = 512              // bytes of a name, title or alias
	MaxLine      = 4096             // bytes of a reason, address, place or quote
	MaxSummary   = 64 << 10         // bytes of a summary
	MaxText      = 16 << 20         // bytes of an article's text
	MaxAliases   = 1000             // of one concept
	MaxEvidence  = 100              // quotes of one claim
	MaxSignals   = 100              // of one claim
	MaxAudiences = 1000             // of one source
	MaxKnown     = 10_000           // things that one audience knows
	fixShorten   = "shorten it"     // what to do about a value over its limit
	fixReport    = "report the bug" // what to do about a claim that no loader should make
)

// Rows counts the claims and decisions of the batch.
func (b *Batch) Rows() int {
	n := len(b.Decide) + len(b.Undecide)
	for i := range b.Sources {
		n += b.Sources[i].Rows()
	}
	for i := range b.Patch {
		n += b.Patch[i].Put.Rows() + len(b.Patch[i].Remove)
	}
	return n
}

// Validate checks all that can be checked without a store and reports every
// fault with its place (as [Faults]). Whether the ends of links and mentions
// exist is for the store to say.
func (b *Batch) Validate() error {
	v := validator{}
	v.text("name of who makes the change", b.By, MaxName, false)
	v.text("reason of the change", b.Why, MaxLine, false)
	v.text("load number", b.Load, MaxID, false)
	named := map[string]bool{}
	for i := range b.Sources {
		s := &b.Sources[i]
		if named[s.Source.ID] {
			v.add(Place{}, "give each source once", "source %q is in the batch twice", s.Source.ID)
		}
		named[s.Source.ID] = true
		v.source(s)
	}
	for i := range b.Patch {
		p := &b.Patch[i]
		if id := p.Put.Source.ID; named[id] {
			v.add(Place{}, "give each source once", "source %q is in the batch twice", id)
		}
		named[p.Put.Source.ID] = true
		v.patch(p)
	}
	for _, id := range b.Unload {
		v.text("source id", id, MaxID, true)
		if named[id] {
			v.add(Place{}, "do one or the other", "source %q is both loaded and unloaded", id)
		}
	}
	v.decisions(b)
	for _, key := range b.Undecide {
		v.text("source id", key.Source, MaxID, false)
		v.text("id", string(key.After), MaxID, true)
		v.text("id", string(key.Before), MaxID, false)
	}
	return v.faults.Err()
}

type validator struct {
	faults Faults
	place  Place
	seen   map[ClaimKey]Place
}

func (v *validator) add(place Place, do, format string, args ...any) {
	v.faults.Add(place, do, format, args...)
}

func (v *validator) fault(do, format string, args ...any) { v.add(v.place, do, format, args...) }

func (v *validator) source(s *SourceClaims) {
	v.place = Place{File: s.Source.Location}
	v.text("source id", s.Source.ID, MaxID, true)
	v.text("source location", s.Source.Location, MaxLine, false)
	v.text("source version", s.Source.Version, MaxID, false)
	v.text("folder of decisions", s.Source.DecisionsIn, MaxLine, false)
	v.audiences(s.Source.Audiences)
	v.seen = make(map[ClaimKey]Place, s.Rows())
	for i := range s.Concepts {
		v.concept(&s.Concepts[i])
	}
	for i := range s.Articles {
		v.article(&s.Articles[i])
	}
	for i := range s.Series {
		c := &s.Series[i]
		v.begin(c)
		v.id(c.ID, KindSeries)
		v.text("name", c.Name, MaxName, true)
	}
	for i := range s.Mentions {
		v.mention(&s.Mentions[i])
	}
	groups := map[[2]string]Need{}
	for i := range s.Links {
		v.link(&s.Links[i], groups)
	}
}

func (v *validator) patch(p *Patch) {
	v.source(&p.Put)
	v.place = Place{}
	for _, key := range p.Remove {
		if _, both := v.seen[key]; both || key == p.Put.Source.Key() {
			v.fault("do one or the other", "%s is both put and removed", key)
		}
		if key.Kind == OfSource || key.Kind == OfDecision {
			v.fault("unload the source, or take the decision back", "a patch removes %s, which is no claim of its", key)
		}
	}
}

func (v *validator) audiences(list []AudienceClaim) {
	if len(list) > MaxAudiences {
		v.fault("keep the common ones", "the source has %d audiences, more than %d", len(list), MaxAudiences)
	}
	named := map[string]bool{}
	for _, a := range list {
		v.text("name of an audience", a.Name, MaxName, true)
		if folded := Fold(a.Name); named[folded] {
			v.fault("give each its name", "two audiences are called %q", a.Name)
		} else {
			named[folded] = true
		}
		if len(a.Knows) > MaxKnown {
			v.fault(fixShorten, "the audience %q knows %d things, more than %d", a.Name, len(a.Knows), MaxKnown)
		}
		known := map[ID]bool{}
		for _, id := range a.Knows {
			v.text("id", string(id), MaxID, true)
			if kind := id.Kind(); kind != KindConcept && kind != KindArticle {
				v.fault(fixReport, "the audience %q knows %q, which is neither a concept nor an article", a.Name, id)
			}
			if known[id] {
				v.fault("keep one of them", "the audience %q knows %s twice", a.Name, id)
			}
			known[id] = true
		}
	}
}

// begin notes the claim's place and refuses a second claim with the same key.
func (v *validator) begin(c Claim) {
	v.place = c.At()
	v.at(v.place)
	key := c.Key()
	if first, again := v.seen[key]; again {
		v.fault("keep one of them", "%s is claimed twice, first at %s", key, first)
	}
	v.seen[key] = v.place
}

func (v *validator) concept(c *ConceptClaim) {
	v.begin(c)
	v.id(c.ID, KindConcept)
	v.text("name", c.Name, MaxName, true)
	v.text("summary", c.Summary, MaxSummary, false)
	v.text("module", c.Module, MaxName, false)
	v.aliases(string(c.ID), c.Aliases)
	for _, id := range c.Together {
		v.id(id, KindConcept)
	}
	v.external(c.External)
	v.unit("confidence", c.Confidence)
	v.signals(c.Signals)
}

func (v *validator) article(c *ArticleClaim) {
	v.begin(c)
	v.id(c.ID, KindArticle)
	v.text("title", c.Title, MaxName, true)
	v.text("address", c.URL, MaxLine, false)
	v.text("author", c.Author, MaxName, false)
	v.text("date", c.Date, MaxName, false)
	v.text("language", c.Lang, MaxName, false)
	v.text("summary", c.Summary, MaxSummary, false)
	v.text("text", c.Text, MaxText, false)
	if c.Series != "" {
		v.id(c.Series, KindSeries)
	}
	if c.Part < 0 || c.Minutes < 0 || c.Words < 0 || max(c.Part, c.Minutes, c.Words) > 1<<30 {
		v.fault("write a count from 0", "%s has a part, minutes or words out of range", c.ID)
	}
	if c.Part > 0 && c.Series == "" {
		v.fault("name the series", "%s has a part but no series", c.ID)
	}
}

func (v *validator) mention(c *MentionClaim) {
	v.begin(c)
	v.id(c.Article, KindArticle)
	v.id(c.Concept, KindConcept)
	if c.Count < 1 || c.Count > 1<<30 {
		v.fault(fixReport, "a mention of %s counts %d occurrences", c.Concept, c.Count)
	}
	v.unit("salience", c.Salience)
	v.evidence(c.Evidence)
	v.signals(c.Signals)
}

func (v *validator) link(c *LinkClaim, groups map[[2]string]Need) {
	v.begin(c)
	after, before := c.After.Kind(), c.Before.Kind()
	switch {
	case c.After == c.Before:
		v.fault("remove it", "%s needs itself", c.After)
	case after == KindConcept && before == KindArticle:
		v.fault("let an article teach it, and name the concept", "the concept %s needs the article %s", c.After, c.Before)
	default:
		for _, end := range []ID{c.After, c.Before} {
			if kind := end.Kind(); kind != KindConcept && kind != KindArticle {
				v.fault(fixReport, "a link's end %q is neither a concept nor an article", end)
			}
			v.text("id", string(end), MaxID, true)
		}
	}
	v.text("reason", c.Reason, MaxLine, false)
	v.text("any-of group", c.AnyOf, MaxLine, false)
	v.unit("confidence", c.Confidence)
	v.evidence(c.Evidence)
	if c.AnyOf == "" {
		return
	}
	group := [2]string{string(c.After), c.AnyOf}
	if need, met := groups[group]; met && need != c.Need {
		v.fault("give the group one need", "an any-of group of %s is both required and recommended", c.After)
	}
	groups[group] = c.Need
}

func (v *validator) decisions(b *Batch) {
	seen := map[DecisionKey]bool{}
	for i := range b.Decide {
		d := &b.Decide[i]
		v.place = Place{}
		switch {
		case d.Before == "" && d.After.Kind() != KindConcept:
			v.fault("name a concept", "a decision judges %q, which is no concept", d.After)
		case d.After == d.Before:
			v.fault("remove it", "a decision judges a link from %s to itself", d.After)
		case seen[d.Key()]:
			v.fault("keep one of them", "two decisions judge the same link or concept %s %s", d.After, d.Before)
		case d.Source != "" && slices.Contains(b.Unload, d.Source):
			v.fault("do one or the other", "source %q is unloaded, and has a decision made", d.Source)
		}
		seen[d.Key()] = true
		v.text("id", string(d.After), MaxID, true)
		v.text("id", string(d.Before), MaxID, false)
		v.text("source id", d.Source, MaxID, false)
		v.text("name", d.By, MaxName, false)
		v.text("reason", d.Why, MaxLine, false)
		v.edited(d, &d.Set)
		v.edited(d, &d.Was)
	}
}

// edited checks fields that a decision overrides, or saw: those that what it judges has.
func (v *validator) edited(d *Decision, set *Edited) {
	ofConcept := set.Name != nil || set.Aliases != nil || set.Summary != nil || set.Module != nil || set.External != nil
	ofLink := set.Need != nil || set.AnyOf != nil || set.Reason != nil
	if d.Before == "" && ofLink || d.Before != "" && ofConcept {
		v.fault(fixReport, "the decision on %s %s edits a field that it hasn't got", d.After, d.Before)
	}
	for _, field := range []struct {
		what   string
		text   *string
		limit  int
		needed bool
	}{
		{"name", set.Name, MaxName, true}, {"summary", set.Summary, MaxSummary, false}, {"module", set.Module, MaxName, false},
		{"any-of group", set.AnyOf, MaxLine, false}, {"reason", set.Reason, MaxLine, false},
	} {
		if field.text != nil {
			v.text("edited "+field.what, *field.text, field.limit, field.needed)
		}
	}
	if set.Aliases != nil {
		if *set.Aliases == nil {
			v.fault(fixReport, "the edited aliases are no list")
		}
		v.aliases("a decision", *set.Aliases)
	}
	if set.External != nil {
		if *set.External == nil {
			v.fault(fixReport, "the edited external ids are no list")
		}
		v.external(*set.External)
	}
}

func (v *validator) aliases(of string, aliases []string) {
	if len(aliases) > MaxAliases {
		v.fault("keep the common ones", "%s has %d aliases, more than %d", of, len(aliases), MaxAliases)
	}
	for _, alias := range aliases {
		v.text("alias", alias, MaxName, true)
	}
}

func (v *validator) signals(signals []Signal) {
	if len(signals) > MaxSignals {
		v.fault(fixReport, "a claim has %d signals, more than %d", len(signals), MaxSignals)
	}
	for _, s := range signals {
		v.text("name of a signal", s.Name, MaxName, true)
		if math.IsNaN(s.Weight) || math.IsInf(s.Weight, 0) {
			v.fault(fixReport, "the signal %q weighs %v", s.Name, s.Weight)
		}
	}
}

func (v *validator) external(ids []ExternalID) {
	for _, e := range ids {
		v.text("external system", e.System, MaxName, true)
		v.text("external id", e.ID, MaxLine, true)
	}
}

func (v *validator) id(id ID, kind Kind) {
	if id.Kind() != kind {
		v.fault(fixReport, "%q is no id of a %s", id, kind)
	}
	v.text("id", string(id), MaxID, true)
}

func (v *validator) unit(what string, x float64) {
	if !(x >= 0 && x <= 1) { // so written that NaN fails
		v.fault(fixReport, "%s %v is not between 0 and 1", what, x)
	}
}

func (v *validator) evidence(list []Evidence) {
	if len(list) > MaxEvidence {
		v.fault(fixReport, "a claim has %d quotes, more than %d", len(list), MaxEvidence)
	}
	for _, e := range list {
		v.text("quote", e.Quote, MaxLine, true)
		v.text("heading", e.Heading, MaxLine, false)
		v.text("id", string(e.In), MaxID, false)
		v.at(e.Place)
	}
}

func (v *validator) at(place Place) {
	v.text("place", place.File, MaxLine, false)
	if place.Line < 0 || place.Line > 1<<30 {
		v.fault(fixReport, "a place has the line %d", place.Line)
	}
}

func (v *validator) text(what, s string, limit int, needed bool) {
	switch {
	case needed && strings.TrimSpace(s) == "":
		v.fault("write it", "the %s is empty", what)
	case len(s) > limit:
		v.fault(fixShorten, "the %s %s has %d bytes, more than %d", what, quoteStart(s), len(s), limit)
	case !utf8.ValidString(s):
		v.fault("save the file as UTF-8", "the %s %s is not valid UTF-8", what, quoteStart(s))
	case strings.ContainsRune(s, 0):
		v.fault("remove it", "the %s %s holds a zero byte", what, quoteStart(s))
	}
}

// quoteStart quotes the start of a text, as much as an error line can bear.
func quoteStart(s string) string {
	const most = 40
	if len(s) <= most {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprintf("%q…", strings.ToValidUTF8(s[:most], ""))
}
