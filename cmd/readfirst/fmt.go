package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/loader"
)

func (a *app) fmt() *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use:   "fmt [PATH...]",
		Short: "Bring files of ours into one order, so that differences stay small",
		Long: `fmt brings readfirst.yaml, readfirst.decisions.yaml and the front matter of concept
and article pages into one order: keys as docs/formats.md lists them, lists of names by
name, decisions by id. It moves whole lines, with the comments directly above them, and
rewrites nothing; keys of other programs and the text of pages stay as they are. Without
PATH it works on this folder.`,
		Example: `  readfirst fmt
  readfirst fmt notes/ --check`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"."}
			}
			tidied, err := loader.Tidy(cmd.Context(), args, check)
			if err != nil {
				return err
			}
			return a.writeTidied(tidied, check)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "change nothing; exit with 1 if a file is in another order, and name it")
	return cmd
}

// tidiedView is what fmt found, for programs.
type tidiedView struct {
	Files   int         `json:"files"`
	Differ  []string    `json:"differ"`
	Stay    []faultView `json:"stay"`
	Written bool        `json:"written"`
}

func (a *app) writeTidied(tidied *loader.Tidied, check bool) error {
	if a.json {
		view := tidiedView{Files: tidied.Files, Differ: some(tidied.Differ), Stay: faultViews(tidied.Stay), Written: !check && len(tidied.Differ) > 0}
		if err := printJSON(a.out, view); err != nil {
			return err
		}
	} else {
		for _, file := range tidied.Differ {
			fmt.Fprintln(a.out, clean(file))
		}
		for _, stays := range tidied.Stay {
			a.note("%s", stays.Error())
		}
	}
	if check && len(tidied.Differ) > 0 {
		return &failure{exit: exitFaults, code: model.Invalid,
			message: fmt.Sprintf("%s in another order: readfirst fmt brings %s in order", count(len(tidied.Differ), "file"), verb(len(tidied.Differ), "it", "them"))}
	}
	return nil
}
