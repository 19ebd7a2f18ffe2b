package loader

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph"
)

// notes writes a folder of three concepts: C needs B needs A, A might need C.
func notes(t *testing.T, folder string) {
	t.Helper()
	writeFile(t, folder+"/a.md", "---\nkind: concept\nname: A\nrecommends: [C]\n---\n")
	writeFile(t, folder+"/b.md", "---\nkind: concept\nname: B\nrequires: [{concept: A, why: first}]\n---\n")
	writeFile(t, folder+"/c.md", "---\nkind: concept\nname: C\nrequires: [B]\n---\n")
}

func link(after, before string) graph.Judged {
	return graph.Judged{After: graph.NewID(graph.KindConcept, after), Before: graph.NewID(graph.KindConcept, before)}
}

func mustDecide(t *testing.T, store graph.Store, opt DecideOptions, judgements ...Judgement) *Decisions {
	t.Helper()
	done, err := Decide(background, store, judgements, opt)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

// wantDecidedFault checks that a judgement is refused, and that nothing was written.
func wantDecidedFault(t *testing.T, store *memStore, opt DecideOptions, says string, judgements ...Judgement) {
	t.Helper()
	before, file := store.state.Revision, readFile(t, "notes/"+DecisionsName)
	_, err := Decide(background, store, judgements, opt)
	var faults graph.Faults
	if !errors.As(err, &faults) || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v, want a fault saying %q", err, says)
	}
	if store.state.Revision != before || readFile(t, "notes/"+DecisionsName) != file {
		t.Error("something was written")
	}
}

// What is decided in a file is what a load of the file gives.
func TestDecideInFile(t *testing.T) {
	t.Chdir(t.TempDir())
	notes(t, "notes")
	store := &memStore{}
	mustLoad(t, store, Options{}, "notes")
	recommended := graph.Recommended
	for i, step := range []struct {
		j    Judgement
		want string
	}{
		{Judgement{On: link("b", "a"), Act: Reject}, "rejected"},
		{Judgement{On: link("b", "a"), Act: Edit, Set: graph.Edited{Need: &recommended}}, "rejected and edited"},
		{Judgement{On: link("b", "a"), Act: Accept}, "accepted and edited"},
		{Judgement{On: link("b", "a"), Act: Edit, Set: graph.Edited{Reason: new("  so\nthat ")}}, "accepted and edited"},
		{Judgement{On: graph.Judged{After: "concept:a"}, Act: Edit, Set: graph.Edited{Name: new("Alpha"), Aliases: &[]string{"α"}}}, "accepted and edited"},
	} {
		store.conflicts = i % 2 // somebody else is faster
		done := mustDecide(t, store, DecideOptions{By: "ann", Why: "because"}, step.j)
		d := done.Decided[0]
		if got := (verdict{status: d.New.Status, set: d.New.Set}).text(); got != step.want || d.File != filepath.Join(mustGetwd(t), "notes", DecisionsName) {
			t.Errorf("%d: %s in %s", i, got, d.File)
		}
		if again := mustLoad(t, store, Options{}, "notes"); !again.Change.Empty() {
			t.Errorf("%d: the load after it changes something:\n%s", i, readFile(t, "notes/"+DecisionsName))
		}
	}
	want := strings.ReplaceAll(newDecisions, "\n", "\n") + `
- concept: a
  status: accepted
  by: ann
  why: because
  set:
    name: Alpha
    aliases:
    - α
  was:
    name: A
    aliases: []
- concept: b
  needs: a
  status: accepted
  by: ann
  why: because
  set:
    need: recommended
    reason: so that
  was:
    need: required
    reason: first
`
	if diff := cmp.Diff(want, readFile(t, "notes/"+DecisionsName)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"concept:a notes", "concept:b notes"}, owners(store)); diff != "" {
		t.Error(diff)
	}
	mustDecide(t, store, DecideOptions{}, Judgement{On: link("b", "a"), Act: Undo}, Judgement{On: graph.Judged{After: "concept:a"}, Act: Undo})
	if got := readFile(t, "notes/"+DecisionsName); got != newDecisions+"\n" || len(store.state.Decisions) > 0 {
		t.Errorf("after taking it all back: %q %v", got, store.state.Decisions)
	}
	if done := mustDecide(t, store, DecideOptions{}, Judgement{On: link("b", "a"), Act: Undo}); !done.Change.Empty() || done.Decided[0].Old != nil {
		t.Errorf("taken back twice: %+v", done.Decided[0])
	}
}

