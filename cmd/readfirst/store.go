package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/neo4jstore"
	"github.com/readfirst/readfirst/graph/sqlitestore"
)

const envStore = "READFIRST_STORE"

// location is where a graph is kept.
type location struct {
	file  string // an SQLite file, or
	uri   string // the address of a Neo4j
	named bool   // by the flag or the environment; else it is the default
}

// locate says which store is meant: the flag's, else the environment's, else the default.
func (a *app) locate() (location, error) {
	name := a.store
	if name == "" {
		name = os.Getenv(envStore)
	}
	if name == "" {
		file, err := defaultFile()
		return location{file: file}, err
	}
	scheme, rest, _ := strings.Cut(name, ":")
	switch scheme {
	case "sqlite":
		if file := strings.TrimPrefix(rest, "//"); file != "" {
			return location{file: file, named: true}, nil
		}
		return location{}, wrongUse("the store sqlite: has no file: write sqlite:FILE")
	case "neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc":
		if u, err := url.Parse(name); err == nil && u.User != nil { // not repeated either
			return location{}, wrongUse("a store's address has no user and password, since others would see them: set %s and %s (or %s)",
				neo4jstore.EnvUser, neo4jstore.EnvPassword, neo4jstore.EnvPasswordFile)
		}
		return location{uri: name, named: true}, nil
	}
	if strings.Contains(name, "://") { // not repeated: there may be a password in it
		return location{}, wrongUse("a store can't be at %s://: write sqlite:FILE, neo4j://HOST or bolt://HOST (+s for TLS)", scheme)
	}
	return location{}, wrongUse("the store %q is of no known kind: write %s for a file, or neo4j://HOST for a Neo4j", name, shellWord("sqlite:"+name))
}

// defaultFile is the store of a user who named none: in the data folder that
// XDG_DATA_HOME or the platform's custom says.
func defaultFile() (string, error) {
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "readfirst", "readfirst.db"), nil
	}
	if data := os.Getenv("LocalAppData"); runtime.GOOS == "windows" && data != "" {
		return filepath.Join(data, "readfirst", "readfirst.db"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", &failure{exit: exitStore, code: model.Unavailable,
			message: "there is no home folder to keep the graph in: set HOME, or name a store with --store or " + envStore}
	}
	data := filepath.Join(home, ".local", "share")
	if runtime.GOOS == "darwin" {
		data = filepath.Join(home, "Library", "Application Support")
	}
	return filepath.Join(data, "readfirst", "readfirst.db"), nil
}

// store is what the commands use of a store: both kinds can do all of it.
type store interface {
	graph.Store
	graph.EvidenceReader
	graph.TextReader
	graph.TextSearcher
}

func (l location) open(ctx context.Context) (store, error) {
	if l.uri == "" {
		options, err := sqlitestore.FromEnv(os.Getenv)
		if err != nil {
			return nil, wrongUse("%s", oneLine(err.Error()))
		}
		return sqlitestore.Open(ctx, l.file, options)
	}
	options, err := neo4jOptions()
	if err != nil {
		return nil, err
	}
	return neo4jstore.Open(ctx, l.uri, options)
}

// openToWrite opens the store that something is to be put into. For a dry run a store that isn't there yet
// is not made: an empty one in a temporary folder stands in.
func (a *app) openToWrite(ctx context.Context, dryRun bool) (opened store, named bool, err error) {
	at, err := a.locate()
	if err != nil {
		return nil, false, err
	}
	if dryRun && !at.isThere() {
		opened, err = openPassing(ctx)
	} else {
		opened, err = at.open(ctx)
	}
	return opened, at.named, err
}

// passing is a store that goes when it is closed.
type passing struct {
	store
	folder string
}

func openPassing(ctx context.Context) (store, error) {
	folder, err := os.MkdirTemp("", "readfirst")
	if err != nil {
		return nil, err
	}
	opened, err := sqlitestore.Open(ctx, filepath.Join(folder, "empty.db"), sqlitestore.Options{})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return passing{opened, folder}, nil
}

// Close removes the store's files.
func (p passing) Close() error { return errors.Join(p.store.Close(), os.RemoveAll(p.folder)) }

// openToStay is open for a program that lives longer than a Neo4j may be gone.
func (l location) openToStay(ctx context.Context) (store, error) {
	if l.uri == "" {
		return l.open(ctx)
	}
	options, err := neo4jOptions()
	if err != nil {
		return nil, err
	}
	return neo4jstore.Connect(l.uri, options)
}

func neo4jOptions() (neo4jstore.Options, error) {
	options, err := neo4jstore.FromEnv(os.Getenv)
	if err != nil {
		return options, wrongUse("%s", oneLine(err.Error()))
	}
	return options, nil
}

// isThere says that opening would not make a new file.
func (l location) isThere() bool {
	if l.uri != "" {
		return true
	}
	_, err := os.Stat(l.file)
	return !errors.Is(err, fs.ErrNotExist)
}

// openForQuestions opens the store that is to be asked. The default store comes
// with the bundled corpus when it has never held anything; a store
// that somebody named is left as it is, and not made.
func (a *app) openForQuestions(ctx context.Context) (store, error) {
	return a.openWith(ctx, location.open)
}

func (a *app) openWith(ctx context.Context, open func(location, context.Context) (store, error)) (store, error) {
	at, err := a.locate()
	if err != nil {
		return nil, err
	}
	if at.named && !at.isThere() {
		return nil, &failure{exit: exitStore, code: model.Unavailable,
			message: fmt.Sprintf("the store's file %s isn't there: put something in first: %s", at.file, a.command("load", "corpus:rust"))}
	}
	opened, err := open(at, ctx)
	if err != nil || at.named {
		return opened, err
	}
	if err := a.fillIfNew(ctx, opened); err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return opened, nil
}

// ask hands a snapshot of the store, and the store for what snapshots leave out, to a question.
func (a *app) ask(ctx context.Context, question func(*graph.Snapshot, store) error) (err error) {
	from, err := a.openForQuestions(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	state, err := from.Read(ctx)
	if err != nil {
		return err
	}
	return question(graph.NewSnapshot(state), from)
}
