package infer

import (
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/readfirst/readfirst/internal/learn"
)

// The signals of a pair A, B. Those of the first list are the same for B, A: they say that the two have to do with each
// other. Those of the second turn their sign: above zero they say that A needs B.
var (
	relatedSignals = []string{
		"words",        // how much of the other's name is in the two texts, each word by its rarity
		"code",         // how often the code in them names the other, softened
		"name",         // one name has all words of the other
		"similarity",   // the cosine of the two texts' tf-idf vectors
		"headings",     // headings name the other
		"summary",      // summaries name the other
		"closest",      // the other is named as often as the most named concept of the text
		"reach_most",   // how many concepts the text names that names more of them, as a rank
		"reach_least",  // … and the other
		"references",   // links between articles that teach them
		"same_article", // an article teaches both
	}
	orderSignals = []string{
		"generality", // how many texts name B more than A, as a rank
		"usage",      // how many texts use what is typical of B's code more than A's, as a rank
		"words",      // B's name is in A's text more than A's in B's
		"used",       // A's text uses what is typical of B's code more than B's does of A's
		"name",       // A's name has all words of B's
		"refd",       // what A's text names, names B more than what B's text names does A (Liang and others 2015)
		"phrases",    // a sentence says that A builds on B
		"references", // A's article has a link to B's
		"series",     // B is taught, or used, first
	}
)

// signatureTerms is how many terms are typical of a text.
const signatureTerms = 12

// survey measures signals of pairs of concepts.
type survey struct {
	*texts
	m         *Material
	signature [][]weighed // of each text: what its code is made of
	usualUse  []float64   // … and how much of that a text has on the average
	vector    [][]weighed // the tf-idf vector of each text
	norm      []float64
	named     [][]naming // by the concept whose text it is, ascending by the concept that it names
	reach     []float64  // ranks: how many concepts the text names
	general   []float64  // ranks: how many texts name it
	usage     []float64  // ranks: how many texts use what is typical of it
	mostNamed []float64
	phrases   map[[2]int]phrase
	position  []map[string]float64
	linked    map[[2]int]bool // by articles
	refd      map[[2]int]float64
}

// naming is how much a text names a concept.
type naming struct {
	concept     int
	prose, code float64
}

// naming is how much the text of one concept names another.
func (s *survey) naming(text, concept int) naming {
	list := s.named[text]
	if i, ok := slices.BinarySearchFunc(list, concept, func(n naming, concept int) int { return n.concept - concept }); ok {
		return list[i]
	}
	return naming{}
}

func newSurvey(m *Material) *survey {
	t := read(m)
	n := len(t.of)
	s := &survey{texts: t, m: m, signature: make([][]weighed, n), usualUse: make([]float64, n),
		vector: make([][]weighed, n), norm: make([]float64, n), named: make([][]naming, n), mostNamed: make([]float64, n)}
	for i := range t.of {
		s.typical(i)
	}
	s.findNamings()
	reach, general := make([]float64, n), make([]float64, n)
	for i, named := range s.named {
		for _, how := range named {
			if how.prose > 0 {
				reach[i]++
				general[how.concept]++
				s.mostNamed[i] = max(s.mostNamed[i], how.prose)
			}
		}
	}
	s.reach, s.general, s.usage = ranks(reach), ranks(general), ranks(s.usualUse)
	s.findPhrases()
	s.position = positions(m)
	s.linked = map[[2]int]bool{}
	for from := range m.Articles {
		for _, to := range m.Articles[from].LinksTo {
			s.linked[[2]int{from, to}] = true
		}
	}
	s.measureRefD()
	return s
}

