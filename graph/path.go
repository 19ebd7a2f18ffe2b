package graph

import (
	"cmp"
	"slices"
)

// Path is how one thing leads to another: each link's After is the next one's
// Before, so it reads from what comes first to what needs it in the end.
type Path struct{ Links []Link }

// MaxPaths is the most paths that one question gives.
const MaxPaths = 100

// Paths gives the shortest ways in which `from` leads to `to`, up to so many:
// by length, then by the links' order. Links count as in [Snapshot.ReadBefore]; of alternatives each is a way of its own.
// None: nothing leads there.
//
// Yen, "Finding the k shortest loopless paths in a network", 1971, over breadth-first searches.
func (s *Snapshot) Paths(from, to Subject, opt ReadOptions, most int) []Path {
	p := newPlan(s, opt)
	defer p.release()
	w := pathWalk{p: p, from: from.number(), closedLink: map[int32]bool{}, closedNode: map[int32]bool{}}
	var found, candidates [][]int32 // links from `to` back to `from`
	if first := w.shortest(to.number()); first != nil {
		found = append(found, first)
	}
	for len(found) > 0 && len(found) < min(most, MaxPaths) {
		candidates = w.detours(to.number(), found, candidates)
		if len(candidates) == 0 {
			break
		}
		slices.SortFunc(candidates, func(a, b []int32) int { return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b)) })
		found, candidates = append(found, candidates[0]), candidates[1:]
	}
	if most < 1 {
		found = nil
	}
	paths := make([]Path, len(found))
	for i, links := range found {
		slices.Reverse(links)
		paths[i] = Path{s.linkList(links)}
	}
	return paths
}

// pathWalk goes from what needs to what is needed.
type pathWalk struct {
	p          *plan
	from       int32
	closedLink map[int32]bool
	closedNode map[int32]bool
}

// shortest gives the links of a shortest way back, of equals the first; nil: there is none.
func (w *pathWalk) shortest(to int32) []int32 {
	links := &w.p.s.links
	by := map[int32]int32{to: -1} // the link by which each thing was reached
	for queue := []int32{to}; len(queue) > 0; queue = queue[1:] {
		v := queue[0]
		if v == w.from && v != to {
			break
		}
		for l, end := w.p.s.needsOf(v); l < end; l++ {
			before := links.before[l]
			if _, seen := by[before]; seen || w.closedLink[l] || w.closedNode[before] || !w.p.active(l) {
				continue
			}
			by[before] = l
			queue = append(queue, before)
		}
	}
	if _, reached := by[w.from]; !reached || w.from == to {
		return nil
	}
	var way []int32
	for v := w.from; by[v] >= 0; v = links.after[by[v]] {
		way = append(way, by[v])
	}
	slices.Reverse(way)
	return way
}

// detours adds the ways that leave the last one found at each of its things, and are none found yet.
func (w *pathWalk) detours(to int32, found, candidates [][]int32) [][]int32 {
	last := found[len(found)-1]
	at := to
	for i := range last {
		clear(w.closedLink)
		clear(w.closedNode)
		for _, other := range found {
			if len(other) > i && slices.Equal(other[:i], last[:i]) {
				w.closedLink[other[i]] = true
			}
		}
		for _, l := range last[:i] {
			w.closedNode[w.p.s.links.after[l]] = true
		}
		if rest := w.shortest(at); rest != nil {
			way := slices.Concat(last[:i], rest)
			if !slices.ContainsFunc(candidates, func(c []int32) bool { return slices.Equal(c, way) }) {
				candidates = append(candidates, way)
			}
		}
		at = w.p.s.links.before[last[i]]
	}
	clear(w.closedLink)
	clear(w.closedNode)
	return candidates
}

// AllNeeds lists the links over which a thing needs something, directly or not: those of the thing,
// then those of what it needs, and so on, breadth first. They count as in [Snapshot.ReadBefore].
func (s *Snapshot) AllNeeds(of Subject, opt ReadOptions) []Link {
	return s.allLinks(of, opt, func(v int32) []int32 {
		from, to := s.needsOf(v)
		row := make([]int32, 0, to-from)
		for l := from; l < to; l++ {
			row = append(row, l)
		}
		return row
	}, func(l int32) int32 { return s.links.before[l] })
}

// AllNeededBy lists the links over which something needs the thing, directly or not, as AllNeeds does.
func (s *Snapshot) AllNeededBy(of Subject, opt ReadOptions) []Link {
	return s.allLinks(of, opt, s.links.neededBy.row, func(l int32) int32 { return s.links.after[l] })
}

func (s *Snapshot) allLinks(of Subject, opt ReadOptions, row func(int32) []int32, next func(int32) int32) []Link {
	p := newPlan(s, opt)
	defer p.release()
	seen := map[int32]bool{of.number(): true}
	var list []Link
	for queue := []int32{of.number()}; len(queue) > 0; queue = queue[1:] {
		for _, l := range row(queue[0]) {
			if !p.active(l) {
				continue
			}
			list = append(list, Link{s, l})
			if v := next(l); !seen[v] {
				seen[v] = true
				queue = append(queue, v)
			}
		}
	}
	return list
}
