package graphtest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/readfirst/readfirst/graph"
)

// says is a source that makes these claims.
func says(source string, claims ...graph.Claim) graph.SourceClaims {
	s := graph.SourceClaims{Source: graph.Source{ID: source, Location: source + "/"}}
	for _, c := range claims {
		switch c := c.(type) {
		case *graph.ConceptClaim:
			s.Concepts = append(s.Concepts, *c)
		case *graph.ArticleClaim:
			s.Articles = append(s.Articles, *c)
		case *graph.SeriesClaim:
			s.Series = append(s.Series, *c)
		case *graph.MentionClaim:
			s.Mentions = append(s.Mentions, *c)
		case *graph.LinkClaim:
			s.Links = append(s.Links, *c)
		default:
			panic(fmt.Sprintf("no claim that a source makes: %T", c))
		}
	}
	return s
}

// load is a batch that loads these sources.
func load(sources ...graph.SourceClaims) *graph.Batch {
	return &graph.Batch{By: "ada", Why: "a test", Sources: sources}
}

func conceptID(slug string) graph.ID { return graph.NewID(graph.KindConcept, slug) }
func articleID(slug string) graph.ID { return graph.NewID(graph.KindArticle, slug) }
func seriesID(slug string) graph.ID  { return graph.NewID(graph.KindSeries, slug) }

func concept(slug string) *graph.ConceptClaim {
	return &graph.ConceptClaim{ID: conceptID(slug), Name: strings.ToUpper(slug)}
}

// concepts claims a concept for each slug.
func concepts(slugs ...string) []graph.Claim {
	claims := make([]graph.Claim, len(slugs))
	for i, slug := range slugs {
		claims[i] = concept(slug)
	}
	return claims
}

func article(slug string) *graph.ArticleClaim {
	return &graph.ArticleClaim{ID: articleID(slug), Title: "About " + slug}
}

func series(slug string) *graph.SeriesClaim {
	return &graph.SeriesClaim{ID: seriesID(slug), Name: "All of " + slug}
}

// teaches claims that an article teaches a concept.
func teaches(article, concept string) *graph.MentionClaim {
	return &graph.MentionClaim{Article: articleID(article), Concept: conceptID(concept), Count: 1, Salience: 0.5}
}

// needs claims that a concept needs another.
func needs(after, before string) *graph.LinkClaim {
	return &graph.LinkClaim{After: conceptID(after), Before: conceptID(before)}
}

// apply applies a batch that must be accepted.
func apply(t testing.TB, store graph.Store, b *graph.Batch) *graph.Change {
	t.Helper()
	change, err := store.Apply(t.Context(), b)
	if err != nil {
		t.Fatalf("Apply: %v", err)
	}
	return change
}

// read gives the store's state.
func read(t testing.TB, store graph.Store) *graph.State {
	t.Helper()
	state, err := store.Read(t.Context())
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return state
}

// wantRevision checks the store's revision.
func wantRevision(t testing.TB, store graph.Store, want graph.Revision) {
	t.Helper()
	got, err := store.Revision(t.Context())
	if err != nil {
		t.Fatalf("Revision: %v", err)
	}
	if got != want {
		t.Errorf("the revision is %d, want %d", got, want)
	}
}

// wantSources checks that the store's sources claim exactly this, by Read.
func wantSources(t testing.TB, store graph.Store, want ...graph.SourceClaims) {
	t.Helper()
	expected := make([]graph.SourceClaims, len(want))
	for i := range want {
		expected[i] = asRead(want[i])
	}
	slices.SortFunc(expected, func(a, b graph.SourceClaims) int { return strings.Compare(a.Source.ID, b.Source.ID) })
	same(t, "the sources", expected, read(t, store).Sources)
}

// asRead is what Read gives for a source that makes these claims: in the
// order of keys, without texts and quotes.
func asRead(s graph.SourceClaims) graph.SourceClaims {
	var claims []graph.Claim
	for _, c := range s.Claims() {
		switch c := c.(type) {
		case *graph.Source:
		case *graph.ArticleClaim:
			bare := *c
			bare.Text = ""
			claims = append(claims, &bare)
		case *graph.MentionClaim:
			bare := *c
			bare.Evidence = nil
			claims = append(claims, &bare)
		case *graph.LinkClaim:
			bare := *c
			bare.Evidence = nil
			claims = append(claims, &bare)
		default:
			claims = append(claims, c)
		}
	}
	sorted := says(s.Source.ID, claims...)
	sorted.Source = s.Source
	return sorted
}

// wantEdits checks what a change did, an edit a line: "ADDED notes concept:pin".
func wantEdits(t testing.TB, change *graph.Change, want ...string) {
	t.Helper()
	got := make([]string, len(change.Edits))
	for i, e := range change.Edits {
		got[i] = strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", e.Op, e.Source, e.Key.A, e.Key.B, e.Key.Tag))
		got[i] = strings.Join(strings.Fields(got[i]), " ")
	}
	same(t, "the edits", want, got)
}

// wantUnchanged checks that a change did nothing and left the revision alone.
func wantUnchanged(t testing.TB, change *graph.Change, revision graph.Revision) {
	t.Helper()
	wantEdits(t, change)
	if change.Revision != revision {
		t.Errorf("a change without edits is of revision %d, want %d", change.Revision, revision)
	}
}

// same compares two values; what Edit.New holds is only of use while applying.
func same(t testing.TB, what string, want, got any) {
	t.Helper()
	if reflect.DeepEqual(want, got) {
		return // the usual case, and much faster
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(graph.Edit{}, "New", "Decided")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
