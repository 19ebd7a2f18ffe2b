package sense

import (
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader/match"
)

// A row has the features of one place.
type row struct {
	values []learn.Value
	at     place
}

// The features of a place by itself are named here; after them come those of the tokens around it, by position.
const (
	starts = iota // it begins a sentence
	opens         // it begins one, or stands behind a mark after which one may begin
	aloneInBlock
	beginsBlock
	inHeading
	inShortBlock // of a few words and without a full stop: an item, a cell
	inTitleCase  // most words of the block have capitals
	isPlain      // a name in small letters
	isPlural
	isShort // up to three letters
	hasSpace
	isFunction // an everyday word that holds sentences together
	isEveryday // one of the most frequent
	isFrequent
	isListed
	startsFunction
	startsEveryday
	startsFrequent
	startsListed
	codeOnPage // the logarithm of how often code has it
	codeInSource
	markedOnPage
	markedInSource
	noCodeOnPage
	noCodeInSource
	declaredOnPage
	declaredInSource
	typedInSource
	codeShare // of all its places in the source
	likelyShare
	startsCodeOnPage
	startsCodeInSource
	startsNoCode
	startsLikelyShare
	functionNoCode
	unlistedNoCode // rather the name of a thing than of code
	inPageTitle
	underHeading
	nearNames
	nearDoubts
	besideBefore // a name right before it, with nothing but a comma or an "and" between
	besideAfter
	joinedCall // a bracket right after it
	joinedDot
	joinedSlash
	joinedHyphen
	joinedOther
	possessive
	behindDot
	behindRef
	behindSlash
	behindHyphen
	behindOther
	emphasised // markup on both sides
	inQuotes
	fixedFeatures
)

var fixedNames = [fixedFeatures]string{
	"starts a sentence", "starts a part", "alone in its block", "begins its block", "in a heading", "in a short block", "in title case",
	"small letters", "plural", "short name", "several words", "function word", "everyday word: most frequent", "everyday word: frequent", "everyday word: rarer",
	"starts, function word", "starts, everyday word: most frequent", "starts, everyday word: frequent", "starts, everyday word: rarer",
	"code on the page", "code in the source", "marked on the page", "marked in the source", "no code on the page", "no code in the source",
	"declared on the page", "declared in the source", "typed in the source", "share of code", "share within sentences",
	"starts, code on the page", "starts, code in the source", "starts, no code", "starts, share within sentences", "function word, no code", "no everyday word, no code",
	"in the page's title", "under its heading", "names near", "candidates near", "a name before it", "a name after it",
	"before (", "before a dot", "before a slash", "before a hyphen", "before a sign", "possessive",
	"behind a dot", "behind &, * or !", "behind a slash", "behind a hyphen", "behind a sign", "emphasised", "in quotes",
}

// Positions of tokens. Of the nearer ones single words count, too.
const (
	previous     = iota // the token before
	next                // the token after
	nextOpening         // the same, of what may begin a sentence
	previous2           // the second one before
	next2               // the second one after
	next2Opening        //
	positions
)

var positionNames = [positions]string{"previous", "next", "opening, next", "second before", "second after", "opening, second after"}

// What features can only say for a place being the name, or against it. The evidence is of few names, so that chance would
// else have a say.
var (
	speakFor = []int{codeOnPage, codeInSource, markedOnPage, markedInSource, declaredOnPage, declaredInSource, typedInSource, codeShare, likelyShare,
		startsCodeOnPage, startsCodeInSource, startsLikelyShare, inPageTitle, underHeading, nearNames}
	speakAgainst = []int{starts, isPlural, isFunction, startsFunction, startsEveryday, startsFrequent, startsListed,
		noCodeOnPage, noCodeInSource, startsNoCode, functionNoCode, unlistedNoCode}
)

