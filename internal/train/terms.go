package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/eval"
)

const termWeights = "loader/terms/weights.json"

func init() { trainers["terms"] = trainTerms }

// trainTerms learns which terms of books and tracks are concepts: those that the bundled corpus, the track or a glossary has.
func trainTerms(data []string) error {
	studies, err := loader.StudyTerms(context.Background(), data, []string{corpus.Rust}, loader.Options{Bundled: corpus.Bundled()})
	if err != nil {
		return err
	}
	m, err := eval.TrainTerms(studies)
	if err != nil {
		return err
	}
	for _, folder := range data {
		m.Data = append(m.Data, filepath.Base(folder))
	}
	m.Command = "go run ./internal/train terms " + strings.Join(m.Data, " ")
	return os.WriteFile(termWeights, m.Write(), 0o644) //nolint:gosec // it is committed
}
