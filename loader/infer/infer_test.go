package infer

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/internal/learn"
	"github.com/readfirst/readfirst/loader/page"
)

func TestStem(t *testing.T) {
	for words, want := range map[string]string{"boolean booleans": "boolean", "looping loops loop": "loop",
		"class classes": "class", "types type": "typ", "queries query": "query", "status": "status", "basis": "basis"} {
		for _, word := range strings.Fields(words) {
			if got := stem(word); got != want {
				t.Errorf("the stem of %s is %s, want %s", word, got, want)
			}
		}
	}
}

// The gradient is flat at what is fitted, whatever the preferences.
func TestFitPreferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const features = 4
		var list []preference
		for range rapid.IntRange(1, 30).Draw(t, "n") {
			row := rapid.SliceOfN(rapid.Float64Range(-3, 3), features, features).Draw(t, "row")
			list = append(list, preference{learn.Dense(row...), rapid.Float64Range(0.1, 20).Draw(t, "weight")})
		}
		w, gradient := fitPreferences(features, list), make([]float64, features)
		lossOf(list, w, gradient)
		if norm(gradient) > 1e-4*max(1, norm(w)) {
			t.Errorf("the gradient at %v is %v", w, gradient)
		}
	})
}

// What is kept has no loop, not even with what is known, and nothing that follows; what is left out has a reason.
func TestChoose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 7
		pair := rapid.Custom(func(t *rapid.T) [2]int {
			return [2]int{rapid.IntRange(0, n-1).Draw(t, "after"), rapid.IntRange(0, n-1).Draw(t, "before")}
		}).Filter(func(p [2]int) bool { return p[0] != p[1] })
		m := &Material{Known: rapid.SliceOf(pair.Filter(func(p [2]int) bool { return p[0] > p[1] })).Draw(t, "known")}
		var links []Link
		for i, p := range rapid.SliceOfDistinct(pair, func(p [2]int) [2]int { return p }).Draw(t, "links") {
			links = append(links, Link{After: p[0], Before: p[1], Confidence: 1 - float64(i)/100})
		}
		kept := choose(links, m)
		needs := map[int][]int{}
		for _, k := range m.Known {
			needs[k[0]] = append(needs[k[0]], k[1])
		}
		for _, l := range links {
			follows, closes := leads(needs, l.After, l.Before), leads(needs, l.Before, l.After)
			is := slices.ContainsFunc(kept, func(k Link) bool { return k.After == l.After && k.Before == l.Before })
			if is == (follows || closes) {
				t.Fatalf("%v is kept: %v, but follows: %v, closes a loop: %v", l, is, follows, closes)
			}
			if is {
				needs[l.After] = append(needs[l.After], l.Before)
			}
		}
	})
}

func TestImplied(t *testing.T) {
	got := implied([][2]int{{3, 2}, {2, 1}, {4, 1}})
	if want := [][2]int{{2, 1}, {3, 1}, {3, 2}, {4, 1}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRanks(t *testing.T) {
	if got, want := ranks([]float64{3, 1, 3, 9}), []float64{0, -0.5, 0, 0.5}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// course invents a source: each concept's text names those that it needs, with filling words that say nothing.
func course(names []string, needs map[string][]string) *Material {
	m := &Material{}
	for i, name := range names {
		m.Concepts = append(m.Concepts, Concept{ID: graph.NewID(graph.KindConcept, graph.Slug(name)), Name: name})
		text := "About " + name + ". " + strings.Repeat("Filling about things in "+name+". ", 3)
		for _, need := range needs[name] {
			text += "Here " + need + " are met again, and " + need + " help. "
		}
		m.Articles = append(m.Articles, Article{ID: graph.NewID(graph.KindArticle, graph.Slug(name)), Title: name,
			Blocks: []page.Block{page.Plain(text, 0, 1)}, Mentions: []Mention{{Concept: i, Teaches: true, Count: 4}}})
	}
	for i, name := range names {
		for _, need := range needs[name] {
			at := slices.Index(names, need)
			a := &m.Articles[i]
			start := strings.Index(string(a.Blocks[0].Text), need)
			a.Mentions = append(a.Mentions, Mention{Concept: at, Count: 2, Evidence: []graph.Evidence{{Quote: a.Blocks[0].Sentence(start, start+len(need)), In: a.ID}}})
			a.Sightings = append(a.Sightings, Sighting{Concept: at, Start: start, End: start + len(need)})
		}
	}
	return m
}

func example(t *testing.T, names []string, needs map[string][]string) *Example {
	t.Helper()
	e := &Example{Name: names[0], Material: course(names, needs)}
	for after, name := range names {
		for _, need := range needs[name] {
			e.Gold = append(e.Gold, [2]int{after, slices.Index(names, need)})
		}
	}
	return e
}

// What is learned from invented courses holds for another one.
func TestTrainAndInfer(t *testing.T) {
	examples := []*Example{
		example(t, []string{"knots", "ropes", "hitches", "splices", "anchors"}, map[string][]string{"knots": {"ropes"}, "hitches": {"knots", "ropes"}, "splices": {"ropes"}, "anchors": {"hitches"}}),
		example(t, []string{"dough", "flour", "bread", "pies", "ovens"}, map[string][]string{"dough": {"flour"}, "bread": {"dough", "ovens"}, "pies": {"dough", "ovens"}}),
		example(t, []string{"chords", "notes", "scales", "songs", "rhythms"}, map[string][]string{"scales": {"notes"}, "chords": {"notes", "scales"}, "songs": {"chords", "rhythms"}}),
	}
	model, err := Train(examples)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"lenses", "light", "mirrors", "telescopes"}
	m := course(names, map[string][]string{"lenses": {"light"}, "mirrors": {"light"}, "telescopes": {"lenses", "mirrors"}})
	all, err := All(m, model)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 12 || !slices.IsSortedFunc(all, likelierFirst) {
		t.Errorf("%d pairs, sorted: %v", len(all), slices.IsSortedFunc(all, likelierFirst))
	}
	for _, l := range all[:4] {
		if l.Before == 3 || l.Confidence <= 0 || l.Confidence >= 1 || math.IsNaN(l.Confidence) {
			t.Errorf("%s needs %s, %v", names[l.After], names[l.Before], l.Confidence)
		}
		if len(l.Evidence) == 0 || l.Reason == "" || len(l.Signals) == 0 {
			t.Errorf("%s needs %s without a word why: %+v", names[l.After], names[l.Before], l)
		}
	}
	model.Threshold = 0
	m.Known = [][2]int{{0, 1}}
	suggested, err := Suggest(m, model)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range suggested {
		if l.After == 0 && l.Before == 1 || l.After == 1 && l.Before == 0 {
			t.Errorf("known, and suggested: %+v", l)
		}
	}
	again, err := Train(examples)
	if err != nil {
		t.Fatal(err)
	}
	one, err1 := again.Write()
	model.Threshold = again.Threshold
	two, err2 := model.Write()
	if err1 != nil || err2 != nil || string(one) != string(two) {
		t.Errorf("the same examples teach something else: %v, %v", err1, err2)
	}
}

func TestTrainedModel(t *testing.T) {
	m, err := Trained()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newScorer(m, newSurvey(course([]string{"a", "b"}, nil))); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"basics", "string", "conditional"} {
		if w := m.Order.Weights[nameWord+stem(name)]; w >= 0 {
			t.Errorf("%s comes late: %v", name, w)
		}
	}
}