// firstSigns are what is known of the features of a place by itself.
func firstSigns() []learn.Sign {
	signs := make([]learn.Sign, len(firstNames()))
	for _, f := range speakFor {
		signs[f] = learn.For
	}
	for _, f := range speakAgainst {
		signs[f] = learn.Against
	}
	return signs
}

// firstNames are the names of the features of a place by itself.
var firstNames = sync.OnceValue(func() []string {
	names := append([]string{}, fixedNames[:]...)
	l := words()
	for p, position := range positionNames {
		tokens := l.tokens
		if p >= previous2 {
			tokens = tokens[:l.classes]
		}
		for _, token := range tokens {
			names = append(names, position+": "+token)
		}
	}
	return names
})

// token gives the number of a token feature.
func (l *lexicon) token(position int, token int16) int {
	near := min(position, previous2)
	return fixedFeatures + near*len(l.tokens) + (position-near)*l.classes + int(token)
}

func (r *row) set(feature int, value float64) {
	if value != 0 {
		r.values = append(r.values, learn.Value{Feature: feature, Value: value})
	}
}

func (r *row) is(feature int, is bool) {
	if is {
		r.values = append(r.values, learn.Value{Feature: feature, Value: 1})
	}
}

// place reads the features of the i-th place of a page.
func (r *row) place(s *source, d *desk, p *Page, i int) {
	f, l := &p.Found[i], words()
	b := &p.Blocks[f.Block]
	r.values = r.values[:0]
	r.at.look(l, b.Text, f.Start-b.Offset, f.End-b.Offset)
	r.position(b)
	r.name(l, f)
	r.evidence(s, d, p, f)
	r.neighbours(p, i)
	r.joints()
	r.tokens(l)
}

// position says where in the block the place is.
func (r *row) position(b *Block) {
	at := &r.at
	r.is(starts, at.starts)
	r.is(opens, at.opens)
	r.is(aloneInBlock, at.alone)
	r.is(beginsBlock, at.starts && at.before[0].class == edge)
	r.is(inHeading, b.Level > 0)
	r.is(inShortBlock, len(b.Text) < 60 && signBefore(b.Text) != stop)
	r.is(inTitleCase, len(b.Text) < 100 && inTitles(b.Text))
}

// signBefore gives the mark that a text ends with.
func signBefore(text []byte) int16 {
	for len(text) > 0 && isBlank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	r, _ := utf8.DecodeLastRune(text)
	return signOf(r)
}

// inTitles says that most of a text's longer words have capitals, and some have.
func inTitles(text []byte) bool {
	upper, all, in := 0, 0, false
	for i, c := range text {
		word := isWord(c)
		if word && !in && i+3 < len(text) && isWord(text[i+3]) {
			all++
			if 'A' <= c && c <= 'Z' {
				upper++
			}
		}
		in = word
	}
	return all > 2 && 3*upper > 2*all
}

// name says what everyday word the name is.
func (r *row) name(l *lexicon, f *Found) {
	name := r.at.text[r.at.start:r.at.end]
	isPluralForm := f.Sense == match.Unlikely && hasEnd(name, "s") && f.Inflected
	e, _ := l.find(name)
	r.is(isPlain, shapeOf(name) == noToken)
	r.is(isPlural, isPluralForm)
	r.is(isShort, len(name) <= 3)
	for _, c := range name {
		if c == ' ' {
			r.is(hasSpace, true)
			break
		}
	}
	shift := 0
	if r.at.starts {
		shift = startsFunction - isFunction
	}
	switch {
	case e.function:
		r.is(isFunction+shift, true)
	case e.rank == 0:
	case e.rank <= 300:
		r.is(isEveryday+shift, true)
	case e.rank <= 1200:
		r.is(isFrequent+shift, true)
	default:
		r.is(isListed+shift, true)
	}
}

