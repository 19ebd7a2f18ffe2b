package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/infer"
)

func (a *app) infer() *cobra.Command {
	var all bool
	options := loader.InferOptions{Options: loader.Options{Bundled: corpus.Bundled()}}
	cmd := &cobra.Command{
		Use:   "infer [SOURCE...]",
		Short: "Which links texts imply, how sure that is, and why",
		Long: `infer works out from texts which concepts need which others: links that are new, that a graph can hold
and that are likely enough to be suggested; with --all every pair, however weak. With sources
it reads these and needs no store; without, it reads what the store has. It changes nothing:
load suggests the same links. docs/extraction.md says what its confidence is worth.`,
		Example: `  readfirst infer notes/ --vocabulary corpus:rust
  readfirst infer exercism-go --json --all --ignore-curated`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && options.Vocabulary != "" {
				return wrongUse("--vocabulary is for sources: name one, or leave it out")
			}
			return a.runInfer(cmd.Context(), args, options, all)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&all, "all", false, "every pair of concepts that has any score, not only what is worth suggesting")
	flags.BoolVar(&options.IgnoreCurated, "ignore-curated", false, "use nothing that people said of needs, neither as a signal nor to leave out what is known")
	flags.StringVar(&options.Vocabulary, "vocabulary", "", "a `SOURCE` (a file of words, a folder of pages, corpus:rust) whose concepts are looked for, too")
	return cmd
}

// inferredView is an inferred link for programs: a line of JSON.
type inferredView struct {
	Concept    string             `json:"concept"`
	Needs      string             `json:"needs"`
	Confidence float64            `json:"confidence"`
	Reason     string             `json:"reason,omitempty"`
	Signals    map[string]float64 `json:"signals"`
	Evidence   []graph.Evidence   `json:"evidence"`
}

func (a *app) runInfer(ctx context.Context, args []string, options loader.InferOptions, all bool) (err error) {
	var sources []loader.InferSource
	if len(args) > 0 {
		sources, err = loader.ReadToInfer(ctx, &graph.State{}, args, options)
	} else {
		sources, err = a.inferFromStore(ctx, options)
	}
	if err != nil {
		return err
	}
	model, err := infer.Trained()
	if err != nil {
		return err
	}
	var found []inferredView
	for _, s := range sources {
		links, err := inferOf(s.Material, model, all)
		if err != nil {
			return err
		}
		for _, l := range links {
			found = append(found, inferredView{s.Material.Concepts[l.After].Name, s.Material.Concepts[l.Before].Name, l.Confidence, l.Reason, l.Signals, some(l.Evidence)})
		}
	}
	if len(sources) > 1 {
		found = agreed(found)
	}
	if a.json {
		return a.writeInferredLines(found)
	}
	a.writeInferred(found)
	return nil
}

func inferOf(m *infer.Material, model *infer.Model, all bool) ([]infer.Link, error) {
	if all {
		return infer.All(m, model)
	}
	return infer.Suggest(m, model)
}

// agreed puts what several sources say of one pair together, as a graph does, and brings all in order.
func agreed(found []inferredView) []inferredView {
	at := map[[2]string]int{}
	kept := found[:0]
	for _, f := range found {
		i, met := at[[2]string{f.Concept, f.Needs}]
		if !met {
			at[[2]string{f.Concept, f.Needs}] = len(kept)
			kept = append(kept, f)
			continue
		}
		kept[i].Confidence = graph.Agreed(kept[i].Confidence, f.Confidence)
		kept[i].Evidence = append(kept[i].Evidence, f.Evidence...)
	}
	slices.SortStableFunc(kept, func(x, y inferredView) int {
		if x.Confidence > y.Confidence {
			return -1
		} else if x.Confidence < y.Confidence {
			return 1
		}
		return strings.Compare(x.Concept+"\x00"+x.Needs, y.Concept+"\x00"+y.Needs)
	})
	return kept
}

// inferFromStore reads what the store's sources say.
func (a *app) inferFromStore(ctx context.Context, options loader.InferOptions) (sources []loader.InferSource, err error) {
	from, err := a.openForQuestions(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	state, err := from.Read(ctx)
	if err != nil {
		return nil, err
	}
	return loader.StoredToInfer(ctx, state, from, options)
}

func (a *app) writeInferredLines(found []inferredView) error {
	encoder := json.NewEncoder(a.out)
	encoder.SetEscapeHTML(false)
	for i := range found {
		if err := encoder.Encode(&found[i]); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) writeInferred(found []inferredView) {
	s := a.sheet()
	if len(found) == 0 {
		s.line("Nothing new to suggest.")
		return
	}
	for _, f := range found {
		s.line(clean(f.Concept), " needs ", clean(f.Needs), "  ", s.faint.Render(fmt.Sprintf("%.0f %%", 100*f.Confidence)))
		if f.Reason != "" {
			s.text("  ", f.Reason, plain)
		}
		for _, e := range f.Evidence[:min(2, len(f.Evidence))] {
			s.text("  ", "“"+e.Quote+"”", s.faint)
		}
	}
}
