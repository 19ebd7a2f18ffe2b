package graph

import (
	"cmp"
	"slices"
	"strings"
)

// builder carries a state's claims while a snapshot is made of them.
type builder struct {
	state   *State
	judged  map[Judged]*Decision // the decision that counts on each
	regroup bool                 // a decision sets the group of a link
	subject table                // numbers of concepts and articles by id
}

func newBuilder(state *State) *builder {
	b := &builder{state: state, judged: Ruling(state.Decisions)}
	for _, d := range b.judged {
		b.regroup = b.regroup || d.Set.AnyOf != nil
	}
	return b
}

func (b *builder) mergeConcepts() []ConceptFact {
	return mergeByID(b.state, func(s *SourceClaims) []ConceptClaim { return s.Concepts },
		func(c *ConceptClaim) ID { return c.ID },
		func(claims []From[ConceptClaim]) ConceptFact {
			return MergeConcept(claims, b.judged[Judged{After: claims[0].Claim.ID}])
		})
}

func (b *builder) mergeArticles() []ArticleFact {
	return mergeByID(b.state, func(s *SourceClaims) []ArticleClaim { return s.Articles },
		func(c *ArticleClaim) ID { return c.ID }, MergeArticle)
}

func (b *builder) mergeSeries() []SeriesFact {
	return mergeByID(b.state, func(s *SourceClaims) []SeriesClaim { return s.Series },
		func(c *SeriesClaim) ID { return c.ID }, MergeSeries)
}

// mergeByID brings one sort of claims of all sources together by id and merges each id's.
func mergeByID[C, F any](state *State, of func(*SourceClaims) []C, id func(*C) ID, merge func([]From[C]) F) []F {
	var n int
	for i := range state.Sources {
		n += len(of(&state.Sources[i]))
	}
	all := make([]From[C], 0, n)
	for i := range state.Sources {
		claims := of(&state.Sources[i])
		for j := range claims {
			all = append(all, From[C]{state.Sources[i].Source.ID, &claims[j]})
		}
	}
	byID := func(a, b From[C]) int { return strings.Compare(string(id(a.Claim)), string(id(b.Claim))) }
	if !slices.IsSortedFunc(all, byID) {
		slices.SortStableFunc(all, byID)
	}
	facts := make([]F, 0, n)
	for len(all) > 0 {
		end := 1
		for end < len(all) && id(all[end].Claim) == id(all[0].Claim) {
			end++
		}
		facts = append(facts, merge(all[:end]))
		all = all[end:]
	}
	return facts
}

// number fills the table from ids to subjects' numbers.
func (b *builder) number(s *Snapshot) {
	b.subject = newTable(s.subjects(), func(subject int32) string { return string(s.idOf(subject)) })
	for subject := range int32(s.subjects()) {
		b.subject.put(string(s.idOf(subject)), subject)
	}
	s.subject = b.subject
}

// edge is a claim between two numbered ends.
type edge[C any] struct {
	a, b int32
	from From[C]
}

// edges numbers the ends of claims, drops those that dangle, and sorts by both ends.
func edges[C any](b *builder, n int, of func(*SourceClaims) []C, ends func(*C) (ID, ID)) []edge[C] {
	var total int
	for i := range b.state.Sources {
		total += len(of(&b.state.Sources[i]))
	}
	all := make([]edge[C], 0, total)
	for i := range b.state.Sources {
		source, claims := b.state.Sources[i].Source.ID, of(&b.state.Sources[i])
		var lastID ID // claims come sorted, so the first end is often the last one's or the next subject
		last := int32(-1)
		for j := range claims {
			idA, idB := ends(&claims[j])
			if idA != lastID {
				number, ok := last+1, int(last)+1 < n
				if !ok || b.subject.text(number) != string(idA) {
					number, ok = b.subject.find(string(idA))
				}
				if !ok {
					continue
				}
				lastID, last = idA, number
			}
			if number, ok := b.subject.find(string(idB)); ok {
				all = append(all, edge[C]{last, number, From[C]{source, &claims[j]}})
			}
		}
	}
	byEnds := func(x, y edge[C]) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) }
	if slices.IsSortedFunc(all, byEnds) {
		return all
	}
	return countingSort(countingSort(all, n, func(e *edge[C]) int32 { return e.b }), n, func(e *edge[C]) int32 { return e.a })
}

