package graph

import (
	"slices"
	"strings"
	"unicode"
)

// OneLine brings a text that people wrote onto one line, without control characters.
func OneLine(text string) string { return strings.Join(strings.Fields(Lines(text)), " ") }

// Lines gives a text without control characters and white space around it, every line end a plain one.
func Lines(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' || c == '\uFEFF' {
			return -1
		}
		return c
	}, strings.ToValidUTF8(text, ""))
	return strings.TrimSpace(text)
}

// Clean gives a decision in the form in which a file can hold it: sentences on one line,
// no control characters, one external id a system.
func (d Decision) Clean() Decision {
	d.By, d.Why = OneLine(d.By), OneLine(d.Why)
	d.Set, d.Was = d.Set.Clean(), d.Was.Clean()
	return d
}

// Clean gives the fields in the form in which a file can hold them.
func (e Edited) Clean() Edited {
	for _, field := range []**string{&e.Name, &e.Module, &e.AnyOf, &e.Reason} {
		if *field != nil {
			*field = new(OneLine(**field))
		}
	}
	if e.Summary != nil {
		e.Summary = new(Lines(*e.Summary))
	}
	if e.Aliases != nil {
		e.Aliases = new(CleanNames(*e.Aliases))
	}
	if e.External != nil {
		e.External = new(CleanExternal(*e.External))
	}
	return e
}

// CleanNames brings names onto one line each, and leaves out the empty ones and those that come again.
func CleanNames(names []string) []string {
	clean := []string{}
	for _, name := range names {
		if name = OneLine(name); name != "" && !slices.Contains(clean, name) {
			clean = append(clean, name)
		}
	}
	return clean
}

// CleanExternal does the same with ids in other systems, of which it keeps one a system.
func CleanExternal(ids []ExternalID) []ExternalID {
	clean := []ExternalID{}
	for _, id := range ids {
		id = ExternalID{System: OneLine(id.System), ID: OneLine(id.ID)}
		if id.System != "" && id.ID != "" && !slices.ContainsFunc(clean, func(have ExternalID) bool { return have.System == id.System }) {
			clean = append(clean, id)
		}
	}
	return clean
}
