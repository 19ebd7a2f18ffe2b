package api_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/readfirst/readfirst/api"
)

// TestServe stops a server in the middle of a request, which is still answered.
func TestServe(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	inside, goOn, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- api.Serve(ctx, listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			close(inside)
			<-goOn
			_, _ = io.WriteString(w, "done")
		}))
	}()
	answer := make(chan string, 1)
	go func() {
		defer close(answer)
		response, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Error(err)
		}
		answer <- string(body)
	}()
	<-inside
	stop()
	close(goOn)
	if got := <-answer; got != "done" {
		t.Errorf("the running request got %q", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		t.Error("still listening")
	}
}

func TestServeFails(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if err := api.Serve(t.Context(), listener, http.NotFoundHandler()); err == nil {
		t.Error("serving on a closed listener is no error")
	}
}

// TestAccessLog looks for what must not be in it.
func TestAccessLog(t *testing.T) {
	var log lockedBuilder
	h := serving(t, filled(t), api.Options{Token: "sesame", Closed: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
	r := newPost(t, `{"query":"query ($secretly: String!) { concept(name: $secretly) { id } }","variables":{"secretly":"my diary"}}`)
	r.Header.Set("Authorization", "Bearer sesame")
	send(h, r)
	get(t, h, "http://localhost/graphql?query={hidden}")
	get(t, h, "http://localhost/a%0Ab")
	got := log.String()
	for _, line := range []string{"method=POST path=/graphql status=200", "method=GET path=/graphql status=401", `path="/a\nb" status=404`} {
		if !strings.Contains(got, line) {
			t.Errorf("the log lacks %q:\n%s", line, got)
		}
	}
	for _, secret := range []string{"sesame", "diary", "secretly", "hidden"} {
		if strings.Contains(got, secret) {
			t.Errorf("the log has %q:\n%s", secret, got)
		}
	}
	if lines := strings.Count(got, "\n"); lines != 3 {
		t.Errorf("%d lines for 3 requests:\n%s", lines, got)
	}
}

type lockedBuilder struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedBuilder) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuilder) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
