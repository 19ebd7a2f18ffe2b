package graph

import (
	"slices"
	"strconv"
	"strings"
)

// Value handles: small values that stand for one thing of a snapshot, and read
// its fields from there. Two handles are equal (==) if they stand for the
// same thing of the same snapshot.

// Subject is a [Concept] or an [Article].
type Subject interface {
	ID() ID
	Name() string // a concept's name, an article's title
	URL() string  // where it can be read; "" if unknown
	Needs() []Link
	NeededBy() []Link
	number() int32
}

// Concept is something to understand.
type Concept struct {
	s *Snapshot
	i int32
}

// Article is something to read.
type Article struct {
	s *Snapshot
	i int32 // its number among the subjects
}

// Series is articles in an order.
type Series struct {
	s *Snapshot
	i int32
}

// Link says that one thing comes before another.
type Link struct {
	s *Snapshot
	i int32
}

// Mention is what an article does with a concept.
type Mention struct {
	s *Snapshot
	i int32
}

func (s *Snapshot) handle(subject int32) Subject {
	if s.isConcept(subject) {
		return Concept{s, subject}
	}
	return Article{s, subject}
}

func (s *Snapshot) handles(subjects []int32) []Subject {
	list := make([]Subject, len(subjects))
	for i, subject := range subjects {
		list[i] = s.handle(subject)
	}
	return list
}

// Subject finds a concept or article by its id; nil if there is none.
func (s *Snapshot) Subject(id ID) Subject {
	if subject, ok := s.subject.find(string(id)); ok {
		return s.handle(subject)
	}
	return nil
}

// Concepts lists all concepts in byte order of their ids, the rejected too.
func (s *Snapshot) Concepts() []Concept {
	list := make([]Concept, len(s.concepts))
	for i := range list {
		list[i] = Concept{s, int32(i)}
	}
	return list
}

// Articles lists all articles in byte order of their ids.
func (s *Snapshot) Articles() []Article {
	list := make([]Article, len(s.articles))
	for i := range list {
		list[i] = Article{s, int32(len(s.concepts) + i)}
	}
	return list
}

// Series lists all series in byte order of their ids.
func (s *Snapshot) Series() []Series {
	list := make([]Series, len(s.series))
	for i := range list {
		list[i] = Series{s, int32(i)}
	}
	return list
}

// Links lists all links, ordered by after, before and group; the rejected too.
func (s *Snapshot) Links() []Link { return s.linkRange(0, int32(len(s.links.after))) }

func (s *Snapshot) linkRange(from, to int32) []Link {
	list := make([]Link, to-from)
	for i := range list {
		list[i] = Link{s, from + int32(i)}
	}
	return list
}

func (s *Snapshot) linkList(numbers []int32) []Link {
	list := make([]Link, len(numbers))
	for i, n := range numbers {
		list[i] = Link{s, n}
	}
	return list
}

func (s *Snapshot) needLinks(subject int32) []Link { return s.linkRange(s.needsOf(subject)) }

func (c Concept) fact() *ConceptFact { return &c.s.concepts[c.i] }
func (c Concept) number() int32      { return c.i }

// ID gives the concept's id.
func (c Concept) ID() ID { return c.fact().ID }

// Name gives the concept's name.
func (c Concept) Name() string { return c.fact().Name }

// URL is "": concepts have no address yet.
func (c Concept) URL() string { return "" }

// Aliases gives the concept's other names.
func (c Concept) Aliases() []string { return c.fact().Aliases }

// Summary explains the concept in short; "" if nobody has.
func (c Concept) Summary() string { return c.fact().Summary }

// Module gives the part of its field that the concept belongs to; "" if none.
func (c Concept) Module() string { return c.fact().Module }

// Match says how the concept's names are looked for in texts.
func (c Concept) Match() MatchRule { return c.fact().Match }

// Together lists the concepts it is declared to form a loop with.
func (c Concept) Together() []ID { return c.fact().Together }

// ExternalIDs gives the concept's ids in other systems.
func (c Concept) ExternalIDs() []ExternalID { return c.fact().External }

// Status says what people think of the concept.
func (c Concept) Status() Status { return c.fact().Status }

// Decision gives the person's word that counts on the concept, and whether there is one.
func (c Concept) Decision() (Decision, bool) { return c.s.Decided(Judged{After: c.ID()}) }

