package tree

import "strings"

// CheckKeys faults all keys of a table but the known ones; false: this is no table of keys. `what` names the table in faults.
func CheckKeys(n *Node, what string, known []string, fault func(line int, do, format string, args ...any)) bool {
	if n.Shape != Table {
		fault(n.Line, "write `"+known[0]+":` and its value", "%s is %s", what, n.Shape)
		return false
	}
next:
	for _, f := range n.Fields {
		for _, key := range known {
			if f.Key == key {
				continue next
			}
		}
		do := "the keys are " + strings.Join(known, ", ")
		if nearest := NearestKey(f.Key, known); nearest != "" {
			do = "did you mean " + nearest + "?"
		}
		fault(f.Line, do, "%s has no key %q", what, f.Key)
	}
	return true
}
