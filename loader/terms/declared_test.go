package terms

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is read by hand is what the regular expression finds.
func TestDeclared(t *testing.T) {
	pattern := regexp.MustCompile(`\b(?:let|var|const|def|fn|func|function|mut|val|my|local|for|mod|use|import)\s+(?:mut\s+)?(\w+)|\b(\w+)\s*(?::=|=)\s`)
	pieces := rapid.SampledFrom([]string{"let", "mut", "for", "def", "x", "newt", "_y1", " ", "  ", "\n", "\t", "\v", ":", "=", ":=", "==", "(", ".", "é", "9"})
	rapid.Check(t, func(t *rapid.T) {
		code := strings.Join(rapid.SliceOfN(pieces, 0, 20).Draw(t, "code"), "")
		var want []string
		for _, m := range pattern.FindAllStringSubmatch(code, -1) {
			want = append(want, m[1]+m[2])
		}
		if got := slices.Collect(declared(code)); !slices.Equal(got, want) {
			t.Fatalf("%q declares %q, want %q", code, got, want)
		}
	})
}
