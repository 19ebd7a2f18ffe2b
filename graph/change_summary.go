package graph

import (
	"fmt"
	"strings"
)

// Summary says in a few words what the change did: "added 2 concepts and 1 link; removed 1 article". "changed nothing" if it is empty.
func (c *Change) Summary() string {
	var parts []string
	for op, did := range []string{"added", "changed", "removed"} {
		var things []string
		for kind := OfSource; kind <= OfDecision; kind++ {
			var n [3]int
			n[Added], n[Changed], n[Removed] = c.Count(kind)
			if n[op] > 0 {
				things = append(things, fmt.Sprintf("%d %s", n[op], claimWord(kind, n[op])))
			}
		}
		if things != nil {
			parts = append(parts, did+" "+andList(things))
		}
	}
	if parts == nil {
		return "changed nothing"
	}
	return strings.Join(parts, "; ")
}

// claimWord names a sort of claims, as many as there are.
func claimWord(kind ClaimKind, n int) string {
	word := strings.ToLower(kind.String())
	if n != 1 && kind != OfSeries {
		word += "s"
	}
	return word
}

func andList(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
