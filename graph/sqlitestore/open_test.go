package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// raw opens a file behind the store's back.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func mustExec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// wantError checks an error's sort, and that it says what it should in one line.
func wantError(t *testing.T, err, kind error, says string) {
	t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want %v, saying %q", err, kind, says)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	put := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	other := filepath.Join(dir, "other.db")
	mustExec(t, raw(t, other), `CREATE TABLE meta (revision)`)
	newer := filepath.Join(dir, "newer.db")
	mustExec(t, raw(t, newer), `PRAGMA application_id = 0x72646673; PRAGMA user_version = 99`)
	unwritable := filepath.Join(dir, "unwritable")
	if err := os.Mkdir(unwritable, 0o500); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, path string
		kind       error
		says       string
	}{
		{"no name", "", graph.ErrUnavailable, "no name"},
		{"a text", put("text.db", strings.Repeat("# Pin\n", 500)), graph.ErrCorrupt, "no SQLite database"},
		{"a short text", put("short.db", "# Pin"), graph.ErrCorrupt, "no SQLite database"},
		{"another program's database", other, graph.ErrCorrupt, "another program"},
		{"a newer schema", newer, graph.ErrNewer, "version 99"},
		{"a folder", dir, graph.ErrUnavailable, "is a folder"},
		{"a file for a folder", filepath.Join(put("file", ""), "store.db"), graph.ErrUnavailable, "folder"},
		{"a folder that can't be written to", filepath.Join(unwritable, "store.db"), graph.ErrUnavailable, "can't be made"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if strings.HasPrefix(test.path, unwritable) && (os.Geteuid() == 0 || runtime.GOOS == "windows") {
				t.Skip("this user may write everywhere")
			}
			_, err := Open(t.Context(), test.path, Options{})
			wantError(t, err, test.kind, test.says)
		})
	}
	var tables int
	if err := raw(t, other).QueryRow(`SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil || tables != 1 {
		t.Errorf("the other program's database has %d tables afterwards, %v", tables, err)
	}
}

// A file and folder that can't be written to can't be read either: SQLite keeps
// its write-ahead log beside the file.
func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("this user may write everywhere")
	}
	dir := filepath.Join(t.TempDir(), "dir")
	path := filepath.Join(dir, "store.db")
	store := open(t, path, Options{})
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	for file, mode := range map[string]fs.FileMode{path: 0o400, dir: 0o500} {
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
	}
	defer func() { _ = os.Chmod(dir, 0o700) }()
	_, err := Open(t.Context(), path, Options{})
	wantError(t, err, graph.ErrUnavailable, "can't be written to")
}

func TestCreatesPrivateFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	path := filepath.Join(dir, "what? a #1 100% file é.db")
	store, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Apply(t.Context(), graphtest.FixtureBatch()); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(path) {
		t.Fatalf("a closed store leaves %v, %v; want the file alone", entries, err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for file, want := range map[string]fs.FileMode{dir: 0o700, path: 0o600} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", file, info.Mode().Perm(), err, want)
		}
	}
}

func TestLockedForTooLong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	store := open(t, path, Options{Patience: time.Millisecond})
	other, err := raw(t, path).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.ExecContext(t.Context(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	_, err = store.Apply(t.Context(), graphtest.FixtureBatch())
	wantError(t, err, graph.ErrUnavailable, "another process has been writing to it for more than 1ms")
	if _, err := store.Read(t.Context()); err != nil {
		t.Errorf("Read beside a lock: %v", err)
	}
}

func TestOpenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	stores := make([]*Store, 8)
	var all sync.WaitGroup
	for i := range stores {
		all.Go(func() {
			var err error
			if stores[i], err = Open(context.Background(), path, Options{}); err != nil {
				t.Errorf("Open beside others: %v", err)
			}
		})
	}
	all.Wait()
	for _, store := range stores {
		if store == nil {
			continue
		}
		if revision, err := store.Revision(t.Context()); revision != 0 || err != nil {
			t.Errorf("revision %d, %v", revision, err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestMigration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	old := open(t, path, Options{})
	if _, err := old.Apply(t.Context(), graphtest.FixtureBatch()); err != nil {
		t.Fatal(err)
	}
	before, err := old.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	known := migrations
	defer func() { migrations = known }()
	migrations = append(slices.Clone(known), `ALTER TABLE series ADD COLUMN note TEXT; UPDATE meta SET revision = revision + 1`)
	next := open(t, path, Options{})
	if after, err := next.Read(t.Context()); err != nil || after.Revision != before.Revision+1 {
		t.Errorf("after the migration: %v, %v", after, err)
	}
	open(t, path, Options{}) // is up to date

	migrations = known // the old program, while the new one has migrated its file
	newer := fmt.Sprint("version ", len(known)+1)
	_, err = old.Read(t.Context())
	wantError(t, err, graph.ErrNewer, newer)
	_, err = old.Revision(t.Context())
	wantError(t, err, graph.ErrNewer, newer)
	_, err = old.Apply(t.Context(), &graph.Batch{Unload: []string{"notes"}})
	wantError(t, err, graph.ErrNewer, newer)
	_, err = Open(t.Context(), path, Options{})
	wantError(t, err, graph.ErrNewer, newer)
}

// A file of the first version can be used on, with all that is in it.
func TestFirstVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	known := migrations
	defer func() { migrations = known }()
	migrations = known[:1]
	open(t, path, Options{})
	mustExec(t, raw(t, path), `INSERT INTO sources (id, location, digest) VALUES ('notes', 'notes/', 'of then');
		INSERT INTO series VALUES ('notes', 'series:s', 'S', 'AUTHOR', 'a.md', 1, 'of then'); UPDATE meta SET revision = 7;
		INSERT INTO decisions VALUES ('concept:a', '', 'ACCEPTED', 'ada', '', NULL), ('concept:a', 'concept:b', 'REJECTED', '', 'no', '{"reason":"r"}')`)
	migrations = known
	store := open(t, path, Options{})
	got, err := store.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := &graph.State{Revision: 7, Sources: []graph.SourceClaims{{Source: graph.Source{ID: "notes", Location: "notes/"},
		Series: []graph.SeriesClaim{{ID: "series:s", Name: "S", Place: graph.Place{File: "a.md", Line: 1}}}}},
		Decisions: []graph.Decision{{After: "concept:a", By: "ada"}, // the store's own
			{After: "concept:a", Before: "concept:b", Status: graph.Rejected, Why: "no", Set: graph.Edited{Reason: new("r")}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	next := want.Sources[0]
	next.Source.Audiences = []graph.AudienceClaim{{Name: "new here"}}
	if change, err := store.Apply(t.Context(), &graph.Batch{Sources: []graph.SourceClaims{next}}); err != nil || change.Revision != 8 {
		t.Errorf("%+v, %v", change, err)
	}
}

func TestFailedMigration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	known := migrations
	defer func() { migrations = known }()
	open(t, path, Options{})
	migrations = append(slices.Clone(known), `CREATE TABLE half (x); UPDATE nothing SET x = 1`)
	_, err := Open(t.Context(), path, Options{})
	wantError(t, err, graph.ErrUnavailable, "nothing")
	migrations = known
	store := open(t, path, Options{})
	if h, err := readHeader(t.Context(), store.readers); err != nil || h.version != len(known) {
		t.Errorf("after a failed migration the header is %+v, %v", h, err)
	}
}

func TestDamagedRows(t *testing.T) {
	for _, damage := range []string{
		`UPDATE links SET origin = 'NOBODY'`,
		`UPDATE concepts SET aliases = '{'`,
		`UPDATE concepts SET aliases = 7`,
		`UPDATE articles SET part = 'three'`,
		`UPDATE decisions SET edited = '['`,
		`UPDATE decisions SET was = 'x'`,
		`DELETE FROM sources`,
	} {
		path := filepath.Join(t.TempDir(), "store.db")
		store := open(t, path, Options{})
		if _, err := store.Apply(t.Context(), graphtest.FixtureBatch()); err != nil {
			t.Fatal(err)
		}
		mustExec(t, raw(t, path), damage)
		_, err := store.Read(t.Context())
		wantError(t, err, graph.ErrCorrupt, path)
	}
}
