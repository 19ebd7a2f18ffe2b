package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/eval"
	"github.com/readfirst/readfirst/loader/roles"
)

const roleWeights = "loader/roles/weights.json"

func init() { trainers["roles"] = trainRoles }

// trainRoles learns from books' chapters, each against what the titles of its book name.
func trainRoles(data []string) error {
	studies, err := loader.StudyRoles(context.Background(), data, nil, loader.Options{Bundled: corpus.Bundled()})
	if err != nil {
		return err
	}
	w, err := roles.Train(eval.LabelledRoles(studies))
	if err != nil {
		return err
	}
	names := make([]string, len(data))
	for i, folder := range data {
		names[i] = filepath.Base(folder)
	}
	w.Command, w.Data = "go run ./internal/train roles "+strings.Join(names, " "), names
	return os.WriteFile(roleWeights, w.Write(), 0o644) //nolint:gosec // it is committed
}
