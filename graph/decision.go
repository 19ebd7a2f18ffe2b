package graph

// A Decision is a person's word on one link, or on one concept. It is kept
// apart from all claims, keyed by what it judges, so that no load overwrites
// it, and it stays when the claims it judges come and go.
type Decision struct {
	After  ID     `json:"after"`            // the judged concept, or the end of the judged link that needs the other
	Before ID     `json:"before,omitempty"` // empty: the decision judges After itself
	Status Status `json:"status"`           // Accepted or Rejected; Suggested puts it back to wait
	By     string `json:"by,omitempty"`
	Why    string `json:"why,omitempty"`
	Set    Edited `json:"set,omitzero"`
}

// Edited holds the fields that a decision overrides; nil leaves one as claimed.
// Lists are not nil themselves: an empty one says that there is nothing.
type Edited struct {
	// Of a concept. The name that Name replaces becomes an alias, besides those of Aliases.
	Name     *string       `json:"name,omitempty"`
	Aliases  *[]string     `json:"aliases,omitempty"`
	Summary  *string       `json:"summary,omitempty"`
	Module   *string       `json:"module,omitempty"`
	External *[]ExternalID `json:"external,omitempty"`

	// Of a link. AnyOf takes it out of the groups of alternatives that its claims
	// put it in: links of one After with the same AnyOf and need are one group;
	// with "" it stands alone.
	Need   *Need   `json:"need,omitempty"`
	AnyOf  *string `json:"anyOf,omitempty"`
	Reason *string `json:"reason,omitempty"`
}

// DecisionKey is what a decision judges.
type DecisionKey struct {
	After  ID
	Before ID
}

// Key gives what the decision judges.
func (d Decision) Key() DecisionKey { return DecisionKey{d.After, d.Before} }
