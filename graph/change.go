package graph

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Revision numbers the states of one store's graph: 0 is the empty graph, and
// every change that changes something adds one.
type Revision int32

// ClaimKind tells the sorts of claims.
type ClaimKind uint8

// The sorts of claims, in the order in which they can be written: what a later
// one refers to is in an earlier one.
const (
	OfSource ClaimKind = iota
	OfConcept
	OfArticle
	OfSeries
	OfMention
	OfLink
	OfDecision
)

var claimKindNames = []string{"SOURCE", "CONCEPT", "ARTICLE", "SERIES", "MENTION", "LINK", "DECISION"}

func (k ClaimKind) String() string { return claimKindNames[k] }

// MarshalText writes the upper-case name.
func (k ClaimKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the upper-case name; anything else is an error.
func (k *ClaimKind) UnmarshalText(text []byte) error { return parseEnum(k, claimKindNames, text) }

// ClaimKey tells one claim of a source from its others.
//
//	kind       A        B        Tag
//	source     its id
//	concept    id
//	article    id
//	series     id
//	mention    article  concept
//	link       after    before   origin, and after a space the any-of group
//	decision   after    before
type ClaimKey struct {
	Kind ClaimKind `json:"kind"`
	A    ID        `json:"a"`
	B    ID        `json:"b,omitempty"`
	Tag  string    `json:"tag,omitempty"`
}

// Compare orders keys by kind, then by bytes of A, B and Tag.
func (k ClaimKey) Compare(other ClaimKey) int {
	return cmp.Or(cmp.Compare(k.Kind, other.Kind), strings.Compare(string(k.A), string(other.A)),
		strings.Compare(string(k.B), string(other.B)), strings.Compare(k.Tag, other.Tag))
}

// String names the claim for people.
func (k ClaimKey) String() string {
	switch k.Kind {
	case OfMention:
		return fmt.Sprintf("the mention of %s in %s", k.B, k.A)
	case OfLink:
		return fmt.Sprintf("the link from %s to %s", k.B, k.A)
	}
	return string(k.A)
}

// Claim is one of *Source (the claim that the source is loaded), *ConceptClaim, *ArticleClaim, *SeriesClaim, *MentionClaim,
// *LinkClaim.
type Claim interface {
	Key() ClaimKey
	At() Place
}

// NewClaim makes an empty claim of a kind, to read into.
func NewClaim(kind ClaimKind) Claim {
	switch kind {
	case OfSource:
		return &Source{}
	case OfConcept:
		return &ConceptClaim{}
	case OfArticle:
		return &ArticleClaim{}
	case OfSeries:
		return &SeriesClaim{}
	case OfMention:
		return &MentionClaim{}
	}
	return &LinkClaim{}
}

// Key tells the claim from the source's others.
func (s *Source) Key() ClaimKey { return ClaimKey{Kind: OfSource, A: ID(s.ID)} }

// Key tells the claim from the source's others.
func (c *ConceptClaim) Key() ClaimKey { return ClaimKey{Kind: OfConcept, A: c.ID} }

// Key tells the claim from the source's others.
func (c *ArticleClaim) Key() ClaimKey { return ClaimKey{Kind: OfArticle, A: c.ID} }

// Key tells the claim from the source's others.
func (c *SeriesClaim) Key() ClaimKey { return ClaimKey{Kind: OfSeries, A: c.ID} }

// Key tells the claim from the source's others.
func (c *MentionClaim) Key() ClaimKey { return ClaimKey{Kind: OfMention, A: c.Article, B: c.Concept} }

// Key tells the claim from the source's others.
func (c *LinkClaim) Key() ClaimKey {
	tag := c.Origin.String()
	if c.AnyOf != "" {
		tag += " " + c.AnyOf
	}
	return ClaimKey{Kind: OfLink, A: c.After, B: c.Before, Tag: tag}
}

// At gives where the source was loaded from.
func (s *Source) At() Place { return Place{File: s.Location} }

// At gives the claim's place.
func (c *ConceptClaim) At() Place { return c.Place }

// At gives the claim's place.
func (c *ArticleClaim) At() Place { return c.Place }

// At gives the claim's place.
func (c *SeriesClaim) At() Place { return c.Place }

// At gives the claim's place.
func (c *MentionClaim) At() Place { return c.Place }

// At gives the claim's place.
func (c *LinkClaim) At() Place { return c.Place }

// Claims lists pointers to all claims in key order, the source itself first.
func (s *SourceClaims) Claims() []Claim {
	claims := make([]Claim, 0, s.Rows()+1)
	claims = append(claims, &s.Source)
	for i := range s.Concepts {
		claims = append(claims, &s.Concepts[i])
	}
	for i := range s.Articles {
		claims = append(claims, &s.Articles[i])
	}
	for i := range s.Series {
		claims = append(claims, &s.Series[i])
	}
	for i := range s.Mentions {
		claims = append(claims, &s.Mentions[i])
	}
	for i := range s.Links {
		claims = append(claims, &s.Links[i])
	}
	slices.SortStableFunc(claims, func(a, b Claim) int { return a.Key().Compare(b.Key()) })
	return claims
}

// Digest is a claim's content in 32 hexadecimal digits. Stores keep it beside
// the claim, so that a load finds what differs without reading texts and quotes.
func Digest(c Claim) string {
	data, err := json.Marshal(c)
	if err != nil {
		panic("graph: a claim has a field that JSON can't hold: " + err.Error()) // a programming error: Validate refuses NaN
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// Op is what an edit did.
type Op uint8

// The operations.
const (
	Added Op = iota
	Changed
	Removed
)

var opNames = []string{"ADDED", "CHANGED", "REMOVED"}

func (o Op) String() string { return opNames[o] }

// MarshalText writes the upper-case name.
func (o Op) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads the upper-case name; anything else is an error.
func (o *Op) UnmarshalText(text []byte) error { return parseEnum(o, opNames, text) }

// Edit is one claim or decision that a change added, changed or removed.
type Edit struct {
	Op     Op              `json:"op"`
	Source string          `json:"source,omitempty"` // empty for the store's own decisions
	Key    ClaimKey        `json:"key"`
	Old    json.RawMessage `json:"old,omitempty"` // what stood there before, as JSON; with what stands there now this gives back every state
	// What is to stand there: a claim, or of a decision Decided; neither if it is
	// removed. They are for the stores while they apply a batch, and for who
	// asked for a dry run; the history doesn't have them.
	New     Claim     `json:"-"`
	Decided *Decision `json:"-"`
}

// Change is what one Apply did.
type Change struct {
	Revision Revision `json:"revision"` // the graph's revision after it
	By       string   `json:"by,omitempty"`
	Why      string   `json:"why,omitempty"`
	Load     string   `json:"load,omitempty"`
	Edits    []Edit   `json:"edits"` // by source, then key; empty: nothing was different and the revision stayed
}

// Empty says that nothing was changed.
func (c *Change) Empty() bool { return len(c.Edits) == 0 }

// Count counts the edits of one sort of claim by operation.
func (c *Change) Count(kind ClaimKind) (added, changed, removed int) {
	var n [3]int
	for i := range c.Edits {
		if c.Edits[i].Key.Kind == kind {
			n[c.Edits[i].Op]++
		}
	}
	return n[Added], n[Changed], n[Removed]
}

// Held is what a store knows of one claim before it writes: its key and the
// digest of its content.
type Held struct {
	Key    ClaimKey
	Digest string
}

// Diff compares what a source claims now with what it shall claim (nil: nothing,
// it is unloaded), and gives the edits in key order, without Old. A store calls
// it under the lock that it writes under.
func Diff(source string, held []Held, shall *SourceClaims) []Edit {
	if !slices.IsSortedFunc(held, compareHeld) {
		held = slices.Clone(held)
		slices.SortFunc(held, compareHeld)
	}
	var claims []Claim
	if shall != nil {
		claims = shall.Claims()
	}
	var edits []Edit
	edit := func(op Op, key ClaimKey, c Claim) {
		edits = append(edits, Edit{Op: op, Source: source, Key: key, New: c})
	}
	i := 0
	for _, c := range claims {
		key := c.Key()
		for i < len(held) && held[i].Key.Compare(key) < 0 {
			edit(Removed, held[i].Key, nil)
			i++
		}
		if i == len(held) || held[i].Key != key {
			edit(Added, key, c)
			continue
		}
		if held[i].Digest != Digest(c) {
			edit(Changed, key, c)
		}
		i++
	}
	for ; i < len(held); i++ {
		edit(Removed, held[i].Key, nil)
	}
	return edits
}

func compareHeld(a, b Held) int { return a.Key.Compare(b.Key) }

// References lists the ids that must exist for the claim to stand: an
// article's series, a mention's and a link's ends.
func References(c Claim) []ID {
	switch c := c.(type) {
	case *ArticleClaim:
		if c.Series != "" {
			return []ID{c.Series}
		}
	case *MentionClaim:
		return []ID{c.Article, c.Concept}
	case *LinkClaim:
		return []ID{c.After, c.Before}
	}
	return nil
}

// DanglingFault is the fault of a claim whose end nothing claims.
func DanglingFault(source string, key ClaimKey, place Place, end ID) Fault {
	return Fault{Place: place, What: fmt.Sprintf("%s (source %q) refers to %s, which no source claims", key, source, end),
		Do: "load the source that has it too, or unload this one with it"}
}
