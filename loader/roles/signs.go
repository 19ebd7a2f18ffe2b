// Package roles tells what an article teaches from what it only uses, by signs in
// its text and in the texts around it; see docs/decisions/0023-roles-and-new-concepts.md.
//
// It looks at no title, and at no heading that repeats one: what titles say is
// for the loader. So what the model has learned from titles it says of texts.
package roles

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/page"
)

// Signs are what was seen of one concept in one article.
type Signs struct {
	Prose    int  // occurrences in prose, headings included
	Code     int  // in blocks of source code
	Marked   int  // of those in prose: in code spans
	Headings int  // headings that name it
	IsA      int  // "A pin is a …"
	Called   int  // "is called a pin", "what is a pin"
	If       int  // "a type is pinned if"
	Terms    int  // of a glossary, a list of definitions, or a row of a table
	Stressed int  // emphasised
	Subject  int  // begins its sentence
	Recalled int  // "recall that pins", "see also pins", "like pins"
	Blocks   int  // blocks of prose that name it
	First    int  // words of the text before the first occurrence in prose
	Lead     bool // the first paragraph names it

	last *page.Block
}

// Add counts what was seen elsewhere, too.
func (s *Signs) Add(o *Signs) {
	s.Prose += o.Prose
	s.Code += o.Code
	s.Marked += o.Marked
	s.Headings += o.Headings
	s.IsA += o.IsA
	s.Called += o.Called
	s.If += o.If
	s.Terms += o.Terms
	s.Stressed += o.Stressed
	s.Subject += o.Subject
	s.Recalled += o.Recalled
	s.Blocks += o.Blocks
}

// Reader reads the text of one article, block by block.
type Reader struct {
	title   string // folded
	started bool   // there was prose
	block   *page.Block
	lead    *page.Block // the first paragraph
	inLead  bool
	skipped bool

	Words    int // of prose and code
	Headings int // that don't repeat the title
	Blocks   int // of prose
}

// NewReader begins an article of that title.
func NewReader(title string) *Reader { return &Reader{title: plain(title)} }

// plain is a title as it is compared: folded, without marks of code.
func plain(title string) string {
	return strings.Join(strings.Fields(graph.Fold(strings.NewReplacer("`", " ", "*", " ").Replace(title))), " ")
}

// Begin goes on to a block; false if it repeats the title, and says nothing.
func (r *Reader) Begin(b *page.Block) bool {
	r.block, r.inLead, r.skipped = b, false, false
	switch {
	case b.Level > 0:
		if r.repeats(b) {
			r.skipped = true
			return false
		}
		r.Headings++
	case !b.IsCode && len(b.Text) > 0:
		r.Blocks++
		if r.lead == nil {
			r.lead = b
		}
		r.inLead = r.lead == b
		r.started = true
	}
	return true
}

// repeats says that a heading is the title: its words are the title's, or it is the
// first of the page's own before any text.
func (r *Reader) repeats(b *page.Block) bool {
	if !r.started && r.Headings == 0 && b.Level == 1 {
		return true
	}
	its := plain(b.Quote())
	return its == r.title || its != "" && (strings.Contains(r.title, its) || strings.Contains(its, r.title) && r.title != "")
}

// Definitions counts the places where it is explained.
func (s *Signs) Definitions() int { return s.IsA + s.Called + s.If + s.Terms }

// Note notes an occurrence in the block at hand, from and to which byte of its text, and says whether it is explained there.
func (r *Reader) Note(s *Signs, from, to int) bool {
	b := r.block
	if r.skipped || from < 0 || to > len(b.Text) || from >= to {
		return false
	}
	if b.IsCode {
		s.Code++
		return false
	}
	before := s.Definitions()
	if s.Prose == 0 {
		s.First = b.Before
	}
	s.Prose++
	if s.last != b {
		s.last = b
		s.Blocks++
		s.Headings += b2i(b.Level > 0)
		s.Lead = s.Lead || r.inLead
	}
	if b.Level > 0 {
		return false
	}
	s.Marked += b2i(within(b.Code, from, to))
	s.Stressed += b2i(within(b.Stress, from, to))
	if s.Prose > mostRead {
		return false
	}
	c := around(b, from, to)
	s.Subject += b2i(c.begins)
	s.IsA += b2i(c.begins && isA.Match(c.after))
	s.Called += b2i(called.of(c.before) || asked.Match(c.after) && asks.of(c.before))
	s.If += b2i(ifs.Match(c.after) && is.of(c.before))
	s.Recalled += b2i(recalled.of(c.before))
	s.Terms += b2i(c.alone && b.Shape == page.Term || c.first && b.Shape == page.Item && explains.Match(c.after))
	return s.Definitions() > before
}

// context is what stands around an occurrence, in its own sentence.
type context struct {
	before, after []byte // without marks next to the occurrence
	begins        bool   // its sentence begins with it, or with an article and it
	first         bool   // the block begins with it
	alone         bool   // there is nothing else in the block
}

// mostRead is around how many occurrences in an article the words are read: who hasn't explained it by then won't.
const mostRead = 50

