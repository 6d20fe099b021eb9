-- Repetition: which comments say the same. `likeness`: hashes by which texts that may be alike find each other, keyed so that no
-- text is guessed from them, and forgotten when nothing can be compared with them any more. `alike`: the group that a version
-- belongs to, by the id of the comment that was the first. Both tell of the text, and are erased with it.
CREATE TABLE likeness_key (
  municipality text PRIMARY KEY,
  key text NOT NULL
);
ALTER TABLE comment_version
  ADD COLUMN likeness int[],
  ADD COLUMN alike uuid,
  ADD CHECK (likeness IS NULL OR text IS NOT NULL),
  ADD CHECK (alike IS NULL OR text IS NOT NULL);
-- Looked up as often as it is written: what waits to be sorted in would be read through each time.
CREATE INDEX comment_version_likeness ON comment_version USING gin (likeness) WITH (fastupdate = off) WHERE likeness IS NOT NULL;
CREATE INDEX comment_version_likeness_age ON comment_version (municipality, stored_at) WHERE likeness IS NOT NULL;
CREATE INDEX comment_version_alike ON comment_version (municipality, alike) WHERE alike IS NOT NULL;