// Needs lists the links to what comes directly before it, the rejected and suggested too.
func (c Concept) Needs() []Link { return c.s.needLinks(c.i) }

// NeededBy lists the links to what it comes directly before.
func (c Concept) NeededBy() []Link { return c.s.linkList(c.s.links.neededBy.row(c.i)) }

// Mentions lists its mentions, by article.
func (c Concept) Mentions() []Mention {
	row := c.s.mentions.in.row(c.i)
	list := make([]Mention, len(row))
	for i, m := range row {
		list[i] = Mention{c.s, m}
	}
	return list
}

// Untaught says that no article teaches it.
func (c Concept) Untaught() bool { return len(c.TaughtIn()) == 0 }

// TaughtIn lists the articles that teach it, best first (see teacherOrder in before.go).
func (c Concept) TaughtIn() []Article {
	numbers := c.s.teachersOf(c.i)
	list := make([]Article, len(numbers))
	for i, a := range numbers {
		list[i] = Article{c.s, a}
	}
	return list
}

// Confidence gives, for a concept that is only inferred, how sure that is, 0 to 1; false for others.
func (c Concept) Confidence() (float64, bool) { return c.fact().Confidence, c.fact().Inferred }

// Signals says why a concept that is only inferred is likely one, the strongest sign first.
func (c Concept) Signals() []Signal { return c.fact().Signals }

func (a Article) fact() *ArticleFact { return a.s.article(a.i) }
func (a Article) number() int32      { return a.i }

// ID gives the article's id.
func (a Article) ID() ID { return a.fact().ID }

// Name gives the article's title.
func (a Article) Name() string { return a.fact().Title }

// URL gives the article's address; "" if unknown.
func (a Article) URL() string { return a.fact().URL }

// Author gives who wrote it; "" if unknown.
func (a Article) Author() string { return a.fact().Author }

// Date gives when it was written, as its source has it; "" if unknown.
func (a Article) Date() string { return a.fact().Date }

// Lang gives the language it is written in; "" if unknown.
func (a Article) Lang() string { return a.fact().Lang }

// Summary gives what a listing says about it; "" if nothing.
func (a Article) Summary() string { return a.fact().Summary }

// IsIn says that the source claims it.
func (a Article) IsIn(source string) bool {
	return a.fact().Source == source || slices.Contains(a.fact().AlsoIn, source)
}

// Part gives its number in its series; 0 if it has none.
func (a Article) Part() int { return a.fact().Part }

// HasText says that a store has its text.
func (a Article) HasText() bool { return a.fact().Words > 0 }

// Readable says that there is something to open: a text or an address.
func (a Article) Readable() bool { return a.fact().Words > 0 || a.fact().URL != "" }

// Series gives the series it is part of, and whether there is one.
func (a Article) Series() (Series, bool) { return a.s.FindSeries(a.fact().Series) }

// Minutes estimates its reading time.
func (a Article) Minutes() Minutes { return minutesOf(a.fact()) }

// MinutesAt is the reading time at so many words a minute; 0: the usual speed.
func (a Article) MinutesAt(speed int) Minutes { return minutesAt(a.fact(), speed) }

// Needs lists the links to what comes directly before it, the rejected and suggested too.
func (a Article) Needs() []Link { return a.s.needLinks(a.i) }

// NeededBy lists the links to what it comes directly before.
func (a Article) NeededBy() []Link { return a.s.linkList(a.s.links.neededBy.row(a.i)) }

// Mentions lists its mentions, by concept.
func (a Article) Mentions() []Mention {
	from, to := a.s.mentionsIn(a.i)
	list := make([]Mention, to-from)
	for i := range list {
		list[i] = Mention{a.s, from + int32(i)}
	}
	return list
}

// Teaches lists the concepts it teaches, by id; the rejected are left out.
func (a Article) Teaches() []Concept { return a.concepts(Teaches) }

// Uses lists the concepts it uses without teaching them, by id; the rejected are left out.
func (a Article) Uses() []Concept { return a.concepts(Uses) }

func (a Article) concepts(role Role) []Concept {
	var list []Concept
	from, to := a.s.mentionsIn(a.i)
	for m := from; m < to; m++ {
		c := a.s.mentions.concept[m]
		if a.s.mentions.role[m] == role && a.s.concepts[c].Status != Rejected {
			list = append(list, Concept{a.s, c})
		}
	}
	return list
}

