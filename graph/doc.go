// Package graph is the knowledge graph: what concepts and articles there are,
// what needs what, and the questions that can be asked of it.
//
// It is pure domain code. Sources make claims (claims.go); people make
// decisions (decision.go); a [Batch] of both goes into a [Store] (store.go);
// what a store holds is a [State]; [NewSnapshot] merges the claims into facts
// (merge.go) and lays them out for reading (snapshot.go). Every question is a
// pure function on a Snapshot: names (names.go), loops (loops.go) and what to
// read before something (before.go). No store answers a question itself, so no
// two stores can disagree.
package graph
