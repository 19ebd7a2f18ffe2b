package graph

import (
	"hash/maphash"
	"math/bits"
)

// table finds numbers by strings that are kept elsewhere. A map would keep them
// too, and takes three times as long to fill, which is most of what a snapshot's making would cost.
type table struct {
	seed  maphash.Seed
	slots []uint64 // open addressing; 0: empty; else half the hash, and the number plus one
	text  func(number int32) string
}

// newTable makes a table for up to n strings.
func newTable(n int, text func(number int32) string) table {
	return table{seed: maphash.MakeSeed(), slots: make([]uint64, 1<<bits.Len(uint(n+n/2))), text: text}
}

// slot is where the string is or would be.
func (t *table) slot(s string) (slot *uint64, tag uint64) {
	hash := maphash.String(t.seed, s)
	tag = hash &^ (1<<32 - 1)
	mask := uint64(len(t.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		slot = &t.slots[i]
		if *slot == 0 || *slot&^(1<<32-1) == tag && t.text(number(*slot)) == s {
			return slot, tag
		}
	}
}

func number(slot uint64) int32 { return int32(uint32(slot)) - 1 }

// put notes the number under its string and gives the one that was there; -1: none was.
func (t *table) put(s string, n int32) (before int32) {
	slot, tag := t.slot(s)
	before = number(*slot) // of an empty slot: -1
	*slot = tag | uint64(n+1)
	return before
}

func (t *table) find(s string) (int32, bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	slot, _ := t.slot(s)
	return number(*slot), *slot != 0
}
