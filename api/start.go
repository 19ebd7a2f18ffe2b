package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // for the page below
	"encoding/base64"
	"html/template"
	"net/http"
)

//go:embed start.css
var startCSS string

//go:embed start.html
var startHTML string

var startPage = template.Must(template.New("start").Parse(startHTML))

// startStyle allows exactly the start page's own style sheet.
var startStyle = func() string {
	sum := sha256.Sum256([]byte(startCSS))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// start shows what this is and what to try.
func (s *server) start(w http.ResponseWriter, r *http.Request) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	shown := struct {
		CSS                template.CSS
		Address, Why       string
		Token, Ready       bool
		Concepts, Articles int
		Revision           int
	}{CSS: template.CSS(startCSS), Address: scheme + "://" + r.Host, Token: s.Token != ""}
	if snapshot := s.snapshots.Current(); snapshot != nil {
		shown.Ready, shown.Revision = true, int(snapshot.Revision())
		shown.Concepts, shown.Articles = len(snapshot.Concepts()), len(snapshot.Articles())
	} else {
		shown.Why = s.snapshots.Ready().Error()
	}
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
