package model

import (
	"strconv"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// changeID begins the ids of changes.
const changeID = "change:"

// Change is one change of the graph. It has no id of the graph's own: it is known by its revision.
type Change struct{ *graph.Change }

// ID names the change.
func (c Change) ID() graph.ID { return graph.ID(changeID + strconv.Itoa(int(c.Revision))) }

// ParseChangeID gives the revision that an id of a change names; false if it is no such id.
func ParseChangeID(id graph.ID) (graph.Revision, bool) {
	number, ok := strings.CutPrefix(string(id), changeID)
	revision, err := strconv.ParseInt(number, 10, 32)
	return graph.Revision(revision), ok && err == nil && revision > 0 && strconv.FormatInt(revision, 10) == number
}

// EditCount gives the number of edits.
func (c Change) EditCount() int { return len(c.Edits) }

// EditCount counts the edits of one sort of thing.
type EditCount struct {
	Kind                    graph.ClaimKind
	Added, Changed, Removed int
}

// Counts counts the edits of each sort of thing that has any.
func (c Change) Counts() []EditCount {
	var counts []EditCount
	for kind := graph.OfSource; kind <= graph.OfDecision; kind++ {
		n := EditCount{Kind: kind}
		if n.Added, n.Changed, n.Removed = c.Count(kind); n.Added+n.Changed+n.Removed > 0 {
			counts = append(counts, n)
		}
	}
	return counts
}