// evidence says what the code of the page and the source has, and how the other places stand.
func (r *row) evidence(s *source, d *desk, p *Page, f *Found) {
	page, total := &d.counts[f.Concept], &s.total[f.Concept]
	code, all := total.code+total.marked, total.code+total.marked+total.doubted
	r.set(codeOnPage, min(log2(page.code), 5))
	r.set(codeInSource, min(log2(total.code), 8))
	r.set(markedOnPage, min(log2(page.marked), 5))
	r.set(markedInSource, min(log2(total.marked), 8))
	r.is(noCodeOnPage, page.code+page.marked == 0)
	r.is(noCodeInSource, code == 0)
	r.is(declaredOnPage, page.declared > 0)
	r.is(declaredInSource, total.declared > 0)
	r.is(typedInSource, total.typed > 0)
	share, likely := float64(code)/float64(all), 0.0
	if total.doubted > 1 {
		n := total.likely
		if f.Sense == match.Likely {
			n--
		}
		likely = float64(n) / float64(total.doubted-1)
	}
	r.set(codeShare, share)
	r.set(likelyShare, likely)
	if r.at.starts {
		r.set(startsCodeOnPage, min(log2(page.code+page.marked), 5))
		r.set(startsCodeInSource, min(log2(code), 8))
		r.is(startsNoCode, code == 0)
		r.set(startsLikelyShare, likely)
	}
	e, _ := words().find(r.at.text[r.at.start:r.at.end])
	r.is(functionNoCode, code == 0 && e.function)
	r.is(unlistedNoCode, code == 0 && e.rank == 0)
	for _, c := range p.titled {
		if c == f.Concept {
			r.is(inPageTitle, true)
			break
		}
	}
	r.is(underHeading, f.headed)
}

// neighbours says what other names there are. Words in small letters say nothing: any may be somebody's name.
func (r *row) neighbours(p *Page, i int) {
	const near = 80 // bytes
	f, sure, doubts := &p.Found[i], 0, 0
	before, after := false, false
	for k := i - 1; k >= 0 && p.Found[k].Block == f.Block && p.Found[k].End+near > f.Start; k-- {
		o := &p.Found[k]
		if o.Concept == f.Concept || o.Start == f.Start || o.sort == small {
			continue
		}
		before = before || f.Start-o.End <= len(", and ")
		if o.Sense == match.Sure {
			sure++
		} else {
			doubts++
		}
	}
	for k := i + 1; k < len(p.Found) && p.Found[k].Block == f.Block && p.Found[k].Start < f.End+near; k++ {
		o := &p.Found[k]
		if o.Concept == f.Concept || o.Start == f.Start || o.sort == small {
			continue
		}
		after = after || o.Start-f.End <= len(", and ")
		if o.Sense == match.Sure {
			sure++
		} else {
			doubts++
		}
	}
	r.set(nearNames, float64(min(sure, 3)))
	r.set(nearDoubts, float64(min(doubts, 3)))
	r.is(besideBefore, before)
	r.is(besideAfter, after)
}

// joints says what is joined to the name.
func (r *row) joints() {
	text, start, end := r.at.text, r.at.start, r.at.end
	if end < len(text) {
		wordNext := end+1 < len(text) && isWord(text[end+1])
		switch c := text[end]; {
		case c == '(' || c == '[' || c == '{' || c == '!' && wordNext:
			r.is(joinedCall, true)
		case c == '.' && wordNext:
			r.is(joinedDot, true)
		case c == '/' && wordNext:
			r.is(joinedSlash, true)
		case c == '-' && wordNext:
			r.is(joinedHyphen, true)
		case c == '\'' || c == 0xe2 && end+3 <= len(text) && string(text[end:end+3]) == "’":
			r.is(possessive, true)
		case !isBlank(c) && signOf(rune(c)) >= quote && c < utf8.RuneSelf:
			r.is(joinedOther, true)
		}
	}
	if start > 0 {
		switch c := text[start-1]; {
		case c == '.':
			r.is(behindDot, true)
		case c == '&' || c == '*' || c == '!' || c == '?':
			r.is(behindRef, true)
		case c == '/':
			r.is(behindSlash, true)
		case c == '-':
			r.is(behindHyphen, true)
		case !isBlank(c) && signOf(rune(c)) >= angle && c < utf8.RuneSelf:
			r.is(behindOther, true)
		}
	}
	// The reader of Markdown has put spaces in the place of markup.
	r.is(emphasised, (start == 0 || start > 1 && text[start-1] == ' ' && text[start-2] == ' ') && end+1 < len(text) && text[end] == ' ' && text[end+1] == ' ')
	r.is(inQuotes, r.at.before[0].class == quote && r.at.after[0].class == quote)
}

