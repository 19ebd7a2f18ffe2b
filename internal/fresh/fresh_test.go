package fresh_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/readfirst/readfirst/internal/fresh"
)

// A value follows its file; what can't be made changes nothing and is told once.
func TestValue(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write := func(text string) {
		t.Helper()
		if err := errors.Join(os.WriteFile(file+".new", []byte(text), 0o600), os.Rename(file+".new", file)); err != nil {
			t.Fatal(err)
		}
	}
	made, failures := 0, 0
	read := func() (string, error) {
		made++
		text, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) {
			return "none", nil
		}
		if string(text) == "bad" {
			err = errors.New("bad")
		}
		return string(text), err
	}
	v, err := fresh.New([]string{file}, read, func(error) { failures++ })
	if err != nil {
		t.Fatal(err)
	}
	want := func(text string, times, failed int) {
		t.Helper()
		for range 2 {
			if got := v.Get(); got != text || made != times || failures != failed {
				t.Errorf("%q, made %d times, %d failures; want %q, %d, %d", got, made, failures, text, times, failed)
			}
		}
	}
	want("none", 1, 0)
	write("one")
	want("one", 2, 0)
	write("bad")
	want("one", 3, 1)
	write("two")
	want("two", 4, 1)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	want("none", 5, 1)
	write("bad")
	if _, err := fresh.New([]string{file}, read, nil); err == nil {
		t.Error("made of what is bad")
	}
}
