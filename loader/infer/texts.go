package infer

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/readfirst/readfirst/graph"
)

// text is what a source says on one concept: the articles that teach it, its summary, and where no article does, the
// blocks that name it and the sections whose headings do.
type text struct {
	prose, code, spans bag // spans: what is marked as code within prose
	headings, summary  bag
	length             int       // words of the prose
	names              [][]int32 // the stems of each name and alias that is made of words alone
	name               []int32   // … of the name itself
	sighted            map[int]sighted
	articles           []int // that teach it
}

// sighted counts the places of a text where a concept was found.
type sighted struct{ inProse, inCode int }

// texts are those of all concepts, with what is counted over all of them.
type texts struct {
	*lexicon
	of       []text
	inProse  []int32 // by stem: in the prose of how many texts it is
	inCode   []int32 // … in the code
	onlySaid []int32 // … in the prose, but not in the code
}

// mostBlocks is how many blocks are read of a concept that no article teaches.
const mostBlocks = 12

// pieces are stems by where they stand.
type pieces struct{ prose, code, spans, headings []int32 }

func (t *texts) cut(text string, into *[]int32) {
	eachStem(text, func(s string) { *into = append(*into, t.lexicon.of(s)) })
}

// cutBlock adds the stems of a block.
func (t *texts) cutBlock(a *Article, i int, into *pieces) {
	block := &a.Blocks[i]
	if block.IsCode {
		t.cut(string(block.Text), &into.code)
		return
	}
	t.cut(string(block.Text), &into.prose)
	for _, span := range block.Code {
		t.cut(string(block.Text[span[0]:span[1]]), &into.spans)
	}
	if block.Level > 0 {
		t.cut(string(block.Text), &into.headings)
	}
}

// read counts the words of all concepts' texts.
func read(m *Material) *texts {
	t := &texts{lexicon: newLexicon(), of: make([]text, len(m.Concepts))}
	whole := make([]text, len(m.Articles))
	for i := range m.Articles {
		a := &m.Articles[i]
		var p pieces
		t.cut(a.Title, &p.headings)
		for block := range a.Blocks {
			t.cutBlock(a, block, &p)
		}
		whole[i] = text{prose: bagOf(p.prose), code: bagOf(p.code), spans: bagOf(p.spans), headings: bagOf(p.headings)}
		whole[i].sighted = map[int]sighted{}
		for _, s := range a.Sightings {
			whole[i].see(a, s)
		}
		for _, mention := range a.Mentions {
			if mention.Teaches {
				t.of[mention.Concept].articles = append(t.of[mention.Concept].articles, i)
			}
		}
	}
	around := t.surroundings(m)
	for i := range t.of {
		t.settle(i, &m.Concepts[i], whole, around[i])
	}
	t.count()
	return t
}

func (x *text) see(a *Article, s Sighting) {
	n := x.sighted[s.Concept]
	if a.Blocks[s.Block].IsCode {
		n.inCode++
	} else {
		n.inProse++
	}
	x.sighted[s.Concept] = n
}

// settle puts together what there is on one concept.
func (t *texts) settle(i int, c *Concept, whole []text, around text) {
	x := &t.of[i]
	var parts []text
	for _, article := range x.articles {
		parts = append(parts, whole[article])
	}
	if len(parts) == 0 {
		parts = []text{around}
	}
	var summary []int32
	t.cut(c.Summary, &summary)
	x.summary = bagOf(summary)
	prose := []bag{x.summary}
	var code, spans, headings []bag
	x.sighted = map[int]sighted{}
	for _, part := range parts {
		prose, code, spans, headings = append(prose, part.prose), append(code, part.code), append(spans, part.spans), append(headings, part.headings)
		for concept, n := range part.sighted {
			have := x.sighted[concept]
			x.sighted[concept] = sighted{have.inProse + n.inProse, have.inCode + n.inCode}
		}
	}
	delete(x.sighted, i)
	x.prose, x.code, x.spans, x.headings = plus(prose...), plus(code...), plus(spans...), plus(headings...)
	x.length = x.prose.size()
	for i, name := range c.names() {
		if strings.ContainsFunc(name, isSign) {
			continue // without the signs it would be another name
		}
		var stems []int32
		for _, s := range nameStems(name) {
			stems = append(stems, t.lexicon.of(s))
		}
		if len(stems) > 0 {
			x.names = append(x.names, stems)
		}
		if i == 0 {
			x.name = stems
		}
	}
}

