package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"github.com/readfirst/readfirst/graph"
)

// writeFound writes what is found for people, in groups.
func (a *app) writeFound(shown []shownFound, all int) {
	s := a.sheet()
	title := ""
	for _, f := range shown {
		if next := groupTitle(f.Tier); next != title {
			if title != "" {
				s.line()
			}
			title = next
			s.line(s.bold.Render(title))
		}
		a.writeHit(s, f)
	}
	s.line()
	if len(shown) < all {
		s.line(s.faint.Render(fmt.Sprintf("%d of %s: -n %d shows all", len(shown), count(all, "result"), all)))
		return
	}
	s.line(s.faint.Render(count(all, "result")))
}

func groupTitle(tier graph.Tier) string {
	switch tier {
	case graph.BySimilar:
		return "Concepts with a similar name"
	case graph.ByTitle:
		return "Titles"
	case graph.BySummary:
		return "Summaries"
	case graph.ByText:
		return "Texts"
	}
	return "Concepts"
}

func (a *app) writeHit(s *sheet, f shownFound) {
	name := s.marked(f.passages, f.As == f.Subject.Name())
	if name == nil {
		name = strings.Fields(clean(f.Subject.Name()))
	}
	switch x := f.Subject.(type) {
	case graph.Concept:
		if f.As != "" && f.As != x.Name() {
			name = append(name, "("+strings.Join(s.marked(f.passages, true), " ")+")")
		}
		s.line("  ", strings.Join(name, " "), "  ", s.faint.Render(conceptRemark(x)))
		if f.As != "" && x.Summary() != "" {
			s.line("    ", s.faint.Render(beginning(oneLine(clean(graph.Readable(x.Summary()))), s.width-4)))
		}
	case graph.Article:
		s.line("  ", strings.Join(name, " "), "  ", s.faint.Render(duration(x.Minutes())))
		s.line("  ", s.accent.Render(a.where(x)))
	}
	if f.As == "" {
		for _, p := range f.passages {
			s.words("    ", s.markedWords(p))
		}
	}
}

// beginning is as many whole words of a text as there is room for.
func beginning(text string, width int) string {
	if ansi.StringWidth(text) <= width {
		return text
	}
	cut := ansi.Truncate(text, width-2, "")
	if end := strings.LastIndex(cut, " "); end > 0 && text[len(cut)] != ' ' {
		cut = cut[:end]
	}
	return cut + " …"
}

func conceptRemark(c graph.Concept) string {
	if c.Status() == graph.Accepted {
		return string(c.ID())
	}
	return string(c.ID()) + ", " + strings.ToLower(c.Status().String())
}

// marked gives the words of the passage that is a name; nil if it isn't meant.
func (s *sheet) marked(passages []graph.Passage, meant bool) []string {
	if !meant || len(passages) == 0 {
		return nil
	}
	return s.markedWords(passages[0])
}

// markedWords gives a passage's words, bold as far as they are marked.
func (s *sheet) markedWords(p graph.Passage) []string {
	var words []string
	open := false // the last word may go on
	for _, part := range p.Parts {
		text := clean(part.Text)
		open = open && !strings.HasPrefix(text, " ")
		for i, word := range strings.Fields(text) {
			if part.Marked {
				word = s.bold.Render(word)
			}
			switch {
			case i == 0 && open:
				words[len(words)-1] += word
			case word == "…" && len(words) > 0: // not alone on a line
				words[len(words)-1] += " …"
			default:
				words = append(words, word)
			}
		}
		open = len(words) > 0 && text != "" && !unicode.IsSpace(rune(text[len(text)-1]))
	}
	return words
}

// words writes words, wrapped to the width and indented.
func (s *sheet) words(indent string, words []string) {
	for _, line := range wrapWords(words, s.width-len(indent), s.width-len(indent)) {
		s.line(indent, line)
	}
}

// writeNothing says that nothing was found, and what comes near.
func (a *app) writeNothing(s *graph.Snapshot, q graph.Query) {
	text := "Nothing has " + quotedWords(q.Text) + "."
	near := nearest(s, q)
	switch {
	case len(s.Concepts())+len(s.Articles()) == 0:
		text = fmt.Sprintf("Nothing is found, since the store is empty: try %s", a.command("load", "corpus:rust"))
	case len(near) > 0:
		text += " Did you mean " + nameList(near, " or ", graph.Subject.Name) + "?"
	}
	a.sheet().text("", text, plain)
}

// quotedWords names what was searched for.
func quotedWords(text string) string {
	const most = 60
	words := strings.Fields(text)
	quoted := "“" + ansi.Truncate(clean(strings.Join(words, " ")), most, "…") + "”"
	if len(words) > 1 {
		return "all the words of " + quoted
	}
	return quoted
}

// nearest gives what has a name like the text, else like one of its words.
func nearest(s *graph.Snapshot, q graph.Query) []graph.Subject {
	const most = 3
	near := s.Nearest(q.Text, most)
	for _, p := range q.Phrases {
		if len(near) < most {
			near = append(near, s.Nearest(strings.Join(p.Terms, " "), 1)...)
		}
	}
	near = slices.DeleteFunc(near, func(x graph.Subject) bool {
		c, ok := x.(graph.Concept)
		return ok && c.Status() == graph.Rejected
	})
	var once []graph.Subject
	for _, x := range near {
		if !slices.Contains(once, x) {
			once = append(once, x)
		}
	}
	return once[:min(len(once), most)]
}
