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
type Edited struct {
	Name    *string `json:"name,omitempty"`    // of a concept
	Summary *string `json:"summary,omitempty"` // of a concept
	Need    *Need   `json:"need,omitempty"`    // of a link
	Reason  *string `json:"reason,omitempty"`  // of a link
}

// DecisionKey is what a decision judges.
type DecisionKey struct {
	After  ID
	Before ID
}

// Key gives what the decision judges.
func (d Decision) Key() DecisionKey { return DecisionKey{d.After, d.Before} }
