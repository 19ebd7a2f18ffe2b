// Package access knows who may do what: tokens, kept as hashes in a file, with names and roles. docs/decisions/0026-who-may.md has the reasons.
package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Role is what somebody may do; each one may also do what those before it may.
type Role uint8

// The roles.
const (
	Reader   Role = iota // ask
	Reporter             // say that something is wrong
	Editor               // change one thing at a time
	Admin                // load and undo
)

var roleNames = []string{"reader", "reporter", "editor", "admin"}

func (r Role) String() string { return roleNames[r] }

// RoleNames lists the roles' names, the lowest first.
func RoleNames() []string { return slices.Clone(roleNames) }

// ParseRole finds the role of a name.
func ParseRole(name string) (Role, bool) {
	i := slices.Index(roleNames, name)
	return Role(max(i, 0)), i >= 0
}

// Identity is whom a token belongs to.
type Identity struct {
	Name string // "": a token that several people share
	Role Role
}

// Hash is the SHA-256 of a token. Tokens are long and drawn, so that nothing slower is needed.
type Hash [sha256.Size]byte

// HashOf is the hash of a token.
func HashOf(token string) Hash { return sha256.Sum256([]byte(token)) }

// Entry is a line of a token file.
type Entry struct {
	Identity
	Hash Hash
}

// prefix begins every token, so that programs that look for secrets find them.
const prefix = "readfirst_"

// newToken draws a token of 32 bytes.
func newToken() string {
	var drawn [32]byte
	_, _ = rand.Read(drawn[:]) // never fails, says its documentation
	return prefix + base64.RawURLEncoding.EncodeToString(drawn[:])
}

var validName = regexp.MustCompile(`^[\pL\pN][\pL\pM\pN._@+-]{0,99}$`)

// CheckName says what is wrong with the name of a token's owner.
func CheckName(name string) error {
	if !validName.MatchString(name) {
		return fmt.Errorf("the name %q: give one word of letters, digits and -_.@+, 100 characters at most", name)
	}
	return nil
}

// Parse reads a token file: a line for each token, "NAME ROLE sha256:HASH"; empty lines and those that begin with # say nothing. It gives all
// faults at once, as [graph.Faults]. They repeat nothing of a line, which may hold a token.
func Parse(file, text string) ([]Entry, error) {
	var entries []Entry
	var faults graph.Faults
	names := map[string]int{}
	for i, line := range strings.Split(text, "\n") {
		at := graph.Place{File: file, Line: i + 1}
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		entry, ok := parseEntry(fields)
		switch {
		case !ok:
			faults.Add(at, "make tokens with readfirst token add NAME --role ROLE", "this is no line \"NAME ROLE sha256:HASH\" of a token file")
		case names[entry.Name] > 0:
			faults.Add(at, "give each token a name of its own", "the name %s stands in line %d already", entry.Name, names[entry.Name])
		default:
			names[entry.Name] = i + 1
			entries = append(entries, entry)
		}
	}
	return entries, faults.Err()
}

func parseEntry(fields []string) (entry Entry, ok bool) {
	if len(fields) != 3 || CheckName(fields[0]) != nil {
		return entry, false
	}
	entry.Name = fields[0]
	if entry.Role, ok = ParseRole(fields[1]); !ok {
		return entry, false
	}
	digits, ok := strings.CutPrefix(fields[2], "sha256:")
	sum, err := hex.DecodeString(digits)
	return entry, ok && err == nil && copy(entry.Hash[:], sum) == len(entry.Hash) && len(sum) == len(entry.Hash)
}

// line is what stands in the file.
func (e Entry) line() string { return fmt.Sprintf("%s  %s  sha256:%x\n", e.Name, e.Role, e.Hash) }
