package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience bounds waits that end at once on an idle machine.
const patience = 30 * time.Second

// server is a `readfirst serve` in a process of its own.
type server struct {
	t       *testing.T
	address string
	process *exec.Cmd
	log     *strings.Builder
}

// startServer starts a server and waits until it says where it is.
func startServer(t *testing.T, env []string, args ...string) *server {
	t.Helper()
	s := &server{t: t, log: new(strings.Builder)}
	s.process = exec.Command("readfirst", append([]string{"serve", "--json", "--listen", "127.0.0.1:0"}, args...)...)
	s.process.Env = env
	s.process.Stderr = s.log
	out, err := s.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	var started servingView
	if err := json.NewDecoder(out).Decode(&started); err != nil {
		_ = s.process.Wait()
		t.Fatalf("serve said nothing: %v\n%s", err, s.log)
	}
	s.address = started.Address
	return s
}

func (s *server) kill() {
	if s.process.ProcessState == nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait()
	}
}

// stop ends the server as a terminal or a supervisor does; it must end in order.
func (s *server) stop() {
	s.t.Helper()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if err := s.process.Wait(); err != nil {
		s.t.Fatalf("serve ended with %v\n%s", err, s.log)
	}
}

// ask sends a query and gives the answer's text and status.
func (s *server) ask(query, token string) (string, int) {
	s.t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.post(string(body), token)
}

func (s *server) post(body, token string) (string, int) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.address+"/graphql", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
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
	return string(text), response.StatusCode
}

// await asks until the answer holds a text.
func (s *server) await(query, text string) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		answer, _ := s.ask(query, "")
		if strings.Contains(answer, text) {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%s never held %s\n%s", answer, text, s.log)
		}
		time.Sleep(20 * time.Millisecond) // between polls
	}
}

// emptyHome is the environment of a user who has nothing yet.
func emptyHome(t *testing.T, more ...string) []string {
	t.Helper()
	return append([]string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}, more...)
}

// command runs readfirst and gives what it prints; it must end with code 0.
func command(t *testing.T, env []string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "readfirst", args...)
	cmd.Env = env
	var log strings.Builder
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("readfirst %s: %v\n%s", strings.Join(args, " "), err, log.String())
	}
	return string(out)
}

