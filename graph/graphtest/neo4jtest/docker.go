package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

const image = "neo4j:" + Version + "-community"

// untilStdinEnds is what the container runs: Neo4j, until the container's standard input ends. That input is a pipe from
// this process, so that the container ends, and is removed, with it, even when it is killed.
const untilStdinEnds = `exec 3<&0; (cat <&3 >/dev/null; kill -TERM 1) & exec /startup/docker-entrypoint.sh neo4j`

func dockerRuns(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return exec.CommandContext(ctx, "docker", "info", "--format", "{{.ServerVersion}}").Run() == nil
}

// startContainer runs a container for this process. Its output goes to a file in the run folder. As long as the function it
// returns is kept, its input is too.
func startContainer(ctx context.Context, run string) (Server, func() bool, error) {
	port, err := freePort(ctx)
	if err != nil {
		return Server{}, nil, err
	}
	cmd := exec.Command("docker", "run", "--rm", "--interactive", //nolint:noctx // it outlives the test that started it
		"--publish", fmt.Sprintf("127.0.0.1:%d:7687", port),
		"--env", "NEO4J_AUTH=none",
		"--env", "NEO4J_server_memory_heap_max__size=1g",
		"--env", "NEO4J_server_memory_pagecache_size=256m",
		"--env", "NEO4J_dbms_usage__report_enabled=false",
		"--entrypoint", "tini", image, "-g", "--", "bash", "-c", untilStdinEnds)
	name := filepath.Join(run, "docker-"+strconv.Itoa(port))
	log, err := os.Create(name + ".log")
	if err != nil {
		return Server{}, nil, err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return Server{}, nil, errors.Join(err, log.Close())
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = read, log, log
	detach(cmd)
	err = cmd.Start()
	_, _ = read.Close(), log.Close()
	if err != nil {
		return Server{}, nil, errors.Join(err, write.Close())
	}
	server := Server{URI: fmt.Sprintf("neo4j://127.0.0.1:%d", port), lockFile: name + ".lock"}
	if err := server.await(ctx, startTimeout); err != nil {
		text, _ := os.ReadFile(name + ".log")
		return Server{}, nil, errors.Join(fmt.Errorf("%s in Docker: %w\n%s", image, err, text), write.Close())
	}
	return server, func() bool {
		_, err := write.Stat()
		return err == nil
	}, nil
}
