package tidy

import (
	"bytes"
	"slices"
)

// block is the lines of one key or item: from its comments to its last line.
type block struct {
	from int // the first comment line directly above, else start
	at   int // the line of the key or item itself
	to   int // behind the last line that isn't empty
}

// cut finds the blocks of the keys or items that start on some lines, in a
// stretch of lines that ends before end and whose keys or dashes stand in one column.
// nil if two start on one line. The lines between blocks are empty, or comments that belong to the block below.
func cut(text [][]byte, starts []int, column, first, end int) []block {
	blocks := make([]block, len(starts))
	for i, at := range starts {
		if i > 0 && at <= starts[i-1] || at < first || at >= end {
			return nil
		}
		blocks[i] = block{from: at, at: at, to: end}
	}
	for i := range blocks {
		b := &blocks[i]
		floor := first
		if i > 0 {
			floor = blocks[i-1].at + 1
		}
		for b.from > floor && isComment(text[b.from-1], column) {
			b.from--
		}
		if i == 0 {
			continue
		}
		// Comments further up, with empty lines between, speak of what is below, too.
		for l := b.from - 1; l >= floor && (isEmpty(text[l]) || isComment(text[l], column)); l-- {
			if !isEmpty(text[l]) {
				b.from = l
			}
		}
		blocks[i-1].to = b.from
	}
	for i := range blocks {
		b := &blocks[i]
		last := i == len(blocks)-1
		for b.to > b.at+1 && (isEmpty(text[b.to-1]) || last && isComment(text[b.to-1], column)) {
			b.to--
		}
	}
	return blocks
}

// arrange puts the blocks into another order. Empty lines between blocks stay where they are.
func arrange(text [][]byte, blocks []block, order []int) {
	if slices.IsSorted(order) {
		return
	}
	first, end := blocks[0].from, blocks[len(blocks)-1].to
	var moved [][]byte
	for place, i := range order {
		moved = append(moved, text[blocks[i].from:blocks[i].to]...)
		if place < len(blocks)-1 {
			moved = append(moved, text[blocks[place].to:blocks[place+1].from]...)
		}
	}
	copy(text[first:end], moved)
	closeLines(text[first:end])
}

// closeLines gives a line end to the last line of a file that had none and isn't the last any more.
func closeLines(text [][]byte) {
	for i, line := range text {
		if bytes.HasSuffix(line, []byte("\n")) {
			continue
		}
		ending := "\n"
		if i > 0 && bytes.HasSuffix(text[i-1], []byte("\r\n")) || i+1 < len(text) && bytes.HasSuffix(text[i+1], []byte("\r\n")) {
			ending = "\r\n"
		}
		text[i] = slices.Concat(line, []byte(ending))
	}
}

// inOrder gives the numbers of n things in the order of what is given of each.
func inOrder[T any](things []T, cmp func(a, b T) int) []int {
	order := make([]int, len(things))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp(things[a], things[b]) })
	return order
}

func isEmpty(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }

// isComment says that a line is a comment that isn't indented more than some columns.
func isComment(line []byte, column int) bool {
	text := bytes.TrimLeft(line, " ")
	return len(text) > 0 && text[0] == '#' && len(line)-len(text) <= column
}
