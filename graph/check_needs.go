package graph

import (
	"slices"
)

// course is a curriculum in the making of its check: its things as nodes, and what each needs of the others.
type course struct {
	s      *Snapshot
	items  []Item
	opt    CheckOptions
	plan   *plan // knows what is known and which links count
	nodes  []courseNode
	givers map[int32][]int32 // the nodes that give each subject, ascending
	loops  []knotOfCourse
	faults []CheckFault
}

// courseNode is one thing of the curriculum, in its order, or behind those an addition.
type courseNode struct {
	item    int // its first; -1: added
	subject int32
	gives   []int32 // itself, and what it teaches
	needs   []courseNeed
}

// courseNeed is something that a node needs: one of `from`, before it.
type courseNeed struct {
	want    []int32 // subjects, of which one is enough
	links   []int32 // that say so
	from    []int32 // the nodes that give it, ascending; none: it is missing
	counts  bool    // not only of what is taught by the way, and required
	soft    bool    // it may be left aside where it would make a loop: of what is taught by the way or by others too, or recommended
	dropped bool    // it is part of a loop
}

// knotOfCourse is things that need each other.
type knotOfCourse struct{ nodes, links []int32 }

func newCourse(s *Snapshot, items []Item, opt CheckOptions) *course {
	c := &course{s: s, items: items, opt: opt, plan: newPlan(s, opt.ReadOptions)}
	c.plan.know(opt.ReadOptions)
	seen := map[Subject]bool{}
	for i, item := range items {
		if item.Subject != nil && !seen[item.Subject] {
			seen[item.Subject] = true
			c.add(i, item.Subject.number())
		}
	}
	return c
}

func (c *course) add(item int, subject int32) {
	n := courseNode{item: item, subject: subject, gives: []int32{subject}}
	if !c.s.isConcept(subject) {
		for m, end := c.s.mentionsIn(subject); m < end; m++ {
			if concept := c.s.mentions.concept[m]; c.s.mentions.role[m] == Teaches && !c.s.rejected(concept) {
				n.gives = append(n.gives, concept)
			}
		}
	}
	c.nodes = append(c.nodes, n)
}

// link works out what the nodes need of each other, and takes out of it what makes loops.
func (c *course) link() {
	c.givers = map[int32][]int32{}
	for v := range c.nodes {
		for _, x := range c.nodes[v].gives {
			c.givers[x] = append(c.givers[x], int32(v))
		}
	}
	needed := c.neededSubjects()
	for v := range c.nodes {
		c.findNeeds(int32(v), needed)
	}
	c.loops = nil
	for c.untie() {
	}
}

// eachNeed calls visit for each need of a node that is neither known nor taught by the node itself: of a thing x that it gives.
func (c *course) eachNeed(v int32, visit func(x int32, links, befores []int32)) {
	n := &c.nodes[v]
	for _, x := range n.gives {
		own := x == n.subject
		if !own && c.plan.known[x] != unknown {
			continue
		}
		for l, end := c.s.needsOf(x); l < end; l++ {
			if !c.plan.active(l) || c.earlierOfGroup(x, l) {
				continue
			}
			links := c.alternatives(x, l)
			var befores []int32
			met := false
			for _, k := range links {
				before := c.s.links.before[k]
				met = met || c.plan.known[before] != unknown || slices.Contains(n.gives, before)
				befores = append(befores, before)
			}
			if !met {
				visit(x, links, befores)
			}
		}
	}
}

// earlierOfGroup says that an earlier link of x stands for the group of link l.
func (c *course) earlierOfGroup(x, l int32) bool {
	return c.s.links.group[l] > 0 && c.alternatives(x, l)[0] < l
}

// alternatives lists the links of x that are in one group with link l; only that one if it stands alone.
func (c *course) alternatives(x, l int32) []int32 {
	group := c.s.links.group[l]
	if group == 0 {
		return []int32{l}
	}
	var list []int32
	for k, end := c.s.needsOf(x); k < end; k++ {
		if c.s.links.group[k] == group && c.plan.active(k) {
			list = append(list, k)
		}
	}
	return list
}

// neededSubjects says what some node needs of others, and what the stated goals are.
func (c *course) neededSubjects() map[int32]bool {
	needed := map[int32]bool{}
	for _, g := range c.opt.Goals {
		needed[g.number()] = true
	}
	for v := range c.nodes {
		c.eachNeed(int32(v), func(_ int32, _, befores []int32) {
			for _, b := range befores {
				needed[b] = true
			}
		})
	}
	return needed
}

// findNeeds fills in what a node needs: what several of its concepts need is one need.
func (c *course) findNeeds(v int32, needed map[int32]bool) {
	n := &c.nodes[v]
	n.needs = nil
	all := needed[n.subject] || !slices.ContainsFunc(n.gives, func(x int32) bool { return needed[x] && c.plan.known[x] == unknown })
	c.eachNeed(v, func(x int32, links, befores []int32) {
		own := x == n.subject
		required := c.s.links.fact[links[0]].Need == Required
		counts := required && (own || all || needed[x])
		soft := !counts || !own && len(c.givers[x]) > 1
		i := slices.IndexFunc(n.needs, func(k courseNeed) bool { return slices.Equal(k.want, befores) && k.soft == soft })
		if i < 0 {
			i = len(n.needs)
			n.needs = append(n.needs, courseNeed{want: befores, from: c.from(v, befores), soft: soft})
		}
		n.needs[i].links = append(n.needs[i].links, links...)
		n.needs[i].counts = n.needs[i].counts || counts
	})
}

