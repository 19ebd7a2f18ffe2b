package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/eval"
)

// mentionWeights are embedded by loader/sense.
const mentionWeights = "loader/sense/weights.json"

func init() { trainers["mentions"] = trainMentions }

// trainMentions learns to tell names from everyday words from where the data mark their code.
func trainMentions(data []string) error {
	sources, err := loader.ReadUnmarked(context.Background(), data, loader.Options{})
	if err != nil {
		return err
	}
	weights, err := eval.TrainMentions(sources)
	if err != nil {
		return err
	}
	weights.Command = "go run ./internal/train mentions " + strings.Repeat("DATA ", len(data)-1) + "DATA"
	for _, folder := range data {
		weights.Data = append(weights.Data, filepath.Base(folder))
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(weights); err != nil {
		return err
	}
	fmt.Printf("%s: %d weights\n", mentionWeights, len(weights.Capital.First.Weights)+len(weights.Small.First.Weights))
	return os.WriteFile(mentionWeights, text.Bytes(), 0o644) //nolint:gosec // a file of the project
}
