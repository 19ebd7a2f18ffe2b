package graph

import (
	"slices"
	"strings"
)

// Loop is things that need each other, so that none can come first.
type Loop struct {
	Members  []Subject // by number: concepts by id, then articles by id
	Links    []Link    // the links between members that make the loop
	Intended bool      // declared by `together`, directly or through other members
}

// Loops lists the loops among accepted required links of the whole graph, in
// order of their first members. What can be ordered by some choice among alternatives is no loop.
func (s *Snapshot) Loops() []Loop { return s.loops() }

func (s *Snapshot) findLoops() []Loop {
	start, to, group, link := s.acceptedNeeds()
	var loops []Loop
	for _, knot := range newOrdering(start, to, group).loops {
		loops = append(loops, s.newLoop(knot.nodes, linksOf(knot.edges, link)))
	}
	slices.SortFunc(loops, func(a, b Loop) int { return int(a.Members[0].number() - b.Members[0].number()) })
	return loops
}

// linksOf gives the links behind edges, in ascending order.
func linksOf(edges, link []int32) []int32 {
	links := make([]int32, len(edges))
	for i, e := range edges {
		links[i] = link[e]
	}
	slices.Sort(links)
	return slices.Compact(links)
}

// acceptedNeeds gives the accepted required links of all subjects in compressed rows.
func (s *Snapshot) acceptedNeeds() (start, to, group, link []int32) {
	n := int32(s.subjects())
	start = make([]int32, n+1)
	for v := range n {
		for l, end := s.needsOf(v); l < end; l++ {
			f := &s.links.fact[l]
			if f.Status == Accepted && f.Need == Required && !s.rejected(s.links.before[l]) {
				to, group, link = append(to, s.links.before[l]), append(group, s.links.group[l]), append(link, l)
			}
		}
		start[v+1] = int32(len(to))
	}
	return start, to, group, link
}

func (s *Snapshot) rejected(subject int32) bool {
	return s.isConcept(subject) && s.concepts[subject].Status == Rejected
}

func (s *Snapshot) accepted(concept int32) bool { return s.concepts[concept].Status == Accepted }

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
func (l Loop) Shortest() []Link { return l.shortestOver(l.Links) }

// ShortestNew is Shortest over one of the links that were in no loop of an older snapshot, if there are any: the way round that is new.
func (l Loop) ShortestNew(old *Snapshot) []Link {
	type ends struct{ after, before ID }
	before := map[ends]bool{}
	for _, loop := range old.Loops() {
		for _, link := range loop.Links {
			before[ends{link.After().ID(), link.Before().ID()}] = true
		}
	}
	var fresh []Link
	for _, link := range l.Links {
		if !before[ends{link.After().ID(), link.Before().ID()}] {
			fresh = append(fresh, link)
		}
	}
	if fresh == nil {
		fresh = l.Links
	}
	return l.shortestOver(fresh)
}

// shortestOver gives a shortest way round that begins with one of the links.
func (l Loop) shortestOver(first []Link) []Link {
	out := map[Subject][]Link{} // from what comes before to what comes after
	for _, link := range l.Links {
		out[link.Before()] = append(out[link.Before()], link)
	}
	const most = 1000 // links tried; a longer loop is shown by a way round that is short enough
	var best []Link
	for _, link := range first[:min(len(first), most)] {
		if way := shortestWay(out, link); way != nil && (best == nil || len(way) < len(best)) {
			best = way
		}
	}
	return turned(best)
}

// turned has a way round begin at the first of its members.
func turned(way []Link) []Link {
	at := 0
	for i, link := range way {
		if link.Before().number() < way[at].Before().number() {
			at = i
		}
	}
	return slices.Concat(way[at:], way[:at])
}

// WayRound shows the links of a loop in reading order, for people.
func WayRound(way []Link) string {
	words := []string{way[0].Before().Name()}
	for _, link := range way {
		words = append(words, link.After().Name())
	}
	return strings.Join(words, " → ")
}

// shortestWay finds a shortest way round that begins with a link, breadth first; nil if there is none.
func shortestWay(out map[Subject][]Link, first Link) []Link {
	came := map[Subject]Link{first.After(): first}
	for queue := []Subject{first.After()}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == first.Before() {
			way := []Link{came[queue[0]]}
			for at := way[0].Before(); way[len(way)-1] != first; at = came[at].Before() {
				way = append(way, came[at])
			}
			slices.Reverse(way)
			return way
		}
		for _, link := range out[queue[0]] {
			if _, seen := came[link.After()]; !seen {
				came[link.After()] = link
				queue = append(queue, link.After())
			}
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
