// Package neo4jtest finds or starts a real Neo4j for tests.
//
// Start looks, in this order, for
//
//  1. a server named by READFIRST_TEST_NEO4J_URI, with READFIRST_TEST_NEO4J_USER and READFIRST_TEST_NEO4J_PASSWORD.
//     Its database must be empty: tests delete everything in it, and refuse one that holds data of somebody else;
//  2. a running Docker engine, in which it starts a container;
//  3. Java 17 or newer, with which it runs the community edition as a library. The jars (116 MB) are taken from
//     the user's cache folder; Maven fetches them once if READFIRST_TEST_NEO4J=download or CI=true asks for it.
//
// Otherwise the test is skipped with one sentence. With CI=true nothing is skipped: the test fails.
// READFIRST_TEST_NEO4J=off skips in any case but CI.
//
// The test processes of one user share one server of the third kind, since a start takes seconds and a gigabyte.
// It ends by itself when nobody has used it for READFIRST_TEST_NEO4J_LINGER (20s), whatever became of the processes that did.
//
// The community edition has one database: a test takes it for itself with [Server.Lock].
// Tests of crashes and hangs take a server of their own with [StartPrivate].
package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Version is the Neo4j that is started where none is given.
const Version = "5.26.16"

const (
	startTimeout   = 4 * time.Minute // a machine may be busy, an image may have to be pulled
	givenTimeout   = 30 * time.Second
	defaultLinger  = 20 * time.Second
	envURI         = "READFIRST_TEST_NEO4J_URI"
	envUser        = "READFIRST_TEST_NEO4J_USER"
	envPassword    = "READFIRST_TEST_NEO4J_PASSWORD"
	envMode        = "READFIRST_TEST_NEO4J"
	envLinger      = "READFIRST_TEST_NEO4J_LINGER"
	sentenceToSkip = "no Neo4j to test with: set " + envURI + ", start Docker, or set " + envMode +
		"=download once (116 MB; needs Java 17 and Maven)"
)

// Server is a Neo4j that answers.
type Server struct {
	// URI is neo4j://HOST:PORT. The server also answers to bolt://.
	URI string
	// User and Password are empty where the server wants none.
	User, Password string

	lockFile string // held by whoever uses the database
	dirtFile string // for a server that was given: there while its data are ours
}

// String is the address without the password.
func (s Server) String() string { return s.URI }

// Driver connects to the server. The test closes it at its end.
func (s Server) Driver(t testing.TB) neo4j.DriverWithContext {
	t.Helper()
	driver, err := s.driver()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := driver.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return driver
}

func (s Server) driver() (neo4j.DriverWithContext, error) {
	auth := neo4j.NoAuth()
	if s.User != "" {
		auth = neo4j.BasicAuth(s.User, s.Password, "")
	}
	return neo4j.NewDriverWithContext(s.URI, auth)
}

// await returns when the server answers a query, or when it has not done so in time.
func (s Server) await(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	driver, err := s.driver()
	if err != nil {
		return err
	}
	defer func() { _ = driver.Close(context.WithoutCancel(ctx)) }()
	return retry(ctx, func() error {
		_, err := neo4j.ExecuteQuery(ctx, driver, "RETURN 1", nil, neo4j.EagerResultTransformer)
		return err
	})
}

// retry calls try, ever more slowly, until it returns nil or the context ends; then its last error counts.
func retry(ctx context.Context, try func() error) error {
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("gave up: %w", err)
		case <-time.After(pause):
		}
	}
}

// current is the server that this process uses, kept for its whole life.
var current struct {
	sync.Mutex
	server Server
	alive  func() bool // nil: nothing started yet
}

// Start returns a Neo4j server for tests, the same one for every test, or skips the test: see the package.
// The database may hold anything and others may be using it until the test has it by [Server.Lock].
func Start(t testing.TB) Server {
	t.Helper()
	env := environment()
	current.Lock()
	defer current.Unlock()
	if current.alive != nil && current.alive() {
		return current.server
	}
	server, alive, err := env.start(t.Context())
	if err != nil {
		giveUp(t, env, err)
	}
	current.server, current.alive = server, alive
	return server
}

// errNone says that there is no way to a Neo4j here; its text is the reason. Any other error is a failure.
var errNone = errors.New(sentenceToSkip)

func giveUp(t testing.TB, env settings, err error) {
	t.Helper()
	switch {
	case !errors.Is(err, errNone):
		t.Fatalf("a Neo4j to test with: %v", err)
	case env.ci:
		t.Fatalf("%v; with CI=true it is not skipped", err)
	default:
		t.Skip(err)
	}
}

// settings are what the environment says.
type settings struct {
	given    Server
	off      bool
	download bool
	ci       bool
	linger   time.Duration
	cache    func() (string, error)
	docker   func(context.Context) bool
}

func environment() settings {
	linger, err := time.ParseDuration(os.Getenv(envLinger))
	if err != nil {
		linger = defaultLinger
	}
	ci := os.Getenv("CI") == "true"
	mode := os.Getenv(envMode)
	return settings{
		given:    Server{URI: os.Getenv(envURI), User: os.Getenv(envUser), Password: os.Getenv(envPassword)},
		off:      mode == "off" && !ci,
		download: mode == "download" || ci,
		ci:       ci,
		linger:   linger,
		cache:    os.UserCacheDir,
		docker:   dockerRuns,
	}
}

// start finds or starts a server. The function it returns says whether the server is still there.
func (env settings) start(ctx context.Context) (Server, func() bool, error) {
	if env.off {
		return Server{}, nil, fmt.Errorf("%w (it is off by %s)", errNone, envMode)
	}
	run, err := env.runFolder()
	if err != nil {
		return Server{}, nil, err
	}
	if server := env.given; server.URI != "" {
		server.lockFile = filepath.Join(run, "given-"+fileName(server.URI)+".lock")
		server.dirtFile = filepath.Join(run, "given-"+fileName(server.URI)+".ours")
		return server, func() bool { return true }, server.await(ctx, givenTimeout)
	}
	if env.docker(ctx) {
		return startContainer(ctx, run)
	}
	java, err := findJava(ctx)
	if err != nil {
		return Server{}, nil, err
	}
	return env.share(ctx, java, run)
}

// runFolder holds the locks, and what a shared server needs while it runs.
func (env settings) runFolder() (string, error) {
	cache, err := env.cache()
	if err != nil {
		return "", fmt.Errorf("%w (%w)", errNone, err)
	}
	run := filepath.Join(cache, "neo4j-for-tests-"+Version+".run")
	return run, os.MkdirAll(run, 0o700)
}