// pages writes pages into a new folder: names and texts by turns.
func pages(t *testing.T, folder string, namesAndTexts ...string) string {
	t.Helper()
	for i := 0; i < len(namesAndTexts); i += 2 {
		file := filepath.Join(folder, namesAndTexts[i])
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(namesAndTexts[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

const askKnots = `{ readBefore(target: "Splicing") { steps { covers { name } } } }`

// knots is a folder of invented pages; with a bend, if asked for.
func knots(t *testing.T, bend bool) string {
	t.Helper()
	folder := pages(t, filepath.Join(t.TempDir(), "knots"),
		"splicing.md", "---\nkind: concept\nname: Splicing\nrequires:\n  - concept: Rope lay\n    why: Strands are tucked against the lay.\n---\nJoining rope for good.\n",
		"rope-lay.md", "---\nkind: concept\nname: Rope lay\n---\nWhich way the strands turn.\n")
	if bend {
		pages(t, folder, "rope-lay.md", "---\nkind: concept\nname: Rope lay\nrequires:\n  - concept: Bend\n    why: A rope must be held first.\n---\nWhich way the strands turn.\n",
			"bend.md", "---\nkind: concept\nname: Bend\n---\nTwo ropes made one for a while.\n")
	}
	return folder
}

func TestServeFillsTheDefaultStoreAndStops(t *testing.T) {
	env := emptyHome(t)
	s := startServer(t, env)
	answer, status := s.ask(`{ readBefore(target: "Pin") { steps { covers { name } } } }`, "")
	if status != http.StatusOK || !strings.Contains(answer, `"Ownership"`) || !strings.Contains(answer, `"Pin"`) {
		t.Errorf("%d %s", status, answer)
	}
	s.stop()
	if !strings.Contains(s.log.String(), "corpus:rust") {
		t.Errorf("nothing said of the corpus:\n%s", s.log)
	}
}

func TestServeFollowsLoads(t *testing.T) {
	env := emptyHome(t, "READFIRST_STORE=sqlite:"+filepath.Join(t.TempDir(), "graph.db"))
	followLoads(t, env)
}

// followLoads has two servers on one store see what a third process loads.
func followLoads(t *testing.T, env []string) {
	t.Helper()
	command(t, env, "load", knots(t, false), "--source", "knots")
	first, second := startServer(t, env), startServer(t, env)
	for _, s := range []*server{first, second} {
		if answer, _ := s.ask(askKnots, ""); !strings.Contains(answer, `"Rope lay"`) || strings.Contains(answer, `"Bend"`) {
			t.Fatal(answer)
		}
	}
	command(t, env, "load", knots(t, true), "--source", "knots")
	first.await(askKnots, `"Bend"`)
	second.await(askKnots, `"Bend"`)
	first.stop()
	second.stop()
}

// Reading is open on this machine; who writes needs a token of the role, which is known as soon as it is made and no longer when it is removed.
func TestServeWithTokens(t *testing.T) {
	folder := t.TempDir()
	env := emptyHome(t, envTokenFile+"="+filepath.Join(folder, "tokens"), envToken+"=open sesame")
	audit := filepath.Join(folder, "audit.jsonl")
	s := startServer(t, env, "--audit-log", audit)
	const write = `mutation { createConcept(input: {name: "Bight"}, change: {dryRun: true}) { revision } }`
	anna := strings.TrimSpace(command(t, env, "token", "add", "anna", "--role", "editor"))
	ask := func(query, token string, want int, text string) {
		t.Helper()
		if answer, status := s.ask(query, token); status != want || !strings.Contains(answer, text) {
			t.Errorf("%d %s, want %d %s", status, answer, want, text)
		}
	}
	ask(`{ revision }`, "", http.StatusOK, `"revision"`)
	ask(write, "", http.StatusOK, `"UNAUTHENTICATED"`)
	ask(write, anna, http.StatusOK, `"data":{"createConcept"`)
	ask(write, "open sesame", http.StatusOK, `"data":{"createConcept"`)
	command(t, env, "token", "remove", "anna")
	ask(write, anna, http.StatusUnauthorized, `"UNAUTHENTICATED"`)
	s.stop()
	log, err := os.ReadFile(audit)
	if err != nil || strings.Count(string(log), "\n") != 3 || !strings.Contains(string(log), `"outcome":"dry-run","client":"127.0.0.1","who":"anna","role":"editor"`) {
		t.Errorf("audit log: %s %v", log, err)
	}
	if all := s.log.String() + string(log); strings.Contains(all, "sesame") || strings.Contains(all, anna) {
		t.Errorf("a token is in a log:\n%s", all)
	}
}

// Beyond this machine reading needs a token, too.
func TestServeClosed(t *testing.T) {
	env := emptyHome(t)
	anna := strings.TrimSpace(command(t, env, "token", "add", "anna", "--role", "reader"))
	s := startServer(t, env, "--listen", "0.0.0.0:0")
	if answer, status := s.ask(`{ revision }`, ""); status != http.StatusUnauthorized {
		t.Errorf("without a token: %d %s", status, answer)
	}
	if answer, status := s.ask(`{ revision }`, anna); status != http.StatusOK {
		t.Errorf("with a token: %d %s", status, answer)
	}
	s.stop()
	if !strings.Contains(s.log.String(), "tokens travel in the clear") {
		t.Errorf("no word of TLS in the log:\n%s", s.log)
	}
}

func TestServeRefuses(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, []byte("open sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", t.TempDir())
	for _, c := range []struct {
		args []string
		exit int
		says string
	}{
		{[]string{"--listen", "0.0.0.0:0"}, exitUse, "0.0.0.0:0 can be reached from other machines: make a token with readfirst token add"},
		{[]string{"--listen", ":0"}, exitUse, ":0 can be reached from other machines"},
		{[]string{"--listen", taken.Addr().String()}, exitStore, "can't listen on " + taken.Addr().String() + ": address already in use"},
		{[]string{"--listen", "nonsense"}, exitStore, "missing port in address"},
		{[]string{"--token-file", plain}, exitFaults, plain + ":1: this is no line"},
		{[]string{"--token-file", filepath.Dir(plain)}, exitStore, "the token file can't be read"},
		{[]string{"--tls-cert", plain}, exitUse, "TLS needs both files"},
		{[]string{"--tls-cert", plain, "--tls-key", plain}, exitStore, "the certificate and its key can't be used"},
		{[]string{"--audit-log", filepath.Dir(plain)}, exitStore, "the audit log can't be opened"},
		{[]string{"now"}, exitUse, ""},
	} {
		var out, errors strings.Builder
		if exit := run(t.Context(), append([]string{"serve"}, c.args...), nil, &out, &errors); exit != c.exit || !strings.Contains(errors.String(), c.says) {
			t.Errorf("serve %q: exit code %d, %s", c.args, exit, errors.String())
		}
	}
}

// A server that is to be reached from elsewhere says so by flag, and is called by the names it was given.
func TestServeBeyondThisMachine(t *testing.T) {
	s := startServer(t, emptyHome(t), "--listen", "0.0.0.0:0", "--insecure", "--allow-host", "graph.example.com")
	for host, want := range map[string]int{"graph.example.com": http.StatusOK, "evil.example.com": http.StatusMisdirectedRequest} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.address+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("called %s: %s", host, response.Status)
		}
	}
	s.stop()
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	t.Setenv("HOME", t.TempDir())
	var out, errors strings.Builder
	if exit := run(ctx, []string{"before", "Pin"}, nil, &out, &errors); exit != exitStore || errors.String() != "readfirst: stopped before the end: nothing was changed\n" {
		t.Errorf("exit code %d, %s", exit, errors.String())
	}
}
