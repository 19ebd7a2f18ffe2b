package graphtest

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// demand is a link that a step's content stands behind.
type demand struct {
	link graph.Link
	// soft: may give way to what comes after it, as recommended links and all
	// alternatives but one may.
	soft bool
	// one: one alternative is as good as all, as for an article that was picked as a teacher.
	one bool
	// met: by the step's own article, if need be.
	met bool
}

// demands lists the active links behind which a step's content stands, but for
// groups that have a known member.
func (v *listValidator) demands(step *graph.Step, goals []graph.Subject) []demand {
	var all []demand
	add := func(x graph.Subject, one bool, met func(l graph.Link) bool) {
		for _, l := range x.Needs() {
			if group := v.group(l); v.active(l) && !slices.ContainsFunc(group, func(o graph.Link) bool { return v.known[o.Before()] }) {
				soft := len(group) > 1 || l.Need() == graph.Recommended
				all = append(all, demand{l, soft, one || v.opt.Cover == graph.Least, met != nil && slices.ContainsFunc(group, met)})
			}
		}
	}
	needed := slices.DeleteFunc(reads(step), func(a graph.Article) bool { return !slices.Contains(goals, graph.Subject(a)) && !v.required(a) })
	for _, c := range step.Covers {
		// An article that is needed itself needs nothing first that it teaches itself.
		add(c, false, func(l graph.Link) bool {
			return slices.ContainsFunc(needed, func(a graph.Article) bool { return Teaches(a, c) && Teaches(a, l.Before()) })
		})
	}
	for _, a := range reads(step) {
		add(a, !slices.Contains(needed, a), nil)
	}
	for _, a := range needed {
		// One that only a teacher asks for may be read as a teacher before its turn.
		teacher := !slices.Contains(goals, graph.Subject(a))
		for _, c := range a.Teaches() {
			if !v.known[c] {
				add(c, false, func(l graph.Link) bool { return teacher || Teaches(a, l.Before()) })
			}
		}
	}
	return all
}

// Teaches says that an article teaches a concept.
func Teaches(article, concept graph.Subject) bool {
	a, ok := article.(graph.Article)
	return ok && slices.ContainsFunc(a.Mentions(), func(m graph.Mention) bool { return m.Concept() == concept && m.Role() == graph.Teaches })
}

// required says that something on the list asks for the article itself.
func (v *listValidator) required(a graph.Article) bool {
	return slices.ContainsFunc(a.NeededBy(), func(l graph.Link) bool {
		_, on := v.step[l.After()]
		return on && v.active(l)
	})
}

// needs checks that what a step needs comes before it, in which layer that
// puts it, and that each step says what it is needed for.
func (v *listValidator) needs(goals []graph.Subject) {
	steps := v.list.Steps
	must, may := make([][]graph.Link, len(steps)), make([][]graph.Link, len(steps)) // links by which steps are needed
	for i := range steps {
		low, high := 1, 1
		for _, d := range v.demands(&steps[i], goals) {
			at, on := v.step[d.link.Before()]
			if on && at < i {
				layer := steps[at].Layer + 1
				high = max(high, layer)
				may[at] = append(may[at], d.link)
				if !d.soft && !d.met {
					low = max(low, layer)
					must[at] = append(must[at], d.link)
				}
			} else if !v.excused(i, d) {
				v.fault("step %d: %s comes too late or never", i, linkText(d.link))
			}
		}
		if steps[i].Layer < low || steps[i].Layer > high {
			v.fault("step %d is in layer %d, want %d to %d", i, steps[i].Layer, low, high)
		}
		if i > 0 && steps[i].Layer < steps[i-1].Layer {
			v.fault("step %d is in a layer before that of step %d", i, i-1)
		}
	}
	for i := range steps {
		v.because(i, must[i], may[i])
	}
}

// excused says that a demand need not be met by an earlier step.
func (v *listValidator) excused(i int, d demand) bool {
	before, after := d.link.Before(), d.link.After()
	if at, on := v.step[before]; on && at == i {
		// What an article itself asks for comes before it, if only among those that a loop's step reads.
		a, article := after.(graph.Article)
		if !article || v.inLoop(before) || slices.Contains(readBefore(&v.list.Steps[i], a), before) {
			return true
		}
	}
	if group := v.group(d.link); len(group) > 1 { // one alternative must be there
		first := len(v.list.Steps)
		for _, o := range group {
			if at, on := v.step[o.Before()]; on {
				first = min(first, at)
			}
		}
		if d.one && first <= i {
			return true
		}
		if d.link.Need() == graph.Required && (d.one || first >= i) {
			return d.met || first <= i
		}
	}
	return d.met || d.soft && v.comesAfter(before, i)
}

