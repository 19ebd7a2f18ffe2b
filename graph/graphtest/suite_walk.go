package graphtest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// testWalk applies a long row of drawn batches and holds the store against the
// simplest model there is: a state in memory, replaced whole.
func testWalk(t *testing.T, open Open) {
	stores := []graph.Store{open(t, Options{}), open(t, Options{})}
	draw := &drawer{rand.New(rand.NewPCG(3, 2024))}
	model, made := &graph.State{}, []graph.Change(nil)
	var accepted, idle, dangling int
	for step := range 80 {
		store, b := stores[step%2], draw.batch()
		next := model.With(b)
		edits, faults := editsBetween(t, model, next), danglingIn(next)
		tried, err := stores[(step+1)%2].Apply(t.Context(), dry(b))
		wantRevision(t, store, model.Revision)
		switch {
		case len(faults) > 0:
			wantFaults(t, store, b, faults...)
			same(t, "the faults of the dry run", len(faults), len(faultsOf(t, err)))
			dangling++
		case len(edits) == 0:
			wantUnchanged(t, apply(t, store, b), model.Revision)
			wantUnchanged(t, tried, model.Revision)
			idle++
		default:
			change := apply(t, store, b)
			same(t, "the change", &graph.Change{Revision: next.Revision, By: b.By, Edits: edits}, change)
			same(t, "the change of the dry run", change, tried)
			made = append(made, *change)
			model = next
			accepted++
		}
		wantRevision(t, store, model.Revision)
		wantSources(t, store, model.Sources...)
		wantDecisions(t, store, model.Decisions...)
		if t.Failed() {
			t.Fatalf("at step %d", step)
		}
	}
	if min(accepted, idle, dangling) < 5 {
		t.Errorf("a walk of %d accepted, %d idle and %d dangling batches tests too little", accepted, idle, dangling)
	}
	same(t, "the history", made, history(t, stores[0], 0, len(made)+1))
}

// editsBetween are the edits that lead from one state to another.
func editsBetween(t *testing.T, from, to *graph.State) []graph.Edit {
	t.Helper()
	type at struct {
		source string
		key    graph.ClaimKey
	}
	contents := func(s *graph.State) map[at]string {
		m := map[at]string{}
		put := func(source string, key graph.ClaimKey, v any) {
			data, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			m[at{source, key}] = string(data)
		}
		for i := range s.Sources {
			for _, c := range s.Sources[i].Claims() {
				put(s.Sources[i].Source.ID, c.Key(), c)
			}
		}
		for _, d := range s.Decisions {
			put(d.Source, d.Key().ClaimKey(), d)
		}
		return m
	}
	was, is := contents(from), contents(to)
	var edits []graph.Edit
	for where, now := range is {
		switch before, there := was[where]; {
		case !there:
			edits = append(edits, graph.Edit{Op: graph.Added, Source: where.source, Key: where.key})
		case before != now:
			edits = append(edits, graph.Edit{Op: graph.Changed, Source: where.source, Key: where.key, Old: json.RawMessage(before)})
		}
	}
	for where, before := range was {
		if _, there := is[where]; !there {
			edits = append(edits, graph.Edit{Op: graph.Removed, Source: where.source, Key: where.key, Old: json.RawMessage(before)})
		}
	}
	slices.SortFunc(edits, func(a, b graph.Edit) int {
		if c := strings.Compare(a.Source, b.Source); c != 0 {
			return c
		}
		return a.Key.Compare(b.Key)
	})
	return edits
}

// danglingIn are the faults of all claims of a state that refer to what no source claims.
func danglingIn(s *graph.State) []graph.Fault {
	claimed := map[graph.ID]bool{}
	for i := range s.Sources {
		for _, c := range s.Sources[i].Claims() {
			if key := c.Key(); key.Kind == graph.OfConcept || key.Kind == graph.OfArticle || key.Kind == graph.OfSeries {
				claimed[key.A] = true
			}
		}
	}
	var faults []graph.Fault
	for i := range s.Sources {
		for _, c := range s.Sources[i].Claims() {
			for _, end := range graph.References(c) {
				if !claimed[end] {
					faults = append(faults, graph.DanglingFault(s.Sources[i].Source.ID, c.Key(), c.At(), end))
				}
			}
		}
	}
	return faults
}

// drawer draws small batches over few ids, so that they meet often.
type drawer struct{ *rand.Rand }

func (d *drawer) chance(percent int) bool { return d.IntN(100) < percent }

func (d *drawer) batch() *graph.Batch {
	b := &graph.Batch{By: "ada"}
	for _, id := range []string{"book", "notes", "Ω"} {
		switch n := d.IntN(100); {
		case n < 28:
			b.Sources = append(b.Sources, d.source(id))
		case n < 35:
			b.Unload = append(b.Unload, id)
		case n < 57:
			b.Patch = append(b.Patch, d.patch(id))
		}
	}
	for i := range 3 {
		on := graph.DecisionKey{After: conceptID("c0"), Before: conceptID(fmt.Sprint("c", i+1)), Source: []string{"", "book"}[d.IntN(2)]}
		switch n := d.IntN(100); {
		case n < 12 && !slices.Contains(b.Unload, on.Source):
			b.Decide = append(b.Decide, graph.Decision{After: on.After, Before: on.Before, Source: on.Source, Status: graph.Status(d.IntN(3))})
		case n < 20:
			b.Undecide = append(b.Undecide, on)
		}
	}
	return b
}

// patch draws a patch of a few of the claims that source draws.
func (d *drawer) patch(id string) graph.Patch {
	p := graph.Patch{Record: d.chance(30)}
	var put []graph.Claim
	drawn := d.source(id)
	for _, c := range drawn.Claims() {
		switch {
		case c.Key().Kind == graph.OfSource:
		case d.chance(10):
			put = append(put, c)
		case d.chance(10):
			p.Remove = append(p.Remove, c.Key())
		}
	}
	p.Put = says(id, put...)
	p.Put.Source.Location = fmt.Sprint("moved", d.IntN(2))
	return p
}

func (d *drawer) source(id string) graph.SourceClaims {
	const size = 5
	slug := func(i int) string { return fmt.Sprint("c", i) }
	var claims []graph.Claim
	for i := range size {
		if d.chance(75) {
			c := concept(slug(i))
			c.Match = graph.MatchRule(d.IntN(2))
			claims = append(claims, c)
		}
		if d.chance(75) {
			claims = append(claims, article(slug(i)))
		}
		if d.chance(20) {
			m := teaches(slug(i), slug(d.IntN(size)))
			m.Evidence = []graph.Evidence{quote(fmt.Sprint(d.IntN(2)))}
			claims = append(claims, m)
		}
		if j := d.IntN(size); j != i && d.chance(40) {
			l := needs(slug(i), slug(j))
			l.Need = graph.Need(d.IntN(2))
			l.Place.Line = d.IntN(2)
			claims = append(claims, l)
		}
	}
	if d.chance(80) {
		claims = append(claims, series("s"))
	}
	if d.chance(20) {
		part := article("part")
		part.Series = seriesID("s")
		claims = append(claims, part)
	}
	return says(id, claims...)
}
