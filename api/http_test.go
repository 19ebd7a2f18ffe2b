package api_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

const (
	typeJSON    = "application/json"
	typeGraphQL = "application/graphql-response+json"
)

// reply is a GraphQL answer; a nil Data says that there was no such key.
type reply struct {
	Data   *json.RawMessage `json:"data"`
	Errors []struct {
		Message    string `json:"message"`
		Extensions struct {
			Code model.Code `json:"code"`
		} `json:"extensions"`
	} `json:"errors"`
}

func decode(t testing.TB, w *httptest.ResponseRecorder) reply {
	t.Helper()
	var r reply
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
		t.Fatalf("%v in %d %s", err, w.Code, w.Body)
	}
	return r
}

// code gives the code of the first error; "" if there is none.
func (r reply) code() model.Code {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Extensions.Code
}

// TestOverHTTP holds the server against the audits of the GraphQL-over-HTTP
// specification (https://github.com/graphql/graphql-http) that matter.
func TestOverHTTP(t *testing.T) {
	const good, bad, wrong = `{"query":"{ __typename }"}`, `{"query":"{"}`, `{"query":"{ nothing }"}`
	tests := []struct {
		name, method, accept, content, body string
		status                              int
		media                               string // of the answer
		code                                model.Code
	}{
		{"a query", "POST", typeGraphQL, typeJSON, good, 200, typeGraphQL, ""},
		{"a query of an old client", "POST", typeJSON, typeJSON, good, 200, typeJSON, ""},
		{"no Accept", "POST", "", typeJSON, good, 200, typeJSON, ""},
		{"anything accepted", "POST", "*/*", typeJSON, good, 200, typeJSON, ""},
		{"any application accepted", "POST", "application/*", typeJSON, good, 200, typeJSON, ""},
		{"both accepted, the new first", "POST", typeGraphQL + ", " + typeJSON + ";q=0.9", typeJSON, good, 200, typeGraphQL, ""},
		{"both accepted, the old better", "POST", typeGraphQL + ";q=0.5, " + typeJSON, typeJSON, good, 200, typeJSON, ""},
		{"with charset accepted", "POST", typeGraphQL + "; charset=utf-8", typeJSON, good, 200, typeGraphQL, ""},
		{"neither accepted", "POST", "text/html", typeJSON, good, 406, typeJSON, model.Invalid},
		{"refused by weight", "POST", typeJSON + ";q=0", typeJSON, good, 406, typeJSON, model.Invalid},
		{"charset given", "POST", "", typeJSON + "; charset=UTF-8", good, 200, typeJSON, ""},
		{"another charset", "POST", "", typeJSON + "; charset=latin1", good, 415, typeJSON, model.Invalid},
		{"no content type", "POST", "", "", good, 415, typeJSON, model.Invalid},
		{"a form", "POST", "", "application/x-www-form-urlencoded", "query=%7B__typename%7D", 415, typeJSON, model.Invalid},
		{"plain text, as forms can send it", "POST", "", "text/plain", good, 415, typeJSON, model.Invalid},
		{"an upload", "POST", "", "multipart/form-data; boundary=x", "--x--", 415, typeJSON, model.Invalid},

		{"syntax, old", "POST", typeJSON, typeJSON, bad, 200, typeJSON, model.Invalid},
		{"syntax, new", "POST", typeGraphQL, typeJSON, bad, 400, typeGraphQL, model.Invalid},
		{"validation, old", "POST", typeJSON, typeJSON, wrong, 200, typeJSON, model.Invalid},
		{"validation, new", "POST", typeGraphQL, typeJSON, wrong, 400, typeGraphQL, model.Invalid},
		{"no operation of that name", "POST", typeGraphQL, typeJSON, `{"query":"query A { __typename }","operationName":"B"}`, 400, typeGraphQL, model.Invalid},
		{"which of two operations", "POST", typeGraphQL, typeJSON, `{"query":"query A { __typename } query B { __typename }"}`, 400, typeGraphQL, model.Invalid},
		{"the second of two operations", "POST", typeGraphQL, typeJSON, `{"query":"query A { nothing: __typename } query B { __typename }","operationName":"B"}`, 200, typeGraphQL, ""},
		{"a variable missing", "POST", typeGraphQL, typeJSON, `{"query":"query ($n: String!) { concept(name: $n) { id } }"}`, 400, typeGraphQL, model.Invalid},
		{"a variable of another type", "POST", typeGraphQL, typeJSON, `{"query":"query ($n: Int!) { concepts(first: $n) { totalCount } }","variables":{"n":true}}`, 400, typeGraphQL, model.Invalid},
		{"a number in a string", "POST", typeGraphQL, typeJSON, `{"query":"query ($n: Int!) { concepts(first: $n) { totalCount } }","variables":{"n":"3"}}`, 200, typeGraphQL, model.Invalid},
		{"a number too large", "POST", typeGraphQL, typeJSON, `{"query":"query ($n: Int!) { concepts(first: $n) { totalCount } }","variables":{"n":2147483648}}`, 200, typeGraphQL, model.Invalid},
		{"a variable", "POST", typeGraphQL, typeJSON, `{"query":"query ($n: Int!) { concepts(first: $n) { totalCount } }","variables":{"n":3},"extensions":{"x":1}}`, 200, typeGraphQL, ""},
		{"a mutation", "POST", typeGraphQL, typeJSON, `{"query":"mutation { x }"}`, 400, typeGraphQL, model.Invalid},
		{"unknown parameters are left alone", "POST", typeGraphQL, typeJSON, `{"query":"{ __typename }","id":7}`, 200, typeGraphQL, ""},
		{"null parameters", "POST", typeGraphQL, typeJSON, `{"query":"{ __typename }","operationName":null,"variables":null,"extensions":null}`, 200, typeGraphQL, ""},

		{"no JSON", "POST", typeJSON, typeJSON, `{"query":`, 400, typeJSON, model.Invalid},
		{"an empty body", "POST", typeJSON, typeJSON, ``, 400, typeJSON, model.Invalid},
		{"null", "POST", typeJSON, typeJSON, `null`, 400, typeJSON, model.Invalid},
		{"a list", "POST", typeJSON, typeJSON, `[` + good + `]`, 400, typeJSON, model.Invalid},
		{"two objects", "POST", typeJSON, typeJSON, good + good, 400, typeJSON, model.Invalid},
		{"no query", "POST", typeJSON, typeJSON, `{}`, 400, typeJSON, model.Invalid},
		{"a query that is a number", "POST", typeJSON, typeJSON, `{"query":1}`, 400, typeJSON, model.Invalid},
		{"variables in a string", "POST", typeJSON, typeJSON, `{"query":"{ __typename }","variables":"{}"}`, 400, typeJSON, model.Invalid},
		{"variables in a list", "POST", typeJSON, typeJSON, `{"query":"{ __typename }","variables":[]}`, 400, typeJSON, model.Invalid},
		{"a name that is a number", "POST", typeJSON, typeJSON, `{"query":"{ __typename }","operationName":1}`, 400, typeJSON, model.Invalid},
		{"extensions in a string", "POST", typeJSON, typeJSON, `{"query":"{ __typename }","extensions":"x"}`, 400, typeJSON, model.Invalid},
		{"too large", "POST", typeJSON, typeJSON, `{"query":"` + strings.Repeat(" ", 1<<20) + `"}`, 413, typeJSON, model.Limit},

		{"PUT", "PUT", "", typeJSON, good, 405, typeJSON, model.Invalid},
		{"OPTIONS, as a browser asks for leave", "OPTIONS", "", "", "", 405, typeJSON, model.Invalid},
	}
	h := serving(t, filled(t), api.Options{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), test.method, "http://localhost/graphql", strings.NewReader(test.body))
			setHeader(r, "Accept", test.accept)
			setHeader(r, "Content-Type", test.content)
			check(t, send(h, r), test.status, test.media, test.code)
		})
	}
}

