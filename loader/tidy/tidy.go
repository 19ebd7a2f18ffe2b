// Package tidy brings the keys and lists of files that people write into one
// order, by moving whole lines: no value, quote, indentation or comment is
// written anew, and comments directly above a key or item move along with it.
//
// What it has moved it reads again. A file that would say anything else than before
// is refused: moving lines can do that where YAML's anchors, odd
// indentation or several documents in one file are in use.
package tidy

import (
	"bytes"
	"errors"
	"slices"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tree"
)

// Order says what is brought into which order.
type Order struct {
	Keys  []string          // of a table: these come first, in this order; others follow as they stand
	Under map[string]*Order // of a table: what is brought in order in the values of keys, or of any other key under ""
	Items *Order            // of a list: what is brought in order in each item
	// By makes a list be sorted, by what it gives of each item; that may not depend on
	// an order which is changed within the item. nil: the list's order means something.
	By func(item *tree.Node) string
}

func (o *Order) under(key string) *Order {
	if o == nil {
		return nil
	}
	if under, ok := o.Under[key]; ok {
		return under
	}
	return o.Under[""]
}

// rank is the place of a key in the order.
func (o *Order) rank(key string) int {
	if i := slices.Index(o.Keys, key); i >= 0 {
		return i
	}
	return len(o.Keys)
}

// ErrStays says that a file can't be brought in order by moving lines.
var ErrStays = errors.New("its lines can't be moved without changing what it says")

// parse is one of [tree.YAML] and [tree.TOML].
type parse func([]byte, int, *graph.Faults) *tree.Node

// checked gives the lines that were moved, if they say the same as before.
func checked(before []byte, lines [][]byte, read parse, o *Order) ([]byte, error) {
	after := bytes.Join(lines, nil)
	if bytes.Equal(before, after) {
		return before, nil
	}
	var faults graph.Faults
	was, is := read(before, 1, &faults), read(after, 1, &faults)
	if len(faults) > 0 || was == nil || is == nil || !same(was, is, o) {
		return before, ErrStays
	}
	return after, nil
}

// same says that two trees hold the same but for the order of keys, and of lists that may be sorted.
func same(a, b *tree.Node, o *Order) bool {
	if a.Shape != b.Shape || a.Text != b.Text || a.Null != b.Null || len(a.List) != len(b.List) || len(a.Fields) != len(b.Fields) {
		return false
	}
	for i := range a.Fields {
		f := &a.Fields[i]
		if other := b.Get(f.Key); other == nil || !same(f.Value, other, o.under(f.Key)) {
			return false
		}
	}
	var items *Order
	x, y := a.List, b.List
	if o != nil {
		items = o.Items
		if o.By != nil {
			x, y = sortedBy(x, o.By), sortedBy(y, o.By)
		}
	}
	for i := range x {
		if !same(x[i], y[i], items) {
			return false
		}
	}
	return true
}

func sortedBy(list []*tree.Node, by func(*tree.Node) string) []*tree.Node {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *tree.Node) int { return compare(by(a), by(b)) })
	return list
}

func compare(a, b string) int { return bytes.Compare([]byte(a), []byte(b)) }

// lines cuts data behind each line end.
func lines(data []byte) [][]byte { return slices.Collect(bytes.Lines(data)) }
