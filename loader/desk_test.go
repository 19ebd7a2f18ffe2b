package loader

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/readfirst/readfirst/graph"
)

const shelfConfig = "sources: [{name: one, path: a}, {name: two, path: b}]\n"

// shelf writes a folder of two sources that share a file of decisions.
func shelf(t *testing.T, folder string) {
	t.Helper()
	for name, text := range map[string]string{
		"readfirst.yaml": shelfConfig,
		"a/pin.md":       "---\nkind: concept\nname: Pin\nrequires: [Future]\n---\n",
		"a/future.md":    "---\nkind: concept\nname: Future\n---\n",
		"b/pin.md":       "---\nkind: concept\nname: Pin\n---\n",
		"b/box.md":       "---\nkind: concept\nname: Box\nrequires: [Pin]\n---\n",
		DecisionsName: "- { concept: pin, status: accepted }\n- { concept: pin, needs: future, status: rejected }\n" +
			"- { concept: future, needs: box, status: rejected }\n- { concept: nothing, status: rejected }\n",
	} {
		writeFile(t, folder+"/"+name, text)
	}
}

// keysOf lists the keys of the decisions in a store.
func keysOf(store *memStore) []graph.DecisionKey {
	var keys []graph.DecisionKey
	for _, d := range store.state.Decisions {
		keys = append(keys, d.Key())
	}
	return keys
}

// A decision belongs to the sources of its folder that speak of what it judges.
func TestOwners(t *testing.T) {
	t.Chdir(t.TempDir())
	shelf(t, "shelf")
	store := &memStore{}
	mustLoad(t, store, Options{}, "shelf")
	want := []graph.DecisionKey{
		{After: "concept:future", Before: "concept:box", Source: "one"}, // of the end that needs the other
		{After: "concept:nothing", Source: "one"},                       // of nobody: of the first
		{After: "concept:pin", Source: "one"}, {After: "concept:pin", Source: "two"},
		{After: "concept:pin", Before: "concept:future", Source: "one"},
	}
	if diff := cmp.Diff(want, keysOf(store)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if again := mustLoad(t, store, Options{}, "shelf"); !again.Change.Empty() {
		t.Error("the same again changes something")
	}

	// A decision that is gone from the file is taken back; the store's own stays.
	own := graph.Decision{After: "concept:pin", Status: graph.Accepted, By: "ada"}
	if _, err := store.Apply(background, &graph.Batch{Decide: []graph.Decision{own}}); err != nil {
		t.Fatal(err)
	}
	writeFile(t, "shelf/"+DecisionsName, "- { concept: pin, needs: future, status: accepted }\n")
	mustLoad(t, store, Options{}, "shelf")
	want = []graph.DecisionKey{own.Key(), {After: "concept:pin", Before: "concept:future", Source: "one"}}
	if diff := cmp.Diff(want, keysOf(store)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}

	// One source of the folder goes, and the file's decisions with it; the other has the file still.
	if _, err := store.Apply(background, &graph.Batch{Unload: []string{"one"}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]graph.DecisionKey{own.Key()}, keysOf(store)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	mustLoad(t, store, Options{}, "shelf")
	if len(keysOf(store)) != 2 {
		t.Errorf("after the load: %v", keysOf(store))
	}
	writeFile(t, "shelf/"+DecisionsName, "")
	mustLoad(t, store, Options{}, "shelf")
	if diff := cmp.Diff([]graph.DecisionKey{own.Key()}, keysOf(store)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A clone gives the same graph, in whatever order its sources are loaded.
func TestCloneOfDecisions(t *testing.T) {
	t.Chdir(t.TempDir())
	shelf(t, "shelf")
	writeFile(t, "notes/rc.md", "---\nkind: concept\nrequires: [Box, Pin]\n---\n")
	writeFile(t, "notes/"+DecisionsName, "- { concept: rc, needs: pin, status: rejected, set: { reason: no }, was: { reason: '' } }\n")
	one, other := &memStore{}, &memStore{}
	mustLoad(t, one, Options{}, "shelf")
	mustLoad(t, one, Options{}, "notes")
	shelf(t, "clone/shelf")
	writeFile(t, "clone/notes/rc.md", "---\nkind: concept\nrequires: [Box, Pin]\n---\n")
	writeFile(t, "clone/notes/"+DecisionsName, "- { concept: rc, needs: pin, status: rejected, set: { reason: no }, was: { reason: '' } }\n")
	t.Chdir("clone")
	mustLoad(t, other, Options{}, "notes", "shelf")
	ignore := cmpopts.IgnoreFields(graph.Source{}, "Location", "DecisionsIn")
	if diff := cmp.Diff(one.state.Sources, other.state.Sources, ignore); diff != "" {
		t.Errorf("claims differ:\n%s", diff)
	}
	if diff := cmp.Diff(one.state.Decisions, other.state.Decisions); diff != "" {
		t.Errorf("decisions differ:\n%s", diff)
	}
}

// What other sources say changes nothing about whether a folder can be loaded; of the store's own edits
// all that is said counts.
func TestOvertaken(t *testing.T) {
	t.Chdir(t.TempDir())
	page := func(why string) string {
		return "---\nkind: concept\nname: Pin\nrequires: [{concept: Future, why: " + why + "}]\n---\n"
	}
	writeFile(t, "notes/pin.md", page("first"))
	writeFile(t, "notes/future.md", "---\nkind: concept\nname: Future\n---\n")
	writeFile(t, "notes/"+DecisionsName, "- { concept: pin, needs: future, status: accepted, set: {reason: mine}, was: {reason: first} }\n")
	writeFile(t, "book/pin.md", page("another"))
	writeFile(t, "book/future.md", "---\nkind: concept\nname: Future\n---\n")
	store := &memStore{}
	mustLoad(t, store, Options{}, "notes")
	mustLoad(t, store, Options{}, "book") // comes first in the merge
	mustLoad(t, store, Options{}, "notes")

	fails := func(folder, says string) {
		t.Helper()
		_, err := Load(background, store, []string{folder}, Options{})
		if err == nil || !slices.Contains([]string{says}, err.Error()) {
			t.Errorf("got  %v\nwant %s", err, says)
		}
	}
	writeFile(t, "notes/pin.md", page("second"))
	fails("notes", `notes/pin.md:4: the reason of the link from concept:future to concept:pin is "second" now; somebody made it "mine" when it was "first" `+
		"(in notes/readfirst.decisions.yaml:1): take reason out of the decision, or write under its `was` what the page says now")
	writeFile(t, "notes/pin.md", page("mine")) // the page has caught up
	mustLoad(t, store, Options{}, "notes")
	writeFile(t, "notes/"+DecisionsName, "")
	mustLoad(t, store, Options{}, "notes")

	own := graph.Decision{After: "concept:pin", Before: "concept:future", By: "ann", Set: graph.Edited{Reason: new("ours")}, Was: graph.Edited{Reason: new("another")}}
	if _, err := store.Apply(background, &graph.Batch{Decide: []graph.Decision{own}}); err != nil {
		t.Fatal(err)
	}
	mustLoad(t, store, Options{}, "notes")
	mustLoad(t, store, Options{}, "book")
	writeFile(t, "book/pin.md", page("third"))
	fails("book", `book/pin.md:4: the reason of the link from concept:future to concept:pin is "third" now; ann made it "ours" when it was "another" `+
		"(in the store): take the decision back with `readfirst edit … --undo`, load, and edit it again if it still holds")
}
