package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const fileTroubleFolder = "READFIRST_TEST_FILE_TROUBLE"

// TestFileTrouble does to the program's file what happens to files: each time there is one sentence and exit code 3, and the
// graph is what it was. It runs in a process of its own, which may mount a small disk.
func TestFileTrouble(t *testing.T) {
	if folder := os.Getenv(fileTroubleFolder); folder != "" {
		fileTrouble(t, folder)
		return
	}
	apart := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFileTrouble$", "-test.v")
	apart.Env = append(os.Environ(), fileTroubleFolder+"="+t.TempDir())
	apart.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	var output bytes.Buffer
	apart.Stdout, apart.Stderr = &output, &output
	if err := apart.Start(); err != nil {
		t.Skipf("no user namespaces on this system: %v", err)
	}
	if err := apart.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, &output)
	}
	t.Logf("%s", &output)
}

// fileTrouble is the process apart.
func fileTrouble(t *testing.T, folder string) {
	if err := syscall.Mount("none", folder, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no disk can be mounted here: %v", err)
	}
	file := filepath.Join(folder, "graph.db")
	env := emptyHome(t, "READFIRST_STORE=sqlite:"+file, "READFIRST_SQLITE_TIMEOUT=50ms")
	few, more, much := knots(t, false), knots(t, true), bigFolder(t)
	command(t, env, "load", few, "--source", "knots")
	before := command(t, env, "before", "Splicing", "--json")
	same := func(t *testing.T) {
		t.Helper()
		if now := command(t, env, "before", "Splicing", "--json"); now != before {
			t.Errorf("the graph was\n%s\nand is\n%s", before, now)
		}
	}
	saysOf := func(t *testing.T, said, want string) {
		t.Helper()
		if !strings.Contains(said, file) || !strings.Contains(said, want) {
			t.Errorf("said: %s\nwanted: %s", said, want)
		}
	}

	t.Run("locked", func(t *testing.T) {
		other := rawFile(t, file)
		meddle(t, other, `BEGIN IMMEDIATE`)
		saysOf(t, refused(t, env, exitStore, "load", more, "--source", "knots"), "another process has been writing to it for more than 50ms: try again when it is done")
		same(t)
		meddle(t, other, `ROLLBACK`)
	})
	t.Run("full disk", func(t *testing.T) {
		saysOf(t, refused(t, env, exitStore, "load", much, "--source", "much"), "the disk is full: make room, and do it again")
		same(t)
	})
	t.Run("limited file size", func(t *testing.T) {
		command := fmt.Sprintf("ulimit -f 200; exec readfirst load %s --source much", much) // of half a kilobyte
		saysOf(t, refusedShell(t, env, exitStore, command), "the system can't read or write it (disk I/O error")
		same(t)
	})
	t.Run("read-only disk", func(t *testing.T) {
		if err := syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT, ""); err != nil {
				t.Fatal(err)
			}
			same(t)
		}()
		for _, args := range [][]string{{"load", more, "--source", "knots"}, {"before", "Splicing"}} {
			saysOf(t, refused(t, env, exitStore, args...), "the file or its folder can't be written to")
		}
	})
	t.Run("newer", func(t *testing.T) {
		var version int
		db := rawFile(t, file)
		if err := db.QueryRowContext(t.Context(), `PRAGMA user_version`).Scan(&version); err != nil {
			t.Fatal(err)
		}
		meddle(t, db, `PRAGMA user_version = 99`)
		for _, args := range [][]string{{"load", more, "--source", "knots"}, {"before", "Splicing"}, {"serve", "--listen", "127.0.0.1:0"}} {
			saysOf(t, refused(t, env, exitStore, args...), "its schema is version 99")
		}
		meddle(t, db, fmt.Sprintf(`PRAGMA user_version = %d`, version))
		same(t)
	})
	t.Run("damaged", func(t *testing.T) {
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for name, damaged := range map[string][]byte{
			"its first page is something else": append(bytes.Repeat([]byte("knot"), 1024), whole[4096:]...),
			"its other pages are zero":         append(bytes.Clone(whole[:4096]), make([]byte, len(whole)-4096)...),
			"it was cut off":                   whole[:len(whole)/2],
		} {
			if err := os.WriteFile(file, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"load", more, "--source", "knots"}, {"before", "Splicing"}, {"serve", "--listen", "127.0.0.1:0"}} {
				t.Log(name)
				if said := refused(t, env, exitStore, args...); !strings.Contains(said, "the file is damaged") && !strings.Contains(said, "the file is no SQLite database") {
					t.Errorf("%s: %s", name, said)
				}
			}
			if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, damaged) {
				t.Errorf("%s: the file was changed (%v)", name, err)
			}
		}
		if err := os.WriteFile(file, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		same(t)
	})
	if !t.Failed() {
		command(t, env, "load", more, "--source", "knots") // all is well again
	}
}

// rawFile opens a file behind the program's back, over one connection.
func rawFile(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func meddle(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// bigFolder has articles of more than a megabyte in it.
func bigFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "much")
	for i := range 20 {
		pages(t, folder, fmt.Sprintf("rope-%d.md", i), fmt.Sprintf("---\nkind: article\ntitle: Rope %d\n---\n", i)+strings.Repeat(fmt.Sprintf("Rope number %d is long.\n\n", i), 4000))
	}
	return folder
}

// refusedShell is refused for a line of shell.
func refusedShell(t *testing.T, env []string, code int, line string) string {
	t.Helper()
	return refusedBy(t, exec.CommandContext(t.Context(), "sh", "-c", line), env, code)
}
