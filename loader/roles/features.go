package roles

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A Concept is one concept in one article.
type Concept struct {
	Signs
	ID string // any text that tells concepts apart
}

// An Article is what was read of one article.
type Article struct {
	Series   string // what series it is of; "" is none
	Part     int    // in the series, from 1; 0 is none
	Brief    bool   // it is only what a listing says of the article
	Words    int
	Headings int
	Blocks   int
	Concepts []Concept
}

// Features are the names of what the model looks at, by their places in a row.
var Features = []string{
	"is defined", "defined more than once", "is called so", "is so if", "is a term", "emphasised",
	"in a heading", "share of headings", "in the first paragraph", "early", "recalled",
	"often", "dense", "share of blocks", "share of mentions", "rank", "most mentioned",
	"begins sentences", "in code", "marked as code",
	"first in the series", "more than before", "nowhere more", "share of the source", "rare",
	"denser than elsewhere", "share of what is special", "rank of what is special", "most special",
	"words of its name", "part of another name", "another name is part of it",
}

// Rows gives the features of each concept of each article of one source, in their order.
func Rows(articles []Article) [][][]float64 {
	c := survey(articles)
	rows := make([][][]float64, len(articles))
	for i := range articles {
		rows[i] = c.rows(i)
	}
	return rows
}

// weight is how much of the article is on a concept: headings count for more than a mention, code for less.
func (s *Signs) weight() float64 {
	return float64(s.Prose) + float64(2*float64(s.Headings)) + float64(0.25*math.Min(float64(s.Code), 8))
}

// census is what the articles of one source say together.
type census struct {
	articles []Article
	of       map[string][]int // the articles that have a concept, ascending
	weight   map[string][]float64
	total    map[string]float64
	words    float64
}

func survey(articles []Article) *census {
	c := &census{articles: articles, of: map[string][]int{}, weight: map[string][]float64{}, total: map[string]float64{}}
	for i := range articles {
		c.words += float64(articles[i].Words)
		for j := range articles[i].Concepts {
			x := &articles[i].Concepts[j]
			c.of[x.ID] = append(c.of[x.ID], i)
			c.weight[x.ID] = append(c.weight[x.ID], x.weight())
			c.total[x.ID] += x.weight()
		}
	}
	return c
}

// rarity is high for what few articles of the source mention: the logarithm of inverse document frequency.
func (c *census) rarity(id string) float64 {
	return math.Log(float64(1+len(c.articles)) / float64(len(c.of[id])))
}

// scale is how much of something each concept of an article has, compared with the others.
type scale struct {
	of        []float64
	sum, most float64
	rank      []int // from 0; equals share the lower place
}

func newScale(of []float64) scale {
	s := scale{of: of, rank: make([]int, len(of))}
	order := make([]int, len(of))
	for i, x := range of {
		s.sum += x
		s.most = math.Max(s.most, x)
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(of[j], of[i]) })
	for at, i := range order {
		s.rank[i] = at
		if at > 0 && of[order[at-1]] == of[i] {
			s.rank[i] = s.rank[order[at-1]]
		}
	}
	return s
}

// rows works out the features of the concepts of one article.
func (c *census) rows(article int) [][]float64 {
	a := &c.articles[article]
	weights, special := make([]float64, len(a.Concepts)), make([]float64, len(a.Concepts))
	for i := range a.Concepts {
		x := &a.Concepts[i]
		weights[i] = x.weight()
		special[i] = weights[i] * c.rarity(x.ID)
	}
	names := nestedNames(a.Concepts)
	byWeight, bySpecial := newScale(weights), newScale(special)
	rows := make([][]float64, len(a.Concepts))
	for i := range a.Concepts {
		rows[i] = c.row(article, i, byWeight, bySpecial, names)
	}
	return rows
}

func (c *census) row(article, i int, byWeight, bySpecial scale, names []nesting) []float64 {
	a := &c.articles[article]
	x := &a.Concepts[i]
	n, weight := float64(x.Prose), byWeight.of[i]
	before, elsewhere, first := c.elsewhere(article, x.ID)
	words := math.Max(float64(a.Words), 50)
	return []float64{
		one(x.IsA > 0), one(x.IsA > 1), one(x.Called > 0), one(x.If > 0), one(x.Terms > 0), one(x.Stressed > 0),
		one(x.Headings > 0), share(float64(x.Headings), float64(a.Headings)+2), one(x.Lead), 1 - share(float64(x.First), words), share(float64(x.Recalled), n+1),
		math.Log1p(n), math.Min(100*n/words, 10), share(float64(x.Blocks), float64(a.Blocks)+1), share(weight, byWeight.sum), 1 / float64(1+byWeight.rank[i]), share(weight, byWeight.most),
		share(float64(x.Subject), n+1), math.Log1p(float64(x.Code)), share(float64(x.Marked), n+1),
		one(first && a.Part > 0), share(weight, weight+before), one(weight >= elsewhere), share(weight, c.total[x.ID]), c.rarity(x.ID),
		math.Log(share(weight+0.5, words) * (c.words + 50) / (c.total[x.ID] + 0.5)),
		share(bySpecial.of[i], bySpecial.sum), 1 / float64(1+bySpecial.rank[i]), share(bySpecial.of[i], bySpecial.most),
		math.Min(float64(names[i].words), 3), one(names[i].within), one(names[i].around),
	}
}

// elsewhere says how much of a concept is in earlier parts of the article's series, and at most in any other article of
// the source, and whether no earlier part has it.
func (c *census) elsewhere(article int, id string) (before, most float64, first bool) {
	first = true
	a := &c.articles[article]
	for k, other := range c.of[id] {
		if other == article {
			continue
		}
		w := c.weight[id][k]
		most = math.Max(most, w)
		if o := &c.articles[other]; o.Series == a.Series && 0 < o.Part && o.Part < a.Part {
			before, first = math.Max(before, w), false
		}
	}
	return before, most, first
}

// nesting says how a concept's name lies to those of the others in its article.
type nesting struct {
	words  int
	within bool // all of its words are in a longer one: "traits" where there are "trait objects"
	around bool // a shorter one is in it
}

func nestedNames(concepts []Concept) []nesting {
	const most = 4 // words that are taken apart
	nested := make([]nesting, len(concepts))
	words := make([][]string, len(concepts))
	by := map[string]int{}
	for i := range concepts {
		words[i] = wordsOf(concepts[i].ID)
		nested[i].words = len(words[i])
		if concepts[i].Prose > 0 {
			by[strings.Join(words[i], " ")] = i
		}
	}
	for i, all := range words {
		if len(all) < 2 || len(all) > most {
			continue
		}
		for subset := 1; subset < 1<<len(all)-1; subset++ {
			var some []string
			for bit, word := range all {
				if subset&(1<<bit) != 0 {
					some = append(some, word)
				}
			}
			if j, ok := by[strings.Join(some, " ")]; ok {
				nested[i].around = true
				nested[j].within = nested[j].within || concepts[i].Prose > 0
			}
		}
	}
	return nested
}

// wordsOf are the words of a concept's slug in alphabetical order, without the plural's s.
func wordsOf(id string) []string {
	slug := id[strings.LastIndexAny(id, ":/")+1:]
	words := strings.Split(slug, "-")
	for i, w := range words {
		if len(w) > 3 && !strings.HasSuffix(w, "ss") {
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func one(b bool) float64 { return float64(b2i(b)) }

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
