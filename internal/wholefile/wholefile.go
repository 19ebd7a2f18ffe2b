// Package wholefile writes files that are never half written.
package wholefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Replacement is what a file shall hold, written and synced beside it. In its place it is
// whole or not at all, whatever happens.
type Replacement struct {
	Path   string // of the file; where a link leads to
	beside string
}

// Write writes a file: what it held before stays until all is written.
func Write(path string, write func(io.Writer) error) error {
	r, err := prepare(path, write)
	if err != nil {
		return fmt.Errorf("%s can't be written: %w", path, err)
	}
	defer r.Discard() // without effect if it is in its place
	return r.Put()
}

// Prepare writes what a file shall hold beside it, with the file's permissions; a new file's are the usual ones.
func Prepare(path string, data []byte) (*Replacement, error) {
	return prepare(path, func(w io.Writer) error { _, err := io.Copy(w, bytes.NewReader(data)); return err })
}

func prepare(path string, write func(io.Writer) error) (*Replacement, error) {
	if to, err := filepath.EvalSymlinks(path); err == nil {
		path = to // the link stays one
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, err
	}
	r := &Replacement{path, f.Name()}
	if err = errors.Join(write(f), f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		r.Discard()
		return nil, err
	}
	return r, nil
}

// Put puts it in the file's place.
func (r *Replacement) Put() error {
	if err := os.Rename(r.beside, r.Path); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(r.Path)); err == nil { // so that the name survives a power cut, too
		_ = dir.Sync() // not every system can
		_ = dir.Close()
	}
	return nil
}

// Discard takes away what hasn't been put in its place.
func (r *Replacement) Discard() { _ = os.Remove(r.beside) }
