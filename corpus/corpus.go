// Package corpus holds the sources that come with the program, in its binary:
// our own words, so that the first question has an answer before anybody has
// loaded anything.
package corpus

import (
	"embed"
	"io/fs"
)

// FS holds all bundled sources, a folder each.
//
//go:embed rust
var FS embed.FS

// Rust is the name of the source that leads to Rust's Pin.
const Rust = "corpus:rust"

// Bundled gives the files of each bundled source by the source's name.
func Bundled() map[string]fs.FS {
	rust, err := fs.Sub(FS, "rust")
	if err != nil {
		panic("corpus: " + err.Error()) // the folder's name is a constant
	}
	return map[string]fs.FS{Rust: rust}
}
