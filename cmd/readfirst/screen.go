package main

import (
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/muesli/termenv"
)

// Widths of text, in columns: lines longer than that are hard to read.
const (
	widest    = 88
	narrowest = 40
)

// screen is what is known of where the answer goes.
type screen struct {
	terminal bool
	width    int
}

func screenOf(out io.Writer) screen {
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(file.Fd()) {
		return screen{width: widest}
	}
	width, _, err := term.GetSize(file.Fd())
	if err != nil {
		width = widest
	}
	return screen{terminal: true, width: min(max(width, narrowest), widest)}
}

// sheet writes text for people: wrapped, and styled if the screen is a terminal.
type sheet struct {
	w                   io.Writer
	width               int
	bold, faint, accent lipgloss.Style
}

func (a *app) sheet() *sheet {
	// The renderer gets its colours told: it would ask the terminal, which takes time.
	renderer := lipgloss.NewRenderer(a.out)
	renderer.SetColorProfile(termenv.Ascii)
	if a.screen.terminal && !a.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" {
		renderer.SetColorProfile(termenv.ANSI)
	}
	renderer.SetHasDarkBackground(true)
	style := renderer.NewStyle()
	return &sheet{w: a.out, width: a.screen.width,
		bold: style.Bold(true), faint: style.Faint(true), accent: style.Foreground(lipgloss.Color("6"))}
}

// line writes one line as it is.
func (s *sheet) line(parts ...string) {
	io.WriteString(s.w, strings.TrimRight(strings.Join(parts, ""), " ")+"\n") //nolint:errcheck // a bufio.Writer keeps its error for Flush
}

// text writes a text wrapped to the width. The first line begins with head; the
// others are indented a little more than head itself is.
func (s *sheet) text(head, text string, style lipgloss.Style) {
	indent := strings.Repeat(" ", len(head)-len(strings.TrimLeft(head, " ")))
	if head != indent {
		indent += "  "
	}
	for _, line := range wrap(text, s.width-ansi.StringWidth(head), s.width-len(indent)) {
		s.line(head, style.Render(line))
		head = indent
	}
}

// paragraphs writes a text of several paragraphs, an empty line between them.
func (s *sheet) paragraphs(text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			s.line()
		}
		s.text("", paragraph, plain)
	}
}

// plain is the style of ordinary text.
var plain = lipgloss.NewStyle()

// wrap breaks a text at spaces into lines of at most width columns, the first at most first.
// A longer word stays whole, so that addresses can be copied.
func wrap(text string, first, width int) []string {
	return wrapWords(strings.Fields(clean(text)), first, width)
}

// wrapWords does so with words that may be styled.
func wrapWords(words []string, first, width int) []string {
	var lines []string
	line, used, limit := "", 0, first
	for _, word := range words {
		columns := ansi.StringWidth(word)
		if used > 0 && used+1+columns > limit {
			lines = append(lines, line)
			line, used, limit = "", 0, width
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+columns
	}
	return append(lines, line)
}

// clean takes out control characters: a page that was loaded must not move the
// cursor or change the title of the terminal that its name is shown on.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || isDirection(r) {
			return -1
		}
		return r
	}, s)
}

// isDirection says that a character turns the direction of the text around it,
// by which a line can be made to show something else than it says.
func isDirection(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// pad fills a text with spaces up to some columns.
func pad(s string, columns int) string {
	return s + strings.Repeat(" ", max(0, columns-ansi.StringWidth(s)))
}
