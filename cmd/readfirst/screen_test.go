package main

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text         string
		first, width int
		want         []string
	}{
		{"", 10, 10, []string{""}},
		{"one two three", 13, 13, []string{"one two three"}},
		{"one two three", 7, 5, []string{"one two", "three"}},
		{"one  two\nthree\x1b[2J", 3, 20, []string{"one", "two three[2J"}},
		{"https://example.com/a/long/address it is", 8, 8, []string{"https://example.com/a/long/address", "it is"}},
		{"所有権 借用 寿命", 11, 11, []string{"所有権 借用", "寿命"}},
	} {
		if got := wrap(c.text, c.first, c.width); !slices.Equal(got, c.want) {
			t.Errorf("wrap(%q, %d, %d) = %q, want %q", c.text, c.first, c.width, got, c.want)
		}
	}
}

// Colours are for terminals, and for those who want them.
func TestStyle(t *testing.T) {
	for _, c := range []struct {
		name              string
		terminal, noColor bool
		env, want         string
	}{
		{"terminal", true, false, "", "\x1b[1mPin\x1b[0m\n"},
		{"piped", false, false, "", "Pin\n"},
		{"--no-color", true, true, "", "Pin\n"},
		{"NO_COLOR", true, false, "1", "Pin\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("NO_COLOR", c.env)
			t.Setenv("TERM", "xterm")
			var out strings.Builder
			a := &app{out: bufio.NewWriter(&out), noColor: c.noColor, screen: screen{terminal: c.terminal, width: widest}}
			s := a.sheet()
			s.line(s.bold.Render("Pin"))
			if err := a.out.Flush(); err != nil || out.String() != c.want {
				t.Errorf("%q, want %q, %v", out.String(), c.want, err)
			}
		})
	}
}

// What was looked for is bold, also within a word, and each word by itself, so that lines can be broken.
func TestMarkedWords(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	p := graph.Passage{Parts: []graph.Part{{Text: "… a `"}, {Text: "std::mem", Marked: true}, {Text: "`, "}, {Text: "so to", Marked: true}, {Text: " say\x1b[2J"}}}
	for terminal, want := range map[bool][]string{
		true:  {"…", "a", "`\x1b[1mstd::mem\x1b[0m`,", "\x1b[1mso\x1b[0m", "\x1b[1mto\x1b[0m", "say[2J"},
		false: {"…", "a", "`std::mem`,", "so", "to", "say[2J"},
	} {
		a := &app{out: bufio.NewWriter(io.Discard), screen: screen{terminal: terminal, width: widest}}
		if got := a.sheet().markedWords(p); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
