package graph

import (
	"math/bits"
	"slices"
)

// Layer is the steps of a list that can be read in any order.
type Layer struct {
	Number int // from 1
	Steps  []Step
}

// Layers lists the steps by layer, the first to be read first: for drawing. A layer of which nothing is shown is left out.
func (l *ReadingList) Layers() []Layer {
	var layers []Layer
	for _, step := range l.Steps {
		if len(layers) == 0 || layers[len(layers)-1].Number != step.Layer {
			layers = append(layers, Layer{Number: step.Layer})
		}
		last := &layers[len(layers)-1]
		last.Steps = append(last.Steps, step)
	}
	return layers
}

// Links lists the links by which steps of the list need each other, and those within a step, in their order among all links: for
// drawing. Reduced, it leaves out those between two steps that a longer way over other steps implies, and those within a step. What the
// budget or limit left out has no links.
func (l *ReadingList) Links(reduced bool) []Link {
	step := l.stepsOf()
	var links []Link
	needs := make([][]int32, len(l.Steps)) // the steps that each one needs
	for i := range l.Steps {
		for _, link := range l.Steps[i].Because {
			if after, shown := step[link.After()]; shown && after != int32(i) {
				links = append(links, link)
				needs[after] = append(needs[after], int32(i))
			}
		}
	}
	if reduced {
		implied := impliedNeeds(needs)
		links = slices.DeleteFunc(links, func(link Link) bool { return implied[[2]int32{step[link.After()], step[link.Before()]}] })
	} else {
		for _, loop := range l.Loops {
			for _, link := range loop.Links {
				if _, shown := step[link.After()]; shown {
					links = append(links, link)
				}
			}
		}
	}
	slices.SortFunc(links, func(a, b Link) int { return int(a.i - b.i) })
	return slices.Compact(links)
}

// stepsOf says which step covers each concept, and which one reads each article.
func (l *ReadingList) stepsOf() map[Subject]int32 {
	of := map[Subject]int32{}
	for i := range l.Steps {
		step := &l.Steps[i]
		for _, c := range step.Covers {
			of[c] = int32(i)
		}
		for _, a := range step.Also {
			of[a] = int32(i)
		}
		if step.Read != nil {
			of[*step.Read] = int32(i)
		}
	}
	return of
}

// impliedNeeds finds the pairs (later, earlier) of steps, each needing the other directly, between which there is a longer way, too. Steps
// come in an order that works, so one pass gathers all that each one needs, as a set of bits: of some thousand steps at a time,
// so that a long list doesn't fill the memory.
func impliedNeeds(needs [][]int32) map[[2]int32]bool {
	const words = 64 // of the set of one step
	const most = words * bits.UintSize
	before := make([][words]uint, len(needs))
	implied := map[[2]int32]bool{}
	for first := int32(0); int(first) < len(needs); first += most {
		bit := func(n int32) (word int32, mask uint) {
			return (n - first) / bits.UintSize, 1 << ((n - first) % bits.UintSize)
		}
		clear(before)
		for i := first; int(i) < len(needs); i++ {
			for _, n := range needs[i] {
				for w, word := range before[n] {
					before[i][w] |= word
				}
			}
			for _, n := range needs[i] {
				if w, mask := bit(n); first <= n && n < first+most && before[i][w]&mask != 0 {
					implied[[2]int32{i, n}] = true
				}
			}
			for _, n := range needs[i] {
				if w, mask := bit(n); first <= n && n < first+most {
					before[i][w] |= mask
				}
			}
		}
	}
	return implied
}
