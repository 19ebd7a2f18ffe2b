// Package fresh holds what is made of files, and makes it again when they change.
package fresh

import (
	"os"
	"sync"
)

// Value is made of files. It may be used by many at once.
type Value[T any] struct {
	files  []string
	read   func() (T, error)
	failed func(error)

	mu    sync.Mutex
	seen  []os.FileInfo // of the files when they were last read; nil: it wasn't there
	value T
}

// New makes a value of files for the first time. If it can't be made anew later, it stays as it was, and failed is called, once for each change of
// the files. A file that isn't there is for read to judge.
func New[T any](files []string, read func() (T, error), failed func(error)) (*Value[T], error) {
	v := &Value[T]{files: files, read: read, failed: failed}
	v.seen = v.look()
	var err error
	v.value, err = read()
	return v, err
}

// Get gives the value as the files have it now.
func (v *Value[T]) Get() T {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.look() // before reading: a change in between is seen the next time
	if same(now, v.seen) {
		return v.value
	}
	v.seen = now
	if next, err := v.read(); err == nil {
		v.value = next
	} else {
		v.failed(err)
	}
	return v.value
}

func (v *Value[T]) look() []os.FileInfo {
	seen := make([]os.FileInfo, len(v.files))
	for i, file := range v.files {
		seen[i], _ = os.Stat(file)
	}
	return seen
}

func same(now, before []os.FileInfo) bool {
	for i, a := range now {
		b := before[i]
		if a == nil && b == nil {
			continue
		}
		if a == nil || b == nil || !os.SameFile(a, b) || a.Size() != b.Size() || !a.ModTime().Equal(b.ModTime()) {
			return false
		}
	}
	return true
}
