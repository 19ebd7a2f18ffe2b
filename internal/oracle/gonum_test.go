package oracle

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/flow"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
	"gonum.org/v1/gonum/graph/traverse"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// The graphs here have plain needs alone: then loops are components, and all roads are all ways.
const plainGraphs = 500

// plainGraph draws a graph of up to 60 concepts, and gives it for gonum, too: an edge leads from a thing to what it needs.
func plainGraph(number uint64) (*graph.Snapshot, *simple.DirectedGraph) {
	random := rand.New(rand.NewPCG(number, 7))
	n := 2 + random.IntN(59)
	backward := []float64{0, 0.02, 0.1, 0.5}[random.IntN(4)]
	claims := graph.SourceClaims{Source: graph.Source{ID: "drawn"}}
	g := simple.NewDirectedGraph()
	id := func(i int) graph.ID { return graph.NewID(graph.KindConcept, fmt.Sprintf("%02d", i)) }
	for i := range n {
		claims.Concepts = append(claims.Concepts, graph.ConceptClaim{ID: id(i), Name: fmt.Sprintf("C%02d", i)})
		g.AddNode(simple.Node(i))
	}
	for range random.IntN(3 * n) {
		after, before := random.IntN(n), random.IntN(n)
		if after < before && random.Float64() >= backward {
			after, before = before, after
		}
		if after != before && !g.HasEdgeFromTo(int64(after), int64(before)) {
			g.SetEdge(g.NewEdge(simple.Node(after), simple.Node(before)))
			claims.Links = append(claims.Links, graph.LinkClaim{After: id(after), Before: id(before)})
		}
	}
	batch := graph.Batch{Sources: []graph.SourceClaims{claims}}
	return graph.NewSnapshot(new(graph.State).With(&batch)), g
}

// Loops of plain needs are the strongly connected components.
func TestLoopsAgainstGonum(t *testing.T) {
	for number := range uint64(plainGraphs) {
		s, g := plainGraph(number)
		concepts := s.Concepts()
		var want, got [][]string
		for _, nodes := range topo.TarjanSCC(g) {
			if len(nodes) > 1 {
				var names []string
				for _, n := range nodes {
					names = append(names, concepts[n.ID()].Name())
				}
				want = append(want, names)
			}
		}
		for _, loop := range s.Loops() {
			var names []string
			for _, m := range loop.Members {
				names = append(names, m.Name())
			}
			got = append(got, names)
		}
		if !slices.EqualFunc(sorted(want), sorted(got), slices.Equal) {
			t.Fatalf("graph %d: loops %v, gonum's components %v\n%s", number, got, want, graphtest.FormatGraph(s))
		}
	}
}

func sorted(sets [][]string) [][]string {
	for _, set := range sets {
		slices.Sort(set)
	}
	slices.SortFunc(sets, slices.Compare)
	return sets
}

// What all roads to a goal pass are its dominators, and a thing blocks what leads to it.
func TestBottlenecksAgainstGonum(t *testing.T) {
	for number := range uint64(plainGraphs) {
		s, g := plainGraph(number)
		concepts := s.Concepts()
		goal := int(number) % len(concepts)
		within := reached(g, int64(goal))
		dominators := dominatorsOf(g, int64(goal), within)
		var want []string
		for id := range within {
			blocks := 0
			for other := range within {
				if other != id && reached(g, other)[id] {
					blocks++
				}
			}
			if blocks > 0 {
				want = append(want, fmt.Sprint(concepts[id].Name(), blocks, dominators[id]))
			}
		}
		var got []string
		for _, b := range s.Bottlenecks(concepts[goal], len(concepts)) {
			got = append(got, fmt.Sprint(b.Subject.Name(), b.Blocks, b.AllRoads))
		}
		slices.SortFunc(want, cmp.Compare)
		slices.SortFunc(got, cmp.Compare)
		if !slices.Equal(want, got) {
			t.Fatalf("graph %d, goal %s: %v, by gonum %v\n%s", number, concepts[goal].Name(), got, want, graphtest.FormatGraph(s))
		}
	}
}

// reached gives the nodes that a node leads to, itself too.
func reached(g *simple.DirectedGraph, from int64) map[int64]bool {
	nodes := map[int64]bool{}
	walk := traverse.DepthFirst{Visit: func(n node) { nodes[n.ID()] = true }}
	walk.Walk(g, g.Node(from), nil)
	return nodes
}

// dominatorsOf gives what every way from what needs nothing (or from a loop that nothing leads out of) to the goal passes, without the goal.
func dominatorsOf(g *simple.DirectedGraph, goal int64, within map[int64]bool) map[int64]bool {
	const source = -1
	roads := simple.NewDirectedGraph() // from the source in reading order
	for after := range within {
		for _, to := range neighbours(g, after) {
			roads.SetEdge(roads.NewEdge(simple.Node(to), simple.Node(after)))
		}
	}
	for _, nodes := range topo.TarjanSCC(g) {
		leadsOut := func(n node) bool {
			return slices.ContainsFunc(neighbours(g, n.ID()), func(to int64) bool {
				return !slices.ContainsFunc(nodes, func(m node) bool { return m.ID() == to })
			})
		}
		if !within[nodes[0].ID()] || slices.ContainsFunc(nodes, leadsOut) {
			continue
		}
		for _, n := range nodes {
			roads.SetEdge(roads.NewEdge(simple.Node(source), simple.Node(n.ID())))
		}
	}
	tree := flow.Dominators(simple.Node(source), roads)
	found := map[int64]bool{}
	for n := tree.DominatorOf(goal); n != nil && n.ID() != source; n = tree.DominatorOf(n.ID()) {
		found[n.ID()] = true
	}
	return found
}

func neighbours(g *simple.DirectedGraph, id int64) []int64 {
	var to []int64
	for nodes := g.From(id); nodes.Next(); {
		to = append(to, nodes.Node().ID())
	}
	return to
}