// typical finds what is typical of a text.
func (s *survey) typical(i int) {
	x := &s.of[i]
	marked := map[int32]float64{}
	for _, c := range x.spans {
		rarity := s.rarity(s.inProse[c.stem])
		if s.inCode[c.stem] > 0 {
			rarity = s.rarity(s.inCode[c.stem])
		}
		marked[c.stem] += (1 + math.Log(float64(c.n))) * max(0, rarity)
	}
	for _, c := range x.code {
		marked[c.stem] += 0.5 * (1 + math.Log(float64(c.n))) * max(0, s.rarity(s.inCode[c.stem]))
	}
	var terms []weighed
	for stem, weight := range sorted(marked) {
		if weight > 0 {
			terms = append(terms, weighed{stem, weight})
		}
	}
	s.signature[i] = heaviest(terms, signatureTerms)
	texts := float64(len(s.of))
	for _, w := range s.signature[i] {
		s.usualUse[i] += w.weight * (float64(s.inCode[w.stem]) + 0.7*float64(s.onlySaid[w.stem])) / texts
	}
	squares := 0.0
	for _, c := range x.prose {
		if common[s.stems[c.stem]] || float64(s.inProse[c.stem]) >= 0.8*texts {
			continue
		}
		weight := (1 + math.Log(float64(c.n))) * s.rarity(s.inProse[c.stem])
		s.vector[i] = append(s.vector[i], weighed{c.stem, weight})
		squares += weight * weight
	}
	s.norm[i] = math.Sqrt(squares)
}

// findNamings finds which texts name which concepts, through the rarest stem of each name.
func (s *survey) findNamings() {
	in := make([][]int32, len(s.stems)) // the texts that a stem of a name is in
	wanted := make([]bool, len(s.stems))
	rarest := func(stems []int32) int32 {
		return slices.MinFunc(stems, func(a, b int32) int { return int(s.inProse[a]+s.inCode[a]) - int(s.inProse[b]+s.inCode[b]) })
	}
	for i := range s.of {
		for _, stems := range s.of[i].names {
			wanted[rarest(stems)] = true
		}
	}
	for i := range s.of {
		for _, b := range []bag{s.of[i].prose, s.of[i].code} {
			for _, c := range b {
				if wanted[c.stem] && (len(in[c.stem]) == 0 || in[c.stem][len(in[c.stem])-1] != int32(i)) {
					in[c.stem] = append(in[c.stem], int32(i))
				}
			}
		}
	}
	note := func(text, concept int) {
		prose, code := s.texts.named(&s.of[text], concept, s.m.Concepts[concept].Match)
		if text != concept && (prose > 0 || code > 0) {
			s.named[text] = append(s.named[text], naming{concept, prose, code})
		}
	}
	for concept := range s.of {
		if !isWord(s.m.Concepts[concept].Match) {
			continue
		}
		for _, stems := range s.of[concept].names {
			for _, text := range in[rarest(stems)] {
				note(int(text), concept)
			}
		}
	}
	for text := range s.of {
		for concept := range s.of[text].sighted {
			note(text, concept)
		}
		list := s.named[text]
		slices.SortFunc(list, func(a, b naming) int { return a.concept - b.concept })
		s.named[text] = slices.Clip(slices.Compact(list)) // it was found in both ways
	}
}

// wordsOf is how much of a concept's name a text has, from 0 to 1.
func (s *survey) wordsOf(text, concept int) float64 {
	how := s.naming(text, concept)
	found := min(1, (how.prose+how.code)/2.4)
	if !isWord(s.m.Concepts[concept].Match) || len(s.of[concept].name) == 0 {
		return found
	}
	sum, total := 0.0, 0.0
	for _, stem := range s.of[concept].name {
		rarity := max(0.1, s.rarity(s.inProse[stem]))
		total += rarity
		sum += rarity * min(1, soften(s.of[text].prose.of(stem)+s.of[text].code.of(stem))/2.4)
	}
	return max(found*0.999, sum/total)
}

// use is how much of what is typical of a concept's code a text has, above what is usual.
func (s *survey) use(text, concept int) float64 {
	sum := 0.0
	for _, w := range s.signature[concept] {
		if s.of[text].code.of(w.stem) > 0 {
			sum += w.weight
		} else if s.of[text].prose.of(w.stem) > 0 {
			sum += 0.7 * w.weight
		}
	}
	return sum - s.usualUse[concept]
}

