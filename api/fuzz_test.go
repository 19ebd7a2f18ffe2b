package api_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/readfirst/readfirst/api"
	"github.com/readfirst/readfirst/api/model"
)

// FuzzBody posts anything: the answer is always one of GraphQL's, and never a fault of the server.
func FuzzBody(f *testing.F) {
	files, err := filepath.Glob("testdata/*.graphql")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		query, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		body, err := json.Marshal(map[string]any{"query": string(query), "variables": map[string]any{"known": []string{"owner"}}})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(body))
	}
	f.Add(`{"query":"query ($n: [String!]!, $f: Int!) { lookup(names: $n) { name } search(text: \"\", first: $f, after: \"YQ\") { totalCount } }","variables":{"n":["\u0000","link:~"],"f":-1}}`)
	f.Add(`{"query":"{ __schema { types { name } } __type(name: \"Step\") { name } }"}`)
	h := serving(f, filled(f), api.Options{})
	f.Fuzz(func(t *testing.T, body string) {
		w := post(t, h, body)
		if r := decode(t, w); w.Code >= 500 || r.code() == model.Internal || r.Data == nil && r.code() == "" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
