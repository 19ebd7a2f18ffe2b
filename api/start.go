package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // for the page below
	"encoding/base64"
	"html/template"
	"net/http"
	"regexp"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

//go:embed start.css
var startCSS string

//go:embed start.html
var startHTML string

var startPage = template.Must(template.New("start").Parse(strings.Replace(startHTML, "CSS", startCSS, 1)))

// startStyle allows exactly the start page's own style sheet.
var startStyle = func() string {
	sum := sha256.Sum256([]byte(startCSS))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// start shows what this is and what to try.
func (s *server) start(w http.ResponseWriter, r *http.Request) {
	shown := struct {
		Address, Why, Goal, Part     string
		Token, Ready                 bool
		Concepts, Articles, Revision int
	}{Address: "http://" + r.Host, Token: s.Closed, Goal: usualGoal}
	if r.TLS != nil {
		shown.Address = "https://" + r.Host
	}
	if snapshot := s.snapshots.Current(); snapshot != nil {
		concepts := snapshot.Concepts()
		shown.Ready, shown.Revision, shown.Goal = true, int(snapshot.Revision()), exampleGoal(snapshot, concepts)
		shown.Concepts, shown.Articles = len(concepts), len(snapshot.Articles())
	} else {
		shown.Why = s.snapshots.Ready().Error()
	}
	shown.Part = strings.ToLower(shown.Goal[:min(2, len(shown.Goal))])
	var page bytes.Buffer
	if err := startPage.Execute(&page, shown); err != nil {
		s.Log.ErrorContext(r.Context(), "the start page can't be shown", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = page.WriteTo(w) // the client may be gone
}

const usualGoal = "Pin"

// plainName is a name that needs no quoting in a shell, in JSON and in GraphQL.
var plainName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 ]*$`)

// exampleGoal is something worth asking for: Pin, or what needs the most.
func exampleGoal(s *graph.Snapshot, concepts []graph.Concept) string {
	best, most := usualGoal, -1
	if s.Lookup(usualGoal).Subject != nil {
		return best
	}
	for _, c := range concepts {
		if needs := len(c.Needs()); needs > most && plainName.MatchString(c.Name()) {
			best, most = c.Name(), needs
		}
	}
	return best
}
