package graph

import "strconv"

// Origin says what sort of voice a claim has.
type Origin uint8

// The origins, strongest first: in a merge the stronger voice decides.
const (
	Author   Origin = iota // written by hand
	Import                 // taken over from a curated graph or table
	SeriesOf               // the order of parts in a series
	Inferred               // worked out from texts, with confidence and evidence
)

// Need says how much a link matters.
type Need uint8

// The needs.
const (
	Required    Need = iota // can't do without
	Recommended             // helps; left out of answers unless asked for
)

// Status says what people think of a fact.
type Status uint8

// The statuses.
const (
	Accepted  Status = iota
	Suggested        // waits for a person
	Rejected         // a person said no; no load brings it back
)

// Role says what an article does with a concept that it mentions.
type Role uint8

// The roles, strongest first.
const (
	Teaches Role = iota // introduces or explains it
	Uses                // takes it for known
)

// MatchRule says how a concept's names are looked for in texts.
type MatchRule uint8

// The match rules.
const (
	MatchPhrase MatchRule = iota // any case, inflected
	MatchExact                   // this spelling
	MatchCode                    // a name from source code that may be an everyday word too
)

// Place is where a source says something: a file of the source and its line,
// counted from 1. The zero Place is unknown.
type Place struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

// String gives "file:line", or what of it is known.
func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + strconv.Itoa(p.Line)
}

// Evidence is a quote and where it stands.
type Evidence struct {
	Quote   string `json:"quote"`
	Heading string `json:"heading,omitempty"`
	In      ID     `json:"in,omitempty"` // the article, or the concept's own page
	Place   Place  `json:"place,omitzero"`
}

// Signal is one sign that speaks for what was worked out from texts, or against it.
type Signal struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"` // how much it moves the logarithm of the odds; below 0 it speaks against it
}

// ExternalID is the thing's id in another system.
type ExternalID struct {
	System string `json:"system"`
	ID     string `json:"id"`
}

// Source names one origin of claims: a folder, a book, a page, the bundled
// corpus. A load replaces exactly the claims of its sources.
type Source struct {
	ID       string `json:"id"`                 // "corpus:rust", "my-notes": chosen by people
	Location string `json:"location,omitempty"` // where it was loaded from, so that two folders of one name are told apart
	// Version is that of what came with a program: it is another one when the files are. Empty: it didn't, or an older program loaded it.
	Version string `json:"version,omitempty"`
	// DecisionsIn is the folder whose file keeps people's decisions on what the
	// source says; empty: they are kept in the store alone.
	DecisionsIn string `json:"decisionsIn,omitempty"`
	// Audiences are the groups of readers that its readfirst.yaml describes. No two have one name (see [Fold]).
	Audiences []AudienceClaim `json:"audiences,omitempty"`
}

// ConceptClaim is one source's word on a concept.
type ConceptClaim struct {
	ID       ID           `json:"id"`
	Name     string       `json:"name"`
	Aliases  []string     `json:"aliases,omitempty"`
	Summary  string       `json:"summary,omitempty"`
	Module   string       `json:"module,omitempty"`
	Match    MatchRule    `json:"match"`
	Together []ID         `json:"together,omitempty"` // concepts that it is meant to form a loop with
	External []ExternalID `json:"external,omitempty"`
	Origin   Origin       `json:"origin"`
	Place    Place        `json:"place,omitzero"`

	Confidence float64  `json:"confidence,omitempty"` // 0 to 1, of INFERRED claims
	Signals    []Signal `json:"signals,omitempty"`    // why, the strongest first
}

// ArticleClaim is one source's word on an article.
type ArticleClaim struct {
	ID      ID     `json:"id"`
	Title   string `json:"title"`
	URL     string `json:"url,omitempty"`
	Author  string `json:"author,omitempty"`
	Date    string `json:"date,omitempty"` // as written
	Lang    string `json:"lang,omitempty"`
	Series  ID     `json:"series,omitempty"`
	Part    int    `json:"part,omitempty"`    // from 1; 0: not a numbered part
	Minutes int    `json:"minutes,omitempty"` // reading time as the author states it; 0: not stated
	Words   int    `json:"words,omitempty"`   // length of the text; 0: no text at hand
	Summary string `json:"summary,omitempty"` // what a listing says about it
	Text    string `json:"text,omitempty"`    // Markdown; stores leave it out of a State
	Origin  Origin `json:"origin"`
	Place   Place  `json:"place,omitzero"`
}

// SeriesClaim is one source's word on a series.
type SeriesClaim struct {
	ID     ID     `json:"id"`
	Name   string `json:"name"`
	Origin Origin `json:"origin"`
	Place  Place  `json:"place,omitzero"`
}

// MentionClaim is one source's word on an article's dealing with a concept.
type MentionClaim struct {
	Article  ID         `json:"article"`
	Concept  ID         `json:"concept"`
	Role     Role       `json:"role"`
	Count    int        `json:"count"`              // occurrences found; at least 1
	Salience float64    `json:"salience"`           // 0 to 1: how much the article is about it
	Evidence []Evidence `json:"evidence,omitempty"` // stores leave it out of a State
	Place    Place      `json:"place,omitzero"`
	Signals  []Signal   `json:"signals,omitempty"` // why it has its role, the strongest first; none: somebody says so
}

// LinkClaim is one source's word that Before must be understood, or read,
// before After. AnyOf, if not empty, names a group within the same source and
// After: one of the group's members is enough.
type LinkClaim struct {
	After      ID         `json:"after"`
	Before     ID         `json:"before"`
	AnyOf      string     `json:"anyOf,omitempty"`
	Origin     Origin     `json:"origin"`
	Need       Need       `json:"need"`
	Reason     string     `json:"reason,omitempty"`
	Confidence float64    `json:"confidence,omitempty"` // 0 to 1, of INFERRED claims
	Evidence   []Evidence `json:"evidence,omitempty"`   // stores leave it out of a State
	Place      Place      `json:"place,omitzero"`
}

// SourceClaims is all that one source says. In a [Batch] it is what the source
// shall say from now on; in a [State] it is what it says.
type SourceClaims struct {
	Source   Source
	Concepts []ConceptClaim
	Articles []ArticleClaim
	Series   []SeriesClaim
	Mentions []MentionClaim
	Links    []LinkClaim
}

// Rows counts the claims.
func (s *SourceClaims) Rows() int {
	return len(s.Concepts) + len(s.Articles) + len(s.Series) + len(s.Mentions) + len(s.Links)
}
