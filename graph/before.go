package graph

import "slices"

// Cover says how much of what comes before a goal is on its list.
type Cover uint8

// The covers.
const (
	Least      Cover = iota // the least reading that is enough
	Everything              // all there is, alternatives included
)

// ReadOptions says how to answer what to read before something.
type ReadOptions struct {
	Cover Cover
	// Knowing lists what is known already. A known article has been read, so what it teaches is known.
	Knowing []Subject
	// OnlyAsTold: knowing a thing doesn't mean knowing what it requires.
	OnlyAsTold bool
	// Recommended: what helps is read too, not only what can't be done without.
	Recommended bool
	// Suggested: links that wait for a person count like accepted ones.
	Suggested bool
	// Speed, if not 0, is at how many words a minute the reader reads, instead of at WordsPerMinute.
	Speed int
	// Budget, if not 0, is how many minutes there are: the steps that fit, from the first on.
	Budget int
	// Nearest, if not 0, keeps only so many steps: those with the fewest links to a goal, of equals the later ones.
	Nearest int
	// Within, if not nil, says which articles may be read to learn from; goals and articles that are
	// required as such are read anyway.
	Within func(Article) bool
}

// Within says of articles whether they are of one of the sources (ids) or series: for [ReadOptions.Within].
func Within(sources []string, series []Series) func(Article) bool {
	return func(a Article) bool {
		in, ok := a.Series()
		return ok && slices.Contains(series, in) || slices.ContainsFunc(sources, a.IsIn)
	}
}

// ReadingList is the answer to what to read, in order, before some goals.
type ReadingList struct {
	Goals []Subject
	// Steps in reading order: by layer; nothing in it needs a later step. The
	// goal's own reading is the last. Empty if every goal is known.
	Steps    []Step
	Minutes  Minutes
	Untaught []Concept // on the list, and no article teaches them
	Loops    []Loop    // among what is on the list; each has become one step
	Assumed  []Concept // taken as known because something known requires or teaches them
	Withheld int       // suggested links into the list that were not used
	// MaxSaving is by how many minutes a list that is no worse otherwise could still be shorter: 0 is proven best. Cover
	// EVERYTHING has no shorter list, so 0.
	MaxSaving int
	// Earlier are the steps that Nearest left out, Later those that Budget did.
	Earlier, Later []Step
	Revision       Revision

	ask question
}

// question is what a list answers, kept for questions about the list.
type question struct {
	s     *Snapshot
	goals []Subject
	opt   ReadOptions
}

// Step is one thing to read.
type Step struct {
	Layer  int  // from 1; steps of one layer can be read in any order
	IsGoal bool // it covers a goal
	// Read is what to read; nil where the concepts' own summaries stand in.
	Read *Article
	// Also lists what a loop's step needs besides Read, since its members can't be put in order.
	Also    []Article
	Covers  []Concept // what the step makes known, by id
	Minutes Minutes
	Because []Link // the links to what later steps cover or read: why the step is there

	list *ReadingList
}

// MinutesOf is the reading time of one of a list's articles at the speed that the list was made for.
func (step Step) MinutesOf(a Article) Minutes {
	if step.list == nil {
		return a.Minutes()
	}
	return a.MinutesAt(step.list.ask.opt.Speed)
}

// ReadyNow says that nothing has to be read before the step.
func (step Step) ReadyNow() bool { return step.Layer == 1 }

// ReadBefore answers what to read before the goals, and the goals' own reading:
// all that is required before them, all alternatives included (cover
// EVERYTHING). docs/decisions/0004-reading-lists.md states the rules; in short:
//
//   - Needed is what the goals need over active links, and so on, up to what is
//     known. A group of alternatives with a known member asks for nothing.
//   - Needed concepts are taken in layers. Each one not yet covered brings the
//     best article that teaches it (see teacherOrder) and whose own needs are
//     met, which covers all needed concepts it teaches whose needs are met. Where there is no such
//     article, the concept's summary stands in.
//   - An article that is itself a goal, or required, needs what it requires and
//     what the concepts it teaches require and it doesn't teach itself.
//   - Things that need each other become one step. Before that, what makes a loop by choice
//     gives way: recommended links, then teachers that need what comes after
//     the concept, then alternatives that need what they are an alternative for.
//
// Nothing is random: the same snapshot and options give the same list.
func (s *Snapshot) ReadBefore(goals []Subject, opt ReadOptions) *ReadingList {
	list := s.readBefore(goals, opt, nil)
	list.ask = question{s, goals, opt}
	list.keepNearest(opt.Nearest)
	list.keepWithin(opt.Budget)
	for _, steps := range [][]Step{list.Earlier, list.Steps, list.Later} {
		for i := range steps {
			steps[i].list = list
		}
	}
	return list
}

// readBefore makes the whole list; it does without some articles and alternatives.
func (s *Snapshot) readBefore(goals []Subject, opt ReadOptions, without map[int32]bool) *ReadingList {
	p := newPlan(s, opt)
	p.without = without
	defer p.release()
	p.know(opt)
	for _, g := range goals {
		if n := g.number(); !slices.Contains(p.goals, n) {
			p.goals = append(p.goals, n)
		}
	}
	p.mustRead()
	if opt.Cover == Least {
		p.chooseLeast()
	}
	p.settle()
	p.schedule()
	list := p.list()
	list.MaxSaving = p.maxSaving(list)
	return list
}