// FindSeries finds a series by its id.
func (s *Snapshot) FindSeries(id ID) (Series, bool) {
	i, ok := slices.BinarySearchFunc(s.series, id, func(f SeriesFact, id ID) int { return strings.Compare(string(f.ID), string(id)) })
	return Series{s, int32(i)}, ok
}

// ID gives the series' id.
func (r Series) ID() ID { return r.s.series[r.i].ID }

// Name gives the series' name.
func (r Series) Name() string { return r.s.series[r.i].Name }

// Articles lists its articles in reading order.
func (r Series) Articles() []Article {
	parts := r.s.parts[r.i]
	list := make([]Article, len(parts))
	for i, a := range parts {
		list[i] = Article{r.s, a}
	}
	return list
}

// MissingParts lists the numbers from 1 to the highest known part that no article has.
func (r Series) MissingParts() []int {
	have := map[int]bool{}
	highest := 0
	for _, a := range r.s.parts[r.i] {
		part := r.s.article(a).Part
		have[part] = true
		highest = max(highest, part)
	}
	const most = 10_000 // a mistyped part number must not fill the memory
	var missing []int
	for part := 1; part < min(highest, most); part++ {
		if !have[part] {
			missing = append(missing, part)
		}
	}
	return missing
}

func (l Link) fact() *LinkFact { return &l.s.links.fact[l.i] }

// ID names the link: "link:<after>~<before>", and the group behind a further ~.
func (l Link) ID() ID {
	id := "link:" + string(l.After().ID()) + "~" + string(l.Before().ID())
	if group := l.AnyOf(); group != "" {
		id += "~" + group
	}
	return ID(id)
}

// Before gives what comes first.
func (l Link) Before() Subject { return l.s.handle(l.s.links.before[l.i]) }

// After gives what needs it.
func (l Link) After() Subject { return l.s.handle(l.s.links.after[l.i]) }

// Need says how much it matters.
func (l Link) Need() Need { return l.fact().Need }

// Origin says who says so: the strongest of those who do.
func (l Link) Origin() Origin { return l.fact().Origin }

// Status says what people think of it.
func (l Link) Status() Status { return l.fact().Status }

// Decision gives the person's word that counts on the link, and whether there is
// one. Links with the same ends, in several any-of groups, share it.
func (l Link) Decision() (Decision, bool) {
	return l.s.Decided(Judged{l.After().ID(), l.Before().ID()})
}

// Decided gives the person's word that counts on a link or concept, and whether there is one.
func (s *Snapshot) Decided(on Judged) (Decision, bool) {
	if d := s.judged[on]; d != nil {
		return *d, true
	}
	return Decision{}, false
}

// Why gives the reason in a sentence; "" if nobody gave one.
func (l Link) Why() string { return l.fact().Reason }

// Confidence gives, for an inferred link, how sure the inference is, 0 to 1; false for others.
func (l Link) Confidence() (float64, bool) {
	return l.fact().Confidence, l.fact().Origin == Inferred
}

// AnyOf names the group of alternatives among the links of After that it
// belongs to; "" if it stands alone.
func (l Link) AnyOf() string {
	if group := l.s.links.group[l.i]; group > 0 {
		return strconv.Itoa(int(group))
	}
	return ""
}

// EvidenceKey is what a store finds the link's quotes by.
func (l Link) EvidenceKey() ClaimKey {
	return ClaimKey{Kind: OfLink, A: l.After().ID(), B: l.Before().ID()}
}

// Article gives where the mention is.
func (m Mention) Article() Article { return Article{m.s, m.s.mentions.article[m.i]} }

// Concept gives what is mentioned.
func (m Mention) Concept() Concept { return Concept{m.s, m.s.mentions.concept[m.i]} }

// Role says what the article does with the concept.
func (m Mention) Role() Role { return m.s.mentions.role[m.i] }

// Count gives the number of occurrences.
func (m Mention) Count() int { return int(m.s.mentions.count[m.i]) }

// Salience says how much the article is about the concept, 0 to 1.
func (m Mention) Salience() float64 { return m.s.mentions.salience[m.i] }

// Signals says why a mention has its role, the strongest sign first, where that was worked out from the text.
func (m Mention) Signals() []Signal { return m.s.mentions.signals[m.i] }

// EvidenceKey is what a store finds the mention's quotes by.
func (m Mention) EvidenceKey() ClaimKey {
	return ClaimKey{Kind: OfMention, A: m.Article().ID(), B: m.Concept().ID()}
}
