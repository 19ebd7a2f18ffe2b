package api

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/readfirst/readfirst/api/access"
)

// Options says how to serve.
type Options struct {
	// Log gets the access log and what goes wrong; nil: slog's default.
	Log *slog.Logger
	// Audit gets a line for each mutation that somebody asks for; nil: Log.
	Audit *slog.Logger
	// Tokens says who may write, and with Closed who may read: "Authorization: Bearer <token>". Nil: nobody.
	Tokens *access.Tokens
	// Token, if not empty, is one token more, of the role admin and without a name.
	Token string
	// Closed lets nobody read without a token either.
	Closed bool
	// Hosts lists the names, besides loopback names and addresses, by which
	// clients may call the server; "*" lets any name pass. Without this check a
	// page of another site could reach a local server by pointing its own name
	// at 127.0.0.1 (DNS rebinding).
	Hosts []string
	// Bundled are the files of sources that come with the program, by name, for what is loaded to borrow words from.
	Bundled map[string]fs.FS
	// Timeout bounds the work on one request; 0: 10 seconds.
	Timeout time.Duration

	maxFields int64 // of one answer; tests lower it
}

const defaultTimeout = 10 * time.Second

type server struct {
	Options
	snapshots *Snapshots
	engine    *engine
	shared    access.Hash // of Token
}

// New makes the handler of the whole server: /graphql, /healthz, /readyz and
// the start page. It answers from the snapshots, which somebody else keeps up
// to date ([Snapshots.Follow]), and reads quotes and texts from their store.
func New(snapshots *Snapshots, opt Options) http.Handler {
	opt.Log = cmp.Or(opt.Log, slog.Default())
	opt.Timeout = cmp.Or(opt.Timeout, defaultTimeout)
	s := &server{Options: opt, snapshots: snapshots, engine: newEngine(snapshots, opt.Log, cmp.Or(opt.maxFields, maxFields))}
	s.engine.bundled, s.shared = opt.Bundled, access.HashOf(opt.Token)
	s.engine.audit = cmp.Or(opt.Audit, opt.Log)
	mux := http.NewServeMux()
	mux.Handle("/graphql", s.checkHost(s.identified(http.HandlerFunc(s.graphql))))
	mux.Handle("GET /{$}", s.checkHost(http.HandlerFunc(s.start)))
	mux.HandleFunc("GET /healthz", s.healthy)
	mux.HandleFunc("GET /readyz", s.ready)
	return s.logged(secured(mux))
}

// healthy says that the process lives.
func (s *server) healthy(w http.ResponseWriter, _ *http.Request) {
	writeStatus(w, http.StatusOK, map[string]any{"status": "ok"})
}

// ready says whether there is a graph to answer from, and if not, why; also
// whether it may be an old one, because the store can't be read.
func (s *server) ready(w http.ResponseWriter, _ *http.Request) {
	if err := s.snapshots.Ready(); err != nil {
		w.Header().Set("Retry-After", "1")
		writeStatus(w, http.StatusServiceUnavailable, map[string]any{"status": "not ready", "why": err.Error()})
		return
	}
	status := map[string]any{"status": "ready", "revision": s.snapshots.Current().Revision()}
	if t := s.snapshots.Trouble(); t != nil { // old answers are better than none, so it is ready all the same
		status["stale"], status["since"], status["why"] = true, t.Since.UTC().Format(time.RFC3339), t.Public().Error()
	}
	writeStatus(w, http.StatusOK, status)
}

func writeStatus(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may be gone
}
