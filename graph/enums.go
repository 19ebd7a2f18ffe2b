package graph

import (
	"fmt"
	"slices"
)

// The enumerations are written as their upper-case names everywhere outside
// this process: in stores, in JSON and in GraphQL.
var (
	originNames   = []string{"AUTHOR", "IMPORT", "SERIES", "INFERRED"}
	needNames     = []string{"REQUIRED", "RECOMMENDED"}
	statusNames   = []string{"ACCEPTED", "SUGGESTED", "REJECTED"}
	roleNames     = []string{"TEACHES", "USES"}
	matchNames    = []string{"PHRASE", "EXACT", "CODE"}
	tierNames     = []string{"NAME", "PREFIX", "ALIAS", "PART", "SIMILAR", "TITLE", "SUMMARY", "TEXT"}
	coverNames    = []string{"LEAST", "EVERYTHING"}
	severityNames = []string{"ERROR", "WARNING", "NOTE"}
)

func (o Origin) String() string    { return originNames[o] }
func (n Need) String() string      { return needNames[n] }
func (s Status) String() string    { return statusNames[s] }
func (r Role) String() string      { return roleNames[r] }
func (m MatchRule) String() string { return matchNames[m] }
func (t Tier) String() string      { return tierNames[t] }
func (c Cover) String() string     { return coverNames[c] }

// MarshalText writes the upper-case name.
func (o Origin) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// MarshalText writes the upper-case name.
func (n Need) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// MarshalText writes the upper-case name.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalText writes the upper-case name.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// MarshalText writes the upper-case name.
func (m MatchRule) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// MarshalText writes the upper-case name.
func (t Tier) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the upper-case name; anything else is an error.
func (o *Origin) UnmarshalText(text []byte) error { return parseEnum(o, originNames, text) }

// UnmarshalText reads the upper-case name; anything else is an error.
func (n *Need) UnmarshalText(text []byte) error { return parseEnum(n, needNames, text) }

// UnmarshalText reads the upper-case name; anything else is an error.
func (s *Status) UnmarshalText(text []byte) error { return parseEnum(s, statusNames, text) }

// UnmarshalText reads the upper-case name; anything else is an error.
func (r *Role) UnmarshalText(text []byte) error { return parseEnum(r, roleNames, text) }

// UnmarshalText reads the upper-case name; anything else is an error.
func (m *MatchRule) UnmarshalText(text []byte) error { return parseEnum(m, matchNames, text) }

// UnmarshalText reads the upper-case name; anything else is an error.
func (t *Tier) UnmarshalText(text []byte) error { return parseEnum(t, tierNames, text) }

func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the upper-case name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the upper-case name; anything else is an error.
func (s *Severity) UnmarshalText(text []byte) error { return parseEnum(s, severityNames, text) }

// MarshalText writes the upper-case name.
func (c Cover) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the upper-case name; anything else is an error.
func (c *Cover) UnmarshalText(text []byte) error { return parseEnum(c, coverNames, text) }

func parseEnum[E ~uint8](to *E, names []string, text []byte) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("%q is none of %v", text, names)
	}
	*to = E(i)
	return nil
}
