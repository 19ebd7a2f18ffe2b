package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/eval"
	"github.com/readfirst/readfirst/loader/infer"
)

func init() { trainers["links"] = trainLinks }

// trainLinks learns what needs what.
func trainLinks(data []string) error {
	examples, err := eval.LinkSources(context.Background(), data, corpus.Rust, loader.Options{Bundled: corpus.Bundled()})
	if err != nil {
		return err
	}
	m, err := infer.Train(examples)
	if err != nil {
		return err
	}
	names := make([]string, len(data))
	for i, d := range data {
		names[i] = filepath.Base(d)
	}
	m.Command = "go run ./internal/train links " + strings.Join(names, " ")
	for _, e := range examples {
		m.Data = append(m.Data, fmt.Sprintf("%s: %d links", e.Name, len(e.Gold)))
	}
	out, err := m.Write()
	if err != nil {
		return err
	}
	return os.WriteFile("loader/infer/weights.json", out, 0o644) //nolint:gosec // part of the source
}
