package loader

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/match"
	"github.com/readfirst/readfirst/loader/sense"
)

// UnmarkedSource is a source whose texts were read without the marks of their code: what tells how well names are found
// without marks, and what that is learned from.
type UnmarkedSource struct {
	Name  string
	Terms []Term // the names that code spans consist of, the most frequent first

	pages []unmarkedPage
}

// Term is a name that code spans of a source consist of.
type Term struct {
	Name  string
	Count int
}

// IsType says that a name is written as types are, in one word and with a capital, so that an everyday word may be spelled like it.
func (t Term) IsType() bool { return typeName.MatchString(t.Name) }

// IsSmall says that a name is a word in small letters.
func (t Term) IsSmall() bool { return smallName.MatchString(t.Name) }

var (
	smallName = regexp.MustCompile(`^[a-z]{2,}$`)
	typeName  = regexp.MustCompile(`^[A-Z][a-z]+$`)
	codeName  = regexp.MustCompile(`^[\pL_][\pL\pN_]*$`)
)

// unmarkedPage is a page's text, and where in it the code was.
type unmarkedPage struct {
	*reading
	code, apart [][2]int // ascending bytes of the file
}

// ReadUnmarked reads sources as Load does, but without the marks of their code. Front matter and lists of words don't matter.
func ReadUnmarked(ctx context.Context, args []string, opt Options) ([]*UnmarkedSource, error) {
	opt.unmark = true
	docs, err := read(ctx, args, opt)
	if err != nil {
		return nil, err
	}
	if err := docs.sorted(docs.faults).Err(); err != nil {
		return nil, err
	}
	var sources []*UnmarkedSource
	for _, s := range docs.sources {
		u := &UnmarkedSource{Name: s.ID}
		terms := map[string]int{}
		for _, d := range s.documents {
			its := s.unmarked[d.file]
			if d.page == nil || its == nil {
				continue
			}
			p := unmarkedPage{reading: newReading(d), code: slices.Clone(its.Code), apart: slices.Clone(its.Apart)}
			for _, spans := range [][][2]int{p.code, p.apart} {
				slices.SortFunc(spans, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
			}
			u.pages = append(u.pages, p)
			for _, span := range p.code {
				if name := strings.TrimSpace(string(its.Text[span[0]:span[1]])); codeName.MatchString(name) {
					terms[name]++
				}
			}
		}
		for name, n := range terms {
			u.Terms = append(u.Terms, Term{name, n})
		}
		slices.SortFunc(u.Terms, func(a, b Term) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name)) })
		sources = append(sources, u)
	}
	return sources, nil
}

// within says that a byte is in one of the stretches, which ascend.
func within(spans [][2]int, at int) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i][0] > at }) - 1
	return i >= 0 && at < spans[i][1]
}

// Search finds names in the source's texts as Load would, with a model (nil: nothing is scored), each with the rule `code`.
func (u *UnmarkedSource) Search(names []string, model *sense.Model) (sense.Gold, error) {
	var list wordList
	for _, name := range names {
		list.addNames(word{graph.NewID(graph.KindConcept, graph.Slug(name)), name, graph.MatchCode}, nil)
	}
	g := sense.Gold{Finder: sense.NewFinder(match.New(list.patterns), len(names), model)}
	pages := map[*sense.Page]*unmarkedPage{}
	for i := range u.pages {
		p := &u.pages[i]
		p.page.Found = nil
		g.Finder.Scan(&p.page)
		pages[&p.page] = p
		g.Pages = append(g.Pages, &p.page)
	}
	g.IsName = func(p *sense.Page, f *sense.Found) (isName, counts bool) {
		its := pages[p]
		place := its.blocks[f.Block].Place(f.Start)
		if f.Code || int(f.Block) < its.described || place.File != "" || within(its.apart, place.Offset) {
			return false, false
		}
		return within(its.code, place.Offset), true
	}
	if model == nil {
		return g, nil
	}
	return g, g.Finder.Weigh(g.Pages, sense.InTurn, nil)
}
