// Package eval measures what is found in texts, and what is inferred from them, against gold: what people have marked
// or listed by hand. docs/extraction.md shows its tables, docs/formats.md the gold that can be given in a file.
//
// Each measure has a file. All of them make a [Table], in which baselines that know nothing stand beside the model, and
// leave one source out: what is measured on a source was trained on the others (see [LeaveOneOut]).
package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// Table is one measure in numbers: a row for each method, source or setting.
type Table struct {
	Title   string
	Columns []string // the first is what the rows are
	Rows    [][]any  // a cell for each column: a string, an int, or a float64 that is shown with three digits; nil: not measured
	Notes   []string // what the numbers are of, in sentences
}

// Add appends a row.
func (t *Table) Add(cells ...any) { t.Rows = append(t.Rows, cells) }

// Text gives the cells of a row as people read them.
func (t *Table) Text(row int) []string {
	texts := make([]string, len(t.Rows[row]))
	for i, cell := range t.Rows[row] {
		switch cell := cell.(type) {
		case nil:
			texts[i] = "–"
		case float64:
			texts[i] = strconv.FormatFloat(cell, 'f', 3, 64)
		default:
			texts[i] = fmt.Sprint(cell)
		}
	}
	return texts
}

// MarshalJSON writes the rows as objects, with their columns as keys in the table's order.
func (t *Table) MarshalJSON() ([]byte, error) {
	rows := make([]json.RawMessage, len(t.Rows))
	for i, row := range t.Rows {
		var object bytes.Buffer
		for j, cell := range row {
			key, err := json.Marshal(t.Columns[j])
			if err != nil {
				return nil, err
			}
			value, err := json.Marshal(cell)
			if err != nil {
				return nil, err
			}
			object.WriteByte("{,"[min(j, 1)])
			object.Write(append(append(key, ':'), value...))
		}
		object.WriteByte('}')
		rows[i] = object.Bytes()
	}
	return json.Marshal(struct {
		Title string            `json:"title"`
		Rows  []json.RawMessage `json:"rows"`
		Notes []string          `json:"notes"`
	}{t.Title, rows, append([]string{}, t.Notes...)})
}
