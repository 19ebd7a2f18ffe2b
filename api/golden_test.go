package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/graph"
)

var update = flag.Bool("update", false, "write the golden files anew")

// quiet is a log that nobody reads.
var quiet = slog.New(slog.DiscardHandler)

// serving makes the handler of a store whose snapshot has been read.
func serving(t testing.TB, store graph.Store, opt api.Options) http.Handler {
	t.Helper()
	if opt.Log == nil {
		opt.Log = quiet
	}
	snapshots := api.NewSnapshots(store, quiet, 0)
	if err := snapshots.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return api.New(snapshots, opt)
}

// ask posts a query and gives the answer's body.
func ask(t testing.TB, h http.Handler, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	return post(t, h, string(body)).Body.String()
}

// post posts a body as a well-behaved client does.
func post(t testing.TB, h http.Handler, body string) *httptest.ResponseRecorder {
	t.Helper()
	return send(h, newPost(t, body))
}

func newPost(t testing.TB, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

func send(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// testQueries asks each query of testdata and compares the answers with the
// files beside them. Every store must give the same answers.
func testQueries(t *testing.T, store graph.Store) {
	h := serving(t, store, api.Options{})
	files, err := filepath.Glob("testdata/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatal("no queries", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".graphql")
		t.Run(name, func(t *testing.T) {
			query, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "testdata/"+name+".json", indented(t, ask(t, h, string(query))))
		})
	}
}

func indented(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", "  "); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return b.Bytes()
}

func golden(t testing.TB, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got; -update accepts it):\n%s", file, diff)
	}
}

func TestQueries(t *testing.T) { testQueries(t, filled(t)) }
