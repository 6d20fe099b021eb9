-- A card that tells nothing new of its own ticket, but of others beside it, up to this version: it is drawn after those that do.
ALTER TABLE card ADD COLUMN cosmetic_to integer;
