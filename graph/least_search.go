package graph

import "math"

// leastSearch looks for the cheapest set of articles and nodes that meets all
// conditions, whatever the order (that is for leastOrder): depth-first branch and
// bound with unit propagation. What is decided is kept on a trail and undone
// when the search goes back.
//
// An open question is an OR: who teaches a node (numbered as the node), or
// which member meets a condition (numbered behind the nodes).
type leastSearch struct {
	*leastProblem
	noTeacher []bool // by place in teacher: this article isn't to teach this node
	noMember  []bool // by place in member

	mayPass []bool // by node: its summary may stand in although there are articles

	nodeIs, artIs []decided
	stoodIn       []bool  // by node: its summary stands in
	met           []int32 // by OR: how many of its alternatives are chosen
	left          []int32 // by OR: how many can be
	asked         []bool  // by OR: it has to be met
	pending       []int32 // ORs that are asked and were not met when asked
	trail         []trailed
	queue         []trailed // chosen, their consequences not drawn yet
	failed        bool
	spent         weight // of what is chosen

	steps int // that may still be taken

	// the bound
	residual []weight
	touched  []int32
}

type decided uint8

const (
	undecided decided = iota
	chosen
	excluded
)

// trailed is one thing done, to be undone.
type trailed struct {
	what   trailKind
	number int32
}

type trailKind uint8

const (
	nodeChosen trailKind = iota
	nodeExcluded
	artChosen
	artExcluded
	stoodIn
	orAsked
)

const noWeight = weight(math.MaxUint64)

func newLeastSearch(q *leastProblem) *leastSearch {
	n, ors := len(q.node), len(q.node)+len(q.conds)
	s := &leastSearch{leastProblem: q, noTeacher: make([]bool, len(q.teacher)), noMember: make([]bool, len(q.member)),
		nodeIs: make([]decided, n), artIs: make([]decided, len(q.art)), stoodIn: make([]bool, n), mayPass: make([]bool, n),
		met: make([]int32, ors), left: make([]int32, ors), asked: make([]bool, ors), residual: make([]weight, len(q.art))}
	return s
}

