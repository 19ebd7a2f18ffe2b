package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkProcess is the whole of `readfirst before Pin` on a filled store, from
// the start of the process to its end.
func BenchmarkProcess(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "program")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	ask := func() {
		cmd := exec.Command(program, "before", "Pin")
		cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+dir, "READFIRST_STORE=")
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	ask() // fills the store
	for b.Loop() {
		ask()
	}
}
