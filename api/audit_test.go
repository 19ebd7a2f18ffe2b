package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"

	"github.com/readfirst/readfirst/api"
)

// auditsFolder is where `make audits` installs graphql-http.
const auditsFolder = "../.cache/audits"

// TestAudits holds the server against all audits of https://github.com/graphql/graphql-http, the reference of GraphQL over HTTP.
func TestAudits(t *testing.T) {
	const all = 60 // that graphql-http 1.22.4 has: should an update have fewer, something is wrong with how they are run
	server := httptest.NewServer(serving(t, filled(t), api.Options{}))
	defer server.Close()
	passed := 0
	results := audit(t, server.URL+"/graphql")
	for _, r := range results {
		if r.Status == "ok" {
			passed++
		} else {
			t.Errorf("%s, %s: %s: %s", r.ID, r.Name, r.Status, r.Why)
		}
	}
	t.Logf("%d of %d audits passed", passed, len(results))
	if passed != all {
		t.Errorf("%d audits passed, not %d", passed, all)
	}
}

type auditResult struct{ ID, Name, Status, Why string }

// audit runs the audits on the server at an address; without graphql-http it skips the test, and fails it in CI.
func audit(t *testing.T, address string) []auditResult {
	t.Helper()
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(auditsFolder + "/node_modules")
	}
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%v: make audits", err)
		}
		if errors.Is(err, exec.ErrNotFound) {
			t.Skip("no node, which runs the audits")
		}
		t.Skip("the audits aren't installed: make audits")
	}
	script, err := os.ReadFile("testdata/audits/audit.mjs")
	if err != nil {
		t.Fatal(err)
	}
	var out, complaints bytes.Buffer
	cmd := exec.CommandContext(t.Context(), node, "--input-type=module", "--eval", string(script), address)
	cmd.Dir, cmd.Stdout, cmd.Stderr = auditsFolder, &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &complaints)
	}
	var results []auditResult
	if err := json.Unmarshal(out.Bytes(), &results); err != nil {
		t.Fatal(err)
	}
	return results
}
