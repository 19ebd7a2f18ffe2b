package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The rules of [Snapshot.Check].
const (
	RuleUnknown   = "unknown"            // nothing, or more than one thing, has the name
	RuleRepeated  = "repeated"           // the same thing twice
	RuleUsedEarly = "used-before-taught" // what it needs comes later
	RuleMissing   = "missing"            // what it needs comes nowhere
	RuleLoop      = "loop"               // items need each other
	RuleTooMuch   = "too-much"           // one article teaches many new concepts
	RuleNeedless  = "needless"           // no goal needs it, or it is known already
)

// Limits of Check.
const (
	// MaxItems is the most items of a curriculum; Check looks at no more.
	MaxItems = 2_000
	// UsualMaxNew is how many new concepts an article may teach unless told otherwise.
	UsualMaxNew = 5
)

// Item is one entry of a curriculum: what its name means, and where it stands.
type Item struct {
	Match
	Module string // the heading that it stands under; "" if none
	Place  Place
}

// CheckOptions says how to check a curriculum.
type CheckOptions struct {
	// ReadOptions: what is known, which links count, which articles may be added. Cover, Budget and Nearest count for nothing.
	ReadOptions
	// Goals is what the curriculum is for. Empty: the items of its last module, or its last item if it has no modules.
	Goals []Subject
	// MaxNew is how many new concepts one article may teach; 0: UsualMaxNew.
	MaxNew int
}

// Check is what is to be said of a curriculum.
type Check struct {
	Faults []CheckFault // by item, then by rule
	// Order is a repaired order: each thing once, what is missing added, and nothing before what it needs unless they
	// need each other. Modules stay together. Names that mean nothing keep their places.
	Order []Placed
	// Moves is how many items had to be moved for it; the others stay in their order.
	Moves int
	// Fewest says that no valid order has fewer moves: proven.
	Fewest bool
}

// CheckFault is one thing wrong with a curriculum.
type CheckFault struct {
	Rule     string
	Severity Severity
	Item     int     // the number of the item, from 0
	Module   string  // the heading that it stands under; "" if none
	Place    Place   // where it stands
	Subject  Subject // that the item names; nil if unknown
	Message  string
	Because  []Link // the evidence: the needs that aren't met
}

// Position counts the fault's item from 1.
func (f CheckFault) Position() int { return f.Item + 1 }

// Line is that of the item in its file, from 1.
func (f CheckFault) Line() int { return f.Place.Line }

// Placed is an item in the repaired order, or an addition.
type Placed struct {
	Item    int     // -1: added
	Subject Subject // nil: the item's name is unknown
	Module  string
	Moved   bool
}

// Added says that the curriculum didn't have it.
func (p Placed) Added() bool { return p.Item < 0 }

// OK says that there is no fault but notes.
func (c *Check) OK() bool {
	return !slices.ContainsFunc(c.Faults, func(f CheckFault) bool { return f.Severity != Note })
}

// Check says whether a curriculum can be taught in its order, and how it could be with the fewest moves.
// docs/decisions/0019-checking-a-curriculum.md states the rules; in short:
//
//   - An item needs what it requires itself, and an article also what the concepts that it teaches require and it
//     doesn't teach. That has to be known, or taught by an item before.
//   - Concepts that an article teaches by the way (nothing here needs them, but something else that it teaches) ask
//     for less: where their needs come too late it is a warning, where they come nowhere a note.
//   - What is missing is found as by [Snapshot.ReadBefore] with all items known.
func (s *Snapshot) Check(items []Item, opt CheckOptions) *Check {
	items = items[:min(len(items), MaxItems)]
	c := newCourse(s, items, opt)
	defer c.plan.release()
	c.link()
	c.checkNames()
	c.checkNeeds()
	c.checkAmounts()
	c.addMissing()
	c.checkPurpose()
	check := &Check{Faults: c.faults}
	slices.SortStableFunc(check.Faults, func(a, b CheckFault) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Severity, b.Severity), strings.Compare(a.Rule, b.Rule))
	})
	check.Order, check.Moves, check.Fewest = c.repair()
	return check
}

func (c *course) fault(rule string, severity Severity, item int, links []int32, format string, args ...any) {
	slices.Sort(links)
	c.faults = append(c.faults, CheckFault{Rule: rule, Severity: severity, Item: item, Module: c.items[item].Module, Place: c.items[item].Place, Subject: c.items[item].Subject,
		Message: fmt.Sprintf(format, args...), Because: c.s.linkList(slices.Compact(links))})
}

// checkNames looks for names that mean nothing or several things, and for repetitions.
func (c *course) checkNames() {
	first := map[Subject]int{}
	for i, item := range c.items {
		switch at, again := first[item.Subject]; {
		case item.Subject == nil && len(item.Candidates) > 0:
			c.fault(RuleUnknown, Error, i, nil, "%q means several things: name one by its id: %s", item.Name, orList(item.Candidates, func(x Subject) string { return string(x.ID()) }))
		case item.Subject == nil && len(item.Nearest) > 0:
			c.fault(RuleUnknown, Error, i, nil, "there is nothing called %q: did you mean %s?", item.Name, orList(item.Nearest, Subject.Name))
		case item.Subject == nil:
			c.fault(RuleUnknown, Error, i, nil, "there is nothing called %q", item.Name)
		case again:
			c.fault(RuleRepeated, Warning, i, nil, "%s was there before, as item %d", item.Subject.Name(), at+1)
		default:
			first[item.Subject] = i
		}
	}
}

func orList(subjects []Subject, say func(Subject) string) string {
	names := make([]string, len(subjects))
	for i, x := range subjects {
		names[i] = say(x)
	}
	return joined(names, " or ")
}

