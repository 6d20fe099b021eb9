-- Pictures and films are stored sealed. `sealed`: the id of the key; null: as they came, before this, until the upkeep seals
-- them; `away:` and the fingerprint of a public key, whose private half nobody here has. `bytes`: null once they have been
-- erased, which the journal tells of; the hash of what stood there stays. `size`: what was copied, in bytes.
ALTER TABLE attachment ADD COLUMN sealed text, ADD COLUMN size int, ALTER COLUMN bytes DROP NOT NULL;
UPDATE attachment SET size = octet_length(bytes);
ALTER TABLE attachment ALTER COLUMN size SET NOT NULL;
CREATE INDEX attachment_unsealed ON attachment (municipality) WHERE sealed IS NULL AND bytes IS NOT NULL;

-- The key of a municipality that was given none (EVIDENCE_KEY). It lies beside what it seals: it keeps pictures from whoever
-- reads the table or a log of its rows, not from whoever has the whole database.
CREATE TABLE evidence_key (
  municipality text PRIMARY KEY,
  key bytea NOT NULL CHECK (octet_length(key) = 32)
);
