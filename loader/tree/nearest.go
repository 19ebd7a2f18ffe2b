package tree

import "strings"

// NearestKey gives the known key that a mistyped one most likely stands for; "" if none is near.
func NearestKey(key string, known []string) string {
	best, least := "", 1+len(key)/3
	for _, candidate := range known {
		d := distance(strings.ToLower(key), candidate)
		if strings.HasPrefix(candidate, strings.ToLower(key)) || strings.HasPrefix(strings.ToLower(key), candidate) {
			d = min(d, 1)
		}
		if d <= least && (best == "" || d < least) {
			best, least = candidate, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete or replace (Levenshtein).
func distance(a, b string) int {
	if len(a) > 100 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			corner, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, corner+cost)
		}
	}
	return row[len(b)]
}
