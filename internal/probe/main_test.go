package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestRun(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	for _, test := range []struct {
		name string
		args []string
		ok   bool
	}{
		{"ready", []string{server.URL + "/readyz"}, true},
		{"not ready", []string{server.URL + "/other"}, false},
		{"nobody there", []string{"http://127.0.0.1:1/readyz"}, false},
		{"no address", nil, false},
	} {
		if err := run(t.Context(), test.args); (err == nil) != test.ok {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}
