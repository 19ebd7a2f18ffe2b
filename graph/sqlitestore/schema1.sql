-- Version 1. What each table is for stands in docs/decisions/0005-sqlite-storage.md.
-- Text is compared by its bytes (SQLite's BINARY collation), so the order of a
-- primary key is the order that graph.State promises.

PRAGMA application_id = 0x72646673; -- "rdfs": a file of readfirst

CREATE TABLE meta (
	one      INTEGER PRIMARY KEY CHECK (one = 1),
	revision INTEGER NOT NULL
);
INSERT INTO meta (one, revision) VALUES (1, 0);

CREATE TABLE changes (
	revision INTEGER PRIMARY KEY, -- the graph's after the change
	by       TEXT NOT NULL,
	why      TEXT NOT NULL,
	load     TEXT NOT NULL,       -- the load's own number, or empty
	edits    BLOB NOT NULL        -- gzip of JSON
);
CREATE UNIQUE INDEX changes_by_load ON changes (load) WHERE load <> '';

CREATE TABLE sources (
	id       TEXT PRIMARY KEY,
	location TEXT NOT NULL,
	digest   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE concepts (
	source   TEXT NOT NULL,
	id       TEXT NOT NULL,
	name     TEXT NOT NULL,
	aliases  TEXT,          -- JSON list of text, or NULL
	module   TEXT NOT NULL,
	match    TEXT NOT NULL, -- PHRASE, EXACT, CODE
	together TEXT,          -- JSON list of ids, or NULL
	external TEXT,          -- JSON list of {system, id}, or NULL
	origin   TEXT NOT NULL, -- AUTHOR, IMPORT, SERIES, INFERRED
	file     TEXT NOT NULL,
	line     INTEGER NOT NULL,
	summary  TEXT NOT NULL,
	digest   TEXT NOT NULL,
	PRIMARY KEY (source, id)
);
CREATE INDEX concepts_by_id ON concepts (id);

CREATE TABLE articles (
	source  TEXT NOT NULL,
	id      TEXT NOT NULL,
	title   TEXT NOT NULL,
	url     TEXT NOT NULL,
	author  TEXT NOT NULL,
	date    TEXT NOT NULL,
	lang    TEXT NOT NULL,
	series  TEXT NOT NULL,    -- an id, or empty
	part    INTEGER NOT NULL, -- from 1; 0: none
	minutes INTEGER NOT NULL,
	words   INTEGER NOT NULL,
	summary TEXT NOT NULL,
	origin  TEXT NOT NULL,
	file    TEXT NOT NULL,
	line    INTEGER NOT NULL,
	digest  TEXT NOT NULL,
	text    TEXT NOT NULL,    -- last: what isn't asked for isn't read
	PRIMARY KEY (source, id)
);
CREATE INDEX articles_by_id ON articles (id);

CREATE TABLE series (
	source TEXT NOT NULL,
	id     TEXT NOT NULL,
	name   TEXT NOT NULL,
	origin TEXT NOT NULL,
	file   TEXT NOT NULL,
	line   INTEGER NOT NULL,
	digest TEXT NOT NULL,
	PRIMARY KEY (source, id)
) WITHOUT ROWID;
CREATE INDEX series_by_id ON series (id);

CREATE TABLE mentions (
	source   TEXT NOT NULL,
	article  TEXT NOT NULL,
	concept  TEXT NOT NULL,
	role     TEXT NOT NULL, -- TEACHES, USES
	count    INTEGER NOT NULL,
	salience REAL NOT NULL,
	file     TEXT NOT NULL,
	line     INTEGER NOT NULL,
	digest   TEXT NOT NULL,
	evidence TEXT,          -- JSON list of {quote, heading, in, place}, or NULL
	PRIMARY KEY (source, article, concept)
) WITHOUT ROWID;
CREATE INDEX mentions_by_ends ON mentions (article, concept);

CREATE TABLE links (
	source     TEXT NOT NULL,
	after      TEXT NOT NULL, -- what needs
	before     TEXT NOT NULL, -- what is needed
	origin     TEXT NOT NULL,
	any_of     TEXT NOT NULL, -- the any-of group, or empty
	need       TEXT NOT NULL, -- REQUIRED, RECOMMENDED
	reason     TEXT NOT NULL,
	confidence REAL NOT NULL,
	file       TEXT NOT NULL,
	line       INTEGER NOT NULL,
	digest     TEXT NOT NULL,
	evidence   TEXT,
	PRIMARY KEY (source, after, before, origin, any_of)
) WITHOUT ROWID;
CREATE INDEX links_by_ends ON links (after, before);

CREATE TABLE decisions (
	after  TEXT NOT NULL,
	before TEXT NOT NULL, -- empty: the decision judges the concept itself
	status TEXT NOT NULL, -- ACCEPTED, SUGGESTED, REJECTED
	by     TEXT NOT NULL,
	why    TEXT NOT NULL,
	edited TEXT,          -- JSON object of the fields that it overrides, or NULL
	PRIMARY KEY (after, before)
) WITHOUT ROWID;
