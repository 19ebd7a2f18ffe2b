package api_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/api/access"
	"github.com/readfirst/readfirst/api/model"
)

// tokens makes a token file and a token for each role, whose owner has the role's name.
func tokens(t testing.TB) (file string, of map[string]string) {
	t.Helper()
	file, of = filepath.Join(t.TempDir(), "tokens"), map[string]string{}
	for i, name := range access.RoleNames() {
		token, err := access.Add(file, access.Identity{Name: name, Role: access.Role(i)})
		if err != nil {
			t.Fatal(err)
		}
		of[name] = token
	}
	return file, of
}

func openTokens(t testing.TB, file string) *access.Tokens {
	t.Helper()
	known, err := access.Open(file, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// as sends a query with a token; "": without.
func as(t testing.TB, h http.Handler, token, query string) (reply, int) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r := newPost(t, string(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := send(h, r)
	return decode(t, w), w.Code
}

// TestRoles: what each role may do, where reading is open and where it isn't.
func TestRoles(t *testing.T) {
	file, of := tokens(t)
	of["nobody"], of["a stranger"] = "", "readfirst_x"
	const ask = `{ revision }`
	const edit = `mutation { acceptLink(input: {before: "drop", after: "pin"}, change: {dryRun: true}) { revision } }`
	const undo = `mutation { undo(revision: 1, change: {dryRun: true}) { revision } }`
	for _, closed := range []bool{false, true} {
		h := serving(t, filled(t), api.Options{Tokens: openTokens(t, file), Closed: closed})
		anybody := model.Code("")
		if closed {
			anybody = model.Unauthenticated
		}
		for name, want := range map[string][3]model.Code{
			"nobody":     {anybody, model.Unauthenticated, model.Unauthenticated},
			"a stranger": {model.Unauthenticated, model.Unauthenticated, model.Unauthenticated},
			"reader":     {"", model.Forbidden, model.Forbidden},
			"reporter":   {"", model.Forbidden, model.Forbidden},
			"editor":     {"", "", model.Forbidden},
			"admin":      {"", "", ""},
		} {
			for i, query := range []string{ask, edit, undo} {
				got, status := as(t, h, of[name], query)
				if got.code() != want[i] {
					t.Errorf("closed %t: %s sends %s: %d %v", closed, name, query, status, got.Errors)
				}
			}
		}
	}
}

// TestTokenTakenBack: a token that is removed works no longer, and a new one at once.
func TestTokenTakenBack(t *testing.T) {
	file, of := tokens(t)
	h := serving(t, filled(t), api.Options{Tokens: openTokens(t, file)})
	if err := access.Remove(file, "editor"); err != nil {
		t.Fatal(err)
	}
	if got, status := as(t, h, of["editor"], `{ revision }`); status != http.StatusUnauthorized {
		t.Errorf("%d %v", status, got)
	}
	anew, err := access.Add(file, access.Identity{Name: "editor", Role: access.Editor})
	if err != nil {
		t.Fatal(err)
	}
	if got, status := as(t, h, anew, `{ revision }`); status != http.StatusOK {
		t.Errorf("%d %v", status, got)
	}
}

// TestAudit: who asked for which mutation, what became of it, and nothing of what it said.
func TestAudit(t *testing.T) {
	file, of := tokens(t)
	var lines strings.Builder
	audit := slog.New(slog.NewJSONHandler(&lines, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "request" {
			return slog.Attr{}
		}
		return a
	}}))
	h := serving(t, filled(t), api.Options{Tokens: openTokens(t, file), Audit: audit})
	for _, s := range [][2]string{
		{"editor", `mutation { a: acceptLink(input: {before: "drop", after: "pin"}) { links { evidence { quote } } } again: acceptLink(input: {before: "drop", after: "pin"}) { revision } }`},
		{"editor", `mutation { createConcept(input: {name: "Pin"}) { revision } }`},
		{"editor", `mutation { createConcept(input: {name: "New"}, change: {dryRun: true}) { revision } }`},
		{"editor", `mutation { undo(revision: 1) { revision } }`},
		{"reporter", `mutation { createConcept(input: {name: "New"}) { revision } }`},
		{"", `mutation { createConcept(input: {name: "New"}) { revision } }`},
		{"editor", `{ revision }`},
	} {
		as(t, h, of[s[0]], s[1])
	}
	golden(t, "testdata/audit.jsonl", []byte(lines.String()))
	for _, secret := range append([]string{"New"}, of["editor"], "drop") {
		if strings.Contains(lines.String(), secret) {
			t.Errorf("the audit log has %q", secret)
		}
	}
}
