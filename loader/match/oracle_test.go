package match

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// naive finds names as the package comment says, without trie, vocabulary or
// runs: at each token it tries each name, comparing words by the rule of
// inflection itself.
func naive(patterns []Pattern, b Block) []Match {
	names := naiveNames(patterns)
	text := naiveTokens(b.Text)
	var found []Match
	for i := 0; i < len(text); {
		length, best := 0, refused
		var here []Match
		matched := 1
		for _, p := range names {
			v := p.verdict(text[i:], b)
			n := len(p.tokens)
			if v == refused || n < length || n == length && v < best {
				continue
			}
			if n > length || v > best {
				length, best, here, matched = n, v, nil, 1
			}
			s := p.span(text[i:])
			here = append(here, Match{p.concept, b.Offset + s.Start, b.Offset + s.End, b.isCode(s), v == inflected, b.senseOf(&p.pattern, s, v)})
			matched = max(matched, n-int(p.tail))
		}
		slices.SortStableFunc(here, func(x, y Match) int { return int(x.Concept - y.Concept) })
		here = slices.CompactFunc(here, func(x, y Match) bool { return x.Concept == y.Concept })
		found = append(found, here...)
		i += matched
	}
	return found
}

type naiveName struct {
	pattern
	tokens []naiveToken
}

type naiveToken struct {
	token
	written, folded string
}

func naiveTokens(text []byte) []naiveToken {
	var all []naiveToken
	f := newFolder()
	for l := (lexer{text: text}); l.next(); {
		t := naiveToken{token: l.token, written: string(text[l.start:l.end])}
		if l.kind != gapToken {
			t.folded = string(f.fold([]byte(t.written)))
		}
		all = append(all, t)
	}
	return all
}

func naiveNames(patterns []Pattern) []naiveName {
	var names []naiveName
	for _, p := range patterns {
		for tail, name := range [][]byte{[]byte(p.Name), opened(p.Name)} {
			tokens := naiveTokens(name)
			if len(tokens) <= tail || slices.ContainsFunc(tokens, func(t naiveToken) bool { return t.folded == "" }) {
				continue
			}
			n := naiveName{pattern{concept: p.Concept, rule: p.Rule, tail: uint8(tail)}, tokens}
			n.spelling = string(newFolder().spelling(name[tokens[0].start:tokens[len(tokens)-1-tail].end]))
			n.look = lookOf(n.spelling)
			names = append(names, n)
		}
	}
	return names
}

func (p *naiveName) span(text []naiveToken) Span {
	return Span{text[0].start, text[len(p.tokens)-1-int(p.tail)].end}
}

func (p *naiveName) verdict(text []naiveToken, b Block) verdict {
	if len(text) < len(p.tokens) {
		return refused
	}
	v := written
	for i, want := range p.tokens {
		got := text[i]
		switch {
		case got.kind == gapToken || i > 0 && got.joined != want.joined:
			return refused
		case got.folded == want.folded:
		case naiveRelated(want, got.folded):
			v = inflected
		default:
			return refused
		}
	}
	s := p.span(text)
	return b.allow(&p.pattern, s, v, func() bool {
		return string(newFolder().spelling(b.Text[s.Start:s.End])) == p.spelling
	})
}

func naiveRelated(name naiveToken, other string) bool {
	if one, ok := acronymOf([]byte(name.written)); ok {
		one = strings.ToLower(one)
		return other == one || other == one+"s"
	}
	return slices.ContainsFunc(bases(nil, name.folded), func(b string) bool {
		return slices.Contains(forms(nil, b), other)
	})
}

// pieces are what names and texts of the property test are put together from:
// words that are related, nearly related or look alike, and all separators.
var pieces = strings.Split("pin pins pinned pinning pine pining Pin PIN plan plane planes ax axe axes axis ace aces ac C c T "+
	"CPU CPUs cpus REST rest rested resting trie try tries tried index indices Send send Sync async await static news new "+
	"move moves select vs. e.g. vs St. St Dr "+
	"+ ++ # & && ' ’ 's ’s s' . . , ! ? / : :: :// < > ( ) () [ ] #[ -- - – — _ 1 _x x1 i32 ` ` … "+
	"é e\u0301 É ß SS ẞ ﬁ K k σ ς Жук жука 所 有 权 ピ ﾋﾟ ピン 한 \u1112\u1161\u11ab ก็ → ≠ =\u0338 \u0301 "+
	"\u00ad \u200b \ufeff \ufe0f \xff \xc3 \xe2\x80 😀", " ")

func drawText(t *rapid.T, label string, most int) string {
	parts := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, most).Draw(t, label)
	gaps := rapid.SampledFrom([]string{" ", " ", " ", "", "", "-", "\n", "\n\n", "\u00a0", " \n "})
	var s strings.Builder
	for _, p := range parts {
		s.WriteString(p)
		s.WriteString(gaps.Draw(t, "gap"))
	}
	return s.String()
}

