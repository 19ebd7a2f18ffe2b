// Package api answers the questions over GraphQL.
//
// A [Snapshots] keeps the latest snapshot of a store; [New] makes the handler
// that answers from it; [Serve] runs the handler until its context ends.
package api

//go:generate go tool gqlgen generate
//go:generate go run sequential.go
