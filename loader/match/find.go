package match

// A finder reads one block. Finders are used again, for their buffers.
type finder struct {
	m     *Matcher
	block Block
	dst   []Match
	run   []token // known tokens one after another, none unknown between
	*folder
}

// read cuts the block into runs of known tokens and searches each of them: no
// name has a token that isn't known.
func (f *finder) read() {
	f.run = f.run[:0]
	l := lexer{text: f.block.Text}
	for l.next() {
		switch {
		case len(f.run) == 0 && l.ascii && !f.m.mayStart(l.hash):
		case l.kind != gapToken && f.m.lookUp(&l.token, l.text, f.folder):
			f.run = append(f.run, l.token)
		case len(f.run) > 0:
			f.search()
		}
	}
	f.search()
}

// search finds the names in the run, from left to right, and empties it.
func (f *finder) search() {
	for i := 0; i < len(f.run); {
		i += f.longest(f.run[i:])
	}
	f.run = f.run[:0]
}

// longest reports the longest name that the tokens start with and returns how
// many of them are done with.
func (f *finder) longest(tokens []token) int {
	length, bestNode, best := 1, int32(0), refused
	node := f.m.first[tokens[0].class]
	for n := 1; node != 0; n++ {
		if v := f.judge(node, tokens[:n]); v > refused {
			length, bestNode, best = n, node, v
		}
		if n == len(tokens) {
			break
		}
		node = f.m.child(node, tokens[n].class, tokens[n].joined)
	}
	if best == refused {
		return 1
	}
	return f.report(bestNode, tokens[:length], best)
}

// judge returns the best verdict on the patterns that end at node.
func (f *finder) judge(node int32, tokens []token) verdict {
	best := refused
	for i := f.m.ends[node]; i < f.m.ends[node+1]; i++ {
		best = max(best, f.verdict(&f.m.patterns[i], tokens))
	}
	return best
}

// report appends a match for each concept whose pattern at node has the
// verdict best, and returns how many of the tokens are matched.
func (f *finder) report(node int32, tokens []token, best verdict) int {
	first, matched := len(f.dst), 0
	for i := f.m.ends[node]; i < f.m.ends[node+1]; i++ {
		p := &f.m.patterns[i]
		if len(f.dst) > first && f.dst[len(f.dst)-1].Concept == p.concept {
			continue
		}
		if f.m.ends[node+1]-f.m.ends[node] > 1 && f.verdict(p, tokens) != best {
			continue
		}
		s := p.span(tokens)
		f.dst = append(f.dst, Match{p.concept, f.block.Offset + s.Start, f.block.Offset + s.End, f.block.isCode(s), best == inflected, f.block.senseOf(p, s, best)})
		matched = max(matched, len(tokens)-int(p.tail))
	}
	return matched
}

// span returns where p is in the tokens that its path took.
func (p *pattern) span(tokens []token) Span {
	return Span{tokens[0].start, tokens[len(tokens)-1-int(p.tail)].end}
}

// verdict judges p, whose path the tokens are, by words, spelling and place.
func (f *finder) verdict(p *pattern, tokens []token) verdict {
	v := f.m.compare(p, tokens)
	if v == refused {
		return refused
	}
	s := p.span(tokens)
	return f.block.allow(p, s, v, func() bool {
		return string(f.spelling(f.block.Text[s.Start:s.End])) == p.spelling
	})
}

// compare returns written if the tokens are the words of p, apart from case,
// inflected if they are forms of them, and else refused.
func (m *Matcher) compare(p *pattern, tokens []token) verdict {
	v := written
	for i, s := range m.steps[p.first : p.first+p.n] {
		switch form := tokens[i].form; {
		case form == s.form:
		case m.related(s.word, form):
			v = inflected
		default:
			return refused
		}
	}
	return v
}