// countingSort sorts stably by a key below n, in time linear in both.
func countingSort[E any](list []E, n int, key func(*E) int32) []E {
	next := make([]int32, n+1)
	for i := range list {
		next[key(&list[i])+1]++
	}
	for i := range n {
		next[i+1] += next[i]
	}
	sorted := make([]E, len(list))
	for i := range list {
		k := key(&list[i])
		sorted[next[k]] = list[i]
		next[k]++
	}
	return sorted
}

func (b *builder) mergeLinks(subjects int) links {
	all := edges(b, subjects, func(s *SourceClaims) []LinkClaim { return s.Links },
		func(c *LinkClaim) (ID, ID) { return c.After, c.Before })
	l := links{after: make([]int32, 0, len(all)), before: make([]int32, 0, len(all)),
		group: make([]int32, 0, len(all)), fact: make([]LinkFact, 0, len(all)), needs: make([]int32, subjects+1)}
	scratch := make([]From[LinkClaim], 0, 8)
	for start := 0; start < len(all); {
		end := start + 1
		for end < len(all) && all[end].a == all[start].a {
			end++
		}
		b.mergeNeeds(&l, all[start:end], scratch)
		start = end
	}
	for _, after := range l.after {
		l.needs[after+1]++
	}
	for i := range subjects {
		l.needs[i+1] += l.needs[i]
	}
	l.neededBy = rowsBy(l.before, subjects)
	return l
}

// mergeNeeds merges all link claims of one subject, sorted by before.
func (b *builder) mergeNeeds(l *links, run []edge[LinkClaim], scratch []From[LinkClaim]) {
	groups := b.numberGroups(run)
	for start := 0; start < len(run); {
		end := start + 1
		for end < len(run) && run[end].b == run[start].b {
			end++
		}
		var decision *Decision
		if b.judged != nil {
			c := run[start].from.Claim
			decision = b.judged[Judged{c.After, c.Before}]
		}
		if end == start+1 && b.groupOf(&run[start]) == (groupKey{}) {
			scratch = append(scratch[:0], run[start].from)
			l.add(&run[start], 0, MergeLink(scratch, decision))
			start = end
			continue
		}
		// One link for each group the pair is in, the plain one first. Groups are few.
		for group, left := int32(0), end-start; left > 0; group++ {
			scratch = scratch[:0]
			for i := start; i < end; i++ {
				if groups[b.groupOf(&run[i])] == group {
					scratch = append(scratch, run[i].from)
				}
			}
			left -= len(scratch)
			if len(scratch) > 0 {
				l.add(&run[start], group, MergeLink(scratch, decision))
			}
		}
		start = end
	}
}

func (l *links) add(ends *edge[LinkClaim], group int32, fact LinkFact) {
	l.after = append(l.after, ends.a)
	l.before = append(l.before, ends.b)
	l.group = append(l.group, group)
	l.fact = append(l.fact, fact)
}

// groupKey tells the any-of groups of one subject apart. A link that was
// decided to matter differently than its group leaves it for one of that need;
// a group that decisions make has no source.
type groupKey struct {
	source, label string
	need          Need
}

// groupOf is the group of a link claim; the zero key if it stands alone.
func (b *builder) groupOf(e *edge[LinkClaim]) groupKey {
	c := e.from.Claim
	if c.AnyOf == "" && !b.regroup {
		return groupKey{}
	}
	key := groupKey{e.from.Source, c.AnyOf, c.Need}
	if d := b.judged[Judged{c.After, c.Before}]; d != nil {
		if d.Set.Need != nil {
			key.need = *d.Set.Need
		}
		if d.Set.AnyOf != nil {
			key.source, key.label = "", *d.Set.AnyOf
		}
	}
	if key.label == "" {
		return groupKey{}
	}
	return key
}

