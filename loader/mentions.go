package loader

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/match"
	"github.com/readfirst/readfirst/loader/page"
	"github.com/readfirst/readfirst/loader/roles"
	"github.com/readfirst/readfirst/loader/sense"
)

// Salience: how much an article is about a concept. What a person wrote
// counts more than what was found in a text (see textSalience).
const (
	salienceTeaches = 1.0
	salienceTitle   = 0.9
	salienceKey     = 0.8
	salienceUses    = 0.6
)

// maxQuotes is the most quotes that are kept of one mention.
const maxQuotes = 3

// mention gathers what an article does with one concept.
type mention struct {
	graph.MentionClaim
	listed  bool             // the author lists it under uses, so that nothing else makes it taught
	inText  int              // occurrences in description and text
	firstAt int              // words of the text before the first of them
	lesser  []graph.Evidence // quotes from headings and source code, for want of sentences
	signs   roles.Signs
}

// mentionList gathers all mentions of one article.
type mentionList struct {
	article          *document
	doc              *document // the telling that is being read
	of               map[graph.ID]*mention
	words            int           // of the text
	described        int           // words of descriptions in listings
	read             map[told]bool // several tellings may have the same words
	signs            *roles.Reader
	definitionsFirst bool // quotes that explain what they name come first
	closed           bool // the author says what it teaches, and so that it teaches nothing else
}

func newMentionList(d *document) *mentionList {
	return &mentionList{article: d, doc: d, of: map[graph.ID]*mention{}, read: map[told]bool{}, signs: roles.NewReader(d.name)}
}

// at finds or begins the mention of a concept.
func (l *mentionList) at(id graph.ID, place graph.Place) *mention {
	m := l.of[id]
	if m == nil {
		m = &mention{MentionClaim: graph.MentionClaim{Article: l.article.id, Concept: id, Role: graph.Uses, Place: place}}
		l.of[id] = m
	}
	return m
}

// teaches says that a concept is taught, as far as it has been read.
func (l *mentionList) teaches() bool {
	for _, m := range l.of {
		if m.Role == graph.Teaches {
			return true
		}
	}
	return false
}

// quote adds a quote if it is new and there is room.
func (l *mentionList) quote(to *[]graph.Evidence, quote, heading string, place graph.Place) {
	e := graph.Evidence{Quote: quote, Heading: heading, In: l.article.id, Place: place}
	if len(*to) < maxQuotes && quote != "" && !slices.Contains(*to, e) {
		*to = append(*to, e)
	}
}

// mentions claims what an article teaches and uses: by its author's lists, its
// title, its list of key concepts, its description and its text.
func (b *documentClaims) mentions(d *document) {
	l := newMentionList(d)
	for _, l.doc = range d.tellings() {
		b.fromTelling(l)
	}
	b.mentioned = l
}

// fromTelling reads one telling of an article. What an earlier one said in the
// same words, and a second text, is the same again.
func (b *documentClaims) fromTelling(l *mentionList) {
	d := l.doc
	if d.page != nil {
		b.listed(l, d.page.Teaches, graph.Teaches)
		b.listed(l, d.page.Uses, graph.Uses)
		b.fromAbout(l)
	}
	if l.isNew(true, d.name) {
		b.fromTitle(l)
	}
	if d.entry != nil {
		b.fromKeys(l)
		l.closed = l.closed || len(d.entry.Keys) > 0
	}
	b.readText(l)
}

// readText takes the concepts found in the description and the text of a telling.
func (b *documentClaims) readText(l *mentionList) {
	d := l.doc
	its := b.readings[d]
	for i, block := range its.blocks[:its.described] {
		if l.isNew(false, string(block.Text)) {
			b.fromBlock(l, block, its.found(i))
			if d.entry != nil {
				l.described += len(strings.Fields(string(block.Text)))
			}
		}
	}
	if d.page != nil && l.words == 0 {
		l.words = d.page.Words
		for i, block := range its.blocks[its.described:] {
			b.fromBlock(l, block, its.found(its.described+i))
		}
	}
}

// told is a title or a description without its case.
type told struct {
	isTitle bool
	folded  string
}

// isNew notes a title or description; false if an earlier telling has it.
func (l *mentionList) isNew(isTitle bool, text string) bool {
	its := told{isTitle, graph.Fold(text)}
	if l.read[its] {
		return false
	}
	l.read[its] = true
	return true
}

// listed takes over an author's list of names.
func (b *documentClaims) listed(l *mentionList, names []page.Text, role graph.Role) {
	for _, name := range names {
		id, ok := b.names.concept(name, l.doc, b.wrongNames(l.doc, name))
		if !ok {
			continue
		}
		m := l.at(id, l.doc.at(name.Line))
		if m.Salience > 0 && l.doc.page.Foreign {
			continue // two of its names for one concept of ours
		}
		if m.Salience > 0 {
			b.warnings.Add(l.doc.typed(name.Line), "keep one of them", "%q is listed twice under teaches and uses", name.Value)
			continue
		}
		m.Role, m.listed = role, role == graph.Uses
		m.Salience = salienceTeaches
		if role == graph.Uses {
			m.Salience = salienceUses
		}
	}
}

// wrongNames is where a name goes that nobody knows. Who wrote a foreign page didn't know ours; who
// wrote of it in readfirst.yaml did.
func (b *documentClaims) wrongNames(d *document, name page.Text) *graph.Faults {
	if d.page.Foreign && name.Line >= 0 {
		return &b.warnings
	}
	return &b.faults
}

