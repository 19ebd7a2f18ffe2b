package loader

import (
	"os"
	"path/filepath"

	"github.com/readfirst/readfirst/graph"
)

// LintSettings reads what the readfirst.yaml in a folder, or the nearest one in a folder above, sets the rules of lint to, and
// gives the file; "" if there is none. Faults in the file are the error, all of them.
func LintSettings(dir string) (settings graph.LintSettings, file string, err error) {
	dir, ok := FindConfig(dir)
	if !ok {
		return nil, "", nil
	}
	var faults graph.Faults
	if c := readConfig(os.DirFS(dir), dir, &faults); c != nil {
		settings = c.rules
	}
	return settings, filepath.Join(dir, configName), faults.Err()
}