func drawPatterns(t *rapid.T) []Pattern {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Pattern {
		return Pattern{
			Name:    strings.TrimSuffix(drawText(t, "name", 3), " "),
			Rule:    Rule(rapid.IntRange(0, 2).Draw(t, "rule")),
			Concept: rapid.Int32Range(1, 4).Draw(t, "concept"),
		}
	}), 0, 12).Draw(t, "patterns")
}

func drawBlock(t *rapid.T) Block {
	b := Block{
		Text:   []byte(drawText(t, "text", 30)),
		Offset: rapid.IntRange(0, 100).Draw(t, "offset"),
		Kind:   Kind(rapid.IntRange(0, 2).Draw(t, "kind")),
	}
	b.Code = codeSpans(string(b.Text))
	return b
}

func TestAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		patterns, b := drawPatterns(t), drawBlock(t)
		got := New(patterns).Find(nil, b)
		if diff := cmp.Diff(naive(patterns, b), got); diff != "" {
			t.Fatalf("%q (-naive +Find)\n%s", b.Text, diff)
		}
		checkMatches(t, b, got)
	})
}

// checkMatches checks what holds of all matches.
func checkMatches(t interface{ Fatalf(string, ...any) }, b Block, matches []Match) {
	end := 0
	for i, m := range matches {
		start, stop := m.Start-b.Offset, m.End-b.Offset
		if start < 0 || stop <= start || stop > len(b.Text) {
			t.Fatalf("match %v is outside of the text", m)
		}
		if !utf8.Valid(b.Text[start:stop]) {
			t.Fatalf("match %q cuts a character", b.Text[start:stop])
		}
		if i > 0 && matches[i-1].Start == m.Start && matches[i-1].Concept >= m.Concept {
			t.Fatalf("concepts out of order: %v", matches)
		}
		if start < end && (i == 0 || matches[i-1].Start != m.Start) {
			t.Fatalf("matches overlap or are out of order: %v", matches)
		}
		end = stop
	}
}

// TestAgainstRegexp shares nothing with the package: plain words, exact names,
// and the leftmost-longest matches of a regular expression.
func TestAgainstRegexp(t *testing.T) {
	words := rapid.SampledFrom([]string{"foo", "bar", "baz", "foobar", "Foo"})
	separators := rapid.SampledFrom([]string{" ", " ", " ", "\n", ", ", ". ", "; ", " / "})
	rapid.Check(t, func(t *rapid.T) {
		var patterns []Pattern
		var alternatives []string
		for _, name := range rapid.SliceOfN(rapid.SliceOfN(words, 1, 3), 1, 6).Draw(t, "names") {
			patterns = append(patterns, Pattern{Name: strings.Join(name, " "), Rule: Exact})
			alternatives = append(alternatives, strings.Join(name, `[ \n]`))
		}
		var text strings.Builder
		for _, w := range rapid.SliceOfN(words, 0, 20).Draw(t, "text") {
			text.WriteString(w)
			text.WriteString(separators.Draw(t, "separator"))
		}
		expression := regexp.MustCompile(`\b(` + strings.Join(alternatives, "|") + `)\b`)
		expression.Longest()
		var want []Match
		for _, at := range expression.FindAllStringIndex(text.String(), -1) {
			want = append(want, Match{Start: at[0], End: at[1]})
		}
		got := New(patterns).Find(nil, Block{Text: []byte(text.String())})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-regexp +Find)\n%s", text.String(), diff)
		}
	})
}

// FuzzFind takes names a line each, with the rule and concept from their
// place, and holds Find against naive on any text.
func FuzzFind(f *testing.F) {
	for _, c := range readCases(f) {
		var names []string
		for _, p := range c.patterns {
			names = append(names, p.Name)
		}
		for _, b := range c.blocks {
			f.Add(strings.Join(names, "\n"), b.block.Text, uint8(b.block.Kind))
		}
	}
	f.Fuzz(func(t *testing.T, names string, text []byte, kind uint8) {
		if len(names) > 300 || len(text) > 1000 {
			t.Skip("too long for the naive matcher")
		}
		var patterns []Pattern
		for i, name := range strings.Split(names, "\n") {
			patterns = append(patterns, Pattern{name, Rule(i+int(kind/3)) % 3, int32(i / 2)})
		}
		b := Block{Text: text, Offset: 5, Code: codeSpans(string(text)), Kind: Kind(kind % 3)}
		got := New(patterns).Find(nil, b)
		if diff := cmp.Diff(naive(patterns, b), got); diff != "" {
			t.Fatalf("%q (-naive +Find)\n%s", text, diff)
		}
		checkMatches(t, b, got)
	})
}
