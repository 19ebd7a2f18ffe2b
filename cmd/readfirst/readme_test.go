package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

const readme = "../../README.md"

func readReadme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The answer in README.md is what the command prints, shortened where it says so.
func TestReadmeAnswer(t *testing.T) {
	text := readReadme(t)
	const begin, end = "```console\n$ go run ./cmd/readfirst before Pin\n", "```\n"
	before, rest, found := strings.Cut(text, begin)
	shown, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatal("README.md shows no answer")
	}
	want := shortened(command(t, emptyHome(t), "before", "Pin"))
	if *update && shown != want {
		if err := os.WriteFile(readme, []byte(before+begin+want+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("README.md shows something else (+) than the command prints (-); go test ./cmd/readfirst -update mends it:\n%s", diff)
	}
}

// shortened keeps the first steps of a reading list and its last.
func shortened(answer string) string {
	const first, last = 3, 3
	steps := regexp.MustCompile(`(?m)^ *\d+\. `).FindAllStringIndex(answer, -1)
	if len(steps) <= first+last {
		return answer
	}
	head, tail := answer[:steps[first][0]], answer[steps[len(steps)-last][0]:]
	if i := strings.LastIndex(head, "\n\n"); i > steps[first-1][0] {
		head = head[:i+2] // without the title of what is left out
	}
	return fmt.Sprintf("%s\n[… %d steps …]\n\n%s", strings.TrimRight(head, "\n")+"\n", len(steps)-first-last, tail)
}

// Every command line in README.md is one that this program takes.
func TestReadmeCommands(t *testing.T) {
	lines := regexp.MustCompile(`(?m)^(?:    |\$ )(?:readfirst|go run \./cmd/readfirst) ([^#\n]*)`).FindAllStringSubmatch(readReadme(t), -1)
	if len(lines) < 10 {
		t.Fatalf("only %d command lines found", len(lines))
	}
	for _, line := range lines {
		a := &app{}
		root := a.root()
		root.InitDefaultCompletionCmd()
		cmd, rest, err := root.Find(words(line[1]))
		if err == nil && cmd == root {
			err = fmt.Errorf("there is no such command")
		}
		if err == nil {
			err = cmd.ParseFlags(rest)
		}
		if err == nil {
			err = cmd.ValidateArgs(cmd.Flags().Args())
		}
		if err != nil {
			t.Errorf("readfirst %s: %v", line[1], err)
		}
	}
}

// words splits a command line as shells do, as far as README.md needs it.
func words(line string) []string {
	var list []string
	for _, match := range regexp.MustCompile(`"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		list = append(list, match[1]+match[2])
	}
	return list
}

// Every file that README.md points to is there.
func TestReadmeLinks(t *testing.T) {
	for _, link := range regexp.MustCompile(`\]\(([^):]+)\)`).FindAllStringSubmatch(readReadme(t), -1) {
		if _, err := os.Stat("../../" + link[1]); err != nil {
			t.Error(err)
		}
	}
}

// The query that README.md sends with curl is answered.
func TestReadmeQuery(t *testing.T) {
	query := regexp.MustCompile(`-d '(\{"query":\s*"[^']*\})'`).FindStringSubmatch(readReadme(t))
	if query == nil {
		t.Fatal("README.md shows no query")
	}
	s := startServer(t, emptyHome(t))
	answer, status := s.post(query[1], "")
	if status != 200 || strings.Contains(answer, `"errors"`) || !strings.Contains(answer, `"Lifetimes"`) {
		t.Errorf("%d %s", status, answer)
	}
	s.stop()
}

// The Cypher in README.md finds something in what `load corpus:rust` wrote.
func TestReadmeCypher(t *testing.T) {
	block := regexp.MustCompile("(?s)```cypher\n(.*?)```").FindStringSubmatch(readReadme(t))
	if block == nil {
		t.Fatal("README.md shows no Cypher")
	}
	server, env := onNeo4j(t)
	command(t, env, "load", "corpus:rust")
	driver := server.Driver(t)
	for query := range strings.SplitSeq(block[1], "\n\n") {
		result, err := neo4j.ExecuteQuery(t.Context(), driver, query, nil, neo4j.EagerResultTransformer)
		if err != nil || len(result.Records) == 0 {
			t.Errorf("%s\n%v", query, err)
			continue
		}
		var found bytes.Buffer
		for _, record := range result.Records {
			fmt.Fprintln(&found, record.Values...)
		}
		t.Logf("%s\n%s", query, &found)
	}
}
