package corpus_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/corpus"
)

// oldestRust is the minor version of the oldest stable compiler that knows all
// that the articles use.
const oldestRust = 88

// An example is a block of Rust in an article. The words behind "rust" on its
// fence are rustdoc's: "compile_fail" with the error that the compiler is to
// report, "no_run" for what compiles and mustn't be run, "ignore" for what
// needs a crate or a nightly compiler.
type example struct {
	name  string // of the article and the line
	flags []string
	code  string
}

// failing says that the article shows the example for being refused.
func (e example) failing() bool { return slices.Contains(e.flags, "compile_fail") }

// alone says that the example sets something that a program has once.
func (e example) alone() bool {
	return regexp.MustCompile(`#\[global_allocator\]|no_mangle|#!\[`).MatchString(e.code)
}

// examples gives the blocks of Rust of all articles but those to be ignored.
func examples(t *testing.T) []example {
	t.Helper()
	files, err := fs.Glob(corpus.FS, "rust/articles/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no articles", err)
	}
	fences := regexp.MustCompile("(?ms)^```rust([a-zA-Z0-9_,]*)\n(.*?)^```$")
	var all []example
	for _, file := range files {
		text, err := fs.ReadFile(corpus.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range fences.FindAllSubmatchIndex(text, -1) {
			e := example{flags: strings.Split(string(text[at[2]:at[3]]), ","), code: string(text[at[4]:at[5]])}
			line := 1 + bytes.Count(text[:at[4]], []byte("\n"))
			e.name = fmt.Sprintf("%s_line_%d", strings.ReplaceAll(strings.TrimSuffix(filepath.Base(file), ".md"), "-", "_"), line)
			if !slices.Contains(e.flags, "ignore") {
				all = append(all, e)
			}
		}
	}
	return all
}

// rustc compiles one file and returns what the compiler says.
func rustc(t *testing.T, file string, arguments ...string) (string, error) {
	t.Helper()
	arguments = append([]string{"--edition", "2024", "-C", "debuginfo=0", "-C", "codegen-units=1", "--out-dir", filepath.Dir(file)}, arguments...)
	out, err := exec.CommandContext(t.Context(), "rustc", append(arguments, file)...).CombinedOutput()
	return string(out), err
}

// write puts text into a new file of the folder.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// Examples compile without a warning and their programs run without a panic; those that
// are to be refused are refused with the error that their fence names.
func TestExamples(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "rustc", "--version").Output()
	if err != nil {
		t.Skip("the articles' examples are compiled only where there is a rustc")
	}
	version := regexp.MustCompile(`^rustc 1\.(\d+)`).FindSubmatch(out)
	if version == nil {
		t.Fatalf("unknown compiler: %s", out)
	}
	if minor, _ := strconv.Atoi(string(version[1])); minor < oldestRust {
		t.Skipf("the articles' examples need rustc 1.%d or newer, this is %s", oldestRust, out)
	}

	dir := t.TempDir()
	var mods, mains strings.Builder
	for _, e := range examples(t) {
		main := strings.Contains(e.code, "fn main()") && !slices.Contains(e.flags, "no_run")
		switch {
		case e.failing():
			t.Run(e.name, func(t *testing.T) { refused(t, e) })
		case e.alone():
			t.Run(e.name, func(t *testing.T) {
				if !main {
					t.Fatal("a program of its own needs a main")
				}
				runs(t, write(t, t.TempDir(), "main.rs", e.code))
			})
		default: // one crate for all of these, since starting the compiler takes longer than they do
			code := e.code
			if main {
				code += "pub fn run_example() { main() }\n"
				fmt.Fprintf(&mains, "    %s::run_example();\n", e.name)
			}
			write(t, dir, e.name+".rs", code)
			fmt.Fprintf(&mods, "mod %s;\n", e.name)
		}
	}
	runs(t, write(t, dir, "main.rs", mods.String()+"fn main() {\n"+mains.String()+"}\n"))
}

// runs compiles a program and runs it.
func runs(t *testing.T, file string) {
	t.Helper()
	if out, err := rustc(t, file, "-D", "warnings", "-A", "dead_code", "-A", "unused_variables"); err != nil {
		t.Fatalf("doesn't compile:\n%s", out)
	}
	out, err := exec.CommandContext(t.Context(), strings.TrimSuffix(file, ".rs")).CombinedOutput()
	if err != nil {
		t.Errorf("%v:\n%s", err, out)
	}
}

// refused wants the one error that the example's fence names.
func refused(t *testing.T, e example) {
	t.Helper()
	var want []string
	for _, flag := range e.flags {
		if strings.HasPrefix(flag, "E0") {
			want = append(want, flag)
		}
	}
	out, err := rustc(t, write(t, t.TempDir(), "main.rs", e.code), "--emit=metadata", "-A", "warnings")
	if err == nil {
		t.Fatal("compiles, though it's shown for being refused")
	}
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^error(?:\[(E\d+)\])?:`).FindAllStringSubmatch(out, -1) {
		if m[1] != "" && !slices.Contains(got, m[1]) {
			got = append(got, m[1])
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("errors %v, the fence names %v:\n%s", got, want, out)
	}
}
