package graph

import "slices"

// leastOrder puts a choice of the search in order. What happens at one time is
// an event: an article is read and covers what it is to teach, a summary is
// read, or a loop is. An event can happen when the conditions of all that it covers
// and of what it reads are met by earlier events, or, for what it covers, within it.
type leastOrder struct {
	*leastSearch
	teacherOf []int32 // by node: the place in teacher of the article that is to teach it; -1: its summary stands in
	event     union   // nodes, then articles
	parts     [][]int32
	time      []int32 // by node: when it is covered, from 1; 0: not yet
	now       int32
}

// ban is a choice that is not to be made: an article's teaching a node, a
// node's meeting a condition, a node's being on the list at all, or its summary's standing in where an article could teach it.
type ban struct {
	what  banned
	place int32 // in teacher or member; or the node
}

type banned uint8

const (
	asTeacher banned = iota
	asMember
	onList
	byItself
)

func newLeastOrder(s *leastSearch) *leastOrder {
	n := len(s.node)
	o := &leastOrder{leastSearch: s, teacherOf: make([]int32, n), event: newUnion(n + len(s.art)),
		parts: make([][]int32, n+len(s.art)), time: make([]int32, n)}
	loop := map[int32]int32{}
	for v := range int32(n) {
		o.teacherOf[v] = -1
		if s.nodeIs[v] != chosen {
			continue
		}
		for i := s.teachers[v].from; i < s.teachers[v].to; i++ {
			if !s.noTeacher[i] && s.artIs[s.teacher[i]] == chosen && !s.stoodIn[v] {
				o.teacherOf[v] = i
				o.event.join(v, int32(n)+s.teacher[i])
				break
			}
		}
		if number := s.leastProblem.event[v]; number > 0 {
			if first, ok := loop[number]; ok {
				o.event.join(first, v)
			} else {
				loop[number] = v
			}
		}
	}
	for x := range int32(n + len(s.art)) {
		if int(x) < n && s.nodeIs[x] == chosen || int(x) >= n && s.artIs[int(x)-n] == chosen {
			e := o.event.find(x)
			o.parts[e] = append(o.parts[e], x)
		}
	}
	return o
}

// run lets happen what can; false if something is left.
func (o *leastOrder) run() bool {
	waiting := make([]int32, 0, len(o.parts))
	for e := range int32(len(o.parts)) {
		if len(o.parts[e]) > 0 {
			waiting = append(waiting, e)
		}
	}
	queued := make([]bool, len(o.parts))
	queue := waiting
	for _, e := range queue {
		queued[e] = true
	}
	happened, left := make([]bool, len(o.parts)), len(waiting)
	for len(queue) > 0 {
		e := queue[0]
		queue, queued[e] = queue[1:], false
		if happened[e] || !o.happen(e) {
			continue
		}
		happened[e] = true
		left--
		for _, x := range o.parts[e] {
			if int(x) >= len(o.node) {
				continue
			}
			for _, i := range o.memberOf.row(x) {
				if c := o.condOf[i]; c >= 0 {
					if after := o.event.find(o.owner[c]); !happened[after] && !queued[after] && len(o.parts[after]) > 0 {
						queued[after] = true
						queue = append(queue, after)
					}
				}
			}
		}
	}
	return left == 0
}

// happen lets an event happen if it can: all its articles' own conditions are met before, and
// its nodes can be covered one after the other.
func (o *leastOrder) happen(e int32) bool {
	nodes := 0
	for _, x := range o.parts[e] {
		if int(x) < len(o.node) {
			nodes++
		} else if o.unmet(x) >= 0 {
			return false
		}
	}
	covered := o.cover(e)
	if len(covered) == nodes {
		return true
	}
	o.uncover(covered) // not yet
	return false
}

// cover covers one after the other those nodes of an event whose conditions are met, and gives them.
func (o *leastOrder) cover(e int32) (covered []int32) {
	for again := true; again; {
		again = false
		for _, x := range o.parts[e] {
			if int(x) < len(o.node) && o.time[x] == 0 && o.unmet(x) < 0 {
				o.now++
				o.time[x] = o.now
				covered = append(covered, x)
				again = true
			}
		}
	}
	return covered
}

func (o *leastOrder) uncover(nodes []int32) {
	for _, x := range nodes {
		o.time[x] = 0
	}
}

// unmet is a condition of a node or article that asks for an order and isn't met; -1: none.
func (o *leastOrder) unmet(x int32) int32 {
	conds := o.condsOf(x)
	for c := conds.from; c < conds.to; c++ {
		if !o.conds[c].soft && o.firstMember(c) < 0 {
			return c
		}
	}
	return -1
}

