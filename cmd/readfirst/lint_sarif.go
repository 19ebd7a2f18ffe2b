package main

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// sarif is what code hosts read of SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): one run, its rules, and results with their places.
type sarif struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool    sarifTool     `json:"tool"`
	Results []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name  string      `json:"name"`
	Rules []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string       `json:"id"`
	Short   sarifMessage `json:"shortDescription"`
	Full    sarifMessage `json:"fullDescription"`
	Default sarifLevel   `json:"defaultConfiguration"`
}

type sarifLevel struct {
	Level string `json:"level"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifMessage    `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine int `json:"startLine"`
}

// sarifLevels are what SARIF calls the severities.
var sarifLevels = map[graph.Severity]string{graph.Error: "error", graph.Warning: "warning", graph.Note: "note"}

// sarifURI is the address of a file: relative to the folder that lint ran in, as code hosts want it, where that holds it.
func sarifURI(file string) string {
	address := url.URL{Path: file}
	if filepath.IsAbs(file) {
		address.Scheme = "file"
		if !strings.HasPrefix(file, "/") { // C:/…
			address.Path = "/" + file
		}
	}
	return address.String()
}

func sarifOf(views []findingView) sarif {
	run := sarifRun{Tool: sarifTool{sarifDriver{Name: "readfirst"}}, Results: []sarifResult{}}
	rules := graph.LintRules()
	for _, r := range rules {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{r.ID, sarifMessage{r.Title}, sarifMessage{r.Explain}, sarifLevel{sarifLevels[r.Severity]}})
	}
	for _, v := range views {
		result := sarifResult{RuleID: v.Rule, RuleIndex: slices.IndexFunc(rules, func(r graph.LintRule) bool { return r.ID == v.Rule }),
			Level: sarifLevels[v.Severity], Message: sarifMessage{v.Message}, Locations: []sarifLocation{}}
		if v.File != nil {
			where := sarifPhysical{Artifact: sarifArtifact{sarifURI(*v.File)}}
			if v.Line > 0 {
				where.Region = &sarifRegion{v.Line}
			}
			result.Locations = append(result.Locations, sarifLocation{where})
		}
		run.Results = append(run.Results, result)
	}
	return sarif{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}
