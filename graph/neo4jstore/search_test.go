package neo4jstore

import (
	"regexp"
	"slices"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// What an older version has stored is indexed when its database is brought up to date.
func TestIndexAll(t *testing.T) {
	server := neo4jtest.Start(t)
	server.Lock(t)
	store := openStore(t, server, Options{})
	if _, err := store.Apply(t.Context(), graphtest.FixtureBatch()); err != nil {
		t.Fatal(err)
	}
	before := searched(t, store, "the waker")
	version := slices.IndexFunc(migrations, func(m migration) bool { return m.fill != nil })
	behind := server.Driver(t)
	for _, cypher := range []string{"MATCH (n:ReadfirstTerms) DELETE n", "DROP INDEX readfirst_terms", "MATCH (m:ReadfirstMeta) SET m.schema = $version"} {
		if _, err := neo4j.ExecuteQuery(t.Context(), behind, cypher, params{"version": version}, neo4j.EagerResultTransformer); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second finds that all is done
		again := searched(t, openStore(t, server, Options{}), "the waker")
		if len(before) != 1 || !slices.Equal(before, again) {
			t.Errorf("found %v, and %v after the migration", before, again)
		}
	}
}

func searched(t *testing.T, store *Store, text string) []graph.TextHit {
	t.Helper()
	hits, err := store.SearchTexts(t.Context(), graph.NewQuery(text))
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// lucene is all that queries are made of: words of letters, digits and marks, with escaped signs.
var lucene = func() *regexp.Regexp {
	const word = `[\p{L}\p{N}\p{M}]+(\\[+#]){0,2}`
	const phrase = `("` + word + `( ` + word + `)*"|` + word + `\*)`
	const ways = `title:` + phrase + `\^4 summary:` + phrase + `\^2 text:` + phrase
	return regexp.MustCompile(`^(\+\(` + ways + `( ` + ways + `)?\) ?)*$`)
}()

// Whatever is typed is text to Lucene.
func FuzzMatching(f *testing.F) {
	for _, text := range []string{"waker", `"`, "a AND NOT b", "title:a", "a* -b ^c {d} [e TO f]", "C++ c#", "\x00", "\xff", `\`, "/a/", "所有権 *:*"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if query := matching(graph.NewQuery(text)); !lucene.MatchString(query) {
			t.Errorf("%q is searched as %s", text, query)
		}
	})
}
