-- Disposal (gallring): what a municipality's decision lets go of, as it was proposed, confirmed by two and carried out. What
-- has been erased can be told from these rows for ever; the journal has the hash of each batch of them.
CREATE TABLE disposal (
  municipality text NOT NULL,
  id uuid NOT NULL,
  -- The rule as it stood, with the decision that it rests on; and the version of the municipality's rules.
  rule jsonb NOT NULL,
  policy text NOT NULL,
  -- `listing`: what it is about is still being looked up; one that was left so is no proposal.
  state text NOT NULL CHECK (state IN ('listing', 'proposed', 'confirmed', 'running', 'done', 'withdrawn')),
  -- Null: the bot itself.
  proposed_by text,
  proposed_at timestamptz NOT NULL,
  -- Counts and instants alone.
  found jsonb NOT NULL,
  journal_before jsonb,
  protocol jsonb,
  registration uuid,
  done_at timestamptz,
  PRIMARY KEY (municipality, id),
  CHECK ((state = 'done') = (protocol IS NOT NULL)),
  FOREIGN KEY (municipality, registration) REFERENCES registration (municipality, id)
);
CREATE INDEX disposal_to_do ON disposal (id) WHERE state IN ('confirmed', 'running');

CREATE TABLE disposal_confirmation (
  municipality text NOT NULL,
  disposal uuid NOT NULL,
  by text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality, disposal, by),
  FOREIGN KEY (municipality, disposal) REFERENCES disposal (municipality, id)
);

-- What was erased together. `replays`: the batch that a database restored from an older copy did not have any more; it may
-- have forgotten the proposal too, so that nothing refers to one.
CREATE TABLE disposal_batch (
  municipality text NOT NULL,
  id uuid NOT NULL,
  disposal uuid NOT NULL,
  type text NOT NULL,
  -- Of what staff wrote: `reasons`, `replies` that were left.
  leaves jsonb NOT NULL,
  count int NOT NULL,
  at timestamptz NOT NULL,
  replays uuid,
  PRIMARY KEY (municipality, id)
);
CREATE TRIGGER disposal_batch_append_only BEFORE UPDATE OR DELETE ON disposal_batch
  FOR EACH ROW EXECUTE FUNCTION forbid_change();

-- `versions`: of a comment, how many it had; what was written later is not covered.
CREATE TABLE disposal_item (
  municipality text NOT NULL,
  disposal uuid NOT NULL,
  of text NOT NULL CHECK (of IN ('comment', 'reply', 'delivery', 'inbox')),
  id uuid NOT NULL,
  versions int NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'disposed', 'blocked')),
  why text,
  batch uuid,
  PRIMARY KEY (municipality, disposal, of, id),
  CHECK ((state = 'disposed') = (batch IS NOT NULL)),
  CHECK ((state = 'blocked') = (why IS NOT NULL)),
  FOREIGN KEY (municipality, batch) REFERENCES disposal_batch (municipality, id)
);
CREATE INDEX disposal_item_waiting ON disposal_item (municipality, disposal, of, id) WHERE state = 'waiting';
CREATE INDEX disposal_item_disposed ON disposal_item (municipality, of, id) WHERE state = 'disposed';
CREATE INDEX disposal_item_batch ON disposal_item (municipality, batch) WHERE batch IS NOT NULL;

-- A picture that has been disposed of leaves its hash and its place.
ALTER TABLE attachment ALTER COLUMN bytes DROP NOT NULL;

-- What nobody could read may be disposed of unread.
ALTER TABLE inbox DROP CONSTRAINT inbox_state_check, DROP CONSTRAINT inbox_check1,
  ADD CONSTRAINT inbox_state_check CHECK (state IN ('received', 'unread', 'archived', 'disposed')),
  ADD CONSTRAINT inbox_body_check CHECK ((state IN ('archived', 'disposed')) = (body IS NULL));

-- When everything of it was disposed of: what its platform tells anew of those days is not archived again.
ALTER TABLE comment ADD COLUMN disposed_at timestamptz;

-- What a platform told of an erased text goes with it, as before; looked up by an index, once for each text.
CREATE OR REPLACE FUNCTION dispose_of_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE platform_change p SET raw = NULL FROM comment c
    WHERE c.municipality = NEW.municipality AND c.id = NEW.comment AND p.raw IS NOT NULL
      AND p.municipality = c.municipality AND p.platform = c.platform AND p.account = c.account
      AND comment_name(p.platform, p.external_id) = comment_name(c.platform, c.external_id);
  RETURN NULL;
END $$;
CREATE INDEX platform_change_told ON platform_change (municipality, platform, account, (comment_name(platform, external_id)))
  WHERE raw IS NOT NULL;

-- What belongs to a ticket is found by it, a thousand at a time.
CREATE INDEX breach_ticket ON breach (municipality, ticket);
CREATE INDEX superseded_message_ticket ON superseded_message (municipality, ticket);
-- Bodies of before versions had fragments of their own: no new ones come, and their versions need no index.
CREATE INDEX delivery_body ON delivery (municipality, id) WHERE body IS NOT NULL;
