package infer

// choose keeps those links that a graph can hold beside what is known, the likeliest first. A link is left out if it, or its
// reverse, is known; if it follows from known links, or from likelier ones; if it closes a loop with them: so a
// loop loses its weakest inferred link, and never a known one. The links come likeliest first.
func choose(links []Link, m *Material) []Link {
	needs := map[int][]int{}
	for _, k := range m.Known {
		needs[k[0]] = append(needs[k[0]], k[1])
	}
	var kept []Link
	for _, l := range links {
		if !leads(needs, l.After, l.Before) && !leads(needs, l.Before, l.After) {
			needs[l.After] = append(needs[l.After], l.Before)
			kept = append(kept, l)
		}
	}
	return kept
}

// leads says that needs lead from one thing to another.
func leads(needs map[int][]int, from, to int) bool {
	met := map[int]bool{from: true}
	for stack := []int{from}; len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, next := range needs[at] {
			if next == to {
				return true
			}
			if !met[next] {
				met[next] = true
				stack = append(stack, next)
			}
		}
	}
	return false
}
