package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

func askWith(t testing.TB, h http.Handler, query string, variables map[string]any) reply {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, post(t, h, string(body)))
}

func TestLimits(t *testing.T) {
	h := serving(t, filled(t), api.Options{})
	many := make([]string, 1001)
	long := []string{strings.Repeat("n", graph.MaxLine+1)}
	tests := []struct {
		name, query string
		variables   map[string]any
	}{
		{"targets", "query ($v: [String!]!) { readBefore(target: $v) { revision } }", map[string]any{"v": many}},
		{"known", "query ($v: [String!]!) { readBefore(target: \"Pin\", options: {knowing: $v}) { revision } }", map[string]any{"v": many}},
		{"names", "query ($v: [String!]!) { lookup(names: $v) { name } }", map[string]any{"v": many}},
		{"ids", "query ($v: [ID!]!) { nodes(ids: $v) { id } }", map[string]any{"v": many}},
		{"a long name", "query ($v: [String!]!) { lookup(names: $v) { name } }", map[string]any{"v": long}},
		{"a long target", "query ($v: [String!]!) { readBefore(target: $v) { revision } }", map[string]any{"v": long}},
		{"a long search", "query ($v: String!) { search(text: $v) { totalCount } }", map[string]any{"v": long[0]}},
		{"a long concept", "query ($v: String!) { concept(name: $v) { id } }", map[string]any{"v": long[0]}},
		{"a long series", "query ($v: String!) { articles(series: $v) { totalCount } }", map[string]any{"v": long[0]}},
		{"a large page", "query ($v: Int!) { search(text: \"a\", first: $v) { totalCount } }", map[string]any{"v": 501}},
		{"many teachers", "query ($v: Int!) { concept(name: \"Pin\") { taughtIn(first: $v) { id } } }", map[string]any{"v": 501}},
		{"many mentions", "query ($v: Int!) { concept(name: \"Pin\") { mentions(first: $v) { totalCount } } }", map[string]any{"v": 501}},
		{"depth", "{ concept(name: \"Pin\") " + strings.Repeat("{ needs { before ", 8) + "{ id }" + strings.Repeat("} }", 8) + " }", nil},
		{"depth in fragments", "{ concept(name: \"Pin\") { ...a } } fragment a on Subject { needs { before { ...b } } }" +
			" fragment b on Subject { needs { before { ...c } } } fragment c on Subject { needs { before { ...d } } }" +
			" fragment d on Subject { needs { before { ...e } } } fragment e on Subject { needs { before { ...f } } }" +
			" fragment f on Subject { needs { before { ...g } } } fragment g on Subject { needs { before { id needs { id } } } }", nil},
		{"cost", "{ concepts(first: 500) { nodes { needs { before { needs { before { id name } } } } } } }", nil},
		{"cost of many lists", "{ articles(first: 500) { nodes { readBefore { steps { read { id name } } } } } }", nil},
		{"cost of many names", "query ($v: [ID!]!) { nodes(ids: $v) { ... on Concept { needs { before { needs { id } } } } } }", map[string]any{"v": make([]string, 1000)}},
		{"fragments that double", doubling(40), nil},
		{"a long query", "{ revision } # " + strings.Repeat("x", 1<<16), nil},
		{"tokens", "{" + strings.Repeat(" revision", 2001) + " }", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := askWith(t, h, test.query, test.variables)
			want := model.Limit
			if test.name == "tokens" {
				want = model.Invalid // the parser's word for it
			}
			if r.code() != want {
				t.Errorf("%+v", r)
			}
		})
	}
}

// doubling is a query whose every fragment spreads the next one twice.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString("{ concept(name: \"Pin\") { ...f0 } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment f%d on Subject { ...f%d ...f%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on Subject { needs { before { needs { before { needs { before { needs { before { id } } } } } } } } }", n)
	return b.String()
}

// TestBudget asks for what only turns out to be too much when it is answered.
func TestBudget(t *testing.T) {
	h := serving(t, hub(1_000), api.Options{}.WithMaxFields(10_000))
	r := askWith(t, h, `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Concept { neededBy { id need } } } }`,
		map[string]any{"ids": slices.Repeat([]string{"concept:hub"}, 10)})
	if r.code() != model.Limit || len(r.Errors) != 1 || r.Data != nil {
		t.Errorf("%+v", r)
	}
	r = askWith(t, h, `{ hub: concept(name: "hub") { neededBy { need evidence { quote } } } }`, nil)
	if r.code() != "" {
		t.Errorf("quotes of 1,000 links: %+v", r)
	}
	r = askWith(t, serving(t, hub(6_000), api.Options{}), `{ concept(name: "hub") { neededBy { evidence { quote } } } }`, nil)
	if r.code() != model.Limit {
		t.Errorf("quotes of 6,000 links: %+v", r)
	}
}

