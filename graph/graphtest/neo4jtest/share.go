package neo4jtest

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// shared is what the first test process writes down for the others.
type shared struct {
	PID   int    `json:"pid"`
	URI   string `json:"uri"`
	Lease string `json:"lease"`
	Token string `json:"token"`
}

// share joins the server that other test processes use, or starts it. The lock is held until the server is
// ready, so that of several processes one starts it and the rest wait. A process that dies with the lock in its hands loses it,
// and the server that it had started ends by itself, never having been used.
func (env settings) share(ctx context.Context, java, run string) (Server, func() bool, error) {
	jars, err := env.jars(ctx, run)
	if err != nil {
		return Server{}, nil, err
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(run, "start.lock")).Lock()
	if err != nil {
		return Server{}, nil, err
	}
	defer unlock()
	conn, state, err := join(ctx, run)
	if err != nil {
		if conn, state, err = env.launchShared(ctx, java, jars, run); err != nil {
			return Server{}, nil, err
		}
	}
	server := Server{URI: state.URI, lockFile: filepath.Join(run, "database.lock")}
	if err := server.await(ctx, startTimeout); err != nil {
		_ = conn.Close()
		return Server{}, nil, err
	}
	return server, func() bool { return isOpen(conn) }, nil
}

// join takes a lease of the server that is written down, if it is still there.
func join(ctx context.Context, run string) (net.Conn, shared, error) {
	text, err := os.ReadFile(filepath.Join(run, "server.json"))
	if err != nil {
		return nil, shared{}, err
	}
	var state shared
	if err := json.Unmarshal(text, &state); err != nil {
		return nil, shared{}, err
	}
	conn, err := hold(ctx, state.Lease, state.Token)
	return conn, state, err
}

func (env settings) launchShared(ctx context.Context, java, jars, run string) (net.Conn, shared, error) {
	sweep(run)
	data, err := os.MkdirTemp(run, "data-")
	if err != nil {
		return nil, shared{}, err
	}
	var p process
	for range 3 { // somebody else may take the free port first
		var port int
		if port, err = freePort(ctx); err != nil {
			return nil, shared{}, err
		}
		p, err = launch(ctx, java, jars, data, port, env.linger, false, filepath.Join(run, "server.log"), func(cmd *exec.Cmd) error {
			detach(cmd)
			return cmd.Start()
		})
		if !errors.Is(err, errEnded) {
			break
		}
	}
	if err != nil {
		_ = os.RemoveAll(data)
		return nil, shared{}, err
	}
	conn, err := hold(ctx, p.lease, p.token)
	if err != nil {
		return nil, shared{}, err
	}
	state := shared{PID: p.cmd.Process.Pid, URI: p.server.URI, Lease: p.lease, Token: p.token}
	if err := writeState(run, data, state); err != nil {
		_ = conn.Close()
		return nil, shared{}, err
	}
	return conn, state, p.cmd.Process.Release()
}

func writeState(run, data string, state shared) error {
	text, err := json.Marshal(state)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(data, "pid"), []byte(strconv.Itoa(state.PID)), 0o600); err != nil {
		return err
	}
	fresh := filepath.Join(run, "server.json.new")
	if err := os.WriteFile(fresh, text, 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, filepath.Join(run, "server.json"))
}

// sweep removes the data of servers that were killed: the others do it themselves.
func sweep(run string) {
	folders, _ := filepath.Glob(filepath.Join(run, "data-*"))
	for _, folder := range folders {
		text, _ := os.ReadFile(filepath.Join(folder, "pid"))
		if pid, err := strconv.Atoi(string(text)); err != nil || !isAlive(pid) {
			_ = os.RemoveAll(folder)
		}
	}
}
