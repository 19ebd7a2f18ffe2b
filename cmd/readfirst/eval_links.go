package main

import (
	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/eval"
)

func (a *app) evalLinks() *cobra.Command {
	var words string
	cmd := &cobra.Command{
		Use:   "links SOURCE...",
		Short: "Inferred links against those that people made",
		Long: `links infers links from sources whose links are known, without these, and compares: curated tracks,
pages with their needs. A source that says nothing of needs, as a book, is measured with the
words of another one (--vocabulary), whose links count as gold.`,
		Example: `  readfirst eval links exercism-go exercism-python
  readfirst eval links async-book --vocabulary corpus:rust`,
		Args: atLeastOneSource,
		RunE: func(cmd *cobra.Command, args []string) error {
			examples, err := eval.LinkSources(cmd.Context(), args, words, loader.Options{Bundled: corpus.Bundled()})
			if err != nil {
				return err
			}
			if len(examples) == 0 {
				return wrongUse("none of these has links that people made: name a curated track or pages with requires, or give --vocabulary corpus:rust")
			}
			tables, err := eval.Links(examples)
			if err != nil {
				return err
			}
			return a.writeTables(tables)
		},
	}
	cmd.Flags().StringVar(&words, "vocabulary", "", "the `SOURCE` whose words and links count for those that have none")
	return cmd
}

// atLeastOneSource refuses a command without sources.
func atLeastOneSource(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return wrongUse("name what is to be measured: %s SOURCE", cmd.CommandPath())
	}
	return nil
}

func (a *app) evalOrder() *cobra.Command {
	words := corpus.Rust
	cmd := &cobra.Command{
		Use:   "order BOOK BOOK...",
		Short: "Lists from inferred links alone against the order that books agree on",
		Long: `order makes a list of each book's concepts from what its texts imply, without its order, and counts
which of the pairs that all the books begin in one order it has the other way round.`,
		Example: `  readfirst eval order async-book comprehensive-rust rust-by-example`,
		Args:    atLeastOneSource,
		RunE: func(cmd *cobra.Command, args []string) error {
			books, err := eval.LinkSources(cmd.Context(), args, words, loader.Options{Bundled: corpus.Bundled()})
			if err != nil {
				return err
			}
			if len(books) < 2 {
				return wrongUse("an order that books agree on needs two books at least that name concepts of %s", words)
			}
			table, err := eval.Order(books)
			if err != nil {
				return err
			}
			return a.writeTables([]*eval.Table{table})
		},
	}
	cmd.Flags().StringVar(&words, "vocabulary", words, "the `SOURCE` whose concepts are put in order")
	return cmd
}
