-- Version 3: decisions stand in files of sources too (docs/decisions/0014-decisions-in-files-and-in-the-store.md).

ALTER TABLE sources ADD COLUMN decisions_in TEXT NOT NULL DEFAULT ''; -- the folder whose file holds people's decisions, or empty

ALTER TABLE decisions RENAME TO decisions_of_2;
CREATE TABLE decisions (
	after  TEXT NOT NULL,
	before TEXT NOT NULL, -- empty: the decision judges the concept itself
	source TEXT NOT NULL, -- in whose file it stands; empty: the store's own
	status TEXT NOT NULL, -- ACCEPTED, SUGGESTED, REJECTED
	by     TEXT NOT NULL,
	why    TEXT NOT NULL,
	edited TEXT,          -- JSON object of the fields that it overrides, or NULL
	was    TEXT,          -- JSON object of what these fields were then, or NULL
	PRIMARY KEY (after, before, source)
) WITHOUT ROWID;
INSERT INTO decisions SELECT after, before, '', status, by, why, edited, NULL FROM decisions_of_2;
DROP TABLE decisions_of_2;
CREATE INDEX decisions_by_source ON decisions (source);

-- The decision that counts on each thing: of several the one that graph.Ruling chooses.
CREATE VIEW ruling AS
SELECT after, before, source, status, by, why, edited, was FROM (
	SELECT *, row_number() OVER (PARTITION BY after, before
		ORDER BY CASE WHEN source = '' THEN 1 WHEN substr(source, 1, 7) = 'corpus:' THEN 2 ELSE 0 END, source) AS place
	FROM decisions
) WHERE place = 1;