func owners(store *memStore) (list []string) {
	for _, d := range store.state.Decisions {
		list = append(list, string(d.After)+" "+d.Source)
	}
	return list
}

// Loops, other files, folders that aren't there: refused before anything is written.
func TestDecideRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	notes(t, "notes")
	writeFile(t, "book/d.md", "---\nkind: concept\nname: D\nrequires: [C]\n---\n")
	store := &memStore{}
	mustLoad(t, store, Options{}, "notes")
	mustLoad(t, store, Options{}, "book")
	required := graph.Required
	accept := Judgement{On: link("b", "a"), Act: Accept}

	wantDecidedFault(t, store, DecideOptions{}, "these would need each other: A → B → C → A", Judgement{On: link("a", "c"), Act: Edit, Set: graph.Edited{Need: &required}})
	wantDecidedFault(t, store, DecideOptions{In: "elsewhere"}, "no source was loaded from this folder", accept)
	wantDecidedFault(t, store, DecideOptions{Why: strings.Repeat("x", graph.MaxLine+1)}, "the reason", accept)

	done := mustDecide(t, store, DecideOptions{In: "book"}, Judgement{On: link("b", "a"), Act: Reject}) // of somebody else's link
	if base := filepath.Base(filepath.Dir(done.Decided[0].File)); base != "book" {
		t.Errorf("--in book writes to %s", base)
	}
	wantDecidedFault(t, store, DecideOptions{In: "notes"}, "book/readfirst.decisions.yaml:4: another file has decided that concept:b needs concept:a already", accept)
	if done := mustDecide(t, store, DecideOptions{}, accept); filepath.Base(filepath.Dir(done.Decided[0].File)) != "book" {
		t.Error("what a file has decided is decided anew in another one")
	}
	mustDecide(t, store, DecideOptions{In: "book"}, Judgement{On: link("b", "a"), Act: Undo})

	writeFile(t, "notes/"+DecisionsName, "- concept: a\n")
	wantDecidedFault(t, store, DecideOptions{}, "notes/readfirst.decisions.yaml:1: a decision has no status", accept)
	writeFile(t, "notes/"+DecisionsName, "[{concept: a, status: accepted}]\n")
	wantDecidedFault(t, store, DecideOptions{}, "nothing can be put into it", accept)
	writeFile(t, "notes/"+DecisionsName, "")

	mustDecide(t, store, DecideOptions{}, accept)
	if err := os.Rename("notes", "gone"); err != nil {
		t.Fatal(err)
	}
	wantDecidedFault(t, store, DecideOptions{}, "can't be written: there is no such file or folder", accept)
	done = mustDecide(t, store, DecideOptions{}, Judgement{On: link("c", "b"), Act: Accept})
	if d := done.Decided[0]; d.File != "" || !strings.Contains(d.Note, "notes, where the source notes was loaded from, isn't on this machine") {
		t.Errorf("%+v", d)
	}
}

// What came from no folder is decided in the store; once there is a folder that says it, in its file.
func TestDecideInStore(t *testing.T) {
	t.Chdir(t.TempDir())
	notes(t, "notes")
	store := &memStore{}
	mustLoad(t, store, Options{Source: "corpus:abc"}, "notes")
	edit := Judgement{On: link("b", "a"), Act: Edit, Set: graph.Edited{Reason: new("mine")}}
	done := mustDecide(t, store, DecideOptions{By: "ann"}, edit)
	if d := done.Decided[0]; d.File != "" || d.New.Source != "" || *d.New.Was.Reason != "first" || readFile(t, "notes/"+DecisionsName) != "" {
		t.Errorf("%+v %+v", d, d.New)
	}
	mustLoad(t, store, Options{}, "notes")
	done = mustDecide(t, store, DecideOptions{By: "bob"}, Judgement{On: link("b", "a"), Act: Reject})
	if d := done.Decided[0]; d.File == "" || d.New.Source != "notes" || *d.New.Set.Reason != "mine" || d.Old.By != "ann" || len(store.state.Decisions) != 1 {
		t.Errorf("%+v %v", d, store.state.Decisions)
	}
	if again := mustLoad(t, store, Options{}, "notes"); !again.Change.Empty() || len(again.Warnings) > 0 {
		t.Errorf("%+v", again)
	}
	// The store's own again, behind a file: the warning says so, and taking back uncovers it.
	own := graph.Decision{After: "concept:b", Before: "concept:a", By: "cem", Status: graph.Suggested}
	if _, err := store.Apply(background, &graph.Batch{Decide: []graph.Decision{own}}); err != nil {
		t.Fatal(err)
	}
	again := mustLoad(t, store, Options{}, "notes")
	if len(again.Warnings) != 1 || !strings.Contains(again.Warnings[0].Error(), "rejected and edited by bob here, and suggested by cem in the store: this one counts") {
		t.Errorf("%v", again.Warnings)
	}
	done = mustDecide(t, store, DecideOptions{}, Judgement{On: link("b", "a"), Act: Undo})
	if d := done.Decided[0]; d.New == nil || d.New.By != "cem" || d.Old.By != "bob" {
		t.Errorf("%+v", d)
	}
	done = mustDecide(t, store, DecideOptions{}, Judgement{On: link("b", "a"), Act: Undo})
	if d := done.Decided[0]; d.New != nil || d.File != "" {
		t.Errorf("%+v", d)
	}
}

