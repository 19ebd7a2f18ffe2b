package match

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A worked case, read from testdata/cases.txt, which says how it is written.
type worked struct {
	title    string
	patterns []Pattern
	blocks   []workedBlock
}

type workedBlock struct {
	line  int
	block Block
	want  []Match
}

func readCases(t testing.TB) []worked {
	t.Helper()
	file, err := os.Open("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cases []worked
	concepts := int32(0)
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if title, ok := strings.CutPrefix(line, "== "); ok {
			cases, concepts = append(cases, worked{title: title}), 0
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		c := &cases[len(cases)-1]
		if err := c.read(line, n, &concepts); err != nil {
			t.Fatalf("cases.txt:%d: %v", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}

// read takes in one line of a case.
func (c *worked) read(line string, n int, concepts *int32) error {
	word, rest, _ := strings.Cut(line, " ")
	kinds := map[string]Kind{"prose:": Prose, "keys:": KeyConcepts, "source:": CodeBlock}
	if kind, ok := kinds[word]; ok {
		text, err := unescape(rest)
		if err != nil {
			return err
		}
		b, err := readBlock(text, kind)
		b.line = n
		c.blocks = append(c.blocks, b)
		return err
	}
	*concepts++
	concept := *concepts
	if number, err := strconv.Atoi(word); err == nil {
		*concepts--
		concept = int32(number)
		word, rest, _ = strings.Cut(rest, " ")
	}
	rules := map[string]Rule{"phrase": Phrase, "exact": Exact, "code": Code}
	rule, ok := rules[word]
	if !ok {
		return fmt.Errorf("unknown word %q", word)
	}
	for _, name := range strings.Split(rest, " | ") {
		name, err := unescape(name)
		if err != nil {
			return err
		}
		c.patterns = append(c.patterns, Pattern{Name: name, Rule: rule, Concept: concept})
	}
	return nil
}

// unescape reads what is in double quotes as Go does.
func unescape(s string) (string, error) {
	if strings.HasPrefix(s, `"`) {
		return strconv.Unquote(s)
	}
	return s, nil
}

// readBlock takes the marks out of a text.
func readBlock(marked string, kind Kind) (workedBlock, error) {
	b := workedBlock{block: Block{Offset: 1000, Kind: kind}}
	for marked != "" {
		before, rest, found := strings.Cut(marked, "«")
		b.block.Text = append(b.block.Text, before...)
		if !found {
			break
		}
		inner, after, found := strings.Cut(rest, "»")
		if !found {
			return b, fmt.Errorf("« without »")
		}
		words, numbers := inner, "1"
		if i := strings.LastIndex(inner, "="); i >= 0 && strings.Trim(inner[i+1:], "0123456789,") == "" {
			words, numbers = inner[:i], inner[i+1:]
		}
		sense := Sure
		switch words[0] {
		case '~':
			sense, words = Likely, words[1:]
		case '?':
			sense, words = Unlikely, words[1:]
		}
		start := 1000 + len(b.block.Text)
		b.block.Text = append(b.block.Text, words...)
		for _, s := range strings.Split(numbers, ",") {
			n, err := strconv.Atoi(s)
			if err != nil {
				return b, err
			}
			b.want = append(b.want, Match{Concept: int32(n), Start: start, End: start + len(words), Sense: sense})
		}
		marked = after
	}
	b.block.Code = codeSpans(string(b.block.Text))
	for i := range b.want {
		b.want[i].Code = kind == CodeBlock || within(b.want[i], b.block.Code)
	}
	return b, nil
}

func within(m Match, spans []Span) bool {
	for _, s := range spans {
		if s.Start <= m.Start-1000 && m.End-1000 <= s.End {
			return true
		}
	}
	return false
}

// codeSpans returns what is between pairs of backticks.
func codeSpans(text string) []Span {
	var spans []Span
	for start, open := 0, false; ; open = !open {
		i := strings.IndexByte(text[start:], '`')
		if i < 0 {
			return spans
		}
		if open {
			spans = append(spans, Span{Start: start, End: start + i})
		}
		start += i + 1
	}
}

func TestCases(t *testing.T) {
	for _, c := range readCases(t) {
		t.Run(c.title, func(t *testing.T) {
			m := New(c.patterns)
			for _, b := range c.blocks {
				got := m.Find(nil, b.block)
				if diff := cmp.Diff(show(b.block, b.want), show(b.block, got)); diff != "" {
					t.Errorf("cases.txt:%d: %q (-want +got)\n%s", b.line, b.block.Text, diff)
				}
			}
		})
	}
}

// show makes matches readable.
func show(b Block, matches []Match) []string {
	var s []string
	for _, m := range matches {
		code := ""
		if m.Code {
			code = " in code"
		}
		sense := []string{"is", "is likely", "is maybe"}[m.Sense]
		s = append(s, fmt.Sprintf("%d-%d %q %s concept %d%s", m.Start, m.End, b.Text[m.Start-b.Offset:m.End-b.Offset], sense, m.Concept, code))
	}
	return s
}

func TestFindAppends(t *testing.T) {
	m := New([]Pattern{{Name: "pin"}})
	first := []Match{{Concept: 7}}
	got := m.Find(first, Block{Text: []byte("a pin")})
	if len(got) != 2 || got[0].Concept != 7 || got[1] != (Match{Start: 2, End: 5}) {
		t.Errorf("Find returned %v", got)
	}
}

func TestNothing(t *testing.T) {
	for _, m := range []*Matcher{New(nil), New([]Pattern{{Name: ""}})} {
		if got := m.Find(nil, Block{Text: []byte("Pin, C++ and café")}); len(got) != 0 {
			t.Errorf("no names, yet found %v", got)
		}
	}
	m := New([]Pattern{{Name: "pin"}})
	if got := m.Find(nil, Block{}); len(got) != 0 {
		t.Errorf("no text, yet found %v", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	for _, c := range readCases(t) {
		m := New(c.patterns)
		var group sync.WaitGroup
		for range 4 {
			for _, b := range c.blocks {
				group.Go(func() {
					if got := m.Find(nil, b.block); !cmp.Equal(show(b.block, b.want), show(b.block, got)) {
						t.Errorf("%s: found %v", c.title, got)
					}
				})
			}
		}
		group.Wait()
	}
}

func TestFindDoesNotAllocate(t *testing.T) {
	m := New([]Pattern{
		{Name: "borrow checker"}, {Name: "Send", Rule: Code}, {Name: "café"}, {Name: "Go", Rule: Exact},
	})
	b := Block{Text: []byte(strings.Repeat("The borrow checker’s `Send` in a Café with Go, and Send. ", 100))}
	dst := m.Find(nil, b)
	// The race detector makes a sync.Pool forget now and then, so a few are none of ours.
	if n := testing.AllocsPerRun(20, func() { dst = m.Find(dst[:0], b) }); n > float64(len(dst))/50 {
		t.Errorf("%v allocations for %d matches, want none", n, len(dst))
	}
}