func (s *survey) cosine(a, b int) float64 {
	v, w, sum := s.vector[a], s.vector[b], 0.0
	for len(v) > 0 && len(w) > 0 {
		switch {
		case v[0].stem < w[0].stem:
			v = v[1:]
		case v[0].stem > w[0].stem:
			w = w[1:]
		default:
			sum += float64(v[0].weight * w[0].weight)
			v, w = v[1:], w[1:]
		}
	}
	if sum == 0 {
		return 0
	}
	return sum / (s.norm[a] * s.norm[b])
}

// within says that the name of a concept has all words of the name of another one, and more. Aliases don't count: they are
// often shorter than what they stand for.
func (s *survey) within(inner, outer int) bool {
	small, large := s.of[inner].name, s.of[outer].name
	return len(small) > 0 && len(small) < len(large) && !slices.ContainsFunc(small, func(stem int32) bool { return !slices.Contains(large, stem) })
}

// refers says that an article on a has a link to one on b.
func (s *survey) refers(a, b int) bool {
	for _, from := range s.of[a].articles {
		for _, to := range s.of[b].articles {
			if s.linked[[2]int{from, to}] {
				return true
			}
		}
	}
	return false
}

func (s *survey) shareArticle(a, b int) bool {
	return slices.ContainsFunc(s.of[a].articles, func(article int) bool { return slices.Contains(s.of[b].articles, article) })
}

// related measures the signals that the two have to do with each other.
func (s *survey) related(a, b int) []learn.Value {
	ab, ba := s.naming(a, b), s.naming(b, a)
	closest := 0.0
	if s.mostNamed[a] > 0 {
		closest = ab.prose / s.mostNamed[a]
	}
	if s.mostNamed[b] > 0 {
		closest = max(closest, ba.prose/s.mostNamed[b])
	}
	ruleA, ruleB := s.m.Concepts[a].Match, s.m.Concepts[b].Match
	return learn.Dense(
		s.wordsOf(a, b)+s.wordsOf(b, a),
		ab.code+ba.code,
		one(s.within(a, b))+one(s.within(b, a)),
		s.cosine(a, b),
		one(s.has(s.of[a].headings, b, ruleB))+one(s.has(s.of[b].headings, a, ruleA)),
		one(s.has(s.of[a].summary, b, ruleB))+one(s.has(s.of[b].summary, a, ruleA)),
		closest,
		max(s.reach[a], s.reach[b]),
		min(s.reach[a], s.reach[b]),
		one(s.refers(a, b))+one(s.refers(b, a)),
		one(s.shareArticle(a, b)),
	)
}

// order measures the signals that a needs b rather than b a.
func (s *survey) order(a, b int) []learn.Value {
	return learn.Dense(
		s.general[b]-s.general[a],
		s.usage[b]-s.usage[a],
		s.wordsOf(a, b)-s.wordsOf(b, a),
		s.use(a, b)-s.use(b, a),
		one(s.within(b, a))-one(s.within(a, b)),
		s.refd[[2]int{a, b}]-s.refd[[2]int{b, a}],
		s.phrases[[2]int{a, b}].strength()-s.phrases[[2]int{b, a}].strength(),
		one(s.refers(a, b))-one(s.refers(b, a)),
		s.before(b, a),
	)
}

// measureRefD measures how much of what a's text names names b itself, for pairs that are named: it is the reference distance of
// Liang, Wu, Huang and Giles (Measuring Prerequisite Relations Among Concepts, 2015) with mentions for links.
func (s *survey) measureRefD() {
	s.refd = map[[2]int]float64{}
	sum := make([]float64, len(s.of))
	for a := range s.of {
		total := 0.0
		var touched []int
		for _, how := range s.named[a] {
			total += how.prose
			for _, its := range s.named[how.concept] {
				if b := its.concept; its.prose > 0 && how.prose > 0 && b != a {
					if sum[b] == 0 {
						touched = append(touched, b)
					}
					sum[b] += how.prose
				}
			}
		}
		for _, b := range touched {
			if s.naming(a, b) != (naming{}) || s.naming(b, a) != (naming{}) {
				s.refd[[2]int{a, b}] = sum[b] / total
			}
			sum[b] = 0
		}
	}
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// sorted visits a map in the order of its keys, so that sums and lists are the same every time.
func sorted[K int | int32 | string, V any](m map[K]V) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}
