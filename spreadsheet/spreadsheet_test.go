package spreadsheet_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/spreadsheet"
)

// export gives concepts.csv and links.csv of a graph.
func export(t fataler, state *graph.State) (concepts, links spreadsheet.File) {
	t.Helper()
	tables := spreadsheet.Of(graph.NewSnapshot(state), nil)
	var c, l bytes.Buffer
	if err := errors.Join(tables.WriteConcepts(&c), tables.WriteLinks(&l)); err != nil {
		t.Fatal(err)
	}
	return spreadsheet.File{Name: "out/concepts.csv", Data: c.Bytes()}, spreadsheet.File{Name: "out/links.csv", Data: l.Bytes()}
}

type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func noChange(t fataler, what string, state *graph.State, opt spreadsheet.Options, files ...spreadsheet.File) {
	t.Helper()
	i, err := spreadsheet.Plan(state, files, opt)
	if err != nil {
		t.Fatalf("%s: %v\n%s", what, err, show(files))
	}
	if i.Batch != nil {
		t.Fatalf("%s: %+v\n%+v\n%s", what, i.Difference, *i.Batch, show(files))
	}
	if len(i.Warnings) > 0 {
		t.Fatalf("%s: %v", what, i.Warnings)
	}
}

func show(files []spreadsheet.File) string {
	var b strings.Builder
	for _, f := range files {
		b.WriteString("-- " + f.Name + " --\n")
		b.Write(f.Data)
	}
	return b.String()
}

var whole = spreadsheet.Options{DeleteMissing: true, By: "ada"}

func TestFixtureComesBack(t *testing.T) {
	state := graphtest.Fixture()
	concepts, links := export(t, state)
	noChange(t, "both tables", state, whole, concepts, links)
	noChange(t, "one table", state, whole, concepts)
	noChange(t, "the other", state, whole, links)
}

// Whatever a graph holds: its export says nothing new, in whatever form a spreadsheet saves it.
func TestExportThenImportChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := drawState(t)
		concepts, links := export(t, state)
		noChange(t, "both", state, whole, concepts, links)
		noChange(t, "concepts", state, whole, concepts)
		noChange(t, "links", state, whole, links)
		separator := rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "separator")
		noChange(t, "saved otherwise", state, spreadsheet.Options{}, saved(t, concepts, separator), saved(t, links, separator))
	})
}

// A table that was opened in another character set than it was written in is refused.
func TestWrongCharset(t *testing.T) {
	state := graphtest.Fixture()
	for _, begin := range []string{"ï»¿id,name", `"ï»¿id","name"`} {
		file := spreadsheet.File{Name: "concepts.csv", Data: []byte(begin + "\nconcept:pin,PÃ¯n\n")}
		if _, err := spreadsheet.Plan(state, []spreadsheet.File{file}, whole); err == nil || !strings.Contains(err.Error(), "concepts.csv:1: the table was opened as something else than UTF-8") {
			t.Error(err)
		}
	}
}

// saved writes a table as another program would: with a mark, another separator, other line ends.
func saved(t fataler, f spreadsheet.File, separator rune) spreadsheet.File {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := bytes.NewBufferString("\uFEFF")
	w := csv.NewWriter(out)
	w.Comma, w.UseCRLF = separator, true
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return spreadsheet.File{Name: f.Name, Data: out.Bytes()}
}

// However tables are edited: what is understood holds, the second time changes nothing, and the old export brings everything back.
func TestEditedTables(t *testing.T) {
	understood := 0
	rapid.Check(t, func(t *rapid.T) {
		state := drawState(t)
		concepts, links := export(t, state)
		opt := spreadsheet.Options{DeleteMissing: rapid.Bool().Draw(t, "delete missing")}
		var files []spreadsheet.File
		switch rapid.IntRange(0, 2).Draw(t, "which") {
		case 0:
			files = []spreadsheet.File{edited(t, concepts)}
		case 1:
			files = []spreadsheet.File{edited(t, links)}
		default:
			files = []spreadsheet.File{edited(t, concepts), edited(t, links)}
		}
		first, err := spreadsheet.Plan(state, files, opt)
		if err != nil {
			return // there is a reason, and nothing is changed
		}
		understood++
		after := applied(t, state, first)
		second, err := spreadsheet.Plan(after, files, opt)
		if err != nil {
			if unsayable(after, err) {
				return
			}
			t.Fatalf("the second time: %v\n%s", err, show(files))
		}
		if second.Batch != nil {
			t.Fatalf("the second time there was something to do: %+v\n%+v\nfirst %+v\n%s", second.Difference, *second.Batch, first.Batch, show(files))
		}
		back, err := spreadsheet.Plan(after, []spreadsheet.File{concepts, links}, spreadsheet.Options{DeleteMissing: true})
		if err != nil {
			for _, fault := range []string{"need each other", "both required and recommended"} {
				if strings.Contains(err.Error(), fault) {
					return // sources may say what a table may not make anew
				}
			}
			if unsayable(state, err) {
				return
			}
			t.Fatalf("the old export: %v\n%s", err, show(files))
		}
		wantRows(t, graph.NewSnapshot(state), graph.NewSnapshot(applied(t, after, back)))
	})
	if understood == 0 {
		t.Error("no edit was understood")
	}
}

