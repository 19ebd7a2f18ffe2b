package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/loader"
	"github.com/readfirst/readfirst/loader/sense"
)

func (a *app) extract() *cobra.Command {
	var format string
	options := loader.ExtractOptions{Options: loader.Options{Bundled: corpus.Bundled()}}
	cmd := &cobra.Command{
		Use:   "extract SOURCE...",
		Short: "Find every place where a text names a concept",
		Long: fmt.Sprintf(`extract finds every occurrence of every concept in books, pages and listings, and writes none of it into
the graph. Names with "match: code" that are everyday words, too, are told apart by their context;
each place has a score, and from %.1f on it counts. --all shows the others, --explain says why.`, sense.Threshold),
		Example: `  readfirst extract notes/
  readfirst extract books/async-book --vocabulary corpus:rust --json
  readfirst extract page.md --vocabulary terms.yaml --all --explain`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: cobra.FixedCompletions([]string{corpus.Rust}, cobra.ShellCompDirectiveDefault),
		RunE: func(cmd *cobra.Command, args []string) error {
			var known bool
			if options.Format, known = loader.ParseFormat(format); !known {
				return wrongUse("there is no format %q: write %s", format, nameList(loader.FormatNames(), " or ", itself))
			}
			found, err := loader.Extract(cmd.Context(), args, options)
			if err != nil {
				return err
			}
			return a.writeOccurrences(found)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&options.Vocabulary, "vocabulary", "", "what to look for: a file of words, a folder of concept pages or corpus:rust, in `WORDS` (default what the sources themselves describe)")
	flags.StringVar(&format, "format", "auto", "what the files hold: `FORMAT` is as for load")
	flags.BoolVar(&options.All, "all", false, "also the places that are taken for an everyday word")
	flags.BoolVar(&options.Explain, "explain", false, "say what speaks for each place in doubt, and against it")
	a.completeFlag(cmd, "format", cobra.FixedCompletions(loader.FormatNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// writeOccurrences writes a line each; with --json an object a line, so that any number of them can be read as they come.
func (a *app) writeOccurrences(found []loader.Occurrence) error {
	if a.json {
		encoder := json.NewEncoder(a.out)
		encoder.SetEscapeHTML(false)
		for i := range found {
			if err := encoder.Encode(&found[i]); err != nil {
				return err
			}
		}
		return nil
	}
	s := a.sheet()
	for i := range found {
		o := &found[i]
		s.line(s.faint.Render(fmt.Sprintf("%s:%d:", clean(o.File), o.Line)), " ", s.bold.Render(clean(o.Text)), fmt.Sprintf(" (%s, %.2f)", clean(o.Concept), o.Score))
		s.text("  ", o.Quote, plain)
		const most = 8
		for _, c := range o.Features[:min(most, len(o.Features))] {
			s.text("    ", fmt.Sprintf("%+.2f  %s", c.LogOdds, c.Feature), s.faint)
		}
	}
	return nil
}
