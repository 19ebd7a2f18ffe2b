package graphtest

import (
	"fmt"
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// Large is a source with this many concepts and links, most links with a
// reason and some with a quote.
func Large(concepts, links int) graph.SourceClaims {
	s := says("large")
	slug := func(i int) string { return fmt.Sprintf("c%06d", i%concepts) }
	for i := range concepts {
		c := concept(slug(i))
		c.Summary = "What number " + slug(i) + " is about, in a line that is about as long as such lines are."
		s.Concepts = append(s.Concepts, *c)
	}
	for i := range links {
		l := needs(slug(i), slug(i+1+i/concepts*7))
		l.Reason = "Because " + slug(i) + " is built from it."
		if i%10 == 0 {
			l.Origin, l.Confidence, l.Evidence = graph.Inferred, 0.75, []graph.Evidence{quote("A sentence with both, " + slug(i) + ".")}
		}
		s.Links = append(s.Links, *l)
	}
	return s
}

func testTenThousandRows(t *testing.T, open Open) {
	store, source := open(t, Options{}), Large(2000, 8000)
	change := apply(t, store, load(source))
	if added, _, _ := change.Count(graph.OfLink); added != 8000 {
		t.Errorf("%d links were added, want 8000", added)
	}
	wantSources(t, store, source)
	wantUnchanged(t, apply(t, store, load(source)), 1)

	source.Concepts[1000].Name = "Renamed"
	wantEdits(t, apply(t, store, load(source)), "CHANGED large "+string(source.Concepts[1000].ID))
	wantSources(t, store, source)
	_, _, removed := apply(t, store, &graph.Batch{Unload: []string{"large"}}).Count(graph.OfLink)
	if removed != 8000 {
		t.Errorf("%d links were removed, want 8000", removed)
	}
	wantSources(t, store)
}

// BenchmarkStore measures a store: the first load of many links, the same load
// again, a load that differs in one claim, and Read.
func BenchmarkStore(b *testing.B, fresh func(t testing.TB) Open, concepts, links int) {
	source := Large(concepts, links)
	rows := float64(source.Rows())
	run := func(name string, do func(b *testing.B, store graph.Store)) {
		b.Run(name, func(b *testing.B) {
			do(b, fresh(b)(b, Options{}))
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
	run("FirstLoad", func(b *testing.B, store graph.Store) {
		for b.Loop() {
			apply(b, store, load(source))
			b.StopTimer()
			apply(b, store, &graph.Batch{Unload: []string{"large"}})
			b.StartTimer()
		}
	})
	run("SameLoad", func(b *testing.B, store graph.Store) {
		apply(b, store, load(source))
		for b.Loop() {
			apply(b, store, load(source))
		}
	})
	run("OneChange", func(b *testing.B, store graph.Store) {
		apply(b, store, load(source))
		changed := source
		changed.Source.Location = "elsewhere"
		for i := 0; b.Loop(); i++ {
			apply(b, store, load([]graph.SourceClaims{changed, source}[i%2]))
		}
	})
	run("Read", func(b *testing.B, store graph.Store) {
		apply(b, store, load(source))
		for b.Loop() {
			if _, err := store.Read(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
