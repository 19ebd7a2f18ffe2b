package export

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// markdownSigns are the signs that mean something in Markdown.
var markdownSigns = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`,
	"!", `\!`, "&", `\&`, "|", `\|`, "~", `\~`)

// markdownText is a name as Markdown shows it, in one line; a number with a dot at its beginning is no list.
func markdownText(s string) string {
	s = markdownSigns.Replace(oneLine(s))
	if digits := strings.TrimLeft(s, "0123456789"); digits != s && (strings.HasPrefix(digits, ".") || strings.HasPrefix(digits, ")")) {
		return s[:len(s)-len(digits)] + `\` + digits
	}
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "=") {
		return `\` + s
	}
	return s
}

// markdownLink is a thing with its address, if it is known.
func markdownLink(s graph.Subject) string {
	if s.URL() == "" {
		return markdownText(s.Name())
	}
	address := strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\n", "").Replace(s.URL())
	return "[" + markdownText(s.Name()) + "](<" + address + ">)"
}

// writeMarkdown writes the concepts by module, each with its summary and what comes before it.
func writeMarkdown(w io.Writer, p *picture) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "# What needs what")
	modules := map[string][]graph.Concept{}
	for _, c := range p.concepts {
		modules[c.Module()] = append(modules[c.Module()], c)
	}
	var names []string
	for name := range modules {
		names = append(names, name)
	}
	slices.Sort(names)
	needs := map[graph.ID][]graph.Link{}
	for _, l := range p.links {
		needs[l.After().ID()] = append(needs[l.After().ID()], l)
	}
	for _, name := range names {
		if name != "" {
			fmt.Fprintf(out, "\n## %s\n", markdownText(name))
		} else if len(names) > 1 {
			fmt.Fprintln(out, "\n## In no module")
		}
		for _, c := range modules[name] {
			writeConcept(out, c, needs[c.ID()])
		}
	}
	if len(p.articles) > 0 {
		fmt.Fprintln(out, "\n## Articles")
		for _, a := range p.articles {
			fmt.Fprintf(out, "\n### %s\n", markdownText(a.Name()))
			writeNeeds(out, needs[a.ID()])
		}
	}
	return out.Flush()
}

func writeConcept(out io.Writer, c graph.Concept, needs []graph.Link) {
	fmt.Fprintf(out, "\n### %s\n", markdownText(c.Name()))
	if c.Summary() != "" { // it is Markdown
		fmt.Fprintf(out, "\n%s\n", strings.TrimSpace(c.Summary()))
	}
	writeNeeds(out, needs)
	if articles := c.TaughtIn(); len(articles) > 0 {
		fmt.Fprint(out, "\nTaught in:\n\n")
		for _, a := range articles {
			fmt.Fprintf(out, "- %s\n", markdownLink(a))
		}
	}
}

func writeNeeds(out io.Writer, needs []graph.Link) {
	if len(needs) == 0 {
		return
	}
	fmt.Fprint(out, "\nFirst:\n\n")
	for _, l := range needs {
		text := markdownText(l.Before().Name())
		if r := remark(l); r != "" {
			text += " (" + r + ")"
		}
		if l.Why() != "" {
			text += ": " + markdownText(l.Why())
		}
		fmt.Fprintf(out, "- %s\n", text)
	}
}

// ReadingList writes a list of what to read as a Markdown document with boxes to tick.
func ReadingList(w io.Writer, list *graph.ReadingList) error {
	out := bufio.NewWriter(w)
	goals := make([]string, len(list.Goals))
	for i, g := range list.Goals {
		goals[i] = markdownText(g.Name())
	}
	fmt.Fprintf(out, "# What to read before %s\n\n%d min\n\n", strings.Join(goals, ", "), list.Minutes.Total)
	for _, step := range list.Steps {
		var covers []string
		for _, c := range step.Covers {
			covers = append(covers, markdownText(c.Name()))
		}
		switch {
		case step.Read == nil:
			fmt.Fprintf(out, "- [ ] %s\n", strings.Join(covers, ", "))
		default:
			fmt.Fprintf(out, "- [ ] %s (%d min)", markdownLink(*step.Read), step.Minutes.Total)
			for _, also := range step.Also {
				fmt.Fprintf(out, ", with %s", markdownLink(also))
			}
			if len(covers) > 0 {
				fmt.Fprintf(out, ": %s", strings.Join(covers, ", "))
			}
			fmt.Fprintln(out)
		}
		for _, l := range step.Because {
			if l.Why() != "" {
				fmt.Fprintf(out, "    - for %s: %s\n", markdownText(l.After().Name()), markdownText(l.Why()))
			}
		}
	}
	return out.Flush()
}