func setHeader(r *http.Request, name, value string) {
	if value != "" {
		r.Header.Set(name, value)
	}
}

// check compares an answer; data is there exactly if the query was executed.
func check(t testing.TB, w *httptest.ResponseRecorder, status int, media string, code model.Code) {
	t.Helper()
	if got := w.Header().Get("Content-Type"); w.Code != status || got != media+"; charset=utf-8" {
		t.Errorf("%d %s, want %d %s: %s", w.Code, got, status, media, w.Body)
	}
	if w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("other sites may read the answer")
	}
	if r := decode(t, w); r.code() != code || code == "" && r.Data == nil {
		t.Errorf("code %q, want %q: %s", r.code(), code, w.Body)
	}
}

func TestOverGET(t *testing.T) {
	h := serving(t, filled(t), api.Options{})
	tests := []struct {
		name, query string
		status      int
		code        model.Code
	}{
		{"a query", "query={__typename}", 200, ""},
		{"variables", "query=query($n:String!){concept(name:$n){id}}&variables={\"n\":\"pin\"}", 200, ""},
		{"an operation", "query=query A{__typename} query B{__typename}&operationName=B", 200, ""},
		{"an empty name", "query={__typename}&operationName=", 200, ""},
		{"no query", "", 400, model.Invalid},
		{"variables that are no JSON", "query={__typename}&variables={", 400, model.Invalid},
		{"variables in a list", "query={__typename}&variables=[]", 400, model.Invalid},
		{"syntax", "query={", 400, model.Invalid},
		{"a mutation", "query=mutation{x}", 400, model.Invalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			values, err := url.ParseQuery(test.query)
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/graphql?"+values.Encode(), nil)
			r.Header.Set("Accept", typeGraphQL)
			check(t, send(h, r), test.status, typeGraphQL, test.code)
		})
	}
}

