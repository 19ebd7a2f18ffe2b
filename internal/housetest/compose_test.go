// Package housetest tests the project itself: its layers and the files that build and run it. It has no code of its own. It stands
// here and not in the root folder so that the root is no Go package, which would need a row in the table of imports.
package housetest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

const root = "../.."

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func compose(t testing.TB, environment map[string]string) (*types.Project, error) {
	t.Helper()
	return loader.LoadWithContext(t.Context(), types.ConfigDetails{
		WorkingDir:  root,
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(root, "docker-compose.yml")}},
		Environment: environment,
	})
}

// TestCompose reads docker-compose.yml as Docker Compose would, which is not needed for it.
func TestCompose(t *testing.T) {
	const password = "a-password-of-this-test"
	project, err := compose(t, map[string]string{"READFIRST_NEO4J_PASSWORD": password})
	if err != nil {
		t.Fatal(err)
	}
	neo4j, err := project.GetService("neo4j")
	if err != nil {
		t.Fatal(err)
	}
	readfirst, err := project.GetService("readfirst")
	if err != nil {
		t.Fatal(err)
	}

	for name, service := range project.Services {
		for _, port := range service.Ports {
			if port.HostIP != "127.0.0.1" || port.Published == "" {
				t.Errorf("%s: port %d is published on %q:%q, not on a port of 127.0.0.1", name, port.Target, port.HostIP, port.Published)
			}
		}
		if service.NetworkMode == "host" || service.Privileged {
			t.Errorf("%s has more of the host than it needs", name)
		}
	}
	if pinned := regexp.MustCompile(`^neo4j:5\.26\.\d+-community$`); !pinned.MatchString(neo4j.Image) {
		t.Errorf("Neo4j is %q, not pinned to one 5.26", neo4j.Image)
	}
	if check := neo4j.HealthCheck; check == nil || check.Disable || len(check.Test) < 2 || check.Interval == nil || check.StartPeriod == nil {
		t.Errorf("Neo4j's health check: %+v", check)
	}
	for _, setting := range []string{
		"NEO4J_server_memory_heap_initial__size", "NEO4J_server_memory_heap_max__size", "NEO4J_server_memory_pagecache_size",
		"NEO4J_db_memory_transaction_total_max", "NEO4J_dbms_memory_transaction_total_max",
	} {
		if value := neo4j.Environment[setting]; value == nil || !regexp.MustCompile(`^\d+[mg]$`).MatchString(*value) {
			t.Errorf("%s is not set to a size", setting)
		}
	}
	if len(neo4j.Volumes) != 1 || neo4j.Volumes[0].Type != "volume" || neo4j.Volumes[0].Target != "/data" {
		t.Errorf("Neo4j's data are not in a volume: %+v", neo4j.Volumes)
	} else if _, ok := project.Volumes[neo4j.Volumes[0].Source]; !ok {
		t.Errorf("the volume %q has no declaration", neo4j.Volumes[0].Source)
	}

	if readfirst.Build == nil || readfirst.Build.Context == "" {
		t.Error("readfirst is not built from here")
	}
	if on := readfirst.DependsOn["neo4j"]; on.Condition != types.ServiceConditionHealthy {
		t.Errorf("readfirst starts when Neo4j is %q", on.Condition)
	}
	if command := strings.Join(readfirst.Command, " "); command != "serve --listen 0.0.0.0:8080 --insecure" {
		t.Errorf("readfirst runs %q", command)
	}
	if len(readfirst.Volumes) != 1 || readfirst.Volumes[0].Type != "volume" || readfirst.Volumes[0].Target != "/var/lib/readfirst" {
		t.Errorf("the tokens are not in a volume: %+v", readfirst.Volumes)
	} else if _, ok := project.Volumes[readfirst.Volumes[0].Source]; !ok {
		t.Errorf("the volume %q has no declaration", readfirst.Volumes[0].Source)
	}
	for service, settings := range map[*types.ServiceConfig]map[string]string{
		&neo4j: {"NEO4J_AUTH": "neo4j/" + password},
		&readfirst: {
			"READFIRST_STORE":          "neo4j://neo4j:7687",
			"READFIRST_NEO4J_USER":     "neo4j",
			"READFIRST_NEO4J_PASSWORD": password,
			"READFIRST_TOKEN_FILE":     "/var/lib/readfirst/tokens",
		},
	} {
		for setting, want := range settings {
			if got := service.Environment[setting]; got == nil || *got != want {
				t.Errorf("%s: %s is not %q", service.Name, setting, want)
			}
		}
	}
}

