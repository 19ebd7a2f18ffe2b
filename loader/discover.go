package loader

import (
	"io/fs"
	"path"

	"github.com/readfirst/readfirst/loader/book"
)

// found is a folder that is a source of its own, as its files show.
type found struct {
	path   string // within the folder that was looked through; "." is that folder itself
	format Format
}

// discover looks through a folder that no readfirst.yaml divides. If the folder
// is a book, that is all there is. Else each book within is a source, and the
// rest of the folder, if there is anything to read in it, one of pages and
// listings. They come in byte order of their paths, the rest first.
func discover(folder fs.FS) []found {
	if format := formatOf(folder, "."); format != Auto {
		return []found{{".", format}}
	}
	var within []found
	rest := false
	// What can't be read is left to whoever reads it: walk says so.
	_ = fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil, name != "." && isHidden(entry):
			return skip(entry)
		case !entry.IsDir():
			rest = rest || isWanted(entry.Name()) || isFeed(folder, name)
		case name != ".":
			if format := formatOf(folder, name); format != Auto {
				within = append(within, found{name, format})
				return fs.SkipDir
			}
		}
		return nil
	})
	if rest || len(within) == 0 {
		within = append([]found{{".", Auto}}, within...)
	}
	return within
}

// formatOf says what a folder is by a file in it that nothing else has; Auto if it's no special one.
func formatOf(folder fs.FS, dir string) Format {
	if isFile(folder, path.Join(dir, book.ConfigName)) {
		return Book
	}
	if isTrack(folder, dir) {
		return Track
	}
	return Auto
}

func isFile(folder fs.FS, name string) bool {
	info, err := fs.Stat(folder, name)
	return err == nil && info.Mode().IsRegular()
}

// isHidden says that a file or folder isn't looked at.
func isHidden(entry fs.DirEntry) bool {
	name := entry.Name()
	return name[0] == '.' || entry.IsDir() && name == "node_modules"
}