// joined lists names: "a, b or c".
func joined(names []string, last string) string {
	if n := len(names) - 1; n > 0 {
		return strings.Join(names[:n], ", ") + last + names[n]
	}
	return strings.Join(names, "")
}

// checkNeeds looks for needs that are met too late or nowhere, and for loops.
func (c *course) checkNeeds() {
	type absent struct {
		links    []int32
		severity Severity
		node     int
	}
	missing := map[string]*absent{}
	var order []string
	for v := range c.nodes {
		for i := range c.nodes[v].needs {
			n := &c.nodes[v].needs[i]
			switch {
			case n.dropped:
			case len(n.from) == 0:
				key := fmt.Sprint(n.want)
				a := missing[key]
				if a == nil {
					a = &absent{severity: Note, node: v}
					missing[key], order = a, append(order, key)
				}
				a.links = append(a.links, n.links...)
				if n.counts {
					a.severity = Error
				}
			case int(n.from[0]) > v: // nodes are numbered in the curriculum's order
				c.tooLate(v, n)
			}
		}
	}
	for _, key := range order {
		a := missing[key]
		c.fault(RuleMissing, a.severity, c.nodes[a.node].item, a.links, "%s, which comes nowhere%s", c.needing(a.links), c.wayOut(a.links))
	}
	for _, k := range c.loops {
		c.loopFault(k)
	}
}

func (c *course) tooLate(v int, n *courseNeed) {
	severity := Warning
	if n.counts {
		severity = Error
	}
	at := &c.nodes[n.from[0]]
	by := ""
	if !slices.Contains(n.want, at.subject) {
		by = fmt.Sprintf(" (%s)", c.s.handle(at.subject).Name())
	}
	c.fault(RuleUsedEarly, severity, c.nodes[v].item, n.links, "%s, which comes only later, as item %d%s", c.needing(n.links), at.item+1, by)
}

// needing says what needs what, of links with one group or one before.
func (c *course) needing(links []int32) string {
	afters, befores := c.s.ends(links)
	verb := "needs"
	if len(afters) > 1 {
		verb = "need"
	}
	return fmt.Sprintf("%s %s %s", joined(c.names(afters), " and "), verb, joined(c.names(befores), " or "))
}

// ends gives the different things on both ends of links, in their order.
func (s *Snapshot) ends(links []int32) (afters, befores []int32) {
	for _, l := range links {
		afters, befores = join(afters, []int32{s.links.after[l]}), join(befores, []int32{s.links.before[l]})
	}
	return afters, befores
}

func (c *course) names(subjects []int32) []string {
	names := make([]string, len(subjects))
	for i, v := range subjects {
		names[i] = c.s.handle(v).Name()
	}
	return names
}

// wayOut names the best article that teaches what is missing.
func (c *course) wayOut(links []int32) string {
	_, befores := c.s.ends(links)
	for _, v := range befores {
		if !c.s.isConcept(v) {
			return ""
		}
		for _, a := range c.s.teachersOf(v) {
			if c.plan.allowed(a) {
				return fmt.Sprintf(": “%s” teaches %s", c.s.article(a).Title, c.s.concepts[v].Name)
			}
		}
	}
	return ": no article teaches it"
}

func (c *course) loopFault(k knotOfCourse) {
	first := slices.Min(k.nodes)
	afters, befores := c.s.ends(k.links)
	members := append(afters, befores...)
	slices.Sort(members)
	if members = slices.Compact(members); c.s.intended(members) {
		return
	}
	var names []string
	for _, v := range k.nodes {
		names = append(names, c.s.handle(c.nodes[v].subject).Name())
	}
	c.fault(RuleLoop, Error, c.nodes[first].item, k.links, "%s need each other, so none can come first", joined(names, " and "))
}

// checkAmounts looks for articles that teach too much at once.
func (c *course) checkAmounts() {
	most := cmp.Or(c.opt.MaxNew, UsualMaxNew)
	taught := map[int32]bool{}
	for _, n := range c.nodes {
		var fresh []int32
		for _, v := range n.gives {
			if c.s.isConcept(v) && !taught[v] && c.plan.known[v] == unknown {
				fresh = append(fresh, v)
			}
			taught[v] = true
		}
		if len(fresh) > most {
			c.fault(RuleTooMuch, Warning, n.item, nil, "%s teaches %d new concepts at once, more than %d: %s",
				c.s.handle(n.subject).Name(), len(fresh), most, joined(c.names(fresh), " and "))
		}
	}
}

// checkPurpose looks for what no goal needs. The goals that nobody stated are a guess, so it is but noted.
func (c *course) checkPurpose() {
	severity := Note
	if len(c.opt.Goals) > 0 {
		severity = Warning
	}
	needed := c.neededNodes()
	for v, n := range c.nodes {
		switch {
		case n.item < 0:
		case !slices.ContainsFunc(n.gives, func(x int32) bool { return c.plan.known[x] == unknown }):
			c.fault(RuleNeedless, Warning, n.item, nil, "%s is known already", c.s.handle(n.subject).Name())
		case !needed[v]:
			c.fault(RuleNeedless, severity, n.item, nil, "%s is needed by nothing that leads to %s", c.s.handle(n.subject).Name(), c.goalNames())
		}
	}
}

func (c *course) goalNames() string {
	if len(c.opt.Goals) > 0 {
		return orList(c.opt.Goals, Subject.Name)
	}
	last := c.items[len(c.items)-1]
	if last.Module != "" {
		return "the last module, " + last.Module
	}
	return "the last item, " + last.Name
}
