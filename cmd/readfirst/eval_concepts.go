package main

import (
	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/eval"
)

func (a *app) evalConcepts() *cobra.Command {
	var vocabulary []string
	cmd := &cobra.Command{
		Use:   "concepts SOURCE...",
		Short: "Measure which new concepts are suggested",
		Long: `concepts measures what is suggested where no concept is known yet: how many of the likeliest terms are in a vocabulary
that was hidden. A track's own concepts, and the terms of a page called "Glossary", count as well.`,
		Example: `  readfirst eval concepts books/async-book books/rust-by-example
  readfirst eval concepts tracks/exercism-go --vocabulary terms.yaml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			studies, err := loader.StudyTerms(cmd.Context(), args, vocabulary, loader.Options{Bundled: corpus.Bundled()})
			if err != nil {
				return err
			}
			tables, err := eval.Concepts(studies)
			if err != nil {
				return err
			}
			return a.writeTables(tables)
		},
	}
	cmd.Flags().StringSliceVar(&vocabulary, "vocabulary", []string{corpus.Rust}, "`FILE`, folder or bundled source that is hidden, several with commas between them")
	return cmd
}
