package match

import (
	"cmp"
	"slices"
)

// A trie has all names as paths of classes. Node 0 is the root.
type trie struct {
	first []int32 // by class: the root's child, or 0
	edges []edge  // all other edges, in open addressing
	// edgeShift is 32 minus the bits of a place in edges.
	edgeShift uint8
	// ends[n] to ends[n+1] are the places of the patterns that end at node n.
	ends []int32
}

type edge struct {
	from  int32
	label uint32 // twice the class, plus one if joined
	to    int32  // 0 is an empty slot
}

func labelOf(class int32, joined bool) uint32 {
	if joined {
		return uint32(class)<<1 | 1
	}
	return uint32(class) << 1
}

// child returns the node after node, or 0.
func (t *trie) child(node, class int32, joined bool) int32 {
	return t.edge(node, labelOf(class, joined)).to
}

// edge returns the edge, or the empty slot where it would be.
func (t *trie) edge(from int32, label uint32) *edge {
	mask := uint32(len(t.edges) - 1)
	for i := spread(uint32(from)*hashPrime^label, t.edgeShift); ; i = (i + 1) & mask {
		if e := &t.edges[i]; e.to == 0 || e.from == from && e.label == label {
			return e
		}
	}
}

// build makes the matcher of all names taken in.
func (b *builder) build() *Matcher {
	m := &Matcher{steps: b.steps}
	var classes int
	m.vocabulary, classes = b.finish()
	m.first = make([]int32, classes)
	m.edges, m.edgeShift = make([]edge, 2), 31
	for len(m.edges) <= 2*(len(b.steps)-len(b.patterns)) {
		m.edges, m.edgeShift = make([]edge, 2*len(m.edges)), m.edgeShift-1
	}
	slices.SortStableFunc(b.patterns, func(p, q pattern) int { return cmp.Compare(p.concept, q.concept) })
	m.file(b.patterns)
	m.markStarts(m.first)
	return m
}

// file grows a path for each pattern and puts the patterns in the order of
// their nodes (a counting sort, so that concepts stay in order).
func (m *Matcher) file(patterns []pattern) {
	nodes := int32(1)
	nodeOf := make([]int32, len(patterns))
	for i := range patterns {
		nodeOf[i] = m.grow(&patterns[i], &nodes)
	}
	m.ends = make([]int32, nodes+1)
	for _, n := range nodeOf {
		m.ends[n+1]++
	}
	for n := range nodes {
		m.ends[n+1] += m.ends[n]
	}
	next := slices.Clone(m.ends)
	m.patterns = make([]pattern, len(patterns))
	for i, n := range nodeOf {
		m.patterns[next[n]] = patterns[i]
		next[n]++
	}
}

// grow returns the node that p's path leads to, making what is missing.
func (m *Matcher) grow(p *pattern, nodes *int32) int32 {
	node := int32(0)
	for i, s := range m.steps[p.first : p.first+p.n] {
		class := m.forms[s.form].class
		next := &m.first[class]
		if i > 0 {
			e := m.edge(node, labelOf(class, s.joined))
			e.from, e.label = node, labelOf(class, s.joined)
			next = &e.to
		}
		if *next == 0 {
			*next = *nodes
			*nodes++
		}
		node = *next
	}
	return node
}
