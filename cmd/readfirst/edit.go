package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
)

// editing is the fields that edit can change.
type editing struct {
	name, summary, module, need, reason string
	aliases                             []string
}

// The flags of fields: those of a concept, and those of a link.
var (
	conceptFlags = []string{"name", "aliases", "summary", "module"}
	linkFlags    = []string{"need", "reason"}
)

func (a *app) edit() *cobra.Command {
	j := &judging{act: loader.Edit}
	cmd := a.judgingCommand(j, &cobra.Command{
		Use:   "edit NAME [--needs NAME] FIELDS",
		Short: "Correct what sources say of a link or concept",
		Long: `edit corrects a link: how much it matters (--need), and the reason that lists give
(--reason). Without --needs it corrects a concept: --name, --aliases, --summary, --module.
A suggestion that is edited is accepted with it. When a page later says something else in
a corrected field than it did, the load stops and shows both.` + whereKept,
		Example: `  readfirst edit Pin --needs Unsafe --need recommended --reason "It helps to read the code."
  readfirst edit pin --name Pinning
  readfirst edit pin --undo`,
	})
	flags := cmd.Flags()
	flags.StringVar(&j.edit.need, "need", "", "of a link: required or recommended")
	flags.StringVar(&j.edit.reason, "reason", "", "of a link: its reason, in a `SENTENCE`; \"\" for none")
	flags.StringVar(&j.edit.name, "name", "", "of a concept: its `NAME`; the one before becomes an alias")
	flags.StringSliceVar(&j.edit.aliases, "aliases", nil, "of a concept: all its other `NAMES`, with commas between them; \"\" for none")
	flags.StringVar(&j.edit.summary, "summary", "", "of a concept: its summary, as `TEXT` in Markdown; \"\" for none")
	flags.StringVar(&j.edit.module, "module", "", "of a concept: its `MODULE`; \"\" for none")
	a.completeFlag(cmd, "need", cobra.FixedCompletions([]string{"required", "recommended"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// of gives the fields that the flags set, for links or for concepts; none for a command that isn't edit.
func (e *editing) of(cmd *cobra.Command, judged []graph.Judged, undo bool) (graph.Edited, error) {
	var set graph.Edited
	if cmd.Flags().Lookup("reason") == nil {
		return set, nil
	}
	given := func(flag string) bool { return cmd.Flags().Changed(flag) }
	ofLink, ofConcept := slices.ContainsFunc(linkFlags, given), slices.ContainsFunc(conceptFlags, given)
	links := slices.ContainsFunc(judged, func(on graph.Judged) bool { return on.Before != "" })
	flagList := func(flags []string) string {
		return nameList(flags, " and ", func(flag string) string { return "--" + flag })
	}
	switch {
	case undo && (ofLink || ofConcept):
		return set, wrongUse("--undo takes back all that was decided: leave it or the fields out")
	case undo:
		return set, nil
	case ofLink && !links:
		return set, wrongUse("%s are of a link: name it with --needs", flagList(linkFlags))
	case ofConcept && links:
		return set, wrongUse("%s are of a concept: leave --needs out", flagList(conceptFlags))
	case !ofLink && links:
		return set, wrongUse("what is to be changed? A link has %s", flagList(linkFlags))
	case !ofConcept && !links:
		return set, wrongUse("what is to be changed? A concept has %s; a link is named with --needs", flagList(conceptFlags))
	case ofConcept && len(judged) > 1 && given("name"):
		return set, wrongUse("one name is of one concept")
	}
	for flag, field := range map[string]struct {
		to   **string
		text *string
	}{
		"name": {&set.Name, &e.name}, "summary": {&set.Summary, &e.summary}, "module": {&set.Module, &e.module}, "reason": {&set.Reason, &e.reason},
	} {
		if given(flag) {
			*field.to = field.text
		}
	}
	if given("aliases") {
		aliases := append([]string{}, e.aliases...)
		set.Aliases = &aliases
	}
	if given("need") {
		set.Need = new(graph.Need)
		if err := set.Need.UnmarshalText([]byte(strings.ToUpper(e.need))); err != nil {
			return set, wrongUse("there is no need %q: write required or recommended", e.need)
		}
	}
	if set.Name != nil && strings.TrimSpace(*set.Name) == "" {
		return set, wrongUse("a concept can't be without a name")
	}
	return set, nil
}
