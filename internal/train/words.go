package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

// everydayFile has the words of everyday technical English.
const everydayFile = "loader/sense/everyday.txt"

func init() { trainers["words"] = countWords }

var (
	commentLine = regexp.MustCompile(`(?m)^\s*//(.*)$`)
	smallWord   = regexp.MustCompile(`(?:^|[\s("])([a-z]{2,})(?:$|[\s,.;:!?)"])`)
)

// countWords lists the words in small letters that occur in the comments of most Go files in the folders, the most
// frequent first. The list in the program is that of Go's standard library: go run ./internal/train words "$(go env GOROOT)/src".
func countWords(folders []string) error {
	const most, fewest = 4000, 5
	files := map[string]int{}
	for _, folder := range folders {
		if err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == "vendor"):
				return fs.SkipDir
			case entry.IsDir() || path.Ext(name) != ".go":
				return nil
			}
			text, err := fs.ReadFile(os.DirFS(folder), name)
			seen := map[string]bool{}
			for _, line := range commentLine.FindAllSubmatch(text, -1) {
				for rest := line[1]; ; {
					m := smallWord.FindSubmatchIndex(rest)
					if m == nil {
						break
					}
					seen[string(rest[m[2]:m[3]])] = true
					rest = rest[m[3]:]
				}
			}
			for w := range seen {
				files[w]++
			}
			return err
		}); err != nil {
			return err
		}
	}
	var words []string
	for w, n := range files {
		if n >= fewest {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(files[b], files[a]), cmp.Compare(a, b)) })
	words = words[:min(most, len(words))]
	fmt.Printf("%s: %d words\n", everydayFile, len(words))
	return os.WriteFile(everydayFile, []byte(strings.Join(words, "\n")+"\n"), 0o644) //nolint:gosec // a file of the project
}