func TestNoDataWithoutExecution(t *testing.T) {
	h := serving(t, filled(t), api.Options{})
	if r := decode(t, post(t, h, `{"query":"{"}`)); r.Data != nil {
		t.Errorf("data: %s", *r.Data)
	}
	w := post(t, h, `{"query":"{ readBefore(target: \"nothing\") { revision } }"}`)
	if !strings.Contains(w.Body.String(), `"data":null`) {
		t.Errorf("executed, but no data: %s", w.Body)
	}
}

func TestToken(t *testing.T) {
	h := serving(t, filled(t), api.Options{Token: "sesame", Closed: true})
	for authorization, status := range map[string]int{
		"": 401, "Bearer": 401, "Bearer ": 401, "Bearer sesam": 401, "Bearer sesame!": 401, "Basic sesame": 401, "sesame": 401,
		"Bearer sesame": 200, "bearer sesame": 200,
	} {
		r := newPost(t, `{"query":"{ revision }"}`)
		setHeader(r, "Authorization", authorization)
		w := send(h, r)
		if w.Code != status {
			t.Errorf("%q: %d, want %d", authorization, w.Code, status)
		}
		if status == 401 && (decode(t, w).code() != model.Unauthenticated || w.Header().Get("WWW-Authenticate") == "") {
			t.Errorf("%q: %v %s", authorization, w.Header(), w.Body)
		}
	}
	for _, path := range []string{"/", "/healthz", "/readyz"} {
		if w := get(t, h, "http://localhost"+path); w.Code != 200 || strings.Contains(w.Body.String(), "sesame") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func get(t testing.TB, h http.Handler, address string) *httptest.ResponseRecorder {
	t.Helper()
	return send(h, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil))
}

func TestHost(t *testing.T) {
	h := serving(t, filled(t), api.Options{Hosts: []string{"Books.Example", "10.0.0.7:8080"}})
	for host, ours := range map[string]bool{
		"localhost": true, "LOCALHOST:8080": true, "localhost.": true, "app.localhost:1": true,
		"127.0.0.1:8080": true, "127.9.9.9": true, "[::1]:8080": true, "[::1]": true,
		"books.example": true, "books.example:443": true, "10.0.0.7": true,
		"evil.example": false, "localhost.evil.example": false, "evil-localhost": false, "127.0.0.1.evil.example": false,
		"books.example.evil.example": false, "10.0.0.8": false, "": false, ":8080": false, "[": false,
	} {
		for _, path := range []string{"/graphql?query={revision}", "/"} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost"+path, nil)
			r.Host = host
			if status := send(h, r).Code; (status == 200) != ours || !ours && status != http.StatusMisdirectedRequest {
				t.Errorf("%q %s: %d", host, path, status)
			}
		}
	}
	open := serving(t, filled(t), api.Options{Hosts: []string{"*"}})
	if w := get(t, open, "http://any.example/"); w.Code != 200 {
		t.Errorf("* lets nothing pass: %d", w.Code)
	}
	if w := get(t, h, "http://10.1.2.3/readyz"); w.Code != 200 {
		t.Errorf("a probe by address gets %d", w.Code)
	}
}

