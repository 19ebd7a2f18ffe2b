package graph

import (
	"slices"
	"sync"
)

// Snapshot is the graph at one revision, merged and laid out for reading. It
// never changes, so any number of goroutines may read it.
//
// Everything is numbered: concepts from 0 in byte order of their ids, then
// articles in theirs; both together are the subjects. Links are numbered in
// order of (after, before, group), so a subject's needs are one stretch of
// link numbers (compressed sparse rows); the opposite direction has rows of
// link numbers. Questions walk these arrays without a map or an allocation.
type Snapshot struct {
	revision  Revision
	sources   []string // ids, by bytes
	concepts  []ConceptFact
	articles  []ArticleFact
	series    []SeriesFact
	audiences []AudienceFact // by folded name
	subject   table          // number of each concept and article by id
	parts     [][]int32      // the articles (as subjects) of each series, by part, then id

	links    links
	mentions mentions
	judged   map[Judged]*Decision // the decision that counts on each
	names    *nameIndex
	loops    func() []Loop       // of the whole graph, worked out when first asked for
	forms    func() *searchForms // what is searched in, likewise
	roots    func() []int32      // see findRoots; worked out when first asked for
	findings func() []Finding    // see Findings, likewise
}

// links holds the merged links, one element a link in each slice.
type links struct {
	after, before []int32
	group         []int32 // 0: plain; else the number of its any-of group among those of after
	fact          []LinkFact
	needs         []int32 // needs[s]:needs[s+1] are the links whose after is s
	neededBy      rows    // the links whose before is s
}

// mentions holds the merged mentions, one element a mention in each slice,
// in order of (article, concept).
type mentions struct {
	article, concept []int32
	role             []Role
	count            []int32
	salience         []float64
	of               []int32            // of[a]:of[a+1] are the mentions in article a, counted from the first article
	in               rows               // the mentions of concept c
	signals          map[int32][]Signal // of those whose role was worked out
}

// rows is a compressed list of lists of numbers.
type rows struct {
	start []int32
	item  []int32
}

func (r rows) row(i int32) []int32 { return r.item[r.start[i]:r.start[i+1]] }

// rowsBy groups the numbers 0..len(key)-1 by key, each row in ascending order.
func rowsBy(key []int32, n int) rows {
	r := rows{start: make([]int32, n+1), item: make([]int32, len(key))}
	for _, k := range key {
		r.start[k+1]++
	}
	for i := range n {
		r.start[i+1] += r.start[i]
	}
	next := append([]int32(nil), r.start[:n]...)
	for i, k := range key {
		r.item[next[k]] = int32(i)
		next[k]++
	}
	return r
}

// NewSnapshot merges what a store holds into facts. Links and mentions whose
// ends nothing claims are left out: a store refuses them, a [State.Without]
// may have them.
func NewSnapshot(state *State) *Snapshot {
	b := newBuilder(state)
	s := &Snapshot{revision: state.Revision, judged: b.judged}
	s.concepts, s.articles, s.series = b.mergeConcepts(), b.mergeArticles(), b.mergeSeries()
	s.audiences = mergeAudiences(state)
	var wait sync.WaitGroup
	wait.Go(func() { s.names = newNameIndex(s) })
	for i := range state.Sources {
		s.sources = append(s.sources, state.Sources[i].Source.ID)
	}
	b.number(s)
	wait.Go(func() { s.mentions = b.mergeMentions(len(s.concepts), len(s.articles)) })
	s.links = b.mergeLinks(s.subjects())
	s.parts = partsOf(s)
	s.loops = sync.OnceValue(func() []Loop { return s.findLoops() })
	s.forms = sync.OnceValue(func() *searchForms { return newSearchForms(s) })
	s.roots = sync.OnceValue(func() []int32 { return s.findRoots() })
	s.findings = sync.OnceValue(func() []Finding { return s.Lint(nil, nil) })
	wait.Wait()
	return s
}

// Revision is the store's revision that the snapshot was made of.
func (s *Snapshot) Revision() Revision { return s.revision }

// Sources lists the ids of all sources, in byte order.
func (s *Snapshot) Sources() []string { return slices.Clone(s.sources) }

// HasSource says that there is a source of that id.
func (s *Snapshot) HasSource(id string) bool {
	_, ok := slices.BinarySearch(s.sources, id)
	return ok
}

func (s *Snapshot) subjects() int { return len(s.concepts) + len(s.articles) }

func (s *Snapshot) isConcept(subject int32) bool { return int(subject) < len(s.concepts) }

func (s *Snapshot) idOf(subject int32) ID {
	if s.isConcept(subject) {
		return s.concepts[subject].ID
	}
	return s.article(subject).ID
}

func (s *Snapshot) article(subject int32) *ArticleFact {
	return &s.articles[int(subject)-len(s.concepts)]
}

// needsOf gives the numbers of the first link of a subject and of the first that is no longer its.
func (s *Snapshot) needsOf(subject int32) (from, to int32) {
	return s.links.needs[subject], s.links.needs[subject+1]
}

// mentionsIn gives the numbers of an article's mentions, as needsOf does.
func (s *Snapshot) mentionsIn(article int32) (from, to int32) {
	i := article - int32(len(s.concepts))
	return s.mentions.of[i], s.mentions.of[i+1]
}
