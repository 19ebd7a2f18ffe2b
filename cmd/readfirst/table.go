package main

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// widestCell is how wide a cell may make its column; a longer one pushes only its own line.
const widestCell = 48

// table is lines of cells in columns.
type table struct {
	rows [][]string
}

func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = oneLine(clean(cells[i]))
	}
	t.rows = append(t.rows, cells)
}

func (t *table) write(s *sheet) {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if columns := ansi.StringWidth(cell); columns <= widestCell {
				widths[i] = max(widths[i], columns)
			}
		}
	}
	for _, row := range t.rows {
		var line strings.Builder
		for i, cell := range row {
			cell = pad(cell, widths[i])
			if i > 0 {
				cell = "  " + s.faint.Render(cell)
			}
			line.WriteString(cell)
		}
		s.line(line.String())
	}
}
