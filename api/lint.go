package api

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

func (queryResolver) Lint(ctx context.Context, rules []string, first int, after *string) (page model.FindingConnection, err error) {
	if err := checkFirst(first); err != nil {
		return page, err
	}
	if err := checkList("rules", len(rules)); err != nil {
		return page, err
	}
	for _, id := range rules {
		if err := checkName("rules", id); err != nil {
			return page, err
		}
		if err := checkRule(id); err != nil {
			return page, err
		}
	}
	found := snapshotOf(ctx).Findings()
	if rules != nil {
		found = filter(found, func(f graph.Finding) bool { return slices.Contains(rules, f.Rule) })
	}
	from := 0
	if after != nil {
		last, err := model.ParseCursor(*after)
		if err != nil {
			return page, err
		}
		from = behindFinding(found, last)
	}
	return model.NewPage(found, from, first, findingID), nil
}

func checkRule(id string) error {
	_, nearest, ok := graph.FindLintRule(id)
	if ok {
		return nil
	}
	e := model.Errorf(model.NotFound, "there is no rule %q", id)
	suggestions := []brief{}
	if nearest != "" {
		e.Message += "; did you mean “" + nearest + "”?"
		suggestions = append(suggestions, brief{Name: nearest})
	}
	e.Details = map[string]any{"name": id, "suggestions": suggestions}
	return e
}

// findingID tells a finding from all others: its rule, and a hash of what it says of what.
func findingID(f graph.Finding) graph.ID {
	hash := fnv.New64a()
	_, _ = io.WriteString(hash, f.Message)
	for _, subject := range f.Subjects {
		_, _ = io.WriteString(hash, "\n"+string(subject.ID()))
	}
	for _, link := range f.Links {
		_, _ = io.WriteString(hash, "\n"+string(link.ID()))
	}
	return graph.ID(fmt.Sprintf("%s %x", f.Rule, hash.Sum64()))
}

// behindFinding is the number of the finding behind one; if that is gone, of the first of its rule or of the rules behind.
func behindFinding(found []graph.Finding, last graph.ID) int {
	if i := slices.IndexFunc(found, func(f graph.Finding) bool { return findingID(f) == last }); i >= 0 {
		return i + 1
	}
	rule, _, _ := strings.Cut(string(last), " ")
	order := graph.LintRules()
	place := func(id string) int { return slices.IndexFunc(order, func(r graph.LintRule) bool { return r.ID == id }) }
	if i := slices.IndexFunc(found, func(f graph.Finding) bool { return place(f.Rule) >= place(rule) }); i >= 0 {
		return i
	}
	return len(found)
}
