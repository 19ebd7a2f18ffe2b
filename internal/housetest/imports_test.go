package housetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/readfirst/readfirst"

// Shorthands of the table.
const (
	cmp       = " github.com/google/go-cmp"
	rapid     = " pgregory.net/rapid"
	neo4j     = " github.com/neo4j/neo4j-go-driver/v5"
	gqlgen    = " github.com/99designs/gqlgen github.com/vektah/gqlparser/v2"
	text      = " golang.org/x/text"
	compose2  = " github.com/compose-spec/compose-go/v2"
	lockfile  = " github.com/rogpeppe/go-internal"
	bothDBs   = " graph/sqlitestore graph/neo4jstore"
	testStore = bothDBs + " graph/graphtest graph/graphtest/neo4jtest corpus"
)

// layers says what each package may import besides the standard library: packages of this module by their folder, and the modules
// of others. A package that isn't here fails the test: enter it, and think about where it stands. docs/architecture.md has the reasons.
var layers = []struct{ folder, imports, testsAlso string }{
	// The domain: no driver, no framework.
	{"graph", text, "graph/graphtest"},
	{"graph/graphtest", "graph" + cmp + rapid, ""},
	{"graph/graphtest/neo4jtest", neo4j + lockfile + " golang.org/x/sys", ""},

	// The stores: graph and their driver.
	{"graph/sqlitestore", "graph modernc.org/sqlite golang.org/x/sync", "graph/graphtest"},
	{"graph/neo4jstore", "graph" + neo4j + " golang.org/x/sync", "graph/graphtest graph/graphtest/neo4jtest"},

	// Tables that go out and come back: their writer and their reader share one form of cells.
	{"spreadsheet", "graph", "graph/graphtest"},

	// The graph for other programs: pure functions of a snapshot.
	{"export", "graph", "graph/graphtest"},

	// From sources to claims. A format knows the graph, not the other formats.
	{"loader", "graph loader/book loader/feed loader/infer loader/listing loader/match loader/page loader/roles loader/sense loader/terms loader/tidy loader/tree loader/webpage internal/learn internal/wholefile go.yaml.in/yaml/v4", testStore},
	{"loader/book", "graph loader/page loader/tree github.com/yuin/goldmark", ""}, // its chapters are pages
	{"loader/curriculum", "graph loader/tree", ""},
	{"loader/eval", "graph loader loader/infer loader/match loader/roles loader/sense loader/terms internal/learn", ""},
	{"loader/feed", "graph loader/listing loader/page loader/webpage github.com/mmcdole/gofeed", ""}, // its items are pages, and their texts HTML
	{"loader/infer", "graph loader/page internal/learn", ""},
	{"loader/listing", "graph" + text, ""},
	{"loader/sense", "loader/match internal/learn", ""},
	{"loader/match", text, "github.com/kljensen/snowball"},
	{"loader/page", "graph loader/tidy loader/tree github.com/yuin/goldmark golang.org/x/net" + text, ""},
	{ // articles are pages, and what lists them are listings
		"loader/webpage",
		"graph loader/listing loader/page codeberg.org/readeck/go-readability/v2 github.com/JohannesKaufmann/html-to-markdown/v2" +
			" github.com/gogs/chardet github.com/sosodev/duration golang.org/x/net" + text,
		"",
	},
	{"loader/roles", "graph loader/page internal/learn", ""},
	{"loader/terms", "graph loader/page loader/roles loader/sense internal/learn", ""},
	{"loader/tidy", "graph loader/tree github.com/pelletier/go-toml/v2 go.yaml.in/yaml/v4", ""},
	{"loader/tree", "graph github.com/pelletier/go-toml/v2 go.yaml.in/yaml/v4", ""},
	{"corpus", "", "graph loader"},

	// Typed questions.
	{"ask", "graph", "graph/graphtest"},

	// What people change one thing at a time: wishes and a state give a batch.
	{"edit", "graph", "graph/graphtest"},

	// GraphQL. api/gen is generated, all of it.
	{"api", "graph ask edit loader loader/curriculum api/access api/gen api/model" + gqlgen + " golang.org/x/sync", testStore},
	{"api/access", "graph internal/fresh internal/wholefile" + lockfile, ""}, // tokens and roles
	{"api/model", "graph edit" + gqlgen, ""},
	{"api/gen", "graph edit api/model" + gqlgen, ""},

	// The only place that names a store.
	{
		"cmd/readfirst",
		"graph ask loader loader/curriculum loader/eval loader/infer loader/sense spreadsheet export api api/access api/model corpus internal/fresh internal/wholefile" + bothDBs +
			" github.com/spf13/cobra github.com/schollz/progressbar/v3 github.com/charmbracelet github.com/muesli/termenv golang.org/x/sync" + text,
		testStore + neo4j + " github.com/santhosh-tekuri/jsonschema/v6 golang.org/x/sys",
	},

	{"internal/housetest", "", compose2},
	{"internal/probe", "", ""},
	{"internal/fresh", "", ""},
	{"internal/wholefile", "", ""},

	// What is learned from data that are no part of the project.
	{"internal/learn", "", ""},
	{"internal/train", "graph loader loader/eval loader/infer loader/roles corpus internal/learn", ""},
}

