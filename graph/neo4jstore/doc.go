// Package neo4jstore keeps the knowledge graph in Neo4j 5.
//
// What it writes is meant to be read by people who use Cypher, too; the labels,
// relationship types and properties are listed in
// docs/decisions/0006-neo4j-storage.md. In short: things are nodes (Concept,
// Article, Series) whose properties are merged from all sources; every claim is
// one relationship, so that what a source says is found and replaced without
// touching what others say:
//
//	(:Source)-[:CLAIMS]->(:Concept|Article|Series)
//	(:Article)-[:MENTIONS {source}]->(:Concept)
//	(after)-[:PREREQUISITE {source}]->(before)
//
// open.go connects, schema.go prepares the database, tx.go runs transactions;
// kinds.go says how each sort of claim is written and read back. apply.go is the way
// of a batch: compare (compare.go), check its ends (ends.go, check.go), put it in place
// (surroundings.go, write.go), keep the change (history.go). What is too large for one
// transaction goes into a log first (redolog.go) and from there into place (place.go). read.go
// and quotes.go read it all back; watch.go ends what waits too long.
package neo4jstore