// hub is a graph in which n concepts need one.
func hub(n int) *memory {
	source := graph.SourceClaims{Source: graph.Source{ID: "hub"}, Concepts: []graph.ConceptClaim{{ID: "concept:hub", Name: "hub"}}}
	for i := range n {
		id := graph.NewID(graph.KindConcept, fmt.Sprintf("c%06d", i))
		source.Concepts = append(source.Concepts, graph.ConceptClaim{ID: id, Name: fmt.Sprintf("Concept %d", i)})
		source.Links = append(source.Links, graph.LinkClaim{After: id, Before: "concept:hub"})
	}
	return &memory{state: &graph.State{Revision: 1, Sources: []graph.SourceClaims{source}}}
}

func TestIntrospection(t *testing.T) {
	h := serving(t, filled(t), api.Options{})
	r := askWith(t, h, introspection, nil)
	if r.code() != "" || !strings.Contains(string(*r.Data), `"readBefore"`) {
		t.Errorf("%+v", r)
	}
}

// introspection is what tools ask for first.
const introspection = `query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name }
  types { ...FullType } directives { name description locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description
  fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
  kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

func TestQuotesAreReadAtOnce(t *testing.T) {
	store := filled(t)
	h := serving(t, store, api.Options{})
	r := askWith(t, h, `{ readBefore(target: "Pin") { steps { because { evidence { quote } } } loops { links { evidence { quote } } } }
		concepts { nodes { needs { evidence { quote } } mentions { nodes { evidence { quote } } } } } }`, nil)
	if r.code() != "" || store.readings != 1 {
		t.Errorf("%d readings for one answer: %+v", store.readings, r)
	}
}

func TestQuotesFail(t *testing.T) {
	store := filled(t)
	var log strings.Builder
	h := serving(t, store, api.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	store.set(func(m *memory) {
		m.onQuotes = func(context.Context) error { return errors.New("disk 7 of host secret is gone") }
	})
	w := post(t, h, `{"query":"{ concept(name: \"Pin\") { needs { evidence { quote } } } }"}`)
	if decode(t, w).code() != model.Unavailable || strings.Contains(w.Body.String(), "secret") || !strings.Contains(log.String(), "disk 7") {
		t.Errorf("%s, logged %s", w.Body, &log)
	}
	if r := askWith(t, h, `{ concept(name: "Pin") { needs { why } } }`, nil); r.code() != "" {
		t.Errorf("without quotes: %+v", r)
	}
}

// TestTimeOut has a store that doesn't answer, in a bubble with a time of its own:
// either the reading or the whole request takes too long.
func TestTimeOut(t *testing.T) {
	for _, c := range []struct {
		request, want time.Duration
		code          model.Code
	}{{0, 5 * time.Second, model.Unavailable}, {3 * time.Second, 3 * time.Second, model.Limit}} {
		synctest.Test(t, func(t *testing.T) {
			store := filled(t)
			h := serving(t, store, api.Options{Timeout: c.request})
			store.set(func(m *memory) {
				m.onQuotes = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
			})
			began := time.Now()
			r := askWith(t, h, `{ concept(name: "Pin") { needs { evidence { quote } } } }`, nil)
			if took := time.Since(began); r.code() != c.code || r.Data != nil || took != c.want {
				t.Errorf("after %v: %+v", took, r)
			}
		})
	}
}

// TestGoneClient goes away while the store is read.
func TestGoneClient(t *testing.T) {
	store := filled(t)
	h := serving(t, store, api.Options{})
	ctx, goAway := context.WithCancel(t.Context())
	store.set(func(m *memory) {
		m.onQuotes = func(ctx context.Context) error { goAway(); <-ctx.Done(); return ctx.Err() }
	})
	w := send(h, newPost(t, `{"query":"{ concept(name: \"Pin\") { needs { evidence { quote } } } }"}`).WithContext(ctx))
	if r := decode(t, w); r.code() != model.Limit || r.Data != nil {
		t.Error(w.Body)
	}
}

func TestPanic(t *testing.T) {
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, nil))
	r := api.RunWithoutSnapshot(t.Context(), filled(t), logger, `{ revision }`)
	if len(r.Errors) != 1 || r.Errors[0].Message != "internal error" || r.Errors[0].Extensions["code"] != model.Internal {
		t.Errorf("in a resolver: %v", r.Errors)
	}
	if !strings.Contains(log.String(), "resolvers.go") {
		t.Errorf("the log doesn't say where: %s", &log)
	}

	log.Reset()
	store := filled(t)
	h := serving(t, store, api.Options{Log: logger})
	store.set(func(m *memory) { m.onQuotes = func(context.Context) error { panic("at the disco") } })
	w := post(t, h, `{"query":"{ concept(name: \"Pin\") { needs { evidence { quote } } } }"}`)
	if w.Code != http.StatusInternalServerError || decode(t, w).code() != model.Internal || !strings.Contains(log.String(), "at the disco") {
		t.Errorf("in a store: %d %s, logged %s", w.Code, w.Body, &log)
	}
}

func TestAmbiguous(t *testing.T) {
	store := filled(t)
	twice := graph.SourceClaims{Source: graph.Source{ID: "twice"}, Articles: []graph.ArticleClaim{
		{ID: "article:one", Title: "Twice"}, {ID: "article:two", Title: "Twice"}}}
	if _, err := store.Apply(t.Context(), &graph.Batch{Sources: []graph.SourceClaims{twice}}); err != nil {
		t.Fatal(err)
	}
	h := serving(t, store, api.Options{})
	for _, query := range []string{`{ readBefore(target: "twice") { revision } }`, `{ article(name: "twice") { id } }`} {
		body := ask(t, h, query)
		if !strings.Contains(body, `"AMBIGUOUS"`) || !strings.Contains(body, `"candidates":[{"id":"article:one","name":"Twice"},{"id":"article:two","name":"Twice"}]`) {
			t.Error(body)
		}
	}
	body := ask(t, h, `{ concept(name: "twice") { id } lookup(names: "twice") { subject { id } candidates { id } didYouMean { id } } }`)
	if want := `{"data":{"concept":null,"lookup":[{"subject":null,"candidates":[{"id":"article:one"},{"id":"article:two"}],"didYouMean":[]}]}}` + "\n"; body != want {
		t.Error(body)
	}
}

// TestPaging walks through all pages while others add and remove items.
func TestPaging(t *testing.T) {
	store := filled(t)
	snapshots := api.NewSnapshots(store, quiet, 0)
	h := api.New(snapshots, api.Options{Log: quiet})
	var names []string
	after := "null"
	for i := 0; ; i++ {
		extra := graph.SourceClaims{Source: graph.Source{ID: "extra"}, Concepts: []graph.ConceptClaim{
			{ID: graph.ID(fmt.Sprintf("concept:a%d", i)), Name: fmt.Sprintf("before all %d", i)}}}
		if _, err := store.Apply(t.Context(), &graph.Batch{Sources: []graph.SourceClaims{extra}}); err != nil {
			t.Fatal(err)
		}
		if err := snapshots.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		var answer struct {
			Data struct {
				Concepts struct {
					Nodes    []struct{ Name string }
					PageInfo struct {
						HasNextPage bool
						EndCursor   string
					}
				}
			}
		}
		body := ask(t, h, `{ concepts(first: 3, after: `+after+`) { nodes { name } pageInfo { hasNextPage endCursor } } }`)
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatal(err, body)
		}
		for _, node := range answer.Data.Concepts.Nodes {
			names = append(names, node.Name)
		}
		if !answer.Data.Concepts.PageInfo.HasNextPage {
			break
		}
		after = `"` + answer.Data.Concepts.PageInfo.EndCursor + `"`
	}
	want := "before all 0 Borrowing Context Drop Future Generators Lifetimes Moves Ownership Pin Self-referential types Unsafe Waker 非同期"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// TestAtOnce asks from many goroutines while the graph moves: each answer is of one revision throughout.
func TestAtOnce(t *testing.T) {
	store := filled(t)
	snapshots := api.NewSnapshots(store, quiet, 0)
	if err := snapshots.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := api.New(snapshots, api.Options{Log: quiet})
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 25 {
				var answer struct {
					Data struct {
						A, B struct{ Revision int }
						C    int
					}
				}
				body := ask(t, h, `{ a: readBefore(target: "Pin") { revision steps { because { evidence { quote in { id } } } } }
					b: readBefore(target: "Pin, at Last") { revision steps { read { text part } } } c: revision }`)
				if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Data.C == 0 {
					t.Error(err, body)
				}
				if d := answer.Data; d.A.Revision != d.C || d.B.Revision != d.C {
					t.Errorf("revisions %d, %d, %d in one answer", d.A.Revision, d.B.Revision, d.C)
				}
			}
		})
	}
	for i := range 25 {
		extra := graph.SourceClaims{Source: graph.Source{ID: "extra"}, Concepts: []graph.ConceptClaim{{ID: "concept:x", Name: fmt.Sprint("x", i)}}}
		if _, err := store.Apply(t.Context(), &graph.Batch{Sources: []graph.SourceClaims{extra}}); err != nil {
			t.Error(err)
		}
		if err := snapshots.Refresh(t.Context()); err != nil {
			t.Error(err)
		}
	}
	wait.Wait()
}