// testLibraries may be imported by every test.
const testLibraries = cmp + rapid + " go.uber.org/goleak github.com/rogpeppe/go-internal golang.org/x/tools/txtar"

// goPackage is what go list says about a package.
type goPackage struct {
	Dir, ImportPath                    string
	Standard, DepOnly                  bool
	Imports, TestImports, XTestImports []string
	IgnoredGoFiles, Deps               []string
}

func (p goPackage) folder() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

// goList lists the packages of the module and all that they import.
func goList(t testing.TB) map[string]goPackage {
	t.Helper()
	watch(t)
	list := exec.CommandContext(t.Context(), "go", "list", "-deps",
		"-json=Dir,ImportPath,Standard,DepOnly,Imports,TestImports,XTestImports,IgnoredGoFiles,Deps", "./...")
	list.Dir = root
	var complaints bytes.Buffer
	list.Stderr = &complaints
	out, err := list.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &complaints)
	}
	packages := map[string]goPackage{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages[p.ImportPath] = p
	}
}

// watch opens all folders of the project, so that go test runs this test again when a file in one of them has changed:
// it doesn't see what go list reads.
func watch(t testing.TB) {
	t.Helper()
	if err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && path != root && strings.HasPrefix(entry.Name(), ".") {
			return filepath.SkipDir
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestLayers(t *testing.T) {
	packages := goList(t)
	allowed := map[string]func(path string, inTest bool) bool{}
	for _, layer := range layers {
		imports, tests := strings.Fields(layer.imports), strings.Fields(layer.testsAlso+" "+testLibraries)
		allowed[layer.folder] = func(path string, inTest bool) bool {
			if folder, ours := strings.CutPrefix(path, module+"/"); ours {
				itself := folder == layer.folder // an external test
				return slices.Contains(imports, folder) || inTest && (itself || slices.Contains(tests, folder))
			}
			within := func(module string) bool { return path == module || strings.HasPrefix(path, module+"/") }
			return packages[path].Standard || isStandard(path) || slices.ContainsFunc(imports, within) ||
				inTest && slices.ContainsFunc(tests, within)
		}
	}
	for _, p := range packages {
		if p.DepOnly {
			continue
		}
		may := allowed[p.folder()]
		if may == nil {
			t.Errorf("%s is in no layer: enter it in the table of this test", p.folder())
			continue
		}
		for _, path := range append(p.Imports, importsOfIgnored(t, p, false)...) {
			if !may(path, false) {
				t.Errorf("%s must not import %s", p.folder(), path)
			}
		}
		for _, path := range slices.Concat(p.TestImports, p.XTestImports, importsOfIgnored(t, p, true)) {
			if !may(path, true) {
				t.Errorf("a test of %s must not import %s", p.folder(), path)
			}
		}
	}
}

// isStandard tells a package of the standard library, where go list has not told it: in tests and for other systems.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// importsOfIgnored reads the files of a package that are for other systems.
func importsOfIgnored(t testing.TB, p goPackage, tests bool) []string {
	t.Helper()
	var paths []string
	for _, name := range p.IgnoredGoFiles {
		if strings.HasSuffix(name, "_test.go") != tests {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Error(err)
			}
			paths = append(paths, path)
		}
	}
	return paths
}

// TestGraphStandsAlone looks at all that graph brings with it, not only at its own imports.
func TestGraphStandsAlone(t *testing.T) {
	packages := goList(t)
	for _, path := range packages[module+"/graph"].Deps {
		if !packages[path].Standard && !strings.HasPrefix(path, "golang.org/x/text/") {
			t.Errorf("graph brings in %s", path)
		}
	}
}

// TestOnlyTheCommandNamesAStore keeps the table itself honest.
func TestOnlyTheCommandNamesAStore(t *testing.T) {
	for _, layer := range layers {
		for _, store := range strings.Fields(bothDBs) {
			if slices.Contains(strings.Fields(layer.imports), store) && layer.folder != "cmd/readfirst" {
				t.Errorf("the table lets %s import %s", layer.folder, store)
			}
		}
	}
}

func TestGenIsGenerated(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "api/gen/*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(text), "\n")
		if !strings.HasPrefix(first, "// Code generated ") || !strings.HasSuffix(first, " DO NOT EDIT.") {
			t.Errorf("%s is written by hand: nothing in api/gen is", file)
		}
	}
}
