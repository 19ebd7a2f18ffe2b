package eval

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

func TestTable(t *testing.T) {
	table := Table{Title: "Links", Columns: []string{"method", "pairs", "direction"}, Notes: []string{"A note."}}
	table.Add("random", 12, 0.5)
	table.Add("model", 12, nil)
	if got := strings.Join(table.Text(0), " ") + "; " + strings.Join(table.Text(1), " "); got != "random 12 0.500; model 12 –" {
		t.Errorf("the rows read %q", got)
	}
	data, err := json.Marshal(&table)
	want := `{"title":"Links","rows":[{"method":"random","pairs":12,"direction":0.5},{"method":"model","pairs":12,"direction":null}],"notes":["A note."]}`
	if err != nil || string(data) != want {
		t.Errorf("got %s, %v\nwant %s", data, err, want)
	}
}

func TestLeaveOneOut(t *testing.T) {
	var said []string
	train := func(sources []string) string { return strings.Join(sources, "+") }
	measure := func(model, source string) { said = append(said, model+" on "+source) }
	LeaveOneOut([]string{"a", "b", "c"}, "given", train, measure)
	LeaveOneOut([]string{"a"}, "given", train, measure)
	if want := []string{"b+c on a", "a+c on b", "a+b on c", "given on a"}; !slices.Equal(said, want) {
		t.Errorf("got %q, want %q", said, want)
	}
}

type goldPair struct{ First, Then string }

func checkPair(g *goldPair) string {
	if g.First == "" || g.Then == "" {
		return "the pair lacks an end"
	}
	return ""
}

func TestReadGold(t *testing.T) {
	var faults graph.Faults
	gold := ReadGold("gold.jsonl", []byte("{\"First\":\"a\",\"Then\":\"b\"}\n\n// a comment\n{\"First\":\"a\"}\n{\"first\":1}\n{\n{} {}\n{\"Last\":\"x\"}"), &faults, checkPair)
	if len(gold) != 1 || gold[0] != (goldPair{"a", "b"}) || len(faults) != 5 {
		t.Errorf("read %v with %v", gold, faults)
	}
	for i, f := range faults {
		if f.Place.Line != i+4 {
			t.Errorf("%v is not on line %d", f, i+4)
		}
	}
}

func FuzzReadGold(f *testing.F) {
	f.Add([]byte("{\"First\":\"a\",\"Then\":\"b\"}\n// x\n"))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var faults graph.Faults
		for _, g := range ReadGold("gold.jsonl", data, &faults, checkPair) {
			if g.First == "" || g.Then == "" {
				t.Errorf("a faulty line was read: %v", g)
			}
		}
	})
}
