package access_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/readfirst/readfirst/api/access"
	"github.com/readfirst/readfirst/graph"
)

func TestParse(t *testing.T) {
	hash := "sha256:" + strings.Repeat("ab", 32)
	entries, err := access.Parse("tokens", "# a comment\n\nanna editor "+hash+"\n  zoë.b@example  reader\t"+hash+"  \r\n")
	if err != nil || len(entries) != 2 || entries[0].Name != "anna" || entries[0].Role != access.Editor || entries[1].Name != "zoë.b@example" || entries[0].Hash != entries[1].Hash {
		t.Errorf("%+v, %v", entries, err)
	}
	_, err = access.Parse("tokens", "sesame\nanna king "+hash+"\nanna editor "+hash+"\nanna admin "+hash+"\nbob editor sha256:abcd\nbob editor "+strings.Repeat("ab", 32)+"\n-x editor "+hash+"\n")
	faults, _ := errors.AsType[graph.Faults](err)
	var lines []string
	for _, f := range faults {
		lines = append(lines, fmt.Sprint(f.Place))
	}
	if got := strings.Join(lines, " "); got != "tokens:1 tokens:2 tokens:4 tokens:5 tokens:6 tokens:7" || strings.Contains(err.Error(), "sesame") {
		t.Errorf("%s: %v", got, err)
	}
}

// FuzzParse: whatever is in a file, no name comes twice, and names and hashes are whole.
func FuzzParse(f *testing.F) {
	f.Add("anna  editor  sha256:" + strings.Repeat("0f", 32) + "\n# x\nsesame")
	f.Add("a reader sha256:zz\n\x00 \xff admin sha256:")
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := access.Parse("tokens", text)
		names := map[string]bool{}
		for _, e := range entries {
			if names[e.Name] || access.CheckName(e.Name) != nil {
				t.Errorf("%+v in %q", e, text)
			}
			names[e.Name] = true
		}
		if err == nil && len(entries) == 0 && strings.Contains(text, "sha256:") && !strings.Contains(text, "#") {
			t.Errorf("%q says nothing", text)
		}
	})
}

func TestTokens(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new folder", "tokens")
	var failures []error
	tokens, err := access.Open(file, func(err error) { failures = append(failures, err) })
	if err != nil {
		t.Fatal(err)
	}
	anna, err := access.Add(file, access.Identity{Name: "anna", Role: access.Editor})
	if err != nil {
		t.Fatal(err)
	}
	bob, err := access.Add(file, access.Identity{Name: "bob", Role: access.Reporter})
	if err != nil || bob == anna || len(bob) < 40 {
		t.Fatal(bob, err)
	}
	who := func(token, want string) {
		t.Helper()
		if got, known := tokens.Who(token); fmt.Sprint(got, known) != want {
			t.Errorf("%v %v, want %s", got, known, want)
		}
	}
	who(anna, "{anna editor} true")
	who(bob, "{bob reporter} true")
	who("", "{ reader} false")
	who(anna+" ", "{ reader} false")
	text, err := os.ReadFile(file)
	info, _ := os.Stat(file)
	if err != nil || strings.Contains(string(text), anna) || info.Mode().Perm() != 0o600 {
		t.Errorf("%s %v %v", text, info.Mode(), err)
	}

	var refusal *access.Refusal
	if _, err := access.Add(file, access.Identity{Name: "anna", Role: access.Admin}); !errors.As(err, &refusal) {
		t.Error("a second token for anna:", err)
	}
	if _, err := access.Add(file, access.Identity{Name: "an na"}); !errors.As(err, &refusal) {
		t.Error("two words:", err)
	}
	if err := access.Remove(file, "carl"); !errors.As(err, &refusal) {
		t.Error("removed carl:", err)
	}
	if err := access.Remove(file, "anna"); err != nil {
		t.Fatal(err)
	}
	who(anna, "{ reader} false")
	who(bob, "{bob reporter} true")

	broken := string(text) + "half a li"
	if err := os.WriteFile(file, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	who(anna, "{ reader} false")
	who(bob, "{bob reporter} true")
	if len(failures) != 1 {
		t.Errorf("told %v", failures)
	}
	if _, err := access.Add(file, access.Identity{Name: "carl"}); err == nil {
		t.Error("added to a broken file")
	}
	if now, err := os.ReadFile(file); err != nil || string(now) != broken {
		t.Errorf("a broken file was changed: %s, %v", now, err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	who(bob, "{ reader} false")
	if tokens.Some() {
		t.Error("there is a token left")
	}
}

// TestAtOnce: those who add at once lose nothing.
func TestAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			if _, err := access.Add(file, access.Identity{Name: fmt.Sprint("n", i)}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if entries, err := access.Read(file); err != nil || len(entries) != 8 {
		t.Error(entries, err)
	}
}
