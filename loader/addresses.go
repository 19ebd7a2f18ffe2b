package loader

import (
	"path"
	"slices"
	"strings"
)

// indexNames are what site generators call the page of a folder itself.
var indexNames = []string{"index", "_index", "readme"}

// addressPath is where a file's page stands below the address of its source: at the
// path without its ending, or at the folder's where it is its index. What isn't Markdown has its
// address as it is; chapters of books know theirs.
func addressPath(file string) string {
	dir, base := path.Split(file)
	name := strings.TrimSuffix(base, path.Ext(base))
	switch {
	case slices.Contains(indexNames, strings.ToLower(name)):
		return strings.TrimSuffix(dir, "/")
	case isPage(base):
		return dir + name
	}
	return file
}
