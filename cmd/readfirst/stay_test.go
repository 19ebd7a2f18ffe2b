package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// readiness is what /readyz says.
type readiness struct {
	code        int
	Status, Why string
	Revision    int
	Stale       bool
	Since       time.Time
	whole       string
}

func (s *server) get(path string) (int, string) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.address+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatalf("%v\n%s", err, s.log)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, strings.TrimSpace(string(text))
}

func (s *server) ready() (r readiness) {
	s.t.Helper()
	r.code, r.whole = s.get("/readyz")
	if err := json.Unmarshal([]byte(r.whole), &r); err != nil {
		s.t.Fatalf("/readyz: %s: %v", r.whole, err)
	}
	return r
}

// awaitReady asks until /readyz says what it shall.
func (s *server) awaitReady(shall func(readiness) bool) readiness {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		r := s.ready()
		if shall(r) {
			s.t.Logf("/readyz: %d %s", r.code, r.whole)
			return r
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("/readyz still says %s\n%s", r.whole, s.log)
		}
		time.Sleep(20 * time.Millisecond) // between polls
	}
}

// refused runs a command that must fail with a code and one sentence.
func refused(t *testing.T, env []string, code int, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "readfirst", args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGQUIT) } // it says what it waits for
	return refusedBy(t, cmd, env, code)
}

func refusedBy(t *testing.T, cmd *exec.Cmd, env []string, code int) string {
	t.Helper()
	cmd.Env = env
	var said strings.Builder
	cmd.Stderr = &said
	line := strings.Join(cmd.Args, " ")
	var exit *exec.ExitError
	if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != code || strings.Count(said.String(), "\n") != 1 {
		t.Fatalf("%s: %v, want exit code %d and one sentence: %s", line, err, code, &said)
	}
	t.Logf("$ %s\n%s(exit code %d)", line, &said, code)
	return said.String()
}

const askQuotes = `{ concept(name: "Splicing") { needs { why evidence { quote } } } }`

// TestStopAndGo has a server live through all that can happen to its Neo4j. With -v it prints what it said then.
func TestStopAndGo(t *testing.T) {
	neo4j := neo4jtest.Reserve(t)
	env := emptyHome(t, "READFIRST_STORE="+neo4j.URI, "READFIRST_NEO4J_CONNECT_TIMEOUT=2s", "READFIRST_NEO4J_TIMEOUT=2s")
	// What has to work may take as long as a busy machine needs.
	patient := append(slices.Clone(env), "READFIRST_NEO4J_CONNECT_TIMEOUT=60s", "READFIRST_NEO4J_TIMEOUT=60s")
	few, more := knots(t, false), knots(t, true)

	t.Log("--- Neo4j isn't there yet")
	s := startServer(t, env)
	s.awaitReady(func(r readiness) bool {
		return r.code == http.StatusServiceUnavailable && r.Why == "the store is not available"
	})
	if code, body := s.get("/healthz"); code != http.StatusOK {
		t.Errorf("/healthz: %d %s", code, body)
	}
	if answer, code := s.ask(askKnots, ""); code != http.StatusServiceUnavailable || !strings.Contains(answer, `"UNAVAILABLE"`) || !strings.Contains(answer, "the store is not available") {
		t.Errorf("a question: %d %s", code, answer)
	} else {
		t.Logf("a question: %d %s", code, answer)
	}
	if said := refused(t, env, exitStore, "load", few, "--source", "knots"); !strings.Contains(said, "no answer from Neo4j at "+neo4j.URI) {
		t.Error(said)
	}

	t.Log("--- Neo4j is started")
	neo4j.Restart()
	s.awaitReady(func(r readiness) bool { return r.code == http.StatusOK && r.Revision == 0 && !r.Stale })
	command(t, patient, "load", few, "--source", "knots")
	s.await(askKnots, `"Rope lay"`)
	s.await(askQuotes, `"why"`)

	outage := func() {
		s.awaitReady(func(r readiness) bool {
			return r.code == http.StatusOK && r.Stale && r.Revision == 1 && r.Why == "the store is not available" && !r.Since.IsZero()
		})
		if answer, code := s.ask(askKnots, ""); code != http.StatusOK || !strings.Contains(answer, `"Rope lay"`) {
			t.Errorf("a question meanwhile: %d %s", code, answer)
		} else {
			t.Logf("a question: %d %s", code, answer)
		}
		if answer, _ := s.ask(askQuotes, ""); !strings.Contains(answer, `"UNAVAILABLE"`) {
			t.Errorf("a question for quotes meanwhile: %s", answer)
		} else {
			t.Logf("a question for quotes: %s", answer)
		}
		if said := refused(t, env, exitStore, "load", more, "--source", "knots"); !strings.Contains(said, "no answer from Neo4j at "+neo4j.URI) {
			t.Error(said)
		}
	}
	recovery := func() {
		s.awaitReady(func(r readiness) bool { return r.code == http.StatusOK && !r.Stale && r.Revision == 1 })
		s.await(askQuotes, `"why"`)
	}
	t.Log("--- Neo4j is stopped (SIGSTOP): it holds its connections and says nothing")
	neo4j.Pause()
	outage()
	t.Log("--- Neo4j goes on (SIGCONT)")
	neo4j.Resume()
	recovery()
	t.Log("--- Neo4j is killed (SIGKILL)")
	neo4j.Kill()
	outage()
	t.Log("--- Neo4j is started again")
	neo4j.Restart()
	recovery()
	command(t, patient, "load", more, "--source", "knots")
	s.await(askKnots, `"Bend"`)
	s.awaitReady(func(r readiness) bool { return r.Revision == 2 })
	s.stop()
	for line := range strings.Lines(s.log.String()) {
		if !strings.Contains(line, `"msg":"request"`) {
			t.Logf("the server's own log: %s", line)
		}
	}
	if lost, found := strings.Count(s.log.String(), "can't be read;"), strings.Count(s.log.String(), "can be read again"); lost < 3 || found != lost {
		t.Errorf("three outages, or more on a busy machine, are logged as %d with %d recoveries", lost, found)
	}
}
