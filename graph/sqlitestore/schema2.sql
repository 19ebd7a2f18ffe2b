-- Version 2: the audiences that a source's readfirst.yaml describes.

ALTER TABLE sources ADD COLUMN audiences TEXT; -- JSON list of {name, knows}, or NULL
