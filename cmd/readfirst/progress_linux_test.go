package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// openTerminal gives both ends of a new terminal: what a person has before them, and what a program has.
func openTerminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here:", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return person, program
}

// readUntil reads what the program shows until there is a text.
func readUntil(t *testing.T, person *os.File, text string) string {
	t.Helper()
	var shown bytes.Buffer
	chunk := make([]byte, 4096)
	for !strings.Contains(shown.String(), text) {
		n, err := person.Read(chunk)
		shown.Write(chunk[:n])
		if err != nil {
			t.Fatalf("%v, and no %q in %q", err, text, &shown)
		}
	}
	return shown.String()
}

// TestCtrlC presses Ctrl-C while a load waits to write: the bar goes, one sentence is said, and the graph is what it was.
func TestCtrlC(t *testing.T) {
	file := filepath.Join(t.TempDir(), "graph.db")
	env := emptyHome(t, "READFIRST_STORE=sqlite:"+file, "READFIRST_SQLITE_TIMEOUT=1m", "TERM=xterm")
	command(t, env, "load", knots(t, false), "--source", "knots")
	before := command(t, env, "before", "Splicing", "--json")

	other, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	writing, err := other.BeginTx(t.Context(), nil) // another process that is writing
	if err != nil {
		t.Fatal(err)
	}

	person, program := openTerminal(t)
	load := exec.CommandContext(t.Context(), "readfirst", "load", knots(t, true), "--source", "knots")
	load.Env, load.Stdin, load.Stdout, load.Stderr = env, program, program, program
	load.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := load.Start(); err != nil {
		t.Fatal(err)
	}
	if err := program.Close(); err != nil {
		t.Fatal(err)
	}
	shown := readUntil(t, person, "Writing ")
	if _, err := person.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	shown += readUntil(t, person, "Stopping ")
	if err := writing.Rollback(); err != nil {
		t.Fatal(err)
	}
	shown += readUntil(t, person, "readfirst: stopped before the end: nothing was changed\r\n")
	var exit *exec.ExitError
	if err := load.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 128+int(syscall.SIGINT) {
		t.Errorf("the load ended with %v", err)
	}
	if last := shown[strings.LastIndex(shown, "readfirst: "):]; !strings.HasSuffix(strings.TrimSuffix(shown, last), "\r") {
		t.Errorf("the bar is still there: %q", shown)
	}
	if now := command(t, env, "before", "Splicing", "--json"); now != before {
		t.Errorf("the graph was\n%s\nand is\n%s", before, now)
	}
	command(t, env, "load", knots(t, true), "--source", "knots")
}
