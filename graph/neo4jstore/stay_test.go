package neo4jstore

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/graph/graphtest/neo4jtest"
)

// wantError checks an error's sort, and that it says what it should in one line.
func wantError(t *testing.T, err, kind error, says string) {
	t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want %v, saying %q", err, kind, says)
	}
}

func TestUnreachable(t *testing.T) {
	server := neo4jtest.Reserve(t)
	_, err := Open(t.Context(), server.URI, Options{})
	wantError(t, err, graph.ErrUnavailable, "no answer from Neo4j at "+server.URI)
	store, err := Connect(server.URI, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for range 2 {
		_, err = store.Revision(t.Context())
		wantError(t, err, graph.ErrUnavailable, "no answer from Neo4j at "+server.URI)
	}
	_, err = store.Apply(t.Context(), graphtest.FixtureBatch())
	wantError(t, err, graph.ErrUnavailable, "no answer from Neo4j at "+server.URI)
}

func TestNoSuchDatabase(t *testing.T) {
	server := neo4jtest.Start(t)
	_, err := Open(t.Context(), server.URI, Options{User: server.User, Password: server.Password, Database: "nowhere"})
	wantError(t, err, graph.ErrRefused, `has no database "nowhere"`)
}

// Another process is in the middle of an Apply and stays there.
func TestLockedForTooLong(t *testing.T) {
	server := neo4jtest.Start(t)
	server.Lock(t)
	store, other := openStore(t, server, Options{}), openStore(t, server, Options{})
	store.options.Timeout = time.Second
	err := other.write(t.Context(), nil, func(ctx context.Context, tx runner) (func() error, error) {
		if _, err := lock(ctx, tx); err != nil {
			return nil, err
		}
		_, err := store.Apply(t.Context(), graphtest.FixtureBatch())
		wantError(t, err, graph.ErrUnavailable, "another process has been writing to Neo4j at "+server.URI+" for more than 1s: try again when it is done")
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openStore(t, server, Options{}).Apply(t.Context(), graphtest.FixtureBatch()); err != nil {
		t.Error(err)
	}
}

// Whoever waits for Neo4j can be called off.
func TestCalledOff(t *testing.T) {
	server := neo4jtest.Start(t)
	server.Lock(t)
	store, other := openStore(t, server, Options{}), openStore(t, server, Options{})
	err := other.write(t.Context(), nil, func(ctx context.Context, tx runner) (func() error, error) {
		if _, err := lock(ctx, tx); err != nil {
			return nil, err
		}
		waiting, callOff := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, callOff)
		_, err := store.Apply(waiting, graphtest.FixtureBatch())
		wantError(t, err, context.Canceled, "")
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFromEnv(t *testing.T) {
	env := map[string]string{EnvUser: "ada", EnvMaxRows: "7", EnvConnectTimeout: "3s", EnvTimeout: "2m"}
	o, err := FromEnv(func(name string) string { return env[name] })
	if want := (Options{User: "ada", MaxRows: 7, ConnectTimeout: 3 * time.Second, Timeout: 2 * time.Minute}); err != nil || o.String() != want.String() || o.ConnectTimeout != want.ConnectTimeout || o.Timeout != want.Timeout {
		t.Errorf("%+v, %v", o, err)
	}
	for name, value := range map[string]string{EnvMaxRows: "many", EnvConnectTimeout: "3", EnvTimeout: "-1s"} {
		if _, err := FromEnv(func(n string) string { return map[string]string{name: value}[n] }); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), value) {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}