func TestPages(t *testing.T) {
	h := serving(t, filled(t), api.Options{})
	for _, path := range []string{"/", "/healthz", "/readyz", "/graphql?query={revision}", "/nothing"} {
		w := get(t, h, "http://localhost:8080"+path)
		want := http.StatusOK
		if path == "/nothing" {
			want = http.StatusNotFound
		}
		policy := w.Header().Get("Content-Security-Policy")
		if w.Code != want || !strings.Contains(policy, "default-src 'none'") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
	page := get(t, h, "http://localhost:8080/").Body.String()
	for _, part := range []string{"http://localhost:8080/graphql", "13 concepts and 8 articles", "color-scheme: light dark"} {
		if !strings.Contains(page, part) {
			t.Errorf("the start page lacks %q", part)
		}
	}
	_, css, _ := strings.Cut(page, "<style>")
	css, _, _ = strings.Cut(css, "</style>")
	sum := sha256.Sum256([]byte(css))
	if policy := get(t, h, "http://localhost/").Header().Get("Content-Security-Policy"); !strings.Contains(policy, base64.StdEncoding.EncodeToString(sum[:])) {
		t.Errorf("the page's style isn't the one that %q allows", policy)
	}
	for _, part := range []string{"<script", "<link", "src=", "ZgotmplZ"} {
		if strings.Contains(page, part) {
			t.Errorf("the start page has %q", part)
		}
	}
}

// TestStartOfAnotherGraph shows a goal that is there.
func TestStartOfAnotherGraph(t *testing.T) {
	page := get(t, serving(t, chain(3), api.Options{}), "http://localhost/").Body.String()
	if !strings.Contains(page, "before Concept 2:") || strings.Contains(page, "Pin") {
		t.Error(page)
	}
	page = get(t, serving(t, &memory{state: &graph.State{}}, api.Options{}), "http://localhost/").Body.String()
	if !strings.Contains(page, "0 concepts") {
		t.Error(page)
	}
}

// TestShownQueries asks what the start page says to ask.
func TestShownQueries(t *testing.T) {
	h := serving(t, filled(t), api.Options{})
	page := get(t, h, "http://localhost/").Body.String()
	_, rest, _ := strings.Cut(page, "<pre>query")
	query, _, found := strings.Cut(rest, "</pre>")
	body, err := json.Marshal(map[string]any{"query": "query" + query, "variables": map[string]any{"goal": "Pin", "known": []string{"Lifetimes"}}})
	if err != nil || !found {
		t.Fatal("no query on the start page", err)
	}
	if w := post(t, h, string(body)); decode(t, w).code() != "" || !strings.Contains(w.Body.String(), "Pin, at Last") {
		t.Error(w.Body)
	}
}

func TestCancelled(t *testing.T) {
	h := serving(t, filled(t), api.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := send(h, newPost(t, `{"query":"{ readBefore(target: \"Pin\") { steps { layer } } }"}`).WithContext(ctx))
	if r := decode(t, w); r.code() != model.Limit || r.Data != nil {
		t.Error(w.Body)
	}
}