// from lists the other nodes that give one of the subjects.
func (c *course) from(v int32, subjects []int32) []int32 {
	var list []int32
	for _, x := range subjects {
		for _, other := range c.givers[x] {
			if other != v {
				list = append(list, other)
			}
		}
	}
	return sortedSet(list)
}

// untie finds the loops among what is needed and drops from each the soft needs, or all if it has none: then it is
// one to be told of. It says whether it found any.
func (c *course) untie() bool {
	start, to, group := []int32{0}, []int32(nil), []int32(nil)
	var need []*courseNeed
	for v := range c.nodes {
		for i := range c.nodes[v].needs {
			n := &c.nodes[v].needs[i]
			if n.dropped {
				continue
			}
			for _, from := range n.from {
				to, need = append(to, from), append(need, n)
				if len(n.from) > 1 {
					group = append(group, int32(i)+1)
				} else {
					group = append(group, 0)
				}
			}
		}
		start = append(start, int32(len(to)))
	}
	knots := newOrdering(start, to, group).loops
	for _, k := range knots {
		soft := slices.ContainsFunc(k.edges, func(e int32) bool { return need[e].soft })
		var links []int32
		for _, e := range k.edges {
			if need[e].soft == soft {
				need[e].dropped = true
				links = append(links, need[e].links...)
			}
		}
		if !soft {
			c.loops = append(c.loops, knotOfCourse{slices.Clone(k.nodes), sortedSet(links)})
		}
	}
	return len(knots) > 0
}

// neededNodes says which nodes the goals need, directly or not.
func (c *course) neededNodes() []bool {
	needed := make([]bool, len(c.nodes))
	var queue []int32
	reach := func(nodes ...int32) {
		for _, v := range nodes {
			if !needed[v] {
				needed[v] = true
				queue = append(queue, v)
			}
		}
	}
	for v, n := range c.nodes {
		if c.isGoal(n) {
			reach(int32(v))
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, n := range c.nodes[queue[0]].needs {
			if n.counts {
				reach(n.from...)
			}
		}
	}
	return needed
}

func (c *course) isGoal(n courseNode) bool {
	if len(c.opt.Goals) > 0 {
		return slices.ContainsFunc(c.opt.Goals, func(g Subject) bool { return slices.Contains(n.gives, g.number()) })
	}
	last := c.items[len(c.items)-1]
	return n.item >= 0 && (last.Subject != nil && n.subject == last.Subject.number() || last.Module != "" && c.items[n.item].Module == last.Module)
}

// addMissing adds nodes for what is missing, chosen as the least reading that is enough; what they
// need themselves may be missing in turn.
func (c *course) addMissing() {
	for {
		goals := c.missing()
		if len(goals) == 0 {
			return
		}
		before := len(c.nodes)
		for _, step := range c.s.ReadBefore(goals, c.asKnown()).Steps {
			if step.Read == nil {
				for _, concept := range step.Covers {
					c.add(-1, concept.i)
				}
				continue
			}
			for _, a := range append([]Article{*step.Read}, step.Also...) {
				c.add(-1, a.i)
			}
		}
		if len(c.nodes) == before || len(c.nodes) > 2*MaxItems {
			return
		}
		c.link()
	}
}

// asKnown is how to ask for what is missing: all that is there is known, and only that.
func (c *course) asKnown() ReadOptions {
	opt := c.opt.ReadOptions
	opt.OnlyAsTold, opt.Cover, opt.Budget, opt.Nearest = true, Least, 0, 0
	opt.Knowing = c.s.handles(slices.Clone(c.plan.knew))
	for _, n := range c.nodes {
		opt.Knowing = append(opt.Knowing, c.s.handle(n.subject))
	}
	return opt
}

// missing lists what is missing and counts; of alternatives, the one that takes least.
func (c *course) missing() []Subject {
	var goals []int32
	for _, n := range c.nodes {
		for _, need := range n.needs {
			if !need.counts || len(need.from) > 0 {
				continue
			}
			best := need.want[0]
			if len(need.want) > 1 {
				best = slices.MinFunc(need.want, c.comparePrice)
			}
			goals = append(goals, best)
		}
	}
	return c.s.handles(sortedSet(goals))
}

// comparePrice compares what it takes to add one thing or another.
func (c *course) comparePrice(x, y int32) int {
	price := func(v int32) []int {
		list := c.s.ReadBefore([]Subject{c.s.handle(v)}, c.asKnown())
		return []int{len(list.Untaught), list.Minutes.Total, len(list.Steps), int(v)}
	}
	return slices.Compare(price(x), price(y))
}
