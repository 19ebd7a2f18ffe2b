-- Version 4: full-text search (docs/decisions/0015-full-text-search.md). What
-- is in the index is made by graph.TermsOf: terms with spaces between them.

CREATE TABLE indexed (
	doc     INTEGER PRIMARY KEY, -- the rowid in terms
	article TEXT NOT NULL UNIQUE
);

CREATE VIRTUAL TABLE terms USING fts5 (
	title, summary, text,
	content = '', contentless_delete = 1, -- the index alone, without the texts
	tokenize = "ascii tokenchars '+#'"    -- terms are parted by spaces and hold no other signs
);
