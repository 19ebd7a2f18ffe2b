package main

import (
	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/eval"
)

func (a *app) evalMentions() *cobra.Command {
	return &cobra.Command{
		Use:   "mentions SOURCE...",
		Short: "Measure how well names are told from everyday words without code marks",
		Long: `eval mentions takes the marks of code out of books, asks for the names that stood in them, and compares
what is found with where the marks were.`,
		Example: `  readfirst eval mentions books/one books/another`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			tables, err := eval.Mentions(cmd.Context(), args, loader.Options{Bundled: corpus.Bundled()})
			if err != nil {
				return err
			}
			return a.writeTables(tables)
		},
	}
}
