package graph

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// findUsedEarly finds what is used in a part of a series, and taught for the first time in a later one.
func (l *linter) findUsedEarly() {
	for _, u := range l.unknown() {
		if u.later >= 0 {
			l.add([]Subject{Article{l.s, u.article}, Concept{l.s, u.concept}, Article{l.s, u.later}}, nil, "%s (part %d) uses %s, which only part %d teaches",
				l.s.article(u.article).Title, l.s.article(u.article).Part, l.s.concepts[u.concept].Name, l.s.article(u.later).Part)
		}
	}
}

// findUnprepared finds what else articles use though nothing before them teaches it, one finding for each article. Who names what needs
// the article itself is looking ahead.
func (l *linter) findUnprepared() {
	const often = 3 // what is named less often is hardly used
	uses := slices.DeleteFunc(slices.Clone(l.unknown()), func(u use) bool { return u.later >= 0 || u.ahead || l.s.mentions.count[u.mention] < often })
	for len(uses) > 0 {
		n := 1
		for n < len(uses) && uses[n].article == uses[0].article {
			n++
		}
		l.addUnprepared(uses[:n])
		uses = uses[n:]
	}
}

// addUnprepared adds what is to be said of one article.
func (l *linter) addUnprepared(uses []use) {
	m := &l.s.mentions
	slices.SortFunc(uses, func(a, b use) int {
		return cmp.Or(-cmp.Compare(m.salience[a.mention], m.salience[b.mention]), -cmp.Compare(m.count[a.mention], m.count[b.mention]), cmp.Compare(a.concept, b.concept))
	})
	const most = 5
	article := Article{l.s, uses[0].article}
	subjects := []Subject{article}
	var names []string
	for _, u := range uses {
		subjects = append(subjects, Concept{l.s, u.concept})
		if len(names) < most {
			names = append(names, l.s.concepts[u.concept].Name)
		}
	}
	if more := len(uses) - most; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	l.add(subjects, nil, "%s uses %s, and nothing before it teaches %s", article.Name(), joined(names, " and "), map[bool]string{true: "them", false: "it"}[len(uses) > 1])
}

// use is a mention of a concept that its article uses.
type use struct {
	article, concept, mention int32
	later                     int32 // the first of the later parts of the series that teaches it; -1: none does
	ahead                     bool  // it needs the article, or what that teaches
}

// unknown gives, in order of articles and concepts, the accepted concepts that articles use though nothing before them makes them known. Those that nobody
// teaches are left to that rule.
func (l *linter) unknown() []use {
	if l.uses != nil {
		return l.uses
	}
	before := newBefore(l.s)
	parts := make([][]use, min(runtime.GOMAXPROCS(0), 1+len(l.s.articles)/1000)) // each takes a stretch of the articles
	var wait sync.WaitGroup
	for i := range parts {
		wait.Go(func() {
			first := len(l.s.concepts) + i*len(l.s.articles)/len(parts)
			last := len(l.s.concepts) + (i+1)*len(l.s.articles)/len(parts)
			parts[i] = before.another().unknown(int32(first), int32(last))
		})
	}
	wait.Wait()
	l.uses = append([]use{}, slices.Concat(parts...)...)
	return l.uses
}

// before walks through what comes before articles: the earlier parts of their series, and whatever is needed or
// recommended, with all alternatives, by them, by what they teach, or by something before them; and through what needs them.
type before struct {
	s        *Snapshot
	teaching []int32 // the mentions that teach
	teachers rows    // of each concept, in teaching
	previous []int32 // of each article: the part before it; -1 if there is none
	seen     []int32 // of each subject: the last article from which a walk came by, and 1, so that 0 is none
	ahead    []int32 // likewise, of walks the other way
	queue    []int32
	wanted   []use // of the article that is walked from
}

func newBefore(s *Snapshot) *before {
	b := &before{s: s, previous: make([]int32, len(s.articles))}
	var taught []int32
	for m, role := range s.mentions.role {
		if role == Teaches {
			b.teaching, taught = append(b.teaching, int32(m)), append(taught, s.mentions.concept[m])
		}
	}
	b.teachers = rowsBy(taught, len(s.concepts))
	for i := range b.previous {
		b.previous[i] = -1
	}
	for _, parts := range s.parts {
		last := int32(-1)
		for _, a := range parts {
			if s.article(a).Part > 0 {
				b.previous[int(a)-len(s.concepts)], last = last, a
			}
		}
	}
	return b
}

