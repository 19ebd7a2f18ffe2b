package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
)

// SourcePrefix begins the ids of sources that are imported tables.
const SourcePrefix = "import:"

// File is a table to import.
type File struct {
	Name string // as the user calls it, with slashes or backslashes; faults begin with it
	Data []byte // UTF-8, with or without byte order mark
}

// table is a file that has been read.
type table struct {
	name    string   // of the file, as the user calls it
	source  string   // the source that its claims belong to
	columns []string // of the header, "" for one that isn't known
	links   bool     // it has links, else concepts
	rows    []row
}

// row is a line of a table, or several if a cell has line ends.
type row struct {
	line  int
	cells map[string]string // by column, tidy and without guards; what isn't there is no column
}

// has gives a cell, and whether the table has its column.
func (r *row) has(column string) (string, bool) {
	cell, ok := r.cells[column]
	return cell, ok
}

func (t *table) at(line int) graph.Place { return graph.Place{File: t.name, Line: line} }

// claimAt is the place of a row in claims: the file is its source's, wherever it is.
func (t *table) claimAt(line int) graph.Place { return graph.Place{File: baseOf(t.name), Line: line} }

func baseOf(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// sourceOf names the source of a file: "import:" and its name without the ending.
func sourceOf(name string) string {
	base := baseOf(name)
	if bare := strings.TrimSuffix(base, path.Ext(base)); bare != "" {
		base = bare
	}
	return SourcePrefix + base
}

// separators are what can stand between cells.
var separators = []rune{',', ';', '\t'}

// read reads a file; nil if it can't be understood as a table at all.
func read(f File, faults, warnings *graph.Faults) *table {
	t := &table{name: f.Name, source: sourceOf(f.Name)}
	data := bytes.TrimPrefix(f.Data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		faults.Add(t.at(0), "save it as CSV in UTF-8", "the file is not UTF-8 text")
		return nil
	}
	if bytes.HasPrefix(bytes.TrimPrefix(data, []byte(`"`)), []byte("ï»¿")) { // a byte order mark that was taken for three letters
		faults.Add(t.at(1), "export it again, and choose UTF-8 where you open it", "the table was opened as something else than UTF-8, so its letters are wrong")
		return nil
	}
	text := lineEnds.Replace(string(data))
	text, separator, hinted := hint(text)
	if separator == 0 {
		separator = guess(text)
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord = separator, -1, true
	header, err := reader.Read()
	if err != nil {
		t.broken(err, hinted, faults)
		return nil
	}
	if line, _ := reader.FieldPos(0); !t.header(slices.Clone(header), line+hinted, faults, warnings) {
		return nil
	}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t
		}
		if err != nil { // what follows can't be told apart
			t.broken(err, hinted, faults)
			return t
		}
		line, _ := reader.FieldPos(0)
		t.row(cells, line+hinted, faults)
	}
}

// hint reads the line "sep=;" that some programs write before the header; lines is 1 if it was there.
func hint(text string) (rest string, separator rune, lines int) {
	first, after, _ := strings.Cut(text, "\n")
	sign, ok := strings.CutPrefix(strings.Trim(first, `"`), "sep=")
	if r, size := utf8.DecodeRuneInString(sign); ok && size == len(sign) && slices.Contains(separators, r) {
		return after, r, 1
	}
	return text, 0, 0
}

// guess gives the separator by which the header has the most columns that are known.
func guess(text string) rune {
	best, most := separators[0], 0
	for _, separator := range separators {
		reader := csv.NewReader(strings.NewReader(text))
		reader.Comma = separator
		header, err := reader.Read()
		if err != nil {
			continue
		}
		known := 0
		for _, name := range header {
			if name = columnOf(name); slices.Contains(ConceptColumns, name) || slices.Contains(LinkColumns, name) {
				known++
			}
		}
		if known > most {
			best, most = separator, known
		}
	}
	return best
}

// broken faults what the csv package can't read.
func (t *table) broken(err error, hinted int, faults *graph.Faults) {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		faults.Add(t.at(1), "begin with a line that names the columns", "the table is empty")
	case errors.As(err, &parse):
		faults.Add(t.at(parse.Line+hinted), `write a quotation mark in a cell as "", and the cell between quotation marks`, "%s", parse.Err)
	default:
		faults.Add(t.at(0), "", "%s", err)
	}
}

func columnOf(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(tidy(name)), " ", "_"), "-", "_")
}

// header says what the columns are; false if that can't be told.
func (t *table) header(names []string, line int, faults, warnings *graph.Faults) bool {
	for i := range names {
		names[i] = columnOf(names[i])
	}
	known := ConceptColumns
	switch {
	case slices.Contains(names, "needs"):
		t.links, known = true, LinkColumns
	case !slices.Contains(names, "id") && !slices.Contains(names, "name"):
		faults.Add(t.at(line), fmt.Sprintf("name the columns in the first line: %s; or %s", strings.Join(ConceptColumns, ", "), strings.Join(LinkColumns, ", ")),
			"this is no table of concepts or links")
		return false
	}
	if t.links && !slices.Contains(names, "concept") {
		faults.Add(t.at(line), "name the column of what needs something", "there is no column concept")
		return false
	}
	ok := true
	for i, name := range names {
		switch {
		case !slices.Contains(known, name):
			if name != "" {
				warnings.Add(t.at(line), "the columns are "+strings.Join(known, ", "), "the column %q is not read", name)
			}
			names[i] = ""
		case slices.Contains(names[:i], name):
			faults.Add(t.at(line), "keep one of them", "there are two columns %s", name)
			ok = false
		}
	}
	t.columns = names
	return ok
}

// row takes a line that isn't empty.
func (t *table) row(cells []string, line int, faults *graph.Faults) {
	for len(cells) > len(t.columns) && tidy(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if !slices.ContainsFunc(cells, func(cell string) bool { return tidy(cell) != "" }) {
		return
	}
	if len(cells) > len(t.columns) {
		faults.Add(t.at(line), "put cells with separators in them between quotation marks", "the row has %d cells, the first line %d",
			len(cells), len(t.columns))
		return
	}
	r := row{line: line, cells: make(map[string]string, len(cells))}
	for i, cell := range cells { // some programs leave out empty cells at the end: they say nothing
		if column := t.columns[i]; column != "" {
			r.cells[column] = unguard(tidy(cell))
		}
	}
	t.rows = append(t.rows, r)
}