// firstMember is the place of the member that met the condition first; -1: none has yet.
func (o *leastOrder) firstMember(c int32) int32 {
	best := int32(-1)
	for i := o.conds[c].members.from; i < o.conds[c].members.to; i++ {
		if t := o.time[o.member[i]]; t > 0 && !o.noMember[i] && (best < 0 || t < o.time[o.member[best]]) {
			best = i
		}
	}
	return best
}

// conflict follows what is blocked until it comes round, and gives the choices
// that make the circle: every choice that can be put in order does without one of them.
func (o *leastOrder) conflict() []ban {
	at := int32(-1)
	for x := range int32(len(o.parts)) {
		if o.isChosen(x) && o.stuck(x) >= 0 {
			at = x
			break
		}
	}
	var way []hop
	seen := map[int32]int{}
	for at >= 0 {
		if first, ok := seen[at]; ok {
			return o.circle(way[first:])
		}
		seen[at] = len(way)
		h := hop{owner: at}
		at = o.follow(&h)
		way = append(way, h)
	}
	return nil
}

// hop is a stuck node or article, and the choices that lead on to the next.
type hop struct {
	owner int32
	bans  []ban
}

func (o *leastOrder) circle(way []hop) []ban {
	var bans []ban
	for _, h := range way {
		for _, b := range h.bans {
			if !slices.Contains(bans, b) {
				bans = append(bans, b)
			}
		}
	}
	if slices.ContainsFunc(bans, func(b ban) bool { return b.what == onList }) {
		return bans
	}
	for _, h := range way { // all of the circle is on the list, or nothing is
		if int(h.owner) < len(o.node) {
			return append(bans, ban{onList, h.owner})
		}
	}
	return bans
}

// stuck is a condition of a node or article that keeps its event from happening; -1: there is none. What
// can be covered in the event itself keeps no node.
func (o *leastOrder) stuck(x int32) int32 {
	if int(x) >= len(o.node) {
		return o.unmet(x)
	}
	if o.time[x] > 0 {
		return -1
	}
	covered := o.cover(o.event.find(x))
	defer o.uncover(covered)
	if o.time[x] > 0 {
		return -1
	}
	return o.unmet(x)
}

// follow goes from what is stuck to what blocks it; -1: nothing does.
func (o *leastOrder) follow(h *hop) (next int32) {
	c := o.stuck(h.owner)
	blocker, free := int32(-1), 0
	for i := o.conds[c].members.from; i < o.conds[c].members.to; i++ {
		if !o.noMember[i] {
			free++
			if blocker < 0 && o.nodeIs[o.member[i]] == chosen {
				blocker = i
			}
		}
	}
	if blocker < 0 {
		return -1
	}
	if free > 1 {
		h.bans = append(h.bans, ban{asMember, blocker})
	}
	m := o.member[blocker]
	if o.stuck(m) >= 0 {
		h.bans = append(h.bans, o.together(m, m)...) // taught by another article it might come in time
		return m
	}
	for _, x := range o.parts[o.event.find(m)] { // what happens at the same time is stuck
		if o.stuck(x) >= 0 {
			h.bans = append(h.bans, o.together(m, x)...)
			if int(x) < len(o.node) { // it need not be there because m is
				h.bans = append(h.bans, ban{onList, x})
			}
			return x
		}
	}
	return -1
}

// together gives the choices by which two things happen at the same time.
func (o *leastOrder) together(x, y int32) []ban {
	var bans []ban
	all := []int32{x, y}
	if x == y {
		all = all[:1]
	}
	if len(o.parts[o.event.find(x)]) > 0 && o.inLoop(x) {
		all = o.parts[o.event.find(x)] // joined by a loop, perhaps over several articles
	}
	for _, z := range all {
		switch {
		case int(z) >= len(o.node) || !o.p.s.isConcept(o.node[z]):
		case o.teacherOf[z] >= 0:
			bans = append(bans, ban{asTeacher, o.teacherOf[z]})
		case o.mayPass[z]:
			bans = append(bans, ban{byItself, z})
		}
	}
	return bans
}

// inLoop says that the event holds members of a loop.
func (o *leastOrder) inLoop(x int32) bool {
	for _, y := range o.parts[o.event.find(x)] {
		if int(y) < len(o.node) && o.leastProblem.event[y] > 0 {
			return true
		}
	}
	return false
}
