-- Version 5: what was worked out says how sure it is, and why (docs/decisions/0023-roles-and-new-concepts.md).

ALTER TABLE concepts ADD COLUMN confidence REAL NOT NULL DEFAULT 0;
ALTER TABLE concepts ADD COLUMN signals TEXT; -- JSON list of {name, weight}, or NULL
ALTER TABLE mentions ADD COLUMN signals TEXT;
