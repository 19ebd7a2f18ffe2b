package access

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/readfirst/readfirst/internal/fresh"
	"github.com/readfirst/readfirst/internal/wholefile"
)

// Refusal says why a token file isn't changed.
type Refusal struct{ why string }

func (r *Refusal) Error() string { return r.why }

// Read gives what is in a token file; nothing if there is no such file.
func Read(file string) ([]Entry, error) {
	text, err := readText(file)
	if err != nil {
		return nil, err
	}
	return Parse(file, text)
}

func readText(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("the token file can't be read: %w", err)
	}
	return string(text), nil
}

// Add draws a token, puts its hash into the file, which is made if it isn't there, and gives the token. It fails with a [*Refusal] if the name has one.
func Add(file string, who Identity) (token string, err error) {
	if err := CheckName(who.Name); err != nil {
		return "", &Refusal{err.Error()}
	}
	token = newToken()
	return token, change(file, func(text string, entries []Entry) (string, error) {
		for _, e := range entries {
			if e.Name == who.Name {
				return "", &Refusal{fmt.Sprintf("there is a token for %s already, of the role %s: remove it first, or take another name", e.Name, e.Role)}
			}
		}
		if text == "" {
			text = "# readfirst tokens: name, role, SHA-256 of the token.\n"
		} else if !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		return text + Entry{Identity: who, Hash: HashOf(token)}.line(), nil
	})
}

// Remove takes the tokens of names out of the file, all or none. It fails with a [*Refusal] if one has none.
func Remove(file string, names ...string) error {
	return change(file, func(text string, entries []Entry) (string, error) {
		for _, name := range names {
			if !slices.ContainsFunc(entries, func(e Entry) bool { return e.Name == name }) {
				return "", &Refusal{fmt.Sprintf("there is no token for %q in %s", name, file)}
			}
		}
		var kept strings.Builder
		for line := range strings.Lines(text) {
			if fields := strings.Fields(line); len(fields) == 0 || !slices.Contains(names, fields[0]) {
				kept.WriteString(line)
			}
		}
		return kept.String(), nil
	})
}

// change replaces what is in a token file as a whole. Those who change it take turns.
func change(file string, edit func(text string, entries []Entry) (string, error)) (err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("the token file can't be written: %w", err)
	}
	unlock, err := lockedfile.MutexAt(file + ".lock").Lock()
	if err != nil {
		return fmt.Errorf("the token file can't be written: %w", err)
	}
	defer unlock()
	before, err := readText(file)
	if err != nil {
		return err
	}
	entries, err := Parse(file, before)
	if err != nil {
		return err
	}
	after, err := edit(before, entries)
	if err != nil {
		return err
	}
	if made, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL, 0o600); err == nil { // replacing keeps permissions
		_ = made.Close()
	}
	replacement, err := wholefile.Prepare(file, []byte(after))
	if err != nil {
		return fmt.Errorf("the token file can't be written: %w", err)
	}
	defer replacement.Discard() // without effect if it is in its place
	return replacement.Put()
}

// Tokens tells whom tokens belong to. A nil one knows nobody.
type Tokens struct {
	known *fresh.Value[map[Hash]Identity]
}

// Open reads a token file, and again whenever it has changed. If it can't be read then, its tokens stay as they were, and failed is called.
func Open(file string, failed func(error)) (*Tokens, error) {
	known, err := fresh.New([]string{file}, func() (map[Hash]Identity, error) {
		entries, err := Read(file)
		known := map[Hash]Identity{}
		for _, e := range entries {
			known[e.Hash] = e.Identity
		}
		return known, err
	}, failed)
	return &Tokens{known}, err
}

// Who says whom a token belongs to. It is found by its hash: how long that takes tells nothing that helps to guess a token.
func (t *Tokens) Who(token string) (who Identity, known bool) {
	if t == nil {
		return who, false
	}
	who, known = t.known.Get()[HashOf(token)]
	return who, known
}

// Some says that there is at least one token.
func (t *Tokens) Some() bool { return t != nil && len(t.known.Get()) > 0 }
