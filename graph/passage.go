package graph

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Passage is a stretch of a text that shows what was found in it: as data, so
// that nothing in the text is ever taken for markup.
type Passage struct {
	Parts []Part // joined, they are the passage
}

// Part is a piece of a passage.
type Part struct {
	Text   string
	Marked bool // it is what was asked for
}

const (
	passageWords = 30      // of a passage, about
	maxLooked    = 1 << 20 // bytes of a text that are looked through for passages
	maxHits      = 5000    // that passages are chosen from
	enoughWords  = 8       // a paragraph of fewer is a heading or an item, which tells less
)

// String joins the parts.
func (p Passage) String() string {
	var b strings.Builder
	for _, part := range p.Parts {
		b.WriteString(part.Text)
	}
	return b.String()
}

// Mark gives a whole name with what was asked for marked: the phrases; if it
// has none of them, the words that the query is a piece of.
func (q Query) Mark(name string) Passage {
	f := findIn(name, q.Phrases)
	if len(f.hits) == 0 && len(q.Phrases) > 0 {
		for i := range f.words {
			if strings.Contains(string(f.term(i)), q.terms) {
				f.hits = append(f.hits, hit{first: i, last: i})
			}
		}
	}
	return f.cut(0, len(name), f.hits)
}

// Passages gives up to n passages of a Markdown text that show what was asked
// for: about 30 words of a paragraph each, those with the most of the phrases, in
// the order of the text.
func (q Query) Passages(markdown string, n int) []Passage {
	if len(markdown) > maxLooked {
		markdown = strings.ToValidUTF8(markdown[:maxLooked], "")
	}
	f := findIn(Readable(markdown), q.Phrases)
	var chosen []window
	for len(chosen) < n {
		w, ok := f.best(chosen)
		if !ok {
			break
		}
		chosen = append(chosen, w)
	}
	slices.SortFunc(chosen, func(a, b window) int { return cmp.Compare(a.first, b.first) })
	passages := make([]Passage, len(chosen))
	for i, w := range chosen {
		passages[i] = f.show(w)
	}
	return passages
}

// findings is a text's words, and where phrases are among them.
type findings struct {
	text  string
	words []wordPlace
	terms []byte // of all words
	hits  []hit  // by first word
}

type wordPlace struct {
	start, end int32 // in the text
	termEnd    int32 // in terms; the term begins where the one before ends
	block      int32 // number of the paragraph
}

// hit is a phrase that was found.
type hit struct {
	first, last int // words
	phrase      int
}

// window is neighbouring hits that fit into one passage.
type window struct {
	hits        []hit
	first, last int    // words
	phrases     uint32 // a bit for each
}

func (f *findings) term(word int) []byte {
	start := int32(0)
	if word > 0 {
		start = f.words[word-1].termEnd
	}
	return f.terms[start:f.words[word].termEnd]
}

// findIn looks for phrases in a text whose paragraphs are lines.
func findIn(text string, phrases []Phrase) *findings {
	f := &findings{text: text}
	block, seen := int32(0), 0
	eachTerm(text, func(term []byte, start, end int) {
		block += int32(strings.Count(text[seen:start], "\n"))
		seen = end
		f.terms = append(f.terms, term...)
		f.words = append(f.words, wordPlace{int32(start), int32(end), int32(len(f.terms)), block})
		for i := range phrases {
			if len(f.hits) == maxHits {
				break
			}
			first := len(f.words) - len(phrases[i].Terms)
			if first >= 0 && f.words[first].block == block && f.has(&phrases[i], first) {
				f.hits = append(f.hits, hit{first, len(f.words) - 1, i})
			}
		}
	})
	slices.SortFunc(f.hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last), cmp.Compare(a.phrase, b.phrase))
	})
	return f
}

// has says that the phrase stands at a word, the last one but its length.
func (f *findings) has(p *Phrase, first int) bool {
	if p.Prefix {
		return bytes.HasPrefix(f.term(first), []byte(p.Terms[0]))
	}
	for i := len(p.Terms) - 1; i >= 0; i-- {
		if string(f.term(first+i)) != p.Terms[i] {
			return false
		}
	}
	return true
}