// readBefore lists the articles that a step reads before one of them.
func readBefore(step *graph.Step, a graph.Article) []graph.Subject {
	var list []graph.Subject
	for _, b := range reads(step) {
		if b == a {
			break
		}
		list = append(list, b)
	}
	return list
}

// comesAfter says that something, or what teaches it, can need what a step holds.
func (v *listValidator) comesAfter(x graph.Subject, i int) bool {
	seen := map[graph.Subject]bool{x: true}
	for queue := []graph.Subject{x}; len(queue) > 0; queue = queue[1:] {
		if at, on := v.step[queue[0]]; on && at == i {
			return true
		}
		for _, next := range v.leads(queue[0]) {
			if !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	return false
}

// leads lists what a thing can need: over its links, through what could teach it, through what it teaches.
func (v *listValidator) leads(x graph.Subject) []graph.Subject {
	var to []graph.Subject
	switch x := x.(type) {
	case graph.Article:
		for _, c := range x.Teaches() {
			to = append(to, c)
		}
	case graph.Concept:
		for _, a := range x.TaughtIn() {
			to = append(to, a)
		}
	}
	for _, l := range x.Needs() {
		if v.active(l) {
			to = append(to, l.Before())
		}
	}
	return to
}

// because checks the links that a step gives for its being there: all that
// can't give way, and no others than real ones.
func (v *listValidator) because(i int, must, may []graph.Link) {
	step := &v.list.Steps[i]
	if len(step.Because) == 0 && !step.IsGoal {
		v.fault("step %d is there for nothing", i)
	}
	for _, l := range must {
		if !slices.Contains(step.Because, l) {
			v.fault("step %d doesn't say that %s", i, linkText(l))
		}
	}
	for n, l := range step.Because {
		if !slices.Contains(may, l) {
			v.fault("step %d is not there because %s", i, linkText(l))
		}
		if slices.Contains(step.Because[:n], l) {
			v.fault("step %d says twice that %s", i, linkText(l))
		}
	}
}

// summary checks what the list says as a whole.
func (v *listValidator) summary(goals []graph.Subject) {
	if v.list.Revision != v.s.Revision() {
		v.fault("the list is of revision %d, want %d", v.list.Revision, v.s.Revision())
	}
	var distinct []graph.Subject
	for _, g := range goals {
		if !slices.Contains(distinct, g) {
			distinct = append(distinct, g)
		}
	}
	if !slices.Equal(v.list.Goals, distinct) {
		v.fault("the list is for other goals")
	}
	var time graph.Minutes
	var untaught []graph.Concept
	withheld := 0
	for i := range v.list.Steps {
		step := &v.list.Steps[i]
		time = time.Plus(step.Minutes)
		for _, c := range step.Covers {
			withheld += v.withheld(c)
			if c.Untaught() {
				untaught = append(untaught, c)
			}
		}
		for _, a := range reads(step) {
			withheld += v.withheld(a)
		}
	}
	if time != v.list.Minutes {
		v.fault("the list takes %v, want %v", v.list.Minutes, time)
	}
	if withheld != v.list.Withheld {
		v.fault("%d suggested links were withheld, want %d", v.list.Withheld, withheld)
	}
	if !slices.Equal(untaught, v.list.Untaught) {
		v.fault("untaught: %v, want %v", conceptNames(v.list.Untaught), conceptNames(untaught))
	}
}

// withheld counts the suggested links of a thing that would count if they were asked for.
func (v *listValidator) withheld(x graph.Subject) int {
	n := 0
	for _, l := range x.Needs() {
		if l.Status() == graph.Suggested && !v.opt.Suggested && !rejected(l.Before()) && !v.known[l.Before()] &&
			(l.Need() == graph.Required || v.opt.Recommended) {
			n++
		}
	}
	return n
}

// loops checks that each loop is one, over links that force it, and one step.
func (v *listValidator) loops() {
	for _, loop := range v.list.Loops {
		first, on := v.step[loop.Members[0]]
		for _, m := range loop.Members {
			if at, also := v.step[m]; !on || !also || at != first {
				v.fault("the loop of %s is not one step", loop.Members[0].ID())
			}
			if !hangsTogether(loop, m) {
				v.fault("%s is in no loop with %s", m.ID(), loop.Members[0].ID())
			}
		}
		for _, l := range loop.Links {
			if !v.active(l) || l.Need() == graph.Recommended {
				v.fault("a loop over a link that could give way: %s", linkText(l))
			}
		}
	}
}

// hangsTogether says that from a member all others are reached over the loop's links.
func hangsTogether(loop graph.Loop, from graph.Subject) bool {
	reached := map[graph.Subject]bool{from: true}
	for range loop.Members {
		for _, l := range loop.Links {
			if reached[l.After()] && slices.Contains(loop.Members, l.Before()) {
				reached[l.Before()] = true
			}
		}
	}
	return len(loop.Members) > 1 && len(reached) == len(loop.Members)
}
