package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/graph"
)

const secret = "open sesame"

// write posts a request with the token.
func write(t testing.TB, h http.Handler, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r := newPost(t, string(body))
	r.Header.Set("Authorization", "Bearer "+secret)
	return send(h, r).Body.String()
}

// testSession makes the requests of testdata/session.txt on a store that has the fixture. Every store must give the same answers, and
// what is written through one server is read from it at once.
func testSession(t *testing.T, store graph.Store) {
	h := serving(t, store, api.Options{Token: secret, Timeout: time.Minute}) // the machine may be busy
	text, err := os.ReadFile("testdata/session.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, query := range strings.Split(string(text), "\n\n")[1:] {
		all.WriteString("# " + strings.ReplaceAll(strings.TrimSpace(query), "\n", "\n# ") + "\n")
		all.Write(indented(t, write(t, h, query)))
		all.WriteByte('\n')
	}
	golden(t, "testdata/session.json", []byte(all.String()))
}

func TestSession(t *testing.T) { testSession(t, filled(t)) }

func TestWhoMayWrite(t *testing.T) {
	mutation := `mutation { createConcept(input: {name: "New"}) { revision } }`
	if got := ask(t, serving(t, filled(t), api.Options{}), mutation); !strings.Contains(got, `"UNAUTHENTICATED"`) {
		t.Errorf("without any token: %s", got)
	}
	if got := ask(t, serving(t, filled(t), api.Options{Token: secret}), mutation); !strings.Contains(got, `"UNAUTHENTICATED"`) {
		t.Errorf("without the token: %s", got)
	}
}

// TestMadeThoughUnanswered: who gets no answer learns that the change is made.
func TestMadeThoughUnanswered(t *testing.T) {
	store := filled(t)
	h := serving(t, store, api.Options{Token: secret})
	store.set(func(m *memory) { m.onQuotes = func(context.Context) error { return errors.New("gone") } })
	got := write(t, h, `mutation { acceptLink(input: {before: "drop", after: "pin"}) { links { evidence { quote } } } }`)
	if !strings.Contains(got, "the changes are made, up to revision 2") || !strings.Contains(got, `"UNAVAILABLE"`) || !strings.Contains(got, `"revision":2`) {
		t.Error(got)
	}
	got = write(t, h, `mutation { acceptLink(input: {before: "drop", after: "pin"}, change: {dryRun: true, why: "x"}) { links { evidence { quote } } } }`)
	if strings.Contains(got, "are made") {
		t.Error(got)
	}
}

// TestHistoryIsReadAtOnce: one statement for all that an answer shows of the history.
func TestHistoryIsReadAtOnce(t *testing.T) {
	store := filled(t)
	h := serving(t, store, api.Options{})
	got := ask(t, h, `{ history { nodes { summary edits { what subjects { name } } } } node(id: "change:1") { id } nodes(ids: ["change:1", "change:2"]) { id } }`)
	if store.readings != 1 || !strings.Contains(got, `"node":{"id":"change:1"},"nodes":[{"id":"change:1"},null]`) {
		t.Errorf("%d readings for %s", store.readings, got)
	}
}

// TestConcurrentWrites: changes that are made at once all come about, one after the other, each with a revision of its own.
func TestConcurrentWrites(t *testing.T) {
	store := filled(t)
	handlers := []http.Handler{serving(t, store, api.Options{Token: secret}), serving(t, store, api.Options{Token: secret})}
	const writers = 8
	answers := make([]string, writers)
	var wait sync.WaitGroup
	for i := range writers {
		wait.Go(func() {
			answers[i] = write(t, handlers[i%2], fmt.Sprintf(`mutation { createConcept(input: {name: "New %d"}) { revision concept { name } } }`, i))
		})
	}
	wait.Wait()
	seen := map[string]bool{}
	for i, answer := range answers {
		if seen[answer] || !strings.Contains(answer, fmt.Sprintf(`"New %d"`, i)) {
			t.Error(answer)
		}
		seen[answer] = true
	}
	if revision, err := store.Revision(t.Context()); err != nil || revision != 1+writers {
		t.Errorf("revision %d, %v", revision, err)
	}
}

// TestOneChangeThoughReadTwice: an answer that needs quotes is worked out twice, and its changes are made once.
func TestOneChangeThoughReadTwice(t *testing.T) {
	store := filled(t)
	got := write(t, serving(t, store, api.Options{Token: secret}), `mutation {
		a: acceptLink(input: {before: "drop", after: "pin"}) { revision links { evidence { quote } } }
		b: acceptConcept(input: {concept: "pin"}) { revision }
	}`)
	want := `{"data":{"a":{"revision":2,"links":[{"evidence":[{"quote":"Pin promises nothing about drop order."}]}]},"b":{"revision":3}}}` + "\n"
	if got != want {
		t.Error(got)
	}
}