// reach is how far around an occurrence is looked, in bytes.
const reach = 80

const marks = " \t\r\n`*_\"'“”‘’()[]"

func around(b *page.Block, from, to int) context {
	before, after := b.Text[max(0, from-reach):from], b.Text[to:min(len(b.Text), to+reach)]
	c := context{first: len(bytes.Trim(b.Text[:from], marks)) == 0, after: withoutEnd(after)}
	c.alone = c.first && len(bytes.Trim(b.Text[to:], marks+":")) == 0
	sentence := from <= reach // its start is in sight
	if at := bytes.LastIndexAny(before, ".!?:;"); at >= 0 && at+1 < len(before) && (before[at+1] == ' ' || before[at+1] == '\n') {
		before, sentence = before[at+1:], true
	}
	c.before = bytes.TrimRight(before, marks)
	switch string(bytes.ToLower(bytes.Trim(before, marks))) {
	case "", "a", "an", "the":
		c.begins = sentence
	}
	return c
}

// withoutEnd drops what ends the name that occurs: a plural, generics, brackets, marks.
func withoutEnd(after []byte) []byte {
	after = bytes.TrimLeft(after, marks+"s")
	if len(after) > 0 && (after[0] == '<' || after[0] == '!' || after[0] == '(') {
		if i := bytes.IndexAny(after, " `\n"); i >= 0 {
			after = after[i:]
		}
	}
	return bytes.TrimLeft(after, marks)
}

var (
	isA = regexp.MustCompile(`^(?:(?:trait|type|macro|keyword|operator|function|method|struct|enum|pattern|module|crate|statement|expression|block)s?\W+)?` +
		`(?:(?:is|are)(?:\s+(?:basically|essentially|simply|just|really|also|usually|often))?\s+(?:an?|the|one|any|used|how|what|when|like|similar|way|ways|designed|defined|represented|built)\b` +
		`|(?:means?|refers?\s+to|represents?|describes?|allows?|lets?|provides?|enables?|consists?|defines?|specif(?:y|ies)|denotes?|stands?\s+for)\b)`)
	ifs      = regexp.MustCompile(`^(?:if|when(?:ever)?|only\s+if)\b`)
	asked    = regexp.MustCompile(`^(?:\?|,|and\b|\.|$)`)
	explains = regexp.MustCompile(`^(?::|\s*[-–—]\s|\s*\\?\n)`)

	called = newEnding(`(?:(?:called|termed|named|dubbed)|(?:known|referred\s+to|defined)\s+as|define|defines|defined|introduce|introduces|introduced|introducing|` +
		`(?:concept|concepts|notion|notions|idea|ideas|definition|definitions|purpose|purposes|role|roles)\s+of|so-called)(?:\W+(?:an|a|the))?`)
	is       = newEnding(`(?:is|are|be|implement|implements)(?:\W+(?:an|a))?`)
	asks     = newEnding(`(?:what(?:\s+exactly)?\s+(?:is|are)|what['’]s)(?:\s+(?:an|a|the))?`)
	recalled = newEnding(`(?:recall|remember|see(?:\s+also)?|earlier|previous|previously|already|familiar\s+with|like|unlike|such\s+as|e\.g\.,?|for\s+example,?|similar\s+to|same\s+as|` +
		`with|using|use|uses|via|by|as\s+we\s+saw|discussed|mentioned|later)(?:\W+(?:that|the|an|a|in|on|about))*`)
)

// An ending describes what the words before an occurrence end in.
type ending struct {
	pattern *regexp.Regexp
	words   map[string]bool // all that it is made of, in small letters
}

// newEnding makes an ending of a pattern that spells all of its words out and has nothing else between them than \s and \W.
func newEnding(pattern string) *ending {
	e := &ending{regexp.MustCompile(`^(?i)(?:` + pattern + `)$`), map[string]bool{}}
	for _, word := range regexp.MustCompile(`[a-z]+`).FindAllString(strings.NewReplacer(`\s`, " ", `\W`, " ").Replace(pattern), -1) {
		e.words[word] = true
	}
	return e
}

// of says that a text ends so. The pattern is tried from each word on, the last first, up to one that it hasn't: several times
// as fast as having it look for its start.
func (e *ending) of(text []byte) bool {
	var small [16]byte
	for end := len(text); ; {
		for end > 0 && !isWord(text[end-1]) {
			end--
		}
		start := end
		for start > 0 && isWord(text[start-1]) {
			start--
		}
		word := text[start:end]
		if len(word) == 0 || len(word) > len(small) {
			return false
		}
		for i, c := range word {
			small[i] = lower(c)
		}
		if !e.words[string(small[:len(word)])] {
			return false
		}
		if e.pattern.Match(text[start:]) {
			return true
		}
		end = start
	}
}

// lower makes a capital letter of ASCII small.
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// isWord says that a byte is what a pattern's \b takes for part of a word.
func isWord(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '_'
}

// within says that one of the stretches holds an occurrence.
func within(spans [][2]int, from, to int) bool {
	for _, s := range spans {
		if s[0] <= from && to <= s[1] {
			return true
		}
	}
	return false
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
