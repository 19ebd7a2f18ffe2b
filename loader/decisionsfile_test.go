package loader

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/tidy"
)

// Each case in testdata/decisions is a file, decisions that are put into it (or taken out: those
// without a status), and what the file is then; or the faults in a file.
func TestDecisionsFiles(t *testing.T) {
	cases, err := filepath.Glob("testdata/decisions/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal(cases, err)
	}
	for _, path := range cases {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := &archive.Files[len(archive.Files)-1]
		got := changeDecisions(t, archive)
		if *update {
			want.Data = []byte(got)
			if err := os.WriteFile(path, txtar.Format(archive), 0o600); err != nil {
				t.Fatal(err)
			}
		} else if diff := cmp.Diff(string(want.Data), got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", path, diff)
		}
	}
}

func changeDecisions(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	data := archive.Files[0].Data
	for _, file := range archive.Files[1 : len(archive.Files)-1] {
		var faults graph.Faults
		for _, d := range readDecisions(file.Name, file.Data, &faults) {
			var err error
			if strings.HasPrefix(file.Name, "drop") {
				data, err = dropDecision(data, d.On())
			} else {
				data, err = putDecision(data, d.Decision)
			}
			if err != nil {
				return err.Error() + "\n"
			}
		}
		if len(faults) > 0 {
			t.Fatal(faults)
		}
	}
	var faults graph.Faults
	if readDecisions(DecisionsName, data, &faults); len(faults) > 0 {
		return faults.Error() + "\n"
	}
	return string(data)
}

// drawDecision draws a decision with whatever texts, in the form that files hold.
func drawDecision(t *rapid.T) graph.Decision {
	id := func(label string, kinds ...graph.Kind) graph.ID {
		return graph.NewID(rapid.SampledFrom(kinds).Draw(t, label+"'s kind"), rapid.SampledFrom([]string{"a", "b", "42", "true", "c++/d", "ж"}).Draw(t, label))
	}
	text := func(label string) *string {
		if !rapid.Bool().Draw(t, label+" is there") {
			return nil
		}
		s := rapid.String().Draw(t, label)
		return &s
	}
	d := graph.Decision{After: id("after", graph.KindConcept), Status: rapid.SampledFrom([]graph.Status{graph.Accepted, graph.Suggested, graph.Rejected}).Draw(t, "status"),
		By: rapid.String().Draw(t, "by"), Why: rapid.String().Draw(t, "why")}
	if rapid.Bool().Draw(t, "a link") {
		d.Before = id("before", graph.KindConcept)
		if rapid.Bool().Draw(t, "of articles") {
			d.After, d.Before = id("after", graph.KindArticle), id("before", graph.KindConcept, graph.KindArticle)
		}
		d.Set = graph.Edited{Reason: text("reason"), AnyOf: text("any of")}
		if rapid.Bool().Draw(t, "need is there") {
			d.Set.Need = new(rapid.SampledFrom([]graph.Need{graph.Required, graph.Recommended}).Draw(t, "need"))
		}
		d.Was.Reason = text("reason then")
	} else {
		d.Set = graph.Edited{Name: text("name"), Summary: text("summary"), Module: text("module")}
		if rapid.Bool().Draw(t, "lists are there") {
			d.Set.Aliases = new(append([]string{}, rapid.SliceOf(rapid.String()).Draw(t, "aliases")...))
			d.Set.External = &[]graph.ExternalID{{System: rapid.String().Draw(t, "system"), ID: rapid.String().Draw(t, "id")}}
		}
		d.Was.Name = d.Set.Name
	}
	return d.Clean()
}

// What is put into a file of decisions is read from it again, and all else stays.
func TestPutDecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var data []byte
		model := map[graph.Judged]graph.Decision{}
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			d := drawDecision(t)
			if (&graph.Batch{Decide: []graph.Decision{d}}).Validate() != nil {
				continue
			}
			var err error
			if rapid.IntRange(0, 3).Draw(t, "drop") == 0 {
				data, err = dropDecision(data, d.On())
				delete(model, d.On())
			} else {
				data, err = putDecision(data, d)
				model[d.On()] = d
			}
			if err != nil {
				t.Fatalf("%v for %+v in\n%s", err, d, data)
			}
		}
		var faults graph.Faults
		items := readDecisions(DecisionsName, data, &faults)
		if len(faults) > 0 || len(items) != len(model) {
			t.Fatalf("%v; %d items, want %d:\n%s", faults, len(items), len(model), data)
		}
		for _, item := range items {
			if want := model[item.On()]; !reflect.DeepEqual(item.Decision, want) {
				t.Fatalf("got %+v, want %+v", item.Decision, want)
			}
		}
		if !slices.IsSortedFunc(items, func(a, b decided) int { return a.Key().Compare(b.Key()) }) {
			t.Fatalf("out of order:\n%s", data)
		}
		if again, err := tidy.YAML(data, decisionsOrder); err != nil || !bytes.Equal(data, again) {
			t.Fatalf("in another order than fmt's: %v\n%s", err, data)
		}
	})
}

// FuzzDecisions reads any file of decisions, and puts a decision into it.
func FuzzDecisions(f *testing.F) {
	cases, _ := filepath.Glob("testdata/decisions/*.txtar")
	for _, path := range cases {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			f.Add(file.Data)
		}
	}
	reason := "“Why?”: a # reason"
	d := graph.Decision{After: "concept:pin", Before: "concept:future", Status: graph.Rejected, Set: graph.Edited{Reason: &reason}}
	f.Fuzz(func(t *testing.T, data []byte) {
		var faults graph.Faults
		items := readDecisions("d.yaml", data, &faults)
		for _, fault := range faults {
			if fault.Place.Line < 1 || fault.Place.Line > 1+bytes.Count(data, []byte("\n")) || fault.What == "" || fault.Do == "" {
				t.Errorf("a fault that helps nobody: %+v", fault)
			}
		}
		if len(faults) > 0 {
			return
		}
		with, err := putDecision(data, d)
		if err != nil {
			return // it has said that it can't
		}
		without, err := dropDecision(with, d.On())
		if err != nil {
			t.Fatalf("what was put in can't be taken out: %v\n%s", err, with)
		}
		left := readDecisions("d.yaml", without, &faults)
		others := slices.DeleteFunc(items, func(i decided) bool { return i.On() == d.On() })
		if len(faults) > 0 || len(left) != len(others) {
			t.Fatalf("%v: %d decisions are left of %d:\n%s", faults, len(left), len(others), without)
		}
	})
}