// begin undoes everything, bans what is banned, and asks for the goals.
func (s *leastSearch) begin(bans []ban) bool {
	s.undo(0)
	s.failed, s.spent = false, 0
	clear(s.noTeacher)
	clear(s.noMember)
	for _, b := range bans {
		switch b.what {
		case asTeacher:
			s.noTeacher[b.place] = true
		case asMember:
			s.noMember[b.place] = true
		}
	}
	for n, t := range s.teachers {
		s.left[n] = 0
		needy := true // every article that can teach it asks for something itself
		for i := t.from; i < t.to; i++ {
			if !s.noTeacher[i] {
				s.left[n]++
				own := s.artConds[s.teacher[i]]
				needy = needy && own.from < own.to
			}
		}
		// Without a ban everything can have its teacher, so passing a concept over can't be
		// cheaper; with one, it can save what its teachers ask for.
		s.mayPass[n] = needy && len(bans) > 0 && s.left[n] > 0 && s.p.s.isConcept(s.node[n])
		s.left[n] += int32(b2i(s.mayPass[n]))
	}
	for c := range s.conds {
		or := len(s.node) + c
		s.left[or] = 0
		for i := s.conds[c].members.from; i < s.conds[c].members.to; i++ {
			s.left[or] += int32(b2i(!s.noMember[i]))
		}
	}
	for _, b := range bans {
		switch n := b.place; {
		case b.what == byItself && s.mayPass[n]:
			s.mayPass[n] = false
			s.left[n]--
		case b.what == onList:
			s.excludeNode(n)
		}
	}
	for _, g := range s.goals {
		s.chooseNode(g)
	}
	return s.propagate()
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (s *leastSearch) chooseNode(n int32) {
	switch s.nodeIs[n] {
	case excluded:
		s.failed = true
	case undecided:
		s.nodeIs[n] = chosen
		s.note(nodeChosen, n)
		for _, i := range s.memberOf.row(n) {
			if c := s.condOf[i]; c >= 0 && !s.noMember[i] {
				s.met[len(s.node)+int(c)]++
			}
		}
		s.queue = append(s.queue, trailed{nodeChosen, n})
	}
}

func (s *leastSearch) chooseArticle(a int32) {
	switch s.artIs[a] {
	case excluded:
		s.failed = true
	case undecided:
		s.artIs[a] = chosen
		s.spent += s.cost[a]
		s.note(artChosen, a)
		for _, i := range s.teaches.row(a) {
			if !s.noTeacher[i] {
				s.met[s.taught[i]]++
			}
		}
		s.queue = append(s.queue, trailed{artChosen, a})
	}
}

func (s *leastSearch) excludeNode(n int32) {
	if s.nodeIs[n] != undecided {
		s.failed = s.failed || s.nodeIs[n] == chosen
		return
	}
	s.nodeIs[n] = excluded
	s.note(nodeExcluded, n)
	for _, i := range s.memberOf.row(n) {
		if c := s.condOf[i]; c >= 0 && !s.noMember[i] {
			or := int32(len(s.node)) + c
			s.left[or]--
			s.consider(or)
		}
	}
}

func (s *leastSearch) excludeArticle(a int32) {
	if s.artIs[a] != undecided {
		s.failed = s.failed || s.artIs[a] == chosen
		return
	}
	s.artIs[a] = excluded
	s.note(artExcluded, a)
	for _, i := range s.teaches.row(a) {
		if !s.noTeacher[i] {
			s.left[s.taught[i]]--
			s.consider(s.taught[i])
		}
	}
}

func (s *leastSearch) note(what trailKind, number int32) {
	s.trail = append(s.trail, trailed{what, number})
}

// propagate draws the consequences of all that was chosen; false if something is impossible.
func (s *leastSearch) propagate() bool {
	for len(s.queue) > 0 && !s.failed {
		last := s.queue[len(s.queue)-1]
		s.queue = s.queue[:len(s.queue)-1]
		conds := s.artConds
		if last.what == nodeChosen {
			s.ask(last.number)
			conds = s.nodeConds
		}
		for c := conds[last.number].from; c < conds[last.number].to; c++ {
			s.ask(int32(len(s.node)) + c)
		}
	}
	s.queue = s.queue[:0]
	return !s.failed
}

func (s *leastSearch) ask(or int32) {
	if s.asked[or] {
		return
	}
	s.asked[or] = true
	s.note(orAsked, or)
	s.pending = append(s.pending, or)
	s.consider(or)
}

// consider decides an OR that leaves no choice.
func (s *leastSearch) consider(or int32) {
	if !s.asked[or] || s.met[or] > 0 || s.left[or] > 1 {
		return
	}
	if int(or) >= len(s.node) {
		if s.left[or] == 0 {
			s.failed = true
			return
		}
		s.eachMember(or, s.chooseNode)
		return
	}
	before := len(s.trail)
	s.eachTeacher(or, s.chooseArticle)
	if len(s.trail) > before {
		return
	}
	bannedAll := s.left[or] == 0 && !s.hadTeacher(or)
	if !s.mayPass[or] && !bannedAll {
		s.failed = true
		return
	}
	s.stoodIn[or] = true
	s.spent += s.standIn(or)
	s.met[or]++
	s.note(stoodIn, or)
}

// hadTeacher says that an article was free to teach the node before any was excluded.
func (s *leastSearch) hadTeacher(node int32) bool {
	for i := s.teachers[node].from; i < s.teachers[node].to; i++ {
		if !s.noTeacher[i] {
			return true
		}
	}
	return false
}

// eachTeacher visits the articles that can still be chosen to teach a node.
func (s *leastSearch) eachTeacher(node int32, visit func(article int32)) {
	for i := s.teachers[node].from; i < s.teachers[node].to; i++ {
		if !s.noTeacher[i] && s.artIs[s.teacher[i]] == undecided {
			visit(s.teacher[i])
		}
	}
}

// eachMember visits the nodes that can still be chosen to meet a condition.
func (s *leastSearch) eachMember(or int32, visit func(node int32)) {
	m := s.conds[int(or)-len(s.node)].members
	for i := m.from; i < m.to; i++ {
		if !s.noMember[i] && s.nodeIs[s.member[i]] == undecided {
			visit(s.member[i])
		}
	}
}

// undo takes back what was done after the trail had that length.
func (s *leastSearch) undo(to int) {
	for i := len(s.trail) - 1; i >= to; i-- {
		switch n := s.trail[i].number; s.trail[i].what {
		case nodeChosen, nodeExcluded:
			for _, i := range s.memberOf.row(n) {
				c := s.condOf[i]
				if c < 0 || s.noMember[i] {
					continue
				}
				if s.nodeIs[n] == chosen {
					s.met[len(s.node)+int(c)]--
				} else {
					s.left[len(s.node)+int(c)]++
				}
			}
			s.nodeIs[n] = undecided
		case artChosen, artExcluded:
			for _, i := range s.teaches.row(n) {
				if s.noTeacher[i] {
					continue
				}
				if s.artIs[n] == chosen {
					s.met[s.taught[i]]--
				} else {
					s.left[s.taught[i]]++
				}
			}
			if s.artIs[n] == chosen {
				s.spent -= s.cost[n]
			}
			s.artIs[n] = undecided
		case stoodIn:
			s.stoodIn[n] = false
			s.met[n]--
			s.spent -= s.standIn(n)
		case orAsked:
			s.asked[n] = false
			s.pending = s.pending[:len(s.pending)-1]
		}
	}
	s.trail, s.queue, s.failed = s.trail[:to], s.queue[:0], false
}
