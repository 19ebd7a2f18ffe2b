package wholefile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/readfirst/readfirst/internal/wholefile"
)

func write(text string, err error) func(io.Writer) error {
	return func(w io.Writer) error {
		_, failed := io.WriteString(w, text)
		return errors.Join(failed, err)
	}
}

// A file is replaced as a whole, keeps its permissions and the link that leads to it, and stays as it is if writing fails.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := errors.Join(os.WriteFile(file, []byte("old"), 0o600), os.Symlink(file, link)); err != nil {
		t.Fatal(err)
	}
	want := func(text string) {
		t.Helper()
		got, err := os.ReadFile(file)
		entries, _ := os.ReadDir(dir)
		info, _ := os.Lstat(link)
		if err != nil || string(got) != text || len(entries) != 2 || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%q, %v, want %q; %d files, the link is %v", got, err, text, len(entries), info.Mode())
		}
	}
	broken := errors.New("broken")
	if err := wholefile.Write(link, write("half", broken)); !errors.Is(err, broken) {
		t.Error(err)
	}
	want("old")
	if err := wholefile.Write(link, write("new", nil)); err != nil {
		t.Error(err)
	}
	want("new")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	r, err := wholefile.Prepare(file, []byte("third"))
	if err != nil {
		t.Fatal(err)
	}
	r.Discard()
	want("new")
	if err := wholefile.Write(filepath.Join(dir, "none", "file"), write("x", nil)); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