// failing is a store that takes nothing.
type failing struct {
	*memStore
	err error
}

func (f failing) Apply(context.Context, *graph.Batch) (*graph.Change, error) { return nil, f.err }

// A store that fails after the file was written loses nothing: the next load has it.
func TestDecideStoreFails(t *testing.T) {
	t.Chdir(t.TempDir())
	notes(t, "notes")
	store := &memStore{}
	mustLoad(t, store, Options{}, "notes")
	accept := Judgement{On: link("b", "a"), Act: Accept}
	for _, cause := range []error{graph.ErrUnavailable, graph.ErrConflict} {
		writeFile(t, "notes/"+DecisionsName, "")
		_, err := Decide(background, failing{store, cause}, []Judgement{accept}, DecideOptions{})
		var kept *NotStored
		if !errors.As(err, &kept) || !errors.Is(err, cause) || len(kept.Files) != 1 {
			t.Errorf("%v", err)
		}
		if !strings.Contains(readFile(t, "notes/"+DecisionsName), "concept: b") {
			t.Error("the file has lost it")
		}
	}
	mustLoad(t, store, Options{}, "notes")
	if len(store.state.Decisions) != 1 {
		t.Errorf("after the load: %v", store.state.Decisions)
	}

	// A file that can't be written leaves the store alone.
	if os.Geteuid() == 0 {
		if err := os.RemoveAll("notes"); err != nil {
			t.Fatal(err)
		}
		writeFile(t, "notes", "a file")
	} else if err := os.Chmod("notes", 0o500); err != nil {
		t.Fatal(err)
	}
	before := store.state.Revision
	if _, err := Decide(background, store, []Judgement{{On: link("b", "a"), Act: Reject}}, DecideOptions{}); err == nil || store.state.Revision != before {
		t.Errorf("%v, revision %d", err, store.state.Revision)
	}
}

// Somebody writes to the file while a decision is made: theirs stays.
func TestDecideFileMoves(t *testing.T) {
	t.Chdir(t.TempDir())
	notes(t, "notes")
	store := &memStore{}
	mustLoad(t, store, Options{}, "notes")
	meanwhile := &interrupted{memStore: store, once: func() { writeFile(t, "notes/"+DecisionsName, "# theirs\n\n- concept: a\n  status: accepted\n") }}
	mustDecide(t, meanwhile, DecideOptions{}, Judgement{On: link("b", "a"), Act: Accept}, Judgement{On: link("c", "b"), Act: Accept})
	got := readFile(t, "notes/"+DecisionsName)
	for _, part := range []string{"# theirs", "- concept: a\n", "- concept: b\n", "- concept: c\n"} {
		if !strings.Contains(got, part) {
			t.Errorf("there is no %q in\n%s", part, got)
		}
	}
}

// interrupted is a store at whose second reading something happens: after the file was read.
type interrupted struct {
	*memStore
	reads int
	once  func()
}

func (s *interrupted) Apply(ctx context.Context, b *graph.Batch) (*graph.Change, error) {
	if s.reads++; s.reads == 1 {
		s.once()
		return nil, graph.ErrConflict
	}
	return s.memStore.Apply(ctx, b)
}
