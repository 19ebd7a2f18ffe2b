package loader

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// Nothing is suggested that a known name or alias means, in any form, and a second load changes nothing.
func TestNoSuggestionIsKnown(t *testing.T) {
	names := []string{"Waterlock", "Sluice valve", "Tide mill", "Reed cutter"}
	for subset := range 1 << len(names) {
		dir := t.TempDir()
		known := map[string]bool{}
		for i, name := range names {
			if subset&(1<<i) == 0 {
				continue
			}
			spelling := []string{name, strings.ToLower(name), name + "s", strings.ReplaceAll(name, " ", "-")}[(subset+i)%4]
			known[strings.ToLower(name)] = true
			writeFile(t, filepath.Join(dir, "known", fmt.Sprint(i, ".md")), fmt.Sprintf("---\nkind: concept\nname: Thing %d\naliases: [%q]\n---\n", i, spelling))
		}
		for i, name := range names {
			var body strings.Builder
			fmt.Fprintf(&body, "# %ss\n\nA *%s* is a thing of ponds. A %[2]s is of oak.\n", name, strings.ToLower(name))
			for _, other := range names {
				fmt.Fprintf(&body, "\n## %ss there\n\nEach %s has its place, and a %[2]s its keeper.\n", other, strings.ToLower(other))
			}
			writeFile(t, filepath.Join(dir, fmt.Sprint("page", i, ".md")), body.String())
		}
		store := &memStore{}
		if _, err := Load(context.Background(), store, []string{dir}, Options{}); err != nil {
			t.Fatal(err)
		}
		for _, c := range graph.NewSnapshot(&store.state).SuggestedConcepts() {
			if name := strings.ToLower(strings.TrimSuffix(c.Name(), "s")); known[name] {
				t.Errorf("%q is suggested, which is known", c.Name())
			}
			confidence, inferred := c.Confidence()
			if !inferred || confidence <= 0 || confidence > 0.99 || len(c.Signals()) == 0 || len(c.Mentions()) == 0 {
				t.Errorf("%q: %v, %v, signals %v, mentions %v", c.Name(), confidence, inferred, c.Signals(), c.Mentions())
			}
		}
		if report, err := Load(context.Background(), store, []string{dir}, Options{}); err != nil || !report.Change.Empty() {
			t.Errorf("loaded again, it changes: %v", err)
		}
	}
}
