// Package sqlitestore keeps the graph in one SQLite file, in pure Go.
//
// The file may be opened with any SQLite program: a table for each sort of
// claim (schema1.sql), explained in docs/decisions/0005-sqlite-storage.md.
package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver

	"github.com/readfirst/readfirst/graph"
)

// DefaultMaxRows is how many claims and decisions one Apply may write unless
// Options say otherwise: some gigabytes of memory and a minute's work.
const DefaultMaxRows = 2_000_000

// DefaultPatience is how long to wait for another process that is writing
// unless Options say otherwise.
const DefaultPatience = 5 * time.Second

// EnvPatience is the environment variable that [FromEnv] reads.
const EnvPatience = "READFIRST_SQLITE_TIMEOUT"

// Options are settings of a Store; the zero value is good.
type Options struct {
	// MaxRows is how many claims and decisions one Apply may write; 0: DefaultMaxRows.
	MaxRows int
	// Patience is how long to wait for another process that is writing; 0: DefaultPatience.
	Patience time.Duration

	commit func(commit func() error) error // around every commit; for tests
}

// FromEnv reads the options from the environment (os.Getenv in a program).
func FromEnv(getenv func(string) string) (o Options, err error) {
	if text := getenv(EnvPatience); text != "" {
		if o.Patience, err = time.ParseDuration(text); err != nil || o.Patience <= 0 {
			return o, fmt.Errorf("%s is %q: write a time such as 30s or 2m", EnvPatience, text)
		}
	}
	return o, nil
}

// Store is a [graph.Store] in a file. It also reads and searches texts, and reads quotes and history.
type Store struct {
	path    string
	options Options
	writer  *sql.DB // one connection, so that writers of this process queue up
	readers *sql.DB
}

var (
	_ graph.Store          = (*Store)(nil)
	_ graph.EvidenceReader = (*Store)(nil)
	_ graph.TextReader     = (*Store)(nil)
	_ graph.TextSearcher   = (*Store)(nil)
	_ graph.Historian      = (*Store)(nil)
)

// Open opens the store in the file at path, which it creates with its folders
// if they aren't there: readable by their owner only. A store that an older
// version of readfirst wrote is brought up to date.
func Open(ctx context.Context, path string, options Options) (*Store, error) {
	if options.MaxRows == 0 {
		options.MaxRows = DefaultMaxRows
	}
	if options.Patience == 0 {
		options.Patience = DefaultPatience
	}
	full, err := createFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", graph.ErrUnavailable, err)
	}
	s := &Store{path: path, options: options}
	if s.writer, err = sql.Open("sqlite", s.dsn(full, "_txlock=immediate&_pragma=cache_size(-65536)")); err != nil {
		return nil, s.explain(ctx, err)
	}
	s.writer.SetMaxOpenConns(1)
	if s.readers, err = sql.Open("sqlite", s.dsn(full, "_pragma=query_only(1)")); err != nil {
		return nil, s.explain(ctx, errors.Join(err, s.writer.Close()))
	}
	s.readers.SetMaxOpenConns(max(4, runtime.GOMAXPROCS(0)))
	s.readers.SetMaxIdleConns(4)
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(s.explain(ctx, err), s.Close())
	}
	return s, nil
}

// createFile makes the file with its folders if it isn't there, and gives its absolute path.
func createFile(path string) (string, error) {
	if path == "" {
		return "", errors.New("the store's file has no name")
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(full); err == nil {
		if info.IsDir() {
			return "", fmt.Errorf("%s is a folder: name a file in it", path)
		}
		return full, nil
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
		return "", fmt.Errorf("the folder for the store can't be made: %w", err)
	}
	file, err := os.OpenFile(full, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", fmt.Errorf("the store's file can't be made: %w", err)
	}
	return full, file.Close()
}

// dsn is the data source name of a file. trusted_schema(0) keeps a file from
// elsewhere from running functions that its schema names.
func (s *Store) dsn(path string, more string) string {
	slashes := filepath.ToSlash(path)
	if !strings.HasPrefix(slashes, "/") {
		slashes = "/" + slashes // C:/…
	}
	return fmt.Sprintf("file://%s?_pragma=busy_timeout(%d)&_pragma=trusted_schema(0)&%s",
		(&url.URL{Path: slashes}).EscapedPath(), s.options.Patience.Milliseconds(), more)
}

// Close closes the file.
func (s *Store) Close() error {
	return errors.Join(s.readers.Close(), s.writer.Close())
}

// Revision gives the graph's revision.
func (s *Store) Revision(ctx context.Context) (graph.Revision, error) {
	revision, err := readRevision(ctx, s.readers)
	return revision, s.explain(ctx, err)
}

// querier is what a database, a connection and a transaction have in common.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// readRevision reads the revision and makes sure that no newer version of
// readfirst has changed the schema since the file was opened.
func readRevision(ctx context.Context, q querier) (graph.Revision, error) {
	var revision graph.Revision
	var version int
	err := q.QueryRowContext(ctx, `SELECT revision, user_version FROM meta, pragma_user_version`).Scan(&revision, &version)
	if err != nil {
		return 0, err
	}
	return revision, checkVersion(version)
}
