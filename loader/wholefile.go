package loader

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// replacement is what a file shall hold, written and synced beside it. In its place it is
// whole or not at all, whatever happens.
type replacement struct {
	path, beside string
}

// prepare writes what a file shall hold beside it, with the file's permissions; a new file's are the usual ones.
func prepare(path string, data []byte) (*replacement, error) {
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
	r := &replacement{path, f.Name()}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		r.discard()
		return nil, err
	}
	return r, nil
}

// put puts it in the file's place.
func (r *replacement) put() error {
	if err := os.Rename(r.beside, r.path); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(r.path)); err == nil { // so that the name survives a power cut, too
		_ = dir.Sync() // not every system can
		_ = dir.Close()
	}
	return nil
}

// discard takes away what hasn't been put in its place.
func (r *replacement) discard() { _ = os.Remove(r.beside) }
