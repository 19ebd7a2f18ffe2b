package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api/access"
)

const (
	envToken     = "READFIRST_TOKEN"
	envTokenFile = "READFIRST_TOKEN_FILE"
)

// tokenFile says which file has the tokens: the flag's, else the environment's, else one beside the default store.
func tokenFile(flag string) (string, error) {
	if named := cmp.Or(flag, os.Getenv(envTokenFile)); named != "" {
		return named, nil
	}
	store, err := defaultFile()
	return filepath.Join(filepath.Dir(store), "tokens"), err
}

func (a *app) token() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Say who may change the graph over GraphQL",
		Long: `token keeps the file of those who may change the graph over a server, or read it where
reading isn't open to all: their names, roles, and the hashes of their tokens. A running
server reads the file again when it has changed.

  reader    asks
  reporter  says that a link is wrong, too
  editor    changes one thing at a time, too
  admin     loads and undoes, too`,
		Example: `  readfirst token add anna --role editor
  readfirst token list
  readfirst token remove anna`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().StringVar(&file, "token-file", "", "the `FILE` of tokens (default "+envTokenFile+", else a file of yours)")
	cmd.AddCommand(a.tokenAdd(&file), a.tokenList(&file), a.tokenRemove(&file))
	return cmd
}

// tokenView is one token; only who has just made it sees it.
type tokenView struct {
	Name  string `json:"name"`
	Role  string `json:"role"`
	Token string `json:"token,omitempty"`
}

func (a *app) tokenAdd(flag *string) *cobra.Command {
	var roleName string
	cmd := &cobra.Command{
		Use:   "add NAME --role ROLE",
		Short: "Make a token for somebody and print it, this once",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			role, known := access.ParseRole(roleName)
			if !known {
				return wrongUse("there is no role %q: --role is %s", roleName, strings.Join(access.RoleNames(), ", "))
			}
			file, err := tokenFile(*flag)
			if err != nil {
				return err
			}
			token, err := access.Add(file, access.Identity{Name: args[0], Role: role})
			if err != nil {
				return refusedToken(err)
			}
			if a.json {
				return printJSON(a.out, tokenView{args[0], role.String(), token})
			}
			a.note("this is the only time that the token is shown; its hash is in %s. It is sent as Authorization: Bearer TOKEN", file)
			_, err = fmt.Fprintln(a.out, token)
			return err
		},
	}
	cmd.Flags().StringVar(&roleName, "role", "", "what they may do: "+strings.Join(access.RoleNames(), ", "))
	_ = cmd.MarkFlagRequired("role") // it is there
	_ = cmd.RegisterFlagCompletionFunc("role", cobra.FixedCompletions(access.RoleNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (a *app) tokenList(flag *string) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List whom tokens belong to",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			file, err := tokenFile(*flag)
			if err != nil {
				return err
			}
			entries, err := access.Read(file)
			if err != nil {
				return err
			}
			slices.SortFunc(entries, func(a, b access.Entry) int { return cmp.Compare(a.Name, b.Name) })
			if a.json {
				views := make([]tokenView, len(entries))
				for i, e := range entries {
					views[i] = tokenView{Name: e.Name, Role: e.Role.String()}
				}
				return printJSON(a.out, views)
			}
			if len(entries) == 0 {
				a.note("there are no tokens in %s", file)
				return nil
			}
			var lines table
			for _, e := range entries {
				lines.add(e.Name, e.Role.String())
			}
			lines.write(a.sheet())
			return nil
		},
	}
}

func (a *app) tokenRemove(flag *string) *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME...",
		Short: "Take tokens back: they work no longer",
		Args:  cobra.MinimumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if file, err := tokenFile(*flag); err == nil {
				entries, _ := access.Read(file)
				for _, e := range entries {
					names = append(names, e.Name)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, names []string) error {
			file, err := tokenFile(*flag)
			if err != nil {
				return err
			}
			return refusedToken(access.Remove(file, names...))
		},
	}
}

// refusedToken makes wrong use of a refusal; another error stays what it is.
func refusedToken(err error) error {
	if refusal, ok := errors.AsType[*access.Refusal](err); ok {
		return wrongUse("%s", refusal)
	}
	return err
}
