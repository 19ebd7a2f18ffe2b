package graph

import "slices"

// Loop is things that need each other, so that none can come first.
type Loop struct {
	Members  []Subject // by number: concepts by id, then articles by id
	Links    []Link    // the links between members that make the loop
	Intended bool      // declared by `together`, directly or through other members
}

// Loops lists the loops among accepted required links of the whole graph, in
// order of their first members. A thing with alternatives is in a loop only if all of
// its alternatives are: what can be ordered by some choice is no loop.
func (s *Snapshot) Loops() []Loop { return s.loops() }

func (s *Snapshot) findLoops() []Loop {
	active := func(l int32) bool {
		f := &s.links.fact[l]
		return f.Status == Accepted && f.Need == Required && !s.rejected(s.links.before[l]) && !s.rejected(s.links.after[l])
	}
	start, to, link := s.blocked(active)
	var c components
	c.find(start, to)
	members := make([][]int32, c.count)
	for v, component := range c.of {
		members[component] = append(members[component], int32(v))
	}
	var loops []Loop
	for _, set := range members {
		if len(set) < 2 {
			continue
		}
		var inside []int32
		for _, v := range set {
			for e := start[v]; e < start[v+1]; e++ {
				if c.of[to[e]] == c.of[v] {
					inside = append(inside, link[e])
				}
			}
		}
		slices.Sort(inside)
		loops = append(loops, s.newLoop(set, inside))
	}
	slices.SortFunc(loops, func(a, b Loop) int { return int(a.Members[0].number() - b.Members[0].number()) })
	return loops
}

// blocked gives, in compressed rows, the links that keep subjects from being
// ordered: first everything is ordered that can be (forward chaining over
// AND/OR needs; Dowling and Gallier, "Linear-time algorithms for testing the
// satisfiability of propositional Horn formulae", 1984), then the needs that are left unmet are listed.
func (s *Snapshot) blocked(active func(link int32) bool) (start, to, link []int32) {
	n := int32(s.subjects())
	ordered := make([]bool, n)
	unmet := make([]int32, n) // plain needs and groups that nothing ordered meets yet
	metGroups := map[[2]int32]bool{}
	var queue []int32
	for v := range n {
		unmet[v] = s.countNeeds(v, active)
		if unmet[v] == 0 {
			ordered[v] = true
			queue = append(queue, v)
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, l := range s.links.neededBy.row(queue[0]) {
			if !active(l) {
				continue
			}
			after, group := s.links.after[l], s.links.group[l]
			if group > 0 {
				if metGroups[[2]int32{after, group}] {
					continue
				}
				metGroups[[2]int32{after, group}] = true
			}
			if unmet[after]--; unmet[after] == 0 {
				ordered[after] = true
				queue = append(queue, after)
			}
		}
	}
	start = make([]int32, n+1)
	for v := range n {
		start[v] = int32(len(to))
		if ordered[v] {
			continue
		}
		for l, end := s.links.needs[v], s.links.needs[v+1]; l < end; l++ {
			before := s.links.before[l]
			if active(l) && !ordered[before] && !metGroups[[2]int32{v, s.links.group[l]}] {
				to, link = append(to, before), append(link, l)
			}
		}
	}
	start[n] = int32(len(to))
	return start, to, link
}

// countNeeds counts a subject's plain active needs and its active any-of groups.
func (s *Snapshot) countNeeds(v int32, active func(int32) bool) int32 {
	var count int32
	var groups []int32
	for l, end := s.links.needs[v], s.links.needs[v+1]; l < end; l++ {
		if !active(l) {
			continue
		}
		group := s.links.group[l]
		if group == 0 {
			count++
		} else if !slices.Contains(groups, group) {
			groups = append(groups, group)
			count++
		}
	}
	return count
}

func (s *Snapshot) rejected(subject int32) bool {
	return s.isConcept(subject) && s.concepts[subject].Status == Rejected
}

func (s *Snapshot) newLoop(members, links []int32) Loop {
	slices.Sort(members)
	return Loop{Members: s.handles(members), Links: s.linkList(links), Intended: s.intended(members)}
}

// intended says that the members hang together by `together` declarations.
func (s *Snapshot) intended(members []int32) bool {
	reached := map[int32]bool{members[0]: true}
	for queue := []int32{members[0]}; len(queue) > 0; queue = queue[1:] {
		for _, m := range members {
			if !reached[m] && (s.declares(queue[0], m) || s.declares(m, queue[0])) {
				reached[m] = true
				queue = append(queue, m)
			}
		}
	}
	return len(reached) == len(members)
}

func (s *Snapshot) declares(a, b int32) bool {
	return s.isConcept(a) && slices.Contains(s.concepts[a].Together, s.idOf(b))
}

// Shortest gives the links of a shortest way round the loop, each link's
// After being the next one's Before.
func (l Loop) Shortest() []Link {
	out := map[Subject][]Link{} // from what comes before to what comes after
	for _, link := range l.Links {
		out[link.Before()] = append(out[link.Before()], link)
	}
	const most = 1000 // starting points tried; a longer loop is shown by a way round that is short enough
	var best []Link
	for _, from := range l.Members[:min(len(l.Members), most)] {
		if way := shortestWay(out, from); best == nil || len(way) < len(best) {
			best = way
		}
	}
	return best
}

// shortestWay finds a shortest way from a subject back to itself, breadth first.
func shortestWay(out map[Subject][]Link, from Subject) []Link {
	came := map[Subject]Link{}
	for queue := []Subject{from}; len(queue) > 0; queue = queue[1:] {
		for _, link := range out[queue[0]] {
			to := link.After()
			if _, seen := came[to]; seen {
				continue
			}
			came[to] = link
			if to != from {
				queue = append(queue, to)
				continue
			}
			way := []Link{link}
			for at := link.Before(); at != from; at = came[at].Before() {
				way = append(way, came[at])
			}
			slices.Reverse(way)
			return way
		}
	}
	return nil
}

// NewLoops lists the unintended loops of s that are no part of a loop of old.
func (s *Snapshot) NewLoops(old *Snapshot) []Loop {
	within := map[ID]int{}
	for i, loop := range old.Loops() {
		for _, m := range loop.Members {
			within[m.ID()] = i + 1
		}
	}
	var fresh []Loop
	for _, loop := range s.Loops() {
		first := within[loop.Members[0].ID()]
		known := first > 0 && !slices.ContainsFunc(loop.Members, func(m Subject) bool { return within[m.ID()] != first })
		if !known && !loop.Intended {
			fresh = append(fresh, loop)
		}
	}
	return fresh
}
