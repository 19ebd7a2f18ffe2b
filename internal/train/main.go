// Command train learns the weights that readfirst has in it:
//
//	go run ./internal/train WHAT DATA…
//
// DATA are books, tracks and folders that readfirst can load; they are no part
// of the project. The weights are written where the package that uses them
// embeds them. The same data give the same bytes.
package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// trainers learn from data; the data's folders are their arguments.
var trainers = map[string]func(data []string) error{}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 || trainers[args[0]] == nil {
		what := strings.Join(slices.Sorted(maps.Keys(trainers)), ", ")
		return fmt.Errorf("say what to learn (%s) and from which data: go run ./internal/train WHAT DATA…", what)
	}
	return trainers[args[0]](args[1:])
}