// another walks by itself.
func (b *before) another() *before {
	return &before{s: b.s, teaching: b.teaching, teachers: b.teachers, previous: b.previous, seen: make([]int32, b.s.subjects()), ahead: make([]int32, b.s.subjects())}
}

// unknown gives what is to be said of the articles from first up to last.
func (b *before) unknown(first, last int32) []use {
	var uses []use
	for a := first; a < last; a++ {
		for m, end := b.s.mentionsIn(a); m < end; m++ {
			c := b.s.mentions.concept[m]
			if b.s.mentions.role[m] == Uses && b.s.concepts[c].Status == Accepted && len(b.teachers.row(c)) > 0 {
				b.wanted = append(b.wanted, use{article: a, concept: c, mention: m})
			}
		}
		uses = append(uses, b.missing(a)...)
	}
	return uses
}

// missing takes the wanted uses of an article, and gives those of what nothing before it makes known. It walks until it has met all of them.
func (b *before) missing(article int32) []use {
	stamp := article + 1
	isMet := func(u use) bool { return b.seen[u.concept] == stamp }
	b.queue = append(b.queue[:0], article)
	for i := 0; i < len(b.queue) && len(b.wanted) > 0; i++ {
		b.visit(b.queue[i], stamp)
		if i%64 == 0 {
			b.wanted = slices.DeleteFunc(b.wanted, isMet)
		}
	}
	missing := slices.Clone(slices.DeleteFunc(b.wanted, isMet))
	if len(missing) > 0 {
		b.lookAhead(article, stamp)
	}
	for i := range missing {
		missing[i].later, missing[i].ahead = b.laterPart(article, missing[i].concept), b.ahead[missing[i].concept] == stamp
	}
	b.wanted = b.wanted[:0]
	return missing
}

// visit queues what comes directly before something. Who has read an article knows what it teaches.
func (b *before) visit(subject, stamp int32) {
	for k, end := b.s.needsOf(subject); k < end; k++ {
		if b.s.links.fact[k].Status == Accepted {
			b.reach(b.s.links.before[k], stamp)
		}
	}
	if b.s.isConcept(subject) {
		return
	}
	if previous := b.previous[int(subject)-len(b.s.concepts)]; previous >= 0 {
		b.reach(previous, stamp)
	}
	for m, end := b.s.mentionsIn(subject); m < end; m++ {
		if b.s.mentions.role[m] == Teaches {
			b.reach(b.s.mentions.concept[m], stamp)
		}
	}
}

func (b *before) reach(subject, stamp int32) {
	if b.seen[subject] != stamp && !b.s.rejected(subject) {
		b.seen[subject] = stamp
		b.queue = append(b.queue, subject)
	}
}

// lookAhead marks what needs an article or what it teaches, directly or not.
func (b *before) lookAhead(article, stamp int32) {
	b.queue = append(b.queue[:0], article)
	for m, end := b.s.mentionsIn(article); m < end; m++ {
		if c := b.s.mentions.concept[m]; b.s.mentions.role[m] == Teaches && !b.s.rejected(c) {
			b.queue = append(b.queue, c)
		}
	}
	for i := 0; i < len(b.queue); i++ {
		for _, k := range b.s.links.neededBy.row(b.queue[i]) {
			if after := b.s.links.after[k]; b.s.links.fact[k].Status == Accepted && b.ahead[after] != stamp && !b.s.rejected(after) {
				b.ahead[after] = stamp
				b.queue = append(b.queue, after)
			}
		}
	}
}

// laterPart finds the first of the later parts of an article's series that teaches a concept; -1: none.
func (b *before) laterPart(article, concept int32) int32 {
	of, later := b.s.article(article), int32(-1)
	for _, t := range b.teachers.row(concept) {
		a := b.s.mentions.article[b.teaching[t]]
		if f := b.s.article(a); of.Part > 0 && f.Series == of.Series && f.Part > of.Part && (later < 0 || f.Part < b.s.article(later).Part) {
			later = a
		}
	}
	return later
}
