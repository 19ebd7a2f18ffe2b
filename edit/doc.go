// Package edit works out what people change in the graph one thing at a time, where no file is: a client of the API, a
// command. A wish and a state of the graph give a batch, or reasons why not; nothing here knows how wishes arrive or are shown.
//
// docs/decisions/0025-changes-over-the-api.md has the rules: what becomes a claim of the store's own source, what a decision.
package edit