// tokens says what the tokens around are.
func (r *row) tokens(l *lexicon) {
	r.near(l, previous, r.at.before[0])
	r.near(l, next, r.at.after[0])
	r.far(l, previous2, r.at.before[1])
	r.far(l, next2, r.at.after[1])
	if r.at.opens {
		r.near(l, nextOpening, r.at.after[0])
		r.far(l, next2Opening, r.at.after[1])
	}
}

func (r *row) far(l *lexicon, position int, k kind) {
	r.is(l.token(position, k.class), k.class != noToken)
	r.is(l.token(position, k.shape), k.shape != noToken)
}

func (r *row) near(l *lexicon, position int, k kind) {
	r.far(l, position, k)
	r.is(l.token(position, k.itself), k.itself != noToken)
}

// Features of a place among the others of its name: means of their log odds, weighed by how many they are. Where a sentence begins
// they count apart. All speak for the name as far as they are positive.
const (
	byItself = iota
	startsByItself
	onPage
	inSource
	startsOnPage
	startsInSource
	nearby // other concepts' places around
	startsNearby
	secondFeatures
)

var secondNames = [secondFeatures]string{"by itself", "starts, by itself", "others on the page", "others in the source",
	"starts, others on the page", "starts, others in the source", "candidates near", "starts, candidates near"}

func secondSigns() []learn.Sign { return slices.Repeat([]learn.Sign{learn.For}, secondFeatures) }

// others reads the features of the i-th place of a page among the other places.
func (r *row) others(s *source, d *desk, p *Page, i int) {
	f := &p.Found[i]
	r.values = r.values[:0]
	page, total := &d.counts[f.Concept], &s.total[f.Concept]
	shift := 0
	if f.starts {
		shift = startsOnPage - onPage
		r.set(startsByItself, f.logOdds)
	} else {
		r.set(byItself, f.logOdds)
	}
	r.set(onPage+shift, others(page.sum, page.doubted, f.logOdds)*weigh(page.doubted-1))
	r.set(inSource+shift, others(total.sum, total.doubted, f.logOdds)*weigh(total.doubted-1))
	if shift > 0 {
		shift = 1
	}
	r.set(nearby+shift, around(p, i))
}

// weigh says how much a mean of n counts.
func weigh(n int32) float64 { return float64(n) / float64(n+2) }

// around is the mean of other concepts' candidates near the i-th place, of those with capitals.
func around(p *Page, i int) float64 {
	const near = 80 // bytes
	f, sum, n := &p.Found[i], 0.0, 0
	for k := i - 1; k >= 0 && p.Found[k].Block == f.Block && p.Found[k].End+near > f.Start; k-- {
		if o := &p.Found[k]; o.Concept != f.Concept && o.Sense != match.Sure && o.sort != small {
			sum, n = sum+o.logOdds, n+1
		}
	}
	for k := i + 1; k < len(p.Found) && p.Found[k].Block == f.Block && p.Found[k].Start < f.End+near; k++ {
		if o := &p.Found[k]; o.Concept != f.Concept && o.Sense != match.Sure && o.sort != small {
			sum, n = sum+o.logOdds, n+1
		}
	}
	return sum / float64(max(n, 1))
}
