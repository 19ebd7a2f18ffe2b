//go:build ignore

// Sequential makes the code that gqlgen generates write lists through model.List.
// gqlgen has no setting for it: its worker limit still starts a goroutine an element.
package main

import (
	"bytes"
	"log"
	"os"
)

func main() {
	const file = "gen/exec.go"
	code, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	theirs, ours := []byte("graphql.MarshalSliceConcurrently("), []byte("model.List(")
	if !bytes.Contains(code, theirs) {
		log.Fatalf("%s: no call of %s): see whether gqlgen writes lists in another way now", file, theirs)
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(code, theirs, ours), 0o644); err != nil {
		log.Fatal(err)
	}
}
