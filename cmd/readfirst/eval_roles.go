package main

import (
	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/eval"
)

func (a *app) evalRoles() *cobra.Command {
	var vocabulary []string
	cmd := &cobra.Command{
		Use:   "roles SOURCE...",
		Short: "Measure which concepts articles are said to teach",
		Long: `roles measures whether texts alone tell what they teach. Of books, the titles are hidden: what is the title of a
chapter, or a whole piece of it, counts as taught. Of chapter indexes the lists of key concepts are hidden.
Without a vocabulary, the concepts are what the titles of each source name.`,
		Example: `  readfirst eval roles books/async-book books/rust-by-example
  readfirst eval roles books/async-book --vocabulary corpus:rust`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			studies, err := loader.StudyRoles(cmd.Context(), args, vocabulary, loader.Options{Bundled: corpus.Bundled()})
			if err != nil {
				return err
			}
			var titled, keyed []loader.RoleStudy
			for _, s := range studies {
				if s.HasKeys {
					keyed = append(keyed, s)
				} else {
					titled = append(titled, s)
				}
			}
			var tables []*eval.Table
			if len(titled) > 0 {
				if tables, err = eval.Roles(titled); err != nil {
					return err
				}
			}
			if len(keyed) > 0 {
				tables = append(tables, eval.KeyRoles(keyed))
			}
			return a.writeTables(tables)
		},
	}
	cmd.Flags().StringSliceVar(&vocabulary, "vocabulary", nil, "`FILE`, folder or bundled source whose concepts are looked for, several with commas between them")
	return cmd
}