// isSign says that a character belongs to no word of a language.
func isSign(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" -/'’:,", r)
}

// surroundings reads, of concepts that no article teaches, the blocks that name them and the sections below headings that do.
func (t *texts) surroundings(m *Material) []text {
	around := make([]text, len(t.of))
	stems := make([]pieces, len(t.of))
	blocks := make([]int, len(t.of))
	for i := range m.Articles {
		a := &m.Articles[i]
		of := map[int][]int{} // the concepts that a block is on
		add := func(block, concept int) {
			if len(t.of[concept].articles) == 0 && blocks[concept] < mostBlocks && !slices.Contains(of[block], concept) {
				of[block] = append(of[block], concept)
				blocks[concept]++
			}
		}
		for _, s := range a.Sightings {
			add(s.Block, s.Concept)
			if level := a.Blocks[s.Block].Level; level > 0 {
				for below := s.Block + 1; below < len(a.Blocks) && (a.Blocks[below].Level == 0 || a.Blocks[below].Level > level); below++ {
					add(below, s.Concept)
				}
			}
		}
		for block, concepts := range sorted(of) {
			var p pieces
			t.cutBlock(a, block, &p)
			for _, c := range concepts {
				s := &stems[c]
				s.prose, s.code = append(s.prose, p.prose...), append(s.code, p.code...)
				s.spans, s.headings = append(s.spans, p.spans...), append(s.headings, p.headings...)
			}
		}
		for _, s := range a.Sightings {
			for _, c := range of[s.Block] {
				if around[c].sighted == nil {
					around[c].sighted = map[int]sighted{}
				}
				around[c].see(a, s)
			}
		}
	}
	for i := range around {
		s := &stems[i]
		around[i].prose, around[i].code, around[i].spans, around[i].headings = bagOf(s.prose), bagOf(s.code), bagOf(s.spans), bagOf(s.headings)
	}
	return around
}

// speaking is how many concepts have a text.
func (t *texts) speaking() int {
	n := 0
	for i := range t.of {
		if t.of[i].length > 0 {
			n++
		}
	}
	return n
}

// count counts in how many texts a stem is.
func (t *texts) count() {
	n := len(t.stems)
	t.inProse, t.inCode, t.onlySaid = make([]int32, n), make([]int32, n), make([]int32, n)
	for i := range t.of {
		for _, c := range t.of[i].prose {
			t.inProse[c.stem]++
			if t.of[i].code.of(c.stem) == 0 {
				t.onlySaid[c.stem]++
			}
		}
		for _, c := range t.of[i].code {
			t.inCode[c.stem]++
		}
	}
}

// rarity is the logarithm of how many times more texts there are than such with the stem, as in tf-idf.
func (t *texts) rarity(with int32) float64 {
	return math.Log(float64(len(t.of)+1) / (float64(with) + 0.5))
}

// soften turns a count into a weight that grows ever more slowly.
func soften(n int32) float64 { return math.Log1p(float64(n)) }

// isWord says that a name may be an everyday word in other spellings, so that its stems are no sign of it.
func isWord(rule graph.MatchRule) bool { return rule == graph.MatchPhrase }

// named is how often a text names a concept: as it was found, or by all stems of one of its names.
func (t *texts) named(in *text, concept int, rule graph.MatchRule) (prose, code float64) {
	found := in.sighted[concept]
	inProse, inCode := int32(found.inProse), int32(found.inCode)
	if isWord(rule) {
		for _, stems := range t.of[concept].names {
			said, used := int32(math.MaxInt32), int32(math.MaxInt32)
			for _, s := range stems {
				said, used = min(said, in.prose.of(s)), min(used, in.code.of(s))
			}
			inProse, inCode = max(inProse, said), max(inCode, used)
		}
	}
	return soften(inProse), soften(inCode)
}

// has says that a bag has all stems of one of a concept's names.
func (t *texts) has(b bag, concept int, rule graph.MatchRule) bool {
	if !isWord(rule) {
		return false
	}
	return slices.ContainsFunc(t.of[concept].names, func(stems []int32) bool {
		return !slices.ContainsFunc(stems, func(s int32) bool { return b.of(s) == 0 })
	})
}

// ranks gives the place of each value among all, from -½ (lowest) to ½; equals share the middle of their places.
func ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	ranked := make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			if len(values) > 1 {
				ranked[i] = float64(from+to-1)/2/float64(len(values)-1) - 0.5
			}
		}
		from = to
	}
	return ranked
}