// best gives the window with the most phrases, first of those that the chosen
// ones don't show, in a paragraph of its own.
func (f *findings) best(chosen []window) (best window, ok bool) {
	var shown uint32
	taken := map[int32]bool{}
	for _, w := range chosen {
		shown |= w.phrases
		taken[f.words[w.first].block] = true
	}
	most := 0
	for i := range f.hits {
		if taken[f.words[f.hits[i].first].block] {
			continue
		}
		w := f.windowAt(i)
		value := bits.OnesCount32(w.phrases&^shown)<<16 + bits.OnesCount32(w.phrases)<<8 + min(len(w.hits), 63)
		if from, to := f.blockOf(w.first); to-from+1 >= enoughWords {
			value += 64
		}
		if value > most {
			best, most = w, value
		}
	}
	return best, most > 0
}

// windowAt gives the window that begins with a hit.
func (f *findings) windowAt(i int) window {
	w := window{first: f.hits[i].first, last: f.hits[i].last}
	end := i
	for ; end < len(f.hits); end++ {
		h := f.hits[end]
		if end > i && (h.last-w.first >= passageWords || f.words[h.last].block != f.words[w.first].block) {
			break
		}
		w.last = max(w.last, h.last)
		w.phrases |= 1 << h.phrase
	}
	w.hits = f.hits[i:end]
	return w
}

// blockOf gives the first and the last word of a word's paragraph; of a long
// one, only what may be in a passage with it.
func (f *findings) blockOf(word int) (from, to int) {
	block := f.words[word].block
	from, to = word, word
	for from > 0 && word-from <= passageWords && f.words[from-1].block == block {
		from--
	}
	for to < len(f.words)-1 && to-word <= 2*passageWords && f.words[to+1].block == block {
		to++
	}
	return from, to
}

// show makes a passage of a window and the words around it.
func (f *findings) show(w window) Passage {
	from, to := f.blockOf(w.first)
	spare := max(0, passageWords-(w.last-w.first+1))
	after := min(to-w.last, spare-min(w.first-from, spare/2))
	before := min(w.first-from, spare-after)
	start, end := int(f.words[w.first-before].start), int(f.words[w.last+after].end)
	head, tail := "… ", " …"
	if before == w.first-from && f.begins(from) {
		start, head = strings.LastIndexByte(f.text[:start], '\n')+1, ""
	} else {
		start = wholeFrom(f.text, start)
	}
	if after == to-w.last && (to == len(f.words)-1 || f.begins(to+1)) {
		line, _, _ := strings.Cut(f.text[end:], "\n")
		end, tail = end+len(line), ""
	} else {
		end = wholeTo(f.text, end)
	}
	p := f.cut(start, end, w.hits)
	if head != "" {
		p.Parts = slices.Insert(p.Parts, 0, Part{Text: head})
	}
	if tail != "" {
		p.Parts = append(p.Parts, Part{Text: tail})
	}
	return p
}

// begins says that a word is its paragraph's first.
func (f *findings) begins(word int) bool {
	return word == 0 || f.words[word-1].block != f.words[word].block
}

// maxAttached is how many characters may belong to a word without being terms of it.
const maxAttached = 30

// wholeFrom is where what is written without a space before i begins.
func wholeFrom(text string, i int) int {
	for range maxAttached {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if size == 0 || unicode.IsSpace(r) || isSingle(r) {
			break
		}
		i -= size
	}
	return i
}

// wholeTo is where what is written without a space behind i ends.
func wholeTo(text string, i int) int {
	for range maxAttached {
		r, size := utf8.DecodeRuneInString(text[i:])
		if size == 0 || unicode.IsSpace(r) || isSingle(r) {
			break
		}
		i += size
	}
	return i
}

// cut gives a stretch of the text with hits marked; those with nothing but signs between them as one.
func (f *findings) cut(start, end int, hits []hit) Passage {
	var p Passage
	add := func(to int, marked bool) {
		if to > start {
			p.Parts = append(p.Parts, Part{f.text[start:to], marked})
			start = to
		}
	}
	for i := 0; i < len(hits); {
		from, to := int(f.words[hits[i].first].start), int(f.words[hits[i].last].end)
		for i++; i < len(hits); i++ {
			next := f.words[hits[i].first].start
			if int(next) > to && strings.ContainsFunc(f.text[to:next], unicode.IsSpace) {
				break
			}
			to = max(to, int(f.words[hits[i].last].end))
		}
		add(from, false)
		add(to, true)
	}
	add(end, false)
	return p
}
