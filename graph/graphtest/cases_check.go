package graphtest

import (
	"fmt"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// ParseCheck reads "check A; # Module; B; C goals C knowing D recommended suggested": the items of a curriculum, as
// lines of its file, and how to check it.
func ParseCheck(s *graph.Snapshot, text string) (items []graph.Item, opt graph.CheckOptions, err error) {
	rest := strings.TrimPrefix(text, "check ")
	for _, flag := range []struct {
		name string
		set  *bool
	}{{" suggested", &opt.Suggested}, {" recommended", &opt.Recommended}} {
		if cut, found := strings.CutSuffix(rest, flag.name); found {
			rest, *flag.set = cut, true
		}
	}
	rest, known, _ := strings.Cut(rest, " knowing ")
	rest, goals, _ := strings.Cut(rest, " goals ")
	find := func(names string) (found []graph.Subject) {
		for _, name := range splitList(names) {
			m := s.Lookup(name)
			if m.Subject == nil {
				err = fmt.Errorf("nothing, or not one thing, is called %q", name)
				continue
			}
			found = append(found, m.Subject)
		}
		return found
	}
	opt.Goals, opt.Knowing = find(goals), find(known)
	module := ""
	for _, name := range strings.Split(rest, ";") {
		name = strings.TrimSpace(name)
		if heading, ok := strings.CutPrefix(name, "# "); ok {
			module = heading
			continue
		}
		items = append(items, graph.Item{Match: s.Lookup(name), Module: module})
	}
	return items, opt, err
}

// FormatCheck writes down what is said of a curriculum, and its repaired order.
func FormatCheck(items []graph.Item, c *graph.Check) string {
	var b strings.Builder
	for _, f := range c.Faults {
		fmt.Fprintf(&b, "%d %s %s: %s\n", f.Item+1, f.Severity, f.Rule, f.Message)
		for _, l := range f.Because {
			fmt.Fprintf(&b, "       %s\n", linkText(l))
		}
	}
	fmt.Fprintf(&b, "ok %v, moves %d%s\n", c.OK(), c.Moves, map[bool]string{true: ", proven"}[c.Fewest])
	module := ""
	for _, p := range c.Order {
		if p.Module != module {
			module = p.Module
			fmt.Fprintf(&b, "  # %s\n", module)
		}
		name, mark := "?", ""
		if p.Subject != nil {
			name = p.Subject.Name()
		} else if !p.Added() {
			name = items[p.Item].Name
		}
		switch {
		case p.Added():
			mark = "  (added)"
		case p.Moved:
			mark = "  (moved)"
		}
		fmt.Fprintf(&b, "  %s%s\n", name, mark)
	}
	return b.String()
}
