package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
)

func (a *app) lint() *cobra.Command {
	var rules []string
	var set map[string]string
	var failOn, format, explain string
	cmd := &cobra.Command{
		Use:   "lint",
		Short: "What is wrong with the graph itself",
		Long: `lint looks for loops, redundant links, gaps in series, concepts that nobody teaches and more, and
says where that is written. Exit code 1 from a chosen severity on. --explain RULE tells of a
rule, --format sarif is for code hosts (SARIF 2.1.0). What the readfirst.yaml in this
folder, or in one above, sets rules to counts, unless a flag says otherwise.`,
		Example: `  readfirst lint
  readfirst lint --rules loop,missing-part --fail-on warning
  readfirst lint --set untaught=off,no-reason=error
  readfirst lint --explain redundant
  readfirst lint --format sarif > lint.sarif`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if explain != "" {
				return a.explain(explain)
			}
			worst, ok := graph.ParseLintSetting(failOn)
			switch {
			case !ok || worst.Off:
				return wrongUse("--fail-on is %q: write error, warning or note", failOn)
			case !slices.Contains([]string{"text", "json", "sarif"}, format):
				return wrongUse("--format is %q: write text, json or sarif", format)
			case a.json:
				format = "json"
			}
			settings, err := lintSettings(rules, set)
			if err != nil {
				return err
			}
			return a.lintGraph(cmd.Context(), rules, settings, format, worst.Severity)
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&rules, "rules", nil, "only these `RULES`, with commas between them, also those that are off in a readfirst.yaml")
	flags.StringToStringVar(&set, "set", nil, "set rules to error, warning, note or off: `RULE=SEVERITY`, with commas between them")
	flags.StringVar(&failOn, "fail-on", "error", "the least `SEVERITY` that is exit code 1: error, warning or note")
	flags.StringVar(&format, "format", "text", "the `FORMAT` of the findings: text, json or sarif")
	flags.StringVar(&explain, "explain", "", "say what a `RULE` looks for, and what to do")
	return cmd
}

func lintRule(id string) (graph.LintRule, error) {
	rule, nearest, ok := graph.FindLintRule(id)
	switch {
	case ok:
		return rule, nil
	case nearest != "":
		return rule, wrongUse("there is no rule %q: did you mean %s?", id, nearest)
	}
	return rule, wrongUse("there is no rule %q: the rules are %s", id, nameList(graph.LintRules(), " and ", func(r graph.LintRule) string { return r.ID }))
}

// lintSettings are those of the readfirst.yaml here or above, with what the flags say: rules that they pick aren't off, unless they say so.
func lintSettings(picked []string, set map[string]string) (graph.LintSettings, error) {
	settings, _, err := loader.LintSettings(".")
	if err != nil {
		return nil, err
	}
	if settings == nil {
		settings = graph.LintSettings{}
	}
	for _, id := range picked {
		if _, err := lintRule(id); err != nil {
			return nil, err
		}
		if settings[id].Off {
			delete(settings, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(set)) {
		if _, err := lintRule(id); err != nil {
			return nil, err
		}
		setting, ok := graph.ParseLintSetting(set[id])
		if !ok {
			return nil, wrongUse("--set %s is %q: write error, warning, note or off", id, set[id])
		}
		settings[id] = setting
	}
	return settings, nil
}

func (a *app) explain(id string) error {
	rule, err := lintRule(id)
	if err != nil {
		return err
	}
	s := a.sheet()
	s.text("", fmt.Sprintf("%s (%s): %s", rule.ID, strings.ToLower(rule.Severity.String()), rule.Title), s.bold)
	s.text("", rule.Explain, plain)
	return nil
}

// findingView is a finding, and where what it is about is written.
type findingView struct {
	Rule     string         `json:"rule"`
	Severity graph.Severity `json:"severity"`
	Message  string         `json:"message"`
	File     *string        `json:"file"`
	Line     int            `json:"line"`
	Subjects []ref          `json:"subjects"`
	Links    []linkView     `json:"links"`
}

func (a *app) lintGraph(ctx context.Context, rules []string, settings graph.LintSettings, format string, failOn graph.Severity) (err error) {
	from, err := a.openForQuestions(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	state, err := from.Read(ctx)
	if err != nil {
		return err
	}
	s := graph.NewSnapshot(state)
	places := loader.NewPlaces(state)
	views, bad := []findingView{}, 0
	for _, f := range s.Lint(rules, settings) {
		v := findingView{f.Rule, f.Severity, f.Message, nil, 0, refs(f.Subjects), quotes{s: s}.links(f.Links)}
		if place, ok := places.Of(f); ok {
			v.File, v.Line = new(fromHere(place.File)), place.Line
		}
		views = append(views, v)
		if f.Severity <= failOn {
			bad++
		}
	}
	switch format {
	case "json":
		err = printJSON(a.out, views)
	case "sarif":
		err = printJSON(a.out, sarifOf(views))
	default:
		a.writeFindings(views)
	}
	if err == nil && bad > 0 {
		err = &failure{exit: exitFaults, code: model.Invalid, message: count(bad, "fault")}
	}
	return err
}

// fromHere is a file's path as seen from this folder if it is below it; with slashes.
func fromHere(file string) string {
	if here, err := filepath.Abs("."); err == nil {
		if near, err := filepath.Rel(here, file); err == nil && filepath.IsLocal(near) {
			file = near
		}
	}
	return filepath.ToSlash(file)
}

func (a *app) writeFindings(views []findingView) {
	s := a.sheet()
	for _, v := range views {
		place := ""
		if v.File != nil {
			place = graph.Place{File: *v.File, Line: v.Line}.String() + ": "
		}
		s.text(fmt.Sprintf("%s%s %s: ", clean(place), strings.ToLower(v.Severity.String()), v.Rule), v.Message, plain)
	}
	if len(views) == 0 {
		s.text("", "Nothing to say.", plain)
	}
}