func TestComposeHasNoDefaultPassword(t *testing.T) {
	for _, environment := range []map[string]string{{}, {"READFIRST_NEO4J_PASSWORD": ""}} {
		_, err := compose(t, environment)
		if err == nil || !strings.Contains(err.Error(), "READFIRST_NEO4J_PASSWORD") {
			t.Errorf("with %v: %v", environment, err)
		}
	}
}

// TestSameNeo4j keeps the version that is run and the version that is tested together.
func TestSameNeo4j(t *testing.T) {
	version := regexp.MustCompile(`const Version = "([\d.]+)"`).FindStringSubmatch(read(t, "graph/graphtest/neo4jtest/neo4jtest.go"))
	if version == nil {
		t.Fatal("the tests' version is not where it was")
	}
	for file, want := range map[string]string{
		"docker-compose.yml":                       "image: neo4j:" + version[1] + "-community",
		"graph/graphtest/neo4jtest/server/pom.xml": "<version>" + version[1] + "</version>",
	} {
		if !strings.Contains(read(t, file), want) {
			t.Errorf("%s does not say %q", file, want)
		}
	}
}

func TestDockerfile(t *testing.T) {
	file := strings.ReplaceAll(read(t, "Dockerfile"), "\\\n", " ")
	stages := regexp.MustCompile(`(?m)^FROM `).Split(file, -1)
	if len(stages) != 3 { // what stands before the first FROM, then two stages
		t.Fatalf("%d stages", len(stages)-1)
	}
	if goVersion := regexp.MustCompile(`^golang:\d+\.\d+\.\d+ AS build\n`); !goVersion.MatchString(stages[1]) {
		t.Errorf("the Go that builds is not pinned: %q", strings.SplitN(stages[1], "\n", 2)[0])
	}
	if !strings.Contains(stages[1], "CGO_ENABLED=0") {
		t.Error("the program is not static")
	}
	final := stages[2]
	if !strings.HasPrefix(final, "scratch\n") {
		t.Errorf("the image begins with %q", strings.SplitN(final, "\n", 2)[0])
	}
	user := regexp.MustCompile(`(?m)^USER (\d+):(\d+)$`).FindStringSubmatch(final)
	if user == nil || user[1] == "0" || user[2] == "0" {
		t.Errorf("the program runs as %v; give a user and a group by their numbers, and not root", user)
	}
	if !regexp.MustCompile(`(?m)^HEALTHCHECK .*"/bin/probe", "http://127\.0\.0\.1:8080/readyz"`).MatchString(final) {
		t.Error("no health check")
	}
	// Only the compose file knows where the port is published: an image that is run by itself wants a token.
	if strings.Contains(final, "insecure") {
		t.Error("the image listens for everybody without a token")
	}
	// A new volume there gets its owner from the image: else the program couldn't write its tokens.
	if !strings.Contains(final, "--chown="+strings.TrimPrefix(user[0], "USER ")+" ") || !strings.Contains(final, " /var/lib/readfirst") {
		t.Error("the folder of the tokens isn't the program's")
	}
	// A program that is built is copied, and what is run is one of them.
	for _, program := range []string{"readfirst", "probe"} {
		if !regexp.MustCompile(`go build .*/` + program + `\b`).MatchString(stages[1]) {
			t.Errorf("%s is not built", program)
		}
	}
}
