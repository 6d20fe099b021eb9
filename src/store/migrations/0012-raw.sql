-- Each version of a comment, and each thing that its platform told of it, keeps its own fragments of what was brought, as
-- they were spelled: one, and another for each time that the same text was told again in another way. Of the delivery that
-- brought them the hash alone is kept. So one comment can be disposed of, and no row holds another's words.
ALTER TABLE comment_version
  ADD COLUMN raw bytea[] NOT NULL DEFAULT '{}',
  -- Erased with the text.
  ADD CHECK (raw = '{}' OR text IS NOT NULL);
ALTER TABLE platform_change ADD COLUMN raw bytea;

-- What was archived before has no fragments of its own: its deliveries stay as they are, as its evidence.
ALTER TABLE delivery ADD COLUMN sha256 text, ALTER COLUMN body DROP NOT NULL;
UPDATE delivery SET sha256 = encode(sha256(body), 'hex');
ALTER TABLE delivery ALTER COLUMN sha256 SET NOT NULL;
