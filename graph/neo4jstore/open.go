package neo4jstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"github.com/readfirst/readfirst/graph"
)

// The environment variables that [FromEnv] reads.
const (
	EnvUser         = "READFIRST_NEO4J_USER"
	EnvPassword     = "READFIRST_NEO4J_PASSWORD"
	EnvPasswordFile = "READFIRST_NEO4J_PASSWORD_FILE"
	EnvDatabase     = "READFIRST_NEO4J_DATABASE"
	EnvMaxRows      = "READFIRST_NEO4J_MAX_ROWS"
	EnvStageRows    = "READFIRST_NEO4J_STAGE_ROWS"

	EnvConnectTimeout = "READFIRST_NEO4J_CONNECT_TIMEOUT"
	EnvTimeout        = "READFIRST_NEO4J_TIMEOUT"
)

// How long to wait for Neo4j unless Options say otherwise.
const (
	DefaultConnectTimeout = 10 * time.Second
	DefaultTimeout        = time.Minute
)

// retryFor is how long a read is tried again when Neo4j doesn't answer: long
// enough for a cluster to choose a new leader.
const retryFor = 10 * time.Second

// Options say how to connect. The zero Options connect without a password.
type Options struct {
	User     string
	Password string `json:"-"`
	Database string // empty: the user's home database

	// MaxRows is how much one load may write; 0: DefaultMaxRows. StageRows is how
	// much one transaction may write; a larger load is staged in several; 0: DefaultStageRows.
	MaxRows, StageRows int

	// ConnectTimeout is how long to wait for a connection; 0: DefaultConnectTimeout.
	ConnectTimeout time.Duration
	// Timeout is how long Neo4j may be silent while something is waited for: the
	// next part of an answer, the lock while somebody else writes, a commit; 0: DefaultTimeout.
	Timeout time.Duration

	commit  hook          // of Apply
	longest time.Duration // instead of longestTransaction
}

// FromEnv reads the options from the environment (os.Getenv in a program).
func FromEnv(getenv func(string) string) (Options, error) {
	o := Options{User: getenv(EnvUser), Password: getenv(EnvPassword), Database: getenv(EnvDatabase)}
	if file := getenv(EnvPasswordFile); file != "" && o.Password == "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return o, fmt.Errorf("%s: %w", EnvPasswordFile, err)
		}
		o.Password = strings.TrimRight(string(text), "\r\n")
	}
	if o.Password != "" && o.User == "" {
		o.User = "neo4j" // as Neo4j itself calls its first user
	}
	for name, rows := range map[string]*int{EnvMaxRows: &o.MaxRows, EnvStageRows: &o.StageRows} {
		text := getenv(name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return o, fmt.Errorf("%s is %q: write a number from 1", name, text)
		}
		*rows = n
	}
	for name, timeout := range map[string]*time.Duration{EnvConnectTimeout: &o.ConnectTimeout, EnvTimeout: &o.Timeout} {
		text := getenv(name)
		if text == "" {
			continue
		}
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return o, fmt.Errorf("%s is %q: write a time such as 30s or 2m", name, text)
		}
		*timeout = d
	}
	return o, nil
}

// String leaves the password out.
func (o Options) String() string {
	return fmt.Sprintf("user %q, database %q, at most %d rows", o.User, o.Database, o.MaxRows)
}

// GoString leaves the password out.
func (o Options) GoString() string { return o.String() }

// LogValue leaves the password out.
func (o Options) LogValue() slog.Value { return slog.StringValue(o.String()) }

// Store is a graph.Store in a Neo4j database.
type Store struct {
	driver    neo4j.DriverWithContext
	bookmarks neo4j.BookmarkManager // so that in a cluster each call sees what earlier ones wrote
	target    string                // scheme, host and port, for errors
	options   Options

	prepared  atomic.Bool
	preparing chan struct{} // held, by putting something in, while the database is prepared
}

var (
	_ graph.Store          = (*Store)(nil)
	_ graph.EvidenceReader = (*Store)(nil)
	_ graph.TextReader     = (*Store)(nil)
	_ graph.TextSearcher   = (*Store)(nil)
	_ graph.Historian      = (*Store)(nil)
)

// Open connects to the Neo4j at an address such as bolt://localhost:7687 or
// neo4j+s://graph.example.com and prepares its database, if that isn't done yet.
func Open(ctx context.Context, uri string, o Options) (*Store, error) {
	s, err := Connect(uri, o)
	if err != nil {
		return nil, err
	}
	if err := s.ready(ctx); err != nil {
		closeQuietly(ctx, s.driver) // what went wrong first is what matters
		return nil, s.explain(ctx, err)
	}
	return s, nil
}

// Connect is Open for programs that live longer than Neo4j may be out of reach:
// it only looks at the address. The first call of a method that reaches Neo4j
// prepares its database; until then all fail with graph.ErrUnavailable.
func Connect(uri string, o Options) (*Store, error) {
	target, err := checkAddress(uri)
	if err != nil {
		return nil, err
	}
	o.MaxRows = cmp.Or(max(o.MaxRows, 0), DefaultMaxRows)
	o.StageRows = cmp.Or(max(o.StageRows, 0), DefaultStageRows)
	o.longest = cmp.Or(o.longest, longestTransaction)
	o.ConnectTimeout = cmp.Or(o.ConnectTimeout, DefaultConnectTimeout)
	o.Timeout = cmp.Or(o.Timeout, DefaultTimeout)
	auth := neo4j.NoAuth()
	if o.User != "" {
		auth = neo4j.BasicAuth(o.User, o.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(uri, auth, o.configure)
	if err != nil {
		return nil, fmt.Errorf("%s is no address of a Neo4j", target)
	}
	return &Store{driver: driver, target: target, options: o, preparing: make(chan struct{}, 1),
		bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})}, nil
}

func (o Options) configure(c *config.Config) {
	c.MaxTransactionRetryTime = retryFor
	c.ConnectionAcquisitionTimeout = o.ConnectTimeout
	c.SocketConnectTimeout = o.ConnectTimeout
	c.TelemetryDisabled = true
	c.NotificationsMinSeverity = notifications.DisabledLevel // advice on queries, which nobody would see
	c.UserAgent = "readfirst"
	c.ReadBufferSize = 64 << 10 // answers are long; see Read
	c.FetchSize = 10_000
}

// checkAddress gives the address as errors may show it. It never repeats an
// address that it refuses: there might be a password in it.
func checkAddress(uri string) (string, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" {
		return "", errors.New("the address of the Neo4j can't be read: write it as neo4j://HOST:PORT or bolt://HOST:PORT")
	}
	switch u.Scheme {
	case "bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc":
	default:
		return "", fmt.Errorf("%q is no scheme of a Neo4j address: write neo4j:// or bolt://, with +s for TLS", u.Scheme)
	}
	if u.User != nil {
		return "", fmt.Errorf("the address of the Neo4j has a user or password in it, where logs would show them: set %s and %s (or %s) instead",
			EnvUser, EnvPassword, EnvPasswordFile)
	}
	return u.Scheme + "://" + u.Host, nil
}

// Close lets go of the connections.
func (s *Store) Close() error {
	closeQuietly(context.Background(), s.driver)
	return nil
}
