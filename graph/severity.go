package graph

// Severity says how bad a finding is.
type Severity uint8

// The severities, worst first.
const (
	Error   Severity = iota // it is wrong
	Warning                 // it is likely wrong, or will do harm
	Note                    // worth knowing
)