// fromAbout takes over what a foreign page says that it's about, as far as
// that is known: it counts like a key concept.
func (b *documentClaims) fromAbout(l *mentionList) {
	for _, name := range l.doc.page.About {
		for _, id := range b.known(name.Value) {
			m := l.at(id, l.doc.at(name.Line))
			m.Role = graph.Teaches
			m.Salience = max(m.Salience, salienceKey)
		}
	}
}

// fromTitle finds concepts in the title. It says what an article teaches,
// unless the author lists that.
func (b *documentClaims) fromTitle(l *mentionList) {
	d := l.doc
	role := graph.Teaches
	if p := l.article.page; p != nil && p.HasTeaches && (!p.Foreign || l.teaches()) {
		role, l.closed = graph.Uses, true
	}
	for _, id := range b.inTitle(d.name) {
		m := l.at(id, d.at(d.line))
		m.Count++
		m.Salience = max(m.Salience, salienceTitle*float64(b2i(!m.listed)))
		if !m.listed {
			m.Role = min(m.Role, role)
		}
		block := page.Plain(d.name, 0, d.line)
		l.quote(&m.Evidence, block.Sentence(0, len(d.name)), "", d.at(d.line))
	}
}

// inTitle gives the concepts that a title names: those found in it as in any
// text, and those that a whole piece of it names ("Drop" in "Drop, RAII, and more").
func (b *documentClaims) inTitle(title string) []graph.ID {
	var ids []graph.ID
	block := match.Block{Text: []byte(title)}
	for _, span := range codeInTitle.FindAllStringIndex(title, -1) {
		block.Code = append(block.Code, match.Span{Start: span[0], End: span[1]})
	}
	for _, o := range b.vocabulary.find(block) {
		ids = append(ids, o.id)
	}
	for _, piece := range titlePieces.Split(title, -1) {
		ids = append(ids, b.vocabulary.whole(strings.Trim(piece, " `"))...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

var codeInTitle = regexp.MustCompile("`[^`]+`")

var titlePieces = regexp.MustCompile(`[,;:–—()&+/?!]+\s*(?:(?i:and|or)\s)?|\s(?i:-|and|or|vs\.?|versus|meets)\s`)

// fromKeys takes over a chapter's list of key concepts.
func (b *documentClaims) fromKeys(l *mentionList) {
	e := l.doc.entry
	block := page.Plain(e.KeyLine.Text, e.KeyLine.Offset, e.KeyLine.Number)
	for _, key := range e.Keys {
		for _, id := range b.keyConcepts(l.doc, key) {
			m := l.at(id, l.doc.at(key.Number))
			m.Role = graph.Teaches
			m.Count++
			m.Salience = max(m.Salience, salienceKey)
			l.quote(&m.Evidence, block.Sentence(key.Offset, key.Offset+len(key.Text)), "", l.doc.at(key.Number))
		}
	}
}

// fromBlock takes the concepts found in a piece of text. In source code only names that
// are written in one way count; words of phrases mean other things there.
func (b *documentClaims) fromBlock(l *mentionList, block *page.Block, found []sense.Found) {
	says := l.signs.Begin(block)
	for _, o := range b.vocabulary.names(found) {
		if block.IsCode && o.rule == graph.MatchPhrase {
			continue
		}
		if b.noticed != nil {
			b.noticed(block, o)
		}
		m := l.of[o.id]
		if m == nil {
			m = l.at(o.id, l.doc.place(block.Place(o.start)))
		}
		m.Count++
		if m.inText++; m.inText == 1 {
			m.firstAt = block.Before
		}
		explained := says && l.signs.Note(&m.signs, o.start-block.Offset, o.end-block.Offset)
		quotes := &m.Evidence
		if block.IsCode || block.Level > 0 {
			quotes = &m.lesser
		}
		if explained && l.definitionsFirst && m.signs.Definitions() == 1 {
			first := graph.Evidence{Quote: block.Sentence(o.start, o.end), Heading: block.Heading, In: l.article.id, Place: l.doc.place(block.Place(o.start))}
			m.Evidence = slices.Insert(slices.DeleteFunc(m.Evidence, func(e graph.Evidence) bool { return e == first }), 0, first)
			m.Evidence = m.Evidence[:min(len(m.Evidence), maxQuotes)]
		}
		if len(*quotes) < maxQuotes {
			l.quote(quotes, block.Sentence(o.start, o.end), block.Heading, l.doc.place(block.Place(o.start)))
		}
	}
}

// inOrder gives the mentions in order of their concepts' ids.
func (l *mentionList) inOrder() []*mention {
	return slices.SortedFunc(maps.Values(l.of), func(a, b *mention) int { return cmp.Compare(a.Concept, b.Concept) })
}

// claims finishes the mentions, in order of their concepts' ids.
func (l *mentionList) claims() []graph.MentionClaim {
	claims := make([]graph.MentionClaim, 0, len(l.of))
	for _, m := range l.inOrder() {
		if m.Salience == 0 {
			m.Salience = textSalience(m.inText, l.words, m.firstAt)
		}
		m.Count = max(m.Count, 1)
		for _, e := range m.lesser {
			l.quote(&m.Evidence, e.Quote, e.Heading, e.Place)
		}
		claims = append(claims, m.MentionClaim)
	}
	return claims
}

// textSalience is the salience of a concept found only in description or text,
// always below 0.5: with n occurrences in w words (short texts count as 250) it is
//
//	0.45 · n/(n + w/250) + 0.04 · (the share of the text behind the first occurrence)
//
// so that the first occurrences count most and an early one a little more. It
// is rounded to three decimals to be the same on every machine.
func textSalience(n, words, firstAt int) float64 {
	w := float64(max(words, 250))
	density := float64(n) / (float64(n) + w/250)
	behind := 1 - float64(min(firstAt, words))/w
	return math.Round(1000*(0.45*density+0.04*behind)) / 1000
}