// unsayable says that a fault may be right: of a link in several places, alone and among alternatives, not
// everything can be said in a table that sources and an earlier import said together.
func unsayable(state *graph.State, err error) bool {
	links := spreadsheet.Of(graph.NewSnapshot(state), nil).Links
	for i := range links[min(1, len(links)):] {
		if links[i].After == links[i+1].After && links[i].Before == links[i+1].Before {
			return strings.Contains(err.Error(), "can't be said in a table") || strings.Contains(err.Error(), "say different things")
		}
	}
	return false
}

func applied(t fataler, state *graph.State, i *spreadsheet.Import) *graph.State {
	t.Helper()
	if i.Batch == nil {
		return state
	}
	if err := i.Batch.Validate(); err != nil {
		t.Fatal(err)
	}
	return state.With(i.Batch)
}

// wantRows compares graphs by their tables; what is rejected in both may differ.
func wantRows(t fataler, want, got *graph.Snapshot) {
	t.Helper()
	rows := func(s *graph.Snapshot) ([]spreadsheet.Concept, []spreadsheet.Link) {
		tables := spreadsheet.Of(s, nil)
		for i := range tables.Concepts {
			slices.Sort(tables.Concepts[i].Aliases)
			tables.Concepts[i].Status = 0
		}
		links := slices.DeleteFunc(tables.Links, func(l spreadsheet.Link) bool { return l.Status == graph.Rejected })
		for i := range links {
			links[i].AnyOf = ""
		}
		slices.SortFunc(links, func(a, b spreadsheet.Link) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		return tables.Concepts, links
	}
	c1, l1 := rows(want)
	c2, l2 := rows(got)
	if diff := cmp.Diff(c1, c2) + cmp.Diff(l1, l2); diff != "" {
		t.Fatalf("-want +got:\n%s", diff)
	}
}

// edited changes some cells and rows of a table.
func edited(t *rapid.T, f spreadsheet.File) spreadsheet.File {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(0, 3).Draw(t, "edits") {
		if len(rows) < 2 {
			break
		}
		i := rapid.IntRange(1, len(rows)-1).Draw(t, "row")
		other := rows[rapid.IntRange(1, len(rows)-1).Draw(t, "other row")]
		j := rapid.IntRange(0, len(rows[i])-1).Draw(t, "column")
		switch rapid.IntRange(0, 5).Draw(t, "edit") {
		case 0:
			rows = slices.Delete(rows, i, i+1)
		case 1:
			rows[i][j] = ""
		case 2:
			rows[i][j] = other[j]
		case 3:
			rows[i][j] = word(t, "cell")
		case 4:
			added := slices.Clone(rows[i])
			added[0], added[1] = other[0], rapid.SampledFrom([]string{other[1], "New"}).Draw(t, "name")
			if len(added) == 8 {
				added[0] = "concept:new"
			}
			rows = append(rows, added)
		case 5:
			if len(rows[i]) == 6 { // of links
				rows[i][j] = [][]string{{other[0]}, {other[1]}, {"REQUIRED", "RECOMMENDED"}, {"", "1", "2", "n"}, {"So."}, {"ACCEPTED", "SUGGESTED", "REJECTED"}}[j][0]
				if j == 3 {
					rows[i][j] = rapid.SampledFrom([]string{"", "1", "2", "n"}).Draw(t, "group")
				}
				if j == 5 {
					rows[i][j] = rapid.SampledFrom([]string{"ACCEPTED", "SUGGESTED", "REJECTED"}).Draw(t, "status")
				}
				if j == 2 {
					rows[i][j] = rapid.SampledFrom([]string{"REQUIRED", "RECOMMENDED"}).Draw(t, "need")
				}
			} else if j == 5 || j == 6 {
				names := []string{other[1], rows[i][1], rows[1][1]}
				rows[i][j] = strings.Join(names[rapid.IntRange(0, 2).Draw(t, "from"):], rapid.SampledFrom([]string{"; ", " | "}).Draw(t, "between"))
			}
		}
	}
	var out bytes.Buffer
	if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return spreadsheet.File{Name: f.Name, Data: out.Bytes()}
}
