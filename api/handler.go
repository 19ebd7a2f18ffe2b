package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/readfirst/readfirst/api/model"
)

// Options says how to serve.
type Options struct {
	// Log gets the access log and what goes wrong; nil: slog's default.
	Log *slog.Logger
	// Token, if not empty, must come with every request to /graphql: "Authorization: Bearer <token>".
	Token string
	// Hosts lists the names, besides loopback names and addresses, by which
	// clients may call the server; "*" lets any name pass. Without this check a
	// page of another site could reach a local server by pointing its own name
	// at 127.0.0.1 (DNS rebinding).
	Hosts []string
	// Timeout bounds the work on one request; 0: 10 seconds.
	Timeout time.Duration

	maxFields int64 // of one answer; tests lower it
}

const defaultTimeout = 10 * time.Second

type server struct {
	Options
	snapshots *Snapshots
	engine    *engine
}

// New makes the handler of the whole server: /graphql, /healthz, /readyz and
// the start page. It answers from the snapshots, which somebody else keeps up
// to date ([Snapshots.Follow]), and reads quotes and texts from their store.
func New(snapshots *Snapshots, opt Options) http.Handler {
	opt.Log = cmp.Or(opt.Log, slog.Default())
	opt.Timeout = cmp.Or(opt.Timeout, defaultTimeout)
	s := &server{Options: opt, snapshots: snapshots, engine: newEngine(snapshots.store, opt.Log, cmp.Or(opt.maxFields, maxFields))}
	mux := http.NewServeMux()
	mux.Handle("/graphql", s.checkHost(s.checkToken(http.HandlerFunc(s.graphql))))
	mux.Handle("GET /{$}", s.checkHost(http.HandlerFunc(s.start)))
	mux.HandleFunc("GET /healthz", s.healthy)
	mux.HandleFunc("GET /readyz", s.ready)
	return s.logged(secured(mux))
}

// secured sets the headers that keep browsers from doing more with answers
// than showing them.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src "+startStyle+"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// checkHost refuses requests to names that are not this server's.
func (s *server) checkHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.isOurs(r.Host) {
			http.Error(w, "This server isn't called by that name. Whoever runs it can allow the name.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *server) isOurs(hostPort string) bool {
	host := hostname(hostPort)
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		return true
	}
	for _, allowed := range s.Hosts {
		if allowed == "*" || host != "" && host == hostname(allowed) {
			return true
		}
	}
	return false
}

// hostname gives the name in lower case, without port, brackets and final dot.
func hostname(hostPort string) string {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = strings.Trim(hostPort, "[]")
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// checkToken refuses requests without the token, if there is one.
func (s *server) checkToken(next http.Handler) http.Handler {
	if s.Token == "" {
		return next
	}
	want := sha256.Sum256([]byte(s.Token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		got := sha256.Sum256([]byte(token)) // of one length, so that comparing tells nothing of the token's
		if subtle.ConstantTimeCompare(want[:], got[:]) == 0 || !strings.EqualFold(scheme, "Bearer") {
			w.Header().Set("WWW-Authenticate", `Bearer realm="readfirst"`)
			refuse(w, r, http.StatusUnauthorized, model.Errorf(model.Unauthenticated, "give the token: Authorization: Bearer <token>"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// healthy says that the process lives.
func (s *server) healthy(w http.ResponseWriter, _ *http.Request) {
	writeStatus(w, http.StatusOK, map[string]any{"status": "ok"})
}

// ready says whether there is a graph to answer from, and if not, why.
func (s *server) ready(w http.ResponseWriter, _ *http.Request) {
	if err := s.snapshots.Ready(); err != nil {
		w.Header().Set("Retry-After", "1")
		writeStatus(w, http.StatusServiceUnavailable, map[string]any{"status": "not ready", "why": err.Error()})
		return
	}
	writeStatus(w, http.StatusOK, map[string]any{"status": "ready", "revision": s.snapshots.Current().Revision()})
}

func writeStatus(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may be gone
}

// logged writes a line for each request: nothing of its query, variables, headers and address parameters.
func (s *server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		seen := &watched{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(seen, r)
		s.Log.InfoContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "status", seen.status,
			"bytes", seen.bytes, "took", time.Since(began).Round(time.Microsecond))
	})
}

// watched notes what is written.
type watched struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the writer below.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Serve answers on the listener until the context ends, then lets running
// requests finish for a while. It returns nil after an orderly end.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	const grace = 10 * time.Second
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil {
		_ = server.Close()
		return err
	}
	return nil
}
