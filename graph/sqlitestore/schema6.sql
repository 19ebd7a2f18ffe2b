-- Version 6: a source that came with a program says which version it is (docs/decisions/0024-the-bundled-corpus-grows.md).

ALTER TABLE sources ADD COLUMN version TEXT NOT NULL DEFAULT '';
