package tree

import (
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// NearestKey gives the known key that a mistyped one most likely stands for; "" if none is near.
func NearestKey(key string, known []string) string {
	const longest = 100 // what nobody mistypes
	if len(key) > longest {
		return ""
	}
	key = strings.ToLower(key)
	best, least := "", 1+len(key)/3
	for _, candidate := range known {
		d := graph.Typos(key, candidate, least)
		if strings.HasPrefix(candidate, key) || strings.HasPrefix(key, candidate) {
			d = min(d, 1)
		}
		if d <= least && (best == "" || d < least) {
			best, least = candidate, d
		}
	}
	return best
}