// numberGroups numbers the groups among a subject's link claims from 1, by need and members. Groups of
// several sources with the same members and need are one group: labels mean
// nothing outside their source.
func (b *builder) numberGroups(run []edge[LinkClaim]) map[groupKey]int32 {
	type group struct {
		key     groupKey
		members []int32
	}
	var byKey map[groupKey]*group
	for i := range run {
		key := b.groupOf(&run[i])
		if key == (groupKey{}) {
			continue
		}
		if byKey == nil {
			byKey = map[groupKey]*group{}
		}
		g := byKey[key]
		if g == nil {
			g = &group{key: key}
			byKey[key] = g
		}
		if n := len(g.members); n == 0 || g.members[n-1] != run[i].b {
			g.members = append(g.members, run[i].b)
		}
	}
	if byKey == nil {
		return nil
	}
	all := make([]*group, 0, len(byKey))
	for _, g := range byKey {
		all = append(all, g)
	}
	same := func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.key.need, b.key.need), slices.Compare(a.members, b.members))
	}
	slices.SortFunc(all, same)
	numbers := make(map[groupKey]int32, len(all))
	var number int32
	for i, g := range all {
		if i == 0 || same(all[i-1], g) != 0 {
			number++
		}
		numbers[g.key] = number
	}
	return numbers
}

func (b *builder) mergeMentions(concepts, articles int) mentions {
	all := edges(b, concepts+articles, func(s *SourceClaims) []MentionClaim { return s.Mentions },
		func(c *MentionClaim) (ID, ID) { return c.Article, c.Concept })
	m := mentions{of: make([]int32, articles+1)}
	for i := range all {
		e, last := &all[i], len(m.article)-1
		c := e.from.Claim
		if last >= 0 && m.article[last] == e.a && m.concept[last] == e.b {
			switch said := len(c.Signals) == 0; { // of one role, somebody's word says it without signals
			case c.Role < m.role[last]:
				m.explain(last, c.Signals)
			case c.Role == m.role[last] && said:
				m.explain(last, nil)
			}
			m.role[last] = min(m.role[last], c.Role)
			m.count[last] = max(m.count[last], int32(c.Count))
			m.salience[last] = max(m.salience[last], c.Salience)
			continue
		}
		m.article = append(m.article, e.a)
		m.concept = append(m.concept, e.b)
		m.role = append(m.role, c.Role)
		m.count = append(m.count, int32(c.Count))
		m.salience = append(m.salience, c.Salience)
		m.explain(last+1, c.Signals)
		m.of[int(e.a)-concepts+1]++
	}
	for i := range articles {
		m.of[i+1] += m.of[i]
	}
	m.in = rowsBy(m.concept, concepts)
	return m
}

// explain keeps why a mention has its role, in memory of its own: few mentions have anything to keep.
func (m *mentions) explain(i int, signals []Signal) {
	switch {
	case len(signals) == 0:
		delete(m.signals, int32(i))
		return
	case m.signals == nil:
		m.signals = map[int32][]Signal{}
	}
	m.signals[int32(i)] = signals
}

// partsOf lists each series' articles in reading order.
func partsOf(s *Snapshot) [][]int32 {
	parts := make([][]int32, len(s.series))
	if len(parts) == 0 {
		return parts
	}
	number := make(map[ID]int, len(s.series))
	for i := range s.series {
		number[s.series[i].ID] = i
	}
	for i := range s.articles {
		if n, ok := number[s.articles[i].Series]; ok {
			parts[n] = append(parts[n], int32(len(s.concepts)+i))
		}
	}
	for _, articles := range parts { // stable: articles come by id
		slices.SortStableFunc(articles, func(a, b int32) int { return cmp.Compare(s.article(a).Part, s.article(b).Part) })
	}
	return parts
}
